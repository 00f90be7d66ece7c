"""A request to stop that long work looks at, from whatever side it comes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, wait
from typing import TypeVar

from summarize.errors import Interrupted

GRACE = 5.0
"""Seconds in which what is being decoded may still be finished."""

_LOOK_SECONDS = 0.1
_TIDY_SECONDS = 3.0
"""In which work that looks at the stop itself may put things in order."""

Made = TypeVar("Made")


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


def unless_stopped(work: Callable[[], Made], stop: Stop) -> Made:
    """What `work` makes, in a thread of its own that a stop does not wait for.

    For what cannot look at the stop all the time: a connection that stalls, a library that loads a
    model. What can look at it should, and end by itself; it is given a moment for that. What is
    left behind after that moment goes on until the process ends. Ctrl-C where nobody handles it is
    a request to stop as well.

    Raises:
        Interrupted: The work was asked to stop, before it began or while it went on.
    """
    stop.check()
    made: Future[Made] = Future()

    def fulfil() -> None:
        try:
            made.set_result(work())
        except BaseException as error:
            made.set_exception(error)

    try:
        threading.Thread(target=fulfil, name="work", daemon=True).start()
        while not wait([made], _LOOK_SECONDS).done:
            if stop.requested and not wait([made], _TIDY_SECONDS).done:
                stop.check()
    except KeyboardInterrupt:
        stop.request("SIGINT")
        wait([made], _TIDY_SECONDS)
        raise
    return made.result()
