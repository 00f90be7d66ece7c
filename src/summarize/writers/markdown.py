"""Editions and digests as Markdown (CommonMark with footnotes)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from summarize.types import SegmentKind
from summarize.writers.edition import Block, Edition, Entry, Passage
from summarize.writers.labels import description, label, origin

_INLINE = re.compile(r"[\\`*\[\]<]|&(?=#?\w+;)|(?<!\w)_|_(?!\w)|~~")
_LINE_START = re.compile(r"^(\s*\d*)([.)](?=\s)|[#>+=-])", re.MULTILINE)
_FENCE = re.compile(r"`{3,}")


def escape(text: str) -> str:
    """Article text as Markdown that shows it letter for letter; no HTML gets through."""
    escaped = _INLINE.sub(lambda match: "\\" + match[0], text)
    return _LINE_START.sub(r"\1\\\2", escaped)


def render(edition: Edition) -> str:
    """A document: title, summary, where it comes from, and the full text."""
    notes: list[str] = []
    blocks = [_block(block, edition.language, notes) for block in edition.blocks]
    head = [f"# {escape(edition.title)}"]
    if edition.summary:
        name = label(edition.language, "summary")
        head.append(f"**{name}.** {escape(edition.summary_text)}")
    line = description(edition.language, edition.source_language, edition.system)
    head += [f"*{escape(line)}*", "---"]
    return "\n\n".join([*head, *blocks, *notes]) + "\n"


def digest(
    name: str, language: str, entries: Iterable[Entry], count: int, failed: int
) -> Iterator[str]:
    """The digest of a job in one language, in parts: every article with its summary.

    Args:
        name: The job's.
        language: The digest's.
        entries: The articles; there can be more of them than should be held at once.
        count: How many there are.
        failed: How many articles failed.
    """
    yield f"# {label(language, 'digest')}: {escape(name)}\n"
    yield f"\n{label(language, 'articles', count=count)}\n"
    if failed:
        yield f"\n**{label(language, 'failed', count=failed)}**\n"
    for entry in entries:
        line = origin(language, entry.source_language)
        if entry.flagged:
            line = f"{line}; ⚠ {label(language, 'flagged', count=entry.flagged)}"
        yield f"\n## [{escape(entry.title)}]({entry.document_id}.md)\n"
        yield f"\n{escape(entry.summary) or label(language, 'no_summary')}\n"
        yield f"\n*{escape(line)}*\n"


def _block(block: Block, language: str, notes: list[str]) -> str:
    if block.kind is SegmentKind.VERBATIM and "\n" in block.passages[0].text:
        return _fenced(block.passages[0].text)
    text = "".join(_passage(passage, language, notes) for passage in block.passages)
    if block.kind is SegmentKind.HEADING:
        return f"## {text}"
    return text


def _fenced(code: str) -> str:
    longest = max((len(run) for run in _FENCE.findall(code)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}\n{code}\n{fence}"


def _passage(passage: Passage, language: str, notes: list[str]) -> str:
    text = escape(passage.text)
    if passage.note:
        number = len(notes) + 1
        notes.append(
            f"[^{number}]: ⚠ {label(language, 'unsure')} ({escape(passage.note)}). "
            f"{label(language, 'source_text')}: {escape(passage.original)}"
        )
        text = f"{text}[^{number}]"
    return text + passage.after
