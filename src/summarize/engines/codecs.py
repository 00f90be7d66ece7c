"""Text to token ids and back, for encoder-decoder models.

Every family wants its languages said in its own way: Marian in the name of the model or with a
`>>rus<<` token, NLLB, M2M100 and mBART with language tokens on both sides, T5 with a prefix.
Article text never becomes a special token (`Codec._encode`).
"""

from __future__ import annotations

import re
import threading
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

import langcodes

from summarize.engines.base import Prompt
from summarize.errors import ConfigError
from summarize.text.language import alpha3, script_code
from summarize.types import LangPair, ModelSpec

_LONGEST_SEGMENT = 256
_LANGUAGE_TOKENS = (
    re.compile(r"(?P<language>[a-z]{3})_(?P<script>[A-Z][a-z]{3})"),  # NLLB
    re.compile(r"__(?P<language>[a-z]{2,3})__"),  # M2M100
    re.compile(r"(?P<language>[a-z]{2})_[A-Z]{2}"),  # mBART
)


class PlainText:
    """A tokenizer for which article text is text, whatever it says."""

    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer
        # Tokenizers keep state from call to call (Marian its direction, NLLB its language, the fast
        # ones whether they split commands), and threads share one.
        self._lock = threading.RLock()

    def length(self, text: str) -> int:
        """The number of tokens of `text` without any frame."""
        return len(self._encode(text))

    def pieces(self, ids: Sequence[int]) -> list[str]:
        """See `Vocabulary.pieces`."""
        return list(self._tokenizer.convert_ids_to_tokens(list(ids)))

    @property
    def pad(self) -> int:
        """The id that fills the shorter rows of a batch."""
        pad = self._tokenizer.pad_token_id
        return int(pad if pad is not None else self._tokenizer.eos_token_id)

    def _encode(self, text: str) -> tuple[int, ...]:
        """The tokens of article text, none of which the model takes for a command.

        `split_special_tokens` does not do for all: SentencePiece reads "</s>" as its own control
        piece, and tokens that a vocabulary adds without calling them special stay whole. Such a
        word is written with a space in it, which keeps it readable.
        """
        tokens = self._raw_tokens(text)
        if not self._commands.isdisjoint(tokens):
            tokens = self._raw_tokens(self._command_words.sub(_with_a_space, text))
        return tuple(token for token in tokens if token not in self._commands)

    def _raw_tokens(self, text: str) -> list[int]:
        with self._lock:
            return list(
                self._tokenizer.encode(text, add_special_tokens=False, split_special_tokens=True)
            )

    @cached_property
    def _commands(self) -> frozenset[int]:
        """The ids that mean something to the model beside text; what is unknown means nothing."""
        tokenizer = self._tokenizer
        added = (token for piece, token in tokenizer.get_added_vocab().items() if piece.strip())
        return frozenset({*tokenizer.all_special_ids, *added} - {tokenizer.unk_token_id})

    @cached_property
    def _command_words(self) -> re.Pattern[str]:
        words = sorted(self.pieces(sorted(self._commands)), key=len, reverse=True)
        return re.compile("|".join(map(re.escape, words)))

    @cached_property
    def _text_frame(self) -> tuple[list[int], list[int]]:
        """The special tokens that the model expects before and after a text."""
        with self._lock:
            framed, body = self._tokenizer("a")["input_ids"], self._raw_tokens("a")
        start = next(i for i in range(len(framed)) if framed[i : i + len(body)] == body)
        return framed[:start], framed[start + len(body) :]


