"""How a sentence encoder makes one vector of a text: as its own configuration says."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from summarize.engines.embedding import Embedder
from summarize.engines.loading import Loader
from summarize.errors import EngineError
from summarize.models.registry import load_registry
from summarize.models.store import ModelStore
from support.corpus import PAIRS
from support.hub import HubStandIn
from support.loading import done, write_models
from support.tiny_encoder import WINDOW, build_bert, build_xlm_roberta, describe
from support.tiny_training import quiet

pytestmark = pytest.mark.models

TEXTS = ["The bridge", "Мост.", "Вода и воздух"]
MEAN = {"pooling_mode_cls_token": False, "pooling_mode_mean_tokens": True}
FIRST = {"pooling_mode_cls_token": True, "pooling_mode_mean_tokens": False}
TANH = {"out_features": 5, "activation_function": "torch.nn.modules.activation.Tanh"}

Matrix = NDArray[np.float64]


@pytest.fixture(scope="module", params=[build_xlm_roberta, build_bert], ids=["xlm-r", "bert"])
def bare(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    build: Callable[[Path], Path] = request.param
    return build(tmp_path_factory.mktemp("encoder") / "encoder")


@pytest.fixture
def folder(bare: Path, tmp_path: Path) -> Path:
    shutil.copytree(bare, tmp_path / "encoder")
    return tmp_path / "encoder"


def load(folder: Path, options: str = "") -> Embedder:
    path = write_models(folder.parent / "models.txt", {"encoder": (folder, f"embed * {options}")})
    store = ModelStore(folder.parent / "home")
    return Loader(load_registry(path), store, device="cpu", offline=True).load_embedder("encoder")


def states(folder: Path, texts: Sequence[str]) -> list[Matrix]:
    """For each text, read alone by transformers, the last hidden state of each token."""
    import torch
    from transformers import AutoModel, AutoTokenizer

    with quiet(), torch.inference_mode():
        tokenizer = AutoTokenizer.from_pretrained(folder)
        model = AutoModel.from_pretrained(folder).eval()
        inputs = [tokenizer(text, return_tensors="pt") for text in texts]
        return [
            model(input_ids=given["input_ids"], attention_mask=given["attention_mask"])
            .last_hidden_state[0]
            .double()
            .numpy()
            for given in inputs
        ]


def unit(rows: Sequence[Matrix]) -> Matrix:
    return np.array([row / np.linalg.norm(row) for row in rows])


def through_dense(folder: Path, rows: Sequence[Matrix]) -> list[Matrix]:
    from safetensors.numpy import load_file

    layer = load_file(folder / "2_Dense" / "model.safetensors")
    weight, bias = layer["linear.weight"].astype(float), layer["linear.bias"].astype(float)
    return [np.tanh(weight @ row + bias) for row in rows]


def test_the_first_token(folder: Path) -> None:
    embedder = load(describe(folder, FIRST))
    expected = unit([state[0] for state in states(folder, TEXTS)])
    assert np.allclose(embedder.embed(TEXTS, done), expected, atol=1e-5)
    assert embedder.assumption == ""


def test_the_mean(folder: Path) -> None:
    embedder = load(describe(folder, MEAN))
    expected = unit([state.mean(axis=0) for state in states(folder, TEXTS)])
    assert np.allclose(embedder.embed(TEXTS, done), expected, atol=1e-5)
    assert embedder.assumption == ""


@pytest.mark.parametrize("pooling", [FIRST, MEAN], ids=["first", "mean"])
@pytest.mark.parametrize("form", ["safetensors", "bin"])
def test_a_dense_layer_behind(folder: Path, pooling: dict[str, bool], form: str) -> None:
    describe(folder, pooling, dense=TANH)
    pooled = [
        state[0] if pooling is FIRST else state.mean(axis=0) for state in states(folder, TEXTS)
    ]
    expected = unit(through_dense(folder, pooled))
    if form == "bin":
        import torch
        from safetensors.torch import load_file

        weights = folder / "2_Dense" / "model.safetensors"
        torch.save(load_file(weights), weights.with_name("pytorch_model.bin"))
        weights.unlink()
    vectors = load(folder).embed(TEXTS, done)
    assert vectors.shape == (len(TEXTS), 5)
    assert np.allclose(vectors, expected, atol=1e-5)


def test_a_long_text_is_read_in_pieces_that_weigh_as_they_are_long(folder: Path) -> None:
    embedder = load(describe(folder, FIRST, dense=TANH))
    text = " ".join(pair.ru for pair in PAIRS[:4])
    pieces = list(embedder._pieces(0, text))
    assert len(pieces) > 2
    firsts, lengths = [], []
    for piece in pieces:
        (sums,) = embedder._sums([piece])
        firsts.append(sums / len(piece.tokens))
        lengths.append(len(piece.tokens))
    pooled = np.average(firsts, axis=0, weights=lengths)
    expected = unit(through_dense(folder, [pooled]))
    assert np.allclose(embedder.embed([text], done), expected, atol=1e-5)


def test_a_text_without_tokens_is_all_zeros(folder: Path) -> None:
    vectors = load(describe(folder, MEAN, dense=TANH)).embed(["", TEXTS[0]], done)
    assert not vectors[0].any()
    assert vectors[1].any()


def test_the_window_is_what_the_model_was_made_for(folder: Path) -> None:
    describe(folder, MEAN, settings={"max_seq_length": 8, "do_lower_case": False})
    text = " ".join(pair.en for pair in PAIRS[:2])
    pieces = list(load(folder)._pieces(0, text))
    assert max(len(piece.tokens) for piece in pieces) == 8
    assert WINDOW > 8


def test_a_prompt_that_every_text_gets(folder: Path) -> None:
    describe(folder, MEAN)
    prompts = {"prompts": {"query": "the bridge: "}, "default_prompt_name": "query"}
    (folder / "config_sentence_transformers.json").write_text(json.dumps(prompts), "utf-8")
    expected = unit([state.mean(axis=0) for state in states(folder, ["the bridge: Мост."])])
    assert np.allclose(load(folder).embed(["Мост."], done), expected, atol=1e-5)
    ours = load(folder, "prefix=water:_").embed(["Мост."], done)
    expected = unit([state.mean(axis=0) for state in states(folder, ["water: Мост."])])
    assert np.allclose(ours, expected, atol=1e-5)


def test_without_a_word_on_it_the_mean_is_assumed_and_told(folder: Path) -> None:
    embedder = load(folder)
    expected = unit([state.mean(axis=0) for state in states(folder, TEXTS)])
    assert np.allclose(embedder.embed(TEXTS, done), expected, atol=1e-5)
    assert embedder.assumption.startswith("encoder does not say how")
    assert "mean" in embedder.assumption


# --- What is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pooling", "message"),
    [
        ({"pooling_mode_max_tokens": True}, "max_tokens"),
        ({**MEAN, "pooling_mode_cls_token": True}, "cls_token and mean_tokens"),
        ({"pooling_mode_mean_sqrt_len_tokens": True}, "mean_sqrt_len_tokens"),
        ({"pooling_mode_lasttoken": True}, "lasttoken"),
        ({"pooling_mode": "weightedmean"}, "weightedmean"),
        ({}, "nothing"),
    ],
)
def test_another_pooling_is_refused(folder: Path, pooling: dict[str, Any], message: str) -> None:
    with pytest.raises(EngineError, match=rf"encoder: .*1_Pooling.* pools by {message}"):
        load(describe(folder, pooling))


@pytest.mark.parametrize(
    ("pooling", "mode"), [({"pooling_mode": "cls"}, 0), ({"pooling_mode": "mean"}, None)]
)
def test_the_newer_way_to_say_it(folder: Path, pooling: dict[str, str], mode: int | None) -> None:
    vectors = load(describe(folder, pooling)).embed(TEXTS, done)
    found = states(folder, TEXTS)
    expected = unit([state[0] if mode == 0 else state.mean(axis=0) for state in found])
    assert np.allclose(vectors, expected, atol=1e-5)


def change(folder: Path, position: int, **values: Any) -> None:
    path = folder / "modules.json"
    modules = json.loads(path.read_text("utf-8"))
    modules[position].update(values)
    path.write_text(json.dumps(modules), "utf-8")


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"type": "sentence_transformers.models.LSTM"}, "LSTM"),
        ({"type": "custom_code.Pooling"}, "custom_code.Pooling"),
        ({"type": "sentence_transformers.models.Normalize"}, "no pooling"),
        ({"path": "../elsewhere"}, "../elsewhere"),
        ({"path": "7_Pooling"}, "7_Pooling/config.json"),
    ],
)
def test_other_modules_are_refused(folder: Path, values: dict[str, Any], message: str) -> None:
    change(describe(folder, MEAN), 1, **values)
    with pytest.raises(EngineError, match=message) as caught:
        load(folder)
    assert caught.value.message.startswith("encoder: ")


@pytest.mark.parametrize("content", ["{}", "[1]", "not JSON", '[{"type": 3}]'])
def test_a_list_of_modules_that_is_none_is_refused(folder: Path, content: str) -> None:
    (describe(folder, MEAN) / "modules.json").write_text(content, "utf-8")
    with pytest.raises(EngineError, match=r"encoder: .*modules\.json"):
        load(folder)


def test_lengths_may_be_taken_away_before_a_dense_layer(folder: Path) -> None:
    change(describe(folder, MEAN, dense=TANH), 2, type="sentence_transformers.models.Normalize")
    change(folder, 3, type="sentence_transformers.models.Dense", path="2_Dense")
    pooled = unit([state.mean(axis=0) for state in states(folder, TEXTS)])
    expected = unit(through_dense(folder, list(pooled)))
    assert np.allclose(load(folder).embed(TEXTS, done), expected, atol=1e-5)


def test_files_that_an_older_version_did_not_fetch_are_named(folder: Path) -> None:
    shutil.rmtree(describe(folder, FIRST) / "1_Pooling")
    with pytest.raises(EngineError, match="cannot be read") as caught:
        load(folder)
    assert "summarize models remove encoder" in caught.value.hint


@pytest.mark.parametrize(
    ("dense", "message"),
    [
        ({**TANH, "activation_function": "torch.nn.modules.activation.Softmax"}, "Softmax"),
        ({**TANH, "activation_function": "os.system"}, r"os\.system"),
        ({**TANH, "in_features": 99}, "sizes"),
    ],
)
def test_other_dense_layers_are_refused(folder: Path, dense: dict[str, Any], message: str) -> None:
    with pytest.raises(EngineError, match=message):
        load(describe(folder, MEAN, dense=dense))


def test_a_dense_layer_without_weights_is_refused(folder: Path) -> None:
    describe(folder, MEAN, dense=TANH)
    (folder / "2_Dense" / "model.safetensors").unlink()
    with pytest.raises(EngineError, match=r"2_Dense.* cannot be read"):
        load(folder)


def test_small_letters_are_refused(folder: Path) -> None:
    with pytest.raises(EngineError, match="do_lower_case"):
        load(describe(folder, MEAN, settings={"do_lower_case": True}))


def test_a_prefix_that_is_not_to_be_pooled_is_refused(folder: Path) -> None:
    describe(folder, {**MEAN, "include_prompt": False})
    assert load(folder).embed(TEXTS, done).any()
    with pytest.raises(EngineError, match="include_prompt"):
        load(folder, "prefix=query:_")


# --- What is fetched ------------------------------------------------------------------------------


def test_the_files_that_say_it_come_from_the_hub(
    folder: Path, hub: HubStandIn, tmp_path: Path
) -> None:
    hub.add("owner/encoder", describe(folder, FIRST, dense=TANH))
    models = tmp_path / "models.txt"
    models.write_text("encoder embed * owner/encoder\n", "utf-8")
    loader = Loader(load_registry(models), ModelStore(tmp_path / "home"), device="cpu")
    vectors = loader.load_embedder("encoder").embed(TEXTS, done)
    expected = unit(through_dense(folder, [state[0] for state in states(folder, TEXTS)]))
    assert np.allclose(vectors, expected, atol=1e-5)
    assert loader.store.verify(loader.registry.get("encoder")) == []
