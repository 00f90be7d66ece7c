"""Editions as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import TextWrapper

from summarize.text.printable import printable
from summarize.types import SegmentKind
from summarize.writers.edition import Block, Edition, Passage, numbers_of_notes
from summarize.writers.labels import description, label, note, warning

_WIDTH = 88
_WRAPPER = TextWrapper(_WIDTH, break_long_words=False, break_on_hyphens=False)


def render(*editions: Edition) -> str:
    """One or more editions of a document: title, summary, where it comes from, the full text.

    Nothing in it steers a terminal, whatever a model wrote.
    """
    numbers = numbers_of_notes(editions)
    return printable("\n".join(_edition(edition, numbers) for edition in editions))


def _edition(edition: Edition, numbers: Mapping[int, int]) -> str:
    title = ("⚠ " if edition.title.note else "") + _passage(edition.title, numbers)
    parts = ["\n".join([_WRAPPER.fill(title), "=" * min(_WIDTH, len(title))])]
    if edition.draft:
        summary_only = not edition.is_text_draft
        told = warning(edition.language, edition.draft, summary_only=summary_only)
        parts.append(_WRAPPER.fill("⚠ " + " ".join(told)))
    if edition.summary:
        said = "".join(_passage(sentence, numbers) for sentence in edition.summary)
        parts.append(_WRAPPER.fill(f"{label(edition.language, 'summary')}: {said}"))
    line = description(edition.language, edition.source_language, edition.system)
    parts.append(_WRAPPER.fill(f"[{line}]"))
    parts += [_block(block, numbers) for block in edition.blocks]
    parts += [
        _WRAPPER.fill(f"[{numbers[id(passage)]}] {note(edition.language, passage)}")
        for passage in edition.doubtful()
    ]
    return "\n\n".join(parts) + "\n"


def _block(block: Block, numbers: Mapping[int, int]) -> str:
    text = "".join(_passage(passage, numbers) for passage in block.passages)
    return text if block.kind is SegmentKind.VERBATIM else _WRAPPER.fill(text)


def _passage(passage: Passage, numbers: Mapping[int, int]) -> str:
    mark = f" [{numbers[id(passage)]}]" if passage.note else ""
    return passage.text + mark + passage.after
