"""What the terminal shows of made-up figures, and of which segments."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

from rich.console import Console

from summarize.comparison.results import (
    Candidate,
    Comparison,
    Cost,
    Difference,
    Score,
    SegmentResult,
    SystemResult,
)
from summarize.comparison.terminal import show
from summarize.types import Check, LangPair, Severity

SYSTEM = SystemResult(
    name="a",
    rank=1,
    group="a",
    scores={},
    segments={"accepted": 6, "warned": 1, "rejected": 1},
    checks={},
    length_ratio=1.016,
    number_fidelity=0.875,
    name_fidelity=None,
    agreement=None,
    consensus=None,
    round_trip=None,
    model_score=None,
    quality=None,
    cost=None,
)


def candidate(text: str, **known: Any) -> Candidate:
    nothing = Candidate(text, None, None, "accepted", 1.0, ())
    return replace(nothing, **known)


def segment(number: int, disagreement: float, *outputs: Candidate) -> SegmentResult:
    return SegmentResult(number, "", f"source {number}", (), disagreement, outputs)


def lines_of(made: Comparison, segments: int = 9) -> list[str]:
    """The lines that show a comparison."""
    stream = io.StringIO()
    console = Console(file=stream, width=200, color_system=None, legacy_windows=False)
    show(made, console, segments)
    return stream.getvalue().splitlines()


def printed(*systems: SystemResult, significance: tuple[Difference, ...] = ()) -> list[str]:
    return lines_of(Comparison(LangPair("en", "ru"), 0, systems, significance, (), {}))


def test_what_was_not_measured_has_no_column() -> None:
    lines = printed(SYSTEM)
    assert [line.split() for line in lines if "numbers" in line] == [
        ["system", "accepted", "warned", "length", "numbers"]
    ]
    assert ["1", "a", "6", "1", "1.02", "87.5%"] in [line.split() for line in lines]
    assert ["1", "a", "12.5%"] in [line.split() for line in lines]


def test_what_was_measured_of_any_system_has_one() -> None:
    first = replace(SYSTEM, name_fidelity=0.5, round_trip=61.04, model_score=-0.256, quality=0.867)
    lines = printed(first, replace(SYSTEM, name="b", rank=2, consensus=40.04, agreement=38.96))
    shown = [line.split() for line in lines]
    assert [
        *("1", "a", "6", "1", "1.02", "87.5%", "50.0%", "61.0", "-0.26", "0.87"),
    ] in shown
    assert ["2", "b", "6", "1", "1.02", "87.5%"] in shown
    assert ["2", "b", "12.5%", "40.0", "39.0"] in shown
    headings = next(line for line in lines if "own score" in line)
    assert [*("names", "round", "trip", "own", "score", "quality")] == headings.split()[-6:]


def test_costs() -> None:
    cost = Cost(12.34, 56.7, 3 * 1024**3, 1_234_000_000, "mit")
    lines = printed(replace(SYSTEM, cost=cost), replace(SYSTEM, name="b", rank=2))
    shown = [line.split() for line in lines]
    assert ["1", "a", "12.3", "57", "3.0", "GiB", "1.23", "GB", "mit"] in shown
    assert ["2", "b", "from", "memory"] in shown
    assert not any("GiB" in line for line in printed(SYSTEM))


def test_how_much_there_is_to_compare() -> None:
    assert printed(SYSTEM)[0] == "en-ru, 0 segments, no reference"
    one = segment(1, 0.0, candidate("x"))
    scored = replace(SYSTEM, scores={"chrf": Score(1.0, 0.5, 1.5, "")})
    made = Comparison(LangPair("en", "ru"), 1, (scored,), (), (one,), {})
    assert lines_of(made)[0] == "en-ru, 1 segment, 1 reference"
    assert lines_of(replace(made, references=2))[0] == "en-ru, 1 segment, 2 references"


def test_scores_with_their_intervals_and_groups() -> None:
    scores = {name: Score(n + 0.04, n - 1, n + 1, "") for n, name in enumerate(("ter", "chrf"), 5)}
    made = Comparison(LangPair("en", "ru"), 1, (replace(SYSTEM, scores=scores),), (), (), {})
    shown = [line.split() for line in lines_of(made)]
    assert ["system", "chrF2++", "TER", "rejected"] in shown
    assert ["1", "a", "a", "6.0", "(5.0–7.0)", "5.0", "(4.0–6.0)", "12.5%"] in shown


def test_the_most_different_segments_come_first_and_equal_ones_in_order() -> None:
    made = tuple(
        segment(number, value, candidate("x"))
        for number, value in ((1, 5.0), (2, 0.0), (3, 50.0), (4, 5.0), (5, 80.6))
    )
    comparison = Comparison(LangPair("en", "ru"), 0, (SYSTEM,), (), made, {})
    for count in (0, 1, 4, 9):
        lines = [line for line in lines_of(comparison, count) if line.startswith("segment ")]
        assert (
            lines
            == [
                "segment 5, disagreement 81",
                "segment 3, disagreement 50",
                "segment 1, disagreement 5",
                "segment 4, disagreement 5",
            ][:count]
        )


def shown(one: SegmentResult, *names: str) -> list[str]:
    """The lines that show a segment."""
    systems = tuple(replace(SYSTEM, name=name) for name in names)
    made = Comparison(LangPair("en", "ru"), 0, systems, (), (one,), {})
    lines = [line.strip() for line in lines_of(made)]
    return lines[next(n for n, line in enumerate(lines) if line.startswith("segment ")) :]


def test_a_segment_with_what_is_known_of_each_output() -> None:
    late = Check("numbers", Severity.WARN, "")
    lines = shown(
        replace(
            segment(
                7,
                33.3,
                candidate("a b", chrf=61.26, consensus=1.0),
                candidate("a c", status="warned", checks=(late, late, replace(late, name="x"))),
                candidate(""),
            ),
            document="doc",
            references=("a b", "other"),
        ),
        *("one", "two", "three"),
    )
    assert lines == [
        "segment 7 of doc, disagreement 33",
        *("source", "source 7", "reference", "a b", "reference", "other"),
        *("one  chrF2++ 61.3", "a b"),
        *("two  warned: numbers, x", "a [c] {-b-}"),
        *("three", "{-a b-}"),
    ]


def test_without_a_reference_outputs_are_compared_with_the_consensus() -> None:
    lines = shown(
        segment(1, 9.0, candidate("a b", consensus=10.0), candidate("a c", consensus=20.0)),
        *("one", "two"),
    )
    assert lines[3:] == ["one  consensus 10.0", "a [b] {-c-}", "two  consensus 20.0", "a c"]


def test_texts_of_several_lines_stay_in_theirs() -> None:
    lines = shown(
        replace(
            segment(1, 9.0, candidate("\x1b[31mone\ntwo")),
            source="\x1b]0;x\x07a\nb",
            references=("\u202ec\nd",),
        ),
        "one",
    )
    assert not any("\x1b" in line or "\u202e" in line for line in lines)
    assert lines[2] == "]0;x a b"
    assert lines[4] == "c d"


def difference(first: str, second: str, metric: str = "chrf") -> Difference:
    return Difference(first, second, metric, 0.01, 0.01, f"{first} {metric} {second}")


def test_of_many_pairs_those_of_neighbours_are_told() -> None:
    names = "abcdef"
    systems = [replace(SYSTEM, name=name, rank=n) for n, name in enumerate(names, 1)]
    pairs = [(a, b) for a in names for b in names if a < b]
    told = [difference(b, a) if a == "b" else difference(a, b) for a, b in pairs]
    bleu = [difference(a, b, "bleu") for a, b in pairs]
    lines = printed(*systems, significance=(*told, *bleu))
    assert [line for line in lines if " chrf " in line or " bleu " in line] == [
        *("a chrf b.", "c chrf b.", "c chrf d.", "d chrf e.", "e chrf f."),
    ]
    ten = printed(*systems[:5], significance=tuple(told[:10]))
    assert len([line for line in ten if " chrf " in line]) == 10
    eleven = printed(*systems, significance=tuple(told[:11]))
    assert len([line for line in eleven if " chrf " in line]) < 10
