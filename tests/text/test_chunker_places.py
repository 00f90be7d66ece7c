"""Which place is taken: better ones further from the middle, up to a limit for each kind."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from summarize.errors import TokenBudgetExceeded
from summarize.text.chunker import pack, split_clauses


def at_most(limit: int) -> Callable[[str], bool]:
    return lambda text: len(text) <= limit


def pieces(text: str, limit: int) -> list[str]:
    return [piece for piece, _ in split_clauses(text, at_most(limit))]


@pytest.mark.parametrize(
    ("mark", "reach"), [(".", 19), ("!”", 19), (";", 17), (":", 17), (",", 14), (")", 14)]
)
def test_a_better_place_may_lie_further_from_the_middle(mark: str, reach: int) -> None:
    """A space in the middle is worth 0.4 of a piece's 50 characters, a better place less."""
    for distance, is_taken in ((reach, True), (reach + 2, False)):
        before = "x" * (49 - distance - len(mark)) + mark
        text = f"{before} {'Y' * (distance - 1)} {'z' * 50}"
        assert len(text) == 100
        assert (pieces(text, 90)[0] == before) is is_taken


@pytest.mark.parametrize("word", ["and", "but", "which", "because", "и", "но", "что", "который"])
def test_words_that_join_clauses_begin_a_piece(word: str) -> None:
    text = f"aaaaaaa bbbbbbb ccccc {word} dddd eeeeeee ffffffff"
    assert pieces(text, 35)[1].startswith(f"{word} ")
    assert pieces(text.replace(f" {word} ", f" {word.upper()} "), 35)[1].startswith(word.upper())
    inside = f"aaaaaaa bbbbbbb cccccc {word}x dddd eeeeeee ffffff"
    assert not pieces(inside.replace("cccccc ", "cccccc c "), 35)[1].startswith(f"{word} ")


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        ("Он пришёл. Она ушла", 12, ["Он пришёл.", "Она ушла"]),
        ("One two. three four", 12, ["One two.", "three four"]),
        ("One (two three) four more", 16, ["One (two three)", "four more"]),
        ("one two – three four", 14, ["one two", "– three four"]),
        ("他来了。她走了", 5, ["他来了。", "她走了"]),
        ("他来了；她走了", 5, ["他来了；", "她走了"]),
        ("他来了、她走了", 5, ["他来了、", "她走了"]),
        ("他来了：她走了", 5, ["他来了：", "她走了"]),
        ("他来了！她走了", 5, ["他来了！", "她走了"]),
        ("abcdefgh", 4, ["abcd", "efgh"]),
        ("abcdefghi", 4, ["abc", "def", "ghi"]),
    ],
)
def test_places(text: str, limit: int, shown: list[str]) -> None:
    assert pieces(text, limit) == shown


def test_a_family_is_torn_only_if_it_does_not_fit() -> None:
    family = "👨‍👩‍👧"
    assert pieces(family * 3, 5) == [family] * 3
    assert "".join(pieces(family, 2)) == family
    assert all(len(piece) <= 2 for piece in pieces(family, 2))


def test_one_character_that_does_not_fit_is_enough_for_an_error() -> None:
    with pytest.raises(TokenBudgetExceeded) as error:
        split_clauses("aaaa bbb€", lambda text: len(text) <= 3 and "€" not in text)
    assert error.value.hint


def test_pieces_are_as_few_as_places_allow() -> None:
    text = " ".join(["word"] * 60)  # 299 characters
    for limit in (60, 100, 150, 299):
        made = pieces(text, limit)
        assert len(made) <= -(-299 // limit) + 1
        assert max(map(len, made)) - min(map(len, made)) <= 15
    assert pieces(text, 299) == [text]


def test_one_piece_more_may_divide_a_text_better() -> None:
    assert pieces("xxxxx x xx xxxxx x", 9) == ["xxxxx", "x xx", "xxxxx x"]


def test_a_text_whose_places_lie_badly_is_split_again() -> None:
    text = "a b c d e f g h " + "x" * 12 + " i j k"
    made = split_clauses(text, at_most(12))
    assert "".join(piece + after for piece, after in made) == text
    assert "x" * 12 in [piece for piece, _ in made]


@pytest.mark.parametrize(
    ("costs", "budget", "groups"),
    [
        ([4, 4, 4], 12, [[4, 4, 4]]),
        ([4, 4, 4], 11, [[4, 4], [4]]),
        ([1, 1, 1, 1, 6], 6, [[1, 1, 1, 1], [6]]),
        ([5, 5, 1, 1, 1, 1], 10, [[5], [5, 1, 1, 1, 1]]),
        ([11, 12], 10, [[11], [12]]),
        ([11], 10, [[11]]),
        ([0, 0, 10], 10, [[0, 0, 10]]),
        ([3, 3, 3, 3, 3, 3, 3], 10, [[3, 3, 3], [3, 3, 3], [3]]),
        ([1] * 12, 5, [[1] * 4] * 3),
        ([10, 1], 10, [[10], [1]]),
    ],
)
def test_groups(costs: list[int], budget: int, groups: list[list[int]]) -> None:
    assert pack(costs, int, budget) == groups


def test_items_are_weighed_by_their_cost_not_by_what_they_are() -> None:
    assert pack(["aa", "b", "cc"], len, 3) == [["aa", "b"], ["cc"]]
