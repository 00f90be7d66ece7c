"""Signals: the first ends a run in order, the second at once."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

from summarize.errors import Interrupted
from summarize.stopping import Stop

EXIT_STOPPED = 1
"""For a stop that no signal has asked for."""

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def stopped_by_signals() -> Iterator[Stop]:
    """A stop that SIGINT and SIGTERM request; the signals' former meaning comes back at the end.

    Work that ends with `Interrupted` within the `with` block ends the process, with the exit code
    of the signal.
    """
    stop = Stop()

    def handle(number: int, frame: FrameType | None) -> None:
        del frame
        name = signal.Signals(number).name
        if stop.requested:
            os._exit(128 + number)
        os.write(2, f"summarize: {name}: finishing what is begun; again to stop at once\n".encode())
        stop.request(name)

    former = {number: signal.signal(number, handle) for number in _SIGNALS}
    try:
        yield stop
    except Interrupted:
        leave(stop.reason, EXIT_STOPPED)
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)


def leave(reason: str, exit_code: int) -> NoReturn:
    """End the process after a stop, without waiting for what the engines have in hand.

    Args:
        reason: Why it was stopped; a signal's name decides the exit code, as shells have it.
        exit_code: For any other reason.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    by_name = {number.name: 128 + number for number in _SIGNALS}
    os._exit(by_name.get(reason, exit_code))
