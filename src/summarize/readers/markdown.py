"""Markdown into a title and paragraphs: what the page would say, without its markup."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html.parser import HTMLParser

import regex
from markdown_it import MarkdownIt
from markdown_it.token import Token

from summarize.readers.boilerplate import is_boilerplate
from summarize.text.segmenter import Paragraph
from summarize.types import SegmentKind

_FRONT_MATTER = regex.compile(r"---[ \t]*\n(.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|$)", regex.DOTALL)
_TITLE_KEY = regex.compile(r"^title:[ \t]*(.+?)[ \t]*$", regex.MULTILINE)


def markdown_paragraphs(text: str) -> list[Paragraph]:
    """Find the title, headings, paragraphs and code of a Markdown text.

    The title is the front matter's, else the first heading if nothing stands above it or it is of
    the first level. List items, table rows and raw HTML blocks are paragraphs; code is verbatim.

    Args:
        text: With line feeds only.

    Returns:
        Paragraphs in reading order, the title first; prose on one line each.
    """
    front = _FRONT_MATTER.match(text)
    title = _front_title(front[1] or "") if front else ""
    body = list(_blocks(_parser().parse(text[front.end() :] if front else text)))
    for index, (paragraph, level) in enumerate(body):
        if level and (not title or paragraph.text == title):
            if title or index == 0 or level == 1:
                title = paragraph.text
                del body[index]
            break
    paragraphs = [paragraph for paragraph, _ in body]
    return [Paragraph(title, SegmentKind.TITLE), *paragraphs] if title else paragraphs


def _parser() -> MarkdownIt:
    """A parser of the text's own: one gathers its rules at its first use, out of step with others.

    A thread that came in between would find some of the rules only, and lose text.
    """
    return MarkdownIt("commonmark").enable(["table", "strikethrough"])


def _front_title(front: str) -> str:
    match = _TITLE_KEY.search(front)
    value = match[1] if match else ""
    is_quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1].strip() if is_quoted else value


def _blocks(tokens: Sequence[Token]) -> Iterator[tuple[Paragraph, int]]:
    """Each block of text with its heading level, 0 for all that is no heading."""
    level = 0
    cells: list[str] = []
    in_table = False
    for token in tokens:
        if token.type == "heading_open":
            level = int(token.tag[1:])
        elif token.type in ("table_open", "table_close"):
            in_table = token.type == "table_open"
        elif token.type == "inline" and in_table:
            cells.append(_inline(token.children or []))
        elif token.type == "inline":
            yield from _prose(_inline(token.children or []), level)
            level = 0
        elif token.type == "tr_close":
            yield from _prose(" | ".join(cell for cell in cells if cell), 0)
            cells = []
        elif token.type in ("fence", "code_block"):
            yield Paragraph(token.content.rstrip("\n"), SegmentKind.VERBATIM), 0
        elif token.type == "html_block":
            for line in _html_lines(token.content):
                yield from _prose(line, 0)


def _prose(text: str, level: int) -> Iterator[tuple[Paragraph, int]]:
    text = " ".join(text.split())
    if not text:
        return
    if is_boilerplate(text):
        yield Paragraph(text, SegmentKind.BOILERPLATE), 0
    else:
        yield Paragraph(text, SegmentKind.HEADING if level else SegmentKind.PROSE), level


def _inline(tokens: Sequence[Token]) -> str:
    parts: list[str] = []
    for token in tokens:
        if token.type in ("text", "code_inline"):
            parts.append(token.content)
        elif token.type == "image":
            parts.append(_inline(token.children or []))
        elif token.type.endswith("break") or token.content.lower().startswith("<br"):
            parts.append(" ")
    return "".join(parts)


class _Text(HTMLParser):
    """Collects what raw HTML shows; a block element starts a new line."""

    _HIDDEN = frozenset({"script", "style", "template"})
    _INLINE = frozenset(
        "a abbr b bdi cite code em i kbd mark q s small span strong sub sup u".split()
    )

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self._HIDDEN:
            self._hidden += 1
        elif tag == "img":
            self.parts.append(dict(attrs).get("alt") or "")
        if tag not in self._INLINE:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        if tag not in self._INLINE:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(" ".join(data.split("\n")))


def _html_lines(html: str) -> list[str]:
    parser = _Text()
    parser.feed(html)
    parser.close()
    return "".join(parser.parts).split("\n")
