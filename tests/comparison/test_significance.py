"""What the tests say of two systems, on both sides of each limit."""

from __future__ import annotations

import pytest

from comparison.made import COPY, EMPTY, GOOD, PAIR, POOR, REFERENCE, SOURCES, texts
from summarize.comparison import significance
from summarize.comparison.analysis import compare
from summarize.comparison.results import Difference
from summarize.comparison.texts import System, Texts


def found(*systems: System, metric: str = "chrf") -> Difference:
    """What is said of two systems, one of which is better in every segment."""
    made = compare(texts(*systems), workers=1)
    (difference,) = [one for one in made.significance if one.metric == metric]
    return difference


def trials(monkeypatch: pytest.MonkeyPatch, *, resamples: int, randomised: int) -> None:
    """As many trials, none of which gives a difference as large as the real one."""
    monkeypatch.setattr(significance, "RESAMPLES", resamples)
    monkeypatch.setattr(significance, "TRIALS", randomised)


def test_the_smallest_p_values_are_those_of_a_thousand_and_of_ten_thousand_trials() -> None:
    difference = found(GOOD, POOR)
    assert difference.p_bootstrap == pytest.approx(1 / 1_001)
    assert difference.p_randomisation == pytest.approx(1 / 10_001)
    assert difference.significant


@pytest.mark.parametrize(("resamples", "randomised"), [(19, 200), (200, 19)])
def test_a_p_value_at_the_level_is_no_evidence(
    monkeypatch: pytest.MonkeyPatch, resamples: int, randomised: int
) -> None:
    trials(monkeypatch, resamples=resamples, randomised=randomised)
    difference = found(GOOD, POOR)
    assert max(difference.p_bootstrap, difference.p_randomisation) == pytest.approx(0.05)
    assert not difference.significant
    assert difference.statement.startswith("no evidence of a difference between good and poor")
    assert "p = 0.050" in difference.statement


@pytest.mark.parametrize(("resamples", "randomised"), [(20, 200), (200, 20)])
def test_below_the_level_both_tests_agree_that_one_is_better(
    monkeypatch: pytest.MonkeyPatch, resamples: int, randomised: int
) -> None:
    trials(monkeypatch, resamples=resamples, randomised=randomised)
    difference = found(GOOD, POOR)
    assert difference.significant
    assert "p = 0.048" in difference.statement


@pytest.mark.parametrize("metric", ["bleu", "chrf", "ter"])
def test_the_better_of_two_is_named_whichever_comes_first(
    monkeypatch: pytest.MonkeyPatch, metric: str
) -> None:
    trials(monkeypatch, resamples=50, randomised=50)
    for systems in ((GOOD, POOR), (POOR, GOOD)):
        difference = found(*systems, metric=metric)
        assert (difference.first, difference.second) == tuple(one.name for one in systems)
        assert difference.statement.startswith("good is better than poor (")


@pytest.mark.parametrize(("count", "shown"), [(999, "p = 0.001"), (1_000, "p < 0.001")])
def test_the_smallest_p_value_that_is_told(
    monkeypatch: pytest.MonkeyPatch, count: int, shown: str
) -> None:
    trials(monkeypatch, resamples=count, randomised=count)
    assert f"chrF2++, {shown})" in found(GOOD, POOR).statement


def test_equal_scores_are_no_difference_by_either_test() -> None:
    difference = found(GOOD, System("twin", GOOD.texts), metric="ter")
    assert (difference.p_bootstrap, difference.p_randomisation) == (1.0, 1.0)


def test_trials_are_the_same_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    trials(monkeypatch, resamples=20, randomised=250)
    alike = System("alike", (*GOOD.texts[:4], *POOR.texts[4:8], *REFERENCE[8:]))
    whole = found(GOOD, alike)
    monkeypatch.setattr(significance, "_TRIALS_TOGETHER", 100)
    assert found(GOOD, alike).p_randomisation == whole.p_randomisation < 1


def test_scores_take_part_in_the_order_of_the_systems(monkeypatch: pytest.MonkeyPatch) -> None:
    trials(monkeypatch, resamples=20, randomised=20)
    made = compare(texts(POOR, COPY, EMPTY, GOOD), workers=1)
    by_name = {system.name: system for system in made.systems}
    assert by_name["empty"].scores["chrf"].score == 0
    assert by_name["good"].scores["bleu"].score > by_name["poor"].scores["bleu"].score > 0
    pairs = [(one.first, one.second) for one in made.significance if one.metric == "bleu"]
    assert {frozenset(pair) for pair in pairs} == {
        *(frozenset(("good", other)) for other in ("poor", "copy", "empty")),
        *(frozenset(("poor", other)) for other in ("copy", "empty")),
        frozenset(("copy", "empty")),
    }


def test_a_system_alone_has_scores_and_no_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    trials(monkeypatch, resamples=20, randomised=20)
    made = compare(Texts(PAIR, SOURCES, (GOOD,), (REFERENCE,)), workers=1)
    assert made.significance == ()
    assert made.systems[0].scores["chrf"].score > 50
    assert made.systems[0].group == "a"
