"""Markdown as a reader of the page sees it."""

from __future__ import annotations

from summarize.readers.markdown import markdown_paragraphs
from summarize.types import SegmentKind

HEADING, PROSE, TITLE = SegmentKind.HEADING, SegmentKind.PROSE, SegmentKind.TITLE


def shape(text: str) -> list[tuple[str, SegmentKind]]:
    return [(paragraph.text, paragraph.kind) for paragraph in markdown_paragraphs(text)]


def test_an_article() -> None:
    assert shape(
        "# The *bridge* opens\n\nIt took [twelve years](https://example.org) and\n**more**.\n\n"
        "## What is next\n\n- Buses in June\n- Trams in `2026`\n  1. Maybe\n\n"
        "> “At last,” he said.\n"
    ) == [
        ("The bridge opens", TITLE),
        ("It took twelve years and more.", PROSE),
        ("What is next", HEADING),
        ("Buses in June", PROSE),
        ("Trams in 2026", PROSE),
        ("Maybe", PROSE),
        ("“At last,” he said.", PROSE),
    ]


def test_code_is_verbatim_to_the_letter() -> None:
    assert shape("Text.\n\n```python\nif a:\n    b()\n```\n\n    indented\n")[1:] == [
        ("if a:\n    b()", SegmentKind.VERBATIM),
        ("indented", SegmentKind.VERBATIM),
    ]


def test_the_front_matter_gives_the_title() -> None:
    front = '---\ndate: 2024-05-01\ntitle: "Мост открыт: итоги"\n---\n'
    body = "Первый абзац.\n\n# Раздел\n"
    assert shape(front + body) == [
        ("Мост открыт: итоги", TITLE),
        ("Первый абзац.", PROSE),
        ("Раздел", HEADING),
    ]


def test_a_heading_that_repeats_the_front_matter_is_the_title() -> None:
    assert shape("---\ntitle: Мост\n---\n\n# Мост\n\nТекст.") == [
        ("Мост", TITLE),
        ("Текст.", PROSE),
    ]


def test_front_matter_without_a_title_is_dropped() -> None:
    assert shape("---\ndate: 2024-05-01\n---\nText.") == [("Text.", PROSE)]


def test_a_lower_heading_below_text_is_no_title() -> None:
    assert shape("Lead.\n\n## Part\n\nText.") == [
        ("Lead.", PROSE),
        ("Part", HEADING),
        ("Text.", PROSE),
    ]


def test_raw_html_becomes_its_text() -> None:
    assert shape(
        "<div><p>One <b>bold</b> word</p><p>Two &amp; three</p><script>x()</script></div>\n\n"
        'Four<br>five <span class="a">six</span>.\n'
    ) == [
        ("One bold word", PROSE),
        ("Two & three", PROSE),
        ("Four five six.", PROSE),
    ]


def test_images_become_their_alternative_text() -> None:
    assert shape("![The *new* bridge](b.png)\n\n<img src='c.png' alt='The old one'>\n") == [
        ("The new bridge", PROSE),
        ("The old one", PROSE),
    ]


def test_tables_are_read_row_by_row() -> None:
    assert shape("| Year | Cost |\n|---|---|\n| 2011 | 1.8 |\n| 2024 | |\n\nText.") == [
        ("Year | Cost", PROSE),
        ("2011 | 1.8", PROSE),
        ("2024", PROSE),
        ("Text.", PROSE),
    ]


def test_boilerplate_is_told() -> None:
    assert shape("# Title\n\nText.\n\n[Add a Comment](#c)\n\n---\n")[-1] == (
        "Add a Comment",
        SegmentKind.BOILERPLATE,
    )


def test_nothing_has_no_paragraphs() -> None:
    assert shape("\n---\n") == []
