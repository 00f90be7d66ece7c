"""How a sentence encoder makes one vector of its tokens' vectors, as its own configuration says.

The configuration is that of sentence-transformers: `modules.json` names the modules in order, and
most have a folder of their own. What it asks for and is not done here is refused: another pooling
than the model was made for gives vectors that look like any others and mean little.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from summarize.errors import EngineError
from summarize.types import ModelSpec

Vectors = NDArray[np.float64]
Step = Callable[[Vectors], Vectors]
T = TypeVar("T")

_ENCODER, _POOLING, _DENSE, _NORMALIZE = "Transformer", "Pooling", "Dense", "Normalize"
_MODULES = (_ENCODER, _POOLING, _DENSE, _NORMALIZE, "Dropout")
_LIBRARY = "sentence_transformers."
_FOLDER = re.compile(r"[\w-]*")
_FIRST = frozenset({"cls", "cls_token"})
_MEAN = frozenset({"mean", "mean_tokens"})


def _pass(rows: Vectors) -> Vectors:
    return rows


def normalize(rows: Vectors) -> Vectors:
    """Rows of length 1; one of zeros stays."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return rows / np.where(lengths > 0, lengths, 1)


_ACTIVATIONS: Mapping[str, Step] = {
    "torch.nn.modules.linear.Identity": _pass,
    "torch.nn.modules.activation.Tanh": np.tanh,
    "torch.nn.modules.activation.ReLU": lambda rows: np.maximum(rows, 0),
}


@dataclass(frozen=True, slots=True)
class Head:
    """What follows an encoder.

    Attributes:
        first: Whether the first token stands for a text; else the mean over its tokens does.
        steps: What is done with the vectors of texts after that.
        prefix: What every text begins with.
        window: How many tokens the model was made for; None where it does not say.
        assumption: What was assumed because the model does not say it, in one line; else empty.
    """

    first: bool
    steps: tuple[Step, ...]
    prefix: str
    window: int | None
    assumption: str


def read_head(folder: Path, spec: ModelSpec) -> Head:
    """Read what a model says of itself.

    Args:
        folder: The model's, in Hub layout.
        spec: Its line of models.txt; its prefix goes before the model's own prompt.

    Raises:
        EngineError: The model asks for something that is not done here, or its files are damaged.
    """
    reader = _Reader(folder, spec.name)
    prefix = spec.options.get("prefix", "").replace("_", " ").format() or reader.prompt()
    window = reader.window()
    if not (folder / "modules.json").is_file():
        told = f"{spec.name} does not say how it makes a vector of a text: the mean over its tokens"
        return Head(False, (), prefix, window, f"{told} is assumed")
    modules = reader.modules()
    if [kind for kind, _ in modules[:2]] != [_ENCODER, _POOLING]:
        raise reader.refusal("modules.json", "has no pooling behind an encoder")
    return Head(
        first=reader.is_first(modules[1][1], prefix),
        steps=tuple(reader.step(kind, place) for kind, place in modules[2:]),
        prefix=prefix,
        window=window,
        assumption="",
    )


class _Reader:
    """Reads the files beside an encoder."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._name = name

    def refusal(self, file: str, problem: str) -> EngineError:
        """What to say of a model that asks for what is not done here."""
        return EngineError(
            f"{self._name}: {self._folder / file} {problem}", hint="use another sentence encoder"
        )

    def prompt(self) -> str:
        """What the model wants before every text."""
        settings = self._optional("config_sentence_transformers.json")
        return str((settings.get("prompts") or {}).get(settings.get("default_prompt_name")) or "")

    def window(self) -> int | None:
        """How many tokens the model was made for."""
        settings = self._optional("sentence_bert_config.json")
        if settings.get("do_lower_case"):
            raise self.refusal("sentence_bert_config.json", "asks for do_lower_case")
        window = settings.get("max_seq_length")
        return int(window) if window else None

    def modules(self) -> list[tuple[str, str]]:
        """The kind of each module and its folder."""
        file = "modules.json"
        modules = []
        for module in self._json(file, list):
            if not isinstance(module, dict):
                raise self.refusal(file, "is no list of modules")
            kind, place = str(module.get("type")), str(module.get("path", ""))
            name = kind.rpartition(".")[2]
            if name not in _MODULES or not kind.startswith(_LIBRARY):
                raise self.refusal(file, f"asks for {kind}")
            if not _FOLDER.fullmatch(place) or (name == _ENCODER and place):
                raise self.refusal(file, f"places a module in {place}")
            modules.append((name, place))
        return modules

    def is_first(self, place: str, prefix: str) -> bool:
        """Whether the pooling takes the first token; else it takes the mean."""
        file = f"{place}/config.json"
        settings = self._json(file, dict)
        modes = [
            key.removeprefix("pooling_mode_")
            for key, value in settings.items()
            if key.startswith("pooling_mode_") and value
        ]
        if "pooling_mode" in settings:
            modes = [str(settings["pooling_mode"])]
        if len(modes) != 1 or modes[0] not in _FIRST | _MEAN:
            raise self.refusal(file, f"pools by {' and '.join(modes) or 'nothing'}")
        if prefix and not settings.get("include_prompt", True):
            raise self.refusal(file, "asks for no include_prompt, and there is a prefix")
        return modes[0] in _FIRST

    def step(self, kind: str, place: str) -> Step:
        """What a module behind the pooling does."""
        if kind == _DENSE:
            return self._dense(place)
        if kind in (_ENCODER, _POOLING):
            raise self.refusal("modules.json", f"has another {kind} behind the pooling")
        return normalize if kind == _NORMALIZE else _pass

    def _dense(self, place: str) -> Step:
        file = f"{place}/config.json"
        settings = self._json(file, dict)
        activation = _ACTIVATIONS.get(str(settings.get("activation_function")))
        if activation is None:
            raise self.refusal(file, f"asks for {settings.get('activation_function')}")
        weight, bias = self._layer(place)
        if weight.shape != (settings.get("out_features"), settings.get("in_features")):
            raise self.refusal(file, f"tells other sizes than its weights {weight.shape}")
        return lambda rows: activation(rows @ weight.T + bias)

    def _layer(self, place: str) -> tuple[Vectors, Vectors]:
        import torch
        from safetensors.torch import load_file

        file = self._folder / place / "model.safetensors"
        try:
            if file.is_file():
                layer = load_file(file)
            else:
                file = file.with_name("pytorch_model.bin")
                layer = torch.load(file, map_location="cpu", weights_only=True)
            weight = layer["linear.weight"].double().numpy()
            bias = layer["linear.bias"].double().numpy() if "linear.bias" in layer else np.zeros(1)
        except Exception as error:  # each format of weights has its own for a damaged file
            raise self._damage(file, error) from error
        return weight, bias

    def _optional(self, file: str) -> dict[str, Any]:
        return self._json(file, dict) if (self._folder / file).is_file() else {}

    def _json(self, file: str, kind: type[T]) -> T:
        path = self._folder / file
        try:
            content = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise self._damage(path, error) from error
        if not isinstance(content, kind):
            raise self._damage(path, TypeError(f"it is no {kind.__name__}"))
        return content

    def _damage(self, path: Path, error: Exception) -> EngineError:
        cause = " ".join(str(error).split())
        return EngineError(
            f"{self._name}: {path} cannot be read: {cause}",
            hint=f"run `summarize models remove {self._name}`, then "
            f"`summarize models pull {self._name}`",
        )
