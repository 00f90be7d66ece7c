"""The fast engine on a CPU: CTranslate2, one replica of one thread for each core.

CTranslate2 cuts inputs over 1,024 tokens and outputs over 256 without a word unless told
otherwise; here the input limit is off (codecs keep to the model's window) and the output limit
is always given.
"""

from __future__ import annotations

import ctypes
import sys
import time
from abc import ABC, abstractmethod
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from summarize.engines.base import (
    Call,
    Engine,
    Mask,
    OnOutput,
    Output,
    Padding,
    Prompt,
    Vocabulary,
    batches,
    calls,
)
from summarize.engines.cores import available_cores
from summarize.engines.tuning import Tuning
from summarize.errors import EngineError, Interrupted
from summarize.stopping import Stop
from summarize.types import Decoding

TRANSLATOR_BATCH_TOKENS = 2048
GENERATOR_BATCH_TOKENS = 288
"""Of prompts: the library computes the scores of a whole vocabulary for each of their tokens."""

_POLL_SECONDS = 0.005
_LOOK_EVERY = 8
_LONGEST_CIRCLE, _CIRCLES, _LEAST_CIRCLING = 64, 3, 48
"""In tokens, times, and tokens: no translation repeats itself like that."""


def _give_memory_back() -> None:
    """Return what a batch has freed to the system; glibc would keep a gigabyte of it."""
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # absent from other C libraries
        if trim is not None:
            trim(0)


def load(
    folder: Path,
    vocabulary: Vocabulary,
    *,
    causal: bool,
    compute_type: str,
    device: str,
    stop: Stop,
    tuning: Tuning | None = None,
    cores: int | None = None,
    fixed_batches: bool = False,
) -> Engine:
    """Load a converted model.

    Args:
        folder: A CTranslate2 model folder.
        vocabulary: The names of the model's tokens.
        causal: Whether the model continues its prompt (a generator) or transforms it.
        compute_type: As CTranslate2 names them, or `default` for that of the conversion.
        device: `cpu` or `cuda`.
        stop: Asked while waiting whether to go on.
        tuning: Threads and batch budget as measured for this machine; by default one replica of
            one thread for each core.
        cores: How many cores it may use; None for all that this process has.
        fixed_batches: Whether the batches must be the same on every machine, so that they are not
            split for the sake of idle replicas.

    Raises:
        EngineError: The folder cannot be loaded.
    """
    import ctranslate2

    kind = ctranslate2.Generator if causal else ctranslate2.Translator
    tuning = tuning or usual(compute_type, device, cores or available_cores(), causal=causal)
    try:
        runtime = kind(
            str(folder),
            device=device,
            compute_type=compute_type,
            inter_threads=tuning.replicas,
            intra_threads=tuning.threads_per_replica,
            max_queued_batches=-1,
        )
    except (RuntimeError, ValueError) as error:
        raise EngineError(f"{folder}: CTranslate2 cannot load this model: {error}") from error
    engine = _Generator if causal else _Translator
    return engine(runtime, tuning, vocabulary, stop, fixed_batches=fixed_batches)


def usual(compute_type: str, device: str, cores: int, *, causal: bool) -> Tuning:
    """What a model is run with where nothing was measured."""
    return Tuning(
        compute_type=compute_type,
        batch_tokens=GENERATOR_BATCH_TOKENS if causal else TRANSLATOR_BATCH_TOKENS,
        replicas=cores if device == "cpu" else 1,
        threads_per_replica=1 if device == "cpu" else 0,
    )


@dataclass(frozen=True, slots=True)
class _Batch:
    """Prompts that the library decodes together; their positions are in `call.indices`."""

    call: Call
    indices: tuple[int, ...]


