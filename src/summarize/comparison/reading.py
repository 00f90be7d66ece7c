"""Aligned texts from files: lines, or the output folders of earlier runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from summarize.comparison.texts import System, Texts, require_size
from summarize.errors import ConfigError, ReadError
from summarize.readers.aligned import read_aligned
from summarize.types import Draft, LangPair
from summarize.writers.record import from_json, loads

_RECORDS = "documents"


@dataclass(frozen=True, slots=True)
class _Column:
    """One text a segment, and where it was read; documents and drafts where they are known."""

    path: Path
    texts: tuple[str, ...]
    documents: tuple[str, ...] = ()
    draft: Draft | None = None


def read_texts(
    source: Path | None,
    hypotheses: Mapping[str, Path],
    references: Sequence[Path],
    pair: LangPair,
    limit: int | None = None,
) -> Texts:
    """Read what is to be compared.

    Args:
        source: UTF-8 lines; None where a hypothesis is an output folder, which has the source too.
        hypotheses: For each system's name a file of lines, or the output folder of a job.
        references: Files of lines.
        pair: Source and target language.
        limit: How many segments to take at most; None for all.

    Raises:
        ReadError: A file cannot be read.
        ConfigError: Nothing says what the source is, or the numbers of segments differ.
    """
    columns: dict[str, _Column] = {}
    sources = [_Column(source, _lines(source))] if source else []
    for name, path in hypotheses.items():
        if path.is_dir():
            theirs, columns[name] = _ledger(path, pair)
            sources.append(theirs)
        else:
            columns[name] = _Column(path, _lines(path))
    if not sources:
        raise ConfigError("nothing says what the source is", hint="name its file with --source")
    lines = [_Column(path, _lines(path)) for path in references]
    first = sources[0]
    for column in (*sources[1:], *columns.values(), *lines):
        _require_aligned(first, column)
    for other in sources[1:]:
        _require_equal(first, other)
    count = min(len(first.texts), limit or len(first.texts))
    require_size(count, list(hypotheses))
    return Texts(
        pair,
        first.texts,
        tuple(System(name, column.texts, draft=column.draft) for name, column in columns.items()),
        tuple(column.texts for column in lines),
        next((column.documents for column in sources if column.documents), ()),
    ).part(0, count)


def _require_aligned(one: _Column, other: _Column) -> None:
    if len(one.texts) != len(other.texts):
        raise ConfigError(
            f"{one.path} has {len(one.texts)} segments, {other.path} has {len(other.texts)}",
            hint="segment N of one has to belong to segment N of the other",
        )


def _require_equal(one: _Column, other: _Column) -> None:
    for number, (mine, theirs) in enumerate(zip(one.texts, other.texts, strict=True), 1):
        if mine.strip() != theirs.strip():
            raise ConfigError(
                f"{one.path} and {other.path} differ at segment {number} of the source",
                hint="compare translations of the same text",
            )


def _lines(path: Path) -> tuple[str, ...]:
    # A file is aligned with itself; counts are compared later, with those of folders too.
    return tuple(line for line, _ in read_aligned(path, path))


def _ledger(folder: Path, pair: LangPair) -> tuple[_Column, _Column]:
    """Source and hypotheses of the segments that a job translated, document by document."""
    sources: list[str] = []
    texts: list[str] = []
    documents: list[str] = []
    drafts: list[Draft] = []
    paths = sorted((folder / _RECORDS).glob("*.json"))
    for path in paths:
        try:
            record = from_json(loads(path.read_bytes()))
        except OSError as error:
            raise ReadError(f"{path} cannot be read: {error.strerror or error}") from error
        except (ValueError, KeyError, TypeError) as error:
            raise ReadError(f"{path} is no ledger record: {error}") from error
        made = record.translations.get(pair.target)
        if record.document.language != pair.source or made is None:
            continue
        if draft := record.drafts.get(pair.target):
            drafts.append(draft)
        for segment, translated in zip(record.document.segments, made.segments, strict=True):
            if segment.translatable:
                sources.append(segment.text)
                texts.append(translated.text)
                documents.append(record.document.id)
    if not sources:
        raise ReadError(
            f"{folder} holds no translation from {pair.source} into {pair.target}",
            hint="name the output folder of a job, the one with run.json in it",
        )
    where = tuple(documents)
    return (
        _Column(folder, tuple(sources), where),
        _Column(folder, tuple(texts), where, Draft.together(drafts)),
    )
