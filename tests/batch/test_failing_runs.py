"""Runs without a model that they asked for, and runs that an error or a stop ends."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from summarize.batch.job import load_job
from summarize.batch.metrics import MetricsFile
from summarize.batch.outcome import JobInput, Portion
from summarize.batch.report import RunReport
from summarize.batch.reporting import Silent
from summarize.batch.runner import Runner
from summarize.errors import (
    ConfigError,
    EngineError,
    Interrupted,
    ModelUnavailableError,
    OutputError,
    SummarizeError,
)
from summarize.stopping import Stop
from summarize.writers import markdown
from summarize.writers.edition import Edition
from support import corpus
from support.command import call
from support.fake_models import FakeLoader, Reply
from support.jobs import Recorder, make_runner

KNOWN = {**corpus.translations("en", "ru"), **corpus.translations("ru", "en")}
HARD = corpus.BRIDGE.title.en
ABSENT = ModelUnavailableError("big: no connection to the Hub", hint="check the network")
BROKEN = EngineError("big: its conversion failed", hint="check the disk")


def translate(text: str) -> str:
    return KNOWN.get(text, "")


def poorly(text: str) -> str:
    """What the usual system writes: one title comes out in the source language."""
    return text if text == HARD else translate(text)


class Night:
    """A nightly job over a few articles, with a rescue system.

    Attributes:
        job: The job file.
        out: Its output folder.
        warnings: Of the last run.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.job = folder / "job.toml"
        self.out = folder / "out"
        self.warnings: list[str] = []
        self.job.write_text(
            '[job]\nname = "Night"\n[input]\npaths = ["articles/*"]\n'
            '[output]\ndirectory = "out"\nformats = ["md"]\n'
            '[translate]\nen-ru = ["en-ru", "big"]\nru-en = ["ru-en"]\n',
            "utf-8",
        )
        (folder / "articles").mkdir()

    def write(self, name: str, text: str) -> None:
        (self._folder / "articles" / name).write_text(text, "utf-8")

    def runner(
        self,
        *,
        big: Reply | Exception = translate,
        first: Reply | Exception = poorly,
        back: Reply | Exception = translate,
        stop: Stop | None = None,
        **options: Any,
    ) -> Runner:
        recorder = Recorder()
        self.warnings = recorder.warnings
        models = {
            "en-ru": ("translate en>ru", first),
            "ru-en": ("translate ru>en", back),
            "big": ("translate en>ru", big),
        }
        loader = FakeLoader(self._folder, models, stop)
        return make_runner(self.job, loader, recorder, stop=stop, **options)

    def report(self) -> dict[str, Any]:
        report: dict[str, Any] = json.loads((self.out / "run.json").read_text("utf-8"))
        return report

    def record(self, stem: str) -> dict[str, Any]:
        (path,) = (self.out / "documents").glob(f"{stem}-*.json")
        record: dict[str, Any] = json.loads(path.read_text("utf-8"))
        return record

    def digest(self) -> str:
        return (self.out / "en" / "digest.md").read_text("utf-8")


@pytest.fixture
def night(tmp_path: Path) -> Night:
    night = Night(tmp_path)
    night.write("bread.txt", corpus.BREAD.text("en"))
    night.write("bridge.txt", corpus.BRIDGE.text("en"))
    night.write("lake.txt", corpus.LAKE.text("ru"))
    return night


def title_of(record: dict[str, Any]) -> dict[str, Any]:
    title: dict[str, Any] = record["translations"]["ru"]["segments"][0]
    return title


def done(report: RunReport) -> list[str]:
    return [name.rsplit("-", 1)[0] for name in report.done]


@pytest.mark.parametrize("error", [ABSENT, BROKEN])
def test_a_rescue_system_that_is_not_to_be_had_costs_no_article(
    night: Night, error: SummarizeError
) -> None:
    report = night.runner(big=error).run()
    assert (done(report), report.exit_code) == (["bread", "bridge", "lake"], 0)
    (warning,) = night.warnings
    assert warning.startswith("rescue by big ")
    assert str(error) in warning
    assert night.report()["warnings"] == [warning]
    title = title_of(night.record("bridge"))
    assert title["status"] == "flagged"
    assert "copied" in {check["name"] for check in title["checks"]}


