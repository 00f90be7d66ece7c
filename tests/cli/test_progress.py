"""What a run says of itself: lines, JSON, bars, and the figures for Prometheus."""

from __future__ import annotations

import io
import json
import sys
from collections import Counter
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from rich.console import Console

from summarize.batch.metrics import MetricsFile
from summarize.batch.outcome import Outcome, Portion, Work
from summarize.batch.report import RunReport
from summarize.batch.reporting import RunState
from summarize.cli.progress import LogFormat, display
from summarize.cli.wording import clock, describe
from summarize.errors import OutputError

STATE = RunState(
    documents=30, failed=2, total=128, segments=900, flagged=4, tokens=6400, seconds=64.0
)


def test_a_state_is_one_line() -> None:
    assert describe(STATE) == (
        "32 of 128 articles, 900 segments, 100 tokens/s, 4 flagged, 2 failed, 0:03:12 left"
    )
    assert describe(RunState(total=3)) == "0 of 3 articles, 0 segments, 0 tokens/s, 0 flagged"
    assert clock(3723) == "1:02:03"
    assert clock(217_799.6) == "60:30:00"


def test_a_small_job_tells_its_steps(capsys: pytest.CaptureFixture[str]) -> None:
    with display(quiet=False) as shown:
        shown.begin("articles", 4, "articles")
        shown.begin("translating", 8, "segments")
        shown.begin("translating", 8, "segments")
        for _ in range(16):
            shown.advance("translating", 1)
        shown.end("translating")
        shown.end("translating")
        shown.state(STATE)
    lines = capsys.readouterr().err.splitlines()
    assert lines[:2] == ["articles: 4 articles", "translating: 8 segments"]
    assert "translating: 4 of 16 segments" in lines
    assert lines[-1] == "translating: 16 of 16 segments, done"


def test_a_large_job_tells_how_far_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    with display(quiet=False) as shown:
        shown.begin("articles", 128, "articles")
        shown.begin("translating", 900, "segments")
        shown.advance("translating", 900)
        shown.end("translating")
        shown.state(STATE)
        shown.state(STATE)  # told too soon after the last
        shown.warn("one.txt is empty")
    assert capsys.readouterr().err.splitlines() == [
        "articles: 128 articles",
        describe(STATE),
        "summarize: one.txt is empty",
    ]


def test_json_lines_are_for_collectors(capsys: pytest.CaptureFixture[str]) -> None:
    with display(quiet=False, log_format=LogFormat.JSON) as shown:
        shown.begin("articles", 128, "articles")
        shown.state(STATE)
        shown.warn("первый.txt is empty")
    entries = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [entry["event"] for entry in entries] == ["begin", "progress", "warning"]
    assert [entry["level"] for entry in entries] == ["info", "info", "warning"]
    assert all(entry["time"].endswith("+00:00") for entry in entries)
    assert entries[1]["tokens_per_second"] == 100.0
    assert entries[1]["seconds_left"] == 192
    assert entries[2]["message"] == "первый.txt is empty"


def test_quiet_json_holds_warnings_only(capsys: pytest.CaptureFixture[str]) -> None:
    with display(quiet=True, log_format=LogFormat.JSON) as shown:
        shown.state(STATE)
        shown.warn("one.txt is empty")
    (line,) = capsys.readouterr().err.splitlines()
    assert json.loads(line)["event"] == "warning"


def test_bars_show_tasks_that_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setattr(Console, "is_terminal", True)
    with display(quiet=False) as shown:
        shown.model("loading opus", 0, None)
        shown.begin("articles", 128, "articles")
        for _ in range(2):
            shown.begin("translating", 8, "segments")
        shown.advance("translating", 16)
        for _ in range(2):
            shown.end("translating")
        shown.advance("articles", 32)
        shown.state(STATE)
        shown.warn("one.txt is empty")
    told = terminal.getvalue()
    assert "16/16" in told
    assert "100 tokens/s" in told
    assert "summarize: one.txt is empty" in told


