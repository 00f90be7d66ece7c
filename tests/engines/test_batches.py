"""How prompts are cut into batches: all of them, within the budget, with little padding."""

from __future__ import annotations

import random
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from summarize.engines.base import batches

LENGTHS = st.lists(st.integers(1, 300), max_size=80).map(lambda found: sorted(found, reverse=True))


def positions(lengths: Sequence[int], ranges: Sequence[range]) -> int:
    return sum(len(chosen) * lengths[chosen.start] for chosen in ranges)


def filled(lengths: Sequence[int], budget: int) -> list[range]:
    """Batches that are cut only where the budget ends."""
    ranges: list[range] = []
    start = 0
    for end in range(1, len(lengths) + 1):
        if end == len(lengths) or (end + 1 - start) * lengths[start] > budget:
            ranges.append(range(start, end))
            start = end
    return ranges


@given(LENGTHS, st.integers(1, 2048))
def test_every_prompt_is_in_one_batch_within_the_budget(lengths: list[int], budget: int) -> None:
    ranges = batches(lengths, budget)
    assert [index for chosen in ranges for index in chosen] == list(range(len(lengths)))
    assert all(
        len(chosen) == 1 or len(chosen) * lengths[chosen.start] <= budget for chosen in ranges
    )


@given(LENGTHS, st.integers(1, 2048))
def test_a_batch_more_saves_at_least_a_tenth_of_the_budget(lengths: list[int], budget: int) -> None:
    ours, fewest = batches(lengths, budget), filled(lengths, budget)
    saved = positions(lengths, fewest) - positions(lengths, ours)
    assert saved >= (len(ours) - len(fewest)) * budget / 10


def test_a_window_of_sentences_holds_little_padding() -> None:
    chance = random.Random(3)
    lengths = sorted((int(chance.lognormvariate(3.2, 0.6)) + 1 for _ in range(900)), reverse=True)
    ours, fewest = batches(lengths, 2048), filled(lengths, 2048)
    assert len(ours) <= len(fewest) + 2
    padding, usual = (1 - sum(lengths) / positions(lengths, cut) for cut in (ours, fewest))
    assert padding < 0.65 * usual


def test_a_batch_more_is_made_where_it_saves_more_than_a_tenth_of_the_budget() -> None:
    assert batches([30, 20], 100) == [range(2)]
    assert batches([31, 20], 100) == [range(1), range(1, 2)]


def test_a_batch_may_fill_its_budget_to_the_last_position() -> None:
    assert batches([50, 50], 100) == [range(2)]
    assert batches([50, 50], 99) == [range(1), range(1, 2)]
    assert batches([120, 50, 50], 100) == [range(1), range(1, 3)]


def test_equal_lengths_fill_batches() -> None:
    assert [len(chosen) for chosen in batches([10] * 25, 100)] == [5, 10, 10]
    assert batches([], 100) == []
