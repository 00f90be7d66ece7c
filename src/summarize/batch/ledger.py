"""The output tree: what is done, what failed, and the pages people read.

A document is done when its record is on the disk with the key that its bytes, the job's settings
and the systems give now. The record is written last, so a killed run leaves nothing half done.
"""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from summarize.errors import OutputError
from summarize.storage import TEMPORARY, replacing
from summarize.types import Draft
from summarize.writers import html, markdown
from summarize.writers.edition import Digest, Edition, Entry, draft_of, edition, entry
from summarize.writers.record import SCHEMA, Record, dumps, from_json, loads, to_json

DIGEST = "digest"
_REPORT = "run.json"
_PAGES = {"md": markdown, "html": html}


class Ledger:
    """The output tree of a job.

    Args:
        directory: Its root; created at the first writing.
        languages: The languages there are pages in.
        formats: Of `md`, `json` and `html`; the record is always written.
    """

    def __init__(self, directory: Path, languages: tuple[str, ...], formats: tuple[str, ...]):
        self.directory = directory
        self._languages = languages
        self._pages = {name: page for name, page in _PAGES.items() if name in formats}

    def require_writable(self) -> None:
        """Create the folders.

        Raises:
            OutputError: The folders cannot be created, or not be written to.
        """
        probe = self.directory / "documents" / ".probe"
        self._write(probe, "")
        with contextlib.suppress(OSError):
            probe.unlink()

    def sweep(self) -> None:
        """Remove what was left half-written; only to be called while nobody writes."""
        folders = ["", "documents", "failures", *self._languages]
        for folder in folders:
            for path in (self.directory / folder).glob(f".*{TEMPORARY}"):
                with contextlib.suppress(OSError):
                    path.unlink()

    def key(self, document_id: str) -> str | None:
        """The key of a document's record; None where there is no sound and complete record.

        Complete is one that has an entry for each segment in every language, and whose pages are
        not being replaced.
        """
        try:
            record = self._json(document_id)
            document, made = record["document"], record["translations"]
            wanted = [lang for lang in self._languages if lang != document["language"]]
            ids = _ids(document["segments"])
            whole = all(_ids(made[lang]["segments"]) == ids for lang in wanted)
            is_sound = whole and record["schema"] == SCHEMA
            return (str(record["provenance"]["key"]) or None) if is_sound else None
        except (OutputError, KeyError, TypeError):
            return None

    def save(self, record: Record) -> None:
        """Write a document's pages and, last, its record; a former failure is taken back.

        A former record is out of date first: if the run ended among the pages, and what it had
        changed were changed back, it would count as done, and as the record of these pages.

        Raises:
            OutputError: The disk is full or a folder cannot be written.
        """
        pages = self._rendered(record)  # a fault of ours shows before anything is changed
        document_id = record.document.id
        self._outdate(document_id)
        for suffix in _PAGES.keys() - self._pages.keys():
            self._remove_pages(document_id, suffix)
        self._write_pages(document_id, pages)
        self._write(self._record_path(document_id), dumps(to_json(record)))
        with contextlib.suppress(OSError):
            self._failure_path(document_id).unlink()

    def _outdate(self, document_id: str) -> None:
        """Give a former record a key that no run asks for; what it says stays until the new one."""
        try:
            record = self._json(document_id)
            record["provenance"]["key"] = ""
        except (OutputError, KeyError, TypeError):
            return  # there is none, or one that counts as none
        self._write(self._record_path(document_id), dumps(record))

    def _rendered(self, record: Record) -> dict[tuple[str, str], str]:
        """The pages of a document by language and format."""
        return {
            (language, name): page.render(edition_of(record, language))
            for language in self._languages
            for name, page in self._pages.items()
        }

    def _write_pages(self, document_id: str, pages: Mapping[tuple[str, str], str]) -> None:
        for (language, name), page in pages.items():
            self._write(self._page_path(language, document_id, name), page)

    def mend_pages(self, document_id: str) -> None:
        """Write the pages of a finished document again where one is missing.

        Raises:
            OutputError: The disk is full, a folder cannot be written or the record read.
        """
        if not all(
            self._page_path(language, document_id, name).exists()
            for language in self._languages
            for name in self._pages
        ):
            self._write_pages(document_id, self._rendered(self.read(document_id)))

    def save_failure(self, document_id: str, failure: Mapping[str, Any]) -> None:
        """Write down why a document failed.

        Raises:
            OutputError: The disk is full or a folder cannot be written.
        """
        self._write(self._failure_path(document_id), dumps(failure))

    def save_digests(self, name: str, documents: Sequence[str], failed: int) -> None:
        """Write one digest a language over the documents with these ids.

        Raises:
            OutputError: The disk is full, a folder cannot be written or a record read.
        """
        for suffix in _PAGES.keys() - self._pages.keys():
            self._remove_pages(DIGEST, suffix)
        drafts = self._drafts(documents) if self._pages else {}
        for language in self._languages:
            about = Digest(name, language, len(documents), failed, drafts.get(language))
            for suffix, page in self._pages.items():
                parts = page.digest(about, self._entries(documents, language))
                self._write(self._page_path(language, DIGEST, suffix), parts)

    def _drafts(self, documents: Sequence[str]) -> dict[str, Draft]:
        """What a digest says at its top of the machine drafts it lists, by language."""
        drafts: dict[str, Draft] = {}
        for document_id in documents:
            record = self._json(document_id)
            for language in self._languages:
                with self._damage_of(document_id):
                    found = [drafts.get(language), draft_of(record, language)]
                if draft := Draft.together(one for one in found if one):
                    drafts[language] = draft
        return drafts

    def _entries(self, documents: Sequence[str], language: str) -> Iterator[Entry]:
        """What a digest says of documents, one read at a time: there can be ten thousand."""
        for document_id in documents:
            record = self._json(document_id)
            with self._damage_of(document_id):
                made = entry(record, language)
            yield made

    @contextlib.contextmanager
    def _damage_of(self, document_id: str) -> Iterator[None]:
        """Name the record that turns out not to be one."""
        try:
            yield
        except (KeyError, TypeError, ValueError) as error:
            path = self._record_path(document_id)
            raise OutputError(f"{path} cannot be read back: {error!r}") from error

    def has_digests(self) -> bool:
        """Whether every digest is there."""
        return all(
            self._page_path(language, DIGEST, suffix).exists()
            for language in self._languages
            for suffix in self._pages
        )

    def save_report(self, report: Mapping[str, Any]) -> None:
        """Write the run report.

        Raises:
            OutputError: The disk is full or a folder cannot be written.
        """
        self._write(self.directory / _REPORT, dumps(report))

    def last_report(self) -> Mapping[str, Any]:
        """The report of the run before; empty where there is none."""
        try:
            return loads((self.directory / _REPORT).read_bytes())
        except (OSError, ValueError):
            return {}

    def read(self, document_id: str) -> Record:
        """The record of a document.

        Raises:
            OutputError: The document has no record, or a damaged one.
        """
        content = self._json(document_id)
        with self._damage_of(document_id):
            return from_json(content)

    def _json(self, document_id: str) -> dict[str, Any]:
        path = self._record_path(document_id)
        try:
            return loads(path.read_bytes())
        except (OSError, ValueError) as error:
            raise OutputError(f"{path} cannot be read back: {error}") from error

    def _page_path(self, language: str, name: str, suffix: str) -> Path:
        return self.directory / language / f"{name}.{suffix}"

    def _record_path(self, document_id: str) -> Path:
        return self.directory / "documents" / f"{document_id}.json"

    def _failure_path(self, document_id: str) -> Path:
        return self.directory / "failures" / f"{document_id}.json"

    def _remove_pages(self, name: str, suffix: str) -> None:
        """Remove pages in a format that the job wrote before: nobody would renew them.

        Raises:
            OutputError: A page cannot be removed.
        """
        for language in self._languages:
            path = self._page_path(language, name, suffix)
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                raise OutputError(
                    f"{path} cannot be removed: {error.strerror}", hint="name another directory"
                ) from error

    def _write(self, path: Path, parts: str | Iterable[str]) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with replacing(path) as stream:
                for part in [parts] if isinstance(parts, str) else parts:
                    stream.write(part.encode("utf-8"))
        except OSError as error:
            hint = "free some space" if error.errno == errno.ENOSPC else "name another directory"
            raise OutputError(f"{path} cannot be written: {error.strerror}", hint=hint) from error


def edition_of(record: Record, language: str) -> Edition:
    """What a reader of one language gets of a record."""
    return edition(
        record.document,
        language,
        record.translations.get(language),
        record.summaries.get(language),
        record.drafts.get(language),
    )


def _ids(segments: Sequence[Mapping[str, Any]]) -> list[int]:
    return [segment["id"] for segment in segments]
