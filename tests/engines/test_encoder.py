"""How texts become vectors, with an encoder whose vectors can be told beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from summarize.engines import embedding
from summarize.engines.embedding import Embedder
from summarize.engines.pooling import Head
from summarize.errors import EngineError
from summarize.types import ModelSpec
from support.loading import done
from support.word_vocabulary import word_tokenizer

WORDS = "a b c d e f g h query"
SPEC = ModelSpec("encoder", frozenset({"embed"}), ("*",), "./encoder")
WIDTH = 16


class OneHot:
    """An encoder whose vector of a token is the axis of its id; notes what it reads."""

    config = SimpleNamespace(hidden_size=WIDTH)

    def __init__(self, positions: int = 100, padding: int | None = None) -> None:
        table = SimpleNamespace(num_embeddings=positions, padding_idx=padding)
        self.embeddings = SimpleNamespace(position_embeddings=table)
        self.batches: list[tuple[list[list[int]], list[list[int]]]] = []
        self.error: Exception | None = None

    def __call__(self, *, input_ids: Any, attention_mask: Any) -> Any:
        import torch

        assert torch.is_inference_mode_enabled()
        if self.error:
            raise self.error
        self.batches.append((input_ids.tolist(), attention_mask.tolist()))
        states = torch.nn.functional.one_hot(input_ids, WIDTH).float()
        return SimpleNamespace(last_hidden_state=states)

    def eval(self) -> OneHot:
        return self


def embedder(
    window: int = 12, model: OneHot | None = None, *, first: bool = False, prefix: str = ""
) -> Embedder:
    tokenizer = word_tokenizer(WORDS, before=["<s>"], special=["<s>"])
    return Embedder(model or OneHot(), tokenizer, Head(first, (), prefix, None, "said"), window)


def weights(vector: Sequence[float], made: Embedder) -> dict[str, float]:
    """How much of a vector each token is, the smallest share being 1."""
    found = {piece: float(vector[n]) for n, piece in enumerate(made.pieces(range(WIDTH - 4)))}
    least = min(share for share in found.values() if share > 1e-9)
    return {piece: round(share / least, 3) for piece, share in found.items() if share > 1e-9}


def test_a_vector_is_the_mean_over_all_tokens_the_frame_included() -> None:
    made = embedder()
    vectors = made.embed(["a b a", "c"], done)
    assert weights(vectors[0], made) == {"<s>": 1, "a": 2, "b": 1, "</s>": 1}
    assert weights(vectors[1], made) == {"<s>": 1, "c": 1, "</s>": 1}
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1)
    assert made.assumption == "said"


def test_padding_is_no_part_of_a_vector_and_is_not_read() -> None:
    model = OneHot()
    embedder(model=model).embed(["c", "a b a"], done)
    assert model.batches == [
        ([[3, 4, 5, 4, 1], [3, 6, 1, 0, 0]], [[1, 1, 1, 1, 1], [1, 1, 1, 0, 0]])
    ]


def test_the_first_token_may_stand_for_a_text() -> None:
    made = embedder(first=True)
    assert weights(made.embed(["a b"], done)[0], made) == {"<s>": 1}


def test_a_long_text_is_read_in_pieces_that_weigh_as_much_as_they_are_long() -> None:
    model = OneHot()
    made = embedder(5, model)
    vectors = made.embed(["a b c d e f g", "h"], done)
    assert len(model.batches[0][0]) == 4
    assert all(len(ids) <= 5 for ids in model.batches[0][0])
    assert weights(vectors[0], made) == {"<s>": 3, "</s>": 3} | dict.fromkeys("abcdefg", 1)
    assert weights(vectors[1], made) == {"<s>": 1, "h": 1, "</s>": 1}


def test_every_piece_of_a_text_begins_with_the_prefix() -> None:
    model = OneHot()
    made = embedder(6, model, prefix="query ")
    made.embed(["a b c d e f g"], done)
    read = [" ".join(made.pieces([n for n in row if n])) for row in model.batches[0][0]]
    assert read == ["<s> query a b c </s>", "<s> query d e f </s>", "<s> query g </s>"]


def test_a_window_must_leave_room_for_text() -> None:
    assert embedder(4).embed(["a"], done).any()
    assert embedder(5, prefix="query ").embed(["a"], done).any()
    for window, prefix in ((3, ""), (4, "query "), (0, "")):
        with pytest.raises(EngineError, match=f"window of {window} tokens leaves no room"):
            embedder(window, prefix=prefix)


def test_each_text_is_told_once() -> None:
    told: list[int] = []
    embedder(5).embed(["a b c d e f g", "h", "a b c d"], told.append)
    assert sum(told) == 3


def test_a_text_without_tokens_is_all_zeros_and_a_prefix_makes_none_of_it() -> None:
    made = embedder(prefix="query ")
    vectors = made.embed(["", "a", "  "], done)
    assert [bool(row.any()) for row in vectors] == [False, True, False]
    assert made.embed([], done).shape == (0, WIDTH)


def test_steps_follow_the_mean_and_the_length_is_1_again() -> None:
    tokenizer = word_tokenizer(WORDS, after=[])
    steps = (lambda rows: rows + 1.0, lambda rows: rows * 2.0)
    made = Embedder(OneHot(), tokenizer, Head(False, steps, "", None, ""), 12)
    vector, nothing = made.embed(["a", ""], done)
    assert not nothing.any()  # whatever the steps make of nothing
    expected = np.full(WIDTH, 2.0)
    expected[tokenizer.convert_tokens_to_ids("a")] = 4.0
    assert np.allclose(vector, expected / np.linalg.norm(expected))


def test_batches_stay_within_their_budget() -> None:
    model = OneHot()
    made = embedder(66, model)
    made.embed([" ".join(["a"] * 62)] * 130, done)
    assert sorted(len(ids) for ids, _ in model.batches) == [2, 64, 64]


@pytest.mark.parametrize("error", [RuntimeError, ValueError, IndexError])
def test_a_failure_is_the_encoders(error: type[Exception]) -> None:
    model = OneHot()
    model.error = error("no memory")
    with pytest.raises(EngineError, match="the sentence encoder failed: no memory"):
        embedder(model=model).embed(["a"], done)


# --- Loading --------------------------------------------------------------------------------------


class Library:
    """Loads a stand-in of an encoder; what was asked of it is kept."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, **config: Any) -> None:
        import transformers

        self.model = OneHot()
        self.missing: list[str] = []
        self.asked: list[dict[str, Any]] = []
        self.error: Exception | None = None
        self.config = SimpleNamespace(**{"model_type": "bert", **config})
        for name, load in (("AutoConfig", self._configure), ("AutoModel", self._load)):
            auto = type(name, (), {"from_pretrained": staticmethod(load)})
            monkeypatch.setitem(vars(transformers), name, auto)

    def _configure(self, folder: Path, **options: Any) -> Any:
        assert folder.is_dir()
        self.asked.append(options)
        return self.config

    def _load(self, folder: Path, **options: Any) -> tuple[OneHot, dict[str, Any]]:
        assert folder.is_dir()
        if self.error:
            raise self.error
        assert options["output_loading_info"] is True
        self.asked.append(options)
        return self.model, {"missing_keys": self.missing}


