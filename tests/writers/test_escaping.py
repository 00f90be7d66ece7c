"""That text shows letter for letter in Markdown, wherever it stands on a page."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from summarize.types import Draft, SegmentKind
from summarize.writers import markdown
from summarize.writers.edition import Block, Digest, Edition, Entry, Passage

HOSTILE = [
    "__init__",
    "the __init__.py of snake_case_names and _private ones_",
    "_Один_",
    "(_a_)",
    "_a_b",
    "a__b",
    "a__b__c",
    "*a*",
    "**a** 2*3*4",
    "~~a~~",
    "a~~b~~",
    "~~~ a",
    "~~~",
    "`a`",
    "```",
    "[a](b)",
    "![a](b)",
    "![a]",
    "[a]: http://b",
    "[^1]",
    "![^1]",
    "[^1]: a note",
    "<b>a</b>",
    "<http://x>",
    "<!-- a -->",
    "a < b",
    "http://x/a_b?c=1&copy=2",
    "&amp; &lt; &#35; &#x22; & &copy",
    "\\",
    "a \\* b",
    "# a",
    "#a #b",
    "a #",
    "a ##",
    "#",
    "##",
    "> a",
    "- a",
    "-5 °C",
    "+ a",
    "* a",
    "1. a",
    "1986. A year",
    "1986.",
    "1) a",
    "7)",
    "===",
    "---",
    "***",
    "___",
    "-",
    "| a | b |",
    ":-: | :-:",
]
"""A line each; every one means something to a reader of Markdown, or nearly so."""
LINES = [
    "a\n===",
    "a\n---",
    "a\n- b\n+ c",
    "a\n1. b\n2) c",
    "a\n# b",
    "a\n> b",
    "a\n```\nb\n```",
    "a\n~~~\nb",
    "| a | b |\n|---|:-:|\n| c | d |",
    "a | b\n:-- | --:\nc | d",
    "a | b\n | --- | --- |\nc | d",
    "a\n\nb",
    "a\n\n    *b*",
    "a\r# b\r\n\t\r\n\t<b>",
    "    a",
    "\ta",
    "  \t a\n    b",
]
"""What a model may have broken into lines: it stays one paragraph."""
TEXTS = [*HOSTILE, *LINES]
READER = MarkdownIt("commonmark").enable(["table", "strikethrough"]).use(footnote_plugin)


class Shown(HTMLParser):
    """What a reader of a Markdown page sees: each element with the words in it, on one line."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, str]] = []
        self.feed(READER.render(page))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, ""))

    def handle_data(self, data: str) -> None:
        if self.elements:
            tag, words = self.elements.pop()
            self.elements.append((tag, one_line(words + data)))

    def of(self, tag: str) -> list[str]:
        return [words for name, words in self.elements if name == tag]

    def tags(self) -> set[str]:
        return {tag for tag, _ in self.elements}


def one_line(text: str) -> str:
    return " ".join(text.split())


def page_of(*blocks: Block, title: str = "T", summary: tuple[Passage, ...] = ()) -> str:
    return markdown.render(Edition("a-1", "en", "ru", Passage(title), summary, blocks, "", 0))


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_is_a_paragraph_of_its_letters(text: str) -> None:
    assert Shown(markdown.escape(text)).elements == [("p", one_line(text))]


def test_a_title_keeps_all_of_it() -> None:
    for text in HOSTILE:
        assert Shown(page_of(title=text)).of("h1") == [text]


def test_a_heading_keeps_all_of_it_and_is_one_heading() -> None:
    page = page_of(*(Block(SegmentKind.HEADING, (Passage(text),)) for text in TEXTS))
    assert Shown(page).of("h2") == [one_line(text) for text in TEXTS]


def test_a_heading_with_spaces_at_its_end_keeps_its_last_mark() -> None:
    page = page_of(Block(SegmentKind.HEADING, (Passage("a # "), Passage("b ## ", "\n"))))
    assert Shown(page).of("h2") == ["a # b ##"]


