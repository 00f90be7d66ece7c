from __future__ import annotations

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from summarize.text.agreement import difference
from summarize.text.number import Day, Month
from summarize.text.quantities import find_quantities

_ENGLISH = (
    "January February March April May June July August September October November December"
).split()
_RUSSIAN = (
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря"
).split()
_IN_RUSSIAN = (
    "январе феврале марте апреле мае июне июле августе сентябре октябре ноябре декабре"
).split()
DATES = st.dates(min_value=date(1990, 1, 1), max_value=date(2049, 12, 31))


def days(text: str, language: str) -> list[tuple[int, int]]:
    return [
        pair
        for number in find_quantities(text, language)
        if isinstance(number.sense, Day)
        for pair in number.sense.dates
    ]


def bare_months(text: str, language: str) -> list[int]:
    return [
        number.sense.month
        for number in find_quantities(text, language)
        if isinstance(number.sense, Month)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "on March 1",
        "on March 1st",
        "on 1 March",
        "on 1st March",
        "on the 1st of March",
        "on the first of March",
        "on March the first",
        "on Mar. 1",
        "on MARCH 1",
        "on March 1, 2027",
        "on 1-Mar-2027",
        "at 5 p.m. on March 1",
    ],
)
def test_english_days(text: str) -> None:
    assert days(text, "en") == [(3, 1)]


@pytest.mark.parametrize(
    "text",
    [
        "1 марта",
        "1-го марта",
        "первого марта",
        "1 Марта 2027 года",
        "к 1 марта",
        "01.03.2027",
        "01.03.27",
    ],
)
def test_russian_days(text: str) -> None:
    assert days(text, "ru") == [(3, 1)]


def test_days_in_words() -> None:
    assert days("двадцать пятого декабря", "ru") == [(12, 25)]
    assert days("the twenty-fifth of December", "en") == [(12, 25)]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("March 1-5", "en", [1, 5]),
        ("March 1 to 5", "en", [1, 5]),
        ("from 1 to 5 March", "en", [1, 5]),
        ("on 1, 2 and 3 March", "en", [1, 2, 3]),
        ("between March 1 and March 5", "en", [1, 5]),
        ("1–5 марта", "ru", [1, 5]),
        ("с 1 по 5 марта", "ru", [1, 5]),
        ("1, 2 и 3 марта", "ru", [1, 2, 3]),
    ],
)
def test_ranges_and_lists_of_days(text: str, language: str, expected: list[int]) -> None:
    assert days(text, language) == [(3, day) for day in expected]


def test_each_day_has_its_own_month() -> None:
    assert days("from March 30 to April 2", "en") == [(3, 30), (4, 2)]
    assert days("March 30-April 2", "en") == [(3, 30), (4, 2)]
    assert days("с 30 марта по 2 апреля", "ru") == [(3, 30), (4, 2)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("in March 2027", "en"),
        ("in March, 20 people came", "en"),
        ("they march 5 abreast", "en"),
        ("it may 5 times", "en"),
        ("в марте 20 человек", "ru"),
        ("45 марта", "ru"),
        ("5,5 марта", "ru"),
    ],
)
def test_what_is_no_day(text: str, language: str) -> None:
    assert days(text, language) == []


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("in March 2027", "en", [3]),
        ("last May", "en", [5]),
        ("May 2027", "en", [5]),
        ("Sept. was warm", "en", [9]),
        ("Theresa May said", "en", []),
        ("Prices May Rise", "en", []),
        ("they may march", "en", []),
        ("March for Peace", "en", []),
        ("в марте", "ru", [3]),
        ("мартовский снег", "ru", [3]),
        ("Марта сказала", "ru", []),
        ("майка", "ru", []),
        ("in March 1", "en", []),
    ],
)
def test_months_without_a_day(text: str, language: str, expected: list[int]) -> None:
    assert bare_months(text, language) == expected


def test_other_languages_have_no_days() -> None:
    assert days("am 1. März 2027", "de") == []


def in_english(day: date) -> list[str]:
    month = _ENGLISH[day.month - 1]
    return [
        f"It ended on {month} {day.day}, {day.year}.",
        f"It ended on {day.day} {month} {day.year}.",
        f"It ended on {month[:3]}. {day.day}, {day.year}.",
        f"It ended on {day:%Y-%m-%d}.",
        f"It ended on {day:%d/%m/%Y}.",
        f"It ended on {day:%m/%d/%Y}.",
    ]


def in_russian(day: date) -> list[str]:
    return [
        f"Закончилось {day.day} {_RUSSIAN[day.month - 1]} {day.year} года.",
        f"Закончилось {day.day}-го {_RUSSIAN[day.month - 1]} {day.year} года.",
        f"Закончилось {day:%d.%m.%Y}.",
        f"Закончилось {day:%d.%m.%y}.",
    ]


def findings(english: str, russian: str) -> int:
    there = difference(english, "en", russian, "ru")
    back = difference(russian, "ru", english, "en")
    return len(there.lost) + len(there.added) + len(back.lost) + len(back.added)


@given(DATES, st.sampled_from(range(6)), st.sampled_from(range(4)))
def test_every_date_is_the_same_in_russian(day: date, mine: int, theirs: int) -> None:
    assert findings(in_english(day)[mine], in_russian(day)[theirs]) == 0


@given(DATES, DATES, st.sampled_from(range(4)), st.sampled_from(range(4)))
def test_another_date_is_found(day: date, other: date, mine: int, theirs: int) -> None:
    assume(day != other)
    assert findings(in_english(day)[mine], in_russian(other)[theirs]) > 0


@given(DATES, st.sampled_from(range(4)))
def test_a_lost_day_is_found_although_a_one_stands_elsewhere(day: date, mine: int) -> None:
    text = f"Один из {day.day} судов закончил в {_IN_RUSSIAN[day.month - 1]} {day.year} года."
    english = in_english(day)[mine].replace("It", f"One of {day.day} courts")
    assert findings(english, text) > 0
