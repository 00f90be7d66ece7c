"""Markdown into a title and paragraphs: what the page would say, without its markup.

No word of the body is lost. What does not stand in the text itself becomes a paragraph of its own:
the titles of links and images, footnotes, a link's definition that nothing uses. Left out are, by
design, where links lead and what they are called in the source, HTML tags with their attributes
(but not the alternative text of images), comments, scripts and styles, the language of a code
block, and the front matter except for the title in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import regex
from markdown_it.token import Token

from summarize.readers.boilerplate import is_boilerplate
from summarize.readers.commonmark import parse
from summarize.readers.front_matter import split_front_matter
from summarize.readers.raw_html import html_lines
from summarize.text.segmenter import Paragraph
from summarize.types import SegmentKind

_CODE_LANGUAGE = regex.compile(r"[\w.+#-]*(?:\s*\{.*\})?", regex.ASCII)
"""What stands behind the mark of a code block, if it is no text."""
_AFTER_A_MARK = frozenset(
    "fence code_block html_block table_open definition list_item_close footnote_reference_close"
    " bullet_list_open ordered_list_open blockquote_open hr".split()
)
"""What can stand in an item or a note in the place of its text."""
_BARE_ADDRESS = regex.compile(r"\[[^\]\p{L}]*\]:\s*\S+")


def markdown_paragraphs(text: str) -> list[Paragraph]:
    """Find the title, headings, paragraphs and code of a Markdown text.

    The title is the front matter's, else the first heading if nothing stands above it or it is of
    the first level. List items, table rows and raw HTML blocks are paragraphs; code is verbatim.

    Args:
        text: With line feeds only.

    Returns:
        Paragraphs in reading order, the title first; prose on one line each.
    """
    title, text = split_front_matter(text)
    body = list(_blocks(_marked(parse(text))))
    for index, (paragraph, level) in enumerate(body):
        if level and (not title or paragraph.text == title):
            if title or index == 0 or level == 1:
                title = paragraph.text
                del body[index]
            break
    paragraphs = [paragraph for paragraph, _ in body]
    return [Paragraph(title, SegmentKind.TITLE), *paragraphs] if title else paragraphs


def _marked(tokens: Iterable[Token]) -> Iterator[Token]:
    """The tokens, with the number of a note in its text, and that of an item where it says much.

    "1986. A warm summer." is an item to Markdown.
    """
    mark = ""
    counts: list[int] = []
    for token in tokens:
        if mark and token.type == "inline":
            token.children = [_plain(mark), *(token.children or [])]
            mark = ""
        elif mark and token.type in _AFTER_A_MARK:
            yield Token("inline", "", 0, children=[_plain(mark)])
            mark = ""
        if token.type in ("bullet_list_open", "ordered_list_open"):
            counts.append(0)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            counts.pop()
        elif token.type == "list_item_open":
            counts[-1] += 1
            is_counted = int(token.info or 0) in (0, 1, counts[-1] - 1, counts[-1])
            mark = "" if is_counted else f"{token.info}. "
        elif token.type == "footnote_reference_open":
            mark = f"[{token.meta['label']}] "
        yield token


def _plain(text: str) -> Token:
    return Token("text", "", 0, content=text)


def _blocks(tokens: Iterable[Token]) -> Iterator[tuple[Paragraph, int]]:
    """Each block of text with its heading level, 0 for all that is no heading."""
    level = 0
    row: list[Token] = []
    in_table = False
    for token in tokens:
        if token.type == "heading_open":
            level = int(token.tag[1:])
        elif token.type in ("table_open", "table_close"):
            in_table = token.type == "table_open"
        elif token.type == "inline" and in_table:
            row.append(token)
        elif token.type == "inline":
            yield from _text([token], level)
            level = 0
        elif token.type == "tr_close":
            yield from _text(row, 0)
            row = []
        elif token.type in _LEAVES:
            yield from _LEAVES[token.type](token)


def _text(cells: Sequence[Token], level: int) -> Iterator[tuple[Paragraph, int]]:
    """A paragraph, a heading or the cells of a row; and the titles of its links and images."""
    texts = [_inline(cell.children or []) for cell in cells]
    text = " | ".join(text for text in texts if text)
    yield from _prose(text, level)
    titles = (title for cell in cells for title in _titles(cell.children or []))
    for title in dict.fromkeys(titles):
        if title not in text:
            yield from _prose(title, 0)


def _code(token: Token) -> Iterator[tuple[Paragraph, int]]:
    if not _CODE_LANGUAGE.fullmatch(token.info.strip()):
        yield from _prose(token.info, 0)
    yield Paragraph(token.content.rstrip("\n"), SegmentKind.VERBATIM), 0


def _html(token: Token) -> Iterator[tuple[Paragraph, int]]:
    for line in html_lines(token.content):
        yield from _prose(line, 0)


def _definition(token: Token) -> Iterator[tuple[Paragraph, int]]:
    """What a link's definition says by itself."""
    text = token.content.strip()
    if _BARE_ADDRESS.fullmatch(text):
        yield Paragraph(text, SegmentKind.VERBATIM), 0
    else:
        yield from _prose(text, 0)


_LEAVES = {"fence": _code, "code_block": _code, "html_block": _html, "definition": _definition}


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
        if token.type in ("text", "text_special", "code_inline"):
            parts.append(token.content)
        elif token.type == "image":
            parts.append(_inline(token.children or []))
        elif token.type == "footnote_ref":
            parts.append(f"[{token.meta['label']}]")
        elif token.type.endswith("break") or token.content.lower().startswith("<br"):
            parts.append(" ")
        elif token.type == "html_inline":
            parts.append("".join(html_lines(token.content)))
    return "".join(parts)


def _titles(tokens: Sequence[Token]) -> Iterator[str]:
    """The titles of links and images, except for those that their definitions hold."""
    for token in tokens:
        title = token.attrGet("title")
        if title and "label" not in token.meta:
            yield str(title)
        yield from _titles(token.children or [])