@pytest.mark.parametrize("error", [ABSENT, BROKEN])
def test_of_many_windows_one_warns(
    night: Night, error: SummarizeError, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("summarize.batch.runner._WINDOW_DOCUMENTS", 1)
    for number in range(9):
        night.write(f"{number:03}.txt", corpus.BRIDGE.text("en"))
    night.runner(big=error).run()
    assert len(night.warnings) == 1


def test_articles_are_done_again_once_a_missing_rescue_system_is_there(night: Night) -> None:
    night.runner(big=ABSENT).run()
    assert done(night.runner(big=ABSENT).run()) == []
    assert done(night.runner().run()) == ["bread", "bridge", "lake"]
    assert title_of(night.record("bridge"))["rung"] == "system:big"
    assert done(night.runner().run()) == []


def test_what_a_broken_rescue_system_left_flagged_is_tried_again(night: Night) -> None:
    night.runner(big=BROKEN).run()
    assert done(night.runner(big=BROKEN).run()) == ["bridge"]
    assert done(night.runner().run()) == ["bridge"]
    assert title_of(night.record("bridge"))["rung"] == "system:big"
    assert done(night.runner().run()) == []


def test_a_first_system_that_cannot_be_had_ends_the_run_before_it_begins(night: Night) -> None:
    night.runner().run()
    digest, fingerprint = night.digest(), night.report()["digest"]
    with pytest.raises(ModelUnavailableError):
        night.runner(back=ABSENT).run()
    report = night.report()
    assert report["digest"] == fingerprint
    assert report["error"] == {
        "type": "ModelUnavailableError",
        "message": "big: no connection to the Hub",
        "hint": "check the network",
    }
    assert report["exit_code"] == 3
    assert night.digest() == digest  # that of yesterday is better than an empty one
    assert not (night.out / ".lock.holder").exists()


def test_an_error_on_the_way_keeps_and_counts_what_was_done(
    night: Night, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("summarize.batch.runner._WINDOW_DOCUMENTS", 1)
    metrics = tmp_path / "night.prom"
    with pytest.raises(EngineError):
        night.runner(back=BROKEN, metrics=MetricsFile(metrics, "Night")).run()
    report = night.report()
    assert report["counts"]["documents"] == {"done": 2, "skipped": 0, "failed": 0, "left": 1}
    assert report["error"]["type"] == "EngineError"
    assert report["exit_code"] == 3
    assert report["stopped"] is None
    assert corpus.BRIDGE.title.en in night.digest()
    assert figures(metrics) == {"running": 0, "exit_code": 3}
    assert done(night.runner().run()) == ["lake"]


def test_a_fault_of_ours_on_one_article_costs_no_other(
    night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    render = markdown.render

    def faulty(*editions: Edition) -> str:
        if "bridge" in editions[0].document_id:
            raise IndexError("nobody foresaw this")
        return render(*editions)

    monkeypatch.setattr(markdown, "render", faulty)
    report = night.runner().run()
    assert (done(report), report.exit_code) == (["bread", "lake"], 1)
    (failure,) = report.failures
    assert failure["stage"] == "write"
    assert "nobody foresaw this" in failure["message"]


def figures(path: Path) -> dict[str, float]:
    return {
        sample.name.removeprefix("summarize_"): sample.value
        for family in text_string_to_metric_families(path.read_text("utf-8"))
        for sample in family.samples
        if sample.name in ("summarize_running", "summarize_exit_code")
    }


class Failing:
    """An executor that does nothing and then fails."""

    def __init__(self, error: BaseException) -> None:
        self._error = error

    def run(self, windows: Sequence[Sequence[JobInput]]) -> Iterator[Portion]:
        del windows
        yield from ()
        raise self._error


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OSError(5, "Input/output error"), 3),
        (RuntimeError("nobody foresaw this"), 3),
        (ConfigError("nothing translates en-de", hint="name a system"), 2),
        (KeyboardInterrupt(), 3),
    ],
)
def test_whatever_ends_a_run_is_in_its_report(
    night: Night, error: BaseException, code: int
) -> None:
    names = ("en-ru", "ru-en", "big")
    loader = FakeLoader(night.job.parent, dict.fromkeys(names, ("translate *", translate)))
    with pytest.raises(type(error)):
        Runner(load_job(night.job), loader, Failing(error), Silent()).run()
    report = night.report()
    assert report["error"]["type"] == type(error).__name__
    assert report["error"]["message"] == (getattr(error, "message", "") or str(error))
    assert (report["exit_code"], report["counts"]["documents"]["left"]) == (code, 3)


