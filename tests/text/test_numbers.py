from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.text.numbers import Weight, find_numbers, unaccounted


def values(text: str, language: str) -> list[set[float]]:
    return [set(number.values) for number in find_numbers(text, language)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("seventeen ships", 17),
        ("twenty-five years", 25),
        ("one hundred and one steps", 101),
        ("three hundred and twenty thousand people", 320_000),
        ("nine thousand, four hundred and six", 9_406),
        ("two and a half million", 2_500_000),
        ("half a million", 500_000),
        ("a hundred days", 100),
        ("the twenty-first", 21),
        ("£4.5 billion", 4_500_000_000),
        ("a 320K loan", 320_000),
        ("13,269 cases", 13_269),
        ("1 234 567,8", 1_234_567.8),
        ("in the 1880s", 1880),
        ("5 p.m.", 17),
    ],
)
def test_english_numbers(text: str, value: float) -> None:
    assert any(value in found for found in values(text, "en"))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("семнадцать судов", 17),
        ("двадцати пяти лет", 25),
        ("о двухстах сорока рублях", 240),
        ("двадцатью семью голосами", 27),
        ("триста двадцать тысяч человек", 320_000),
        ("320 тыс. человек", 320_000),
        ("4,5 млрд рублей", 4_500_000_000),
        ("три с половиной миллиона", 3_500_000),
        ("полтора миллиона", 1_500_000),
        ("в тысяча девятьсот сорок пятом году", 1945),
        ("двадцать первый", 21),
        ("трёхлетний", 3),
        ("семеро смелых", 7),
        ("25.07.2020", 7),
        ("12 июля", 7),
        ("XIX век", 19),
        ("90-е", 1990),
    ],
)
def test_russian_numbers(text: str, value: float) -> None:
    assert any(value in found for found in values(text, "ru"))


def test_a_number_is_one_number() -> None:
    assert values("пять тысяч двести три", "ru") == [{5203}]
    assert values("five thousand two hundred and three", "en") == [{5203}]
    assert values("two, three or four", "en") == [{2}, {3}, {4}]
    assert values("пять-шесть", "ru") == [{5}, {6}]


def test_the_scale_of_a_range_holds_for_both_ends() -> None:
    english = find_numbers("from 340 million to 500 million", "en")
    russian = find_numbers("от 340 до 500 миллионов", "ru")
    assert unaccounted(english, russian) == []
    assert unaccounted(russian, english) == []


@pytest.mark.parametrize(
    ("text", "language"),
    [("one of the first", "en"), ("Six Flags", "en"), ("одна из первых пар", "ru"), ("G7", "en")],
)
def test_what_translations_drop_without_harm_is_loose(text: str, language: str) -> None:
    in_a_sentence = f"We saw {text}" if language == "en" else f"Мы видели {text}"
    assert {number.weight for number in find_numbers(in_a_sentence, language)} == {Weight.LOOSE}


def test_a_changed_number_is_not_accounted_for() -> None:
    mine = find_numbers("Three of the 44 died on July 11", "en")
    theirs = find_numbers("Двое из 40 умерли 11 июля", "ru")
    assert [number.text for number in unaccounted(mine, theirs)] == ["Three", "44"]
    assert [number.text for number in unaccounted(theirs, mine)] == ["Двое", "40"]


@given(st.integers(min_value=1_000, max_value=10**12), st.sampled_from([" ", ",", ".", "\u00a0"]))
def test_thousands_are_read_whatever_separates_them(number: int, separator: str) -> None:
    written = f"{number:,}".replace(",", separator)
    for language in ("en", "ru", "de"):
        (found,) = find_numbers(f"({written})", language)
        assert number in found.values


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    for language in ("en", "ru", "zh"):
        assert find_numbers(text, language) == find_numbers(text, language)
