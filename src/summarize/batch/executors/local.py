"""Documents on this machine: a few windows at a time, so that the engine never waits.

While one window is decoded, the next is read, segmented and tokenised, and the one before is
examined and written; the engine works outside Python's global lock.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from summarize.batch.outcome import Found, Portion
from summarize.batch.worker import Worker
from summarize.stopping import Stop

_IN_FLIGHT = 3


class LocalExecutor:
    """Processes windows in threads.

    Args:
        worker: Made once, when there is something to do.
        stop: No new window begins after it is requested.
    """

    def __init__(self, worker: Callable[[], Worker], stop: Stop) -> None:
        self._worker = worker
        self._stop = stop

    def run(self, windows: Sequence[Sequence[Found]]) -> Iterator[Portion]:
        """See `Executor.run`."""
        worker = self._worker()
        running: deque[Future[Portion]] = deque()
        with ThreadPoolExecutor(_IN_FLIGHT, thread_name_prefix="window") as threads:
            for window in windows:
                if self._stop.requested:
                    break
                running.append(threads.submit(worker.process, window))
                if len(running) == _IN_FLIGHT:
                    yield running.popleft().result()
            while running:
                yield running.popleft().result()
