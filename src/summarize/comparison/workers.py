"""Work on all cores."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Made = TypeVar("Made")


def spread(function: Callable[[Item], Made], items: Sequence[Item], workers: int) -> Iterator[Made]:
    """What a function makes of each item, in the items' order.

    Args:
        function: Of a module, so that other processes find it.
        items: What to work on.
        workers: How many processes at most; 1 works in this one.
    """
    workers = min(workers, len(items))
    if workers <= 1:
        yield from map(function, items)
        return
    # Not forked: engines' threads may hold locks that a copy of this process would wait for.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_leave_interrupts) as pool:
        yield from pool.map(function, items)


def _leave_interrupts() -> None:
    """Ctrl-C reaches every process of a terminal; the one that gave the work out ends it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
