"""How a job is shared out to a cluster."""

from __future__ import annotations

from pathlib import Path

import pytest

from summarize.batch.executors.ray import _tasks, share_out
from summarize.batch.outcome import JobInput


@pytest.mark.parametrize(
    ("cpus", "wanted", "shares"),
    [
        ([2], 1, (1, 2)),
        ([2], 2, (2, 1)),
        ([2], 5, (2, 1)),
        ([8, 8], 2, (2, 8)),
        ([8, 8], 3, (3, 4)),
        ([8, 8, 8, 8], 3, (3, 8)),
        ([0, 16], 4, (4, 4)),
        ([3, 1], 2, (2, 1)),
        ([], 3, (1, 1)),
        ([4], 0, (1, 4)),
    ],
)
def test_every_worker_fits_on_a_machine(
    cpus: list[int], wanted: int, shares: tuple[int, int]
) -> None:
    assert share_out(cpus, wanted) == shares


def items(count: int) -> list[list[JobInput]]:
    return [
        [JobInput(Path(f"{n}.txt"), f"d{n}", f"{n}.txt", 1, "key", False, "s")]
        for n in range(count)
    ]


@pytest.mark.parametrize(
    ("windows", "workers", "sizes"),
    [(1, 1, [1]), (7, 2, [1] * 7), (16, 2, [2] * 8), (17, 2, [2] * 8 + [1]), (80, 1, [8] * 10)],
)
def test_tasks_are_long_enough_and_leave_some_for_each_worker(
    windows: int, workers: int, sizes: list[int]
) -> None:
    given = items(windows)
    tasks = _tasks(given, workers)
    assert [len(task) for task in tasks] == sizes
    assert [window for task in tasks for window in task] == given
