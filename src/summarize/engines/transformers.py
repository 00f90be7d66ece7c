"""The general engine: any architecture that transformers can load, on a CPU or a GPU.

transformers 5 has no translation pipeline: here the prompts are batched under a token budget,
padded, generated and cut back to what the model wrote.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from summarize.engines.base import Call, Engine, OnOutput, Output, Padding, Prompt, batches, calls
from summarize.errors import EngineError
from summarize.stopping import Stop
from summarize.types import Decoding

_BATCH_TOKENS = 2048
DEFAULT_COMPUTE_TYPE = {"cpu": "float32", "cuda": "float16"}


def load(
    folder: Path, *, causal: bool, compute_type: str, device: str, pad: int, stop: Stop
) -> Engine:
    """Load a model folder in Hub layout.

    Args:
        folder: Weights and configuration; nothing is fetched, no code of the model is run.
        causal: Whether the model continues its prompt or transforms it.
        compute_type: `float32`, `float16`, `bfloat16`, or `default` for that of the device.
        device: `cpu` or `cuda`.
        pad: The id that fills shorter rows of a batch.
        stop: Asked between the steps of a batch whether to go on.

    Raises:
        EngineError: The folder cannot be loaded, or the compute type is not one of this engine's.
    """
    import torch
    from transformers import AutoModelForCausalLM, AutoModelForSeq2SeqLM
    from transformers.utils import logging

    logging.disable_progress_bar()
    if compute_type == "default":
        compute_type = DEFAULT_COMPUTE_TYPE[device]
    if compute_type not in ("float32", "float16", "bfloat16"):
        raise EngineError(
            f"the transformers engine has no compute type {compute_type}",
            hint="use float32, float16 or bfloat16, or the ctranslate2 engine",
        )
    kind = AutoModelForCausalLM if causal else AutoModelForSeq2SeqLM
    try:
        model = kind.from_pretrained(
            folder, dtype=getattr(torch, compute_type), local_files_only=True
        )
        model.to(device).eval()
    except (OSError, RuntimeError, ValueError, KeyError) as error:
        raise EngineError(f"{folder}: transformers cannot load this model: {error}") from error
    engine = _Causal if causal else _Seq2Seq
    return engine(model, compute_type, pad, stop)


class _Transformers(ABC):
    """What the two kinds of models share: batches in, rows of ids out."""

    name = "transformers"

    def __init__(self, model: Any, compute_type: str, pad: int, stop: Stop) -> None:
        from transformers import GenerationConfig

        self.compute_type = compute_type
        self.padding = Padding()
        self._model = model
        self._pad = pad
        self._stop = stop
        own, config = model.generation_config, model.config
        self._end = own.eos_token_id if own.eos_token_id is not None else config.eos_token_id
        self._ends = frozenset([self._end] if isinstance(self._end, int) else self._end)
        self._start = own.decoder_start_token_id
        if self._start is None:
            self._start = getattr(config, "decoder_start_token_id", None)
        self._bad_words = own.bad_words_ids
        # What we leave open would be filled from here: beams, a forced end, the length 20.
        model.generation_config = GenerationConfig()

    def generate(
        self, prompts: Sequence[Prompt], decoding: Decoding, on_output: OnOutput
    ) -> list[Output]:
        """See `Engine.generate`."""
        outputs: dict[int, Output] = {}
        for call in calls(prompts, decoding):
            lengths = [
                len(call.static) + len(prompts[i].tokens) + call.max_new_tokens
                for i in call.indices
            ]
            for batch in batches(lengths, _BATCH_TOKENS // decoding.beam_size):
                indices = call.indices[batch.start : batch.stop]
                self._stop.check()
                chosen = [prompts[index] for index in indices]
                self.padding.add([len(prompt.tokens) for prompt in chosen])
                made = self._batch(chosen, call, decoding)
                self._stop.check()  # what a stop has cut short is not kept
                for index, output in zip(indices, made, strict=True):
                    outputs[index] = output
                    on_output(index, output)
        return [outputs[index] for index in range(len(prompts))]

    def _batch(self, prompts: Sequence[Prompt], call: Call, decoding: Decoding) -> list[Output]:
        import torch

        try:
            with torch.inference_mode():
                result = self._model.generate(
                    **self._inputs(prompts),
                    generation_config=self._settings(call, decoding),
                    logits_processor=self._processors(call),
                    stopping_criteria=self._stopping(),
                )
        except (RuntimeError, ValueError, IndexError) as error:
            raise EngineError(f"transformers failed: {error}") from error
        scores = result.get("sequences_scores")
        values = scores.tolist() if scores is not None else [None] * len(prompts)
        rows = result["sequences"][:, self._given(prompts) :].tolist()
        return [self._output(row, value) for row, value in zip(rows, values, strict=True)]

    @abstractmethod
    def _inputs(self, prompts: Sequence[Prompt]) -> dict[str, Any]:
        """The model's inputs for a padded batch."""

    @abstractmethod
    def _given(self, prompts: Sequence[Prompt]) -> int:
        """How many ids of every output row were given, not generated."""

    def _settings(self, call: Call, decoding: Decoding) -> Any:
        from transformers import GenerationConfig

        return GenerationConfig(
            num_beams=decoding.beam_size,
            early_stopping=decoding.beam_size > 1,
            do_sample=False,
            max_new_tokens=call.max_new_tokens,
            repetition_penalty=decoding.repetition_penalty,
            no_repeat_ngram_size=decoding.no_repeat_ngram_size,
            bad_words_ids=self._bad_words,
            decoder_start_token_id=self._start,
            pad_token_id=self._pad,
            eos_token_id=self._end,
            return_dict_in_generate=True,
            output_scores=decoding.beam_size > 1,
        )

    def _processors(self, call: Call) -> Any:
        from transformers import LogitsProcessorList, SuppressTokensLogitsProcessor

        mask = call.mask
        if mask is None:
            return LogitsProcessorList()
        followers = {
            token: self._tensor([list(forbidden)]) for token, forbidden in mask.after.items()
        }

        def suppress_followers(ids: Any, scores: Any) -> Any:
            for row, last in enumerate(ids[:, -1].tolist()):
                if last in followers:
                    scores[row, followers[last]] = float("-inf")
            return scores

        suppress = SuppressTokensLogitsProcessor(list(mask.tokens), device=self._model.device)
        return LogitsProcessorList([suppress, suppress_followers])

    def _stopping(self) -> Any:
        import torch
        from transformers import StoppingCriteriaList

        def stopped(ids: Any, scores: Any, **_: Any) -> Any:
            del scores
            return torch.full((ids.shape[0],), self._stop.requested, device=ids.device)

        return StoppingCriteriaList([stopped])

    def _output(self, row: list[int], score: float | None) -> Output:
        for position, token in enumerate(row):
            if token in self._ends:
                return Output(tuple(row[:position]), finished=True, score=score)
        return Output(tuple(row), finished=False, score=score)

    def _tensor(self, rows: list[list[int]]) -> Any:
        import torch

        return torch.tensor(rows, device=self._model.device)


