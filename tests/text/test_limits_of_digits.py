"""What digits can mean: each limit from both sides."""

from __future__ import annotations

import pytest

from summarize.text.digits import hour_or_day, readings, roman
from summarize.text.number import Code, Day, Number, Weight
from summarize.text.numbers import find_numbers


def values(text: str, language: str = "en") -> list[set[float]]:
    return [set(number.values) for number in find_numbers(text, language)]


def only(text: str, language: str = "en") -> Number:
    (number,) = find_numbers(text, language)
    return number


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("24.59", [24, 59]),
        ("24.60", None),
        ("25.59", None),
        ("25.12", [25, 12]),
        ("25.13", None),
        ("31.12", [31, 12]),
        ("32.12", None),
        ("9.00", [9]),
        ("9.5", None),
        ("9,30", None),
    ],
)
def test_what_may_be_a_time_or_a_day(written: str, expected: list[float] | None) -> None:
    parts = hour_or_day(written, (0, 5))
    assert [value for part in parts for value in part.values] == (expected or [])
    assert {part.span for part in parts} <= {(0, 5)}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("31.12.2020", {(12, 31)}),
        ("31.13.2020", None),
        ("32.12.2020", None),
        ("12/31/20", {(12, 31)}),
        ("13/31/20", None),
        ("3/4/20", {(3, 4), (4, 3)}),
        ("3.4.20", {(4, 3)}),
        ("2020-12-31", {(12, 31)}),
        ("9/11", {(9, 11), (11, 9)}),
    ],
)
def test_which_digits_are_a_date(written: str, expected: set[tuple[int, int]] | None) -> None:
    senses = [number.sense for number in find_numbers(written, "en")]
    assert (Day(frozenset(expected)) in senses) if expected else (set(senses) == {None})
    assert {number.weight for number in find_numbers(written, "en")} == {Weight.DIGITS}


def test_the_year_of_a_date_may_lack_its_century() -> None:
    assert values("31.12.99")[1] == {99, 1999, 2099}
    assert values("31.12.2020")[1] == {2020}
    assert len(values("9/11")) == 1
    assert [part.values for part in only("9/11").parts] == [{11, 9}]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("1,234", {1234, 1.234}),
        ("1.234", {1234, 1.234}),
        ("1,000", {1000}),
        ("1 234", {1234}),
        ("1.23", {1.23}),
        ("1,234.567", {1234.567}),
        ("1.234.567", {1234567}),
        ("2020 300", {2020300, 2020, 300}),
        ("202 300", {202300}),
        ("2½", {2.5}),
        ("½", {0.5}),
        ("¼", {0.25}),
        ("¾", {0.75}),
        ("3⅓", {3 + 1 / 3}),
        ("⅔", {2 / 3}),
    ],
)
def test_readings(written: str, expected: set[float]) -> None:
    assert set(readings(written)) == expected


@pytest.mark.parametrize(
    ("word", "language", "value"),
    [
        ("XIX", "ru", 19),
        ("XLIV", "ru", 44),
        ("LXXXIX", "ru", 89),
        ("XC", "ru", 90),
        ("ХХI", "ru", 21),
        ("V", "ru", 5),
        ("V", "en", None),
        ("IV", "en", 4),
        ("Х", "ru", None),
        ("IIII", "ru", None),
        ("C", "ru", None),
    ],
)
def test_roman_numerals(word: str, language: str, value: int | None) -> None:
    assert roman(word, language) == value


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("1990s", "en", [{1990}]),
        ("90s", "en", [{90, 1990}]),
        ("20s", "en", [{20, 1920, 2020}]),
        ("30s", "en", [{30, 1930}]),
        ("mid-30s", "en", [{30, 1930, 2030, 35, 1935, 2035}]),
        ("90-е", "ru", [{90, 1990}]),
        ("Euro-96", "en", [{96, 1996, 2096}]),
        ("the '96 cup", "en", [{96, 1996, 2096}]),
        ("FY20", "en", [{20, 1920, 2020}]),
        ("Euro-960", "en", [{960}]),
        ("2019-20", "en", [{2019}, {20, 2020, 1920}]),
        ("1/8 финала", "ru", [{8, 16}]),
        ("24/7", "en", [{24, 7}]),
        ("340 to 500 million", "en", [{340, 340e6}, {500e6}]),
        ("1000 to 5 million", "en", [{1000}, {5e6}]),
        ("999 to 5 million", "en", [{999, 999e6}, {5e6}]),
        ("12–15 000", "ru", [{12, 12_000}, {15_000}]),
        ("12–15 00", "ru", [{12}, {15}, {0}]),
        ("30–40-е", "ru", [{30, 1930}, {40, 1940}]),
        ("100–140-е", "ru", [{100}, {140}]),
        ("75m", "en", [{75, 75e6}]),
        ("75k", "en", [{75, 75e3}]),
        ("75b", "en", [{75, 75e9}]),
        ("75t", "en", [{75, 75e12}]),
        ("75mx", "en", [{75}]),
    ],
)
def test_what_stands_beside_digits(text: str, language: str, expected: list[set[float]]) -> None:
    assert values(text, language) == expected


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("1 in 5", Weight.LOOSE),
        ("1 of every 5", Weight.LOOSE),
        ("1/3", Weight.LOOSE),
        ("1 of them", Weight.DIGITS),
        ("0 points", Weight.LOOSE),
        ("1 point", Weight.DIGITS),
        ("five points", Weight.WORDS),
        ("a million points", Weight.WORDS),
        ("million points", Weight.LOOSE),
        ("hundreds of points", Weight.LOOSE),
        ("at Six Flags", Weight.LOOSE),
        ("there: Six flags", Weight.WORDS),
        ("Six flags", Weight.WORDS),
        ("B2B", Weight.LOOSE),
        ("five-foot-2", Weight.WORDS),
    ],
)
def test_how_surely_a_number_has_to_be_kept(text: str, weight: Weight) -> None:
    assert find_numbers(text, "en")[0].weight is weight


def test_a_number_in_a_name_is_a_code() -> None:
    for name in ("G7", "B2", "HJR-3"):
        assert isinstance(only(name).sense, Code)
    for plain in ("mid-30", "late-30", "pre-30", "post-30", "early-30"):
        assert only(plain).sense is None


def test_plain_numbers() -> None:
    assert only("99").plain == 99
    assert only("100").plain is None
    assert only("0").plain == 0
    assert only("9.5").plain is None
    assert only("5 million").plain is None
    assert only("nine").plain == 9
    assert Number("x", frozenset(), Weight.DIGITS).plain is None
