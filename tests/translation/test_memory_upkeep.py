"""The file of the translation memory: its tables, its dates, its rests and its housekeeping."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from filelock import FileLock

from summarize.translation import database
from summarize.translation import memory as memories
from summarize.translation.memory import MemoryEntry, MemoryUnavailableError, TranslationMemory
from summarize.types import LangPair
from support.memories import EN_DE, EN_RU, NLLB, OPUS, change, made, set_aside

RU_DE = LangPair("ru", "de")
FORMER = """
CREATE TABLE systems (
    id INTEGER PRIMARY KEY, signature TEXT NOT NULL UNIQUE, name TEXT NOT NULL
);
CREATE TABLE entries (
    id INTEGER PRIMARY KEY, system INTEGER NOT NULL,
    source_language TEXT NOT NULL, target_language TEXT NOT NULL,
    source TEXT NOT NULL, target TEXT NOT NULL,
    input_tokens INTEGER NOT NULL, output_tokens INTEGER NOT NULL,
    finished INTEGER NOT NULL, score REAL, made INTEGER NOT NULL, used TEXT NOT NULL,
    UNIQUE (system, source_language, target_language, source)
);
PRAGMA user_version = 1;
INSERT INTO systems VALUES (1, '{"name": "opus", "revision": "1"}', 'opus');
INSERT INTO entries VALUES
    (1, 1, 'en', 'ru', 'Hello.', 'Привет.', 3, 4, 1, -0.25, 1767225600, '2026-01-01');
