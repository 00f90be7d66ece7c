from __future__ import annotations

import io
import re

import pytest
from rich.console import Console

from comparison.made import COPY, FAIR, GOOD, LOOP, PAIR, POOR, texts
from summarize.comparison.analysis import Extras, compare
from summarize.comparison.results import Comparison, Cost
from summarize.comparison.terminal import show
from summarize.comparison.texts import System, Texts
from summarize.comparison.words import Kind, Run, differences
from summarize.types import Draft


def printed(
    made: Comparison,
    *,
    colour: bool = False,
    no_color: bool = False,
    segments: int = 2,
    width: int = 80,
    terminal: bool = False,
) -> str:
    stream = io.StringIO()
    show(
        made,
        Console(
            no_color=no_color,
            file=stream,
            width=width,
            force_terminal=colour or terminal,
            color_system="standard" if colour else None,
            legacy_windows=False,
        ),
        segments,
    )
    return stream.getvalue()


@pytest.fixture(scope="module")
def with_references() -> Comparison:
    cost = Cost(12.5, 341.2, 3 * 1024**3, 300_000_000, "cc-by-nc-4.0")
    known = {"good": Extras(50.0, -0.3, cost), "a-system-with-a-long-name": Extras(49.5)}
    return compare(
        texts(GOOD, FAIR, System("a-system-with-a-long-name", POOR.texts), COPY), known, workers=1
    )


def test_a_draft_is_called_one_before_any_score() -> None:
    draft = Draft(("qwen",), ("opus",))
    given = texts(System("mine", GOOD.texts, draft=draft), FAIR)
    made = compare(given.part(0, 2), workers=1)
    output = " ".join(printed(made).split())
    said = "⚠ mine: Machine draft, for trying out: do not rely on it. Made with qwen"
    assert output.index(said) < output.index("chrF2++")
    assert "Better models: opus." in output


def test_it_is_readable_at_80_columns_without_colour(with_references: Comparison) -> None:
    output = printed(with_references, terminal=True)
    assert "\x1b" not in output
    assert max(map(len, output.splitlines())) <= 80
    lines = output.splitlines()
    assert lines[0] == f"en-ru, {len(with_references.segments)} segments, 1 reference"
    assert lines[2].split() == ["system", "chrF2++", "BLEU", "rejected"]
    assert lines[3].split()[:3] == ["1", "good", "a"]
    assert re.search(r"\d+\.\d \(\d+\.\d–\d+\.\d\)", lines[3])
    assert "left out, the terminal being narrow: TER" in lines
    assert "good is better than fair (chrF2++" in output
    assert "cc-by-nc-4.0" in output


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("terminal", [True, False])
def test_a_name_is_never_broken(with_references: Comparison, *, width: int, terminal: bool) -> None:
    output = printed(with_references, terminal=terminal, width=width, segments=0)
    tables, _, _ = output.partition("good is better than")
    assert tables.count("a-system-with-a-long-name") == 3
    if width == 120 or not terminal:
        headings = ["system", "chrF2++", "BLEU", "TER", "rejected"]
        assert output.splitlines()[2].split() == headings


def test_the_segments_that_differ_most_come_first(with_references: Comparison) -> None:
    found = re.findall(r"^segment \d+, disagreement (\d+)$", printed(with_references), re.MULTILINE)
    disagreements = [segment.disagreement for segment in with_references.segments]
    assert [int(value) for value in found] == [
        round(value) for value in sorted(disagreements, reverse=True)[:2]
    ]


def test_differences_are_marked_with_or_without_colour() -> None:
    made = compare(
        Texts(
            PAIR,
            ("A new bridge.",),
            (System("x", ("Новая мост",)), System("y", ("Новый мост",))),
            (("Новый мост",),),
        ),
        workers=1,
    )
    assert "[Новая] {-Новый-} мост" in printed(made)
    coloured = printed(made, colour=True)
    assert "\x1b[" in coloured
    assert "[Новая]" not in coloured
    assert "[Новая]" in printed(made, colour=True, no_color=True)


def test_without_references_the_gate_and_the_consensus_are_shown() -> None:
    output = printed(compare(texts(GOOD, FAIR, LOOP, references=0), workers=1))
    assert "no reference" in output
    assert output.splitlines()[2].split() == ["system", "rejected", "consensus", "agreement"]
    assert "100.0%" in output
    assert "rejected: loop" in output


def test_texts_and_names_cannot_control_the_terminal() -> None:
    hostile = System("[red]x[/red]", ("\x1b[31mред [bold]",) * 2)
    made = compare(Texts(PAIR, ("one", "two"), (hostile, System("b", ("раз", "два")))), workers=1)
    output = printed(made)
    assert "\x1b" not in output
    assert "[red]x[/red]" in output


def test_many_pairs_are_told_of_neighbours_only() -> None:
    systems = [System(f"s{n}", GOOD.texts) for n in range(6)]
    output = printed(compare(texts(*systems).part(0, 2), workers=1), segments=0)
    assert output.count("no evidence of a difference") == 5


def test_words_are_told_apart() -> None:
    assert list(differences("a b c", "a x c d")) == [
        Run(Kind.SAME, "a"),
        Run(Kind.CHANGED, "b"),
        Run(Kind.MISSING, "x"),
        Run(Kind.SAME, "c"),
        Run(Kind.MISSING, "d"),
    ]
    assert list(differences("", "")) == []
