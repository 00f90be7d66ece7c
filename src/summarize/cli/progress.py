"""Progress on standard error: bars on a terminal, plain lines elsewhere, JSON for collectors."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from summarize.batch.reporting import RunState, Silent
from summarize.cli.wording import Display, describe

_STEPS = 4
_FEW_ARTICLES = 20
_STATE_SECONDS = 10.0


class LogFormat(StrEnum):
    """How progress and warnings are written to standard error."""

    TEXT = "text"
    JSON = "json"


@contextmanager
def display(*, quiet: bool, log_format: LogFormat = LogFormat.TEXT) -> Iterator[Display]:
    """The display that suits where standard error goes."""
    if log_format is LogFormat.JSON:
        yield _JsonLines(quiet=quiet)
    elif quiet:
        yield _Quiet()
    elif sys.stderr.isatty():
        from summarize.cli.bars import bars

        with bars() as shown:
            yield shown
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
    """Each step of a small job: begun, every quarter, done. Of a large one, how far it is."""

    def __init__(self) -> None:
        self._totals: dict[str, tuple[int, str]] = {}
        self._done: dict[str, int] = {}
        self._open: dict[str, int] = {}
        self._is_large = False
        self._next_state = 0.0
        self._model = ""
        self._lock = threading.Lock()

    def begin(self, task: str, total: int | None, unit: str) -> None:
        with self._lock:
            self._is_large |= unit == "articles" and (total or 0) > _FEW_ARTICLES
            before, _ = self._totals.get(task, (0, unit))
            self._totals[task] = (before + (total or 0), unit)
            self._done.setdefault(task, 0)
            self._open[task] = self._open.get(task, 0) + 1
            if not self._is_large or unit == "articles":
                _say(f"{task}: {total} {unit}" if total is not None else f"{task} …")

    def advance(self, task: str, count: int) -> None:
        with self._lock:
            total, unit = self._totals[task]
            before = self._done[task]
            after = self._done[task] = before + count
            is_step = total and after * _STEPS // total > before * _STEPS // total
            if not self._is_large and after < total and is_step:
                _say(f"{task}: {after} of {total} {unit}")

    def end(self, task: str) -> None:
        with self._lock:
            self._open[task] -= 1
            if self._open[task]:
                return
            total, unit = self._totals.pop(task)
            done = self._done.pop(task)
            if total and (not self._is_large or unit == "articles"):
                _say(f"{task}: {done} of {total} {unit}, done")

    def state(self, state: RunState) -> None:
        if self._is_large and time.monotonic() >= self._next_state:
            self._next_state = time.monotonic() + _STATE_SECONDS
            _say(describe(state))

    def warn(self, message: str) -> None:
        _say(f"summarize: {message}")

    def model(self, what: str, done: int, total: int | None) -> None:
        del done, total
        if what != self._model:
            self._model = what
            _say(f"{what} …")


class _JsonLines:
    """One JSON object a line: `time`, `level`, `event` and what belongs to it."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self._model = ""

    def begin(self, task: str, total: int | None, unit: str) -> None:
        self._log("begin", task=task, total=total, unit=unit)

    def advance(self, task: str, count: int) -> None:
        """Told by `state`, in larger steps."""

    def end(self, task: str) -> None:
        self._log("end", task=task)

    def state(self, state: RunState) -> None:
        left = state.seconds_left
        self._log(
            "progress",
            documents=state.documents,
            failed=state.failed,
            total=state.total,
            segments=state.segments,
            flagged=state.flagged,
            tokens=state.tokens,
            tokens_per_second=round(state.tokens_per_second, 1),
            seconds=round(state.seconds, 3),
            seconds_left=None if left is None else round(left),
        )

    def warn(self, message: str) -> None:
        self._log("warning", level="warning", message=message)

    def model(self, what: str, done: int, total: int | None) -> None:
        del done, total
        if what != self._model:
            self._model = what
            self._log("model", message=what)

    def _log(self, event: str, *, level: str = "info", **content: Any) -> None:
        if self._quiet and level == "info":
            return
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        entry = {"time": now, "level": level, "event": event, **content}
        _say(json.dumps(entry, ensure_ascii=False))