"""
"""A memory as the first version of the product left it."""


def rows(path: Path, query: str) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


# The tables


def test_a_memory_of_the_first_version_is_still_read(
    path: Path, memory: TranslationMemory, warnings: list[str]
) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(FORMER)
    assert memory.find(OPUS, EN_RU, ["Hello."]) == {"Hello.": made("Привет.")}
    memory.store(OPUS, EN_RU, {"new": made("новое")})
    first, second = memory.entries()
    when = datetime(2026, 1, 1, tzinfo=UTC)
    assert first == MemoryEntry("Hello.", "Привет.", EN_RU, "opus", when)
    assert second.made.tzinfo is UTC
    stats = memory.stats()
    assert (stats.entries, stats.oldest, stats.newest) == (2, when, second.made)
    assert warnings == []


def test_each_system_and_pair_keeps_its_own_translation_of_a_text(
    memory: TranslationMemory,
) -> None:
    """What is kept later takes the place of nothing else than its own former translation."""
    places = [(OPUS, EN_RU), (OPUS, EN_DE), (OPUS, RU_DE), (NLLB, RU_DE)]
    for number, (system, pair) in enumerate(places):
        memory.store(system, pair, {"one": made(f"{number}"), "two": made(f"2 {number}")})
    for number, (system, pair) in enumerate(places):
        found = memory.find(system, pair, ["one", "two"])
        assert found == {"one": made(f"{number}"), "two": made(f"2 {number}")}


@pytest.mark.parametrize(
    ("signature", "name"),
    [('{"name": "opus"}', "opus"), ("{}", ""), ("[1]", ""), ("no JSON", ""), ('{"name": 7}', "7")],
)
def test_a_system_is_called_what_its_signature_says(
    memory: TranslationMemory, signature: str, name: str
) -> None:
    memory.store(signature, EN_RU, {"Hello.": made("Привет.")})
    assert memory.find(signature, EN_RU, ["Hello."]) == {"Hello.": made("Привет.")}
    assert [entry.system for entry in memory.entries()] == [name]


def test_a_text_is_ascii_or_not_and_kept_all_the_same(memory: TranslationMemory) -> None:
    texts = {"ascii": made("ascii"), "ёлка": made("fir"), "😀": made("😀")}
    memory.store(OPUS, EN_RU, texts)
    assert memory.find(OPUS, EN_RU, list(texts)) == texts


def test_counts_come_with_the_most_frequent_first(memory: TranslationMemory) -> None:
    for language, number in (("de", 1), ("en", 3), ("ru", 2)):
        texts = {f"{language} {n}": made("x") for n in range(number)}
        memory.store(json.dumps({"name": f"of {language}"}), LangPair(language, language), texts)
        memory.store(NLLB, LangPair("fr", language), texts)
    stats = memory.stats()
    assert list(stats.systems.items()) == [("nllb", 6), ("of en", 3), ("of ru", 2), ("of de", 1)]
    assert list(stats.pairs.items()) == [("fr-en", 3), ("fr-ru", 2), ("fr-de", 1)]
    assert list(stats.summaries.items()) == [("en", 3), ("ru", 2), ("de", 1)]
    assert stats.entries == 12


# Dates and pruning


def days_ago(days: int) -> str:
    return (datetime.now(UTC) - timedelta(days=days)).date().isoformat()


def test_prune_takes_what_was_used_longer_ago_than_that(
    memory: TranslationMemory, path: Path
) -> None:
    memory.store(OPUS, EN_RU, {f"{days}": made("x") for days in (0, 29, 30, 31, 400)})
    for days in (29, 30, 31, 400):
        change(path, f"UPDATE entries SET used = '{days_ago(days)}' WHERE source = '{days}'")
    assert memory.prune(unused_days=30) == 2
    assert [entry.source for entry in memory.entries()] == ["0", "29", "30"]


def test_what_is_found_is_noted_as_used_today_and_nothing_else(
    memory: TranslationMemory, path: Path
) -> None:
    memory.store(OPUS, EN_RU, {"one": made("один"), "two": made("два")})
    change(path, "UPDATE entries SET used = '2020-01-01'")
    assert set(memory.find(OPUS, EN_RU, ["one", "three"])) == {"one"}
    used = {str(row[0]): row[1] for row in rows(path, "SELECT source, used FROM entries")}
    assert used == {"one": days_ago(0), "two": "2020-01-01"}


def test_what_is_stored_again_counts_as_used(memory: TranslationMemory, path: Path) -> None:
    memory.store(OPUS, EN_RU, {"one": made("один")})
    change(path, "UPDATE entries SET used = '2020-01-01'")
    memory.store(OPUS, EN_RU, {"one": made("один")})
    assert memory.prune(unused_days=1) == 0


def test_prune_forgets_systems_of_which_nothing_is_left(
    memory: TranslationMemory, path: Path
) -> None:
    memory.store(OPUS, EN_RU, {"one": made("один")})
    for _ in range(2):
        memory.store(NLLB, EN_RU, {"one": made("один")})
    assert rows(path, "SELECT name FROM systems ORDER BY name") == [("nllb",), ("opus",)]
    assert memory.prune(system_name="opus") == 1
    memory.close()
    assert rows(path, "SELECT name FROM systems") == [("nllb",)]
    assert memory.find(NLLB, EN_RU, ["one"]) == {"one": made("один")}


def test_prune_gives_the_space_of_the_log_back_too(
    memory: TranslationMemory, path: Path, warnings: list[str]
) -> None:
    memory.store(OPUS, EN_RU, {f"{n}": made("x" * 500) for n in range(500)})
    memory.prune(system_name="opus")
    log = path.with_name(f"{path.name}-wal")
    assert not log.exists() or log.stat().st_size == 0
    assert warnings == []


def test_the_size_is_that_of_all_its_files(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite3"
    assert database.size_of(path) == 0
    for number, companion in enumerate(("", "-wal", "-shm")):
        path.with_name(path.name + companion).write_bytes(b"x" * 10**number)
    path.with_name(path.name + ".lock").write_bytes(b"x" * 5000)
    assert database.size_of(path) == 111


# Rests and damage


def test_after_a_failure_it_rests_and_then_is_asked_again(
    path: Path,
    memory: TranslationMemory,
    warnings: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 1000.0
    monkeypatch.setattr(memories, "time", SimpleNamespace(monotonic=lambda: now))
    hello = {"Hello.": made("Привет.")}
    path.mkdir(parents=True)
    memory.store(OPUS, EN_RU, hello)
    now = 1061.0
    memory.store(OPUS, EN_RU, hello)
    path.rmdir()
    now = 1061.0 + 59
    memory.store(OPUS, EN_RU, hello)
    assert not path.exists(), "nothing is tried so soon"
    now = 1061.0 + 61
    memory.store(OPUS, EN_RU, hello)
    assert memory.find(OPUS, EN_RU, ["Hello."]) == hello
    assert len(warnings) == 1, "it is said once, however often it happens"


def test_a_memory_that_somebody_else_is_opening_is_waited_for_and_then_left(
    path: Path,
    memory: TranslationMemory,
    warnings: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(database, "_BUSY", 0.05)
    path.parent.mkdir()
    with FileLock(f"{path}.lock"):
        memory.store(OPUS, EN_RU, {"Hello.": made("Привет.")})
        assert not path.exists()
    assert len(warnings) == 1


@pytest.mark.parametrize(
    ("code", "damage"),
    [
        (sqlite3.SQLITE_CORRUPT, True),
        (sqlite3.SQLITE_NOTADB, True),
        (sqlite3.SQLITE_CORRUPT_INDEX, True),  # whose last byte says that it is corrupt
        (sqlite3.SQLITE_CORRUPT_VTAB, True),
        (sqlite3.SQLITE_BUSY, False),
        (sqlite3.SQLITE_FULL, False),
        (sqlite3.SQLITE_READONLY, False),
        (sqlite3.SQLITE_IOERR_READ, False),
        (sqlite3.SQLITE_CANTOPEN, False),
    ],
)
def test_only_what_says_that_the_file_is_unsound_is_damage(code: int, damage: bool) -> None:
    error = sqlite3.DatabaseError("it happened")
    error.sqlite_errorcode = code
    assert database.is_damage(error) is damage


def test_other_errors_than_the_database_s_are_no_damage() -> None:
    assert database.is_damage(database.OtherSchema("another"))
    assert not database.is_damage(OSError("no such folder"))
    assert not database.is_damage(sqlite3.ProgrammingError("of ours"))


def test_a_database_is_set_aside_with_all_that_belongs_to_it(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite3"
    for companion in ("", "-wal", "-shm"):
        path.with_name(path.name + companion).write_text(f"of {companion}", "utf-8")
    kept = database.set_aside(path)
    assert sorted(other.name for other in tmp_path.iterdir()) == [
        kept.name + companion for companion in ("", "-shm", "-wal")
    ]
    assert kept.with_name(f"{kept.name}-wal").read_text("utf-8") == "of -wal"
    when = datetime.strptime(kept.name.split("damaged-")[1], "%Y%m%dT%H%M%S%fZ")
    assert abs(when.replace(tzinfo=UTC) - datetime.now(UTC)) < timedelta(minutes=5)


def test_its_own_commands_name_the_next_step(path: Path, memory: TranslationMemory) -> None:
    path.parent.mkdir()
    path.write_bytes(b"no database at all " * 99)
    with pytest.raises(MemoryUnavailableError) as damaged:
        memory.stats()
    path.unlink()
    path.mkdir()
    with pytest.raises(MemoryUnavailableError) as in_the_way:
        memory.stats()
    assert str(path) in damaged.value.message
    assert "begins a new one" in damaged.value.hint
    assert "begins a new one" not in in_the_way.value.hint
    assert set_aside(path) == []
