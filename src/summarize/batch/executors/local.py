"""Documents on this machine: a few windows at a time, so that the engine never waits.

While one window is decoded, the next is read, segmented and tokenised, and the one before is
examined and written; the engine works outside Python's global lock.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace

from summarize.batch.outcome import JobInput, Portion
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

    def run(self, windows: Sequence[Sequence[JobInput]]) -> Iterator[Portion]:
        """See `Executor.run`; an error is raised when the windows in flight are counted."""
        worker = self._worker()
        errors: list[Exception] = []
        running: deque[Future[Portion]] = deque()

        def finished() -> Iterator[Portion]:
            try:
                portion = running.popleft().result()
            except Exception as error:
                errors.append(error)
            else:
                # Windows overlap: by now the worker has done more than at this one's end.
                yield replace(portion, work=worker.work())

        with ThreadPoolExecutor(_IN_FLIGHT, thread_name_prefix="window") as threads:
            for window in windows:
                if self._stop.requested or errors:
                    break
                running.append(threads.submit(worker.process, window))
                if len(running) == _IN_FLIGHT:
                    yield from finished()
            while running:
                yield from finished()
        if errors:
            raise errors[0]
