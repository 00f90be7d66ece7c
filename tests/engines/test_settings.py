"""Which engine, number format, device and measurement a model is loaded with, and as what kind."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from summarize.engines import ctranslate2, embedding, loading, transformers
from summarize.engines.base import Padding
from summarize.engines.chat import ChatCodec
from summarize.engines.codecs import Codec, MultilingualCodec, PairCodec
from summarize.engines.loading import Loader, codec_for
from summarize.engines.tuning import Tuning, save_tuning
from summarize.errors import ConfigError, EngineError
from summarize.models.convert import UnsupportedArchitectureError
from summarize.models.registry import load_registry
from summarize.models.store import ModelStore, StoredModel
from summarize.stopping import Stop
from summarize.types import ModelSpec
from support.fake_models import WordCodec
from support.word_vocabulary import CHAT_TEMPLATE, word_tokenizer

TUNING = Tuning("float32", 512, 2, 3)


class Quiet:
    """An engine that nobody asks."""

    compute_type = "real"

    def __init__(self, name: str) -> None:
        self.name = name
        self.padding = Padding()


@dataclass
class Machine:
    """The libraries around a loader, of which only the arguments are looked at.

    Attributes:
        folder: The store's home, and the home of the one model.
        device: What there is.
        convertible: Whether CTranslate2 knows the model's kind.
        causal: Whether it is a chat model.
        conversions: What was converted: engine and compute type.
        loads: The engine and what it was loaded with.
    """

    folder: Path
    device: str = "cpu"
    convertible: bool = True
    causal: bool = False
    conversions: list[tuple[str, ...]] = field(default_factory=list)
    loads: list[dict[str, Any]] = field(default_factory=list)

    def loader(self, tasks: str = "translate", **options: Any) -> Loader:
        models = self.folder / "models.txt"
        pair = "en>ru" if tasks == "translate" else "en"
        models.write_text(f"tiny {tasks} {pair} ./tiny\n", "utf-8")
        return Loader(load_registry(models), ModelStore(self.folder / "home"), **options)

    @property
    def stored(self) -> StoredModel:
        spec = ModelSpec("tiny", frozenset({"translate"}), ("en>ru",), str(self.folder / "tiny"))
        return StoredModel(spec, self.folder / "tiny", "1" * 40, "2" * 64, self.folder / "root")

    def convert(self, stored: StoredModel, engine: str, *compute_type: str, progress: Any) -> Path:
        assert stored.spec.name == "tiny"
        if engine == "ctranslate2" and not self.convertible:
            raise UnsupportedArchitectureError("tiny: no converter")
        self.conversions.append((engine, *compute_type))
        progress("converting tiny", 0, None)
        return Path("/converted", engine, *compute_type)

    def codec(self, stored: StoredModel, folder: Path) -> tuple[Codec, bool]:
        codec = WordCodec(stored.spec)
        codec._tokenizer = word_tokenizer("a")
        return codec, self.causal

    def load(self, name: str) -> Callable[..., Quiet]:
        def load_engine(folder: Path, *codec: Codec, **options: Any) -> Quiet:
            self.loads.append({"engine": name, "folder": folder, **options})
            return Quiet(name)

        return load_engine


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    made = Machine(tmp_path)
    (tmp_path / "home").mkdir()
    (tmp_path / "tiny").mkdir()
    for name in ("config.json", "model.safetensors"):
        (tmp_path / "tiny" / name).write_text("{}", "utf-8")
    monkeypatch.setattr(loading, "converted", made.convert)
    monkeypatch.setattr(loading, "codec_for", made.codec)
    monkeypatch.setattr(loading, "_best_device", lambda: made.device)
    monkeypatch.setattr(ctranslate2, "load", made.load("ctranslate2"))
    monkeypatch.setattr(transformers, "load", made.load("transformers"))
    return made


# --- Engine and number format ---------------------------------------------------------------------


def test_by_default_a_cpu_runs_ctranslate2_in_eight_bits(machine: Machine) -> None:
    stop = Stop()
    model = machine.loader(stop=stop).load("tiny")
    (loaded,) = machine.loads
    assert loaded == {
        "engine": "ctranslate2",
        "folder": Path("/converted/ctranslate2/int8"),
        "causal": False,
        "compute_type": "int8",
        "device": "cpu",
        "stop": stop,
        "tuning": None,
        "cores": None,
        "fixed_batches": False,
    }
    assert model.engine == "ctranslate2"
    assert sorted(model.versions) == ["ctranslate2", "sentencepiece", "tokenizers", "transformers"]


def test_by_default_a_gpu_runs_transformers(machine: Machine) -> None:
    machine.device = "cuda"
    machine.causal = True
    stop = Stop()
    model = machine.loader(stop=stop).load("tiny")
    (loaded,) = machine.loads
    assert loaded == {
        "engine": "transformers",
        "folder": Path("/converted/transformers"),
        "causal": True,
        "compute_type": "default",
        "device": "cuda",
        "pad": 0,
        "stop": stop,
    }
    assert sorted(model.versions) == ["sentencepiece", "tokenizers", "transformers"]


@pytest.mark.parametrize(
    ("device", "options", "expected"),
    [
        ("cpu", {"compute_type": "int16"}, ("ctranslate2", "int16", "cpu")),
        ("cuda", {"engine": "ctranslate2"}, ("ctranslate2", "float16", "cuda")),
        ("cuda", {"device": "cpu"}, ("ctranslate2", "int8", "cpu")),
        ("cpu", {"device": "cuda"}, ("transformers", "default", "cuda")),
        ("cpu", {"engine": "transformers"}, ("transformers", "default", "cpu")),
        (
            "cpu",
            {"engine": "transformers", "compute_type": "bfloat16"},
            ("transformers", "bfloat16", "cpu"),
        ),
        ("cuda", {"compute_type": "float32"}, ("transformers", "float32", "cuda")),
    ],
)
def test_what_is_asked_for_is_used(
    machine: Machine, device: str, options: dict[str, str], expected: tuple[str, ...]
) -> None:
    machine.device = device
    machine.loader(**options).load("tiny")
    (loaded,) = machine.loads
    assert (loaded["engine"], loaded["compute_type"], loaded["device"]) == expected


def test_a_kind_that_ctranslate2_lacks_runs_in_transformers(machine: Machine) -> None:
    machine.convertible = False
    assert machine.loader().load("tiny").engine == "transformers"
    (loaded,) = machine.loads
    assert loaded["compute_type"] == "default"
    with pytest.raises(UnsupportedArchitectureError):
        machine.loader(engine="ctranslate2").load("tiny")


def test_what_the_caller_limits_reaches_the_engine(machine: Machine) -> None:
    machine.loader(cores=3, fixed_batches=True).load("tiny")
    assert (machine.loads[0]["cores"], machine.loads[0]["fixed_batches"]) == (3, True)


def test_long_steps_are_told(machine: Machine) -> None:
    told: list[tuple[str, int, int | None]] = []
    machine.loader(progress=lambda *step: told.append(step)).load("tiny")
    assert ("converting tiny", 0, None) in told
    assert told[-1] == ("loading tiny", 0, None)
    assert len(told) == len(set(told))  # what is no news is not told


@pytest.mark.parametrize(("devices", "best"), [(0, "cpu"), (2, "cuda")])
def test_a_gpu_is_used_where_there_is_one(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, devices: int, best: str
) -> None:
    import ctranslate2 as library

    monkeypatch.undo()
    monkeypatch.setattr(library, "get_cuda_device_count", lambda: devices)
    assert loading._best_device() == best


# --- Measurements ---------------------------------------------------------------------------------


def measured(machine: Machine) -> None:
    stored = machine.loader().stored("tiny")
    save_tuning(machine.folder / "home", stored.digest, TUNING)


def test_what_was_measured_is_used_with_its_number_format(machine: Machine) -> None:
    measured(machine)
    machine.loader().load("tiny")
    (loaded,) = machine.loads
    assert (loaded["tuning"], loaded["compute_type"]) == (TUNING, "float32")
    assert machine.conversions == [("ctranslate2", "float32")]


@pytest.mark.parametrize(
    ("options", "used"),
    [
        ({"compute_type": "float32"}, True),
        ({"compute_type": "int8"}, False),
        ({"cores": 2}, False),
        ({"fixed_batches": True}, False),
        ({"device": "cuda", "engine": "ctranslate2"}, False),
    ],
)
def test_what_was_measured_is_not_used_for_anything_else(
    machine: Machine, options: dict[str, Any], used: bool
) -> None:
    measured(machine)
    machine.loader(**options).load("tiny")
    assert (machine.loads[0]["tuning"] == TUNING) is used
    assert (machine.loads[0]["tuning"] is None) is not used


# --- Beforehand -----------------------------------------------------------------------------------


def test_models_can_be_converted_before_they_are_loaded(machine: Machine) -> None:
    loader = machine.loader()
    loader.convert(loader.stored("tiny"))
    assert machine.conversions == [("ctranslate2", "int8")]
    assert loader.for_ctranslate2(loader.stored("tiny"), "int16") == Path(
        "/converted/ctranslate2/int16"
    )
    assert loader.loaded == []
    model = loader.load("tiny")
    assert loader.loaded == [model]


def test_an_encoder_needs_no_conversion_and_writes_no_text(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, int, int | None]] = []
    loader = machine.loader("embed", progress=lambda *step: told.append(step))
    loader.convert(loader.stored("tiny"))
    assert machine.conversions == []
    with pytest.raises(ConfigError, match="tiny is a sentence encoder and writes no text"):
        loader.load("tiny")
    monkeypatch.setattr(loading, "_tokenizer", lambda stored, folder: (stored.spec.name, folder))
    monkeypatch.setattr(embedding, "load", lambda *given: given)
    folder = machine.folder / "tiny"
    assert loader.load_embedder("tiny")[0::1] == (  # type: ignore[index]
        folder,
        ("tiny", folder),
        loader.registry.get("tiny"),
    )
    assert told[-1] == ("loading tiny", 0, None)


def test_offline_and_refresh_reach_the_store(machine: Machine) -> None:
    asked: list[tuple[bool, bool]] = []

    class Store(ModelStore):
        def ensure(self, spec: ModelSpec, **options: Any) -> StoredModel:
            asked.append((options["offline"], options["refresh"]))
            return machine.stored

    loader = machine.loader(offline=True)
    loader.store = Store(machine.folder / "home")
    loader.stored("tiny")
    loader.stored("tiny", refresh=True)
    machine.loader().stored("tiny")
    assert asked == [(True, False), (True, True)]


# --- Kinds of models ------------------------------------------------------------------------------


def tokenizers(monkeypatch: pytest.MonkeyPatch, load: Callable[..., Any]) -> None:
    """Have tokenizers loaded this way."""
    import transformers as library

    auto = type("Auto", (), {"from_pretrained": staticmethod(load)})
    monkeypatch.setitem(vars(library), "AutoTokenizer", auto)


@pytest.fixture
def describe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[Codec, bool]]:
    """What a model with this configuration is taken for."""

    def find(*, template: str | None = CHAT_TEMPLATE, **config: Any) -> tuple[Codec, bool]:
        def tokenizer(folder: Path, **options: Any) -> Any:
            assert (folder, options) == (tmp_path, {"local_files_only": True})
            return word_tokenizer("a bridge", chat_template=template)

        tokenizers(monkeypatch, tokenizer)
        (tmp_path / "config.json").write_text(json.dumps(config), "utf-8")
        spec = ModelSpec("tiny", frozenset({"translate"}), ("*",), str(tmp_path))
        return codec_for(StoredModel(spec, tmp_path, "1" * 40, "2" * 64, tmp_path), tmp_path)

    return find


@pytest.mark.parametrize(
    ("kind", "codec", "room"),
    [
        *((kind, PairCodec, 100) for kind in ("marian", "bart", "pegasus")),
        *((kind, PairCodec, None) for kind in ("t5", "mt5", "umt5")),
        ("m2m_100", MultilingualCodec, 90),
        ("mbart", MultilingualCodec, 90),
    ],
)
def test_each_kind_has_its_codec_and_its_positions(
    describe: Callable[..., tuple[Codec, bool]], kind: str, codec: type[Codec], room: int | None
) -> None:
    found, causal = describe(model_type=kind, max_position_embeddings=100, is_encoder_decoder=True)
    assert (type(found), causal) == (codec, False)
    assert (found.length("a bridge"), found._spec.name) == (2, "tiny")
    assert (found.window, found.summary_window) == (50, 92)
    assert found._room(100 - (room or 0) if codec is MultilingualCodec else 0) == room


def test_a_chat_model_is_known_by_its_template(
    describe: Callable[..., tuple[Codec, bool]],
) -> None:
    found, causal = describe(model_type="qwen2", max_position_embeddings=1000)
    assert (type(found), causal) == (ChatCodec, True)
    assert (found.length("a bridge"), found._spec.name) == (2, "tiny")
    assert (found.summary_window, found._room(400)) == (500, 600)
    with pytest.raises(ConfigError, match="tiny is not a chat model"):
        describe(model_type="qwen2", template=None)


def test_where_no_positions_are_told_512_are_assumed_and_no_end(
    describe: Callable[..., tuple[Codec, bool]],
) -> None:
    found, _ = describe(model_type="marian")
    assert (found.window, found.summary_window, found._room(0)) == (256, 504, None)


def test_other_kinds_are_refused(describe: Callable[..., tuple[Codec, bool]]) -> None:
    with pytest.raises(EngineError, match="tiny: models of the kind led are not supported"):
        describe(model_type="led", is_encoder_decoder=True)


@pytest.mark.parametrize("error", [OSError, ValueError, KeyError])
def test_a_damaged_configuration_or_tokenizer_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    stored = Machine(tmp_path).stored
    for content in (None, "{"):
        if content:
            (tmp_path / "config.json").write_text(content, "utf-8")
        with pytest.raises(EngineError, match=r"tiny: .*config\.json cannot be read") as caught:
            codec_for(stored, tmp_path)
        assert "models verify tiny" in caught.value.hint
    (tmp_path / "tiny").mkdir()
    (tmp_path / "tiny/config.json").write_text("{}", "utf-8")

    def fail(folder: Path, **_: Any) -> None:
        raise error("no vocabulary")

    tokenizers(monkeypatch, fail)
    with pytest.raises(EngineError, match=r"tiny: its tokenizer cannot be loaded: .*vocabulary"):
        codec_for(stored, tmp_path / "tiny")
