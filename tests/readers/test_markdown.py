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


def test_a_lead_between_rules_is_no_front_matter() -> None:
    assert shape("---\nLost.\n\n---\n\nBody") == [("Lost.", PROSE), ("Body", PROSE)]


def test_footnotes_stay_where_they_stand() -> None:
    assert shape("It opened.[^1] Late.[^b]\n\n[^1]: On Monday.\n\n    At noon.\n\nMore.") == [
        ("It opened.[1] Late.[^b]", PROSE),
        ("[1] On Monday.", PROSE),
        ("At noon.", PROSE),
        ("More.", PROSE),
    ]


def test_cells_beyond_the_columns_are_read() -> None:
    assert shape("> | A |\n> |---|\n> | 1 | *two* \\| b | 3 |") == [
        ("A", PROSE),
        ("1 | two | b | 3", PROSE),
    ]


def test_titles_of_links_and_images_follow_their_paragraph() -> None:
    assert shape('# The ![bridge](b.png "Seen from the *north*")\n\nOne [link](/a "link").') == [
        ("The bridge", TITLE),
        ("Seen from the *north*", PROSE),
        ("One link.", PROSE),
    ]


def test_definitions_say_what_no_link_does() -> None:
    assert shape(
        "[one] [One][]\n\n[one]: /1 'The first'\n[one]: /2 'The second'\n\n"
        "[2]: https://example.org\n\n[//]: # (a comment)\n"
    ) == [
        ("one One", PROSE),
        ("The first", PROSE),
        ("[one]: /2 'The second'", PROSE),
        ("[2]: https://example.org", SegmentKind.VERBATIM),
    ]


def test_an_interview_is_no_list_of_links() -> None:
    said = ["[В]: Почему?", "[О]: Да.", "[В]: Когда вы начали?", "[О]: Вчера вечером."]
    shown = "\n".join(text for text, _ in shape("\n\n".join(said)))
    assert "Почему?" in shown
    assert "Да." in shown


def test_years_are_no_numbers_of_a_list() -> None:
    assert shape("1986. A warm summer.\n1987. A cold one.\n\n---\n\n1. One\n1. Two\n3. Three") == [
        ("1986. A warm summer.", PROSE),
        ("1987. A cold one.", PROSE),
        ("One", PROSE),
        ("Two", PROSE),
        ("Three", PROSE),
    ]
    assert shape("1986.\n\nText.") == [("1986.", PROSE), ("Text.", PROSE)]


def test_nothing_is_nested_too_deep() -> None:
    lists = "\n".join("  " * depth + f"- item{depth}" for depth in range(40))
    shown = " ".join(text for text, _ in shape(lists))
    assert all(f"item{depth}" in shown for depth in range(40))
    ((quoted, _),) = shape("> " * 40 + "Deep")
    assert quoted.endswith("Deep")


def test_the_mark_of_code_may_be_text() -> None:
    assert shape("~~~ He said so ~~~\na\n~~~\n\n```python {.numbered}\nb\n```") == [
        ("He said so ~~~", PROSE),
        ("a", SegmentKind.VERBATIM),
        ("b", SegmentKind.VERBATIM),
    ]


def test_html_within_a_line_shows_its_images() -> None:
    assert shape("One <img alt='two'>, H<sub>2</sub>O ![a &amp; \\* b](c)") == [
        ("One two, H2O a & * b", PROSE)
    ]
