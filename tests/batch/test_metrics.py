"""The figures for Prometheus: each is what the report has, and the file is renewed now and then."""

from __future__ import annotations

from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from summarize.batch.metrics import MetricsFile
from summarize.batch.outcome import Outcome, Portion, Work, outcome_of
from summarize.batch.report import RunReport
from summarize.errors import OutputError
from support.samples import DOUBTFUL

Figures = dict[tuple[str, ...], float]


def report() -> RunReport:
    made = RunReport("Night", Path("night.toml"), total=4, fail_on_flagged=True)
    work = Work("local", input_tokens=11, output_tokens=7, peak_memory=1 << 50)
    made.add(Portion((outcome_of(DOUBTFUL), Outcome("bad", {})), work))
    made.skipped = ["one", "two", "three"]
    made.finish()
    return made


def figures(path: Path, name: str) -> Figures:
    """The samples of a metric by its labels, the job's name first."""
    return {
        tuple(
            sample.labels[key]
            for key in ("job_name", "language", "status", "state", "direction")
            if key in sample.labels
        ): sample.value
        for family in text_string_to_metric_families(path.read_text("utf-8"))
        for sample in family.samples
        if sample.name == f"summarize_{name}"
    }


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "night.prom"


def test_documents_segments_sentences_and_tokens_are_those_of_the_report(path: Path) -> None:
    MetricsFile(path, "night").write(report())
    assert figures(path, "documents") == {
        ("night", "done"): 1,
        ("night", "skipped"): 3,
        ("night", "failed"): 1,
        ("night", "left"): 2,
    }
    assert figures(path, "segments") == {
        ("night", "ru", "copied"): 2,
        ("night", "ru", "flagged"): 2,
        ("night", "ru", "rescued"): 1,
    }
    assert figures(path, "summary_sentences") == {
        ("night", language, status): 1
        for language in ("en", "ru")
        for status in ("accepted", "flagged")
    }
    assert figures(path, "tokens") == {("night", "input"): 11, ("night", "output"): 7}


def test_so_are_the_figures_of_the_run(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = report()
    monkeypatch.setattr("summarize.batch.metrics.time.time", lambda: 1234.5)
    MetricsFile(path, "night").write(made)
    assert figures(path, "seconds") == {("night",): made.seconds}
    assert figures(path, "output_tokens_per_second") == {("night",): 7 / made.seconds}
    assert figures(path, "peak_memory_bytes") == {("night",): 1 << 50}
    assert figures(path, "exit_code") == {("night",): 1}
    assert figures(path, "updated_timestamp_seconds") == {("night",): 1234.5}


def test_it_says_whether_the_run_goes_on(path: Path) -> None:
    file = MetricsFile(path, "night")
    file.write(report(), running=True)
    assert figures(path, "running") == {("night",): 1}
    file.write(report())
    assert figures(path, "running") == {("night",): 0}
    file.update(report())
    assert figures(path, "running") == {("night",): 1}


def test_an_update_comes_every_ten_seconds(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [50.0]
    monkeypatch.setattr("summarize.batch.metrics.time.monotonic", lambda: now[0])
    file = MetricsFile(path, "night")
    came = []
    for now[0] in (50.0, 51.0, 59.9, 60.0, 61.0, 69.9, 70.0, 95.0, 104.9, 105.0):
        path.unlink(missing_ok=True)
        file.update(report())
        if path.exists():
            came.append(now[0])
    assert came == [50.0, 60.0, 70.0, 95.0, 105.0]


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"nowhere/night\.prom cannot be written") as caught:
        MetricsFile(tmp_path / "nowhere" / "night.prom", "night").write(report())
    assert "another file" in caught.value.hint
