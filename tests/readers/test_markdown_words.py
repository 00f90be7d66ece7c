"""No word of a Markdown file disappears, whatever its author made of Markdown."""

from __future__ import annotations

import re
from itertools import count

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from summarize.readers.files import read_bytes
from summarize.readers.markdown import markdown_paragraphs

_WORD = re.compile(r"слово\d+")


def missing(text: str) -> list[str]:
    """The words of a Markdown text that stand in no segment of its document."""
    document = read_bytes(f"Начало.\n\n{text}".encode(), source="a.md", language="ru")
    shown = {word for segment in document.segments for word in _WORD.findall(segment.text)}
    return [word for word in _WORD.findall(text) if word not in shown]


def numbered(template: str) -> str:
    """A text in which each W has become a word of its own."""
    numbers = count()
    return re.sub("W", lambda _: f"слово{next(numbers)}", template)


# --- Texts that are well made ---------------------------------------------------------------------

_INLINE = (
    "W",
    "W W.",
    "*W* __W__",
    "~~W~~ `W`",
    "[W](https://example.org/a)",
    '[W *W*](/a "W W")',
    "![W `W`](a.png 'W')",
    "[![W](a.png (W))](/b)",
    "[W][used] [W][]",
    "<b>W</b> <img src=a alt='W W'> <!-- no -->",
    "<https://example.org/W>",
    "W[^1] ^[W]",
    r"\*W\* \[W\] W&shy;W &amp;W;",
    "W  \nW\\\nW<br>W",
    "[W](<unclosed W",
    "[W]: [W",
    "<W and W",
    "a < W > b",
)
_BLOCKS = (
    "{}",
    "# {}",
    "#### {} ####",
    "- {}\n- W\n\n  W\n  1. {}\n     * W",
    "1986. {}\n1987. W",
    "> {}\n> > W\nW",
    "```\nW {{W}}\n  W\n```",
    "~~~ W W\nW\n~~~",
    "    W\n\n    W",
    "| {} | W |\n|---|:-:|\n| W | {} | W | W |\n| W |\nW",
    "> | W |\n> |---|\n> || W |",
    "<div class='a'>W <b>W</b>\nW</div>",
    "<table><tr><td>W<td>W</table>",
    "<p\nclass='a'>W\n\nW</p>",
    "<!-- no -->\nW",
    "<![CDATA[W]]>",
    "<!W>",
    "[^1]: {}\n\n    W",
    "[^2]: W",
    "[^ 3]: W",
    "[used]: /a 'W W'\n[used]: /b 'W'",
    "[W]: W",
    "[W]: /W 'W'",
    "[W]: W (W\nW)",
    "{}\n===",
    "{}\n---",
    "---\nW\n\n---",
    "* * *",
)


@st.composite
def articles(draw: st.DrawFn) -> str:
    """Blocks of every kind, nested in quotes and lists."""
    blocks = []
    for block in draw(st.lists(st.sampled_from(_BLOCKS), min_size=1, max_size=5)):
        inlines = [draw(st.sampled_from(_INLINE)) for _ in range(block.count("{}"))]
        blocks.append(block.format(*(text.replace("\n", "\n  ") for text in inlines)))
    text = draw(st.sampled_from(["\n\n", "\n\n\n", "\n\n---\n\n"])).join(blocks)
    for before, below in draw(st.lists(st.sampled_from([("> ", "> "), ("- ", "  ")]), max_size=12)):
        text = before + text.replace("\n", "\n" + below)
    return numbered(text)


@given(articles())
def test_what_is_in_an_article_is_in_its_segments(text: str) -> None:
    assert missing(text) == []


@pytest.mark.parametrize(
    "start", ["<!-- W", "<script>W", "<?W", "<!W W", "<![CDATA[W", "<pre>W", "~~~"]
)
def test_what_is_never_closed_swallows_nothing(start: str) -> None:
    assert missing(numbered(f"W\n\n{start}\n\nW *W*\n\n- W\n\n| W |\n|---|\n| W | W |")) == []


# --- Texts that are not ---------------------------------------------------------------------------

_MARKS = (
    "\n",
    "\n\n",
    "    ",
    "  ",
    "# ",
    "---",
    "===",
    "- ",
    "1. ",
    "7) ",
    "1986. ",
    "> ",
    "|",
    "|---|---|",
    "[",
    "]",
    "[^",
    "^[",
    "!",
    "(",
    ")",
    "`",
    "\n```\n",
    "\n~~~\n",
    "*",
    "__",
    "~~",
    "\\",
    "&amp;",
    '"',
    "'",
    ": ",
    "...",
    "http://",
    "<",
    "\n---\n",
    "title: ",
)


@given(st.lists(st.one_of(st.just(" W "), st.sampled_from(_MARKS)), max_size=40).map("".join))
def test_nor_does_any_mixture_of_words_and_marks_lose_one(template: str) -> None:
    assume("](" not in template)  # where a link leads is no text
    text = numbered(template)
    targets = re.findall(r"\]:\s*<?\S*|\[[^\]]*\]:", text)
    languages = re.findall(r"(?:```|~~~)\s*\S+", text)
    excused = _WORD.findall(" ".join([*targets, *languages]))
    assert [word for word in missing(text) if word not in excused] == []


# --- What is left out on purpose ------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "---\ntags: слово1\n---\n",
        "[a](слово1)",
        "[a][слово1]\n\n[слово1]: /b",
        "a <!-- слово1 --> b",
        "<p class='слово1'>a</p>",
        "<script>слово1</script>",
        "[//]: # (слово1)",
        "[comment]: <> (слово1)",
    ],
)
def test_these_are_no_words_of_the_article(text: str) -> None:
    shown = " ".join(paragraph.text for paragraph in markdown_paragraphs(text))
    assert "слово1" not in shown
