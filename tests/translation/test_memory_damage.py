"""Whatever befalls the translation memory, a job goes on."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import AbstractContextManager, closing
from pathlib import Path

import pytest

from summarize.translation import database
from summarize.translation.memory import MemoryUnavailableError, TranslationMemory
from support.memories import EN_RU, OPUS, change, is_sound, made, set_aside


@pytest.mark.parametrize(
    "content", [b"no database at all " * 99, b"SQLite format 3\0" + b"\7" * 999]
)
def test_a_file_that_is_no_database_is_set_aside(
    memory: TranslationMemory, path: Path, warnings: list[str], content: bytes
) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    assert memory.find(OPUS, EN_RU, ["Hello."]) == {}
    memory.store(OPUS, EN_RU, {"Hello.": made("Привет.")})
    assert memory.find(OPUS, EN_RU, ["Hello."]) == {"Hello.": made("Привет.")}
    (kept,) = set_aside(path)
    assert kept.read_bytes() == content
    (warning,) = warnings
    assert kept.name in warning
    assert str(path) in warning
    assert "\n" not in warning


def test_an_empty_file_is_a_new_memory(
    memory: TranslationMemory, path: Path, warnings: list[str]
) -> None:
    path.parent.mkdir()
    path.touch()
    memory.store(OPUS, EN_RU, {"Hello.": made("Привет.")})
    assert memory.stats().entries == 1
    assert warnings == []


def ruin(path: Path) -> None:
    """Overwrite everything behind the first page, as a bad disk might."""
    change(path, "PRAGMA wal_checkpoint(TRUNCATE)")
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * (path.stat().st_size - 4096))


def test_damage_that_is_met_later_is_set_aside_too(
    path: Path, memory: TranslationMemory, warnings: list[str]
) -> None:
    with TranslationMemory(path) as before:
        before.store(OPUS, EN_RU, {f"{n}": made("x" * 100) for n in range(500)})
    ruin(path)
    assert memory.find(OPUS, EN_RU, ["1"]) == {}
    memory.store(OPUS, EN_RU, {"Hello.": made("Привет.")})
    assert memory.find(OPUS, EN_RU, ["Hello.", "1"]) == {"Hello.": made("Привет.")}
    assert len(set_aside(path)) == len(warnings) == 1
    assert is_sound(path)


def test_two_that_meet_the_same_damage_set_it_aside_once(path: Path, warnings: list[str]) -> None:
    with (
        TranslationMemory(path, warn=warnings.append) as one,
        TranslationMemory(path, warn=warnings.append) as two,
    ):
        one.store(OPUS, EN_RU, {f"{n}": made("x" * 100) for n in range(500)})
        two.find(OPUS, EN_RU, ["none"])
        ruin(path)
        one.close()
        one.store(OPUS, EN_RU, {"Hello.": made("Привет.")})
        two.find(OPUS, EN_RU, ["1"])
        two.close()
        assert two.find(OPUS, EN_RU, ["Hello."]) == {"Hello.": made("Привет.")}
    assert len(set_aside(path)) == len(warnings) == 1
    assert is_sound(path)


def test_a_text_that_is_no_utf8_is_damage(
    path: Path, memory: TranslationMemory, warnings: list[str]
) -> None:
    memory.store(OPUS, EN_RU, {"Hello.": made("Привет.")})
    change(path, "UPDATE entries SET target = CAST(x'ff' AS TEXT)")
    assert memory.find(OPUS, EN_RU, ["Hello."]) == {}
    assert len(set_aside(path)) == len(warnings) == 1


@pytest.mark.parametrize(
    "statement", ["PRAGMA user_version = 99", "CREATE TABLE theirs (text TEXT)"]
)
def test_another_schema_is_set_aside_unchanged(
    path: Path, memory: TranslationMemory, warnings: list[str], statement: str
) -> None:
    path.parent.mkdir()
    change(path, statement)
    content = path.read_bytes()
    memory.store(OPUS, EN_RU, {"Hello.": made("Привет.")})
    assert memory.stats().entries == 1
    (kept,) = set_aside(path)
    assert kept.read_bytes() == content
    (warning,) = warnings
    assert "this version reads 1" in warning


def test_a_locked_database_is_one_warning_and_no_error(
    path: Path,
    memory: TranslationMemory,
    warnings: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(database, "_BUSY", 0.05)
    memory.store(OPUS, EN_RU, {"Hello.": made("Привет.")})
    waits = []
    transaction = database.transaction

    def counted(connection: sqlite3.Connection) -> AbstractContextManager[None]:
        waits.append(connection)
        return transaction(connection)

    monkeypatch.setattr("summarize.translation.queries.transaction", counted)
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        for number in range(20):
            memory.store(OPUS, EN_RU, {f"{number}": made("x")})
        assert memory.find(OPUS, EN_RU, ["Hello."]) == {}
    assert len(waits) == 1  # and not one for every text
    (warning,) = warnings
    assert "database is locked" in warning
    monkeypatch.setattr(memory, "_rests_until", 0.0)
    assert memory.find(OPUS, EN_RU, ["Hello."]) == {"Hello.": made("Привет.")}
    memory.store(OPUS, EN_RU, {"again": made("снова")})
    assert memory.stats().entries == 2
    assert len(warnings) == 1


def test_what_is_found_is_given_even_if_its_use_cannot_be_noted(
    path: Path,
    memory: TranslationMemory,
    warnings: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(database, "_BUSY", 0.05)
    memory.store(OPUS, EN_RU, {"Hello.": made("Привет.")})
    change(path, "UPDATE entries SET used = '2020-01-01'")
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert memory.find(OPUS, EN_RU, ["Hello."]) == {"Hello.": made("Привет.")}
    assert len(warnings) == 1


@pytest.mark.parametrize("obstacle", ["a file for a folder", "a folder for a file"])
def test_a_place_where_no_database_can_be_is_one_warning(
    path: Path, memory: TranslationMemory, warnings: list[str], obstacle: str
) -> None:
    if obstacle == "a file for a folder":
        path.parent.write_text("in the way", "utf-8")
    else:
        path.mkdir(parents=True)
    memory.store(OPUS, EN_RU, {"Hello.": made("Привет.")})
    assert memory.find(OPUS, EN_RU, ["Hello."]) == {}
    (warning,) = warnings
    assert warning.endswith("going on without it")


def test_a_database_that_cannot_be_written_is_one_warning(
    path: Path, memory: TranslationMemory, warnings: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read-only for SQLite: permissions do not stop the superuser, as whom the tests may run."""
    memory.store(OPUS, EN_RU, {"Hello.": made("Привет.")})
    memory.close()
    connect = sqlite3.connect

    def read_only(name: Path, **options: object) -> sqlite3.Connection:
        return connect(f"{name.as_uri()}?mode=ro", uri=True, **options)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(sqlite3, "connect", read_only)
    assert memory.find(OPUS, EN_RU, ["Hello."]) == {"Hello.": made("Привет.")}
    memory.store(OPUS, EN_RU, {"new": made("новое")})
    assert len(warnings) == 1
    assert "readonly" in warnings[0]


