"""One file on demand: the same care as in a job, with what this machine has ready."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from summarize.batch.single import process_one
from summarize.errors import ConfigError
from summarize.models.store import StoredModel
from summarize.readers.files import read_bytes
from summarize.translation.memory import TranslationMemory
from summarize.types import ModelSpec, Status
from summarize.writers.record import Record
from support import corpus
from support.fake_models import FakeLoader, Reply
from support.press import KNOWN, Listener

BRIDGE = read_bytes(corpus.BRIDGE.text("en").encode(), language="en", source="bridge.txt")
WORDS = "One two three four five. Six seven eight nine ten. Eleven twelve thirteen."


def said(text: str) -> str:
    return KNOWN.get(text, WORDS)


def loader(folder: Path, models: Mapping[str, str], reply: Reply = said) -> FakeLoader:
    return FakeLoader(folder, {name: (columns, reply) for name, columns in models.items()})


def process(models: FakeLoader, **options: Any) -> Record:
    usual = {
        "targets": ("ru",),
        "system": None,
        "summarizer": None,
        "max_words": 60,
        "reporter": Listener(),
    }
    return process_one(BRIDGE, loader=models, **(usual | options))


BOTH = {"one": "translate en>ru", "writer": "summarize en"}


def test_a_record_is_made_as_in_a_job(tmp_path: Path) -> None:
    record = process(loader(tmp_path, BOTH))
    entries = record.translations["ru"].segments
    assert [entry.id for entry in entries] == [segment.id for segment in BRIDGE.segments]
    assert {entry.status for entry in entries} == {Status.ACCEPTED}
    assert set(record.summaries) == {"en", "ru"}
    assert record.document == BRIDGE


def test_what_is_doubtful_is_flagged(tmp_path: Path) -> None:
    record = process(loader(tmp_path, BOTH, lambda _: "No."), summarizer="none")
    assert {entry.status for entry in record.translations["ru"].segments} == {Status.FLAGGED}


def test_a_summary_has_no_more_words_than_were_asked_for(tmp_path: Path) -> None:
    for most, words in ((60, 13), (10, 10), (9, 5)):
        record = process(loader(tmp_path, BOTH), max_words=most)
        assert len(record.summaries["en"].text.split()) == words


def test_progress_is_told(tmp_path: Path) -> None:
    listener = Listener()
    process(loader(tmp_path, BOTH), reporter=listener)
    assert {each[1] for each in listener.told} >= {"translating en to ru", "summarising"}


def test_what_is_remembered_is_not_made_again(tmp_path: Path) -> None:
    with TranslationMemory(tmp_path / "memory.sqlite3") as memory:
        process(loader(tmp_path, BOTH), memory=memory)
        again = loader(tmp_path, BOTH)
        process(again, memory=memory)
        assert [engine.asked for engine in again.engines.values()] == [[], []]
        forgetful = loader(tmp_path, BOTH)
        process(forgetful)
        assert all(engine.asked for engine in forgetful.engines.values())


def test_what_is_named_is_used(tmp_path: Path) -> None:
    models = {**BOTH, "two": "translate en>ru", "scribe": "summarize en"}
    record = process(loader(tmp_path, models), system="two", summarizer="scribe")
    assert {system.name for system in record.provenance.systems} == {"two", "scribe"}
    record = process(loader(tmp_path, models))
    assert {system.name for system in record.provenance.systems} == {"one", "writer"}


def test_what_is_ready_is_used_before_what_would_have_to_be_fetched(tmp_path: Path) -> None:
    models = loader(tmp_path, {**BOTH, "two": "translate en>ru", "scribe": "summarize en"})

    def lookup(spec: ModelSpec) -> StoredModel | None:
        if spec.name in ("one", "writer"):
            return None
        return StoredModel(spec, Path(spec.source), "0" * 40, "0" * 64, Path(spec.source))

    models.store.lookup = lookup  # type: ignore[method-assign]
    record = process(models)
    assert {system.name for system in record.provenance.systems} == {"two", "scribe"}
    assert sorted(models.loads) == ["scribe", "two"]


def test_the_language_it_is_in_may_be_asked_for_alone(tmp_path: Path) -> None:
    record = process(loader(tmp_path, {"writer": "summarize en"}), targets=("en",))
    assert (set(record.translations), set(record.summaries)) == (set(), {"en"})


def test_without_a_summary_nothing_is_summarised(tmp_path: Path) -> None:
    record = process(loader(tmp_path, {"one": "translate en>ru"}), summarizer="none")
    assert record.summaries == {}


@pytest.mark.parametrize(
    ("models", "options", "message", "hint"),
    [
        (
            {"there": "translate en>ru", "writer": "summarize ru"},
            {"targets": ("ru", "en")},
            "no model for ru-en in .*, which the summary needs: writer writes in ru",
            "add one",
        ),
        ({"writer": "summarize en"}, {}, "no model for en-ru in .*models.txt$", "add one"),
        ({"one": "translate en>ru"}, {}, "no model for summaries in en, ru in ", "add one"),
        (BOTH, {"system": "writer"}, "writer does not translate en-ru$", "--system"),
        (BOTH, {"summarizer": "one"}, "one summarises none of en, ru$", "--summarizer"),
    ],
)
def test_what_cannot_be_is_told_with_what_to_do(
    tmp_path: Path, models: Mapping[str, str], options: Any, message: str, hint: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        process(loader(tmp_path, models), **options)
    assert re.match(message, caught.value.message)
    assert hint in caught.value.hint
