"""What a run says it has done, counted from outcomes alone."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from summarize.batch.metrics import MetricsFile
from summarize.batch.outcome import Portion, Work, outcome_of
from summarize.batch.report import RunReport
from support.samples import DOUBTFUL, RECORD


def report(record: object = DOUBTFUL, **options: bool) -> RunReport:
    made = RunReport("Night", Path("night.toml"), total=1, **options)
    outcome = outcome_of(DOUBTFUL if record is DOUBTFUL else RECORD)
    made.add(Portion((outcome,), Work("local")))
    return made


def test_flagged_sentences_of_summaries_count() -> None:
    assert report().to_json()["counts"]["summaries"] == {
        "en": {"accepted": 1, "flagged": 1},
        "ru": {"accepted": 1, "flagged": 1},
    }
    assert report().flagged == 4, "two segments, two sentences"
    assert report(RECORD).flagged == 1


def test_a_flagged_summary_is_enough_to_fail_on() -> None:
    made = RunReport("Night", Path("night.toml"), total=1, fail_on_flagged=True)
    outcome = outcome_of(DOUBTFUL)
    without = type(outcome)(outcome.id, summaries=outcome.summaries, statuses={"ru": Counter()})
    made.add(Portion((without,), Work("local")))
    assert made.exit_code == 1


def test_the_metrics_have_them_too(tmp_path: Path) -> None:
    path = tmp_path / "night.prom"
    MetricsFile(path, "Night").write(report())
    (family,) = (
        family
        for family in text_string_to_metric_families(path.read_text("utf-8"))
        if family.name == "summarize_summary_sentences"
    )
    found = {(s.labels["language"], s.labels["status"]): s.value for s in family.samples}
    assert found[("ru", "flagged")] == 1


@pytest.mark.parametrize(("reason", "code"), [("SIGTERM", 143), ("SIGINT", 130), ("deadline", 0)])
def test_the_report_says_what_the_process_exits_with(reason: str, code: int) -> None:
    made = report(RECORD)
    made.stopped = reason
    assert made.exit_code == code
    assert made.to_json()["exit_code"] == code
