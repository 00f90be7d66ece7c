"""The engine protocol: token ids in, token ids out.

An engine knows no languages, no documents and no prompts; a codec (`engines.codecs`) turns text
into `Prompt`s and `Output`s back into text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Protocol

from summarize.types import Decoding

OnOutput = Callable[[int, "Output"], None]
"""Told the position of a prompt and its output, as soon as that is there."""

_LIMIT_STEPS = (64, 96, 128, 192, 256, 384, 512, 768, 1024, 1536, 2048)


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
        max_new_tokens: The most tokens the output may have.
        target_prefix: Ids every output of this prompt starts with; not part of the output.
        static: Ids that many prompts start with; an engine may compute them once.
        mask: What may not be produced.
    """

    tokens: tuple[int, ...]
    max_new_tokens: int
    target_prefix: tuple[int, ...] = ()
    static: tuple[int, ...] = ()
    mask: Mask | None = None


@dataclass(frozen=True, slots=True)
class Output:
    """What an engine wrote for one prompt.

    Attributes:
        tokens: Ids without target prefix and end of sequence.
        finished: Whether the model ended the sequence itself.
        score: Mean log-probability per token, the end included; None where not computed.
    """

    tokens: tuple[int, ...]
    finished: bool
    score: float | None = None


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
    """How much of what an engine's batches hold is padding.

    Attributes:
        tokens: Of prompts.
        positions: Of batches: each prompt takes as many as the longest one of its batch has tokens.
    """

    def __init__(self) -> None:
        self.tokens = 0
        self.positions = 0

    def add(self, lengths: Sequence[int]) -> None:
        """Count a batch of prompts with so many tokens each."""
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
        max_new_tokens: The limit of the call, at least that of each prompt.
    """

    indices: tuple[int, ...]
    max_new_tokens: int
    static: tuple[int, ...]
    mask: Mask | None


def calls(prompts: Sequence[Prompt], decoding: Decoding) -> list[Call]:
    """Group prompts into engine calls.

    A limit on new tokens holds for a whole call, so the limits are rounded up to a few steps:
    a short segment that loops is stopped long before the limit of the longest one.
    """
    groups: dict[tuple[tuple[int, ...], Mask | None, int], list[int]] = defaultdict(list)
    for index, prompt in enumerate(prompts):
        limit = decoding.max_new_tokens or _rounded(
            int(prompt.max_new_tokens * decoding.length_factor)
        )
        groups[prompt.static, prompt.mask, limit].append(index)
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

    An item that is longer than the budget gets a range of its own.
    """
    ranges: list[range] = []
    start = 0
    for end in range(len(lengths)):
        if end > start and (end - start + 1) * lengths[start] > budget:
            ranges.append(range(start, end))
            start = end
    if start < len(lengths):
        ranges.append(range(start, len(lengths)))
    return ranges


def _rounded(limit: int) -> int:
    return next((step for step in _LIMIT_STEPS if step >= limit), limit)
