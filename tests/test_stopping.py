"""A request to stop, and work that does not wait for its end."""

from __future__ import annotations

import signal
import threading

import pytest

from summarize import stopping
from summarize.errors import Interrupted, ModelUnavailableError
from summarize.stopping import Stop, unless_stopped


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stopping, "_TIDY_SECONDS", 0.1)


def test_work_is_handed_over() -> None:
    assert unless_stopped(lambda: 7, Stop()) == 7


def test_its_errors_are_handed_over() -> None:
    def fail() -> None:
        raise ModelUnavailableError("no model", hint="pull it")

    with pytest.raises(ModelUnavailableError, match="pull it"):
        unless_stopped(fail, Stop())


def test_work_does_not_begin_after_a_stop() -> None:
    stop, begun = Stop(), threading.Event()
    stop.request("SIGTERM")
    with pytest.raises(Interrupted):
        unless_stopped(begun.set, stop)
    assert not begun.is_set()


def test_work_that_hangs_is_left() -> None:
    stop, released = Stop(), threading.Event()

    def hang() -> None:
        stop.request("SIGTERM")
        released.wait()

    with pytest.raises(Interrupted, match="SIGTERM"):
        unless_stopped(hang, stop)
    released.set()


def test_an_interrupt_that_nobody_handles_stops_the_work_too() -> None:
    stop, told = Stop(), threading.Event()

    def work() -> None:
        signal.raise_signal(signal.SIGINT)
        while not stop.requested:
            pass
        told.set()

    with pytest.raises(KeyboardInterrupt):
        unless_stopped(work, stop)
    assert told.wait(60)


def test_work_that_ends_by_itself_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stopping, "_TIDY_SECONDS", 60.0)
    stop, tidied = Stop(), threading.Event()

    def end() -> None:
        stop.request("SIGTERM")
        tidied.wait(0.5)
        tidied.set()
        stop.check()

    with pytest.raises(Interrupted):
        unless_stopped(end, stop)
    assert tidied.is_set()
