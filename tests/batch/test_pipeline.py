"""The pipeline on fake models: what is loaded when, in which order records come, whose they are."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from summarize.batch.pipeline import Pipeline, Plan
from summarize.batch.reporting import Silent
from summarize.errors import ConfigError, EngineError, ModelUnavailableError
from summarize.readers.files import read_bytes
from summarize.translation.attempts import Policy
from summarize.types import Document, LangPair, Status
from support import corpus
from support.fake_models import FakeLoader, Reply
from support.jobs import Recorder

EN_RU, RU_EN = LangPair("en", "ru"), LangPair("ru", "en")
KNOWN = {**corpus.translations("en", "ru"), **corpus.translations("ru", "en")}


def translate(text: str) -> str:
    return KNOWN.get(text, "")


def documents() -> list[Document]:
    """The corpus, in turns in both languages."""
    return [
        read_bytes(article.text(language).encode(), language=language)
        for article, language in zip(corpus.ARTICLES, ["en", "ru", "en"], strict=True)
    ]


class Bench:
    """A pipeline with a rescue system for English, and what it warned of."""

    def __init__(self, folder: Path, **models: Reply | Exception) -> None:
        replies = {"one": translate, "back": translate, "two": translate} | models
        columns = {"one": "translate en>ru", "two": "translate en>ru", "back": "translate ru>en"}
        self.loader = FakeLoader(
            folder, {name: (columns[name], reply) for name, reply in replies.items()}
        )
        self.warnings: list[str] = []
        self.pipeline = Pipeline(
            plan({EN_RU: ("one", "two"), RU_EN: ("back",)}),
            self.loader,
            Silent(),
            warn=self.warnings.append,
        )

    def process(self, given: list[Document]) -> dict[str, str]:
        """The key of each record."""
        records = self.pipeline.process(given, {document.id: "key" for document in given})
        assert [record.document for record in records] == given
        return {record.document.id: record.provenance.key for record in records}


def plan(systems: Mapping[LangPair, tuple[str, ...]], summary: str | None = None) -> Plan:
    return Plan(("en", "ru"), systems, Policy(), summary, 40)


def test_a_plan_names_what_it_cannot_do_without_first() -> None:
    names = {EN_RU: ("one", "two"), RU_EN: ("back", "one")}
    assert plan(names, "three").names() == ["one", "back", "three", "two"]
    assert plan(names, "three").required() == ["one", "back", "three"]
    assert plan(names).required() == ["one", "back"]


def test_records_come_in_the_order_of_the_documents(tmp_path: Path) -> None:
    given = documents()
    assert list(Bench(tmp_path).process(given)) == [document.id for document in given]


def test_each_record_is_whole_and_says_whose_it_is(tmp_path: Path) -> None:
    given = documents()
    bench = Bench(tmp_path)
    records = bench.pipeline.process(given, {document.id: document.id for document in given})
    for record in records:
        (translation,) = record.translations.values()
        ids = [segment.id for segment in record.document.segments]
        assert [entry.id for entry in translation.segments] == ids
        assert {entry.status for entry in translation.segments} == {Status.ACCEPTED}
        name = "one" if record.document.language == "en" else "back"
        assert [system.name for system in record.provenance.systems] == [name]
        assert record.provenance.key == record.document.id


def test_only_what_the_documents_need_is_loaded(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.pipeline.prepare(["ru"])
    assert bench.loader.loads == ["back"]
    bench.process(documents())
    assert bench.loader.loads == ["back", "one"]


def test_what_a_source_language_lacks_is_told_before_anything_is_loaded(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    with pytest.raises(ConfigError, match="nothing translates de-en"):
        bench.pipeline.require(["en", "de"])
    pipeline = Pipeline(plan({EN_RU: ("back",)}), bench.loader, Silent())
    with pytest.raises(ConfigError, match="back does not translate en-ru"):
        pipeline.require(["en"])
    assert bench.loader.loads == []


@pytest.mark.parametrize(
    "error", [ModelUnavailableError("two: no connection"), EngineError("two: no memory")]
)
def test_a_rescue_system_that_fails_is_told_once_and_tried_again_by_the_next_run(
    tmp_path: Path, error: Exception
) -> None:
    bench = Bench(tmp_path, one=str, two=error)  # all that "one" writes is rejected
    given = documents()
    english, russian = [given[0].id, given[2].id], [given[1].id]
    for _ in range(3):
        keys = bench.process(given)
        assert {name for name, key in keys.items() if key == "key without two"} == set(english)
        assert {name for name, key in keys.items() if key == "key"} == set(russian)
    (warning,) = bench.warnings
    assert str(error) in warning


def test_what_needs_no_rescue_has_its_usual_key(tmp_path: Path) -> None:
    def poorly(text: str) -> str:
        return text if text == corpus.ARTICLES[0].title.en else translate(text)

    given = documents()
    keys = Bench(tmp_path, one=poorly, two=EngineError("two: no memory")).process(given)
    assert list(keys.values()) == ["key without two", "key", "key"]


def test_warnings_go_to_the_reporter_where_nobody_else_listens(tmp_path: Path) -> None:
    bench, reporter = Bench(tmp_path, one=str, two=EngineError("two: no memory")), Recorder()
    pipeline = Pipeline(plan({EN_RU: ("one", "two")}), bench.loader, reporter)
    pipeline.process(documents()[:1], {documents()[0].id: "key"})
    assert len(reporter.warnings) == 1
