"""Plain text into its title, its paragraphs and what the site left behind.

The rules, in the order in which they are applied:

1. Blank lines separate blocks.
2. Single line breaks are soft, and lines are joined, when the file is hard-wrapped: almost every
   line is as long as the next word lets it be, and most lines end in the middle of a sentence.
   Otherwise each line is a paragraph. In a wrapped file an indented line and a list item start one.
3. A short line that is nothing but a site's furniture ("Add a Comment") is boilerplate. Only whole
   lines count: a sentence that merely starts with such words is prose.
4. The first paragraph that is no boilerplate is the title if it stands on a line of its own, has at
   most 200 characters and a letter, does not end like a sentence, and something follows it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import regex

from summarize.readers.boilerplate import is_boilerplate
from summarize.text.segmenter import Paragraph
from summarize.types import SegmentKind

MAX_TITLE = 200
"""Characters of the longest title."""
_MAX_WIDTH = 120
"""Characters of the longest line of a hard-wrapped file."""

_SENTENCE_END = regex.compile(r"""[.!?…:;]["'”’»)\]]*$""")
_BODY_END = regex.compile(r"""(?<!\b\p{Lu}\.\p{Lu})[.,;:]["'”’»)\]]*$""")
_INDENT = regex.compile(r"[ \t]{2,}")
_BULLET = regex.compile(r"\s*(?:[•▪◦*–—-]|\d{1,2}[.)])\s")


def plain_paragraphs(text: str) -> list[Paragraph]:
    """Find the title, the paragraphs and the boilerplate of a plain text.

    Args:
        text: With line feeds only.

    Returns:
        Paragraphs in reading order, each on one line; a title comes first, even before
        boilerplate that stood above it.
    """
    blocks = [block.split("\n") for block in regex.split(r"\n[ \t]*\n\s*?", text) if block.strip()]
    is_wrapped = _is_wrapped(blocks)
    paragraphs: list[Paragraph] = []
    title: Paragraph | None = None
    for lines in (joined for block in blocks for joined in _paragraphs(block, is_wrapped)):
        line = _join(lines)
        if is_boilerplate(line):
            paragraphs.append(Paragraph(line, SegmentKind.BOILERPLATE))
            continue
        is_first = title is None and all(p.kind is SegmentKind.BOILERPLATE for p in paragraphs)
        if is_first and len(lines) == 1 and _may_be_title(line):
            title = Paragraph(line, SegmentKind.TITLE)
        else:
            paragraphs.append(Paragraph(line))
    if title is None:
        return paragraphs
    has_body = any(paragraph.kind is SegmentKind.PROSE for paragraph in paragraphs)
    return [title if has_body else Paragraph(title.text), *paragraphs]


def _may_be_title(line: str) -> bool:
    has_letter = any(character.isalpha() for character in line)
    return len(line) <= MAX_TITLE and has_letter and not _BODY_END.search(line)


def _is_wrapped(blocks: Sequence[Sequence[str]]) -> bool:
    """Whether the line breaks within blocks are a text editor's."""
    breaks = [
        (line.rstrip(), after.split()[0])
        for block in blocks
        for line, after in pairwise(block)
        if after.strip() and not _may_start_paragraph(after, line)
    ]
    width = max((len(line.rstrip()) for block in blocks for line in block), default=0)
    if not breaks or width > _MAX_WIDTH:
        return False
    full = sum(len(line) + 1 + len(word) > width for line, word in breaks)
    ended = sum(bool(_SENTENCE_END.search(line)) for line, _ in breaks)
    return full >= 0.8 * len(breaks) and ended <= 0.5 * len(breaks)


def _paragraphs(block: Sequence[str], is_wrapped: bool) -> Iterator[list[str]]:
    """The lines of each paragraph of a block."""
    lines: list[str] = []
    for line in block:
        if lines and (not is_wrapped or _starts_paragraph(line, lines[-1])):
            yield lines
            lines = []
        if line.strip():
            lines.append(line)
    if lines:
        yield lines


def _may_start_paragraph(line: str, previous: str) -> bool:
    """Whether a line looks like the start of a paragraph even without a blank line above it."""
    marks = _INDENT.match(line) or _BULLET.match(line)
    return bool(marks) or is_boilerplate(line.strip()) or is_boilerplate(previous.strip())


def _starts_paragraph(line: str, previous: str) -> bool:
    """Whether a line of a wrapped block is not the continuation of the one before."""
    if _INDENT.match(line) or is_boilerplate(previous.strip()):
        return True
    # A wrapped line may happen to start with a dash, or to be the one word "comments.".
    has_ended = _SENTENCE_END.search(previous.rstrip()) or _BULLET.match(previous)
    return has_ended is not None and _may_start_paragraph(line, previous)


def _join(lines: Sequence[str]) -> str:
    """Lines as one, without a space after a hyphen that a word was broken at."""
    text = regex.sub(r"\s+", " ", "\n".join(line.strip() for line in lines))
    return regex.sub(r"(?<=\p{L}-) (?=\p{Ll})", "", text) if len(lines) > 1 else text.strip()
