"""A worker's windows: what one bad article, one bad model or a stop costs."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import pytest

from summarize.batch.job import Job, load_job
from summarize.batch.ledger import Ledger
from summarize.batch.outcome import JobInput, Portion, record_key
from summarize.batch.reporting import Silent
from summarize.batch.worker import Worker
from summarize.errors import EngineError, Interrupted, ModelUnavailableError
from summarize.readers.files import hash_file, identify
from support import corpus
from support.fake_models import FakeLoader, Reply
from support.jobs import write_articles, write_job

KNOWN = {**corpus.translations("en", "ru"), **corpus.translations("ru", "en")}
TITLE = corpus.BRIDGE.title.en


def translate(text: str) -> str:
    return KNOWN.get(text, "")


class Desk:
    """A worker over the corpus, and what it is given."""

    def __init__(self, folder: Path, extra: str = "") -> None:
        write_articles(folder)
        self._folder = folder
        path = write_job(folder, summary="")
        text = path.read_text("utf-8").replace('en-ru = ["en-ru"]', f'en-ru = ["en-ru"{extra}]')
        path.write_text(text, "utf-8")
        self.job: Job = load_job(path)
        self.ledger = Ledger(self.job.directory, ("en", "ru"), ())

    def window(self, *names: str) -> list[JobInput]:
        return [self._found(self._folder / "articles" / name) for name in names]

    def _found(self, path: Path) -> JobInput:
        document_id, source = identify(path, root=self._folder)
        sha256, size = hash_file(path, root=self._folder, max_bytes=self.job.max_bytes)
        key = record_key(sha256, "signature")
        return JobInput(path, document_id, source, size, key, False, "signature")

    def worker(self, **models: Reply | Exception) -> Worker:
        replies = {"en-ru": translate, "ru-en": translate} | {
            name.replace("_", "-"): reply for name, reply in models.items()
        }
        loader = FakeLoader(
            self._folder, {name: ("translate *", reply) for name, reply in replies.items()}
        )
        return Worker("local", self.job, loader, Silent(), None)

    def process(self, window: Sequence[JobInput], **models: Reply | Exception) -> Portion:
        return self.worker(**models).process(window)

    def failure(self, item: JobInput) -> dict[str, Any]:
        path = self.job.directory / "failures" / f"{item.id}.json"
        failure: dict[str, Any] = json.loads(path.read_text("utf-8"))
        return failure


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def failed(portion: Portion) -> list[str]:
    return [outcome.id for outcome in portion.outcomes if outcome.failure]


def test_every_article_has_one_outcome_and_a_record(desk: Desk) -> None:
    window = desk.window("bridge.txt", "lake.txt", "bread.md")
    portion = desk.process(window)
    assert [outcome.id for outcome in portion.outcomes] == [item.id for item in window]
    assert failed(portion) == []
    assert [desk.ledger.key(item.id) for item in window] == [item.key for item in window]
    assert portion.work.output_tokens > 0
    assert portion.warnings == ()


def test_an_article_that_cannot_be_read_costs_no_other(desk: Desk) -> None:
    window = desk.window("bridge.txt", "lake.txt", "bread.md")
    window[1].path.write_bytes(bytes(range(256)))
    portion = desk.process(window)
    assert failed(portion) == [window[1].id]
    assert {outcome.id for outcome in portion.outcomes} == {item.id for item in window}
    assert desk.failure(window[1])["stage"] == "read"
    assert desk.ledger.key(window[1].id) is None


def test_a_fault_of_ours_on_one_article_costs_no_other(desk: Desk) -> None:
    def faulty(text: str) -> str:
        if text == TITLE:
            raise IndexError("nobody foresaw this")
        return translate(text)

    window = desk.window("bridge.txt", "lake.txt", "bread.md")
    portion = desk.process(window, en_ru=faulty)
    assert failed(portion) == [window[0].id]
    assert len(portion.outcomes) == 3
    failure = desk.failure(window[0])
    assert (failure["stage"], failure["error"]) == ("process", "IndexError")
    assert "this is a bug" in failure["message"]
    assert failure["retry"] == f"summarize run {desk.job.path}"


def test_a_segment_that_the_engine_fails_on_is_flagged_and_the_article_done(desk: Desk) -> None:
    def failing(text: str) -> str:
        if text == TITLE:
            raise EngineError("no position encodings")
        return translate(text)

    window = desk.window("bridge.txt", "bread.md")
    portion = desk.process(window, en_ru=failing)
    assert failed(portion) == []
    assert portion.outcomes[0].statuses["ru"]["flagged"] == 1
    assert portion.outcomes[0].checks["ru"]["engine"] == 1
    assert portion.outcomes[1].statuses["ru"]["flagged"] == 0


def test_an_engine_that_fails_on_everything_fails_the_articles(desk: Desk) -> None:
    asked: list[str] = []

    def broken(text: str) -> str:
        asked.append(text)
        raise EngineError("CUDA out of memory")

    window = desk.window("bridge.txt", "lake.txt", "bread.md")
    portion = desk.process(window, en_ru=broken)
    assert sorted(failed(portion)) == sorted([window[0].id, window[2].id])
    assert desk.failure(window[0])["message"] == "CUDA out of memory"
    assert len(asked) < 20


@pytest.mark.parametrize(
    "error", [ModelUnavailableError("ru-en: no connection"), EngineError("ru-en: no memory")]
)
def test_a_first_system_that_cannot_be_loaded_is_an_error(desk: Desk, error: Exception) -> None:
    with pytest.raises(type(error)):
        desk.process(desk.window("lake.txt"), ru_en=error)


def test_one_that_no_article_needs_is_not_loaded(desk: Desk) -> None:
    portion = desk.process(desk.window("bridge.txt"), ru_en=EngineError("ru-en: no memory"))
    assert failed(portion) == []


def test_a_rescue_system_that_cannot_be_loaded_is_told_once(tmp_path: Path) -> None:
    desk = Desk(tmp_path, extra=', "big"')
    window = desk.window("bridge.txt", "bread.md")
    portion = desk.process(window, en_ru=str, big=EngineError("big: no memory"))
    assert failed(portion) == []
    (warning,) = portion.warnings
    assert "big: no memory" in warning
    assert [desk.ledger.key(item.id) for item in window] == [
        f"{item.key} without big" for item in window
    ]


def test_windows_that_end_together_do_not_wait_for_each_others_warnings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each sees that there is a warning, and one of them gets it."""
    together = threading.Barrier(2)

    class Seen(SimpleQueue[str]):
        def qsize(self) -> int:
            size = super().qsize()
            together.wait(30)
            return size

        def get_nowait(self) -> str:
            with suppress(threading.BrokenBarrierError):
                together.wait(1)
            return super().get_nowait()

    monkeypatch.setattr("summarize.batch.worker.SimpleQueue", Seen)
    desk = Desk(tmp_path, extra=', "big"')
    worker = desk.worker(en_ru=str, big=EngineError("big: no memory"))
    portions: list[Portion] = []
    threads = [
        threading.Thread(
            target=lambda name: portions.append(worker.process(desk.window(name))),
            args=(name,),
            daemon=True,
        )
        for name in ("bridge.txt", "bread.md")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert not any(thread.is_alive() for thread in threads)
    assert len([warning for portion in portions for warning in portion.warnings]) == 1


def test_a_stop_leaves_articles_without_an_outcome(desk: Desk) -> None:
    def interrupted(text: str) -> str:
        raise Interrupted("stopped: SIGTERM")

    window = desk.window("bridge.txt", "lake.txt")
    window[1].path.write_bytes(b"")
    portion = desk.process(window, en_ru=interrupted)
    assert failed(portion) == [window[1].id]  # what was found out before the stop stands
    assert len(portion.outcomes) == 1


def test_an_article_that_cannot_be_written_costs_no_other(desk: Desk) -> None:
    window = desk.window("bridge.txt", "bread.md")
    (desk.job.directory / "documents" / f"{window[0].id}.json").mkdir(parents=True)
    portion = desk.process(window)
    assert failed(portion) == [window[0].id]
    assert desk.failure(window[0])["stage"] == "write"
    assert desk.ledger.key(window[1].id) == window[1].key
