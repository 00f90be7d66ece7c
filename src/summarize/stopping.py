"""A request to stop that long work looks at, from whatever side it comes."""

from __future__ import annotations

import threading
import time

from summarize.errors import Interrupted

GRACE = 5.0
"""Seconds in which what is being decoded may still be finished."""


class Stop:
    """Told once that the work shall end, asked often.

    Args:
        grace: Seconds between the request and the moment when waiting ends.

    Attributes:
        reason: Why, in a word or two, such as `SIGTERM` or `deadline`; empty while work goes on.
    """

    def __init__(self, grace: float = GRACE) -> None:
        self.reason = ""
        self._grace = grace
        self._event = threading.Event()
        self._since = 0.0

    def request(self, reason: str) -> None:
        """Ask for an end; the first reason stands."""
        if not self._event.is_set():
            self.reason, self._since = reason, time.monotonic()
            self._event.set()

    @property
    def requested(self) -> bool:
        """Whether no new work shall begin."""
        return self._event.is_set()

    @property
    def overdue(self) -> bool:
        """Whether work that has begun shall be left."""
        return self.requested and time.monotonic() - self._since > self._grace

    def check(self) -> None:
        """End the work here if that was asked for.

        Raises:
            Interrupted: No new work shall begin.
        """
        if self.requested:
            raise Interrupted(f"stopped: {self.reason}")
