"""Tokenizers whose tokens are words: real ones, with a vocabulary made by hand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

CHAT_TEMPLATE = (
    "{% for message in messages %}"
    "<start> {{ message.role }} {{ message.content }} <end> "
    "{% endfor %}"
    "{% if add_generation_prompt %}<start> assistant {% endif %}"
)


def word_tokenizer(
    text: str,
    *,
    before: Sequence[str] = (),
    after: Sequence[str] = ("</s>",),
    special: Sequence[str] = (),
    added: Sequence[str] = (),
    **options: Any,
) -> Any:
    """A tokenizer that knows the words of a text and writes `<unk>` for others.

    Args:
        text: Its words, and whatever else is not white space, are tokens.
        before: The special tokens in front of every text.
        after: The special tokens behind every text.
        special: Further special tokens.
        added: Tokens that are added without being called special.
        options: For `PreTrainedTokenizerFast`.
    """
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    words = re.findall(r"\w+|[^\w\s]+", text)
    vocabulary = {
        word: number
        for number, word in enumerate(dict.fromkeys(("<pad>", "</s>", "<unk>", *special, *words)))
    }
    raw = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    raw.pre_tokenizer = pre_tokenizers.Whitespace()
    frame = [*before, "$A", *after]
    raw.post_processor = processors.TemplateProcessing(
        single=frame, special_tokens=[(token, vocabulary[token]) for token in (*before, *after)]
    )
    settings = {"pad_token": "<pad>", "eos_token": "</s>", "unk_token": "<unk>"} | options
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=raw, additional_special_tokens=list(special), **settings
    )
    tokenizer.add_tokens(list(added))
    return tokenizer


class TwoSided:
    """A tokenizer that has a language token in front of a source, as NLLB and M2M100 have it.

    Args:
        inner: The tokenizer of words; the language tokens are special tokens of it.
        tokens: For each name of a source language its token.
    """

    def __init__(self, inner: Any, tokens: dict[str, str]) -> None:
        self._inner = inner
        self._tokens = tokens
        self.src_lang = ""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    @property
    def prefix_tokens(self) -> list[int]:
        """What stands before a source in the language that was set last."""
        return [int(self._inner.convert_tokens_to_ids(self._tokens[self.src_lang]))]

    @property
    def suffix_tokens(self) -> list[int]:
        """What stands behind a source."""
        return [int(self._inner.eos_token_id)]
