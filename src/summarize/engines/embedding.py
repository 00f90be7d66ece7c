"""Texts to vectors of length 1, with a sentence encoder."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from summarize.engines.base import batches
from summarize.engines.codecs import PlainText
from summarize.engines.pooling import Head, Vectors, normalize, read_head
from summarize.errors import EngineError
from summarize.types import ModelSpec

KINDS = ("bert", "distilbert", "mpnet", "roberta", "xlm-roberta")
"""Encoders whose window is the table of their positions."""

_BATCH_TOKENS = 4096
_UNUSED = "pooler."
"""Weights beyond the token vectors, which many checkpoints lack."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """What the model reads at a time: a text, or as much of a long one as it can take."""

    text: int
    tokens: tuple[int, ...]
    last: bool


class Embedder(PlainText):
    """A sentence encoder on the CPU.

    Args:
        model: The encoder.
        tokenizer: Its tokenizer.
        head: What follows it.
        window: How many tokens it reads at a time, special ones included.

    Attributes:
        assumption: What was assumed of the model, in one line; empty where it says all itself.

    Raises:
        EngineError: The window has no room for a text.
    """

    def __init__(self, model: Any, tokenizer: Any, head: Head, window: int) -> None:
        super().__init__(tokenizer)
        self.assumption = head.assumption
        self._model = model
        self._head = head
        self._prefix_tokens = self._encode(head.prefix.rstrip())
        self._room = window - sum(map(len, self._text_frame))
        if self._room <= len(self._prefix_tokens) + 1:
            raise EngineError(f"a window of {window} tokens leaves no room for text")

    def embed(self, texts: Sequence[str], on_done: Callable[[int], None]) -> Vectors:
        """A row a text, of length 1; of a text without any token, all zeros.

        A text longer than the model's window is read in pieces, of which each weighs as much as it
        is long.

        Args:
            texts: What to embed.
            on_done: Told how many more texts are done.

        Raises:
            EngineError: The model cannot be run on them.
        """
        pieces = [
            piece for number, text in enumerate(texts) for piece in self._pieces(number, text)
        ]
        pieces.sort(key=lambda piece: -len(piece.tokens))
        sums = np.zeros((len(texts), int(self._model.config.hidden_size)))
        counts = np.zeros((len(texts), 1))
        for batch in batches([len(piece.tokens) for piece in pieces], _BATCH_TOKENS):
            chosen = pieces[batch.start : batch.stop]
            numbers = [piece.text for piece in chosen]
            np.add.at(sums, numbers, self._sums(chosen))
            np.add.at(counts, numbers, [[len(piece.tokens)] for piece in chosen])
            on_done(sum(piece.last for piece in chosen))
        vectors: Vectors = sums / np.maximum(counts, 1)
        for step in self._head.steps:
            vectors = step(vectors)
        return np.where(counts > 0, normalize(vectors), 0)

    def _pieces(self, number: int, text: str) -> Iterator[_Piece]:
        if not self._encode(text):
            return
        tokens = self._encode(self._head.prefix + text)
        before, after = self._text_frame
        # The first piece has the prefix in its tokens already.
        bodies, rest = [tokens[: self._room]], tokens[self._room :]
        room = self._room - len(self._prefix_tokens)
        starts = range(0, len(rest), room)
        bodies += [(*self._prefix_tokens, *rest[start : start + room]) for start in starts]
        for body in bodies:
            yield _Piece(number, (*before, *body, *after), last=body is bodies[-1])

    def _sums(self, pieces: Sequence[_Piece]) -> NDArray[np.float32]:
        """For each piece the sum over its tokens of the vectors that stand for them.

        Where the first token stands for a text, it does for each of them.
        """
        import torch

        width = max(len(piece.tokens) for piece in pieces)
        gaps = [width - len(piece.tokens) for piece in pieces]
        ids = [[*p.tokens, *[self.pad] * gap] for p, gap in zip(pieces, gaps, strict=True)]
        mask = torch.tensor([[1] * (width - gap) + [0] * gap for gap in gaps])
        try:
            with torch.inference_mode():
                result = self._model(input_ids=torch.tensor(ids), attention_mask=mask)
                states = result.last_hidden_state
                if self._head.first:
                    states = states[:, :1]
                sums = (states * mask[:, :, None]).sum(dim=1)
        except (RuntimeError, ValueError, IndexError) as error:
            raise EngineError(f"the sentence encoder failed: {error}") from error
        found: NDArray[np.float32] = sums.numpy()
        return found


def load(folder: Path, tokenizer: Any, spec: ModelSpec) -> Embedder:
    """Load a sentence encoder in Hub layout.

    Args:
        folder: Weights and configuration; nothing is fetched, no code of the model is run.
        tokenizer: Its tokenizer.
        spec: Its line of models.txt.

    Raises:
        EngineError: The folder holds no encoder of a kind that is known, or not all its weights,
            or asks for something that is not done here.
    """
    head = read_head(folder, spec)
    model = _model(folder, spec)
    table = model.embeddings.position_embeddings
    # RoBERTa's positions begin after the padding id; its table has as many unused rows.
    positions = int(table.num_embeddings) - (
        0 if table.padding_idx is None else int(table.padding_idx) + 1
    )
    window = min(positions, int(tokenizer.model_max_length), head.window or positions)
    return Embedder(model, tokenizer, head, window)


def _model(folder: Path, spec: ModelSpec) -> Any:
    import torch
    from transformers import AutoConfig, AutoModel
    from transformers.utils import logging

    logging.disable_progress_bar()
    verbosity = logging.get_verbosity()
    logging.set_verbosity_error()  # its report of weights: what matters of it is looked at below
    try:
        config = AutoConfig.from_pretrained(folder, local_files_only=True)
        loaded = None
        if config.model_type in KINDS and not getattr(config, "is_decoder", False):
            loaded = AutoModel.from_pretrained(
                folder,
                config=config,
                dtype=torch.float32,
                local_files_only=True,
                output_loading_info=True,
            )
    except Exception as error:  # each format of weights has its own for a damaged file
        cause = " ".join(str(error).split())
        raise EngineError(f"{spec.name}: {folder} cannot be loaded: {cause}") from error
    finally:
        logging.set_verbosity(verbosity)
    if loaded is None:
        raise EngineError(
            f"{spec.name} is no sentence encoder: it is of the kind {config.model_type}",
            hint=f"use one of {', '.join(KINDS)}",
        )
    model, found = loaded
    missing = sorted(name for name in found["missing_keys"] if not name.startswith(_UNUSED))
    if missing:
        raise EngineError(
            f"{spec.name}: weights are missing, such as {missing[0]}",
            hint=f"run `summarize models verify {spec.name}`",
        )
    return model.eval()
