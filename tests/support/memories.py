"""Translation memories: their parts, and their files."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from summarize.translation.memory import TranslationMemory
from summarize.types import Hypothesis, LangPair

OPUS = '{"name": "opus", "revision": "1"}'
NLLB = '{"name": "nllb", "revision": "1"}'
EN_RU = LangPair("en", "ru")
EN_DE = LangPair("en", "de")
EN_EN = LangPair("en", "en")
"""As summaries are kept."""


def made(text: str, score: float | None = -0.25) -> Hypothesis:
    """A hypothesis of some length."""
    return Hypothesis(text, input_tokens=3, output_tokens=4, finished=True, score=score)


def is_sound(path: Path) -> bool:
    """Whether SQLite finds nothing wrong with a database."""
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute("PRAGMA integrity_check").fetchall()
    return found == [("ok",)]


def change(path: Path, *statements: str) -> None:
    """Change a database behind the back of the memory."""
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def set_aside(path: Path) -> list[Path]:
    """The databases that made way for this one."""
    kept = path.parent.glob(f"{path.name}.damaged-*")
    return [other for other in kept if not other.name.endswith(("-wal", "-shm"))]


def write_much(path: Path, process: int, rounds: int) -> None:
    """What one of several processes does; fails at any warning."""

    def fail(message: str) -> None:
        raise AssertionError(message)

    with TranslationMemory(path, warn=fail) as memory:
        for number in range(rounds):
            ours = {f"{process} {number} {part}": made(f"{process}") for part in range(10)}
            memory.store(OPUS, EN_RU, {**ours, "shared": made(f"{process} {number}")})
            assert memory.find(OPUS, EN_RU, list(ours)) == ours