def load(folder: Path, **options: Any) -> Embedder:
    tokenizer = word_tokenizer(WORDS, before=["<s>"], special=["<s>"], **options)
    return embedding.load(folder, tokenizer, SPEC)


def test_an_encoder_is_loaded_as_it_lies_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import torch

    library = Library(monkeypatch)
    library.missing = ["pooler.dense.weight"]
    load(tmp_path)
    configured, loaded = library.asked
    assert configured == {"local_files_only": True}
    assert (loaded["local_files_only"], loaded["dtype"]) == (True, torch.float32)
    assert loaded["config"] is library.config


@pytest.mark.parametrize("kind", ["bert", "distilbert", "mpnet", "roberta", "xlm-roberta"])
def test_kinds_that_are_encoders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    Library(monkeypatch, model_type=kind, is_decoder=False)
    assert load(tmp_path).embed(["a"], done).any()


@pytest.mark.parametrize("config", [{"model_type": "gpt2"}, {"is_decoder": True}])
def test_others_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, config: dict[str, Any]
) -> None:
    library = Library(monkeypatch, **config)
    with pytest.raises(EngineError, match="encoder is no sentence encoder"):
        load(tmp_path)
    assert len(library.asked) == 1


def test_missing_weights_and_damaged_files_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = Library(monkeypatch)
    library.missing = ["pooler.dense.weight", "encoder.b", "encoder.a"]
    with pytest.raises(EngineError, match=r"weights are missing, such as encoder\.a"):
        load(tmp_path)
    library.error = TypeError("bad\nheader")
    with pytest.raises(EngineError, match=r"encoder: .* cannot be loaded: bad header"):
        load(tmp_path)


@pytest.mark.parametrize(
    ("table", "tokenizer", "told", "room"),
    [
        ((20, None), 512, None, 20),
        ((20, 1), 512, None, 18),  # its positions begin behind the padding id
        ((20, 0), 512, None, 19),
        ((20, None), 9, None, 9),
        ((20, None), 512, 7, 7),
        ((20, None), 512, 30, 20),
    ],
)
def test_the_window_is_the_smallest_of_all_that_is_said(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    table: tuple[int, int | None],
    tokenizer: int,
    told: int | None,
    room: int,
) -> None:
    library = Library(monkeypatch)
    library.model = OneHot(*table)
    if told:
        (tmp_path / "sentence_bert_config.json").write_text(f'{{"max_seq_length": {told}}}')
    load(tmp_path, model_max_length=tokenizer).embed(["a " * 100], done)
    assert len(library.model.batches[0][0][0]) == room
