"""What the raw HTML in a Markdown text shows.

Tags, comments, scripts and styles are not shown if they are whole. What only looks like the start
of one, and is never closed, is somebody's words: a browser would hide all that follows.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from html.parser import HTMLParser

import regex

_CDATA = "<![cdata["
_HIDDEN = {
    "<!--": "-->",
    "<?": r"\?>",
    "<!doctype": ">",
    "<script": r"</script\s*>",
    "<style": r"</style\s*>",
    "<template": r"</template\s*>",
    _CDATA: r"\]\]>",
}
"""How what is not shown begins and ends; and CDATA, which is shown to the letter."""
_ENDS = {start: regex.compile(end, regex.IGNORECASE) for start, end in _HIDDEN.items()}
_START = regex.compile(
    r"<!--|<\?|<!\[cdata\[|<(?:!doctype|script|style|template)\b", regex.IGNORECASE
)
_UNCLOSED = regex.compile(r"<(?=!|\?|(?:script|style)\b)", regex.IGNORECASE)
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q ruby s "
    "samp small span strike strong sub sup time tt u var wbr".split()
)


def html_lines(text: str) -> list[str]:
    """The lines that raw HTML shows, some of them empty; a block element starts a new line.

    Args:
        text: HTML, whole or in part.
    """
    shown = _UNCLOSED.sub("&lt;", "".join(_shown(text)))
    tags, end, rest = shown.rpartition(">")
    parser = _Text()
    parser.feed(tags + end + rest.replace("<", "&lt;"))
    parser.close()
    return "".join(parser.parts).split("\n")


def _shown(text: str) -> Iterator[str]:
    """The text without what is hidden; each kind that is not closed is looked for only once."""
    unclosed: set[str] = set()
    position = 0
    for start in _START.finditer(text):
        kind = start[0].lower()
        if start.start() < position or kind in unclosed:
            continue
        # `<!-->` is a whole comment.
        end = _ENDS[kind].search(text, start.start() + 2)
        if end is None:
            unclosed.add(kind)
            continue
        yield text[position : start.start()]
        if kind == _CDATA:
            yield html.escape(text[start.end() : end.start()])
        position = end.end()
    yield text[position:]


class _Text(HTMLParser):
    """Collects what HTML shows."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self.parts.append(dict(attrs).get("alt") or "")
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _INLINE:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(" ".join(data.split("\n")))
