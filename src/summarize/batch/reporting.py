"""How a run tells what it is doing, without knowing who listens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class RunState:
    """How far a run is.

    Attributes:
        documents: Done in this run.
        failed: Documents that failed in this run.
        total: Documents to be processed in this run.
        segments: Translated, over all languages.
        flagged: Segments among them that are flagged.
        tokens: Written by models.
        seconds: Since the run began.
    """

    documents: int = 0
    failed: int = 0
    total: int = 0
    segments: int = 0
    flagged: int = 0
    tokens: int = 0
    seconds: float = 0.0

    @property
    def tokens_per_second(self) -> float:
        """Output tokens a second of wall-clock time, start-up counted in."""
        return self.tokens / self.seconds if self.seconds else 0.0

    @property
    def seconds_left(self) -> float | None:
        """At the pace so far; None while there is none."""
        processed = self.documents + self.failed
        if not processed:
            return None
        return self.seconds / processed * (self.total - processed)


class Reporter(Protocol):
    """Listens to a run, perhaps from several threads.

    A task begins, advances and ends; tasks may overlap, and one that begins again before it has
    ended grows.
    """

    def begin(self, task: str, total: int | None, unit: str) -> None:
        """A task begins; `total` is in `unit`s (such as `segments`), None where unknown."""
        ...

    def advance(self, task: str, count: int) -> None:
        """So many more units of a task are done."""
        ...

    def end(self, task: str) -> None:
        """A task is over."""
        ...

    def state(self, state: RunState) -> None:
        """How far the run is; told after every few documents."""
        ...

    def warn(self, message: str) -> None:
        """Something the user should know, in one line."""
        ...


class Silent:
    """Listens to nothing."""

    def begin(self, task: str, total: int | None, unit: str) -> None:
        """See `Reporter.begin`."""

    def advance(self, task: str, count: int) -> None:
        """See `Reporter.advance`."""

    def end(self, task: str) -> None:
        """See `Reporter.end`."""

    def state(self, state: RunState) -> None:
        """See `Reporter.state`."""

    def warn(self, message: str) -> None:
        """See `Reporter.warn`."""
