from __future__ import annotations

import pytest

from summarize.comparison.results import Difference
from summarize.comparison.significance import letters


def different(*pairs: str) -> list[Difference]:
    return [Difference(pair[0], pair[1], "chrf", 0.01, 0.01, "") for pair in pairs]


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([], {"A": "a", "B": "a", "C": "a"}),
        (["AC"], {"A": "a", "B": "ab", "C": "b"}),
        (["AC", "BC"], {"A": "a", "B": "a", "C": "b"}),
        (["AB", "AC"], {"A": "a", "B": "b", "C": "b"}),
        (["AB", "AC", "BC"], {"A": "a", "B": "b", "C": "c"}),
        (["CA", "CB"], {"A": "a", "B": "a", "C": "b"}),
    ],
)
def test_systems_share_a_letter_if_and_only_if_they_do_not_differ(
    pairs: list[str], expected: dict[str, str]
) -> None:
    assert letters("ABC", different(*pairs)) == expected


def test_groups_that_overlap_are_named_in_the_order_of_ranks() -> None:
    pairs = different("AC", "AD", "BD", "AE", "BE", "CE")
    assert letters("ABCDE", pairs) == {"A": "a", "B": "ab", "C": "bc", "D": "cd", "E": "d"}


@pytest.mark.parametrize(("p", "is_significant"), [(0.05, False), (0.0499, True)])
@pytest.mark.parametrize("is_bootstrap", [True, False])
def test_the_level_itself_is_not_significant(
    p: float, *, is_significant: bool, is_bootstrap: bool
) -> None:
    values = (p, 0.01) if is_bootstrap else (0.01, p)
    assert Difference("A", "B", "chrf", *values, "").significant is is_significant


def test_one_test_alone_does_not_make_a_difference() -> None:
    unsure = [Difference("A", "B", "chrf", 0.01, 0.06, "")]
    assert letters("AB", unsure) == {"A": "a", "B": "a"}
