"""The engine protocol: token ids in, token ids out.

An engine knows no languages, no documents and no prompts; a codec (`engines.codecs`) turns text
into `Prompt`s and `Output`s back into text.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Protocol

from summarize.types import Decoding

OnOutput = Callable[[int, "Output"], None]
"""Told the position of a prompt and its output, as soon as that is there."""

_LIMIT_STEPS = (64, 96, 128, 192, 256, 384, 512, 768, 1024, 1536, 2048)

_BATCHES_WORTH_A_BUDGET = 10
"""A batch more is worth it where it saves a tenth of the budget in padding."""


@dataclass(frozen=True, slots=True, eq=False)
class Mask:
    """What an output must not contain. Compared by identity: a mask can be huge.

    Attributes:
        tokens: Ids that must not occur.
        after: For some of the other ids, those that must not come right after them.
    """

    tokens: tuple[int, ...]
    after: Mapping[int, tuple[int, ...]] = field(default_factory=dict)

    def allows(self, tokens: Sequence[int]) -> bool:
        """Whether an output with these tokens could be made under this mask."""
        return set(tokens).isdisjoint(self.tokens) and not any(
            second in self.after.get(first, ()) for first, second in pairwise(tokens)
        )


@dataclass(frozen=True, slots=True)
class Prompt:
    """What an engine reads for one output.

    Attributes:
        tokens: Ids with the special tokens the model expects. For a causal model, what follows
            `static`.
        max_new_tokens: The most tokens the output should have.
        target_prefix: Ids every output of this prompt starts with; not part of the output.
        static: Ids that many prompts start with; an engine may compute them once.
        mask: What may not be produced.
        room: How many new tokens the decoder has positions for; None where it knows no end.
    """

    tokens: tuple[int, ...]
    max_new_tokens: int
    target_prefix: tuple[int, ...] = ()
    static: tuple[int, ...] = ()
    mask: Mask | None = None
    room: int | None = None


@dataclass(frozen=True, slots=True)
class Output:
    """What an engine wrote for one prompt.

    Attributes:
        tokens: Ids without target prefix and end of sequence.
        finished: Whether the model ended the sequence itself.
        score: Mean log-probability per token, the end included; None where not computed.
        failure: Why the engine could not write it, in one line; empty where it could.
    """

    tokens: tuple[int, ...]
    finished: bool
    score: float | None = None
    failure: str = ""


class Vocabulary(Protocol):
    """The two names of a token: an id for transformers, a piece for CTranslate2."""

    def pieces(self, ids: Sequence[int]) -> list[str]:
        """The pieces of ids."""
        ...

    def ids(self, pieces: Sequence[str]) -> list[int]:
        """The ids of pieces."""
        ...

    @property
    def end(self) -> int:
        """The id of the end of sequence."""
        ...


class Padding:
    """How much of what an engine's batches hold is padding; several threads may count at once.

    Attributes:
        tokens: Of prompts.
        positions: Of batches: each prompt takes as many as the longest one of its batch has tokens.
    """

    def __init__(self) -> None:
        self.tokens = 0
        self.positions = 0
        self._lock = threading.Lock()

    def add(self, lengths: Sequence[int]) -> None:
        """Count a batch of prompts with so many tokens each."""
        with self._lock:
            self.tokens += sum(lengths)
            self.positions += len(lengths) * max(lengths, default=0)


class Engine(Protocol):
    """A loaded model that continues or transforms token sequences."""

    name: str
    compute_type: str
    padding: Padding

    def generate(
        self, prompts: Sequence[Prompt], decoding: Decoding, on_output: OnOutput
    ) -> list[Output]:
        """One output a prompt, in the order of the prompts.

        Args:
            prompts: What to read.
            decoding: How to search.
            on_output: Told each output as it is made, in any order; kept results survive an error.

        Raises:
            EngineError: The model cannot be run on these prompts.
            Interrupted: The engine was asked to stop before all was done.
        """
        ...


@dataclass(frozen=True, slots=True)
class Call:
    """Prompts that one call of an engine can take together: one mask, one limit.

    Attributes:
        indices: Their positions among all prompts, longest prompt first: the last calls of a
            run are then short ones, and no core waits long for another.
        max_new_tokens: The limit of the call, which each of them has room for.
    """

    indices: tuple[int, ...]
    max_new_tokens: int
    static: tuple[int, ...]
    mask: Mask | None


def calls(prompts: Sequence[Prompt], decoding: Decoding) -> list[Call]:
    """Group prompts into engine calls.

    A limit on new tokens holds for a whole call, so the limits are rounded up to a few steps:
    a short segment that loops is stopped long before the limit of the longest one. None is beyond
    what a decoder has positions for: engines fail there, on the whole batch.
    """
    groups: dict[tuple[tuple[int, ...], Mask | None, int], list[int]] = defaultdict(list)
    for index, prompt in enumerate(prompts):
        groups[prompt.static, prompt.mask, _limit(prompt, decoding)].append(index)
    return [
        Call(
            tuple(sorted(indices, key=lambda index: -len(prompts[index].tokens))),
            limit,
            static,
            mask,
        )
        for (static, mask, limit), indices in groups.items()
    ]


def batches(lengths: Sequence[int], budget: int) -> list[range]:
    """Consecutive ranges over descending `lengths`, each at most `budget` tokens with padding.

    Of all ways to cut, the one that takes the fewest positions, where each batch counts for a few
    positions too: cut only where the budget ends, the batches of a window would hold twice the
    padding. An item that is longer than the budget gets a range of its own.
    """
    overhead = budget / _BATCHES_WORTH_A_BUDGET
    best, starts = [0.0], [0]
    for end in range(1, len(lengths) + 1):
        start, options = end - 1, []
        while start >= 0 and (start == end - 1 or (end - start) * lengths[start] <= budget):
            options.append((best[start] + (end - start) * lengths[start], start))
            start -= 1
        cost, start = min(options)
        best.append(cost + overhead)
        starts.append(start)
    ranges: list[range] = []
    end = len(lengths)
    while end:
        ranges.append(range(starts[end], end))
        end = starts[end]
    return ranges[::-1]


def _limit(prompt: Prompt, decoding: Decoding) -> int:
    limit = decoding.max_new_tokens or _rounded(int(prompt.max_new_tokens * decoding.length_factor))
    return limit if prompt.room is None else min(limit, prompt.room)


def _rounded(limit: int) -> int:
    return next((step for step in _LIMIT_STEPS if step >= limit), limit)
