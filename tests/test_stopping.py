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
    monkeypatch.setattr(stopping, "_LOOK_SECONDS", 0.01)


def test_nothing_is_asked_for_at_first() -> None:
    stop = Stop()
    assert (stop.reason, stop.requested, stop.overdue) == ("", False, False)
    stop.check()


def test_the_first_reason_stands() -> None:
    stop = Stop()
    stop.request("deadline")
    stop.request("SIGTERM")
    assert (stop.reason, stop.requested) == ("deadline", True)
    with pytest.raises(Interrupted, match="stopped: deadline"):
        stop.check()


def test_what_has_begun_has_a_time_of_grace_from_the_first_request(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = [100.0]
    monkeypatch.setattr(stopping.time, "monotonic", lambda: now[0])  # type: ignore[attr-defined]
    usual, short = Stop(), Stop(grace=2.0)
    assert not usual.overdue
    for stop in (usual, short):
        stop.request("SIGTERM")
    assert [stop.overdue for stop in (usual, short)] == [False, False]
    now[0] = 102.5
    usual.request("SIGTERM")
    assert [stop.overdue for stop in (usual, short)] == [False, True]
    now[0] = 105.5
    assert usual.overdue


def test_work_that_is_left_behind_does_not_keep_the_process() -> None:
    assert unless_stopped(lambda: threading.current_thread().daemon, Stop())


def test_work_that_ends_well_in_spite_of_a_stop_is_handed_over() -> None:
    stop = Stop()

    def end() -> int:
        stop.request("SIGTERM")
        return 7

    assert unless_stopped(end, stop) == 7


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
        tidied.wait(0.1)
        tidied.set()
        stop.check()

    with pytest.raises(Interrupted):
        unless_stopped(end, stop)
    assert tidied.is_set()
