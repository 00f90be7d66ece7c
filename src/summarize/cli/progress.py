"""Progress on standard error: bars on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from summarize.batch.reporting import Reporter, Silent

_STEPS = 4
_BYTES = "bytes"


class Display(Reporter, Protocol):
    """A reporter that also shows the long steps of the model layer."""

    def model(self, what: str, done: int, total: int | None) -> None:
        """See `models.progress.Progress`."""
        ...


@contextmanager
def display(*, quiet: bool) -> Iterator[Display]:
    """The display that suits where standard error goes."""
    if quiet:
        yield _Quiet()
    elif sys.stderr.isatty():
        with _bars() as bars:
            yield bars
    else:
        yield _Lines()


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)  # noqa: T201 - the display


class _Quiet(Silent):
    """Warnings only."""

    def warn(self, message: str) -> None:
        _say(f"summarize: {message}")

    def model(self, what: str, done: int, total: int | None) -> None:
        """Nothing is shown."""


class _Lines:
    """A line when a task begins, at every quarter of a long one, and when it ends."""

    def __init__(self) -> None:
        self._totals: dict[str, tuple[int | None, str]] = {}
        self._done: dict[str, int] = {}
        self._model = ""

    def begin(self, task: str, total: int | None, unit: str) -> None:
        self._totals[task] = (total, unit)
        self._done[task] = 0
        _say(f"{task}: {total} {unit}" if total is not None else f"{task} …")

    def advance(self, task: str, count: int) -> None:
        total, unit = self._totals[task]
        before = self._done[task]
        after = self._done[task] = before + count
        if total and after < total and after * _STEPS // total > before * _STEPS // total:
            _say(f"{task}: {after} of {total} {unit}")

    def end(self, task: str) -> None:
        total, unit = self._totals.pop(task)
        done = self._done.pop(task)
        if total:
            _say(f"{task}: {done} of {total} {unit}, done")

    def warn(self, message: str) -> None:
        _say(f"summarize: {message}")

    def model(self, what: str, done: int, total: int | None) -> None:
        del done, total
        if what != self._model:
            self._model = what
            _say(f"{what} …")


@contextmanager
def _bars() -> Iterator[Display]:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        SpinnerColumn,
        TaskID,
        TextColumn,
        TimeElapsedColumn,
    )

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

    class Bars:
        """One bar a task; the model layer's steps take turns on one of their own."""

        def __init__(self) -> None:
            self._tasks: dict[str, TaskID] = {}
            self._step = ""

        def begin(self, task: str, total: int | None, unit: str) -> None:
            self._end_step()
            self._tasks[task] = progress.add_task(task, total=total, unit=unit)

        def advance(self, task: str, count: int) -> None:
            progress.advance(self._tasks[task], count)

        def end(self, task: str) -> None:
            identifier = self._tasks.pop(task)
            shown = progress.tasks[progress.task_ids.index(identifier)]
            progress.update(identifier, total=shown.completed, completed=shown.completed)
            progress.stop_task(identifier)

        def warn(self, message: str) -> None:
            console.print(f"summarize: {message}", markup=False, highlight=False)

        def model(self, what: str, done: int, total: int | None) -> None:
            if what != self._step:
                self._end_step()
                self._step = what
                unit = _BYTES if total is not None else ""
                self._tasks[what] = progress.add_task(what, total=total, unit=unit)
            progress.update(self._tasks[what], completed=done, total=total)

        def _end_step(self) -> None:
            if self._step:
                self.end(self._step)
                self._step = ""

    with progress:
        yield Bars()
