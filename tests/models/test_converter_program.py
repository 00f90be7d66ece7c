"""The program that converts, without a model: what it asks the libraries for, and how it ends."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from summarize.models import converter


class Saved:
    """Something that notes where it was saved."""

    def __init__(self, name: str, log: list[Any], **attributes: Any) -> None:
        self.__dict__.update(attributes)
        self._name = name
        self._log = log

    def save_pretrained(self, folder: Path) -> None:
        self._log.append((self._name, "saved", folder))
        folder.mkdir(exist_ok=True)


class Libraries:
    """Stand-ins of what the program takes from CTranslate2 and transformers.

    Attributes:
        log: What was asked of them.
        config: The configuration of the model.
        error: What loading the configuration raises.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        import ctranslate2.converters
        import transformers

        self.log: list[Any] = []
        self.config: Any = None
        self.error: Exception | None = None
        self.made: Any = None
        libraries = self

        class Converter:
            def __init__(self, folder: str, **options: Any) -> None:
                libraries.made = self
                libraries.log.append(("converter", folder, options))

            def load_model(self, *_: Any, **__: Any) -> Any:
                return SimpleNamespace(config=libraries.config)

            def convert(self, out: str, *, quantization: str) -> None:
                libraries.log.append(("convert", out, quantization))
                Path(out).mkdir()
                if hasattr(self, "load_tokenizer"):  # of a GGUF file
                    libraries.log.append(("tokenizer", self.load_tokenizer(None, "x")._name))
                    kind = SimpleNamespace(from_pretrained=libraries._model)
                    self.load_model(kind, "folder", low_cpu_mem_usage=True)

        monkeypatch.setattr(ctranslate2.converters, "TransformersConverter", Converter)
        for name, load in (
            ("AutoConfig", self._configuration),
            ("AutoTokenizer", self._tokenizer),
            ("AutoModelForCausalLM", self._model),
        ):
            auto = type(name, (), {"from_pretrained": staticmethod(load)})
            monkeypatch.setitem(vars(transformers), name, auto)
        monkeypatch.setitem(vars(transformers), "TOKENIZER_MAPPING", {})
        monkeypatch.setitem(vars(transformers), "GgufConfig", lambda **options: options)

    def of(self, kind: str, **attributes: Any) -> None:
        """Be a model of this kind of configuration."""
        made = type(kind, (Saved,), {})
        self.config = made("config", self.log, **attributes)

    def _configuration(self, folder: Path, **options: Any) -> Any:
        if self.error:
            raise self.error
        self.log.append(("configuration", folder, options))
        return self.config

    def _tokenizer(self, folder: Path, **options: Any) -> Any:
        self.log.append(("read tokenizer", folder, options))
        return Saved("tokenizer", self.log)

    def _model(self, folder: Path, **options: Any) -> Any:
        self.log.append(("model", folder, options))
        parts = {name: Saved(name, self.log) for name in ("config", "generation_config")}
        return Saved("weights", self.log, **parts)


@pytest.fixture
def libraries(monkeypatch: pytest.MonkeyPatch) -> Libraries:
    return Libraries(monkeypatch)


@pytest.mark.parametrize(
    ("kind", "half"), [("int8", False), ("float16", True), ("bfloat16", True), ("float32", False)]
)
def test_a_folder_is_converted_in_the_number_format_asked_for(
    libraries: Libraries, tmp_path: Path, kind: str, half: bool
) -> None:
    libraries.of("MarianConfig", model_type="marian")
    out = tmp_path / "out"
    assert converter.main([str(tmp_path), "", f"ctranslate2-{kind}", str(out)]) == 0
    assert libraries.log == [
        ("configuration", tmp_path, {}),
        ("converter", str(tmp_path), {"low_cpu_mem_usage": True, "load_as_float16": half}),
        ("convert", str(out), kind),
    ]


