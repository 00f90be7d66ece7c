"""A document as a reader of one language gets it.

Every writer of pages (Markdown, HTML, the terminal) works from an `Edition`, so that they agree on
what is shown: whether it is a machine draft, the title, the summary, each paragraph, and a note at
each passage that is not to be trusted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from summarize.types import (
    Check,
    Document,
    Draft,
    Segment,
    SegmentKind,
    Status,
    Summary,
    SummarySentence,
    TranslatedSegment,
    Translation,
)
from summarize.writers.record import (
    draft_from_json,
    segment_from_json,
    sentence_from_json,
    translated_from_json,
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A segment, a title or a sentence of a summary as it is shown.

    Attributes:
        text: What stands there.
        after: The white space that follows.
        note: Why it is not to be trusted; empty for most.
        original: What it is a translation of, where there is a note and it is one.
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
        flagged: How many segments and sentences of the summary are flagged.
        draft: What is to be said of a machine draft; None for anything better.
        is_text_draft: Whether the text, too, is a draft, and not just the summary.
    """

    document_id: str
    language: str
    source_language: str
    title: Passage
    summary: tuple[Passage, ...]
    blocks: tuple[Block, ...]
    system: str
    flagged: int
    draft: Draft | None = None
    is_text_draft: bool = False

    def doubtful(self) -> Iterator[Passage]:
        """The passages with a note, in the order in which they are shown."""
        shown = (self.title, *self.summary, *(p for block in self.blocks for p in block.passages))
        return (passage for passage in shown if passage.note)


def numbers_of_notes(editions: Iterable[Edition]) -> dict[int, int]:
    """The number of each note on a page of these editions, by the `id()` of its passage."""
    doubtful = (passage for edition in editions for passage in edition.doubtful())
    return {id(passage): number for number, passage in enumerate(doubtful, start=1)}


@dataclass(frozen=True, slots=True)
class Entry:
    """A document in a digest.

    Attributes:
        document_id: The name of its files.
        source_language: The language of the article.
        title: In the digest's language; never empty.
        summary: Its sentences in the digest's language; empty when there is none.
        flagged: How many segments and sentences of the summary are flagged.
    """

    document_id: str
    source_language: str
    title: Passage
    summary: tuple[Passage, ...]
    flagged: int

    def doubtful(self) -> Iterator[Passage]:
        """The passages with a note, in the order in which they are shown."""
        return (passage for passage in (self.title, *self.summary) if passage.note)


@dataclass(frozen=True, slots=True)
class Digest:
    """What a digest says beside its entries.

    Attributes:
        name: The job's.
        language: The digest's.
        count: How many articles it lists.
        failed: How many articles failed.
        draft: What is to be said of the machine drafts among its entries; None if there are none.
    """

    name: str
    language: str
    count: int
    failed: int
    draft: Draft | None = None


def entry(record: Mapping[str, Any], language: str) -> Entry:
    """What a digest says of a document.

    Args:
        record: The ledger record as JSON values. A digest has thousands of these, and making a
            whole edition of each would take minutes.
        language: The digest's.

    Raises:
        KeyError, TypeError, ValueError: The JSON values are no ledger record.
    """
    document, translation = record["document"], record["translations"].get(language)
    source, said = document["segments"], translation["segments"] if translation else []
    count = sum(segment["paragraph"] == source[0]["paragraph"] for segment in source)
    opening = [segment_from_json(item) for item in source[:count]]
    summary = record["summaries"].get(language)
    sentences = [sentence_from_json(item) for item in summary["sentences"]] if summary else []
    return Entry(
        document_id=document["id"],
        source_language=document["language"],
        title=_title(
            opening,
            _passages(opening, [translated_from_json(item) for item in said[:count]] or None),
            document["id"],
        ),
        summary=_summary(sentences),
        flagged=sum(part["status"] == Status.FLAGGED for part in said) + _flagged(sentences),
    )


def draft_of(record: Mapping[str, Any], language: str) -> Draft | None:
    """What a ledger record, as JSON values, says of a machine draft in a language."""
    draft = record.get("drafts", {}).get(language)
    return draft_from_json(draft) if draft else None


