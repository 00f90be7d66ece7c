"""Paragraphs on the pages: which are preformatted."""

from __future__ import annotations

import pytest

from summarize.readers.files import read_bytes
from summarize.types import Draft, SegmentKind
from summarize.writers import html, text
from summarize.writers.edition import Block, Edition, Passage, edition

LONG = "2:1! " + "They won the match and went home to celebrate with everybody. " * 3


def edition_of(body: str) -> Edition:
    document = read_bytes(f"# Title\n\n{body}\n".encode(), source="a.md", language="en")
    return edition(document, "en", None, None)


@pytest.mark.parametrize(
    "body", ["2:1! They won.", "They won. 2:1!", "https://example.org/. It is there.", LONG.strip()]
)
def test_prose_with_a_sentence_without_letters_is_prose(body: str) -> None:
    shown = edition_of(body)
    assert [block.kind for block in shown.blocks] == [SegmentKind.PROSE]
    assert f"<p>{body}</p>" in html.render(shown)


def test_it_is_wrapped_on_a_terminal() -> None:
    assert max(map(len, text.render(edition_of(LONG)).splitlines())) <= 88


def test_whatever_is_long_is_wrapped_on_a_terminal_and_a_long_line_under_the_title_is_not() -> None:
    words = " ".join(["word"] * 40)
    long = Passage(words, " ", f"check: {words}", words)
    block = Block(SegmentKind.PROSE, (long,))
    draft = Draft((words,), (words,))
    page = text.render(
        Edition("a", "en", "ru", long, (long,), (block,), words, 3, draft, is_text_draft=True)
    )
    lines = page.splitlines()
    assert max(map(len, lines)) == 88
    assert lines[0].startswith("⚠ word word")
    assert "=" * 88 in lines
    assert page.count("word") == 40 * 12


@pytest.mark.parametrize("body", ["```\na = 1\n\nb\n```", "https://example.org/", "2:1! 3:2!"])
def test_what_is_verbatim_throughout_is_preformatted(body: str) -> None:
    shown = edition_of(body)
    assert [block.kind for block in shown.blocks] == [SegmentKind.VERBATIM]
    assert f"<pre>{body.strip('`').strip()}</pre>" in html.render(shown)
