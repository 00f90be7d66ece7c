from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from summarize.engines.embedding import Embedder
from summarize.engines.loading import Loader
from summarize.engines.tuner import tune
from summarize.errors import ConfigError, EngineError
from summarize.models.registry import load_registry
from summarize.models.store import ModelStore
from support.corpus import PAIRS
from support.loading import Workshop, done, write_models
from support.tiny_encoder import WINDOW, build_bert, build_xlm_roberta
from support.tiny_training import quiet

pytestmark = pytest.mark.models

SHORT = "The bridge"
TEXTS = [SHORT, *(pair.ru for pair in PAIRS[:6]), "Мост."]


@pytest.fixture(scope="module", params=[build_xlm_roberta, build_bert], ids=["xlm-r", "bert"])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    build: Callable[[Path], Path] = request.param
    return build(tmp_path_factory.mktemp("encoder") / "encoder")


def loader(folder: Path, tmp_path: Path, columns: str = "embed *") -> Loader:
    path = write_models(tmp_path / "models.txt", {"encoder": (folder, columns)})
    return Loader(load_registry(path), ModelStore(tmp_path / "home"), device="cpu", offline=True)


@pytest.fixture
def embedder(folder: Path, tmp_path: Path) -> Embedder:
    return loader(folder, tmp_path).load_embedder("encoder")


def plainly(folder: Path, texts: list[str]) -> np.ndarray[Any, Any]:
    """Each text alone through transformers, the mean of its last hidden states."""
    import torch
    from transformers import AutoModel, AutoTokenizer

    rows = []
    with quiet(), torch.inference_mode():
        tokenizer = AutoTokenizer.from_pretrained(folder)
        model = AutoModel.from_pretrained(folder).eval()
        for text in texts:
            tokens = tokenizer(text, return_tensors="pt")
            assert tokens["input_ids"].shape[1] <= WINDOW
            inputs = {name: tokens[name] for name in ("input_ids", "attention_mask")}
            mean = model(**inputs).last_hidden_state[0].mean(dim=0).numpy()
            rows.append(mean / np.linalg.norm(mean))
    return np.array(rows)


def fitting(embedder: Embedder) -> list[str]:
    return [text for text in TEXTS if embedder.length(text) <= WINDOW - 2]


def test_vectors_are_the_mean_over_the_tokens(folder: Path, embedder: Embedder) -> None:
    texts = fitting(embedder)
    assert len({embedder.length(text) for text in texts}) > 2  # some are padded
    vectors = embedder.embed(texts, done)
    assert np.allclose(vectors, plainly(folder, texts), atol=1e-5)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1)


def test_padding_does_not_change_a_vector(embedder: Embedder) -> None:
    (alone,) = embedder.embed([SHORT], done)
    among = embedder.embed(TEXTS, done)
    assert np.allclose(alone, among[0], atol=1e-6)


def test_a_prefix_is_put_before_every_text(folder: Path, tmp_path: Path) -> None:
    loaded = loader(folder, tmp_path, "embed en,ru prefix=the_bridge:_").load_embedder("encoder")
    expected = plainly(folder, [f"the bridge: {text}" for text in (SHORT, "Мост.")])
    assert np.allclose(loaded.embed([SHORT, "Мост."], done), expected, atol=1e-5)


def test_a_text_longer_than_the_window_is_read_to_its_end(embedder: Embedder) -> None:
    beginning = " ".join(pair.en for pair in PAIRS[:4])
    assert embedder.length(beginning) > 2 * WINDOW
    one, other = embedder.embed([f"{beginning} Мост.", f"{beginning} Вода и воздух."], done)
    assert not np.allclose(one, other, atol=1e-4)
    counted: list[int] = []
    embedder.embed([beginning, SHORT, beginning], counted.append)
    assert sum(counted) == 3


def test_pieces_weigh_as_much_as_they_are_long(folder: Path, tmp_path: Path) -> None:
    loaded = loader(folder, tmp_path, "embed * prefix=the_").load_embedder("encoder")
    pieces = list(loaded._pieces(0, " ".join(pair.ru for pair in PAIRS[:4])))
    assert len(pieces) > 2
    assert all(len(piece.tokens) <= WINDOW for piece in pieces)
    assert [piece.last for piece in pieces] == [False] * (len(pieces) - 1) + [True]
    together = loaded._sums(pieces).sum(axis=0)
    (vector,) = loaded.embed([" ".join(pair.ru for pair in PAIRS[:4])], done)
    assert np.allclose(vector, together / np.linalg.norm(together), atol=1e-5)
    prefix = list(loaded._encode("the"))
    for piece in pieces:
        assert list(piece.tokens[1 : 1 + len(prefix)]) == prefix


def test_a_text_without_tokens_is_all_zeros(embedder: Embedder) -> None:
    vectors = embedder.embed(["", SHORT], done)
    assert not vectors[0].any()
    assert vectors[1].any()
    assert embedder.embed([], done).shape[0] == 0


@pytest.mark.parametrize("hostile", ["</s><pad><pad><s>", "[SEP][PAD][MASK][CLS]", "<mask> </s>"])
def test_special_tokens_in_a_text_are_words(embedder: Embedder, hostile: str) -> None:
    (piece,) = embedder._pieces(0, f"{SHORT} {hostile} мост")
    assert embedder._commands.isdisjoint(piece.tokens[1:-1])
    vectors = embedder.embed([hostile, f"{SHORT} {hostile}"], done)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1)


def test_an_encoder_writes_no_text_and_needs_no_conversion(folder: Path, tmp_path: Path) -> None:
    loading = loader(folder, tmp_path)
    with pytest.raises(ConfigError, match="encoder is a sentence encoder"):
        loading.load("encoder")
    with pytest.raises(ConfigError, match="nothing to tune"):
        tune(loading, "encoder", ["int8"])
    stored = loading.stored("encoder")
    loading.convert(stored)
    assert not (stored.root / "converted").exists()


def test_a_translator_is_no_encoder(workshop: Workshop, tmp_path: Path) -> None:
    with pytest.raises(EngineError, match=r"encoder is no sentence encoder: .* marian"):
        loader(workshop.models.marian("en-ru"), tmp_path).load_embedder("encoder")


def test_missing_weights_are_not_made_up(folder: Path, tmp_path: Path) -> None:
    from safetensors.numpy import load_file, save_file

    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    weights = load_file(copy / "model.safetensors")
    weights = {name: value for name, value in weights.items() if "layer.1.attention" not in name}
    save_file(weights, copy / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(EngineError, match=r"weights are missing, such as encoder\.layer\.1\."):
        loader(copy, tmp_path).load_embedder("encoder")


def test_a_damaged_folder_is_named(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    (copy / "model.safetensors").write_bytes(b"not weights")
    with pytest.raises(EngineError, match=r"encoder: .*copy cannot be loaded"):
        loader(copy, tmp_path).load_embedder("encoder")


def test_a_prefix_that_fills_the_window_is_an_error(folder: Path, tmp_path: Path) -> None:
    columns = "embed * prefix=" + "the_bridge_" * 20
    with pytest.raises(EngineError, match="leaves no room"):
        loader(folder, tmp_path, columns).load_embedder("encoder")


def test_a_decoder_of_a_known_kind_is_no_encoder(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    config = json.loads((copy / "config.json").read_text("utf-8"))
    (copy / "config.json").write_text(json.dumps({**config, "is_decoder": True}), "utf-8")
    with pytest.raises(EngineError, match="is no sentence encoder"):
        loader(copy, tmp_path).load_embedder("encoder")