def edition(
    document: Document,
    language: str,
    translation: Translation | None,
    summary: Summary | None,
    draft: Draft | None = None,
) -> Edition:
    """The edition of a document in a language; without a translation, the original.

    Raises:
        ValueError: The translation is of another document.
    """
    passages = _passages(document.segments, translation.segments if translation else None)
    blocks = []
    position = 0
    for number, segments in document.paragraphs():
        block = Block(_kind(segments), passages[position : position + len(segments)])
        position += len(segments)
        if number != 0:
            blocks.append(block)
    sentences = summary.sentences if summary else ()
    return Edition(
        document_id=document.id,
        language=language,
        source_language=document.language,
        title=_title(document.segments, passages, document.id),
        summary=_summary(sentences),
        blocks=tuple(blocks),
        system=translation.system if translation else "",
        flagged=sum(1 for passage in passages if passage.note) + _flagged(sentences),
        draft=draft,
        is_text_draft=_is_draft(translation, draft),
    )


def _is_draft(translation: Translation | None, draft: Draft | None) -> bool:
    """Whether any of the models that are known to be poor wrote a part of the translation."""
    if translation is None or draft is None:
        return False
    return any(segment.system in draft.models for segment in translation.segments)


def _kind(segments: Sequence[Segment]) -> SegmentKind:
    """What a paragraph is: verbatim, as code or a bare address, only if all of it is."""
    kinds = (segment.kind for segment in segments)
    return next((kind for kind in kinds if kind is not SegmentKind.VERBATIM), SegmentKind.VERBATIM)


def _passages(
    segments: Sequence[Segment], said: Sequence[TranslatedSegment] | None
) -> tuple[Passage, ...]:
    """What is shown for segments; without a translation, the segments themselves."""
    if said is None:
        return tuple(Passage(segment.text, segment.after) for segment in segments)
    return tuple(_passage(*pair) for pair in zip(segments, said, strict=True))


def _passage(segment: Segment, translated: TranslatedSegment) -> Passage:
    if segment.id != translated.id:
        raise ValueError(f"segment {translated.id} stands for segment {segment.id}")
    if translated.status is not Status.FLAGGED:
        return Passage(translated.text, segment.after)
    text = translated.text or segment.text
    return Passage(text, segment.after, _note(translated.checks), segment.text)


def _title(segments: Sequence[Segment], passages: Sequence[Passage], fallback: str) -> Passage:
    """What a document goes by: its title, else its first words, with the doubts about them."""
    first = segments[0].paragraph if segments else 0
    opening = [
        passage
        for segment, passage in zip(segments, passages, strict=True)
        if segment.paragraph == first
    ]
    text = _on_one_line("".join(passage.text + passage.after for passage in opening))
    if first != 0:
        text, opening = _first_words(text), _with_the_first_words(opening)
    return Passage(
        text or fallback,
        note="; ".join(passage.note for passage in opening if passage.note),
        original=" ".join(passage.original for passage in opening if passage.original),
    )


def _summary(sentences: Sequence[SummarySentence]) -> tuple[Passage, ...]:
    """A summary as it is shown, with a note at each sentence that is flagged."""
    passages = []
    for number, sentence in enumerate(sentences, start=1):
        text, after = _on_one_line(sentence.text), " " if number < len(sentences) else ""
        if sentence.status is Status.FLAGGED:
            passages.append(Passage(text, after, _note(sentence.checks), sentence.source))
        else:
            passages.append(Passage(text, after))
    return tuple(passages)


def _flagged(sentences: Sequence[SummarySentence]) -> int:
    return sum(sentence.status is Status.FLAGGED for sentence in sentences)


def _note(checks: Sequence[Check]) -> str:
    return "; ".join(f"{check.name}: {check.detail}" for check in checks)


def _on_one_line(text: str) -> str:
    """A text without the line breaks that a model may have put into it."""
    return " ".join(text.split())


_FIRST_WORDS = 8
"""Words of a text that stand for a title."""


def _first_words(text: str) -> str:
    words = text.split()
    return " ".join(words[:_FIRST_WORDS]) + ("…" if len(words) > _FIRST_WORDS else "")


def _with_the_first_words(passages: Sequence[Passage]) -> list[Passage]:
    """The passages that the first words of a text are from."""
    before = accumulate((len(passage.text.split()) for passage in passages), initial=0)
    return [
        passage for passage, words in zip(passages, before, strict=False) if words < _FIRST_WORDS
    ]