def told(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().err.splitlines()


@pytest.mark.parametrize(("articles", "is_large"), [(20, False), (21, True)])
def test_from_twenty_one_articles_a_job_is_large(
    capsys: pytest.CaptureFixture[str], articles: int, is_large: bool
) -> None:
    with display(quiet=False) as shown:
        shown.begin("articles", articles, "articles")
        shown.begin("translating", 4, "segments")
        shown.state(STATE)
        shown.end("articles")
    small = [f"articles: {articles} articles", "translating: 4 segments"]
    large = [f"articles: {articles} articles", describe(STATE)]
    end = f"articles: 0 of {articles} articles, done"
    assert told(capsys) == [*(large if is_large else small), end]


def test_a_step_is_told_every_quarter_and_once_at_its_end(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with display(quiet=False) as shown:
        shown.begin("translating", 8, "segments")
        for _ in range(8):
            shown.advance("translating", 1)
        shown.end("translating")
        shown.begin("loading", None, "")
        shown.advance("loading", 1)
        shown.end("loading")
    assert told(capsys) == [
        "translating: 8 segments",
        *(f"translating: {done} of 8 segments" for done in (2, 4, 6)),
        "translating: 8 of 8 segments, done",
        "loading …",
    ]


def test_a_task_that_two_windows_share_ends_with_the_second(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with display(quiet=False) as shown:
        for _ in range(2):
            shown.begin("translating", 2, "segments")
        shown.advance("translating", 2)
        shown.end("translating")
        assert "done" not in " ".join(told(capsys))
        shown.advance("translating", 2)
        shown.end("translating")
        assert told(capsys) == ["translating: 4 of 4 segments, done"]
        shown.begin("translating", 3, "segments")
        shown.end("translating")
    assert told(capsys)[-1] == "translating: 0 of 3 segments, done"


def test_a_step_of_the_model_layer_is_told_once(capsys: pytest.CaptureFixture[str]) -> None:
    with display(quiet=False) as shown:
        for done in range(3):
            shown.model("fetching a", done, 3)
        shown.model("converting a", 0, None)
    assert told(capsys) == ["fetching a …", "converting a …"]
    with display(quiet=False, log_format=LogFormat.JSON) as shown:
        for done in range(3):
            shown.model("fetching a", done, 3)
        shown.end("articles")
    entries = [json.loads(line) for line in told(capsys)]
    assert [(entry["event"], entry.get("message")) for entry in entries] == [
        ("model", "fetching a"),
        ("end", None),
    ]
    assert entries[1]["task"] == "articles"


def test_quiet_is_warnings_only(capsys: pytest.CaptureFixture[str]) -> None:
    with display(quiet=True) as shown:
        shown.begin("articles", 128, "articles")
        shown.model("fetching a", 0, None)
        shown.state(STATE)
        shown.warn("one.txt is empty")
    assert told(capsys) == ["summarize: one.txt is empty"]


def test_json_says_all_that_a_state_knows(capsys: pytest.CaptureFixture[str]) -> None:
    with display(quiet=False, log_format=LogFormat.JSON) as shown:
        shown.state(STATE)
        shown.state(RunState(total=3))
    first, second = (json.loads(line) for line in told(capsys))
    del first["time"], second["time"]
    assert first == {
        "level": "info", "event": "progress", "documents": 30, "failed": 2, "total": 128,
        "segments": 900, "flagged": 4, "tokens": 6400, "tokens_per_second": 100.0, "seconds": 64.0,
        "seconds_left": 192,
    }  # fmt: skip
    assert second["seconds_left"] is None


def report() -> RunReport:
    made = RunReport("Night", Path("night.toml"), total=3)
    done = Outcome("a-1", statuses={"ru": Counter(accepted=5, flagged=1)})
    failed = Outcome("b-2", {"message": "b is empty", "hint": ""})
    made.add(Portion((done, failed), Work("local", input_tokens=100, output_tokens=40)))
    return made


def test_metrics_are_what_prometheus_reads(tmp_path: Path) -> None:
    path = tmp_path / "night.prom"
    made = report()
    made.finish()
    MetricsFile(path, made.name).write(made)
    samples = {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(path.read_text("utf-8"))
        for sample in family.samples
    }
    job = ("job_name", "Night")
    assert samples["summarize_documents", (job, ("state", "done"))] == 1
    assert samples["summarize_documents", (job, ("state", "failed"))] == 1
    assert samples["summarize_documents", (job, ("state", "left"))] == 1
    assert samples["summarize_segments", (job, ("language", "ru"), ("status", "flagged"))] == 1
    assert samples["summarize_tokens", (("direction", "output"), job)] == 40
    assert samples["summarize_exit_code", (job,)] == 1
    assert samples["summarize_running", (job,)] == 0
    assert [file.name for file in tmp_path.iterdir()] == ["night.prom"]


def test_metrics_are_not_written_all_the_time(tmp_path: Path) -> None:
    path = tmp_path / "night.prom"
    file = MetricsFile(path, "Night")
    file.update(report())
    path.unlink()
    file.update(report())
    assert not path.exists()


def test_a_metrics_file_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"night\.prom cannot be written"):
        MetricsFile(tmp_path / "no" / "night.prom", "Night").write(report())


def test_the_state_adds_up() -> None:
    state = report().state
    assert (state.documents, state.failed, state.total) == (1, 1, 3)
    assert (state.segments, state.flagged, state.tokens) == (6, 1, 40)
