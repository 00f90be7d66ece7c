"""What systems wrote before, so that no text is translated or summarised twice by the same system.

A summary is an entry whose two languages are the same.

The memory is an optimisation. Whatever befalls its file, a job goes on: without memory for a
while, or with a new file when the old one is damaged.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from summarize.errors import SummarizeError
from summarize.models.environment import store_home
from summarize.translation import database, queries
from summarize.types import Hypothesis, LangPair

Made = TypeVar("Made")

_REST = 60.0
"""Seconds without memory after a failure."""


class MemoryUnavailableError(SummarizeError):
    """The translation memory cannot be read or changed; only its own commands raise this."""


@dataclass(frozen=True, slots=True)
class MemoryStats:
    """What a memory holds.

    Attributes:
        entries: How many hypotheses.
        systems: How many of each system, by its name, the most frequent first.
        pairs: How many translations of each language pair, as `en-ru`, the most frequent first.
        summaries: How many summaries in each language, the most frequent first.
        size: Bytes on the disk.
        oldest: When the oldest entry was made, in UTC; None when there is none.
        newest: When the newest entry was made, in UTC; None when there is none.
    """

    entries: int
    systems: Mapping[str, int]
    pairs: Mapping[str, int]
    summaries: Mapping[str, int]
    size: int
    oldest: datetime | None
    newest: datetime | None


@dataclass(frozen=True, slots=True)
class MemoryEntry:
    """A source text with its translation by a system, and when that was made (in UTC)."""

    source: str
    target: str
    pair: LangPair
    system: str
    made: datetime


def memory_path() -> Path:
    """Where the memory of this user is kept: beside the models."""
    return store_home() / "memory.sqlite3"


class TranslationMemory:
    """Hypotheses by system, language pair and exact source text, in an SQLite database.

    For several threads and several processes at once. Nothing is created before it is used; after
    `close` a use opens it again.

    Args:
        path: The database.
        warn: Told in one line when a damaged file is set aside, and once when the memory cannot
            be used.
    """

    def __init__(self, path: Path, warn: Callable[[str], None] = lambda _: None) -> None:
        self.path = path
        self._warn = warn
        self._lock = threading.RLock()
        self._database: database.Database | None = None
        self._damaged: database.Identity | None = None
        self._warned = False
        self._rests_until = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the database."""
        with self._lock:
            if self._database is not None:
                self._database.close()
                self._database = None

    def find(self, system: str, pair: LangPair, texts: Sequence[str]) -> dict[str, Hypothesis]:
        """Those of the texts that are known for exactly this system and pair; never raises.

        Args:
            system: The signature of the system: JSON that holds all its output depends on.
            pair: Source and target language.
            texts: Source texts, compared to the letter.
        """
        wanted = [text for text in dict.fromkeys(texts) if queries.is_storable(text)]
        if not wanted:
            return {}
        none: list[queries.HypothesisRow] = []
        rows = self._try(lambda connection: queries.select(connection, system, pair, wanted), none)
        today = _today()
        if unmarked := [row[0] for row in rows if row[-1] < today]:
            self._try(lambda connection: queries.mark(connection, unmarked, today), None)
        found = {row[1]: _hypothesis(row) for row in rows}
        return {text: found[text] for text in wanted if text in found}

    def store(self, system: str, pair: LangPair, hypotheses: Mapping[str, Hypothesis]) -> None:
        """Keep hypotheses by their source texts, all or none of them; never raises.

        Args:
            system: The signature of the system; its key "name" is what people call it.
            pair: Source and target language.
            hypotheses: They replace what was kept of the same texts.
        """
        if hypotheses:
            today = _today()
            self._try(
                lambda connection: queries.insert(connection, system, pair, hypotheses, today),
                None,
            )

    def stats(self) -> MemoryStats:
        """What the memory holds.

        Raises:
            MemoryUnavailableError: The memory cannot be read.
        """
        if not self.path.exists():
            return MemoryStats(0, {}, {}, {}, 0, None, None)
        systems, pairs, summaries, oldest, newest = self._manage(queries.count)
        return MemoryStats(
            entries=sum(systems.values()),
            systems=systems,
            pairs=pairs,
            summaries=summaries,
            size=database.size_of(self.path),
            oldest=_moment(oldest),
            newest=_moment(newest),
        )

    def prune(self, *, unused_days: int | None = None, system_name: str | None = None) -> int:
        """Forget entries for which all that is given holds, and give the space back.

        Args:
            unused_days: They were last used more than this many days ago.
            system_name: They are of a system of this name.

        Returns:
            How many entries were removed.

        Raises:
            ValueError: Neither a number of days nor a name is given.
            MemoryUnavailableError: The memory cannot be changed.
        """
        if unused_days is None and system_name is None:
            raise ValueError("prune needs unused_days or system_name")
        if not self.path.exists():
            return 0
        before = None if unused_days is None else _today(days_ago=unused_days)
        removed = self._manage(lambda connection: queries.delete(connection, before, system_name))
        try:
            self._manage(queries.compact)
        except MemoryUnavailableError as error:  # it is in use, or the disk too full for a copy
            self._warn(f"entries were removed, but their space was not given back: {error.message}")
        return removed

    def entries(self, pair: LangPair | None = None) -> Iterator[MemoryEntry]:
        """All translations, or those of one language pair, in the order in which they were kept.

        Raises:
            MemoryUnavailableError: The memory cannot be read.
        """
        if not self.path.exists():
            return
        last = 0
        while rows := self._manage(partial(queries.page, after=last, pair=pair)):
            yield from map(_entry, rows)
            last = rows[-1][0]

    def _try(self, work: Callable[[sqlite3.Connection], Made], otherwise: Made) -> Made:
        """Do something with the database if that is possible; a damaged one is replaced."""
        with self._lock:
            if time.monotonic() < self._rests_until:
                return otherwise
            try:
                try:
                    return work(self._connect(repair=True))
                except sqlite3.DatabaseError as error:
                    if self._database is None or not database.is_damage(error):
                        raise
                    self._damaged = self._database.identity
                    self.close()
                    return work(self._connect(repair=True))
            except (sqlite3.Error, OSError) as error:
                self._rest(error)
                return otherwise

    def _manage(self, work: Callable[[sqlite3.Connection], Made]) -> Made:
        """Do something that the user asked for; a damaged database is left as it is."""
        with self._lock:
            try:
                return work(self._connect(repair=False))
            except (sqlite3.Error, OSError) as error:
                self.close()
                raise MemoryUnavailableError(
                    f"the translation memory {self.path} cannot be used: {error}",
                    hint=_next_step(error),
                ) from error

    def _connect(self, *, repair: bool) -> sqlite3.Connection:
        if self._database is None:
            with database.alone(self.path):
                self._database = self._open(repair=repair)
        return self._database.connection

    def _open(self, *, repair: bool) -> database.Database:
        """Open the database; a damaged one, or another version's, makes way for a new one."""
        # Another process may have replaced the file that was found to be damaged.
        if repair and self._damaged and self._damaged == database.identity_of(self.path):
            self._set_aside("is damaged")
        self._damaged = None
        try:
            return database.open_database(self.path)
        except (sqlite3.Error, database.OtherSchema) as error:
            if not repair or not database.is_damage(error):
                raise
            self._set_aside(f"cannot be read: {error}")
            return database.open_database(self.path)

    def _set_aside(self, reason: str) -> None:
        kept = database.set_aside(self.path)
        self._warn(
            f"the translation memory {self.path} {reason}; it was renamed to {kept.name}, "
            "and a new one begun"
        )

    def _rest(self, error: Exception) -> None:
        """Do without memory for a while: what is in the way may go, but asking costs time."""
        self.close()
        self._rests_until = time.monotonic() + _REST
        if not self._warned:
            self._warned = True
            self._warn(
                f"the translation memory {self.path} cannot be used: {error}; going on without it"
            )


def _hypothesis(row: queries.HypothesisRow) -> Hypothesis:
    _, _, target, input_tokens, output_tokens, finished, score, _ = row
    return Hypothesis(target, input_tokens, output_tokens, bool(finished), score)


def _entry(row: queries.EntryRow) -> MemoryEntry:
    _, source, target, source_language, target_language, name, made = row
    pair = LangPair(source_language, target_language)
    return MemoryEntry(source, target, pair, name, datetime.fromtimestamp(made, UTC))


def _moment(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def _next_step(error: Exception) -> str:
    if database.is_damage(error):
        return "the next job sets it aside and begins a new one"
    return "try again when no job is running"


def _today(*, days_ago: int = 0) -> str:
    """A date in UTC, as ISO 8601 writes it: in this form dates compare as texts."""
    return (datetime.now(UTC) - timedelta(days=days_ago)).date().isoformat()
