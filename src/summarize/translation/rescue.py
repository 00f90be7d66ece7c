"""The rescue ladder: what is tried, in which order, when the gate rejects a hypothesis.

Each rung says for which rejected segments it can help and how it makes another hypothesis. Rescue
costs tokens, so a budget bounds it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from summarize.types import Check, Decoding, Severity

FIRST = "first"
RETRY = "retry"
SPLIT = "split"
SYSTEM = "system"

ENGINE = "engine"
"""The finding about a text that an engine failed on."""

_CURED_BY_SPLITTING = frozenset(
    {ENGINE, "empty", "loop", "length", "unfinished", "lines", "numbers"}
)
_LEAST_WORDS_TO_SPLIT = 8
_LEAST_BUDGET = 1000
DEFAULT_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Rung:
    """One way to make another hypothesis.

    Attributes:
        kind: One of `FIRST`, `RETRY`, `SPLIT`, `SYSTEM`.
        system: The name of the system that translates.
    """

    kind: str
    system: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.system}" if self.kind == SYSTEM else self.kind

    def can_help(self, text: str, checks: Sequence[Check]) -> bool:
        """Whether it is worth trying on a text that was rejected for these findings."""
        if self.kind != SPLIT:
            return True
        names = {check.name for check in checks if check.severity is Severity.REJECT}
        return len(text.split()) >= _LEAST_WORDS_TO_SPLIT and not names.isdisjoint(
            _CURED_BY_SPLITTING
        )

    def decoding(self, usual: Decoding, *, causal: bool) -> Decoding:
        """How this rung searches, where the job searches as `usual` says.

        Beams and a longer limit help translation models. A chat model has a wide limit as it is,
        and beams cost it much; the guards against repetition help.
        """
        if self.kind != RETRY:
            return usual
        return replace(
            usual,
            beam_size=usual.beam_size if causal else 2 * usual.beam_size,
            repetition_penalty=1.2,
            no_repeat_ngram_size=4,
            length_factor=1.0 if causal else 2.0,
        )


def ladder(systems: Sequence[str]) -> tuple[Rung, ...]:
    """The rungs for a job's systems, the first attempt included."""
    primary, *others = systems
    return (
        Rung(FIRST, primary),
        Rung(RETRY, primary),
        Rung(SPLIT, primary),
        *(Rung(SYSTEM, name) for name in others),
    )


class Budget:
    """How many output tokens rescues may still take.

    Args:
        share: Of the tokens of the first attempts.
        spent_first: The tokens of the first attempts.

    Attributes:
        spent: What they have taken so far.
    """

    def __init__(self, share: float, spent_first: int) -> None:
        # A single short article must be able to have one segment rescued.
        self._limit = max(share * spent_first, _LEAST_BUDGET if share > 0 else 0)
        self.spent = 0

    def affordable(self, costs: Sequence[int]) -> list[int]:
        """The positions of the cheapest items that the budget allows together."""
        chosen: list[int] = []
        total = 0
        for position in sorted(range(len(costs)), key=lambda index: costs[index]):
            total += costs[position]
            if total > self._limit - self.spent:
                break
            chosen.append(position)
        return sorted(chosen)

    def spend(self, tokens: int) -> None:
        """Count tokens that a rescue took."""
        self.spent += tokens
