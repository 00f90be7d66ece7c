from __future__ import annotations

import pytest

from summarize.translation.rescue import Budget, Rung, ladder
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
    usual = Decoding(beam_size=4, max_new_tokens=70)
    assert retry.decoding(usual, causal=False) == Decoding(
        beam_size=8,
        repetition_penalty=1.2,
        no_repeat_ngram_size=4,
        max_new_tokens=70,
        length_factor=2.0,
    )


def test_a_retry_of_a_chat_model_has_no_more_beams_and_no_wider_limit() -> None:
    _, retry, _ = ladder(["one"])
    assert retry.decoding(Decoding(beam_size=4), causal=True) == Decoding(
        beam_size=4, repetition_penalty=1.2, no_repeat_ngram_size=4, length_factor=1.0
    )


@pytest.mark.parametrize("number", [0, 2, 3])
@pytest.mark.parametrize("causal", [True, False])
def test_the_other_rungs_search_as_the_job_does(number: int, causal: bool) -> None:
    usual = Decoding(beam_size=3, repetition_penalty=1.1)
    assert ladder(["one", "two"])[number].decoding(usual, causal=causal) == usual


SPLIT = ladder(["one"])[2]
EIGHT = "one two three four, five six seven eight"


def test_splitting_is_for_long_texts() -> None:
    assert SPLIT.can_help(EIGHT, LOOP)
    assert not SPLIT.can_help("one two three four, five six seven", LOOP)


@pytest.mark.parametrize(
    "name", ["engine", "empty", "loop", "length", "unfinished", "lines", "numbers"]
)
def test_splitting_is_for_what_length_may_have_done(name: str) -> None:
    assert SPLIT.can_help(EIGHT, [*PREAMBLE, Check(name, Severity.REJECT, "")])
    assert not SPLIT.can_help(EIGHT, [*PREAMBLE, Check(name, Severity.WARN, "")])


@pytest.mark.parametrize("name", ["preamble", "copied", "wrong-language", "names", "markup"])
def test_splitting_is_not_for_what_pieces_would_show_too(name: str) -> None:
    assert not SPLIT.can_help(EIGHT, [Check(name, Severity.REJECT, "")])


@pytest.mark.parametrize("kind", ["first", "retry", "system"])
def test_the_other_rungs_may_help_with_anything(kind: str) -> None:
    assert Rung(kind, "one").can_help("one", PREAMBLE)


def test_a_budget_goes_to_the_cheapest_first() -> None:
    budget = Budget(0.5, 10_000)
    assert budget.affordable([4000, 900, 4000]) == [0, 1]
    budget.spend(4950)
    assert budget.affordable([60, 40]) == [1]


def test_a_budget_can_be_spent_to_the_last_token() -> None:
    budget = Budget(0.5, 10_000)
    assert budget.affordable([5000]) == [0]
    assert budget.affordable([5001]) == []
    budget.spend(2000)
    budget.spend(1000)
    assert budget.spent == 3000
    assert budget.affordable([1000, 1000]) == [0, 1]
    assert budget.affordable([1000, 1001]) == [0]


def test_a_short_article_can_have_a_segment_rescued() -> None:
    """A thousand tokens at least, whatever the share says."""
    assert Budget(0.01, 20).affordable([600, 400]) == [0, 1]
    assert Budget(0.01, 20).affordable([1001]) == []
    assert Budget(0.5, 2002).affordable([1001]) == [0]


def test_a_share_of_nothing_rescues_nothing() -> None:
    assert Budget(0.0, 10_000).affordable([1]) == []
