"""A model ready to use: a codec around an engine."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace

from summarize import __version__
from summarize.engines.base import Engine, Mask, OnOutput, Output, Prompt
from summarize.engines.chat import ChatCodec
from summarize.engines.codecs import Codec
from summarize.engines.isolation import Isolation
from summarize.engines.masking import MaskChoice
from summarize.types import Decoding, Hypothesis, LangPair, ModelSpec

_SAY_NOTHING_OF_TEXT = frozenset({"licence", "quality", "sha256"})
"""Options of models.txt that a model writes the same with and without; its digest stands apart."""

Frame = Callable[[str], Prompt]
OnHypothesis = Callable[[int, Hypothesis], None]
"""Told the position of a text and what was made of it, as soon as that is final."""


class Usage:
    """What a model has done so far; several threads may use it at once.

    Args:
        clock: Seconds from any beginning.

    Attributes:
        input_tokens: Read, with the prompts' frames.
        output_tokens: Written.
    """

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self.input_tokens = 0
        self.output_tokens = 0
        self._clock = clock
        self._lock = threading.Lock()
        self._callers = 0
        self._since = 0.0
        self._before = 0.0

    def add(self, prompt: Prompt, output: Output) -> None:
        """Count the tokens of an output."""
        with self._lock:
            self.input_tokens += len(prompt.static) + len(prompt.tokens)
            self.output_tokens += len(output.tokens)

    @property
    def seconds(self) -> float:
        """In which at least one caller was waiting for the engine, those that wait now included."""
        with self._lock:
            return self._before + (self._clock() - self._since if self._callers else 0.0)

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """The time of a caller that waits for the engine."""
        with self._lock:
            self._callers += 1
            if self._callers == 1:
                self._since = self._clock()
        try:
            yield
        finally:
            with self._lock:
                self._callers -= 1
                if self._callers == 0:
                    self._before += self._clock() - self._since


class Model:
    """Translates segments and summarises texts, in batches.

    Attributes:
        spec: Its line of models.txt.
        revision: The commit its files are of.
        sha256: The digest of its files.
        engine: The name of the engine that runs it.
        compute_type: The number format it computes in.
        versions: Of the libraries that its output depends on.
        load_seconds: How long loading took.
        causal: Whether it is a chat model.
        padding: What its engine's batches held.
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
        versions: Mapping[str, str],
        load_seconds: float,
    ) -> None:
        self.spec = spec
        self.revision = revision
        self.sha256 = sha256
        self.engine = engine.name
        self.compute_type = engine.compute_type
        self.versions = versions
        self.load_seconds = load_seconds
        self.padding = engine.padding
        self.causal = isinstance(codec, ChatCodec)
        self.usage = Usage()
        self._codec = codec
        self._isolation = Isolation(engine)

    def signature(self, decoding: Decoding, **more: str | int) -> str:
        """Everything but text and languages that a hypothesis depends on, as one line of JSON.

        Args:
            decoding: How it is searched for.
            more: What else it depends on: what the model is asked for.
        """
        return json.dumps(
            {
                **more,
                "name": self.spec.name,
                "source": self.spec.source,
                "file": self.spec.file,
                "revision": self.revision,
                "sha256": self.sha256,
                "options": {
                    key: value
                    for key, value in self.spec.options.items()
                    if key not in _SAY_NOTHING_OF_TEXT
                },
                "engine": self.engine,
                "compute_type": self.compute_type,
                "decoding": asdict(decoding),
                "versions": {"summarize": __version__, **self.versions},
            },
            sort_keys=True,
        )

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
        self, texts: Sequence[str], pair: LangPair, decoding: Decoding, on_made: OnHypothesis
    ) -> list[Hypothesis]:
        """One hypothesis for each text, in the same order; it says so where the engine failed.

        Args:
            texts: Segments for which `fits` holds.
            pair: Source and target language.
            decoding: How to search.
            on_made: Told each hypothesis as it is made, in any order.

        Raises:
            EngineError: The engine fails on everything.
            ConfigError: The model does not know one of the languages.
        """
        return self._run(
            texts,
            pair,
            lambda text: self._codec.translation(text, pair),
            decoding,
            on_made,
            shared=True,
        )

    def summarize(
        self,
        texts: Sequence[str],
        language: str,
        max_words: int,
        decoding: Decoding,
        on_made: OnHypothesis,
    ) -> list[Hypothesis]:
        """One summary for each text, in the language of the texts; see `translate` for failures.

        Args:
            texts: Each of at most `summary_window` tokens.
            language: ISO 639-1 code.
            max_words: What the model is asked for; it does not always obey.
            decoding: How to search.
            on_made: Told each hypothesis as it is made, in any order.

        Raises:
            EngineError: The engine fails on everything.
            ConfigError: The model does not know the language.
        """
        return self._run(
            texts,
            LangPair(language, language),
            lambda text: self._codec.summary(text, language, max_words),
            decoding,
            on_made,
            shared=False,
        )

    def _run(
        self,
        texts: Sequence[str],
        pair: LangPair,
        frame: Frame,
        decoding: Decoding,
        on_made: OnHypothesis,
        *,
        shared: bool,
    ) -> list[Hypothesis]:
        prompts = [frame(text) for text in texts]
        made: dict[int, Hypothesis] = {}

        def finish(index: int, output: Output) -> None:
            prompt = prompts[index]
            made[index] = Hypothesis(
                text=self._codec.decode(output.tokens),
                input_tokens=len(prompt.static) + len(prompt.tokens),
                output_tokens=len(output.tokens),
                finished=output.finished,
                score=output.score,
                failure=output.failure,
            )
            on_made(index, made[index])

        if isinstance(self._codec, ChatCodec):
            self._masked(self._codec, texts, pair, prompts, decoding, finish, shared=shared)
        else:
            self._generate(prompts, decoding, finish)
        return [made[index] for index in range(len(texts))]

    def _generate(self, prompts: Sequence[Prompt], decoding: Decoding, on_output: OnOutput) -> None:
        def count(index: int, output: Output) -> None:
            if not output.failure:
                self.usage.add(prompts[index], output)
            on_output(index, output)

        if prompts:
            with self.usage.waiting():
                self._isolation.generate(prompts, decoding, count)

    def _masked(
        self,
        codec: ChatCodec,
        texts: Sequence[str],
        pair: LangPair,
        prompts: Sequence[Prompt],
        decoding: Decoding,
        finish: OnOutput,
        *,
        shared: bool,
    ) -> None:
        """Generate under the script masks, and again what a loosened one has led astray."""
        choice = MaskChoice(codec, texts, pair)
        masks = choice.first(shared=shared)
        while masks:
            masks = self._attempt(choice, masks, prompts, decoding, finish)

    def _attempt(
        self,
        choice: MaskChoice,
        masks: Mapping[int, Mask],
        prompts: Sequence[Prompt],
        decoding: Decoding,
        finish: OnOutput,
    ) -> dict[int, Mask]:
        """Generate under these masks; the masks of what must be made again."""
        indices = sorted(masks)
        again: dict[int, Mask] = {}

        def settle(position: int, output: Output) -> None:
            index = indices[position]
            mask = choice.next(index, masks[index], output)
            if mask is None:
                finish(index, output)
            else:
                again[index] = mask

        masked = [replace(prompts[index], mask=masks[index]) for index in indices]
        self._generate(masked, decoding, settle)
        return again
