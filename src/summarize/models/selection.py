"""Which files of a model folder are the model: one format of weights and what goes with it."""

from __future__ import annotations

import re
from collections.abc import Iterable

_SIDE_FILE = re.compile(
    r"(?!.*\.index\.json$)[^/.][^/]*\.(json|model|spm|tiktoken|jinja)|vocab[^/]*\.txt|merges\.txt"
    r"|bpe\.codes|additional_chat_templates/[^/]+\.jinja"
)
"""Configuration, tokenizer, vocabularies, chat templates. No code, and nothing in other folders:
most of those hold exports to other frameworks."""

_MODULES = "modules.json"
_MODULE_FILE = re.compile(r"\d+_\w+/(config\.json|model\.safetensors|pytorch_model\.bin)")
"""What a sentence encoder has beside its weights: its pooling and its dense layers, each in a
folder of its own."""

_WEIGHTS = (
    (re.compile(r"model\.safetensors"),),
    (re.compile(r"model-\d+-of-\d+\.safetensors"), re.compile(r"model\.safetensors\.index\.json")),
    (re.compile(r"pytorch_model\.bin"),),
    (re.compile(r"pytorch_model-\d+-of-\d+\.bin"), re.compile(r"pytorch_model\.bin\.index\.json")),
)
"""Formats of weights, the preferred one first; safetensors cannot hold code."""


def select_files(names: Iterable[str]) -> list[str] | None:
    """The files that are needed to use a model in Hub layout.

    Args:
        names: Every file of the repository or folder, relative to it, with `/` between folders.

    Returns:
        Their names, sorted; None when there are no weights in safetensors or PyTorch format.
    """
    everything = sorted(names)
    for patterns in _WEIGHTS:
        weights = [name for name in everything if any(p.fullmatch(name) for p in patterns)]
        if all(any(p.fullmatch(name) for name in weights) for p in patterns):
            side_files = filter(_SIDE_FILE.fullmatch, everything)
            return sorted({*weights, *side_files, *_module_files(everything)})
    return None


def _module_files(names: list[str]) -> list[str]:
    """The files of a sentence encoder's modules; none where the model is no such encoder."""
    if _MODULES not in names:
        return []
    found = list(filter(_MODULE_FILE.fullmatch, names))
    safe = {name.partition("/")[0] for name in found if name.endswith(".safetensors")}
    return [
        name for name in found if not (name.endswith(".bin") and name.partition("/")[0] in safe)
    ]