@pytest.mark.parametrize(("reason", "code"), [("SIGTERM", 143), ("SIGINT", 130), ("deadline", 3)])
def test_a_stop_before_there_is_anything_to_do(night: Night, reason: str, code: int) -> None:
    night.runner().run()
    digest = night.digest()
    stop = Stop()
    stop.request(reason)
    report = night.runner(stop=stop).run()
    assert (report.stopped, report.exit_code) == (reason, code)
    assert (night.report()["stopped"], night.report()["exit_code"]) == (reason, code)
    assert night.report()["error"] is None
    assert night.digest() == digest


def test_a_stop_on_the_way_leaves_the_rest_for_later(night: Night) -> None:
    stop = Stop()

    def interrupt(text: str) -> str:
        stop.request("SIGTERM")
        raise Interrupted("stopped: SIGTERM")

    report = night.runner(first=interrupt, stop=stop).run()
    assert (report.stopped, report.exit_code) == ("SIGTERM", 143)
    assert (report.done, report.left, report.error) == ([], 3, None)
    assert done(night.runner().run()) == ["bread", "bridge", "lake"]


def test_a_digest_that_cannot_be_written_is_no_end_of_the_report(night: Night) -> None:
    digest = night.out / "en" / "digest.md"
    digest.mkdir(parents=True)
    report = night.runner().run()
    assert (len(report.done), report.exit_code) == (3, 1)
    (warning,) = night.warnings
    assert "digest.md cannot be written" in warning
    assert night.report()["exit_code"] == 1
    assert night.report()["counts"]["documents"]["done"] == 3
    digest.rmdir()
    assert night.runner().run().exit_code == 0
    assert corpus.BRIDGE.title.en in night.digest()


def test_an_old_digest_that_could_not_be_replaced_is_replaced_the_next_time(
    night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    night.runner().run(limit=1)

    def full(*_: object) -> None:
        raise OutputError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr("summarize.batch.ledger.Ledger.save_digests", full)
        night.runner().run()
    assert corpus.BRIDGE.title.en not in night.digest()
    assert done(night.runner().run()) == []
    assert corpus.BRIDGE.title.en in night.digest()


def test_a_stop_is_seen_while_pages_are_written_again(
    night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    night.runner().run()
    stop, mended = Stop(), []

    def mend(_: object, document_id: str) -> None:
        mended.append(document_id)
        stop.request("SIGTERM")

    monkeypatch.setattr("summarize.batch.ledger.Ledger.mend_pages", mend)
    report = night.runner(stop=stop).run()
    assert (len(mended), len(report.skipped), report.exit_code) == (1, 3, 143)


def test_a_stop_is_seen_while_articles_are_looked_for(
    night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    night.runner().run()
    digest, stop, looked_at = night.digest(), Stop(), []

    def look(_: object, document_id: str) -> None:
        looked_at.append(document_id)
        stop.request("SIGTERM")

    monkeypatch.setattr("summarize.batch.ledger.Ledger.key", look)
    report = night.runner(stop=stop).run()
    assert (len(looked_at), report.exit_code) == (1, 143)
    assert night.digest() == digest


def test_the_process_ends_as_the_report_says(
    night: Night, capsys: pytest.CaptureFixture[str]
) -> None:
    models = night.job.parent / "models.txt"
    models.write_text(
        "en-ru translate en>ru /nowhere/en-ru\nbig translate en>ru /nowhere/big\n"
        "ru-en translate ru>en /nowhere/ru-en\n",
        "utf-8",
    )
    assert call("run", str(night.job), "--models", str(models), "--quiet") == 3
    assert night.report()["exit_code"] == 3
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("summarize: error: en-ru: no model in /nowhere/en-ru")
