"""Windows in threads: their order, their failures, and what is counted of them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from summarize.batch.executors.local import LocalExecutor
from summarize.batch.outcome import JobInput, Outcome, Portion, Work
from summarize.errors import EngineError, ModelError, ModelUnavailableError
from summarize.stopping import Stop

Window = list[JobInput]
Deed = Callable[[], object]


def windows(count: int) -> list[Window]:
    return [
        [
            JobInput(
                Path(f"{number}.txt"),
                f"d{number}",
                f"{number}.txt",
                10,
                "key",
                done=False,
                signature="s",
            )
        ]
        for number in range(count)
    ]


class Hands:
    """A worker: does something for each window, and counts those that it has finished.

    Attributes:
        begun: The ids of the documents it was given, in order.
    """

    def __init__(self, deeds: dict[str, Deed] | None = None) -> None:
        self.begun: list[str] = []
        self._deeds = deeds or {}
        self._finished = 0
        self._lock = threading.Lock()

    def process(self, window: Sequence[JobInput]) -> Portion:
        (item,) = window
        with self._lock:
            self.begun.append(item.id)
        self._deeds.get(item.id, lambda: None)()
        with self._lock:
            self._finished += 1
        return Portion((Outcome(item.id),), self.work())

    def work(self) -> Work:
        return Work("local", output_tokens=self._finished)


def executor(hands: Hands, stop: Stop | None = None) -> LocalExecutor:
    return LocalExecutor(lambda: hands, stop or Stop())  # type: ignore[arg-type,return-value]


def ids(portions: Sequence[Portion]) -> list[str]:
    return [outcome.id for portion in portions for outcome in portion.outcomes]


def failing(error: Exception) -> Deed:
    def fail() -> None:
        raise error

    return fail


def test_every_window_comes_once_and_in_order() -> None:
    second_is_done = threading.Event()
    hands = Hands({"d0": second_is_done.wait, "d1": second_is_done.set})
    portions = list(executor(hands).run(windows(20)))
    assert ids(portions) == [f"d{number}" for number in range(20)]
    assert sorted(hands.begun) == sorted(ids(portions))


def test_the_last_portion_counts_what_all_windows_took() -> None:
    last_is_done = threading.Event()
    hands = Hands({"d0": last_is_done.wait, "d2": last_is_done.set})
    *_, last = executor(hands).run(windows(3))
    assert last.work.output_tokens == 3


def test_a_stop_begins_no_more_windows() -> None:
    stop = Stop()
    hands = Hands({"d1": lambda: stop.request("SIGTERM")})
    portions = list(executor(hands, stop).run(windows(50)))
    assert ids(portions) == sorted(hands.begun)
    assert len(hands.begun) < 10


def run_until_it_fails(hands: Hands, count: int) -> tuple[list[str], Exception]:
    """The documents that came before the error, and the error."""
    came: list[str] = []
    try:
        for portion in executor(hands).run(windows(count)):
            came += ids([portion])
    except ModelError as error:
        return came, error
    pytest.fail("nothing failed")


def test_what_other_windows_have_done_is_kept_when_one_fails() -> None:
    has_failed = threading.Event()

    def fail() -> None:
        has_failed.set()
        raise ModelUnavailableError("no model")

    hands = Hands({"d3": fail, "d4": has_failed.wait})
    came, error = run_until_it_fails(hands, 50)
    assert str(error) == "no model"
    assert sorted([*came, "d3"]) == sorted(hands.begun)
    assert {"d0", "d1", "d2", "d4"} <= set(came)
    assert len(hands.begun) < 10


def test_the_first_of_several_errors_is_told() -> None:
    deeds = {f"d{number}": failing(EngineError(f"error {number}")) for number in range(50)}
    came, error = run_until_it_fails(Hands(deeds), 50)
    assert (came, str(error)) == ([], "error 0")


class Counted(list[Window]):
    """Windows that say how many of them were taken."""

    taken = 0

    def __iter__(self) -> Iterator[Window]:
        for window in super().__iter__():
            self.taken += 1
            yield window


def test_three_windows_are_under_way_at_a_time() -> None:
    together = threading.Barrier(3)
    hands = Hands({f"d{number}": lambda: together.wait(10) for number in range(3)})
    given = Counted(windows(9))
    portions = executor(hands).run(given)
    next(portions)
    assert given.taken == 3, "no more, for the sake of memory"
    next(portions)
    assert given.taken == 4
    assert len(list(portions)) == 7


def test_the_worker_is_made_once() -> None:
    made: list[Hands] = []

    def make() -> Hands:
        made.append(Hands())
        return made[-1]

    assert len(list(LocalExecutor(make, Stop()).run(windows(5)))) == 5  # type: ignore[arg-type]
    assert len(made) == 1


def test_after_a_stop_nothing_begins() -> None:
    stop, hands = Stop(), Hands()
    stop.request("SIGTERM")
    assert list(executor(hands, stop).run(windows(5))) == []
    assert hands.begun == []
