"""Progress bars on a terminal."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    Task,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)

from summarize.batch.reporting import RunState
from summarize.cli.wording import Display, clock

_BYTES = "bytes"


@contextmanager
def bars() -> Iterator[Display]:
    """A display that lives as long as the `with` block."""
    console = Console(stderr=True)
    progress = Progress(
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TextColumn("{task.fields[unit]}", style="dim", markup=False),
        TimeElapsedColumn(),
        console=console,
    )
    with progress:
        yield _Bars(progress, console)


class _Bars:
    """One bar a task; the model layer's steps take turns on one of their own."""

    def __init__(self, progress: Progress, console: Console) -> None:
        self._progress = progress
        self._console = console
        self._tasks: dict[str, TaskID] = {}
        self._open: dict[str, int] = {}
        self._step = ""
        self._lock = threading.RLock()

    def begin(self, task: str, total: int | None, unit: str) -> None:
        with self._lock:
            self._end_step()
            self._open[task] = self._open.get(task, 0) + 1
            if task in self._tasks:
                shown = self._shown(task)
                more = (shown.total or 0) + (total or 0)
                self._progress.update(self._tasks[task], total=more, visible=True)
            else:
                self._tasks[task] = self._progress.add_task(task, total=total, unit=unit)

    def advance(self, task: str, count: int) -> None:
        self._progress.advance(self._tasks[task], count)

    def end(self, task: str) -> None:
        with self._lock:
            self._open[task] -= 1
            if not self._open[task]:
                completed = self._shown(task).completed
                self._progress.update(self._tasks[task], total=completed, completed=completed)

    def state(self, state: RunState) -> None:
        parts = [f"articles · {state.tokens_per_second:,.0f} tokens/s"]
        if state.flagged:
            parts.append(f"{state.flagged:,} flagged")
        if state.failed:
            parts.append(f"{state.failed:,} failed")
        if state.seconds_left:
            parts.append(f"{clock(state.seconds_left)} left")
        if "articles" in self._tasks:
            self._progress.update(self._tasks["articles"], unit=" · ".join(parts))

    def warn(self, message: str) -> None:
        # A warning may name a command or a path: it is not wrapped.
        self._console.print(f"summarize: {message}", markup=False, highlight=False, soft_wrap=True)

    def model(self, what: str, done: int, total: int | None) -> None:
        with self._lock:
            if what != self._step:
                self._end_step()
                self._step = what
                unit = _BYTES if total is not None else ""
                self._tasks[what] = self._progress.add_task(what, total=total, unit=unit)
            self._progress.update(self._tasks[what], completed=done, total=total)

    def _end_step(self) -> None:
        if self._step:
            task = self._tasks.pop(self._step)
            completed = self._progress.tasks[self._progress.task_ids.index(task)].completed
            self._progress.update(task, total=completed, completed=completed)
            self._progress.stop_task(task)
            self._step = ""

    def _shown(self, task: str) -> Task:
        return self._progress.tasks[self._progress.task_ids.index(self._tasks[task])]
