from __future__ import annotations

from summarize.translation.rescue import Budget, ladder
from summarize.types import Check, Decoding, Severity

LOOP = (Check("loop", Severity.REJECT, ""),)
PREAMBLE = (Check("preamble", Severity.REJECT, ""),)


def test_the_rungs_come_in_order() -> None:
    assert [str(rung) for rung in ladder(["one", "two"])] == [
        "first",
        "retry",
        "split",
        "system:two",
    ]


def test_a_retry_searches_differently() -> None:
    _, retry, _ = ladder(["one"])
    usual = Decoding(beam_size=4)
    other = retry.decoding(usual, causal=False)
    assert other.beam_size != usual.beam_size
    assert other.no_repeat_ngram_size > 0
    assert other.length_factor > 1
    assert retry.decoding(usual, causal=True).beam_size == usual.beam_size


def test_splitting_is_for_long_texts_with_what_it_cures() -> None:
    split = ladder(["one"])[2]
    long = "one two three four, five six seven eight"
    assert split.can_help(long, LOOP)
    assert not split.can_help("one two", LOOP)
    assert not split.can_help(long, PREAMBLE)


def test_a_budget_goes_to_the_cheapest_first() -> None:
    budget = Budget(0.5, 10_000)
    assert budget.affordable([4000, 900, 4000]) == [0, 1]
    budget.spend(4950)
    assert budget.affordable([60, 40]) == [1]


def test_a_share_of_nothing_rescues_nothing() -> None:
    assert Budget(0.0, 10_000).affordable([1]) == []
