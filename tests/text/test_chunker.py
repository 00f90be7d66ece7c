"""Over-long texts into pieces that fit, and items into groups of similar size."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.errors import TokenBudgetExceeded
from summarize.text.chunker import pack, split_clauses


def at_most(limit: int) -> Callable[[str], bool]:
    return lambda text: len(text) <= limit


def test_what_fits_stays_whole() -> None:
    assert split_clauses("One, two; three.", at_most(16)) == [("One, two; three.", "")]


@pytest.mark.parametrize(
    ("text", "limit", "pieces"),
    [
        (
            "The council met on Monday; the mayor was away.",
            30,
            ["The council met on Monday;", "the mayor was away."],
        ),
        (
            "The council, which met on Monday, was not able to agree on anything.",
            40,
            ["The council, which met on Monday,", "was not able to agree on anything."],
        ),
        (
            "Совет собрался в понедельник, но мэра на нём не было.",
            40,
            ["Совет собрался в понедельник,", "но мэра на нём не было."],
        ),
        (
            "Он сказал это всем и сразу — и никто ему не поверил",
            40,
            ["Он сказал это всем и сразу", "— и никто ему не поверил"],
        ),
        (
            "It had rained for days and the river had risen",
            30,
            ["It had rained for days", "and the river had risen"],
        ),
        ("“We won easily. They lost,” she said.", 30, ["“We won easily.", "They lost,” she said."]),
        ("one two three four five six", 14, ["one two three", "four five six"]),
        ("我们赢了，他们输了。", 6, ["我们赢了，", "他们输了。"]),
    ],
)
def test_the_best_place_near_the_middle_is_taken(text: str, limit: int, pieces: list[str]) -> None:
    assert [piece for piece, _ in split_clauses(text, at_most(limit))] == pieces


def test_pieces_are_balanced_rather_than_full() -> None:
    text = " ".join(["word"] * 22)  # 109 characters
    lengths = [len(piece) for piece, _ in split_clauses(text, at_most(100))]
    assert lengths == [54, 54]


def test_a_long_word_is_split_inside_and_the_others_are_not() -> None:
    text = "see " + "x" * 50 + " for more"
    pieces = [piece for piece, _ in split_clauses(text, at_most(20))]
    assert pieces[0].startswith("see")
    assert pieces[-1].endswith("for more")
    assert "".join(pieces).replace(" ", "") == text.replace(" ", "")


def test_a_character_with_its_accents_is_not_torn() -> None:
    word = "e\u0301" * 10
    assert all(
        piece.startswith("e") and piece.endswith("\u0301")
        for piece, _ in split_clauses(word, at_most(5))
    )


def test_white_space_between_pieces_is_kept() -> None:
    assert split_clauses("one two,  three four", at_most(10)) == [
        ("one two,", "  "),
        ("three four", ""),
    ]


def test_nothing_is_cut_when_not_even_one_character_fits() -> None:
    with pytest.raises(TokenBudgetExceeded, match="not even one character of 'word'"):
        split_clauses("word", at_most(0))


def test_white_space_alone_has_no_pieces() -> None:
    assert split_clauses(" \n", at_most(1)) == []


@given(
    text=st.lists(st.sampled_from([*"abя, ;:—.!\n", "and ", "слово ", "e\u0301", "👨‍👩‍👧"])).map(
        "".join
    )
    | st.text(),
    limit=st.integers(1, 30),
)
def test_any_text_is_split_without_loss_and_fits(text: str, limit: int) -> None:
    pieces = split_clauses(text, at_most(limit))
    assert "".join(piece + after for piece, after in pieces) == text.strip()
    assert all(0 < len(piece) <= limit for piece, _ in pieces)


def test_groups_are_as_few_as_possible_and_similar() -> None:
    assert pack([1] * 10, int, 9) == [[1] * 5, [1] * 5]


def test_an_item_over_the_budget_stands_alone() -> None:
    assert pack([2, 50, 3, 3], int, 10) == [[2], [50], [3, 3]]


def test_nothing_packs_into_nothing() -> None:
    assert pack([], int, 10) == []


@given(costs=st.lists(st.integers(0, 30)), budget=st.integers(1, 40))
def test_packing_keeps_the_order_and_the_budget(costs: list[int], budget: int) -> None:
    groups = pack(costs, int, budget)
    assert [cost for group in groups for cost in group] == costs
    assert all(group for group in groups)
    assert all(sum(group) <= budget or len(group) == 1 for group in groups)