class Codec(PlainText, ABC):
    """One model's way of saying "translate this" and "summarise this" in tokens.

    Attributes:
        window: The most tokens of text a translation prompt may hold.
        summary_window: The most tokens of text a summary prompt may hold.

    Args:
        tokenizer: The model's own.
        spec: Its line of models.txt.
        positions: How many tokens it reads.
        decoder_positions: How many tokens its decoder can tell apart; None where it knows no end.
    """

    def __init__(
        self,
        tokenizer: Any,
        spec: ModelSpec,
        positions: int,
        *,
        decoder_positions: int | None = None,
    ) -> None:
        super().__init__(tokenizer)
        self._spec = spec
        self._decoder_positions = decoder_positions
        self.window = min(_LONGEST_SEGMENT, positions // 2)
        self.summary_window = positions - 8

    @abstractmethod
    def translation(self, text: str, pair: LangPair) -> Prompt:
        """The prompt for a translation of `text`.

        Raises:
            ConfigError: The model does not know one of the languages.
        """

    @abstractmethod
    def summary(self, text: str, language: str, max_words: int) -> Prompt:
        """The prompt for a summary of `text`, in its own language.

        Raises:
            ConfigError: The model does not know the language.
        """

    def decode(self, ids: Sequence[int]) -> str:
        """The text of an output."""
        with self._lock:
            return str(self._tokenizer.decode(list(ids), skip_special_tokens=True)).strip()

    def ids(self, pieces: Sequence[str]) -> list[int]:
        """See `Vocabulary.ids`."""
        return list(self._tokenizer.convert_tokens_to_ids(list(pieces)))

    @property
    def end(self) -> int:
        """See `Vocabulary.end`."""
        return int(self._tokenizer.eos_token_id)

    def _room(self, given: int) -> int | None:
        """See `Prompt.room`, where the decoder is given so many tokens to begin with."""
        if self._decoder_positions is None:
            return None
        return max(1, self._decoder_positions - given)


class PairCodec(Codec):
    """Marian, BART and T5: what to do is in the weights, or in words before the text."""

    def translation(self, text: str, pair: LangPair) -> Prompt:
        """See `Codec.translation`."""
        return self._prompt(self._target_token(pair), self._filled("prefix", pair), text)

    def summary(self, text: str, language: str, max_words: int) -> Prompt:
        """See `Codec.summary`."""
        pair = LangPair(language, language)
        prompt = self._prompt((), self._filled("prefix", pair), text)
        return replace(prompt, max_new_tokens=summary_limit(max_words))

    def _prompt(self, start: tuple[int, ...], prefix: str, text: str) -> Prompt:
        # Marian's tokenizer takes ">>x<<" at the start of an article for a command to itself.
        body = prefix + (" " + text if text.startswith(">>") else text)
        before, after = self._text_frame
        tokens = (*before, *self._encode(body), *after)
        return Prompt((*start, *tokens), 24 + 2 * len(tokens), room=self._room(0))

    def _target_token(self, pair: LangPair) -> tuple[int, ...]:
        token = self._filled("target-token", pair)
        if not token:
            return ()
        found = self._tokenizer.get_vocab().get(token)
        if found is None:
            raise ConfigError(
                f"{self._spec.name} has no target token {token}",
                hint=f"see line {self._spec.line} of models.txt",
            )
        return (int(found),)

    def _filled(self, option: str, pair: LangPair) -> str:
        template = self._spec.options.get(option, "").replace("_", " ")
        return template.format(
            source=pair.source,
            target=pair.target,
            alpha3=alpha3(pair.target),
        )


class MultilingualCodec(Codec):
    """NLLB, M2M100 and mBART: a language token on the source and on the target."""

    def translation(self, text: str, pair: LangPair) -> Prompt:
        """See `Codec.translation`."""
        return self._prompt(text, pair.source, pair.target)

    def summary(self, text: str, language: str, max_words: int) -> Prompt:
        """See `Codec.summary`."""
        prompt = self._prompt(text, language, language)
        return replace(prompt, max_new_tokens=summary_limit(max_words))

    def _prompt(self, text: str, source: str, target: str) -> Prompt:
        body = self._encode(text)
        tokenizer = self._tokenizer
        token = self._token(source)
        prefix = tuple(self.ids([self._token(target)]))
        with self._lock:
            tokenizer.src_lang = token.strip("_") if token.startswith("__") else token
            tokens = (*tokenizer.prefix_tokens, *body, *tokenizer.suffix_tokens)
        return Prompt(tokens, 24 + 2 * len(body), prefix, room=self._room(len(prefix)))

    def _token(self, language: str) -> str:
        try:
            return self._language_tokens[language]
        except KeyError:
            raise ConfigError(
                f"{self._spec.name} does not know the language {language}",
                hint=f"see line {self._spec.line} of models.txt",
            ) from None

    @cached_property
    def _language_tokens(self) -> dict[str, str]:
        """The language tokens by ISO 639-1 code, in the usual script where there are two."""
        found: dict[str, str] = {}
        for piece in self._tokenizer.get_vocab():
            match = next((m for p in _LANGUAGE_TOKENS if (m := p.fullmatch(piece))), None)
            if match is None:
                continue
            language = langcodes.standardize_tag(match["language"], macro=True)
            script = match.groupdict().get("script")
            if language not in found or script == script_code(language):
                found[language] = piece
        return found


def summary_limit(max_words: int) -> int:
    """The token limit for a summary of `max_words`: a Russian word takes about three tokens."""
    return 16 + 3 * max_words


def _with_a_space(match: re.Match[str]) -> str:
    return f"{match[0][0]} {match[0][1:]}"
