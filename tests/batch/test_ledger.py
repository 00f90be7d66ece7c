"""The output tree: what counts as done, and that pages and records belong together."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from summarize.batch.ledger import Ledger
from summarize.errors import OutputError
from summarize.types import Draft, Status, TranslatedSegment
from summarize.writers import html
from summarize.writers.labels import label
from summarize.writers.record import Record
from support.samples import RECORD, TRANSLATION

ID = RECORD.document.id
PAGES = [(language, suffix) for language in ("en", "ru") for suffix in ("md", "html")]


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path, ("en", "ru"), ("md", "json", "html"))


def renewed(key: str = "new") -> Record:
    """The record after another run: its Russian title is another one."""
    title = TranslatedSegment(1, "Мост снова закрыт", Status.ACCEPTED, system="opus")
    translation = replace(TRANSLATION, segments=(title, *TRANSLATION.segments[1:]))
    provenance = replace(RECORD.provenance, key=key)
    return replace(RECORD, translations={"ru": translation}, provenance=provenance)


def change(ledger: Ledger, alter: Callable[[dict[str, Any]], object]) -> None:
    """Change the record on the disk."""
    path = ledger.directory / "documents" / f"{ID}.json"
    record = json.loads(path.read_text("utf-8"))
    alter(record)
    path.write_text(json.dumps(record), "utf-8")


def files(ledger: Ledger) -> set[str]:
    paths = ledger.directory.rglob("*")
    return {str(path.relative_to(ledger.directory)) for path in paths if path.is_file()}


# --- Pages and records belong together ------------------------------------------------------------


def test_a_document_has_a_page_in_each_language_and_format_and_a_record(ledger: Ledger) -> None:
    ledger.save(RECORD)
    pages = {f"{language}/{ID}.{suffix}" for language, suffix in PAGES}
    assert files(ledger) == {*pages, f"documents/{ID}.json"}
    assert ledger.read(ID) == RECORD
    assert "Мост закрывается" in (ledger.directory / "ru" / f"{ID}.md").read_text("utf-8")
    assert "Мост закрывается" not in (ledger.directory / "en" / f"{ID}.md").read_text("utf-8")


@pytest.mark.parametrize(("language", "suffix"), PAGES)
def test_a_page_has_the_summary_and_the_warning_of_its_language(
    ledger: Ledger, language: str, suffix: str
) -> None:
    other = {"en": Draft(("tiny",), ()), "ru": Draft(("kleine",), ())}
    ledger.save(replace(RECORD, drafts=other))
    page = (ledger.directory / language / f"{ID}.{suffix}").read_text("utf-8")
    assert ("A bridge closed." in page) == (language == "en")
    assert ("Мост закрылся." in page) == (language == "ru")
    assert label(language, "draft_summary") in page


@pytest.mark.parametrize(("language", "suffix"), PAGES)
def test_a_page_that_cannot_be_written_leaves_no_record(
    ledger: Ledger, language: str, suffix: str
) -> None:
    page = ledger.directory / language / f"{ID}.{suffix}"
    page.mkdir(parents=True)
    with pytest.raises(OutputError, match=f"{language}/{ID}.{suffix} cannot be written"):
        ledger.save(RECORD)
    assert ledger.key(ID) is None
    assert not (ledger.directory / "documents" / f"{ID}.json").exists()


@pytest.mark.parametrize("key", ["new", "key"])
def test_a_former_record_is_not_that_of_pages_that_were_written_since(
    ledger: Ledger, key: str
) -> None:
    ledger.save(RECORD)
    page = ledger.directory / "ru" / f"{ID}.html"
    page.unlink()
    page.mkdir()
    with pytest.raises(OutputError):
        ledger.save(renewed(key))
    assert "снова" in (ledger.directory / "ru" / f"{ID}.md").read_text("utf-8")
    assert ledger.key(ID) is None


@pytest.mark.parametrize("written", range(6))
def test_what_a_full_disk_leaves_is_the_former_record(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, written: int
) -> None:
    ledger.save(RECORD)
    before = {name: (ledger.directory / name).read_bytes() for name in files(ledger)}
    left = iter(range(2 * written))  # a file is synced, and then its folder

    def fsync(_: int) -> None:
        if next(left, None) is None:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", fsync)
    with pytest.raises(OutputError, match="No space left"):
        ledger.save(renewed())
    after = {name: (ledger.directory / name).read_bytes() for name in files(ledger)}
    assert after.keys() == before.keys()
    assert (after == before) is (written == 0)
    assert ledger.read(ID).translations == RECORD.translations
    assert ledger.key(ID) == (None if written else "key")


def test_a_record_stays_what_it_is_beside_its_content(ledger: Ledger, tmp_path: Path) -> None:
    record, elsewhere = ledger.directory / "documents" / f"{ID}.json", tmp_path / "elsewhere.json"
    ledger.save(RECORD)
    record.rename(elsewhere)
    elsewhere.chmod(0o600)
    record.symlink_to(elsewhere)
    ledger.save(renewed())
    assert record.is_symlink()
    assert elsewhere.stat().st_mode & 0o777 == 0o600
    assert ledger.key(ID) == "new"


def test_a_fault_while_pages_are_rendered_leaves_the_former_ones(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger.save(RECORD)
    before = {name: (ledger.directory / name).read_bytes() for name in files(ledger)}

    def fail(*_: object) -> str:
        raise IndexError("nobody foresaw this")

    monkeypatch.setattr(html, "render", fail)
    with pytest.raises(IndexError):
        ledger.save(renewed())
    assert {name: (ledger.directory / name).read_bytes() for name in files(ledger)} == before


def test_a_format_that_is_no_longer_written_leaves_no_page_of_a_former_record(
    ledger: Ledger,
) -> None:
    ledger.save(RECORD)
    Ledger(ledger.directory, ("en", "ru"), ("md",)).save(renewed())
    ledger.mend_pages(ID)
    page = (ledger.directory / "ru" / f"{ID}.html").read_text("utf-8")
    assert "Мост снова закрыт" in page


def test_nor_does_it_leave_a_digest_that_nobody_renews(ledger: Ledger) -> None:
    ledger.save(RECORD)
    ledger.save_digests("news", [ID], 0)
    assert (ledger.directory / "ru" / "digest.html").exists()
    Ledger(ledger.directory, ("en", "ru"), ("md",)).save_digests("news", [ID], 0)
    digests = {name for name in files(ledger) if "digest" in name}
    assert digests == {"en/digest.md", "ru/digest.md"}


def test_a_page_that_cannot_be_removed_is_named(ledger: Ledger) -> None:
    page = ledger.directory / "ru" / f"{ID}.html"
    page.mkdir(parents=True)
    with pytest.raises(OutputError, match=f"ru/{ID}.html cannot be removed"):
        Ledger(ledger.directory, ("en", "ru"), ("md",)).save(RECORD)


@pytest.mark.parametrize(("language", "suffix"), PAGES)
def test_a_page_that_is_gone_is_written_again(ledger: Ledger, language: str, suffix: str) -> None:
    ledger.save(RECORD)
    page = ledger.directory / language / f"{ID}.{suffix}"
    before = page.read_bytes()
    page.unlink()
    ledger.mend_pages(ID)
    assert page.read_bytes() == before


def test_pages_that_are_all_there_are_left_alone(ledger: Ledger) -> None:
    ledger.save(RECORD)
    change(ledger, dict.clear)  # a record that is read would be an error
    ledger.mend_pages(ID)


def test_a_page_of_a_damaged_record_cannot_be_written_again(ledger: Ledger) -> None:
    ledger.save(RECORD)
    change(ledger, dict.clear)
    (ledger.directory / "ru" / f"{ID}.html").unlink()
    with pytest.raises(OutputError, match=f"{ID}.json cannot be read back"):
        ledger.mend_pages(ID)


# --- What counts as done --------------------------------------------------------------------------


def test_a_document_without_a_record_is_not_done(ledger: Ledger) -> None:
    assert ledger.key(ID) is None
    ledger.save(RECORD)
    assert ledger.key(ID) == "key"


@pytest.mark.parametrize(
    "alter",
    [
        lambda record: record.update(schema=2),
        lambda record: record.pop("schema"),
        lambda record: record.pop("document"),
        lambda record: record["provenance"].pop("key"),
        lambda record: record["translations"].pop("ru"),
        lambda record: record["translations"]["ru"].pop("segments"),
        lambda record: record["translations"]["ru"]["segments"].pop(0),
        lambda record: record["document"]["segments"].pop(),
        lambda record: record["document"].update(language="ru"),
        lambda record: record.update(translations=[]),
    ],
)
def test_a_record_that_is_not_whole_does_not_count(
    ledger: Ledger, alter: Callable[[dict[str, Any]], object]
) -> None:
    ledger.save(RECORD)
    change(ledger, alter)
    assert ledger.key(ID) is None


@pytest.mark.parametrize("content", [b"", b"[1]", b"null", b'{"schema": 1', b"\xff"])
def test_what_is_no_record_does_not_count(ledger: Ledger, content: bytes) -> None:
    ledger.save(RECORD)
    (ledger.directory / "documents" / f"{ID}.json").write_bytes(content)
    assert ledger.key(ID) is None
    with pytest.raises(OutputError, match=f"{ID}.json cannot be read back"):
        ledger.read(ID)


def test_a_language_that_was_not_asked_for_before_is_missing(ledger: Ledger) -> None:
    ledger.save(RECORD)
    assert Ledger(ledger.directory, ("en",), ()).key(ID) == "key"
    assert Ledger(ledger.directory, ("en", "ru", "de"), ()).key(ID) is None


# --- Failures and remains -------------------------------------------------------------------------


def test_a_former_failure_is_taken_back(ledger: Ledger) -> None:
    ledger.save_failure(ID, {"message": "Мост"})
    ledger.save_failure("other", {"message": "stays"})
    path = ledger.directory / "failures" / f"{ID}.json"
    assert json.loads(path.read_text("utf-8")) == {"message": "Мост"}
    ledger.save(RECORD)
    assert not path.exists()
    assert (ledger.directory / "failures" / "other.json").exists()


def test_what_was_left_half_written_is_removed_and_nothing_else(ledger: Ledger) -> None:
    kept = ["en/.note", "en/page.part", "documents/.keep.json", "other/.page.md.0a.part"]
    left = [f"{folder}.page.0a.part" for folder in ("", "en/", "ru/", "documents/", "failures/")]
    for name in (*kept, *left):
        (ledger.directory / name).parent.mkdir(exist_ok=True)
        (ledger.directory / name).touch()
    ledger.sweep()
    assert files(ledger) == set(kept)


def test_looking_whether_the_folder_can_be_written_leaves_nothing(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "new" / "out", ("en",), ("md",))
    ledger.require_writable()
    assert (tmp_path / "new" / "out" / "documents").is_dir()
    assert files(ledger) == set()
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="cannot be written") as caught:
        Ledger(tmp_path / "file", ("en",), ("md",)).require_writable()
    assert "another directory" in caught.value.hint


def test_a_full_disk_is_called_one(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OutputError, match="No space left") as caught:
        ledger.save(RECORD)
    assert caught.value.hint == "free some space"
    assert files(ledger) == set()


def test_the_last_report_is_that_of_the_last_run(ledger: Ledger) -> None:
    assert ledger.last_report() == {}
    ledger.save_report({"digest": "one"})
    assert ledger.last_report() == {"digest": "one"}
    (ledger.directory / "run.json").write_text("[]", "utf-8")
    assert ledger.last_report() == {}
