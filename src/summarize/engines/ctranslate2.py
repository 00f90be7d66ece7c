"""The fast engine on a CPU: CTranslate2, one replica of one thread for each core.

CTranslate2 cuts inputs over 1,024 tokens and outputs over 256 without a word unless told
otherwise; here the input limit is off (codecs keep to the model's window) and the output limit
is always given.
"""

from __future__ import annotations

import ctypes
import os
import sys
from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from summarize.engines.base import Call, Engine, OnDone, Output, Prompt, Vocabulary, calls
from summarize.errors import EngineError
from summarize.types import Decoding

_TRANSLATOR_BATCH_TOKENS = 2048
_GENERATOR_BATCH_TOKENS = 384
"""Of prompts: the library computes the scores of a whole vocabulary for each of their tokens."""


def available_cores() -> int:
    """The cores this process may run on."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _give_memory_back() -> None:
    """Return what a batch has freed to the system; glibc would keep a gigabyte of it."""
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # absent from other C libraries
        if trim is not None:
            trim(0)


def load(
    folder: Path, vocabulary: Vocabulary, *, causal: bool, compute_type: str, device: str
) -> Engine:
    """Load a converted model.

    Args:
        folder: A CTranslate2 model folder.
        vocabulary: The names of the model's tokens.
        causal: Whether the model continues its prompt (a generator) or transforms it.
        compute_type: As CTranslate2 names them, or `default` for that of the conversion.
        device: `cpu` or `cuda`.

    Raises:
        EngineError: The folder cannot be loaded.
    """
    import ctranslate2

    kind = ctranslate2.Generator if causal else ctranslate2.Translator
    replicas = available_cores() if device == "cpu" else 1
    try:
        runtime = kind(
            str(folder),
            device=device,
            compute_type=compute_type,
            inter_threads=replicas,
            intra_threads=1 if device == "cpu" else 0,
            max_queued_batches=-1,
        )
    except (RuntimeError, ValueError) as error:
        raise EngineError(f"{folder}: CTranslate2 cannot load this model: {error}") from error
    engine = _Generator if causal else _Translator
    return engine(runtime, replicas, vocabulary)


class _CTranslate2(ABC):
    """What the two kinds of models share: submit every call, then collect in order."""

    name = "ctranslate2"

    def __init__(self, runtime: Any, replicas: int, vocabulary: Vocabulary) -> None:
        self.compute_type: str = runtime.compute_type
        self._runtime = runtime
        self._replicas = replicas
        self._vocabulary = vocabulary

    def generate(
        self, prompts: Sequence[Prompt], decoding: Decoding, on_done: OnDone
    ) -> list[Output]:
        """See `Engine.generate`."""
        outputs: dict[int, Output] = {}
        try:
            pending = [
                (call, self._submit(call, prompts, decoding)) for call in calls(prompts, decoding)
            ]
            for call, results in pending:
                for index, result in zip(call.indices, results, strict=True):
                    outputs[index] = self._output(result.result(), prompts[index])
                    on_done(1)
        except (RuntimeError, ValueError) as error:
            raise EngineError(f"CTranslate2 failed: {error}") from error
        _give_memory_back()
        return [outputs[index] for index in range(len(prompts))]

    @abstractmethod
    def _submit(self, call: Call, prompts: Sequence[Prompt], decoding: Decoding) -> list[Any]:
        """Queue a call; its results in the order of the call's indices."""

    @abstractmethod
    def _output(self, result: Any, prompt: Prompt) -> Output:
        """Turn a result of the library into ours."""

    def _options(self, call: Call, decoding: Decoding) -> dict[str, Any]:
        masked = self._vocabulary.pieces(call.mask.tokens) if call.mask else []
        return {
            "beam_size": decoding.beam_size,
            "repetition_penalty": decoding.repetition_penalty,
            "no_repeat_ngram_size": decoding.no_repeat_ngram_size,
            "suppress_sequences": [[piece] for piece in masked] or None,
            "return_scores": True,
            "return_end_token": True,
            "asynchronous": True,
        }

    def _ended(self, ids: Sequence[int], score: float) -> Output:
        finished = bool(ids) and ids[-1] == self._vocabulary.end
        return Output(tuple(ids[:-1] if finished else ids), finished, score)


class _Translator(_CTranslate2):
    """Encoder-decoder models."""

    def _submit(self, call: Call, prompts: Sequence[Prompt], decoding: Decoding) -> list[Any]:
        chosen = [prompts[index] for index in call.indices]
        prefixes = [self._vocabulary.pieces(prompt.target_prefix) or None for prompt in chosen]
        return list(
            self._runtime.translate_batch(
                [self._vocabulary.pieces(prompt.tokens) for prompt in chosen],
                prefixes if any(prefixes) else None,
                max_batch_size=_TRANSLATOR_BATCH_TOKENS // decoding.beam_size,
                batch_type="tokens",
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
        chosen = [self._vocabulary.pieces(prompts[index].tokens) for index in call.indices]
        share = -(-sum(map(len, chosen)) // self._replicas)
        return list(
            self._runtime.generate_batch(
                chosen,
                static_prompt=self._vocabulary.pieces(call.static) or None,
                include_prompt_in_result=False,
                max_batch_size=max(1, min(share, _GENERATOR_BATCH_TOKENS // decoding.beam_size)),
                batch_type="tokens",
                max_length=call.max_new_tokens,
                **self._options(call, decoding),
            )
        )

    def _output(self, result: Any, prompt: Prompt) -> Output:
        del prompt
        return self._ended(result.sequences_ids[0], result.scores[0])
