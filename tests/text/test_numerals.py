"""The number words themselves, each with its value and how it joins its neighbours."""

from __future__ import annotations

import pytest

from summarize.text.numbers import find_numbers
from summarize.text.numerals import Role, lexicon, months

_ENGLISH = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty"
).split()
_ENGLISH_ORDINALS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
    "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
_RUSSIAN = (
    "ноль один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать "
    "тринадцать четырнадцать пятнадцать шестнадцать семнадцать восемнадцать девятнадцать двадцать"
).split()
_RUSSIAN_ORDINALS = (
    "нулевой первый второй третий четвертый пятый шестой седьмой восьмой девятый десятый "
    "одиннадцатый двенадцатый тринадцатый четырнадцатый пятнадцатый шестнадцатый семнадцатый "
    "восемнадцатый девятнадцатый двадцатый"
).split()
_TENS = {
    "en": "twenty thirty forty fifty sixty seventy eighty ninety".split(),
    "ru": "двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто".split(),
}
_HUNDREDS = "сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот".split()


def values(text: str, language: str) -> list[set[float]]:
    return [set(number.values) for number in find_numbers(text, language)]


@pytest.mark.parametrize(
    ("language", "words", "role", "loose_below"),
    [
        ("en", _ENGLISH, Role.ADDEND, 2),
        ("en", _ENGLISH_ORDINALS, Role.ORDINAL, 4),
        ("ru", _RUSSIAN, Role.ADDEND, 2),
        ("ru", _RUSSIAN_ORDINALS, Role.ORDINAL, 4),
    ],
)
def test_the_words_from_zero_to_twenty(
    language: str, words: list[str], role: Role, loose_below: int
) -> None:
    for value, word in enumerate(words):
        numeral = lexicon(language)[word]
        assert numeral.value == value, word
        assert numeral.role is role, word
        assert numeral.loose is (value < loose_below), word


@pytest.mark.parametrize("language", ["en", "ru"])
def test_tens_and_what_is_added_to_them(language: str) -> None:
    for ten, word in enumerate(_TENS[language], start=2):
        assert values(word, language) == [{10 * ten}]
        digits = _ENGLISH if language == "en" else _RUSSIAN
        assert values(f"{word} {digits[7]}", language) == [{10 * ten + 7}]
        assert values(f"{word} {digits[10]}", language) == [{10 * ten}, {10}]


