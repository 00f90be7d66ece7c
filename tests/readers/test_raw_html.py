"""What raw HTML shows, whole or broken."""

from __future__ import annotations

import pytest

from summarize.readers import raw_html
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
        ("a<script>b</script>c<script>d</script>e", ["ace"]),
        ("a<!-- <script> -->b<script><!-- </script>c", ["abc"]),
        ("<scripted>a</scripted><styles>b</styles>", ["a", "b"]),
        ("<![CDATA[a < b]]> c <![cdata[&lt;]]>", ["a < b c &lt;"]),
        ("a<script>b</SCRIPT\n>c", ["ac"]),
        ("one<br>two<hr/>three<td>four", ["one", "two", "three", "four"]),
        ("<ul><li>a<li>b</ul>c", ["a", "b", "c"]),
        ("a <img src=x> b <img alt> c <img alt='d'>", ["a ", " b ", " c d"]),
        ("a\nb<p>c\nd", ["a b", "c d"]),
        ("&amp;&nbsp;&lt;b&gt; &#1084; AT&T", ["&\xa0<b> м AT&T"]),
        ("", []),
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


@pytest.mark.timeout(60)
@pytest.mark.parametrize("piece", ["<a ", "<", "<a x='"])
def test_broken_tags_without_end_are_read_once(piece: str) -> None:
    """To read on from each of them would take minutes, not a moment: the timeout sees it."""
    assert "words" in "".join(html_lines(piece * 100_000 + " words"))


@pytest.mark.parametrize(
    "piece", ["<!--", "<?", "<!doctype", "<script>", "<style>", "<template>", "<![CDATA["]
)
def test_an_end_that_is_not_there_is_looked_for_once(
    monkeypatch: pytest.MonkeyPatch, piece: str
) -> None:
    kind = piece.rstrip(">").lower()
    searches = []

    class Counted:
        def search(self, text: str, start: int) -> None:
            searches.append(text[start:])

    monkeypatch.setitem(raw_html._ENDS, kind, Counted())
    assert "words" in "".join(html_lines(piece * 20 + " words"))
    assert len(searches) == 1
