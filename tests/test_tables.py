"""Tables on wide and narrow terminals, and where there is none."""

from __future__ import annotations

import io

from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.text import Text

from summarize.tables import Column, print_table

COLUMNS = [
    Column("name"),
    Column("size", right=True),
    Column("kind", wraps=True, spared=True),
    Column("note", wraps=True),
]
ROWS = [
    ("opus-mt-tc-big-en-zle", "1.2 GB", "for three languages", "ready and converted"),
    ("m2m", "978 MB", "many", "not fetched"),
]


def printed(
    width: int, *, terminal: bool = True, columns: list[Column] = COLUMNS, rows: object = ROWS
) -> list[str]:
    stream = io.StringIO()
    console = Console(file=stream, width=width, force_terminal=terminal, color_system=None)
    print_table(console, columns, rows)  # type: ignore[arg-type]
    return stream.getvalue().splitlines()


def test_where_there_is_room_each_row_is_a_line() -> None:
    assert printed(80) == [
        "name                     size  kind                 note",
        "opus-mt-tc-big-en-zle  1.2 GB  for three languages  ready and converted",
        "m2m                    978 MB  many                 not fetched",
    ]


def test_prose_goes_on_in_the_next_line() -> None:
    assert printed(56) == [
        "name                     size  kind         note",
        "opus-mt-tc-big-en-zle  1.2 GB  for three    ready and",
        "                               languages    converted",
        "m2m                    978 MB  many         not fetched",
    ]


def test_on_a_narrow_terminal_what_can_be_spared_is_left_out() -> None:
    assert printed(45) == [
        "name                     size  note",
        "opus-mt-tc-big-en-zle  1.2 GB  ready and",
        "                               converted",
        "m2m                    978 MB  not fetched",
        "left out, the terminal being narrow: kind",
    ]


def test_beyond_that_lines_are_longer_than_the_terminal() -> None:
    assert printed(20)[1:3] == [
        "opus-mt-tc-big-en-zle  1.2 GB  ready and",
        "                               converted",
    ]


def test_elsewhere_nothing_is_wrapped_or_left_out() -> None:
    assert printed(20, terminal=False) == printed(200)


def test_nothing_is_taken_for_markup_and_wide_characters_count() -> None:
    rows = [("[red]a[/red]", "b"), ("東京", "c"), ("", "d\ne")]
    assert printed(80, columns=[Column(), Column()], rows=rows) == [
        "[red]a[/red]  b",
        "東京          c",
        "              d",
        "              e",
    ]


def test_no_rows() -> None:
    assert printed(80, rows=[]) == ["name  size  kind  note"]
    assert printed(80, columns=[Column()], rows=[]) == []


def test_colours_stay_within_their_cells() -> None:
    stream = io.StringIO()
    console = Console(file=stream, width=30, force_terminal=True, color_system="standard")
    rows = [(Text("one two three", style="red"), Text("x", style="green"))]
    print_table(console, [Column(wraps=True), Column()], rows)
    assert stream.getvalue() == "\x1b[31mone two three\x1b[0m  \x1b[32mx\x1b[0m\n"


def test_the_widest_column_gives_first_and_only_as_much_as_must_be() -> None:
    columns = [Column("a", wraps=True), Column("b", wraps=True)]
    rows = [("one two three", "four five")]
    assert printed(24, columns=columns, rows=rows) == [
        "a              b",
        "one two three  four five",
    ]
    assert printed(23, columns=columns, rows=rows) == [
        "a             b",
        "one two       four five",
        "three",
    ]


def test_the_last_columns_that_can_be_spared_go_first_and_only_if_they_must() -> None:
    columns = [Column("a", spared=True), Column("b"), Column("c", spared=True)]
    rows = [("1111", "2222", "3333")]
    assert printed(16, columns=columns, rows=rows)[1] == "1111  2222  3333"
    assert printed(15, columns=columns, rows=rows)[1:] == [
        "1111  2222",
        "left out, the terminal being narrow: c",
    ]
    assert printed(9, columns=columns, rows=rows)[1:] == [
        "2222",
        "left out, the terminal being narrow: a, c",
    ]


def test_numbers_stand_at_the_right_and_headings_only_where_there_are_any() -> None:
    rows = [("7", "x"), ("128", "")]
    columns = [Column(right=True), Column()]
    assert printed(80, columns=columns, rows=rows) == ["  7  x", "128"]
    assert printed(80, columns=[Column("n", right=True), Column()], rows=rows)[0] == "  n"


_WORDS = st.lists(st.text("abc-/.:@_", min_size=1, max_size=30), min_size=1, max_size=5)


@given(st.lists(st.tuples(*[_WORDS.map(" ".join)] * 3), min_size=1, max_size=4), st.integers(1, 90))
def test_no_word_is_ever_broken_and_no_cell_that_is_no_prose(
    rows: list[tuple[str, str, str]], width: int
) -> None:
    columns = [Column(), Column(wraps=True), Column(wraps=True)]
    lines = printed(width, columns=columns, rows=rows)
    whole = "\n".join(lines)
    for first, *others in rows:
        assert first in whole
        assert all(word in whole.split() for cell in others for word in cell.split())
