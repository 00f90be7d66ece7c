"""What a worker does about one article that fails, and what it counts."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from summarize.batch.job import Job, load_job
from summarize.batch.ledger import Ledger
from summarize.batch.outcome import JobInput, Portion, record_key
from summarize.batch.pipeline import Plan
from summarize.batch.reporting import Silent
from summarize.batch.worker import Worker, plan_of
from summarize.errors import ModelCorruptError, TokenBudgetExceeded
from summarize.readers.files import hash_file, identify
from summarize.translation.attempts import Policy
from summarize.types import Decoding, LangPair
from summarize.writers import markdown
from summarize.writers.edition import Edition
from support import corpus
from support.fake_models import FakeLoader
from support.press import Press, translate

NAMES = ("bread", "bridge", "lake")
BAD = corpus.BRIDGE.title.en


class Desk:
    """A worker over three articles, one of which, `bridge`, may fail."""

    def __init__(self, press: Press) -> None:
        press.write_corpus()
        self.job: Job = load_job(press.job)
        self.ledger = Ledger(self.job.directory, ("en", "ru"), ("md",))
        self.error: BaseException | None = None
        self.asked: list[str] = []
        models = {
            "en-ru": ("translate en>ru", self._reply),
            "ru-en": ("translate ru>en", translate),
        }
        self.loader = FakeLoader(press.folder, models)
        self.worker = Worker("night", self.job, self.loader, Silent(), None)

    def _reply(self, text: str) -> str:
        self.asked.append(text)
        if text == BAD and self.error:
            raise self.error
        return translate(text)

    def window(self) -> list[JobInput]:
        found = []
        for name in NAMES:
            path = self.job.folder / "articles" / f"{name}.txt"
            document_id, source = identify(path, root=self.job.folder)
            sha256, size = hash_file(path, root=self.job.folder)
            key = record_key(sha256, "signature")
            found.append(JobInput(path, document_id, source, size, key, False, "signature"))
        return found

    def process(self) -> Portion:
        return self.worker.process(self.window())

    def done(self) -> list[str]:
        """The articles whose record counts."""
        keys = {item.id: item.key for item in self.window()}
        return [
            name.rsplit("-", 1)[0] for name, key in keys.items() if self.ledger.key(name) == key
        ]

    def failure(self) -> dict[str, Any]:
        (path,) = (self.job.directory / "failures").glob("*.json")
        failure: dict[str, Any] = json.loads(path.read_text("utf-8"))
        return failure


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(Press(tmp_path))


def failed(portion: Portion) -> list[str]:
    return [outcome.id.rsplit("-", 1)[0] for outcome in portion.outcomes if outcome.failure]


@pytest.mark.parametrize(
    "error",
    [
        ZeroDivisionError("unforeseen"),
        AssertionError("unforeseen"),
        AttributeError("unforeseen"),
        KeyError("unforeseen"),
        IndexError("unforeseen"),
        RecursionError("unforeseen"),
        TypeError("unforeseen"),
        UnicodeError("unforeseen"),
        TokenBudgetExceeded("unforeseen"),
    ],
)
def test_articles_that_fail_together_are_tried_one_by_one(desk: Desk, error: Exception) -> None:
    desk.error = error
    portion = desk.process()
    assert failed(portion) == ["bridge"]
    assert sorted(outcome.id for outcome in portion.outcomes) == sorted(
        item.id for item in desk.window()
    )
    assert desk.done() == ["bread", "lake"]
    assert desk.failure()["error"] == type(error).__name__
    assert "unforeseen" in desk.failure()["message"]
    for outcome in portion.outcomes:
        if not outcome.failure:
            (statuses,) = outcome.statuses.values()
            assert statuses.keys() == {"accepted"}


@pytest.mark.parametrize(
    "error", [OSError("no disk"), MemoryError(), ModelCorruptError("en-ru is damaged")]
)
def test_what_is_wrong_with_the_machine_is_not_blamed_on_an_article(
    desk: Desk, error: Exception
) -> None:
    desk.error = error
    with pytest.raises(type(error)):
        desk.process()
    assert not (desk.job.directory / "failures").exists()


def test_a_failure_says_what_where_and_what_to_do(desk: Desk) -> None:
    desk.error = TokenBudgetExceeded("bridge.txt is too long", hint="split it")
    portion = desk.process()
    failure = desk.failure()
    assert [outcome.failure for outcome in portion.outcomes if outcome.failure] == [failure]
    assert datetime.fromisoformat(failure.pop("time")).utcoffset() == timedelta(0)
    (item,) = (item for item in desk.window() if "bridge" in item.id)
    assert failure == {
        "schema": 1,
        "document": {"id": item.id, "source": "articles/bridge.txt"},
        "stage": "process",
        "error": "TokenBudgetExceeded",
        "message": "bridge.txt is too long",
        "hint": "split it",
        "retry": f"summarize run {desk.job.path}",
    }


def test_a_fault_while_a_page_is_made_costs_no_other_article(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    render = markdown.render

    def faulty(edition: Edition) -> str:
        if "bridge" in edition.document_id:
            raise IndexError("nobody foresaw this")
        return render(edition)

    monkeypatch.setattr(markdown, "render", faulty)
    assert failed(desk.process()) == ["bridge"]
    assert desk.done() == ["bread", "lake"]
    assert desk.failure()["stage"] == "write"
    assert desk.failure()["document"]["source"] == "articles/bridge.txt"
    assert "nobody foresaw this" in desk.failure()["message"]
    assert "this is a bug" in desk.failure()["message"]
    assert "report it" in desk.failure()["hint"]


def test_a_failure_that_cannot_be_written_down_is_one_all_the_same(desk: Desk) -> None:
    desk.error = TokenBudgetExceeded("bridge.txt is too long", hint="split it")
    desk.job.directory.mkdir()
    (desk.job.directory / "failures").touch()
    portion = desk.process()
    assert failed(portion) == ["bridge"]
    (failure,) = (outcome.failure for outcome in portion.outcomes if outcome.failure)
    assert failure["hint"].startswith("split it; ")
    assert "cannot be written" in failure["hint"]


def test_an_article_in_a_language_that_the_job_does_not_take_is_not_read(desk: Desk) -> None:
    text = "Die Brücke wurde am Montag für den Verkehr geschlossen. " * 9
    (desk.job.folder / "articles" / "bridge.txt").write_text(text, "utf-8")
    assert failed(desk.process()) == ["bridge"]
    failure = desk.failure()
    assert (failure["stage"], failure["error"]) == ("read", "ReadError")
    assert failure["document"]["source"] == "articles/bridge.txt"
    assert failure["message"].startswith("articles/bridge.txt is in ")


def test_what_all_its_models_have_done_is_added_up(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def model(factor: int) -> object:
        return SimpleNamespace(
            usage=SimpleNamespace(
                input_tokens=factor, output_tokens=10 * factor, seconds=100.0 * factor
            ),
            padding=SimpleNamespace(tokens=1000 * factor, positions=10_000 * factor),
            load_seconds=100_000.0 * factor,
        )

    monkeypatch.setattr(FakeLoader, "loaded", property(lambda _: [model(1), model(2)]))
    work = desk.worker.work()
    assert (work.worker, work.input_tokens, work.output_tokens) == ("night", 3, 30)
    assert (work.model_seconds, work.load_seconds) == (300.0, 300_000.0)
    assert (work.prompt_tokens, work.positions) == (3000, 30_000)
    assert work.peak_memory > 10_000_000


def test_the_plan_is_what_the_job_asks_for(tmp_path: Path) -> None:
    path = tmp_path / "job.toml"
    path.write_text(
        '[input]\npaths = ["*"]\nlanguages = ["en"]\n[output]\nlanguages = ["ru"]\n'
        '[translate]\nen-ru = ["one", "two"]\nbeam_size = 3\ngate = "off"\nrescue_share = 0.25\n'
        '[summarize]\nmodel = "writer"\nmax_words = 17\n',
        "utf-8",
    )
    assert plan_of(load_job(path)) == Plan(
        languages=("ru",),
        systems={LangPair("en", "ru"): ("one", "two")},
        policy=Policy(Decoding(beam_size=3), gate=False, rescue_share=0.25),
        summary_model="writer",
        max_words=17,
    )


def test_a_key_depends_on_the_bytes_and_on_the_signature() -> None:
    keys = {record_key(*each) for each in [("a", "b"), ("a", "c"), ("b", "b"), ("a b", "")]}
    assert len(keys) == 4
    assert record_key("a", "b") == record_key("a", "b")
