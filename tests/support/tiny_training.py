"""Teaching a tiny model a few sentences by heart."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch

_SEED = 20240601
_THREADS = 1
"""Models this small gain nothing from more, and the result is the same on any machine's cores."""

_CONFIDENCE = 0.9
_ERROR_WEIGHT = 0.05
_ROUNDS_BETWEEN_ERRORS = 3
_ROUNDS_BETWEEN_CHECKS = 5
_MAX_ROUNDS = 300
_IGNORED = -100


class NotLearntError(RuntimeError):
    """A model did not learn its sentences within the steps it is given."""


@contextmanager
def quiet() -> Iterator[None]:
    """Keep transformers' warnings and progress bars back within the block.

    MarianTokenizer warns that sacremoses is missing, although it has no use for it when it
    tokenizes.
    """
    from transformers.utils import logging

    verbosity, bars = logging.get_verbosity(), logging.is_progress_bar_enabled()
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Recommended: pip install sacremoses")
        logging.set_verbosity_error()
        logging.disable_progress_bar()
        try:
            yield
        finally:
            logging.set_verbosity(verbosity)
            if bars:
                logging.enable_progress_bar()


@contextmanager
def reproducible() -> Iterator[None]:
    """Be quiet, with a fixed seed and one thread; the caller's state returns after the block."""
    import torch

    threads = torch.get_num_threads()
    with quiet(), torch.random.fork_rng(devices=[]):
        torch.manual_seed(_SEED)
        torch.set_num_threads(_THREADS)
        try:
            yield
        finally:
            torch.set_num_threads(threads)


@dataclass(frozen=True, slots=True)
class Lesson:
    """A batch a model is to learn: its arguments, and the token each position has to predict.

    Attributes:
        inputs: Keyword arguments of the model, each sequences by tokens.
        labels: The id to predict at each output position; `_IGNORED` where there is none.
    """

    inputs: dict[str, torch.Tensor]
    labels: torch.Tensor


def seq2seq_lessons(
    sources: Sequence[Sequence[int]],
    targets: Sequence[Sequence[int]],
    *,
    pad: int,
    decoder_start: int,
    given: int = 0,
) -> list[Lesson]:
    """Lessons for an encoder-decoder model.

    Args:
        sources: Input ids, one list a sequence, special tokens included.
        targets: Output ids, one list a sequence, the end of sequence included.
        pad: The padding id.
        decoder_start: The id before the first output id.
        given: How many output ids the caller will force, such as a language code: not learnt.
    """
    lessons = []
    for group in _groups([len(source) for source in sources], 600):
        read = [sources[index] for index in group]
        written = [targets[index] for index in group]
        inputs = {
            "input_ids": _padded(read, pad),
            "attention_mask": _attention(read),
            "decoder_input_ids": _padded([[decoder_start, *ids[:-1]] for ids in written], pad),
        }
        labels = [[*[_IGNORED] * given, *ids[given:]] for ids in written]
        lessons.append(Lesson(inputs, _padded(labels, _IGNORED)))
    return lessons


def causal_lessons(
    prompts: Sequence[Sequence[int]], replies: Sequence[Sequence[int]], *, pad: int
) -> list[Lesson]:
    """Lessons for a causal model, which learns the replies only.

    Args:
        prompts: Ids of what is given.
        replies: Ids of what follows each, the end of sequence included.
        pad: The padding id.
    """
    lessons = []
    for group in _groups([len(prompt) for prompt in prompts], 1200):
        read = [[*prompts[index], *replies[index][:-1]] for index in group]
        labels = [[*[_IGNORED] * (len(prompts[index]) - 1), *replies[index]] for index in group]
        inputs = {"input_ids": _padded(read, pad), "attention_mask": _attention(read)}
        lessons.append(Lesson(inputs, _padded(labels, _IGNORED)))
    return lessons


def memorise(
    model: Any,
    lessons: Sequence[Lesson],
    is_learnt: Callable[[], bool],
    *,
    learning_rate: float,
    skipping: float = 0.25,
) -> None:
    """Go through the lessons in turn until the model knows every label, and nothing else.

    Two things make the labels what every decoder finds. Each gets a probability of at least
    `_CONFIDENCE`, so rounding to 8 bits changes little. And after a wrong token the model has no
    idea how to go on: a beam search would else meet wrong outputs that are as fluent as the right
    one but shorter, or that go on for ever.

    Args:
        model: A transformers model that generates.
        lessons: What it is to learn.
        is_learnt: Asked once the model seems to know them; has the last word.
        learning_rate: At its peak, after a few rounds; it falls from there.
        skipping: The share of wrong outputs that skip a token, as a beam search does. The others
            go on as another output does.

    Raises:
        NotLearntError: It has not learnt them after the last round.
    """
    import torch

    optimizer = torch.optim.AdamW(
        model.parameters(), lr=learning_rate, betas=(0.9, 0.98), weight_decay=0.0, fused=True
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, _learning_rate_factor)
    for turn in range(1, _MAX_ROUNDS + 1):
        model.train()
        for lesson in lessons:
            optimizer.zero_grad()
            loss = _label_losses(model, lesson).mean()
            if turn % _ROUNDS_BETWEEN_ERRORS == 0:
                loss = loss + _ERROR_WEIGHT * _loss_after_errors(model, lesson, skipping)
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
        schedule.step()
        model.eval()
        if turn % _ROUNDS_BETWEEN_CHECKS == 0 and _is_certain(model, lessons) and is_learnt():
            return
    raise NotLearntError(
        f"{type(model).__name__} did not learn its lessons in {_MAX_ROUNDS} rounds"
    )


