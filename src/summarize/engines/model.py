"""A model ready to use: a codec around an engine."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from summarize.engines.base import Engine, OnDone, Output, Prompt
from summarize.engines.chat import ChatCodec
from summarize.engines.codecs import Codec
from summarize.text.language import script_code
from summarize.text.scripts import foreign_words
from summarize.types import Decoding, Hypothesis, LangPair, ModelSpec

Frame = Callable[[str], Prompt]


@dataclass(slots=True)
class Usage:
    """What a model has done so far.

    Attributes:
        input_tokens: Read, with the prompts' frames.
        output_tokens: Written.
        seconds: Spent in the engine.
    """

    input_tokens: int = 0
    output_tokens: int = 0
    seconds: float = 0.0


class Model:
    """Translates segments and summarises texts, in batches.

    Attributes:
        spec: Its line of models.txt.
        revision: The commit its files are of.
        sha256: The digest of its files.
        engine: The name of the engine that runs it.
        compute_type: The number format it computes in.
        load_seconds: How long loading took.
        causal: Whether it is a chat model.
        usage: What it has done so far.
    """

    def __init__(
        self,
        spec: ModelSpec,
        codec: Codec,
        engine: Engine,
        *,
        revision: str,
        sha256: str,
        load_seconds: float,
    ) -> None:
        self.spec = spec
        self.revision = revision
        self.sha256 = sha256
        self.engine = engine.name
        self.compute_type = engine.compute_type
        self.load_seconds = load_seconds
        self.causal = isinstance(codec, ChatCodec)
        self.usage = Usage()
        self._codec = codec
        self._engine = engine

    def fits(self, text: str) -> bool:
        """Whether `text` can be translated as one segment."""
        return self._codec.length(text) <= self._codec.window

    @property
    def summary_window(self) -> int:
        """The most tokens of text that can be summarised at once."""
        return self._codec.summary_window

    def length(self, text: str) -> int:
        """The number of tokens of `text`."""
        return self._codec.length(text)

    def translate(
        self, texts: Sequence[str], pair: LangPair, decoding: Decoding, on_done: OnDone
    ) -> list[Hypothesis]:
        """One hypothesis for each text, in the same order.

        Args:
            texts: Segments for which `fits` holds.
            pair: Source and target language.
            decoding: How to search.
            on_done: Told how many more texts are done.

        Raises:
            EngineError: The engine failed.
            ConfigError: The model does not know one of the languages.
        """
        return self._run(
            texts,
            pair,
            lambda text: self._codec.translation(text, pair),
            decoding,
            on_done,
            shared=True,
        )

    def summarize(
        self,
        texts: Sequence[str],
        language: str,
        max_words: int,
        decoding: Decoding,
        on_done: OnDone,
    ) -> list[Hypothesis]:
        """One summary for each text, in the language of the texts.

        Args:
            texts: Each of at most `summary_window` tokens.
            language: ISO 639-1 code.
            max_words: What the model is asked for; it does not always obey.
            decoding: How to search.
            on_done: Told how many more texts are done.

        Raises:
            EngineError: The engine failed.
            ConfigError: The model does not know the language.
        """
        return self._run(
            texts,
            LangPair(language, language),
            lambda text: self._codec.summary(text, language, max_words),
            decoding,
            on_done,
            shared=False,
        )

    def _run(
        self,
        texts: Sequence[str],
        pair: LangPair,
        frame: Frame,
        decoding: Decoding,
        on_done: OnDone,
        *,
        shared: bool,
    ) -> list[Hypothesis]:
        prompts = [frame(text) for text in texts]
        if isinstance(self._codec, ChatCodec):
            outputs = self._masked(
                self._codec, texts, pair, prompts, decoding, on_done, shared=shared
            )
        else:
            outputs = self._generate(prompts, decoding, on_done)
        return [
            Hypothesis(
                text=self._codec.decode(output.tokens),
                input_tokens=len(prompt.static) + len(prompt.tokens),
                output_tokens=len(output.tokens),
                finished=output.finished,
                score=output.score,
            )
            for prompt, output in zip(prompts, outputs, strict=True)
        ]

    def _generate(
        self, prompts: Sequence[Prompt], decoding: Decoding, on_done: OnDone
    ) -> list[Output]:
        started = time.perf_counter()
        outputs = self._engine.generate(prompts, decoding, on_done)
        self.usage.seconds += time.perf_counter() - started
        self.usage.input_tokens += sum(len(p.static) + len(p.tokens) for p in prompts)
        self.usage.output_tokens += sum(len(output.tokens) for output in outputs)
        return outputs

    def _masked(
        self,
        codec: ChatCodec,
        texts: Sequence[str],
        pair: LangPair,
        prompts: Sequence[Prompt],
        decoding: Decoding,
        on_done: OnDone,
        *,
        shared: bool,
    ) -> list[Output]:
        """Generate under the script mask, loosened where a text holds something to be kept.

        A mask holds for a whole batch. Short texts with something to keep share one first,
        loosened for all of them; an output that took a word of another text is made again with a
        mask of its own, and one that still writes a foreign word that its source lacks, with the
        strict mask. Long texts fill a batch alone and have a mask of their own at once.
        """
        script = script_code(pair.target)
        kept = [codec.kept(text, pair) for text in texts]
        keeping = [index for index, spans in enumerate(kept) if spans]
        everything = sorted({span for index in keeping for span in kept[index]})
        loose = codec.masks.allowing(script, everything)
        first = list(prompts)
        for index in keeping:
            own_mask = loose if shared else codec.masks.allowing(script, kept[index])
            first[index] = replace(prompts[index], mask=own_mask)
        outputs = self._generate(first, decoding, on_done)

        def strays(index: int) -> bool:
            words = foreign_words(codec.decode(outputs[index].tokens), script)
            return any(word.casefold() not in texts[index].casefold() for word in words)

        for own in (True, False) if shared else (False,):
            again = [index for index in keeping if strays(index)]
            retried = [
                replace(
                    prompts[index],
                    mask=codec.masks.allowing(script, kept[index]) if own else prompts[index].mask,
                )
                for index in again
            ]
            results = self._generate(retried, decoding, _ignore) if retried else []
            for index, output in zip(again, results, strict=True):
                outputs[index] = output
        return outputs


def _ignore(_: int) -> None:
    """Retries are not progress."""
