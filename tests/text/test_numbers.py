from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.text.number import Code, Day, Number, Weight
from summarize.text.numbers import find_numbers


def values(text: str, language: str) -> list[set[float]]:
    return [set(number.values) for number in find_numbers(text, language)]


def only(text: str, language: str) -> Number:
    (number,) = find_numbers(text, language)
    return number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("seventeen ships", 17),
        ("twenty-five years", 25),
        ("one hundred and one steps", 101),
        ("three hundred and twenty thousand people", 320_000),
        ("nine thousand, four hundred and six", 9_406),
        ("two and a half million", 2_500_000),
        ("two-and-a-half years", 2.5),
        ("half a million", 500_000),
        ("a hundred days", 100),
        ("the twenty-first", 21),
        ("£4.5 billion", 4_500_000_000),
        ("a 320K loan", 320_000),
        ("£5million", 5_000_000),
        ("95.2 mln people", 95_200_000),
        ("228.0 bln rubles", 228_000_000_000),
        ("13,269 cases", 13_269),
        ("1 234 567,8", 1_234_567.8),
        ("1,234,567.891", 1_234_567.891),
        ("14,00,000 voters", 1_400_000),
        ("14 lakh voters", 1_400_000),
        ("Rs 2.5 crore", 25_000_000),
        ("1.2 lakh crore rupees", 1.2e12),
        ("two dozen eggs", 24),
        ("half a dozen eggs", 6),
        ("2½ million", 2_500_000),
        ("in the 1880s", 1880),
        ("in the '90s", 1990),
        ("the nineties", 1990),
        ("the 2019-20 season", 2020),
        ("Miss World-86", 1986),
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
        ("16-миллионный город", 16_000_000),
        ("4,5 млрд рублей", 4_500_000_000),
        ("14 лакхов рупий", 1_400_000),
        ("три с половиной миллиона", 3_500_000),
        ("полтора миллиона", 1_500_000),
        ("три десятка человек", 30),
        ("две сотни человек", 200),
        ("четыре дюжины яиц", 48),
        ("в тысяча девятьсот сорок пятом году", 1945),
        ("в девяностых годах", 1990),
        ("в нулевых", 2000),
        ("двадцать первый", 21),
        ("семеро смелых", 7),
        ("XIX век", 19),
        ("V век", 5),
        ("90-е", 1990),
        ("30–40-е годы", 1930),
        ("12–15 000 медведей", 12_000),
    ],
)
def test_russian_numbers(text: str, value: float) -> None:
    assert any(value in found for found in values(text, "ru"))


def test_a_number_is_one_number() -> None:
    assert values("пять тысяч двести три", "ru") == [{5203}]
    assert values("five thousand two hundred and three", "en") == [{5203}]
    assert values("two, three or four", "en") == [{2}, {3}, {4}]
    assert values("пять-шесть", "ru") == [{5}, {6}]
    assert values("5 млн, три года назад", "ru") == [{5_000_000}, {3}]


def test_a_single_roman_sign_is_a_number_in_russian_only() -> None:
    assert values("в X веке", "ru") == [{10}]
    assert values("I came, I saw", "en") == []


def test_the_scale_of_a_range_holds_for_both_ends() -> None:
    assert values("от 340 до 500 миллионов", "ru")[0] == {340, 340_000_000}
    assert values("340, 500 миллионов", "ru")[0] == {340}


def test_round_thousands_are_no_decimals() -> None:
    assert only("250,000", "en").values == {250_000}
    assert only("1.500", "en").values == {1_500, 1.5}


def test_what_may_be_a_time_or_a_day_keeps_its_parts() -> None:
    number = only("10.30", "en")
    assert number.values == {10.3}
    assert [part.values for part in number.parts] == [{10}, {30}]
    assert only("6.99", "en").parts == ()


@pytest.mark.parametrize(
    ("text", "dates", "year"),
    [
        ("25.07.2020", {(7, 25)}, 2020),
        ("3/1/2027", {(3, 1), (1, 3)}, 2027),
        ("2027-03-01", {(3, 1)}, 2027),
        ("01.02.99", {(2, 1)}, 1999),
    ],
)
def test_dates_in_digits(text: str, dates: set[tuple[int, int]], year: float) -> None:
    day, of_year = find_numbers(text, "en")
    assert day.sense == Day(frozenset(dates))
    assert year in of_year.values


def test_a_version_is_no_date() -> None:
    assert values("45.67.89", "en") == [{45}, {67}, {89, 1989, 2089}]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("one of the first", "en"),
        ("Six Flags", "en"),
        ("одна из первых пар", "ru"),
        ("G7", "en"),
        ("a dozen or dozens", "en"),
        ("24/7", "en"),
        ("прыжки с шестом", "ru"),
        ("1/8 финала", "ru"),
    ],
)
def test_what_translations_drop_without_harm_is_loose(text: str, language: str) -> None:
    in_a_sentence = f"We saw {text}" if language == "en" else f"Мы видели {text}"
    assert {number.weight for number in find_numbers(in_a_sentence, language)} == {Weight.LOOSE}


def test_the_one_of_a_share_is_loose() -> None:
    assert [number.weight for number in find_numbers("1 in 5", "en")] == [0, 2]
    assert [number.weight for number in find_numbers("1 man", "en")] == [2]


def test_numbers_in_names_are_codes_unless_something_else_stands_before_them() -> None:
    assert isinstance(only("COVID-19", "en").sense, Code)
    assert only("mid-1990s", "en").sense is None
    assert [number.sense for number in find_numbers("9am-5pm", "en")] == [None, None]


@given(st.integers(min_value=1_000, max_value=10**12), st.sampled_from([" ", ",", ".", "\u00a0"]))
def test_thousands_are_read_whatever_separates_them(number: int, separator: str) -> None:
    written = f"{number:,}".replace(",", separator)
    for language in ("en", "ru", "de"):
        (found,) = find_numbers(f"({written})", language)
        assert number in found.values


_WORDS_AND_SIGNS = st.lists(st.sampled_from("9 10 1,500 7.30 five a half ½ IX тысяч".split()))


@given(st.one_of(st.text(), _WORDS_AND_SIGNS.map(" ".join), _WORDS_AND_SIGNS.map("".join)))
def test_no_digit_of_any_text_is_lost(text: str) -> None:
    for language in ("en", "ru", "zh"):
        numbers = find_numbers(text, language)
        spans = [number.span for number in numbers]
        read = {position for span in spans for position in range(*span)}
        assert {match.start() for match in re.finditer(r"\d", text)} <= read
        assert spans == sorted(spans)
        assert all(number.text.lower() == text[slice(*number.span)].lower() for number in numbers)
