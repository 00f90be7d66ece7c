"""Editions as plain text for a terminal."""

from __future__ import annotations

from textwrap import TextWrapper

from summarize.types import SegmentKind
from summarize.writers.edition import Block, Edition
from summarize.writers.labels import description, label

_WIDTH = 88
_WRAPPER = TextWrapper(_WIDTH, break_long_words=False, break_on_hyphens=False)


def render(edition: Edition) -> str:
    """A document: title, summary, where it comes from, and the full text."""
    notes: list[str] = []
    blocks = [_block(block, edition.language, notes) for block in edition.blocks]
    parts = [_WRAPPER.fill(edition.title), "=" * min(_WIDTH, len(edition.title))]
    head = "\n".join(parts)
    summary = []
    if edition.summary:
        name = label(edition.language, "summary")
        summary = [_WRAPPER.fill(f"{name}: {edition.summary_text}")]
    line = description(edition.language, edition.source_language, edition.system)
    return "\n\n".join([head, *summary, _WRAPPER.fill(f"[{line}]"), *blocks, *notes]) + "\n"


def _block(block: Block, language: str, notes: list[str]) -> str:
    text = ""
    for passage in block.passages:
        text += passage.text
        if passage.note:
            number = len(notes) + 1
            original = label(language, "source_text")
            doubt = label(language, "unsure")
            notes.append(
                _WRAPPER.fill(
                    f"[{number}] {doubt} ({passage.note}). {original}: {passage.original}"
                )
            )
            text += f" [{number}]"
        text += passage.after
    return text if block.kind is SegmentKind.VERBATIM else _WRAPPER.fill(text)
