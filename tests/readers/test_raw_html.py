"""What raw HTML shows, whole or broken."""

from __future__ import annotations

import pytest

from summarize.readers.raw_html import html_lines


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<p>One <b>bold</b> wo<wbr>rd</p><p>Two</p>", ["One bold word", "Two"]),
        ("a<!-- hidden > here --> b<!-->c<!--->d", ["a bcd"]),
        ("<SCRIPT>if (a<b) c()</SCRIPT >a<style>b {}</style><template>c</template>", ["a"]),
        ("<!DOCTYPE html>a<?php echo 1 ?> b", ["a b"]),
        ("a <![CDATA[b <i> &amp; c]]> d", ["a b <i> &amp; c d"]),
        ("<img src=x alt='The &quot;old&quot; bridge'>", ['The "old" bridge']),
        ("<textarea>a</textarea><title>b</title>", ["a", "b"]),
    ],
)
def test_what_is_whole(html: str, shown: list[str]) -> None:
    assert [line for line in html_lines(html) if line] == shown


@pytest.mark.parametrize(
    "html",
    [
        "<!-- words <b>and</b> words",
        "<script> words and words",
        "<style> words <p>and words</p>",
        "<template>words and words",
        "<div\nwords and words",
        "<!Words> and words",
        "<? words and words",
        "<![CDATA[words and words",
        "a < b and words > c",
        "<p>words</p> and <words",
    ],
)
def test_what_is_never_closed_is_words(html: str) -> None:
    shown = " ".join(html_lines(html)).lower()
    assert shown.count("words") == html.lower().count("words")


@pytest.mark.parametrize("piece", ["<!--", "<script>", "<a ", "<![CDATA[", "<", "<?", "<a x='"])
def test_broken_pieces_without_end_are_read_once(piece: str) -> None:
    """A search to the end from each of them would take hours: the timeout of the suite sees it."""
    assert "words" in "".join(html_lines(piece * 400_000 + " words"))