FULL_DISK = """
import resource, sys
from pathlib import Path
from summarize.translation.memory import TranslationMemory
from summarize.types import Hypothesis, LangPair

pair, said = LangPair("en", "ru"), []
with TranslationMemory(Path(sys.argv[1]), warn=said.append) as memory:
    memory.store("{}", pair, {"first": Hypothesis("первое", 1, 1, True, None)})
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, resource.RLIM_INFINITY))
    for number in range(40):
        texts = {f"{number} {n} " + "x" * 500: Hypothesis("y", 1, 1, True, None) for n in range(50)}
        memory.store("{}", pair, texts)
        memory.find("{}", pair, list(texts))
print(len(said), *said)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits are POSIX")
def test_a_full_disk_is_one_warning_and_a_sound_database(path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(path)], capture_output=True, text=True, check=True
    )
    assert ran.stdout.startswith(f"1 the translation memory {path} cannot be used: ")
    assert ran.stderr == ""
    assert is_sound(path)
    with TranslationMemory(path) as memory:
        assert list(memory.find("{}", EN_RU, ["first"])) == ["first"]


def test_its_own_commands_say_that_it_is_damaged_and_leave_it(
    path: Path, memory: TranslationMemory
) -> None:
    path.parent.mkdir()
    path.write_bytes(b"no database at all " * 99)
    for use in (memory.stats, lambda: memory.prune(unused_days=1), lambda: list(memory.entries())):
        with pytest.raises(MemoryUnavailableError, match="file is not a database"):
            use()
    assert set_aside(path) == []
