"""Whole jobs on tiny real models, file by file."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from summarize.batch.job import load_job
from summarize.batch.outcome import JobInput, Portion
from summarize.batch.report import RunReport
from summarize.batch.reporting import Silent
from summarize.batch.runner import Runner
from summarize.errors import ModelUnavailableError, OutputError
from support import corpus
from support.jobs import Recorder, make_runner, write_articles, write_job
from support.loading import Workshop
from support.processes import tree

pytestmark = pytest.mark.models


def run(workshop: Workshop, job: Path, **options: Any) -> RunReport:
    limit = options.pop("limit", None)
    loader = workshop.loader(
        {**workshop.both_ways(), "t5": (workshop.models.t5(), "summarize en,ru")}
    )
    return make_runner(job, loader, options.pop("reporter", None), **options).run(limit)


@pytest.fixture
def job(tmp_path: Path) -> Path:
    write_articles(tmp_path)
    return write_job(tmp_path)


def document_id(out: Path, stem: str) -> str:
    (found,) = (path.stem for path in (out / "documents").glob(f"{stem}-*.json"))
    return found


def snapshot(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "run.json"
    }


def test_the_whole_tree(workshop: Workshop, job: Path) -> None:
    report = run(workshop, job)
    out = job.parent / "out"
    assert report.exit_code == 0
    assert (len(report.done), report.failures) == (3, [])

    lake = json.loads((out / "documents" / f"{document_id(out, 'lake')}.json").read_text("utf-8"))
    assert lake["document"]["language"] == "ru"
    assert lake["document"]["encoding"] == "cp1251"
    assert [s["text"] for s in lake["translations"]["en"]["segments"]] == [
        pair.en for pair in corpus.LAKE.pairs()
    ]
    assert set(lake["translations"]) == {"en"}
    assert set(lake["summaries"]) == {"en", "ru"}
    assert lake["summaries"]["ru"]["text"] == corpus.LAKE.summary_text("ru")
    assert {system["name"] for system in lake["provenance"]["systems"]} == {"ru-en", "t5"}

    page = (out / "ru" / f"{document_id(out, 'bridge')}.md").read_text("utf-8")
    positions = [page.find(pair.ru) for pair in corpus.BRIDGE.pairs()]
    assert -1 not in positions
    assert positions == sorted(positions)
    original = (out / "ru" / f"{document_id(out, 'lake')}.md").read_text("utf-8")
    assert corpus.LAKE.body("ru").split("\n\n")[0] in original

    for language in ("en", "ru"):
        for suffix in ("md", "html"):
            digest = (out / language / f"digest.{suffix}").read_text("utf-8")
            for article in corpus.ARTICLES:
                assert article.title.text(language) in digest.replace("\\", "")
    assert not (out / "failures").exists()


def test_the_report_adds_up(workshop: Workshop, job: Path) -> None:
    run(workshop, job)
    report = json.loads((job.parent / "out" / "run.json").read_text("utf-8"))
    segments = sum(len([*article.pairs()]) for article in corpus.ARTICLES)
    counted = report["counts"]["segments"]
    assert sum(sum(statuses.values()) for statuses in counted.values()) == segments
    assert report["counts"]["documents"] == {"done": 3, "skipped": 0, "failed": 0, "left": 0}
    assert report["tokens"]["output"] > segments
    assert report["seconds"]["wall"] >= report["seconds"]["model"] > 0
    assert report["peak_memory_bytes"] > 10_000_000
    assert report["exit_code"] == 0
    assert {system["name"] for system in report["systems"]} == {"en-ru", "ru-en", "t5"}
    assert all(len(system["sha256"]) == 64 for system in report["systems"])


def test_a_broken_document_stops_no_other(workshop: Workshop, job: Path) -> None:
    articles = job.parent / "articles"
    (articles / "empty.txt").write_text("", "utf-8")
    (articles / "binary.txt").write_bytes(bytes(range(256)) * 8)
    (articles / "german.txt").write_text("Die Brücke wurde am Montag eröffnet. " * 9, "utf-8")
    recorder = Recorder()
    report = run(workshop, job, reporter=recorder)
    assert report.exit_code == 1
    assert (len(report.done), len(report.failures), len(recorder.warnings)) == (3, 3, 3)
    failures = [
        json.loads(path.read_text("utf-8")) for path in (job.parent / "out/failures").glob("*.json")
    ]
    assert {failure["stage"] for failure in failures} == {"read"}
    assert all(failure["retry"] == f"summarize run {job}" for failure in failures)
    digest = (job.parent / "out/en/digest.md").read_text("utf-8")
    assert "Not processed: 3" in digest


def test_a_mended_document_is_taken_back_from_the_failures(workshop: Workshop, job: Path) -> None:
    broken = job.parent / "articles" / "new.txt"
    broken.write_text("", "utf-8")
    run(workshop, job)
    broken.write_text(corpus.BREAD.text("ru"), "utf-8")
    report = run(workshop, job)
    assert (len(report.done), len(report.skipped)) == (1, 3)
    assert not list((job.parent / "out/failures").iterdir())


def test_what_is_done_is_not_done_again(workshop: Workshop, job: Path) -> None:
    run(workshop, job)
    before = snapshot(job.parent / "out")
    loader = workshop.loader(
        {**workshop.both_ways(), "t5": (workshop.models.t5(), "summarize en,ru")}
    )
    report = make_runner(job, loader).run()
    assert loader.loaded == []
    assert (len(report.done), len(report.skipped), report.exit_code) == (0, 3, 0)
    assert snapshot(job.parent / "out") == before


def test_fresh_does_it_all_again(workshop: Workshop, job: Path) -> None:
    run(workshop, job)
    assert len(run(workshop, job, fresh=True).done) == 3


def test_a_changed_setting_or_article_is_done_again(workshop: Workshop, job: Path) -> None:
    run(workshop, job)
    (job.parent / "articles/bridge.txt").write_text(corpus.LAKE.text("en"), "utf-8")
    assert len(run(workshop, job).done) == 1
    write_job(job.parent, summary="")
    assert len(run(workshop, job).done) == 3


def test_a_removed_page_comes_back_without_a_model(workshop: Workshop, job: Path) -> None:
    run(workshop, job)
    before = snapshot(job.parent / "out")
    shutil.rmtree(job.parent / "out/ru")
    run(workshop, job)
    assert snapshot(job.parent / "out") == before


def test_a_damaged_record_is_done_again(workshop: Workshop, job: Path) -> None:
    run(workshop, job)
    (record, *_) = (job.parent / "out/documents").glob("*.json")
    record.write_bytes(record.read_bytes()[:100])
    assert len(run(workshop, job).done) == 1


def test_a_limit_leaves_the_rest_for_later(workshop: Workshop, job: Path) -> None:
    assert len(run(workshop, job, limit=2).done) == 2
    second = run(workshop, job)
    assert (len(second.done), len(second.skipped)) == (1, 2)
    assert "Bridge" in (job.parent / "out/en/digest.md").read_text("utf-8").replace("b", "B")


def test_a_model_that_is_not_there_stops_the_run(workshop: Workshop, job: Path) -> None:
    loader = workshop.loader(
        {**workshop.both_ways(), "t5": (Path("/nowhere/t5"), "summarize en,ru")}
    )
    with pytest.raises(ModelUnavailableError, match="t5"):
        make_runner(job, loader).run()


@pytest.mark.skipif(os.geteuid() != 0, reason="needs /proc to refuse a folder, as it does to root")
def test_an_output_folder_that_cannot_be_written_stops_the_run(
    workshop: Workshop, job: Path
) -> None:
    text = job.read_text("utf-8").replace('directory = "out"', 'directory = "/proc/out"')
    job.write_text(text, "utf-8")
    with pytest.raises(OutputError, match="/proc/out"):
        run(workshop, job)


class Watching:
    """An executor that keeps what it was asked to do together."""

    def __init__(self) -> None:
        self.windows: list[list[str]] = []

    def run(self, windows: Sequence[Sequence[JobInput]]) -> Iterator[Portion]:
        self.windows = [[item.source for item in window] for window in windows]
        return iter(())


@pytest.mark.parametrize(
    ("extra", "sizes"), [("", [3]), ("[run]\ndeterministic = true\n", [1] * 3)]
)
def test_a_deterministic_run_takes_each_document_by_itself(
    workshop: Workshop, job: Path, extra: str, sizes: list[int]
) -> None:
    write_job(job.parent, extra=extra)
    loader = workshop.loader(
        {**workshop.both_ways(), "t5": (workshop.models.t5(), "summarize en,ru")}
    )
    watching = Watching()
    report = Runner(load_job(job), loader, watching, Silent()).run()
    assert [len(window) for window in watching.windows] == sizes
    assert report.left == 3


def test_a_deterministic_run_in_two_parts_writes_the_same(workshop: Workshop, job: Path) -> None:
    write_job(job.parent, extra="[run]\ndeterministic = true\n")
    run(workshop, job)
    whole = tree(job.parent / "out")
    shutil.rmtree(job.parent / "out")
    run(workshop, job, limit=2)
    run(workshop, job)
    assert tree(job.parent / "out") == whole


def test_a_record_that_lacks_a_segment_is_done_again(workshop: Workshop, job: Path) -> None:
    run(workshop, job)
    path = job.parent / "out" / "documents" / f"{document_id(job.parent / 'out', 'bridge')}.json"
    whole = json.loads(path.read_text("utf-8"))
    short = json.loads(path.read_text("utf-8"))
    short["translations"]["ru"]["segments"].pop()
    path.write_text(json.dumps(short), "utf-8")
    assert len(run(workshop, job).done) == 1
    again = json.loads(path.read_text("utf-8"))
    assert again["translations"] == whole["translations"]
