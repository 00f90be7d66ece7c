"""Vocabularies of tiny models, and the files they are kept in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

_ALPHABET = "abcdefghijklmnopqrstuvwxyzабвгдеёжзийклмнопрстуфхцчшщъыьэюя"
_PUNCTUATION = "0123456789.,:;!?-—«»\"'()/@#%&+=_“”"


def train_sentencepiece(
    sentences: Iterable[str], prefix: Path, *, vocab_size: int, **options: Any
) -> Path:
    """Train a SentencePiece model of at most `vocab_size` pieces.

    Both alphabets, the digits and the usual punctuation are always in it, so that a text other
    than the known sentences is read as letters rather than as unknown pieces.

    Args:
        sentences: What it is trained on.
        prefix: The file to write, without its extension.
        vocab_size: An upper limit; the sentences may not give as many pieces.
        options: Further options of SentencePiece's trainer.

    Returns:
        The path of the `.model` file.
    """
    import sentencepiece

    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(sentences),
        model_prefix=str(prefix),
        vocab_size=vocab_size,
        hard_vocab_limit=False,
        character_coverage=1.0,
        required_chars=_ALPHABET + _ALPHABET.upper() + _PUNCTUATION,
        num_threads=1,
        minloglevel=2,
        **options,
    )
    # Its listing of the pieces is in none of the repositories.
    prefix.with_name(f"{prefix.name}.vocab").unlink()
    return prefix.with_name(f"{prefix.name}.model")


def train_byte_bpe(
    texts: Iterable[str], vocab_size: int, special_tokens: Sequence[str], pattern: str | None
) -> tuple[dict[str, int], list[tuple[str, str]]]:
    """Train a byte-level BPE vocabulary.

    Args:
        texts: What it is trained on.
        vocab_size: An upper limit.
        special_tokens: Take the first ids, in this order.
        pattern: Where words are split, as a regular expression; None is GPT-2's way.

    Returns:
        The ids of the tokens, and the merges in their order.
    """
    from tokenizers import Regex, Tokenizer, models, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = (
        pre_tokenizers.ByteLevel(add_prefix_space=False)
        if pattern is None
        else pre_tokenizers.Sequence(
            [
                pre_tokenizers.Split(Regex(pattern), behavior="isolated"),
                pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
            ]
        )
    )
    trainer = trainers.BpeTrainer(
        vocab_size=vocab_size,
        special_tokens=list(special_tokens),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    model = json.loads(tokenizer.to_str())["model"]
    return dict(model["vocab"]), [(left, right) for left, right in model["merges"]]


def write_json(path: Path, content: object) -> None:
    """Write `content` as the Hub's repositories write their JSON files."""
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def write_merges(path: Path, merges: Sequence[tuple[str, str]]) -> None:
    """Write a `merges.txt` as GPT-2's tokenizer reads it."""
    lines = ["#version: 0.2", *(f"{left} {right}" for left, right in merges)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
