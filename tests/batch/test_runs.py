"""Runs on fake models: what is done, what is left, what is told, and what it ends with."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from summarize.batch.metrics import MetricsFile
from summarize.batch.report import RunReport
from summarize.errors import ConfigError, LockedError, OutputError
from summarize.models.registry import load_registry
from summarize.stopping import Stop
from support import corpus
from support.press import BROKEN, Press, stems


@pytest.fixture
def press(tmp_path: Path) -> Press:
    press = Press(tmp_path)
    press.write_corpus()
    return press


def counts(report: RunReport) -> tuple[int, int, int, int]:
    """Done, skipped, failed, and the exit code."""
    return len(report.done), len(report.skipped), len(report.failures), report.exit_code


def pages(press: Press) -> dict[str, bytes]:
    found = [path for path in press.out.rglob("*") if path.is_file() and path.name != "run.json"]
    return {str(path.relative_to(press.out)): path.read_bytes() for path in found}


# --- What is done ---------------------------------------------------------------------------------


def test_all_is_done_once(press: Press) -> None:
    report = press.runner().run()
    assert stems(report.done) == ["bread", "bridge", "lake"]
    assert counts(report) == (3, 0, 0, 0)
    before = pages(press)
    assert counts(press.runner().run()) == (0, 3, 0, 0)
    assert press.loader.loads == []
    assert pages(press) == before
    assert counts(press.runner(fresh=True).run()) == (3, 0, 0, 0)


def test_a_limit_takes_the_first_and_leaves_the_rest_for_later(press: Press) -> None:
    assert stems(press.runner().run(limit=2).done) == ["bread", "bridge"]
    assert corpus.LAKE.title.en not in press.digest()
    assert counts(press.runner().run(limit=2)) == (1, 2, 0, 0)
    assert corpus.LAKE.title.en in press.digest()


def test_what_a_fresh_run_with_a_limit_does_not_reach_was_done_before(press: Press) -> None:
    press.runner().run()
    report = press.runner(fresh=True).run(limit=1)
    assert (stems(report.done), stems(report.skipped)) == (["bread"], ["bridge", "lake"])
    assert corpus.LAKE.title.en in press.digest()


def test_new_articles_that_all_fail_beside_old_ones_are_some_that_failed(press: Press) -> None:
    press.runner().run()
    for name in ("new.txt", "newer.txt"):
        press.write(name, "")
    assert counts(press.runner().run()) == (0, 3, 2, 1)
    assert press.report()["exit_code"] == 1
    assert "Not processed: 2" in press.digest()


def test_articles_that_all_fail_are_nothing_done(press: Press) -> None:
    for name in ("bread.txt", "bridge.txt", "lake.txt"):
        press.write(name, "")
    assert counts(press.runner().run()) == (0, 0, 3, 3)


def test_a_fault_of_ours_on_one_article_costs_no_other(press: Press) -> None:
    press.write("bad.txt", f"{corpus.BRIDGE.text('en')}\n\n{BROKEN}")
    report = press.runner().run()
    assert counts(report) == (3, 0, 1, 1)
    (failure,) = report.failures
    assert failure == press.report()["failures"][0]
    assert (failure["document"]["source"], failure["stage"]) == ("articles/bad.txt", "process")
    assert "nobody foresaw this" in failure["message"]


@pytest.mark.parametrize(("fail", "code"), [(True, 1), (False, 0)])
def test_flagged_passages_are_a_failure_where_that_is_asked_for(
    press: Press, fail: bool, code: int
) -> None:
    press.write("odd.txt", f"{corpus.BRIDGE.text('en')}\n\nNobody knows this sentence here.")
    report = press.runner(fail_on_flagged=fail).run()
    assert (report.flagged, report.exit_code) == (1, code)
    assert press.report()["exit_code"] == code
    assert press.report()["counts"]["segments"]["ru"]["flagged"] == 1


def test_a_page_that_is_gone_comes_back_without_a_model(press: Press) -> None:
    press.runner().run()
    before = pages(press)
    for path in (press.out / "ru").iterdir():
        path.unlink()
    assert counts(press.runner().run()) == (0, 3, 0, 0)
    assert press.loader.loads == []
    assert pages(press) == before


def test_a_page_that_cannot_be_mended_is_told(press: Press) -> None:
    press.runner().run()
    (page,) = (press.out / "ru").glob("bridge-*.md")
    page.unlink()
    (record,) = (press.out / "documents").glob("bridge-*.json")
    content = json.loads(record.read_text("utf-8"))
    content["provenance"].pop("started")
    record.write_text(json.dumps(content), "utf-8")
    assert counts(press.runner().run()) == (0, 3, 0, 1)
    (warning,) = press.listener.warnings
    assert f"{record.name} cannot be read back" in warning


@pytest.mark.parametrize("when", ["before", "meanwhile"])
def test_what_was_left_half_written_is_swept_away(press: Press, when: str) -> None:
    left = press.out / "en" / ".page.md.0a.part"

    def leave() -> None:
        left.parent.mkdir(parents=True, exist_ok=True)
        left.touch()

    def reply(text: str) -> str:
        leave()
        return corpus.translations("en", "ru").get(text, "")

    if when == "before":
        press.runner().run()
        leave()
        press.runner().run()
    else:
        press.runner(reply=reply).run()
    assert not left.exists()


# --- What keeps a run from beginning --------------------------------------------------------------


def test_a_language_that_nothing_translates_is_told_before_anything_is_written(
    press: Press,
) -> None:
    press.change('ru-en = ["ru-en"]', 'ru-en = ["en-ru"]')
    with pytest.raises(ConfigError, match="en-ru does not translate ru-en"):
        press.runner().run()
    assert not press.out.exists()


def test_only_one_run_at_a_time_writes_to_a_folder(press: Press) -> None:
    press.runner().run(limit=1)
    with FileLock(press.out / ".lock"), pytest.raises(LockedError) as caught:
        press.runner().run()
    assert "another run" in caught.value.message
    assert counts(press.runner().run()) == (2, 1, 0, 0)


def test_while_it_runs_nobody_else_does(press: Press) -> None:
    runner, said = press.runner(), []

    def reply(text: str) -> str:
        with pytest.raises(LockedError) as caught:
            runner.run()
        said.append(caught.value.message)
        return corpus.translations("en", "ru").get(text, "")

    press.runner(reply=reply).run(limit=1)
    assert f"process {os.getpid()} on " in said[0]
    assert not (press.out / ".lock.holder").exists()


def test_a_folder_that_cannot_be_written_is_told_before_anything_is_fetched(press: Press) -> None:
    press.out.touch()
    with pytest.raises(OutputError, match="cannot be written"):
        press.runner().run()
    assert press.loader.fetches == []


# --- Deadlines ------------------------------------------------------------------------------------


class Clock(threading.Timer):
    """A timer whose time is up when it is started, or never."""

    made: list[Clock]
    is_up = True

    def __init__(self, interval: float, function: Callable[..., Any], args: list[Any]) -> None:
        super().__init__(interval, function, args)
        self.cancelled = False
        self.made.append(self)

    def start(self) -> None:
        if self.is_up:
            self.function(*self.args)

    def cancel(self) -> None:
        self.cancelled = True


@pytest.mark.parametrize(("is_up", "code"), [(True, 3), (False, 0)])
def test_a_deadline_ends_a_run_in_order(
    press: Press, monkeypatch: pytest.MonkeyPatch, is_up: bool, code: int
) -> None:
    made: list[Clock] = []
    monkeypatch.setattr(Clock, "made", made, raising=False)
    monkeypatch.setattr(Clock, "is_up", is_up)
    monkeypatch.setattr("summarize.batch.runner.threading.Timer", Clock)
    press.change("[job]\n", '[job]\ndeadline = "2h"\n')
    report = press.runner(stop=Stop()).run()
    (timer,) = made
    assert (timer.interval, timer.daemon, timer.cancelled) == (7200.0, True, True)
    assert (report.stopped, report.exit_code) == ("deadline" if is_up else "", code)


def test_without_a_deadline_there_is_no_timer(
    press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Clock] = []
    monkeypatch.setattr(Clock, "made", made, raising=False)
    monkeypatch.setattr("summarize.batch.runner.threading.Timer", Clock)
    assert counts(press.runner().run()) == (3, 0, 0, 0)
    assert made == []


# --- What is told ---------------------------------------------------------------------------------


def test_progress_and_state_are_told_by_the_document(press: Press) -> None:
    press.write("empty.txt", "")
    press.change("[run]\n", "[run]\ndeterministic = true\n")
    press.runner().run()
    assert ("begin", "articles", 4, "articles") in press.listener.told
    assert press.listener.advanced("articles") == 4
    assert press.listener.told[-1] == ("end", "articles")
    last = press.listener.states[-1]
    assert (last.documents, last.failed, last.total) == (3, 1, 4)
    assert [state.documents + state.failed for state in press.listener.states] == [1, 2, 3, 4]


def test_the_time_of_a_run_does_not_go_on_after_it(press: Press) -> None:
    report = press.runner().run()
    first, second = report.seconds, report.seconds
    assert first == second
    assert press.report()["seconds"]["wall"] == round(report.seconds, 3)


def test_each_failure_is_told_with_its_hint(press: Press) -> None:
    press.write("odd.txt", f"{corpus.BRIDGE.text('en')}\n\n{BROKEN}")
    press.write("empty.txt", "")
    press.runner().run()
    failures = press.report()["failures"]
    assert {bool(failure["hint"]) for failure in failures} == {True, False}
    for failure in failures:
        hint = f" ({failure['hint']})" if failure["hint"] else ""
        assert f"{failure['message']}{hint}" in press.listener.warnings


def test_models_that_are_not_pinned_are_told(press: Press) -> None:
    runner = press.runner()
    path = press.folder / "models.txt"
    path.write_text(
        f"en-ru translate en>ru owner/en-ru\nru-en translate ru>en owner/ru-en@{'1' * 40}\n",
        "utf-8",
    )
    press.loader.registry = load_registry(path)
    report = runner.run()
    assert report.unpinned == press.report()["unpinned"] == {"en-ru": "0" * 40}
    (warning,) = press.listener.warnings
    assert "models pull --lock en-ru`" in warning
    assert press.runner().run().unpinned == {}, (
        "those of a folder of this machine are what they are"
    )


# --- Figures for Prometheus -----------------------------------------------------------------------


class Gauges(MetricsFile):
    """Keeps what it was told instead of writing it."""

    def __init__(self, error: OutputError | None = None, after: int = 0) -> None:
        super().__init__(Path("night.prom"), "night")
        self.told: list[tuple[str, int, bool]] = []
        self._error = error
        self._after = after

    def update(self, report: RunReport) -> None:
        self._tell("update", report, True)

    def write(self, report: RunReport, *, running: bool = False) -> None:
        self._tell("write", report, running)

    def _tell(self, what: str, report: RunReport, running: bool) -> None:
        self.told.append((what, len(report.done), running))
        if self._error and len(self.told) > self._after:
            raise self._error


def test_figures_are_written_at_both_ends_and_renewed_between(press: Press) -> None:
    press.change("[run]\n", "[run]\ndeterministic = true\n")
    gauges = Gauges()
    press.runner(metrics=gauges).run()
    assert gauges.told == [
        ("write", 0, True),
        ("update", 1, True),
        ("update", 2, True),
        ("update", 3, True),
        ("write", 3, False),
    ]


def test_figures_that_cannot_be_written_are_told_and_cost_nothing(press: Press) -> None:
    error = OutputError("night.prom cannot be written")
    report = press.runner(metrics=Gauges(error, after=1)).run()
    assert counts(report) == (3, 0, 0, 0)
    assert press.listener.warnings == ["night.prom cannot be written"] * 2


def test_a_file_for_figures_that_cannot_be_written_at_first_ends_the_run(press: Press) -> None:
    with pytest.raises(OutputError, match=r"night\.prom"):
        press.runner(metrics=Gauges(OutputError("night.prom cannot be written"))).run()
    assert press.loader.fetches == []
