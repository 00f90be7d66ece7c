"""The output tree: what is done, what failed, and the pages people read.

A document is done when its record is on the disk with the key that its bytes, the job's settings
and the systems give now. The record is written last, so a killed run leaves nothing half done.
"""

from __future__ import annotations

import contextlib
import errno
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from summarize.errors import OutputError
from summarize.storage import replace_file
from summarize.writers import html, markdown
from summarize.writers.edition import Edition, edition
from summarize.writers.record import Record, dumps, from_json, to_json

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
            OutputError: They cannot be written.
        """
        probe = self.directory / "documents" / ".probe"
        self._write(probe, "")
        with contextlib.suppress(OSError):
            probe.unlink()

    def key(self, document_id: str) -> str | None:
        """The key of a document's record; None where there is no sound record."""
        try:
            return self.read(document_id).provenance.key
        except OutputError:
            return None

    def save(self, record: Record) -> None:
        """Write a document's pages and, last, its record; a former failure is taken back.

        Raises:
            OutputError: The disk is full or a folder cannot be written.
        """
        self.save_pages(record)
        document_id = record.document.id
        self._write(self._record_path(document_id), dumps(to_json(record)))
        with contextlib.suppress(OSError):
            self._failure_path(document_id).unlink()

    def save_pages(self, record: Record, *, missing_only: bool = False) -> None:
        """Write a document's pages in every language and format.

        Raises:
            OutputError: The disk is full or a folder cannot be written.
        """
        for language in self._languages:
            for name, page in self._pages.items():
                path = self.directory / language / f"{record.document.id}.{name}"
                if not (missing_only and path.exists()):
                    self._write(path, page.render(edition_of(record, language)))

    def save_failure(self, document_id: str, failure: Mapping[str, Any]) -> None:
        """Write down why a document failed.

        Raises:
            OutputError: The disk is full or a folder cannot be written.
        """
        self._write(self._failure_path(document_id), dumps(failure))

    def save_digests(self, name: str, records: list[str], failed: int) -> None:
        """Write one digest a language over the documents with these ids.

        Raises:
            OutputError: The disk is full, a folder cannot be written or a record read.
        """
        for language in self._languages:
            editions = [edition_of(self.read(document_id), language) for document_id in records]
            for suffix, page in self._pages.items():
                text = page.render_digest(name, language, editions, failed)
                self._write(self.directory / language / f"digest.{suffix}", text)

    def save_report(self, report: Mapping[str, Any]) -> None:
        """Write the run report.

        Raises:
            OutputError: The disk is full or a folder cannot be written.
        """
        self._write(self.directory / "run.json", dumps(report))

    def read(self, document_id: str) -> Record:
        """The record of a document.

        Raises:
            OutputError: There is none, or it is damaged.
        """
        path = self._record_path(document_id)
        try:
            return from_json(json.loads(path.read_text("utf-8")))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise OutputError(f"{path} cannot be read back: {error}") from error

    def _record_path(self, document_id: str) -> Path:
        return self.directory / "documents" / f"{document_id}.json"

    def _failure_path(self, document_id: str) -> Path:
        return self.directory / "failures" / f"{document_id}.json"

    def _write(self, path: Path, text: str) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(path, text.encode("utf-8"))
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
    )