class _Seq2Seq(_Transformers):
    """Encoder-decoder models."""

    def _inputs(self, prompts: Sequence[Prompt]) -> dict[str, Any]:
        width = max(len(prompt.tokens) for prompt in prompts)
        gaps = [width - len(prompt.tokens) for prompt in prompts]
        return {
            "input_ids": self._tensor(
                [[*p.tokens, *[self._pad] * gap] for p, gap in zip(prompts, gaps, strict=True)]
            ),
            "attention_mask": self._tensor([[1] * (width - gap) + [0] * gap for gap in gaps]),
            "decoder_input_ids": self._tensor([self._given_to(prompt) for prompt in prompts]),
        }

    def _given(self, prompts: Sequence[Prompt]) -> int:
        return len(self._given_to(prompts[0]))

    def _given_to(self, prompt: Prompt) -> list[int]:
        """The decoder's first ids; mBART's language code is the start token itself."""
        prefix = list(prompt.target_prefix)
        start = self._start
        return prefix if start is None or start in prefix else [start, *prefix]


class _Causal(_Transformers):
    """Decoder-only models."""

    def _inputs(self, prompts: Sequence[Prompt]) -> dict[str, Any]:
        width = self._given(prompts)
        rows = [[*prompt.static, *prompt.tokens] for prompt in prompts]
        return {
            "input_ids": self._tensor([[self._pad] * (width - len(row)) + row for row in rows]),
            "attention_mask": self._tensor(
                [[0] * (width - len(row)) + [1] * len(row) for row in rows]
            ),
        }

    def _given(self, prompts: Sequence[Prompt]) -> int:
        return max(len(prompt.static) + len(prompt.tokens) for prompt in prompts)
