"""What is asked of the tables of the translation memory, each in one step."""

from __future__ import annotations

import json
import re
import sqlite3
import time
from collections.abc import Mapping, Sequence

from summarize.translation.database import transaction
from summarize.types import Hypothesis, LangPair

HypothesisRow = tuple[int, str, str, int, int, int, float | None, str]
"""id, source, target, input_tokens, output_tokens, finished, score, used"""
EntryRow = tuple[int, str, str, str, str, str, int]
"""id, source, target, source_language, target_language, name, made"""

_AT_ONCE = 500
"""Rows to a query; SQLite before 3.32 takes 999 parameters."""
_SURROGATE = re.compile("[\ud800-\udfff]")


def is_storable(text: str) -> bool:
    """Whether a text has a UTF-8 form, which half a surrogate pair has not."""
    return text.isascii() or not _SURROGATE.search(text)


def select(
    connection: sqlite3.Connection, system: str, pair: LangPair, texts: Sequence[str]
) -> list[HypothesisRow]:
    """Those of the texts that are kept for a system's signature and a pair."""
    rows: list[HypothesisRow] = []
    for start in range(0, len(texts), _AT_ONCE):
        part = texts[start : start + _AT_ONCE]
        marks = ",".join("?" * len(part))
        query = f"""
            SELECT entries.id, source, target, input_tokens, output_tokens, finished, score, used
            FROM entries JOIN systems ON systems.id = system
            WHERE signature = ? AND source_language = ? AND target_language = ?
            AND source IN ({marks})"""  # noqa: S608 - nothing but question marks
        rows += connection.execute(query, (system, pair.source, pair.target, *part))
    return rows


def mark(connection: sqlite3.Connection, ids: Sequence[int], today: str) -> None:
    """Note that entries were used on this date."""
    with transaction(connection):
        connection.executemany(
            "UPDATE entries SET used = ? WHERE id = ?", ((today, number) for number in ids)
        )


def insert(
    connection: sqlite3.Connection,
    system: str,
    pair: LangPair,
    hypotheses: Mapping[str, Hypothesis],
    today: str,
) -> None:
    """Keep hypotheses in the place of what was kept of their source texts."""
    now = int(time.time())
    with transaction(connection):
        connection.execute(
            "INSERT OR IGNORE INTO systems (signature, name) VALUES (?, ?)",
            (system, _name(system)),
        )
        (number,) = connection.execute(
            "SELECT id FROM systems WHERE signature = ?", (system,)
        ).fetchone()
        connection.executemany(
            """
            INSERT OR REPLACE INTO entries (
                system, source_language, target_language, source, target,
                input_tokens, output_tokens, finished, score, made, used
            ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            (
                (
                    *(number, pair.source, pair.target, text, made.text),
                    *(made.input_tokens, made.output_tokens, made.finished, made.score),
                    *(now, today),
                )
                for text, made in hypotheses.items()
                if is_storable(text) and is_storable(made.text)
            ),
        )


def count(
    connection: sqlite3.Connection,
) -> tuple[dict[str, int], dict[str, int], dict[str, int], int | None, int | None]:
    """Entries by system name, translations by pair, summaries by language; the first and last."""
    systems = connection.execute(
        """
        SELECT name, count(*) FROM entries JOIN systems ON systems.id = system
        GROUP BY name ORDER BY count(*) DESC, name"""
    )
    pairs = connection.execute(
        """
        SELECT source_language || '-' || target_language AS pair, count(*) FROM entries
        WHERE source_language <> target_language
        GROUP BY pair ORDER BY count(*) DESC, pair"""
    )
    summaries = connection.execute(
        """
        SELECT source_language AS language, count(*) FROM entries
        WHERE source_language = target_language
        GROUP BY language ORDER BY count(*) DESC, language"""
    )
    oldest, newest = connection.execute("SELECT min(made), max(made) FROM entries").fetchone()
    counts = (dict(counted.fetchall()) for counted in (systems, pairs, summaries))
    return *counts, oldest, newest


def delete(connection: sqlite3.Connection, before: str | None, name: str | None) -> int:
    """Remove entries last used before a date and of a system's name; how many they were."""
    with transaction(connection):
        removed = connection.execute(
            """
            DELETE FROM entries
            WHERE (:before IS NULL OR used < :before)
            AND (:name IS NULL OR system IN (SELECT id FROM systems WHERE name = :name))""",
            {"before": before, "name": name},
        ).rowcount
        connection.execute("DELETE FROM systems WHERE id NOT IN (SELECT system FROM entries)")
    return removed


def compact(connection: sqlite3.Connection) -> None:
    """Give the space of removed entries back to the disk."""
    connection.execute("VACUUM")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def page(connection: sqlite3.Connection, after: int, pair: LangPair | None) -> list[EntryRow]:
    """The next translations behind an id, in the order of their ids."""
    return connection.execute(
        """
        SELECT entries.id, source, target, source_language, target_language, name, made
        FROM entries JOIN systems ON systems.id = system
        WHERE entries.id > :after AND source_language <> target_language
        AND (:source IS NULL OR source_language = :source AND target_language = :target)
        ORDER BY entries.id LIMIT :most""",
        {
            "after": after,
            "source": pair and pair.source,
            "target": pair and pair.target,
            "most": _AT_ONCE,
        },
    ).fetchall()


def _name(system: str) -> str:
    """What a signature calls its system; empty when it does not say."""
    try:
        return str(json.loads(system)["name"])
    except (ValueError, TypeError, KeyError):
        return ""
