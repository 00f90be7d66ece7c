"""How a run tells what it is doing, without knowing who listens."""

from __future__ import annotations

from typing import Protocol


class Reporter(Protocol):
    """Listens to a run. A task begins, advances and ends; tasks may overlap."""

    def begin(self, task: str, total: int | None, unit: str) -> None:
        """A task begins; `total` is in `unit`s (such as `segments`), None where unknown."""
        ...

    def advance(self, task: str, count: int) -> None:
        """So many more units of a task are done."""
        ...

    def end(self, task: str) -> None:
        """A task is over."""
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

    def warn(self, message: str) -> None:
        """See `Reporter.warn`."""