def test_a_heading_keeps_the_spaces_that_must_not_break() -> None:
    passages = (Passage("5\u00a0km\nof", " "), Passage("10\u202f000", "\n"), Passage("roads"))
    page = page_of(Block(SegmentKind.HEADING, passages))
    assert "\n\n## 5\u00a0km of 10\u202f000 roads\n" in page


def test_a_passage_keeps_all_of_it_whatever_follows() -> None:
    page = page_of(
        *(
            Block(SegmentKind.PROSE, (Passage(text, " "), Passage(text, " "), Passage("End.")))
            for text in TEXTS
        )
    )
    shown = Shown(page)
    assert shown.of("p")[1:] == [f"{one_line(text)} {one_line(text)} End." for text in TEXTS]
    assert shown.tags() == {"h1", "p", "em", "hr"}


def test_a_space_before_a_passage_keeps_words_apart() -> None:
    page = page_of(Block(SegmentKind.PROSE, (Passage("One."), Passage("    Two."))))
    assert Shown(page).of("p")[1:] == ["One. Two."]


def test_a_flagged_passage_its_note_and_its_original_keep_all_of_it() -> None:
    doubts = [Passage(text, "", f"numbers: {text}", text) for text in TEXTS]
    shown = Shown(page_of(*(Block(SegmentKind.PROSE, (doubt,)) for doubt in doubts)))
    told = [one_line(text) for text in TEXTS]
    assert shown.of("p")[1:] == [
        *told,
        *(f"⚠ Machine translation in doubt (numbers: {text}). Original: {text}" for text in told),
    ]
    assert shown.tags() == {"h1", "p", "em", "hr", "sup", "a", "section", "ol", "li"}


def test_a_summary_keeps_all_of_it() -> None:
    for text in HOSTILE:
        shown = Shown(page_of(summary=(Passage(text, " "), Passage(text))))
        assert shown.elements[1:3] == [("p", ""), ("strong", f"Summary. {text} {text}")]
        assert shown.tags() == {"h1", "p", "strong", "em", "hr"}


def test_a_digest_keeps_all_of_it() -> None:
    for text in HOSTILE:
        doubtful = Passage(text, " ", f"numbers: {text}", text)
        entry = Entry("a-1", "ru", doubtful, (doubtful, Passage(text)), 2)
        shown = Shown("".join(markdown.digest(Digest(text, "en", 1, 0), [entry])))
        note = f"⚠ Machine translation in doubt (numbers: {text}). Original: {text}"
        assert shown.of("h1") == [f"Digest: {text}"]
        assert (shown.of("h2"), shown.of("a")) == (["⚠"], [text])
        assert shown.of("p") == ["Articles: 1", f"⚠ {text} {text}", note, note, ""]
        assert shown.tags() == {"h1", "h2", "a", "p", "em", "ul", "li"}


def test_the_line_of_the_systems_and_that_of_the_language_keep_all_of_it() -> None:
    for text in ("a_*model*_[x](y)", "<b>", "`m`"):
        page = Shown(markdown.render(Edition("a-1", "en", "ru", Passage("T"), (), (), text, 0)))
        assert text in page.of("em")[0]
        entries = [Entry("a-1", text, Passage("T"), (), 0)]
        shown = Shown("".join(markdown.digest(Digest("D", "en", 1, 0), entries)))
        assert text in shown.of("em")[0]


def test_a_warning_keeps_all_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for text in HOSTILE:
        monkeypatch.setattr(markdown, "warning", lambda *_, said=text, **__: (said, said))
        edition = Edition("a-1", "en", "ru", Passage("T"), (), (), "", 0, Draft(("m",)))
        shown = Shown(markdown.render(edition))
        assert shown.of("p")[0] == "⚠"
        assert shown.of("strong") == [f"{text} {text}"]


@given(st.text("ab1 .#*_~`[]()<>&;:|-+=!\\\n", min_size=1).filter(str.strip))
def test_marks_in_any_order_are_letters(text: str) -> None:
    assert Shown(markdown.escape(text)).elements == [("p", one_line(text))]
