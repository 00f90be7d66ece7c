"""The SQLite file of the translation memory: opening it, and setting a damaged one aside."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock

Identity = tuple[int, int]
"""Device and inode: which file it is, whatever its name."""

SCHEMA = 1
"""Kept in the file as `user_version`; raised when a table changes."""

_BUSY = 10.0
"""Seconds to wait for another process or thread."""
_DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_COMPANIONS = ("", "-wal", "-shm")
_TABLES = (
    """
    CREATE TABLE systems (
        id INTEGER PRIMARY KEY,
        signature TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL
    )""",
    # The whole source text is in the key: a hash could take one text for another.
    """
    CREATE TABLE entries (
        id INTEGER PRIMARY KEY,
        system INTEGER NOT NULL,
        source_language TEXT NOT NULL,
        target_language TEXT NOT NULL,
        source TEXT NOT NULL,
        target TEXT NOT NULL,
        input_tokens INTEGER NOT NULL,
        output_tokens INTEGER NOT NULL,
        finished INTEGER NOT NULL,
        score REAL,
        made INTEGER NOT NULL, -- seconds since 1970
        used TEXT NOT NULL, -- date
        UNIQUE (system, source_language, target_language, source)
    )""",
)


class OtherSchema(OSError):  # noqa: N818 - a finding, not a fault
    """The file is a database that this version neither reads nor changes."""


@dataclass(frozen=True, slots=True)
class Database:
    """An open database, and which file it is."""

    connection: sqlite3.Connection
    identity: Identity | None

    def close(self) -> None:
        """Close it, whatever state it is in."""
        with suppress(sqlite3.Error):
            self.connection.close()


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Open, or put away, a database alone among processes; makes its folder.

    Raises:
        OSError: The folder cannot be written, or another process takes too long.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{path}.lock", timeout=_BUSY):
        yield


def open_database(path: Path) -> Database:
    """Open a database, or make it; to be called while `alone`.

    Raises:
        sqlite3.Error: The database cannot be opened; `is_damage` tells why.
        OtherSchema: It has other tables than this version's.
    """
    connection = sqlite3.connect(path, timeout=_BUSY, isolation_level=None, check_same_thread=False)
    try:
        is_new = _is_new(connection)
        connection.execute("PRAGMA journal_mode = WAL").fetchall()
        connection.execute("PRAGMA synchronous = NORMAL")
        if is_new:
            _make_tables(connection)
        return Database(connection, identity_of(path))
    except BaseException:
        connection.close()
        raise


def _is_new(connection: sqlite3.Connection) -> bool:
    """Whether a database has no tables yet; looks before anything is changed."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if version != SCHEMA and (version or tables):
        raise OtherSchema(f"it has schema {version}, and this version reads {SCHEMA}")
    return not tables


def _make_tables(connection: sqlite3.Connection) -> None:
    with transaction(connection):
        for table in _TABLES:
            connection.execute(table)
        connection.execute(f"PRAGMA user_version = {SCHEMA}")


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All that is done within, or nothing.

    Raises:
        sqlite3.Error: The database is locked, or the disk is full.
    """
    with connection:
        # To take the lock for writing at once is the only way to wait for it rather than fail.
        connection.execute("BEGIN IMMEDIATE")
        yield


def is_damage(error: Exception) -> bool:
    """Whether an error says that the file is no sound database of ours."""
    if not isinstance(error, sqlite3.Error):
        return isinstance(error, OtherSchema)
    code: int | None = getattr(error, "sqlite_errorcode", None)
    if code is None:  # Python's own: a text that is no UTF-8
        return isinstance(error, sqlite3.OperationalError)
    return code & 0xFF in _DAMAGE


def identity_of(path: Path) -> Identity | None:
    """Which file stands at this path; None when none does."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_dev, status.st_ino


def set_aside(path: Path) -> Path:
    """Rename a database and what belongs to it, while `alone`; gives its new path.

    Processes that still have it open go on with the renamed file; SQLite notices that it moved
    and leaves alone what stands at its former path.

    Raises:
        OSError: The file cannot be renamed.
    """
    kept = path.with_name(f"{path.name}.damaged-{datetime.now(UTC):%Y%m%dT%H%M%S%f}Z")
    for companion in reversed(_COMPANIONS):
        with suppress(FileNotFoundError):
            path.with_name(path.name + companion).rename(kept.with_name(kept.name + companion))
    return kept


def size_of(path: Path) -> int:
    """What a database takes on the disk, in bytes."""
    size = 0
    for companion in _COMPANIONS:
        with suppress(FileNotFoundError):
            size += path.with_name(path.name + companion).stat().st_size
    return size
