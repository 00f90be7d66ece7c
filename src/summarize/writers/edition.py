"""A document as a reader of one language gets it.

Every writer of pages (Markdown, HTML, the terminal) works from an `Edition`, so that they agree on
what is shown: the title, the summary, each paragraph, and a note at each passage that is not to
be trusted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from summarize.types import (
    Document,
    SegmentKind,
    Status,
    Summary,
    SummarySentence,
    TranslatedSegment,
    Translation,
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A segment as it is shown.

    Attributes:
        text: What stands there.
        after: The white space that follows.
        note: Why it is not to be trusted; empty for most.
        original: The source segment, where there is a note.
    """

    text: str
    after: str = ""
    note: str = ""
    original: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph as it is shown."""

    kind: SegmentKind
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """A document in one language.

    Attributes:
        document_id: The name of its files.
        language: The language of this edition.
        source_language: The language of the article.
        title: Never empty: an article without a title goes by its first words.
        summary: Its sentences; empty when there is no summary.
        blocks: The paragraphs after the title, in reading order.
        system: Who translated it; empty for the original.
        flagged: How many segments are flagged.
    """

    document_id: str
    language: str
    source_language: str
    title: str
    summary: tuple[SummarySentence, ...]
    blocks: tuple[Block, ...]
    system: str
    flagged: int

    @property
    def summary_text(self) -> str:
        """The summary as one paragraph."""
        return " ".join(sentence.text for sentence in self.summary)

    @property
    def is_translation(self) -> bool:
        """Whether this is not the original."""
        return self.language != self.source_language


@dataclass(frozen=True, slots=True)
class Entry:
    """A document in a digest.

    Attributes:
        document_id: The name of its files.
        source_language: The language of the article.
        title: In the digest's language; never empty.
        summary: In the digest's language; empty when there is none.
        flagged: How many segments are flagged.
    """

    document_id: str
    source_language: str
    title: str
    summary: str
    flagged: int


def entry(record: Mapping[str, Any], language: str) -> Entry:
    """What a digest says of a document.

    Args:
        record: The ledger record as JSON values. A digest has thousands of these, and making a
            whole edition of each would take minutes.
        language: The digest's.

    Raises:
        KeyError, TypeError: It is not such a record.
    """
    document = record["document"]
    source = document["segments"]
    translation = record["translations"].get(language)
    said = translation["segments"] if translation else source
    first = source[0]["paragraph"] if source else 0
    opening = "".join(
        (there["text"] or here["text"]) + here["after"]
        for here, there in zip(source, said, strict=True)
        if here["paragraph"] == first
    ).strip()
    summary = record["summaries"].get(language)
    return Entry(
        document_id=document["id"],
        source_language=document["language"],
        title=(opening if first == 0 else _opening(opening)) or document["id"],
        summary=" ".join(part["text"] for part in summary["sentences"]) if summary else "",
        flagged=sum(part["status"] == Status.FLAGGED for part in said) if translation else 0,
    )


def edition(
    document: Document, language: str, translation: Translation | None, summary: Summary | None
) -> Edition:
    """The edition of a document in a language; without a translation, the original.

    Raises:
        ValueError: The translation is of another document.
    """
    passages = tuple(_passages(document, translation))
    blocks = []
    position = 0
    title = ""
    for number, segments in document.paragraphs():
        block = Block(segments[0].kind, passages[position : position + len(segments)])
        position += len(segments)
        if number == 0:
            title = _plain(block)
        else:
            blocks.append(block)
    return Edition(
        document_id=document.id,
        language=language,
        source_language=document.language,
        title=title or (_opening(_plain(blocks[0])) if blocks else "") or document.id,
        summary=summary.sentences if summary else (),
        blocks=tuple(blocks),
        system=translation.system if translation else "",
        flagged=sum(1 for passage in passages if passage.note),
    )


def _passages(document: Document, translation: Translation | None) -> Iterator[Passage]:
    if translation is None:
        for segment in document.segments:
            yield Passage(segment.text, segment.after)
        return
    for segment, translated in zip(document.segments, translation.segments, strict=True):
        if segment.id != translated.id:
            raise ValueError(f"{document.id}: segment {translated.id} stands for {segment.id}")
        if translated.status is Status.FLAGGED:
            note = _note(translated)
            yield Passage(translated.text or segment.text, segment.after, note, segment.text)
        else:
            yield Passage(translated.text, segment.after)


def _note(translated: TranslatedSegment) -> str:
    return "; ".join(f"{check.name}: {check.detail}" for check in translated.checks)


def _plain(block: Block) -> str:
    return "".join(passage.text + passage.after for passage in block.passages).strip()


def _opening(text: str, count: int = 8) -> str:
    """The first words of a text, which stand for a title."""
    words = text.split()
    return " ".join(words[:count]) + ("…" if len(words) > count else "")
