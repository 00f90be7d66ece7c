"""What the gate says about one hypothesis."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from summarize.text.printable import printable_line
from summarize.types import Check, Severity


class Ruling(StrEnum):
    """A verdict in one word."""

    ACCEPTED = "accepted"
    WARNED = "warned"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The findings about one hypothesis.

    Attributes:
        checks: What was found, the rejecting findings first.
        score: From 0 (unusable) to 1 (nothing found, usual length): ranks hypotheses of one source
            and tells how likely it is that there is no major error.
    """

    checks: tuple[Check, ...]
    score: float

    @property
    def rejected(self) -> bool:
        """Whether the hypothesis must not be used as it is."""
        return any(check.severity is Severity.REJECT for check in self.checks)

    @property
    def warned(self) -> bool:
        """Whether it can be used, but somebody should look at it."""
        return bool(self.checks) and not self.rejected

    @property
    def ruling(self) -> Ruling:
        """The verdict in one word."""
        if self.rejected:
            return Ruling.REJECTED
        return Ruling.WARNED if self.checks else Ruling.ACCEPTED


def reject(name: str, detail: str) -> Check:
    """A finding that makes a hypothesis unusable."""
    return Check(name, Severity.REJECT, detail)


def warn(name: str, detail: str) -> Check:
    """A finding that somebody should look at."""
    return Check(name, Severity.WARN, detail)


def quoted(texts: Iterable[str], limit: int = 3) -> str:
    """Up to `limit` of `texts` in quotation marks, for a detail; says how many more there are.

    Control characters become spaces, so that a detail is safe on a terminal and stays one line.
    """
    unique = list(dict.fromkeys(printable_line(text) for text in texts))
    shown = ", ".join(f'"{text[:40]}"' for text in unique[:limit])
    more = len(unique) - limit
    return f"{shown} and {more} more" if more > 0 else shown
