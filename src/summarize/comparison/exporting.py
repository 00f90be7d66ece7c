"""Outputs for people and their tools: a sheet to judge blindly, a system's text, its TMX."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from summarize.comparison.results import Comparison, to_json
from summarize.errors import ConfigError, OutputError
from summarize.storage import replace_file
from summarize.translation.memory import MemoryEntry
from summarize.translation.tmx import write_tmx
from summarize.writers.record import dumps

_DELIMITERS = {".csv": ",", ".tsv": "\t"}
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_LABELS = "ABCDEFGHIJ"


def write_report(comparison: Comparison, path: Path) -> None:
    """Write the page (.html) or the JSON document (any other ending).

    Raises:
        OutputError: The file cannot be written.
    """
    content = to_json(comparison)
    if path.suffix.lower() == ".html":
        from summarize.comparison.page import render

        _write(render(content), path)
    else:
        _write(dumps(content), path)


def export_segments(comparison: Comparison, path: Path, *, seed: int = 1) -> Path:
    """Write a sheet to judge the systems with, without telling whose output is whose.

    The outputs stand in another order in each row; a key file beside the sheet tells which system
    each letter is.

    Args:
        comparison: What to write.
        path: A .csv or .tsv file.
        seed: The same seed gives the same order.

    Returns:
        The key file.

    Raises:
        ConfigError: The file's ending is neither.
        OutputError: A file cannot be written.
    """
    delimiter = _DELIMITERS.get(path.suffix.lower())
    if delimiter is None:
        raise ConfigError(f"{path} is neither .csv nor .tsv", hint="name it judgement.csv")
    shuffle = random.Random(seed).shuffle  # noqa: S311 - a fair order, not a secret
    labels = _LABELS[: len(comparison.systems)]
    sheet = [["id", "document", "source", *labels, *(f"score {label}" for label in labels)]]
    key = [["id", *labels]]
    for segment in comparison.segments:
        order = list(range(len(labels)))
        shuffle(order)
        texts = [segment.systems[position].text for position in order]
        sheet.append(
            [str(segment.id), segment.document, segment.source, *texts, *("" for _ in labels)]
        )
        key.append([str(segment.id), *(comparison.systems[position].name for position in order)])
    key_path = path.with_name(f"{path.stem}.key{path.suffix}")
    _write_sheet(sheet, path, delimiter)
    _write_sheet(key, key_path, delimiter)
    return key_path


def export_system(comparison: Comparison, name: str, path: Path) -> None:
    """Write a system's output: .tmx for translators' tools, else one segment a line.

    Raises:
        ConfigError: No system of the comparison has this name.
        OutputError: The file cannot be written.
    """
    names = [system.name for system in comparison.systems]
    if name not in names:
        raise ConfigError(
            f"--export {name}: no system of this name", hint=f"there are {', '.join(names)}"
        )
    texts = [segment.systems[names.index(name)].text for segment in comparison.segments]
    if path.suffix.lower() == ".tmx":
        write_tmx(_entries(comparison, name, texts), path)
    else:
        # A line is a segment, whatever is in it.
        _write("".join(f"{' '.join(text.splitlines())}\n" for text in texts), path)


def _entries(comparison: Comparison, name: str, texts: list[str]) -> Iterator[MemoryEntry]:
    now = datetime.now(UTC)
    for segment, text in zip(comparison.segments, texts, strict=True):
        yield MemoryEntry(segment.source, text, comparison.pair, name, now)


def _write_sheet(rows: list[list[str]], path: Path, delimiter: str) -> None:
    content = io.StringIO()
    writer = csv.writer(content, delimiter=delimiter, lineterminator="\r\n")
    writer.writerows([_inert(cell) for cell in row] for row in rows)
    # With a byte order mark, or spreadsheets take the file for one in an older encoding.
    _write(f"\ufeff{content.getvalue()}", path)


def _inert(cell: str) -> str:
    """The cell so that no spreadsheet takes it for a formula: these begin with an apostrophe."""
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA_STARTS) else cell


def _write(content: str, path: Path) -> None:
    try:
        replace_file(path, content.encode("utf-8"))
    except OSError as error:
        raise OutputError(
            f"{path} cannot be written: {error.strerror or error}",
            hint="name a file in a folder that exists and can be written",
        ) from error
