"""What a run exits with: the one thing that a scheduler reads."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from summarize.batch.outcome import Outcome, Portion, Work
from summarize.batch.report import RunReport
from summarize.errors import ConfigError, EngineError, JobError, ModelUnavailableError

DONE = Outcome("done", statuses={"ru": Counter(accepted=3)})
FLAGGED = Outcome("flagged", statuses={"ru": Counter(accepted=3, flagged=1)})
DOUBTED = Outcome("doubted", summaries={"en": Counter(flagged=1)})
FAILED = Outcome("failed", {"message": "failed", "hint": ""})


def report(
    *outcomes: Outcome, skipped: int = 0, total: int | None = None, **options: Any
) -> RunReport:
    made = RunReport(
        "Night", Path("night.toml"), total=len(outcomes) if total is None else total, **options
    )
    made.skipped = [f"skipped-{number}" for number in range(skipped)]
    made.add(Portion(outcomes, Work("local")))
    return made


@pytest.mark.parametrize(
    ("outcomes", "skipped", "code"),
    [
        ([], 0, 0),
        ([], 3, 0),
        ([DONE], 0, 0),
        ([DONE, FLAGGED, DOUBTED], 1, 0),
        ([DONE, FAILED], 0, 1),
        ([FAILED], 1, 1),  # all new ones failed, but there are others
        ([FAILED, FAILED], 0, 3),
    ],
)
def test_the_code_follows_from_what_became_of_the_documents(
    outcomes: list[Outcome], skipped: int, code: int
) -> None:
    made = report(*outcomes, skipped=skipped)
    assert made.exit_code == code
    assert made.to_json()["exit_code"] == code


@pytest.mark.parametrize(
    ("outcomes", "code"),
    [([DONE], 0), ([FLAGGED], 1), ([DOUBTED], 1), ([DONE, FLAGGED], 1), ([], 0)],
)
def test_a_flagged_passage_is_a_failure_only_where_that_was_asked_for(
    outcomes: list[Outcome], code: int
) -> None:
    assert report(*outcomes, fail_on_flagged=True).exit_code == code
    assert report(*outcomes, fail_on_flagged=False).exit_code == 0
    assert report(*outcomes).exit_code == 0


def test_what_is_missing_beside_the_documents_is_a_failure() -> None:
    made = report(DONE)
    made.incomplete = True
    assert made.exit_code == 1
    made = report()
    made.incomplete = True
    assert made.exit_code == 3


@pytest.mark.parametrize(
    ("reason", "code"),
    [("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 129), ("SIGPIPE", 141), ("deadline", 1)],
)
def test_a_run_that_was_stopped_before_its_end(reason: str, code: int) -> None:
    made = report(DONE, total=3)
    made.stopped = reason
    assert made.left == 2
    assert made.exit_code == code
    assert made.to_json()["stopped"] == reason


def test_a_deadline_that_comes_when_all_is_done_is_no_failure() -> None:
    made = report(DONE, total=1)
    made.stopped = "deadline"
    assert made.exit_code == 0
    made = report(total=2)
    made.stopped = "deadline"
    assert made.exit_code == 3


def test_documents_that_nobody_stopped_are_not_called_left_undone() -> None:
    """With `--limit` there are others, which are not part of the run."""
    assert report(DONE, total=3).exit_code == 0


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ConfigError("no system"), 2),
        (JobError("no such key"), 2),
        (ModelUnavailableError("no model"), 3),
        (EngineError("no memory"), 3),
        (OSError("no disk"), 3),
        (KeyboardInterrupt(), 3),
    ],
)
def test_an_error_that_ended_the_run_goes_before_all_else(error: BaseException, code: int) -> None:
    made = report(DONE, FAILED, skipped=1)
    made.error = error
    made.stopped = "SIGTERM"
    assert made.exit_code == code


def test_what_is_left_never_falls_below_nothing() -> None:
    assert report(DONE, FAILED, total=5).left == 3
    assert report(DONE, FAILED, total=1).left == 0
