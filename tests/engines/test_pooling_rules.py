"""What a sentence encoder's own files ask for, and what is refused: no model is needed for that."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from summarize.engines.pooling import Head, normalize, read_head
from summarize.errors import EngineError
from summarize.types import ModelSpec

LIBRARY = "sentence_transformers.models."
POOLING = {"type": f"{LIBRARY}Pooling", "path": "1_Pooling"}
MODULES = [{"type": f"{LIBRARY}Transformer", "path": ""}, POOLING]
MEAN = {"pooling_mode_cls_token": False, "pooling_mode_mean_tokens": True, "word_dimension": 3}
ROWS = np.array([[3.0, -4.0], [0.0, 0.0]])


def write(folder: Path, name: str, content: object) -> None:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(content), "utf-8")


def head(folder: Path, **options: str) -> Head:
    return read_head(
        folder, ModelSpec("encoder", frozenset({"embed"}), ("*",), str(folder), options=options)
    )


def refusal(folder: Path, **options: str) -> str:
    with pytest.raises(EngineError) as caught:
        head(folder, **options)
    assert caught.value.message.startswith(f"encoder: {folder}")
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, "modules.json", MODULES)
    write(tmp_path, "1_Pooling/config.json", MEAN)
    return tmp_path


# --- Pooling --------------------------------------------------------------------------------------


def test_a_model_that_says_nothing_is_taken_for_one_of_the_mean_and_that_is_told(
    tmp_path: Path,
) -> None:
    found = head(tmp_path)
    assert (found.first, found.steps, found.prefix, found.window) == (False, (), "", None)
    assert "encoder" in found.assumption
    assert "is assumed" in found.assumption


@pytest.mark.parametrize(
    ("pooling", "first"),
    [
        (MEAN, False),
        ({"pooling_mode_cls_token": True, "pooling_mode_mean_tokens": False}, True),
        ({"pooling_mode": "mean"}, False),
        ({"pooling_mode": "cls"}, True),
        ({"pooling_mode": "cls", "pooling_mode_mean_tokens": True}, True),
        ({"pooling_mode_mean_tokens": True, "include_prompt": True}, False),
    ],
)
def test_the_pooling_is_the_models(folder: Path, pooling: Mapping[str, Any], first: bool) -> None:
    write(folder, "1_Pooling/config.json", pooling)
    found = head(folder)
    assert (found.first, found.assumption) == (first, "")


@pytest.mark.parametrize(
    ("pooling", "said"),
    [
        ({}, "pools by nothing"),
        ({"pooling_mode": "max"}, "pools by max"),
        ({"pooling_mode_max_tokens": True}, "pools by max_tokens"),
        (
            {"pooling_mode_cls_token": True, "pooling_mode_mean_tokens": True},
            "pools by cls_token and mean_tokens",
        ),
    ],
)
def test_another_pooling_is_refused(folder: Path, pooling: object, said: str) -> None:
    write(folder, "1_Pooling/config.json", pooling)
    assert f"1_Pooling/config.json {said}" in refusal(folder)


def test_a_prefix_that_the_pooling_leaves_out_is_refused(folder: Path) -> None:
    write(folder, "1_Pooling/config.json", {**MEAN, "include_prompt": False})
    assert head(folder).prefix == ""
    assert "asks for no include_prompt" in refusal(folder, prefix="query:_")


# --- Modules --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("modules", "said"),
    [
        ([POOLING], "has no pooling behind an encoder"),
        (MODULES[:1], "has no pooling behind an encoder"),
        (MODULES[::-1], "has no pooling behind an encoder"),
        ([*MODULES, POOLING], "has another Pooling behind the pooling"),
        ([*MODULES, MODULES[0]], "has another Transformer behind the pooling"),
        ([MODULES[0], {**POOLING, "type": f"{LIBRARY}LSTM"}], f"asks for {LIBRARY}LSTM"),
        ([MODULES[0], {**POOLING, "type": "own.Pooling"}], "asks for own.Pooling"),
        ([MODULES[0], {**POOLING, "path": "../1_Pooling"}], "places a module in ../1_Pooling"),
        ([MODULES[0], {**POOLING, "path": "/etc"}], "places a module in /etc"),
        ([{**MODULES[0], "path": "0_Bert"}, POOLING], "places a module in 0_Bert"),
        (["Pooling"], "is no list of modules"),
        ({"0": "Pooling"}, "cannot be read: it is no list"),
    ],
)
def test_other_modules_are_refused(folder: Path, modules: object, said: str) -> None:
    write(folder, "modules.json", modules)
    assert f"modules.json {said}" in refusal(folder)


@pytest.mark.parametrize("file", ["modules.json", "1_Pooling/config.json"])
@pytest.mark.parametrize("content", [b"{", b"\xff"])
def test_a_damaged_file_is_named_with_the_next_step(
    folder: Path, file: str, content: bytes
) -> None:
    (folder / file).write_bytes(content)
    said = refusal(folder)
    assert f"{file} cannot be read" in said
    assert "models remove encoder" in said
    assert "models pull encoder" in said


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "1_Pooling/config.json").unlink()
    assert "1_Pooling/config.json cannot be read" in refusal(folder)


@pytest.mark.parametrize("kind", ["Normalize", "Dropout"])
def test_what_needs_no_weights_is_done(folder: Path, kind: str) -> None:
    write(folder, "modules.json", [*MODULES, {"type": f"{LIBRARY}{kind}", "path": "2_Last"}])
    (step,) = head(folder).steps
    assert np.allclose(step(ROWS), ROWS / 5 if kind == "Normalize" else ROWS)


def test_rows_get_the_length_1_unless_they_are_zero() -> None:
    assert np.allclose(normalize(ROWS), np.array([[0.6, -0.8], [0, 0]]))


# --- Dense layers ---------------------------------------------------------------------------------


def dense(folder: Path, activation: str, *, bias: bool = True, form: str = "bin") -> None:
    import torch
    from safetensors.torch import save_file

    write(folder, "modules.json", [*MODULES, {"type": f"{LIBRARY}Dense", "path": "2_Dense"}])
    write(
        folder,
        "2_Dense/config.json",
        {"in_features": 2, "out_features": 3, "activation_function": activation},
    )
    layer = {"linear.weight": torch.tensor([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])}
    if bias:
        layer["linear.bias"] = torch.tensor([0.0, 0.0, 0.5])
    if form == "bin":
        torch.save(layer, folder / "2_Dense/pytorch_model.bin")
    else:
        save_file(layer, folder / "2_Dense/model.safetensors")


RELU, TANH, LINEAR = (
    f"torch.nn.modules.{name}" for name in ("activation.ReLU", "activation.Tanh", "linear.Identity")
)


@pytest.mark.parametrize(
    ("activation", "bias", "expected"),
    [
        (LINEAR, True, [3.0, -4.0, -0.5]),
        (LINEAR, False, [3.0, -4.0, -1.0]),
        (RELU, True, [3.0, 0.0, 0.0]),
        (TANH, True, np.tanh([3.0, -4.0, -0.5]).tolist()),
    ],
)
@pytest.mark.parametrize("form", ["safetensors", "bin"])
def test_a_dense_layer_is_computed(
    folder: Path, activation: str, bias: bool, expected: list[float], form: str
) -> None:
    dense(folder, activation, bias=bias, form=form)
    (step,) = head(folder).steps
    assert np.allclose(step(ROWS)[0], expected)


def test_other_dense_layers_are_refused(folder: Path) -> None:
    dense(folder, "torch.nn.modules.activation.GELU")
    assert "2_Dense/config.json asks for torch.nn.modules.activation.GELU" in refusal(folder)
    dense(folder, RELU)
    for sizes in ({"in_features": 3, "out_features": 3}, {"in_features": 2, "out_features": 2}):
        write(folder, "2_Dense/config.json", {**sizes, "activation_function": RELU})
        assert "2_Dense/config.json tells other sizes" in refusal(folder)
    dense(folder, RELU)
    (folder / "2_Dense/pytorch_model.bin").write_bytes(b"no weights")
    assert "2_Dense/pytorch_model.bin cannot be read" in refusal(folder)


def test_a_dense_layer_with_code_in_it_is_not_run(folder: Path) -> None:
    import os

    import torch

    class Evil:
        def __reduce__(self) -> tuple[object, ...]:
            return os.mkdir, (str(folder / "trace"),)

    dense(folder, RELU)
    torch.save({"linear.weight": Evil()}, folder / "2_Dense/pytorch_model.bin")
    assert "2_Dense/pytorch_model.bin cannot be read: Weights only" in refusal(folder)
    assert not (folder / "trace").exists()


# --- Prefix and window ----------------------------------------------------------------------------

PROMPTS = {"prompts": {"query": "query: ", "other": "passage: "}, "default_prompt_name": "query"}


@pytest.mark.parametrize(
    ("settings", "options", "prefix"),
    [
        (PROMPTS, {}, "query: "),
        (PROMPTS, {"prefix": "own:_"}, "own: "),
        ({**PROMPTS, "default_prompt_name": None}, {}, ""),
        ({"prompts": None}, {}, ""),
        ({}, {"prefix": "a_{{b}}_"}, "a {b} "),
    ],
)
def test_the_prefix_of_models_txt_goes_before_the_models_own(
    folder: Path, settings: object, options: dict[str, str], prefix: str
) -> None:
    write(folder, "config_sentence_transformers.json", settings)
    assert head(folder, **options).prefix == prefix


@pytest.mark.parametrize(
    ("settings", "window"),
    [({"max_seq_length": 128, "do_lower_case": False}, 128), ({"max_seq_length": None}, None)],
)
def test_the_window_is_the_models(folder: Path, settings: object, window: int | None) -> None:
    write(folder, "sentence_bert_config.json", settings)
    assert head(folder).window == window


def test_small_letters_are_refused(folder: Path) -> None:
    write(folder, "sentence_bert_config.json", {"do_lower_case": True})
    assert "sentence_bert_config.json asks for do_lower_case" in refusal(folder)