def _learning_rate_factor(turn: int) -> float:
    return float(min(1.0, (turn + 1) / 20) * 0.98 ** max(0, turn - 40))


def _is_certain(model: Any, lessons: Sequence[Lesson]) -> bool:
    import torch

    with torch.no_grad():
        worst = max(float(_label_losses(model, lesson).max()) for lesson in lessons)
    return worst <= -math.log(_CONFIDENCE)


def _label_losses(model: Any, lesson: Lesson) -> torch.Tensor:
    """The cross-entropy of each label."""
    from torch.nn.functional import cross_entropy

    known = lesson.labels != _IGNORED
    return cross_entropy(
        _logits(model, lesson.inputs, known), lesson.labels[known], reduction="none"
    )


def _loss_after_errors(model: Any, lesson: Lesson, skipping: float) -> torch.Tensor:
    """How far the model is from having no idea, in nats, where the output has gone wrong.

    That is the divergence from the uniform distribution over all tokens but the end.
    """
    import torch

    key = "decoder_input_ids" if "decoder_input_ids" in lesson.inputs else "input_ids"
    ids, known = lesson.inputs[key], lesson.labels != _IGNORED
    # A position reads what the one before it had to predict.
    written = known.roll(1, dims=1) & known
    written[:, 0] = False
    wrong_ids = _with_errors(ids, written, skipping)
    gone_wrong = ((wrong_ids != ids).cumsum(1) > 0) & known
    if not gone_wrong.any():
        return lesson.labels.new_zeros((), dtype=torch.float32)
    logits = _logits(model, lesson.inputs | {key: wrong_ids}, gone_wrong)
    log_probabilities = logits.log_softmax(-1)
    end = lesson.labels[known][-1]
    others = torch.arange(logits.shape[1]) != end
    return -log_probabilities[:, others].mean() - math.log(logits.shape[1] - 1)


def _with_errors(ids: torch.Tensor, written: torch.Tensor, skipping: float) -> torch.Tensor:
    """Let each output go wrong from some token on.

    Args:
        ids: Sequences by tokens.
        written: Where the output is.
        skipping: See `memorise`.
    """
    import torch

    rows, columns = ids.shape
    skips = torch.rand(rows) < skipping
    row = torch.where(skips, torch.arange(rows), torch.randperm(rows))
    column = (torch.arange(columns) + skips[:, None]).clamp(max=columns - 1)
    turning_points = torch.rand(rows, 1) * written.sum(1, keepdim=True)
    wrong = written & (written.cumsum(1) > turning_points)
    return torch.where(wrong, ids[row[:, None], column], ids)


def _logits(model: Any, inputs: Mapping[str, torch.Tensor], known: torch.Tensor) -> torch.Tensor:
    """The logits where a label is known. A long prompt has none, and so skips the vocabulary."""
    logits: torch.Tensor
    if model.config.is_encoder_decoder:
        logits = model(**inputs).logits[known]
    else:
        hidden = model.get_decoder()(**inputs).last_hidden_state
        logits = model.get_output_embeddings()(hidden[known])
    return logits


def _groups(lengths: Sequence[int], tokens: int) -> list[list[int]]:
    """Positions in groups of like lengths, each of about `tokens` tokens, none much smaller."""
    total = sum(lengths)
    groups: list[list[int]] = [[] for _ in range(math.ceil(total / tokens))]
    before = 0
    for index in sorted(range(len(lengths)), key=lengths.__getitem__):
        groups[before * len(groups) // total].append(index)
        before += lengths[index]
    return [group for group in groups if group]


def _padded(sequences: Sequence[Sequence[int]], value: int) -> torch.Tensor:
    import torch

    tensors = [torch.tensor(sequence) for sequence in sequences]
    return torch.nn.utils.rnn.pad_sequence(tensors, batch_first=True, padding_value=value)


def _attention(sequences: Sequence[Sequence[int]]) -> torch.Tensor:
    return _padded([[1] * len(sequence) for sequence in sequences], 0)