class _CTranslate2(ABC):
    """What the two kinds of models share: keep every replica busy, hand over what is done.

    Only a few batches are queued at a time. So a stop waits for no more than those, and several
    callers (threads) take turns.
    """

    name = "ctranslate2"

    def __init__(
        self,
        runtime: Any,
        tuning: Tuning,
        vocabulary: Vocabulary,
        stop: Stop,
        *,
        fixed_batches: bool,
    ) -> None:
        self.compute_type: str = runtime.compute_type
        self.padding = Padding()
        self._runtime = runtime
        self._tuning = tuning
        self._vocabulary = vocabulary
        self._stop = stop
        self._fixed_batches = fixed_batches

    def generate(
        self, prompts: Sequence[Prompt], decoding: Decoding, on_output: OnOutput
    ) -> list[Output]:
        """See `Engine.generate`."""
        outputs: dict[int, Output] = {}
        queued: deque[tuple[_Batch, list[Any]]] = deque()

        def collect() -> None:
            batch, results = queued.popleft()
            for index, result in zip(batch.indices, results, strict=True):
                output = self._output(self._result(result), prompts[index])
                if output.finished or not self._stop.requested:  # else it was cut short
                    outputs[index] = output
                    on_output(index, output)

        try:
            for batch in self._batches(prompts, decoding):
                if self._stop.requested:
                    break
                chosen = [prompts[index] for index in batch.indices]
                self.padding.add([len(prompt.tokens) for prompt in chosen])
                queued.append((batch, self._submit(batch.call, chosen, decoding)))
                if len(queued) > 2 * self._tuning.replicas:
                    collect()
            while queued:
                collect()
        except (RuntimeError, ValueError) as error:
            raise EngineError(f"CTranslate2 failed: {error}") from error
        if len(outputs) < len(prompts):
            self._stop.check()
        _give_memory_back()
        return [outputs[index] for index in range(len(prompts))]

    def _batches(self, prompts: Sequence[Prompt], decoding: Decoding) -> Iterator[_Batch]:
        """Prompts of about one length together, under the token budget."""
        for call in calls(prompts, decoding):
            lengths = [len(prompts[index].tokens) for index in call.indices]
            budget = max(1, self._tuning.batch_tokens // decoding.beam_size)
            if not self._fixed_batches:
                budget = min(budget, -(-sum(lengths) // self._tuning.replicas))
            for chosen in batches(lengths, budget):
                yield _Batch(call, call.indices[chosen.start : chosen.stop])

    def _result(self, pending: Any) -> Any:
        """Wait for a result, but not beyond a stop's time of grace."""
        while not pending.done():
            if self._stop.overdue:
                raise Interrupted(f"stopped: {self._stop.reason}")
            time.sleep(_POLL_SECONDS)
        return pending.result()

    @abstractmethod
    def _submit(self, call: Call, prompts: Sequence[Prompt], decoding: Decoding) -> list[Any]:
        """Queue a batch; its results in the order of the prompts."""

    @abstractmethod
    def _output(self, result: Any, prompt: Prompt) -> Output:
        """Turn a result of the library into ours."""

    def _options(self, call: Call, decoding: Decoding) -> dict[str, Any]:
        return {
            "beam_size": decoding.beam_size,
            "repetition_penalty": decoding.repetition_penalty,
            "no_repeat_ngram_size": decoding.no_repeat_ngram_size,
            "suppress_sequences": self._forbidden(call.mask) if call.mask else None,
            "return_scores": True,
            "return_end_token": True,
            "asynchronous": True,
        }

    def _forbidden(self, mask: Mask) -> list[list[str]]:
        pieces = self._vocabulary.pieces
        pairs = [
            [first, second]
            for token, followers in mask.after.items()
            for first in pieces([token])
            for second in pieces(followers)
        ]
        return [[piece] for piece in pieces(mask.tokens)] + pairs

    def _ended(self, ids: Sequence[int], score: float) -> Output:
        finished = bool(ids) and ids[-1] == self._vocabulary.end
        return Output(tuple(ids[:-1] if finished else ids), finished, score)


class _Translator(_CTranslate2):
    """Encoder-decoder models."""

    def _submit(self, call: Call, prompts: Sequence[Prompt], decoding: Decoding) -> list[Any]:
        prefixes = [self._vocabulary.pieces(prompt.target_prefix) or None for prompt in prompts]
        return list(
            self._runtime.translate_batch(
                [self._vocabulary.pieces(prompt.tokens) for prompt in prompts],
                prefixes if any(prefixes) else None,
                max_input_length=0,
                max_decoding_length=call.max_new_tokens,
                **self._options(call, decoding),
            )
        )

    def _output(self, result: Any, prompt: Prompt) -> Output:
        ids = self._vocabulary.ids(result.hypotheses[0])
        given = len(prompt.target_prefix)
        # Where the prefix serves as the start token (mBART), the library leaves it out itself.
        has_prefix = given and tuple(ids[:given]) == prompt.target_prefix
        return self._ended(ids[given:] if has_prefix else ids, result.scores[0])


class _Generator(_CTranslate2):
    """Decoder-only models. The static prompt is computed once and kept."""

    def _submit(self, call: Call, prompts: Sequence[Prompt], decoding: Decoding) -> list[Any]:
        return list(
            self._runtime.generate_batch(
                [self._vocabulary.pieces(prompt.tokens) for prompt in prompts],
                static_prompt=self._vocabulary.pieces(call.static) or None,
                include_prompt_in_result=False,
                max_length=call.max_new_tokens,
                callback=_Watch(self._stop) if decoding.beam_size == 1 else None,
                **self._options(call, decoding),
            )
        )

    def _output(self, result: Any, prompt: Prompt) -> Output:
        del prompt
        return self._ended(result.sequences_ids[0], result.scores[0])


class _Watch:
    """Told each token of a chat model's batch; says when it is time to cut an output short.

    A batch of a chat model takes longer than a stop may wait; and an output that goes round in
    circles would do so up to its limit, for minutes. Neither counts as finished.
    """

    def __init__(self, stop: Stop) -> None:
        self._stop = stop
        self._written: defaultdict[int, list[int]] = defaultdict(list)

    def __call__(self, step: Any) -> bool:
        written = self._written[step.batch_id]
        written.append(step.token_id)
        return self._stop.requested or (
            len(written) % _LOOK_EVERY == 0 and goes_in_circles(written)
        )


def goes_in_circles(tokens: Sequence[int]) -> bool:
    """Whether a sequence ends in the same few tokens three times or more."""
    for period in range(1, _LONGEST_CIRCLE + 1):
        length = max(_CIRCLES * period, _LEAST_CIRCLING)
        tail = tokens[-length:]
        if len(tail) == length and tail[period:] == tail[:-period]:
            return True
    return False
