"""What a model is measured with, and that the best settings are kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from summarize.engines import ctranslate2, measuring, tuner
from summarize.engines.base import OnOutput, Output, Padding, Prompt
from summarize.engines.codecs import Codec
from summarize.engines.measuring import Trial
from summarize.engines.tuner import sample_prompts, tune
from summarize.engines.tuning import Tuning, load_tuning
from summarize.errors import ConfigError
from summarize.models.store import StoredModel
from summarize.types import Decoding, LangPair, ModelSpec
from support.fake_models import FakeLoader, WordCodec


class Noting(WordCodec):
    """Notes what it is asked for: the languages and the texts."""

    def __init__(self, spec: ModelSpec, positions: int = 512) -> None:
        super().__init__(spec, positions)
        self.asked: list[tuple[str, str]] = []

    def translation(self, text: str, pair: LangPair) -> Prompt:
        self.asked.append((str(pair), text))
        return super().translation(text, pair)

    def summary(self, text: str, language: str, max_words: int) -> Prompt:
        assert max_words == 60
        self.asked.append((language, text))
        return super().summary(text, language, max_words)


def sampled(tasks: str, *languages: str) -> list[tuple[str, bool, int]]:
    """What a model with these columns is measured with: languages, whether in Cyrillic, count."""
    spec = ModelSpec("tiny", frozenset(tasks.split(",")), languages, "./tiny")
    codec = Noting(spec, 5000)
    prompts = sample_prompts(spec, codec)
    kinds = sorted({(asked, text[0] > "z") for asked, text in codec.asked})
    counts = [sum((a, t[0] > "z") == kind for a, t in codec.asked) for kind in kinds]
    assert len(prompts) == min(counts) * len(counts)
    return [(*kind, count) for kind, count in zip(kinds, counts, strict=True)]


BOTH_WAYS = [("en-ru", False, 50), ("ru-en", True, 50)]


@pytest.mark.parametrize(
    ("tasks", "languages", "expected"),
    [
        ("translate", ("en>ru",), [("en-ru", False, 100)]),
        ("translate", ("ru>en",), [("ru-en", True, 100)]),
        ("translate", ("*",), BOTH_WAYS),
        ("translate,summarize", ("*",), BOTH_WAYS),
        ("translate", ("de>fr",), [("de-fr", False, 100)]),
        ("translate", ("fi", "de>ru"), [("de-ru", False, 100)]),
        ("translate", ("de", "fr"), [("de-fr", False, 100)]),
        ("translate", ("uk>*",), [("uk-en", False, 100)]),
        ("translate", ("*>uk",), [("en-uk", False, 100)]),
        ("translate,summarize", ("de", "*>en"), [("ru-en", True, 100)]),
        ("translate,summarize", ("de", "en>*"), [("en-ru", False, 100)]),
        ("summarize", ("en", "ru"), [("en", False, 10), ("ru", True, 10)]),
        ("summarize", ("*",), [("en", False, 10), ("ru", True, 10)]),
        ("summarize", ("ru",), [("ru", True, 20)]),
        ("summarize", ("de", "fr"), [("de", False, 20)]),
    ],
)
def test_a_model_is_measured_with_what_it_is_for(
    monkeypatch: pytest.MonkeyPatch,
    tasks: str,
    languages: tuple[str, ...],
    expected: list[tuple[str, bool, int]],
) -> None:
    monkeypatch.setattr(tuner, "_SENTENCES", 100)
    monkeypatch.setattr(tuner, "_ARTICLES", 20)
    assert sampled(tasks, *languages) == expected


def test_there_are_enough_texts_for_many_cores() -> None:
    assert sampled("translate", "en>ru") == [("en-ru", False, 2000)]
    assert sampled("summarize", "en") == [("en", False, 200)]


def test_only_texts_that_fit_are_taken() -> None:
    spec = ModelSpec("tiny", frozenset({"translate"}), ("en>ru",), "./tiny")
    codec = Noting(spec, 32)
    assert 0 < len(sample_prompts(spec, codec)) < 2000
    assert max(len(text.split()) for _, text in codec.asked) == codec.window == 16
    summaries = ModelSpec("tiny", frozenset({"summarize"}), ("en",), "./tiny")
    codec = Noting(summaries, 108)
    assert 0 < len(sample_prompts(summaries, codec)) < 200
    assert 90 < max(len(text.split()) for _, text in codec.asked) <= codec.summary_window == 100


def test_languages_take_turns() -> None:
    spec = ModelSpec("tiny", frozenset({"translate"}), ("*",), "./tiny")
    codec = Noting(spec)
    texts = [codec.decode(prompt.tokens) for prompt in sample_prompts(spec, codec)[:6]]
    assert [text[0] > "z" for text in texts] == [False, True] * 3


# --- From a name to settings ----------------------------------------------------------------------


class Timed:
    """An engine that writes two tokens a prompt."""

    name = "timed"

    def __init__(self, tuning: Tuning) -> None:
        self.compute_type = tuning.compute_type
        self.padding = Padding()

    def generate(
        self, prompts: Sequence[Prompt], decoding: Decoding, on_output: OnOutput
    ) -> list[Output]:
        return [Output((1, 2), finished=True) for _ in prompts]


class TuningLoader(FakeLoader):
    """Has a home, and folders of conversions that nobody looks into."""

    def for_ctranslate2(self, stored: StoredModel, compute_type: str) -> Path:
        assert stored.spec.name in ("pair", "chat")
        return Path("/converted") / compute_type


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """With what the engine was loaded."""
    seen: list[dict[str, Any]] = []

    def load(folder: Path, codec: Codec, **options: Any) -> Timed:
        assert isinstance(codec, WordCodec)
        seen.append({"folder": folder, **options})
        return Timed(options["tuning"])

    def codec_for(stored: StoredModel, folder: Path) -> tuple[Codec, bool]:
        assert folder == Path(stored.spec.source)  # where its tokenizer is
        return WordCodec(stored.spec), stored.spec.name == "chat"

    monkeypatch.setattr(ctranslate2, "load", load)
    monkeypatch.setattr(tuner, "codec_for", codec_for)
    monkeypatch.setattr(tuner, "available_cores", lambda: 4)
    monkeypatch.setattr(tuner, "_check_types", lambda _: None)
    return seen


@pytest.fixture
def loader(tmp_path: Path) -> TuningLoader:
    (tmp_path / "home").mkdir()
    columns = {"pair": "translate en>ru", "chat": "translate,summarize *", "e5": "embed *"}
    return TuningLoader(tmp_path, {name: (tail, str) for name, tail in columns.items()})


Measure = Callable[..., Trial]


@pytest.fixture
def asked_briefly() -> bool:
    """Whether the caller says how long a candidate is measured."""
    return True


@pytest.fixture
def speeds(monkeypatch: pytest.MonkeyPatch, asked_briefly: bool) -> None:
    """Two replicas with batches of the smallest budget are the fastest, int16 is faster yet."""

    def measure(load_engine: Any, tuning: Tuning, prompts: Sequence[Prompt]) -> Trial:
        load_engine(tuning)
        assert len(prompts) == 40
        speed = 100 + 50 * (tuning.replicas == 2) + 50 * (tuning.batch_tokens in (512, 128))
        return Trial(tuning, speed + 500 * (tuning.compute_type == "int16"), 1.0)

    def enough(
        load_engine: Any, tuning: Tuning, prompts: Sequence[Prompt], seconds: float
    ) -> Sequence[Prompt]:
        assert seconds == (0.01 if asked_briefly else 15.0)
        assert len(prompts) == 2000
        return prompts[:40]

    monkeypatch.setattr(measuring, "measure", measure)
    monkeypatch.setattr(measuring, "enough", enough)


@pytest.mark.usefixtures("speeds")
@pytest.mark.parametrize(
    ("name", "types", "best"),
    [
        ("pair", ["int8"], Tuning("int8", 512, 2, 2)),
        ("pair", ["int8", "int16"], Tuning("int16", 512, 2, 2)),
        ("chat", ["int8"], Tuning("int8", 128, 2, 2)),
    ],
)
def test_the_best_settings_are_found_and_kept(
    loader: TuningLoader, loads: list[dict[str, Any]], name: str, types: list[str], best: Tuning
) -> None:
    told: list[Trial] = []
    steps: list[tuple[str, int, int | None]] = []
    found = tune(
        loader,
        name,
        types,
        seconds=0.01,
        progress=lambda *step: steps.append(step),
        on_trial=told.append,
    )
    assert found.best.tuning == best
    assert tuple(told) == found.trials
    assert load_tuning(loader.store.home, "0" * 64) == best
    assert {load["folder"].name for load in loads} == set(types)
    assert all(load["folder"].name == load["compute_type"] for load in loads)
    assert all(load["stop"] is loader.stop and load["device"] == "cpu" for load in loads)
    assert {load["causal"] for load in loads} == {name == "chat"}
    usual = 288 if name == "chat" else 2048
    assert found.trials[0].tuning == Tuning("int8", usual, 4, 1)
    assert steps[0] == (
        f"measuring {name}: int8, 4 × 1 threads, batches of {usual}",
        0,
        None,
    )


@pytest.mark.usefixtures("speeds", "loads")
@pytest.mark.parametrize("asked_briefly", [False])
@pytest.mark.parametrize(
    ("name", "budgets"),
    [("pair", {512, 1024, 2048, 4096, 8192}), ("chat", {128, 256, 288, 384, 512, 1024})],
)
def test_all_budgets_and_ways_to_share_the_cores_are_tried(
    loader: TuningLoader, name: str, budgets: set[int]
) -> None:
    trials = [trial.tuning for trial in tune(loader, name, ["int8"]).trials]
    assert {tuning.batch_tokens for tuning in trials} == budgets
    splits = {(tuning.replicas, tuning.threads_per_replica) for tuning in trials}
    assert splits == {(4, 1), (2, 2), (1, 4)}


def test_an_encoder_has_nothing_to_tune(loader: TuningLoader, loads: list[dict[str, Any]]) -> None:
    with pytest.raises(ConfigError, match="nothing to tune"):
        tune(loader, "e5", ["int8"])
    assert loader.fetches == []


def test_a_number_format_must_be_one_of_this_processor(
    loader: TuningLoader, monkeypatch: pytest.MonkeyPatch
) -> None:
    import ctranslate2 as library

    here = {"int8", "int16", "float32", "int3"}
    monkeypatch.setattr(library, "get_supported_compute_types", {"cpu": here}.__getitem__)
    for kind in ("float16", "int3", "int9"):
        with pytest.raises(ConfigError, match=f"compute type '{kind}' cannot be used") as caught:
            tune(loader, "pair", ["int8", kind])
        assert caught.value.hint == "use some of int8, int16, float32"
    assert loader.fetches == []