@pytest.mark.parametrize(
    ("kind", "told", "pre_norm"),
    [
        ("bart", {}, False),
        ("mbart", {}, True),
        ("pegasus", {}, True),
        ("mbart", {"normalize_before": False}, False),
        ("marian", {}, None),
    ],
)
def test_what_a_configuration_no_longer_says_is_added(
    libraries: Libraries, tmp_path: Path, kind: str, told: dict[str, bool], pre_norm: bool | None
) -> None:
    libraries.of("MarianConfig", model_type=kind, **told)
    converter.main([str(tmp_path), "", "ctranslate2-int8", str(tmp_path / "out")])
    config = libraries.made.load_model().config
    assert getattr(config, "normalize_before", None) is pre_norm


@pytest.mark.parametrize(("kind", "tied"), [("mt5", False), ("t5", True), ("marian", True)])
def test_no_mt5_is_tied(libraries: Libraries, tmp_path: Path, kind: str, tied: bool) -> None:
    libraries.of("T5Config", model_type=kind, tie_word_embeddings=True)
    converter.main([str(tmp_path), "", "ctranslate2-int8", str(tmp_path / "out")])
    assert libraries.made.load_model().config.tie_word_embeddings is tied


def test_a_file_is_unpacked_for_transformers(libraries: Libraries, tmp_path: Path) -> None:
    import torch

    libraries.of("Qwen2Config")
    out = tmp_path / "out"
    assert converter.main([str(tmp_path), "m.gguf", "transformers-float16", str(out)]) == 0
    assert ("weights", "saved", out) in libraries.log
    assert ("tokenizer", "saved", out) in libraries.log
    (options,) = [entry[2] for entry in libraries.log if entry[0] == "model"]
    assert options == {
        "gguf_file": "m.gguf",
        "config": libraries.config,
        "dtype": torch.float16,
        "quantization_config": {"dequantize": True},
    }


def test_a_file_is_converted_with_its_tokenizer_beside_the_weights(
    libraries: Libraries, tmp_path: Path
) -> None:
    libraries.of("Qwen2Config")
    out = tmp_path / "made/model"
    out.parent.mkdir()
    assert converter.main([str(tmp_path), "m.gguf", "ctranslate2-int8", str(out)]) == 0
    beside = tmp_path / "made/tokenizer"
    for what in ("tokenizer", "config", "generation_config"):
        assert (what, "saved", beside) in libraries.log
    assert ("convert", str(out), "int8") in libraries.log
    (weights,) = [entry for entry in libraries.log if entry[0] == "model"]
    assert (weights[1], weights[2]["gguf_file"]) == (tmp_path, "m.gguf")
    assert ("tokenizer", "tokenizer") in libraries.log
    assert ("converter", str(beside), {"load_as_float16": True}) in libraries.log
    assert (out / "tokenizer").is_dir()
    assert not beside.exists()


@pytest.mark.parametrize("file", ["", "m.gguf"])
def test_a_kind_that_ctranslate2_does_not_know_has_an_exit_code_of_its_own(
    libraries: Libraries, tmp_path: Path, capsys: pytest.CaptureFixture[str], file: str
) -> None:
    libraries.of("LEDConfig")
    given = [str(tmp_path), file, "ctranslate2-int8", str(tmp_path / "out")]
    assert converter.main(given) == converter.UNSUPPORTED_EXIT_CODE == 3
    assert capsys.readouterr().err == "no converter for LEDConfig\n"
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (NotImplementedError("not\nyet"), 3, "not yet\n"),
        (OSError("no\n  such file"), 1, "OSError: no such file\n"),
        (KeyError(), 1, "KeyError: no reason given\n"),
    ],
)
def test_a_failure_is_one_line(
    libraries: Libraries,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    error: Exception,
    code: int,
    said: str,
) -> None:
    libraries.error = error
    assert converter.main([str(tmp_path), "", "ctranslate2-int8", str(tmp_path / "out")]) == code
    assert capsys.readouterr().err == said
