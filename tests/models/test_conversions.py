"""When a model is converted, with what, and what is left when that fails: no child is started."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import get_args

import pytest

from summarize.errors import EngineError, Interrupted, ModelUnavailableError
from summarize.models import child, convert
from summarize.models.convert import (
    COMPUTE_TYPES,
    Engine,
    UnsupportedArchitectureError,
    converted,
    tokenizer_folder,
)
from summarize.models.manifest import load_conversion
from summarize.models.store import StoredModel
from summarize.types import ModelSpec


class Converter:
    """Stands in for the child process; writes two files.

    Attributes:
        commands: What was run.
        environments: With what environment.
        code: Its exit code.
        words: What it writes to standard error.
    """

    def __init__(self) -> None:
        self.commands: list[list[str]] = []
        self.environments: list[Mapping[str, str]] = []
        self.code = 0
        self.words = ""
        self.during: Callable[[], None] = lambda: None

    def run(
        self, command: Sequence[str], environment: Mapping[str, str], on_wait: Callable[[], None]
    ) -> tuple[int, str]:
        self.commands.append(list(command))
        self.environments.append(environment)
        out = Path(command[-1])
        assert out.parent.is_dir()
        assert not out.exists()
        (out / "sub").mkdir(parents=True)
        (out / "model.bin").write_bytes(b"weights")
        (out / "sub/vocabulary.json").write_bytes(b"{}")
        on_wait()
        self.during()
        return self.code, self.words


@pytest.fixture
def converter(monkeypatch: pytest.MonkeyPatch) -> Converter:
    made = Converter()
    monkeypatch.setattr(child, "run", made.run)
    monkeypatch.setattr(convert.metadata, "version", lambda _: "4.8.5")  # type: ignore[attr-defined]
    return made


def stored(folder: Path, file: str | None = None) -> StoredModel:
    spec = ModelSpec("tiny", frozenset({"translate"}), ("*",), "o/tiny", file)
    (folder / "source").mkdir(parents=True, exist_ok=True)
    return StoredModel(spec, folder / "source", "1" * 40, "2" * 64, folder / "root")


@pytest.mark.parametrize(
    ("engine", "compute_type", "kind"),
    [
        ("ctranslate2", (), "ctranslate2-int8"),
        ("ctranslate2", ("float16",), "ctranslate2-float16"),
        ("transformers", (), "transformers-float16"),
        ("transformers", ("int4",), "transformers-float16"),
    ],
)
def test_a_file_is_converted_for_each_engine(
    converter: Converter, tmp_path: Path, engine: Engine, compute_type: tuple[str], kind: str
) -> None:
    model = stored(tmp_path, "tiny.gguf")
    folder = converted(model, engine, *compute_type)
    assert folder == tmp_path / f"root/converted/{kind}/model"
    assert (folder / "model.bin").read_bytes() == b"weights"
    (command,) = converter.commands
    assert command[:3] == [sys.executable, "-P", "-m"]
    assert command[3:7] == [
        "summarize.models.converter", str(tmp_path / "source"), "tiny.gguf", kind,
    ]  # fmt: skip
    made = load_conversion(folder.parent)
    assert made is not None
    assert made.kind == kind
    assert [record.path for record in made.files] == ["model.bin", "sub/vocabulary.json"]
    known = {"converter": convert._CONVERTER_VERSION}
    assert made.versions == (known | {"ctranslate2": "4.8"} if engine == "ctranslate2" else known)
    assert sorted(p.name for p in folder.parents[1].iterdir() if p.suffix != ".lock") == [kind]


def test_a_folder_is_converted_for_ctranslate2_only(converter: Converter, tmp_path: Path) -> None:
    model = stored(tmp_path)
    assert converted(model, "transformers") == tmp_path / "source"
    assert converter.commands == []
    converted(model, "ctranslate2")
    assert converter.commands[0][5] == ""


def test_the_child_does_not_go_to_the_hub_and_has_our_environment(
    converter: Converter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "0")
    monkeypatch.setenv("OWN", "kept")
    converted(stored(tmp_path), "ctranslate2")
    (environment,) = converter.environments
    assert environment["HF_HUB_OFFLINE"] == "1"
    assert environment["OWN"] == "kept"
    assert environment["DISABLE_SAFETENSORS_CONVERSION"] == "1"


def test_it_is_converted_once(converter: Converter, tmp_path: Path) -> None:
    told: list[tuple[str, int, int | None]] = []

    def tell(*step: object) -> None:
        told.append(step)  # type: ignore[arg-type]

    for _ in range(2):
        converted(stored(tmp_path), "ctranslate2", progress=tell)
    assert len(converter.commands) == 1
    assert set(told) == {("converting tiny to ctranslate2-int8", 0, None)}
    assert len(told) >= 3  # before, while the child runs, and while its files are hashed


def test_each_number_format_has_a_conversion_of_its_own(
    converter: Converter, tmp_path: Path
) -> None:
    folders = {converted(stored(tmp_path), "ctranslate2", kind) for kind in COMPUTE_TYPES}
    assert len(folders) == len(COMPUTE_TYPES) == len(converter.commands) == 8
    with pytest.raises(EngineError, match="tiny: CTranslate2 knows no compute type 'int4'"):
        converted(stored(tmp_path), "ctranslate2", "int4")
    assert len(converter.commands) == 8
    assert set(get_args(Engine)) == {"ctranslate2", "transformers"}


@pytest.mark.parametrize(
    ("version", "again"), [("4.8.9", 1), ("4.9.0", 2), ("5.8.5", 2), ("4.80.5", 2)]
)
def test_another_version_of_the_library_converts_again(
    converter: Converter,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    version: str,
    again: int,
) -> None:
    converted(stored(tmp_path), "ctranslate2")
    monkeypatch.setattr(convert.metadata, "version", lambda _: version)  # type: ignore[attr-defined]
    converted(stored(tmp_path), "ctranslate2")
    assert len(converter.commands) == again


def test_another_version_of_our_own_converter_converts_again(
    converter: Converter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    converted(stored(tmp_path), "ctranslate2")
    monkeypatch.setattr(convert, "_CONVERTER_VERSION", "next")
    converted(stored(tmp_path), "ctranslate2")
    assert len(converter.commands) == 2


def test_a_damaged_conversion_is_made_again(converter: Converter, tmp_path: Path) -> None:
    folder = converted(stored(tmp_path), "ctranslate2")
    (folder / "model.bin").write_bytes(b"wei")
    converted(stored(tmp_path), "ctranslate2")
    (folder.parent / "manifest.json").unlink()
    converted(stored(tmp_path), "ctranslate2")
    assert len(converter.commands) == 3
    assert (folder / "model.bin").read_bytes() == b"weights"


def test_what_another_process_made_meanwhile_is_used(
    converter: Converter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter([False, True])
    monkeypatch.setattr(convert, "_is_current", lambda place, versions: next(answers))
    converted(stored(tmp_path), "ctranslate2")
    assert converter.commands == []


def test_what_a_killed_process_left_is_not_used(converter: Converter, tmp_path: Path) -> None:
    left = tmp_path / "root/converted/.ctranslate2-int8.partial/model"
    left.mkdir(parents=True)
    (left / "stranger.bin").write_bytes(b"half")
    folder = converted(stored(tmp_path), "ctranslate2")
    assert not (folder / "stranger.bin").exists()
    assert not left.parent.exists()


def remains(folder: Path) -> list[str]:
    return [p.name for p in (folder / "root/converted").iterdir() if p.suffix != ".lock"]


@pytest.mark.parametrize(
    ("code", "words", "error", "said"),
    [
        (1, "a\nValueError: no memory \n\n", EngineError, "failed: ValueError: no memory ("),
        (1, "", EngineError, "failed: exit code 1 ("),
        (-signal.SIGKILL, "words", EngineError, "killed by SIGKILL"),
        (3, "no converter for LEDConfig\n", UnsupportedArchitectureError, "LEDConfig (use the"),
    ],
)
def test_a_failure_is_one_line_and_leaves_nothing(
    converter: Converter,
    tmp_path: Path,
    code: int,
    words: str,
    error: type[EngineError],
    said: str,
) -> None:
    converter.code, converter.words = code, words
    with pytest.raises(EngineError) as caught:
        converted(stored(tmp_path), "ctranslate2")
    assert type(caught.value) is error
    assert str(caught.value).startswith("tiny: ")
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
    assert remains(tmp_path) == []
    converter.code = 0
    converted(stored(tmp_path), "ctranslate2")


def test_a_stop_leaves_nothing(converter: Converter, tmp_path: Path) -> None:
    def stop() -> None:
        raise Interrupted("stopped: SIGTERM")

    converter.during = stop
    with pytest.raises(Interrupted):
        converted(stored(tmp_path), "ctranslate2")
    assert remains(tmp_path) == []


def test_a_store_that_cannot_be_written_is_told(converter: Converter, tmp_path: Path) -> None:
    (tmp_path / "root").write_text("a file in its place")
    with pytest.raises(ModelUnavailableError, match="tiny: cannot store it"):
        converted(stored(tmp_path), "ctranslate2")


def test_where_the_tokenizer_of_a_conversion_is(tmp_path: Path) -> None:
    file, folder, made = stored(tmp_path, "tiny.gguf"), stored(tmp_path), tmp_path / "made"
    made.mkdir()
    assert tokenizer_folder(folder, made) == tmp_path / "source"
    assert tokenizer_folder(file, made) == made
    (made / "tokenizer").mkdir()
    assert tokenizer_folder(file, made) == made / "tokenizer"
