"""Who comes first.

A copy of the source, text in another language and garbage can be similar to something. So what
the gate finds decides first, in classes so coarse that its false alarms do not matter among sound
systems.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

BOUNDS = (0.1, 0.25, 0.5)
"""The trouble at which the next class begins, without references."""
UNUSABLE = 0.5
"""With references these are the better judge, down to this share of rejected segments."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides a system's rank.

    Attributes:
        rejected: The share of segments that the gate rejects.
        warned: The share it warns about.
        chrf: Against the references; None without.
        consensus: None for a system alone.
    """

    rejected: float
    warned: float
    chrf: float | None
    consensus: float | None

    @property
    def trouble(self) -> float:
        """From 0 to 1. Warnings count half: words thrown together get little else."""
        return self.rejected + self.warned / 2

    def key(self) -> tuple[int, float]:
        """Smaller for a better system."""
        if self.chrf is not None:
            return int(self.rejected >= UNUSABLE), -self.chrf
        return sum(self.trouble >= bound for bound in BOUNDS), -(self.consensus or 0.0)


def ranked(standings: Sequence[Standing]) -> list[int]:
    """The positions of the systems, the best first; equals stay in order."""
    return sorted(range(len(standings)), key=lambda position: standings[position].key())
