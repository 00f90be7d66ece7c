"""Digests: every finished document, in each language and format, and what is said of them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from summarize.batch.ledger import Ledger
from summarize.errors import OutputError
from summarize.types import Draft
from summarize.writers.labels import label
from summarize.writers.record import Record
from support.samples import DOUBTFUL, RECORD

PAGES = [(language, suffix) for language in ("en", "ru") for suffix in ("md", "html")]


def named(name: str, record: Record = RECORD) -> Record:
    return replace(record, document=replace(record.document, id=name))


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    ledger = Ledger(tmp_path, ("en", "ru"), ("md", "html"))
    for name in ("one", "two", "three"):
        ledger.save(named(name))
    return ledger


def digest(ledger: Ledger, language: str, suffix: str = "md") -> str:
    return (ledger.directory / language / f"digest.{suffix}").read_text("utf-8")


@pytest.mark.parametrize(("language", "suffix"), PAGES)
def test_a_digest_lists_the_documents_it_is_given_in_their_order(
    ledger: Ledger, language: str, suffix: str
) -> None:
    ledger.save_digests("Night & day", ["two", "one"], 7)
    page = digest(ledger, language, suffix)
    assert -1 < page.index(f"two.{suffix}") < page.index(f"one.{suffix}")
    assert "three" not in page
    assert {"en": "A bridge closes", "ru": "Мост закрывается"}[language] in page
    assert {"en": "A bridge closed", "ru": "Мост закрылся"}[language] in page
    assert "Night &" in page
    for what, count in (("articles", 2), ("failed", 7)):
        assert label(language, what, count=count) in page


@pytest.mark.parametrize(("language", "suffix"), PAGES)
def test_each_digest_that_is_missing_is_missed(ledger: Ledger, language: str, suffix: str) -> None:
    assert not ledger.has_digests()
    ledger.save_digests("Night", ["one"], 0)
    assert ledger.has_digests()
    (ledger.directory / language / f"digest.{suffix}").unlink()
    assert not ledger.has_digests()


def test_a_digest_says_which_models_are_drafts_in_its_language_only(ledger: Ledger) -> None:
    other = {"ru": Draft(("tiny",), ("large",))}
    ledger.save(named("four", replace(DOUBTFUL, drafts=other)))
    ledger.save(named("five", replace(DOUBTFUL, drafts={"ru": Draft(("small",), ("huge",))})))
    ledger.save_digests("Night", ["one", "four", "two", "five", "three"], 0)
    assert all(name in digest(ledger, "ru") for name in ("tiny", "small", "large", "huge"))
    assert not any(name in digest(ledger, "en") for name in ("tiny", "small", "large", "huge"))
    ledger.save_digests("Night", ["one"], 0)
    assert not any(name in digest(ledger, "ru") for name in ("tiny", "small", "large", "huge"))


@pytest.mark.parametrize("damage", ["summaries", "document", "drafts", "all"])
def test_a_damaged_record_is_named_and_leaves_the_digest_as_it_was(
    ledger: Ledger, damage: str
) -> None:
    ledger.save_digests("Night", ["one"], 0)
    before = digest(ledger, "en")
    path = ledger.directory / "documents" / "two.json"
    record = json.loads(path.read_text("utf-8"))
    record[damage] = {"en": 3, "ru": 3}
    path.write_text("{" if damage == "all" else json.dumps(record), "utf-8")
    with pytest.raises(OutputError, match=r"documents/two\.json cannot be read back"):
        ledger.save_digests("Night", ["one", "two"], 0)
    assert digest(ledger, "en") == before


def test_without_pages_there_is_no_digest_and_no_record_is_read(ledger: Ledger) -> None:
    alone = Ledger(ledger.directory, ("en", "ru"), ("json",))
    alone.save_digests("Night", ["nowhere"], 0)
    assert alone.has_digests()
    assert not (ledger.directory / "en" / "digest.md").exists()
