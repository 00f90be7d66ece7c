from __future__ import annotations

import pytest

from summarize.translation.gate.vocabulary import is_common_english


@pytest.mark.parametrize("word", ["station", "shipments", "darkness", "nations", "election"])
def test_what_ends_like_a_noun_of_the_language_is_translated(word: str) -> None:
    assert is_common_english(word)


@pytest.mark.parametrize("word", ["washington", "darlington", "buckinghamshire", "wellingtons"])
def test_such_an_ending_within_a_name_makes_it_no_common_word(word: str) -> None:
    assert not is_common_english(word)