def test_hundreds() -> None:
    for hundreds, word in enumerate(_HUNDREDS, start=1):
        assert values(word, "ru") == [{100 * hundreds}]
        assert values(f"{word} девяносто девять", "ru") == [{100 * hundreds + 99}]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("two hundred", [{200}]),
        ("two hundred thousand", [{200_000}]),
        ("two thousand hundred", [{2000}, {100}]),
        ("three thousand", [{3000}]),
        ("three million two thousand", [{3_002_000}]),
        ("three thousand two million", [{3002}, {1_000_000}]),
        ("three billion", [{3e9}]),
        ("three trillion", [{3e12}]),
        ("two hundred nineteen", [{219}]),
        ("twenty thirty", [{20}, {30}]),
        ("ten five", [{10}, {5}]),
        ("hundredth", [{100}]),
        ("two thousandth", [{2}, {1000}]),
        ("thirtieth", [{30}]),
        ("twenty-first five", [{21}, {5}]),
        ("the sixties", [{60, 1960}]),
        ("the twenties", [{20, 1920, 2020}]),
        ("five dozen", [{60, 50}]),
        ("five lakh", [{500_000}]),
        ("five crore", [{5e7}]),
        ("five mln", [{5e6}]),
        ("five bn", [{5e9}]),
        ("five trn", [{5e12}]),
        ("half a million", [{500_000}]),
        ("nine thousand, four hundred", [{9400}]),
        ("nine thousand, four", [{9000}, {4}]),
        ("two million, three years", [{2e6}, {3}]),
        ("two million and three", [{2_000_003}]),
        ("two and a half", [{2.5}]),
        ("two and a half thousand five", [{2505}]),
    ],
)
def test_english_numbers_join(text: str, expected: list[set[float]]) -> None:
    assert values(text, "en") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("двух тысяч пятисот", [{2500}]),
        ("двадцать пятый первый", [{25}, {1}]),
        ("тысячный", [{1000}]),
        ("миллионная", [{1e6}]),
        ("двухсотый", [{200}]),
        ("восьмидесятые", [{80, 1980}]),
        ("десятые", [{10, 1910, 2010}]),
        ("двадцатые", [{20, 1920, 2020}]),
        ("тридцатые", [{30, 1930}]),
        ("пять десятков", [{50, 60}]),
        ("пять дюжин", [{60, 50}]),
        ("пять лакхов", [{500_000}]),
        ("пять кроров", [{5e7}]),
        ("пять трлн", [{5e12}]),
        ("полторы тысячи", [{1500}]),
        ("два с половиной", [{2.5}]),
        ("двое", [{2}]),
        ("оба", [{2}]),
        ("втрое", [{3}]),
        ("вчетвером", [{4}]),
        ("пятерка", [{5}]),
        ("шестерка", [{6}]),
        ("семерка", [{7}]),
        ("восьмерка", [{8}]),
        ("двадцатка", [{20}]),
        ("полдюжины", [{6}]),
        ("полсотни", [{50}]),
        ("полуфинал", [{2, 4}]),
        ("четвертьфинал", [{4, 8}]),
        ("круглосуточно", [{24, 7}]),
        ("полмиллиона", [{5e5}]),
        ("полмиллиарда", [{5e8}]),
        ("полтысячи", [{500}]),
        ("треть", [{3}]),
        ("четверть", [{0.25, 4}]),
        ("квартал", [{3, 4}]),
        ("половина", [{0.5, 2}]),
        ("однажды", [{1}]),
        ("полдень", [{12}]),
        ("полночь", [{0, 12, 24}]),
    ],
)
def test_russian_numbers(text: str, expected: list[set[float]]) -> None:
    assert values(text, "ru") == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("once", {1}),
        ("both couple pair twice double doubled twins bilateral semi", {2}),
        ("trio triple thrice tripled treble thirds", {3}),
        ("quadruple quadrupled fourths", {4}),
        ("quintuple", {5}),
        ("semester", {6}),
        ("semifinal semifinals", {2, 4}),
        ("quarterfinal quarterfinals", {4, 8}),
        ("halves halved", {0.5, 2}),
        ("quarter quarters", {0.25, 4}),
        ("teen teens", {10}),
        ("centenary", {100}),
        ("nil", {0}),
        ("noon midday", {12}),
        ("midnight", {0, 12, 24}),
    ],
)
def test_english_words_that_stand_alone(words: str, expected: set[float]) -> None:
    for word in words.split():
        numeral = lexicon("en")[word]
        assert (set(numeral.values), numeral.role, numeral.loose) == (expected, Role.ALONE, True)


def test_scales_have_to_be_kept_and_dozens_need_not() -> None:
    assert not lexicon("en")["thousand"].loose
    assert not lexicon("ru")["тысяч"].loose
    assert lexicon("en")["dozen"].loose
    assert lexicon("ru")["десятков"].loose


def test_months_have_their_numbers() -> None:
    assert (months("en")["may"], months("ru")["марта"], months("ru")["март"]) == (5, 3, 3)
    assert (months("de")["dezember"], months("ru")["декабрь"]) == (12, 12)
    assert months("no such language") == {}
    assert lexicon("de") == {}


def test_with_the_family_is_no_seven_that_must_be_kept() -> None:
    assert lexicon("ru")["семью"].loose
    assert not lexicon("ru")["семи"].loose
    assert set(lexicon("ru")["семью"].values) == {7.0}
