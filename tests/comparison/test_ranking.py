"""Both sides of every limit that decides who comes first."""

from __future__ import annotations

import pytest

from summarize.comparison.ranking import Standing, ranked


def alone(trouble: float, consensus: float | None, *, warned: float = 0.0) -> Standing:
    """A system without references."""
    return Standing(trouble, warned, None, consensus)


@pytest.mark.parametrize("bound", [0.1, 0.25, 0.5])
def test_at_each_bound_a_worse_class_begins(bound: float) -> None:
    assert ranked([alone(bound, 99.0), alone(bound - 0.001, 1.0)]) == [1, 0]


@pytest.mark.parametrize(("least", "most"), [(0.0, 0.099), (0.1, 0.249), (0.25, 0.499), (0.5, 1.0)])
def test_within_a_class_the_consensus_decides(least: float, most: float) -> None:
    assert ranked([alone(least, 50.0), alone(most, 51.0)]) == [1, 0]


def test_a_warning_counts_half() -> None:
    assert ranked([alone(0.0, 99.0, warned=0.2), alone(0.099, 1.0)]) == [1, 0]
    assert ranked([alone(0.0, 99.0, warned=0.198), alone(0.099, 1.0)]) == [0, 1]
    assert ranked([alone(0.05, 99.0, warned=0.1), alone(0.099, 1.0)]) == [1, 0]


def test_with_references_rejecting_half_comes_last_and_less_does_not_matter() -> None:
    def judged(rejected: float, chrf: float, *, warned: float = 0.0) -> Standing:
        return Standing(rejected, warned, chrf, None)

    assert ranked([judged(0.5, 90.0), judged(0.499, 10.0)]) == [1, 0]
    assert ranked([judged(0.0, 10.0), judged(0.499, 11.0)]) == [1, 0]
    assert ranked([judged(0.0, 10.0), judged(0.0, 11.0, warned=1.0)]) == [1, 0]
    assert ranked([judged(0.5, 10.0), judged(1.0, 11.0)]) == [1, 0]


def test_references_are_asked_before_the_consensus() -> None:
    assert ranked([Standing(0.0, 0.0, 10.0, 99.0), Standing(0.0, 0.0, 11.0, 1.0)]) == [1, 0]
    assert ranked([Standing(0.2, 0.0, 10.0, 1.0), Standing(0.3, 0.0, 11.0, 1.0)]) == [1, 0]
    assert ranked([Standing(0.0, 0.0, 0.0, 99.0), Standing(0.3, 0.0, 1.0, 1.0)]) == [1, 0]


def test_equals_stay_in_order() -> None:
    assert ranked([alone(0.0, 50.0), alone(0.05, 50.0), alone(0.01, 50.0)]) == [0, 1, 2]
    assert ranked([alone(0.0, None), alone(0.2, None), alone(0.0, None)]) == [0, 2, 1]
