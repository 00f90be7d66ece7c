"""What a model has done, while it is still at it."""

from __future__ import annotations

from contextlib import ExitStack

from summarize.engines.model import Usage


class Clock:
    """Shows what it is set to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_seconds_count_while_a_caller_waits() -> None:
    clock = Clock()
    usage = Usage(clock)
    with usage.waiting():
        clock.now = 5.0
        assert usage.seconds == 5.0
        clock.now = 7.0
        assert usage.seconds == 7.0
    clock.now = 100.0
    assert usage.seconds == 7.0


def test_callers_that_overlap_wait_together() -> None:
    clock = Clock()
    usage = Usage(clock)
    with ExitStack() as second:
        with usage.waiting():
            clock.now = 3.0
            second.enter_context(usage.waiting())
            clock.now = 4.0
        assert usage.seconds == 4.0
        clock.now = 10.0
    assert usage.seconds == 10.0
