"""The child process that converts a model: `python -m summarize.models.converter …`.

Its arguments are the folder of the model, the name of its GGUF file (empty for Hub layout), the
kind of conversion and the folder to make. Its last line on stderr is the cause of a failure.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from summarize.models.child import end_with_parent

UNSUPPORTED_EXIT_CODE = 3
"""How the child says that CTranslate2 knows no such architecture."""

TOKENIZER = "tokenizer"
"""The folder in a converted GGUF model with its tokenizer and configuration in Hub layout."""

_PRE_NORM = {"bart": False, "mbart": True, "pegasus": True}
"""Whether these models normalise before each layer, which CTranslate2 asks their configuration."""


class _UnsupportedError(Exception):
    """CTranslate2 has no converter for the model's configuration."""


def main(arguments: Sequence[str]) -> int:
    """Convert one model.

    Args:
        arguments: Folder, GGUF file or "", kind, folder to make.

    Returns:
        The exit code: 0, 1 for a failure, `UNSUPPORTED_EXIT_CODE`.
    """
    folder, file, kind, out = arguments
    try:
        if file:
            _convert_gguf(Path(folder), file, kind, Path(out))
        else:
            _convert_hub_layout(Path(folder), kind, Path(out))
    except (_UnsupportedError, NotImplementedError) as error:
        sys.stderr.write(f"{_one_line(error)}\n")
        return UNSUPPORTED_EXIT_CODE
    except Exception as error:
        sys.stderr.write(f"{type(error).__name__}: {_one_line(error)}\n")
        return 1
    return 0


def _convert_hub_layout(folder: Path, kind: str, out: Path) -> None:
    from ctranslate2.converters import TransformersConverter
    from transformers import AutoConfig

    class HubLayoutConverter(TransformersConverter):  # type: ignore[misc]
        """Knows what transformers 5 no longer writes into a configuration."""

        def load_model(self, *arguments: Any, **options: Any) -> Any:
            model = super().load_model(*arguments, **options)
            pre_norm = _PRE_NORM.get(model.config.model_type)
            if pre_norm is not None and not hasattr(model.config, "normalize_before"):
                model.config.normalize_before = pre_norm
            if model.config.model_type == "mt5":
                # transformers says "tied" of every mT5; CTranslate2 would scale its scores for
                # it, which greedy search survives and beams do not. No mT5 is tied.
                model.config.tie_word_embeddings = False
            return model

    compute_type = kind.removeprefix("ctranslate2-")
    _require_loader(AutoConfig.from_pretrained(folder))
    converter = HubLayoutConverter(
        str(folder), low_cpu_mem_usage=True, load_as_float16=compute_type.endswith("float16")
    )
    converter.convert(str(out), quantization=compute_type)


def _convert_gguf(folder: Path, file: str, kind: str, out: Path) -> None:
    """Unpack a GGUF file to float16 and, for CTranslate2, convert that without writing it down."""
    from transformers import AutoConfig

    config = AutoConfig.from_pretrained(folder, gguf_file=file)
    if kind == "transformers-float16":
        tokenizer = _gguf_tokenizer(folder, file, config)
        _gguf_model(folder, file, config).save_pretrained(out)
        tokenizer.save_pretrained(out)
        return
    _require_loader(config)
    tokenizer = _gguf_tokenizer(folder, file, config)
    beside = out.with_name(TOKENIZER)
    tokenizer.save_pretrained(beside)
    config.save_pretrained(beside)
    converter = _gguf_converter(folder, file, config, tokenizer, beside)
    converter.convert(str(out), quantization=kind.removeprefix("ctranslate2-"))
    shutil.move(beside, out / TOKENIZER)


def _gguf_converter(folder: Path, file: str, config: Any, tokenizer: Any, beside: Path) -> Any:
    from ctranslate2.converters import TransformersConverter

    class GgufConverter(TransformersConverter):  # type: ignore[misc]
        """Takes the configuration from `beside`, the weights from the GGUF file."""

        def load_model(self, model_class: Any, *_: Any, **__: Any) -> Any:
            model = _gguf_model(folder, file, config, model_class)
            model.config.save_pretrained(beside)
            model.generation_config.save_pretrained(beside)
            return model

        def load_tokenizer(self, *_: Any, **__: Any) -> Any:
            return tokenizer

    return GgufConverter(str(beside), load_as_float16=True)


def _gguf_tokenizer(folder: Path, file: str, config: Any) -> Any:
    """The tokenizer in a GGUF file; AutoTokenizer would read the whole file once more for it."""
    from transformers import TOKENIZER_MAPPING, AutoTokenizer

    kind = TOKENIZER_MAPPING.get(type(config), None) or AutoTokenizer
    return kind.from_pretrained(folder, gguf_file=file)


def _gguf_model(folder: Path, file: str, config: Any, model_class: Any = None) -> Any:
    import torch
    from transformers import AutoModelForCausalLM, GgufConfig

    # Without `dequantize` transformers keeps the weights packed, which no converter reads.
    return (model_class or AutoModelForCausalLM).from_pretrained(
        folder,
        gguf_file=file,
        config=config,
        dtype=torch.float16,
        quantization_config=GgufConfig(dequantize=True),
    )


def _require_loader(config: Any) -> None:
    """Ask CTranslate2's own table first: its error later is a ValueError like any other."""
    from ctranslate2.converters.transformers import _MODEL_LOADERS

    name = type(config).__name__
    if name not in _MODEL_LOADERS:
        raise _UnsupportedError(f"no converter for {name}")


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split()) or "no reason given"


if __name__ == "__main__":
    end_with_parent()
    sys.exit(main(sys.argv[1:]))
