"""Titles, paragraphs and boilerplate of plain text in the shapes it comes in."""

from __future__ import annotations

import textwrap

import pytest

from summarize.readers.structure import plain_paragraphs
from summarize.types import SegmentKind

TITLE = "The harbour bridge opens after twelve years"
BODY = """\
The bridge across the harbour was opened on Monday, twelve years after the first stone was laid and\
 four years later than planned, the city said in a well-known statement.
“We have waited for so long,” said the mayor. The cost rose to 3.5 billion, nearly twice the sum\
 that was first approved by the council in 2011.
Buses will cross it from June.""".split("\n")
Shape = list[tuple[str, SegmentKind]]
ARTICLE: Shape = [(TITLE, SegmentKind.TITLE), *((text, SegmentKind.PROSE) for text in BODY)]


def shape(text: str) -> Shape:
    return [(paragraph.text, paragraph.kind) for paragraph in plain_paragraphs(text)]


def test_paragraphs_between_blank_lines() -> None:
    assert shape("\n\n".join([TITLE, *BODY])) == ARTICLE


def test_blank_lines_may_be_many_and_hold_spaces() -> None:
    assert shape("\n" + "\n \n\n\t\n".join([TITLE, *BODY]) + "\n\n") == ARTICLE


def test_one_paragraph_a_line() -> None:
    assert shape("\n".join([TITLE, *BODY])) == ARTICLE


@pytest.mark.parametrize("width", [60, 72, 80])
def test_hard_wrapped_lines_are_joined(width: int) -> None:
    wrapped = [textwrap.fill(text, width) for text in BODY]
    assert shape("\n\n".join([TITLE, *wrapped])) == ARTICLE


def test_indented_lines_start_paragraphs_in_a_hard_wrapped_file() -> None:
    wrapped = [textwrap.fill(text, 72, initial_indent="    ") for text in BODY]
    assert shape(TITLE + "\n\n" + "\n".join(wrapped)) == ARTICLE


def test_a_wrapped_title_line_does_not_swallow_the_body() -> None:
    wrapped = textwrap.fill(BODY[0], 72)
    assert [kind for _, kind in shape(f"{TITLE}\n\n{wrapped}\n\nShare\nAdd a Comment")] == [
        SegmentKind.TITLE,
        SegmentKind.PROSE,
        SegmentKind.BOILERPLATE,
        SegmentKind.BOILERPLATE,
    ]


def test_verse_and_lists_keep_their_lines() -> None:
    lines = ["— one", "— two", "— three and a little more"]
    assert [text for text, _ in shape("\n".join([TITLE, "", *lines]))] == [TITLE, *lines]


def test_the_last_word_of_a_wrapped_paragraph_is_not_boilerplate() -> None:
    last = "The minister left the building by the back door without any further\ncomments."
    text = f"{TITLE}\n\n{textwrap.fill(BODY[0], 72)}\n\n{last}"
    assert shape(text)[-1] == (last.replace("\n", " "), SegmentKind.PROSE)


def test_a_wrapped_line_may_start_with_a_dash() -> None:
    lines = [
        "Открытый в понедельник мост, который строили двенадцать лет и который",
        "стоил городу почти вдвое дороже, чем когда-то обещали его строители,",
        "— самый длинный в стране",
    ]
    assert shape("Мост открыт\n\n" + "\n".join(lines))[1:] == [(" ".join(lines), SegmentKind.PROSE)]


def test_a_single_paragraph_has_no_title() -> None:
    assert shape(TITLE) == [(TITLE, SegmentKind.PROSE)]
    assert shape(f"{TITLE}\n\nAdd a Comment") == [
        (TITLE, SegmentKind.PROSE),
        ("Add a Comment", SegmentKind.BOILERPLATE),
    ]


@pytest.mark.parametrize(
    ("first", "is_title"),
    [
        ("Will the bridge ever open?", True),
        ("«Мы ждали 12 лет»: в городе открыли мост", True),
        ("Exports to the U.S.", True),
        ("The bridge was opened on Monday.", False),
        ("He said, “It is over.”", False),
        ("Dear readers,", False),
        ("12.05.2024", False),
        ("word " * 50 + "end", False),
    ],
)
def test_what_a_title_looks_like(first: str, is_title: bool) -> None:
    assert (shape(f"{first}\n\n{BODY[0]}")[0][1] is SegmentKind.TITLE) == is_title


def test_boilerplate_above_the_title_goes_below_it() -> None:
    assert shape(f"Advertisement\n\n{TITLE}\n\n{BODY[0]}") == [
        (TITLE, SegmentKind.TITLE),
        ("Advertisement", SegmentKind.BOILERPLATE),
        (BODY[0], SegmentKind.PROSE),
    ]


def test_white_space_has_no_paragraphs() -> None:
    assert plain_paragraphs(" \n\n \t\n") == []
