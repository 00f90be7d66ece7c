"""Text to token ids and back, for causal chat models.

A prompt is the model's own chat template around our instruction and the text. What stands before
the text is the same for every segment, so engines compute it once (`Prompt.static`). The text is
encoded apart from the template with special tokens split: an article that contains `<|im_end|>`
cannot end its turn.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from summarize.engines import prompts
from summarize.engines.base import Prompt
from summarize.engines.codecs import Codec, summary_limit
from summarize.engines.masks import ScriptMasks
from summarize.text.language import script_code
from summarize.text.scripts import kept_spans
from summarize.types import LangPair, ModelSpec

_SLOT = "\x1e"
_SUMMARY_WINDOW = 2048


class ChatCodec(Codec):
    """One translation prompt, one summary prompt, and the masks that keep to a script."""

    def __init__(
        self,
        tokenizer: Any,
        spec: ModelSpec,
        positions: int,
        *,
        decoder_positions: int | None = None,
    ) -> None:
        super().__init__(tokenizer, spec, positions, decoder_positions=decoder_positions)
        self.summary_window = min(_SUMMARY_WINDOW, positions // 2)
        self.masks = ScriptMasks(tokenizer, self._lock)
        self._frame = lru_cache(maxsize=64)(self._render)

    def translation(self, text: str, pair: LangPair) -> Prompt:
        """See `Codec.translation`."""
        before, after = self._frame("translate", pair, 0)
        body = self._encode(text)
        return self._prompt(before, (*body, *after), 32 + 3 * len(body), pair.target)

    def summary(self, text: str, language: str, max_words: int) -> Prompt:
        """See `Codec.summary`."""
        before, after = self._frame("summarize", LangPair(language, language), max_words)
        tokens = (*self._encode(text), *after)
        return self._prompt(before, tokens, summary_limit(max_words), language)

    def kept(self, text: str, pair: LangPair) -> list[str]:
        """What an output in the target language may keep from `text` in a foreign script."""
        return kept_spans(text, script_code(pair.source), script_code(pair.target))

    def _prompt(
        self, static: tuple[int, ...], tokens: tuple[int, ...], limit: int, language: str
    ) -> Prompt:
        return Prompt(
            tokens,
            limit,
            static=static,
            mask=self.masks.strict(script_code(language)),
            room=self._room(len(static) + len(tokens)),
        )

    def _render(
        self, task: str, pair: LangPair, max_words: int
    ) -> tuple[tuple[int, ...], tuple[int, ...]]:
        messages: list[Mapping[str, str]] = (
            prompts.translation(_SLOT, pair)
            if task == "translate"
            else prompts.summary(_SLOT, pair.target, max_words)
        )
        frame = self._tokenizer.apply_chat_template(
            messages, tokenize=False, add_generation_prompt=True
        )
        before, after = str(frame).split(_SLOT)
        return self._framing(before), self._framing(after)

    def _framing(self, text: str) -> tuple[int, ...]:
        """The tokens of our own words, commands included."""
        with self._lock:
            return tuple(self._tokenizer.encode(text, add_special_tokens=False))
