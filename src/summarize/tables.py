"""Tables for people, in which nothing is broken that one copies: names, paths, commands, numbers.

On a terminal, columns of prose are wrapped between words and, if that does not do, columns that can
be spared are left out. What is still too wide makes longer lines, which a terminal wraps by itself
and gives back whole when they are copied. Elsewhere, as in a pipe, each row is one line.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

_GAP = 2


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        heading: What stands above it.
        right: Whether its cells stand at its right edge.
        wraps: Whether its cells are prose, which can go on in the next line.
        spared: Whether a narrow terminal can do without it.
    """

    heading: str = ""
    right: bool = False
    wraps: bool = False
    spared: bool = False


def print_table(
    console: Console, columns: Sequence[Column], rows: Iterable[Sequence[str | Text]]
) -> None:
    """Print a table, with a line of headings if a column has one.

    Args:
        console: Where to.
        columns: Its columns.
        rows: A cell a column; nothing in them is taken for markup.
    """
    from rich.text import Text

    cells = [[Text(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]
    if any(column.heading for column in columns):
        cells.insert(0, [Text(column.heading, style="bold") for column in columns])
    widths = [max(map(_width, column)) for column in zip(*cells, strict=True)]
    shown = list(range(len(columns)))
    if console.is_terminal and cells:
        floors = [
            max(map(_longest_word, column)) if columns[place].wraps else widths[place]
            for place, column in enumerate(zip(*cells, strict=True))
        ]
        shown = _what_fits(columns, floors, console.width)
        _narrow(widths, floors, shown, console.width)
    for row in cells:
        _print_row(console, columns, row, widths, shown)
    missing = [column.heading for place, column in enumerate(columns) if place not in shown]
    if missing:
        told = f"left out, the terminal being narrow: {', '.join(missing)}"
        console.print(Text(told, style="dim"), soft_wrap=True)


def _width(cell: Text) -> int:
    return max((line.cell_len for line in cell.split("\n")), default=0)


def _longest_word(cell: Text) -> int:
    from rich.cells import cell_len

    return max(map(cell_len, cell.plain.split()), default=0)


def _total(widths: Sequence[int], shown: Sequence[int]) -> int:
    return sum(widths[place] for place in shown) + _GAP * (len(shown) - 1)


def _what_fits(columns: Sequence[Column], floors: Sequence[int], width: int) -> list[int]:
    """The columns that are shown: the last ones that can be spared go first."""
    shown = list(range(len(columns)))
    for place in reversed(range(len(columns))):
        if columns[place].spared and _total(floors, shown) > width:
            shown.remove(place)
    return shown


def _narrow(widths: list[int], floors: Sequence[int], shown: Sequence[int], width: int) -> None:
    """Take from the widest column, step by step, until all fit or none can give more."""
    while _total(widths, shown) > width:
        giving = [place for place in shown if widths[place] > floors[place]]
        if not giving:
            return
        widths[max(giving, key=lambda place: widths[place])] -= 1


def _print_row(
    console: Console,
    columns: Sequence[Column],
    row: Sequence[Text],
    widths: Sequence[int],
    shown: Sequence[int],
) -> None:
    from rich.text import Text

    lines = [
        row[place].wrap(console, widths[place]) if columns[place].wraps else row[place].split("\n")
        for place in shown
    ]
    for parts in zip_longest(*lines):
        line = Text()
        for place, part in zip(shown, parts, strict=True):
            cell = part.copy() if part else Text()
            cell.align("right" if columns[place].right else "left", widths[place])
            line.append_text(cell).append(" " * _GAP)
        line.rstrip()
        console.print(line, soft_wrap=True, highlight=False)
