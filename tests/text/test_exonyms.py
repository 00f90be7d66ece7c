from __future__ import annotations

import pytest

from summarize.text.exonyms import is_exonym


@pytest.mark.parametrize(
    ("english", "russian"),
    [
        ("germans", "немцев"),
        ("hungary", "венгрии"),
        ("britain", "великобритания"),
        ("greek", "греческого"),
        ("kenya", "кении"),
        ("eu", "европейского"),
        ("africa", "юар"),
        ("bayern", "баварию"),
        ("pope", "римский"),
        ("minh", "хошимина"),
    ],
)
def test_names_that_sound_different_are_known_both_ways(english: str, russian: str) -> None:
    assert is_exonym(english, frozenset({"в", russian}), "en", "ru")
    assert is_exonym(russian, frozenset({"the", english}), "ru", "en")


def test_another_country_is_no_counterpart() -> None:
    assert not is_exonym("hungary", frozenset({"польша"}), "en", "ru")
    assert not is_exonym("usage", frozenset({"сша"}), "en", "ru")


def test_an_unknown_language_has_no_exonyms() -> None:
    assert not is_exonym("hungary", frozenset({"x"}), "en", "zz")
