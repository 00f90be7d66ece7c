"""Which numbers are times and days: each limit from both sides."""

from __future__ import annotations

import pytest

from summarize.text.agreement import difference
from summarize.text.dates import month_mentioned
from summarize.text.number import Clock, Day, Month, Weight
from summarize.text.quantities import find_quantities


def times(text: str, language: str) -> list[set[str]]:
    return [
        {f"{minute // 60}:{minute % 60:02}" for minute in number.sense.minutes}
        for number in find_quantities(text, language)
        if isinstance(number.sense, Clock)
    ]


def days(text: str, language: str) -> list[tuple[int, int]]:
    found = [number.sense for number in find_quantities(text, language)]
    return [date for sense in found if isinstance(sense, Day) for date in sense.dates]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("at 24:00", "en", [{"0:00"}]),
        ("at 25:00", "en", []),
        ("at 24:59", "en", [{"0:59"}]),
        ("at 9:60", "en", []),
        ("at 9:59", "en", [{"9:59", "21:59"}]),
        ("at 12:15", "en", [{"0:15", "12:15"}]),
        ("at 13:15", "en", [{"13:15"}]),
        ("at 0:15", "en", [{"0:15"}]),
        ("at 00:15", "en", [{"0:15"}]),
        ("at 9.59pm", "en", [{"21:59"}]),
        ("at 9.60pm", "en", []),
        ("at 24.10 pm", "en", [{"0:10"}]),
        ("at 25 pm", "en", []),
        ("at 13 pm", "en", [{"13:00"}]),
        ("at 12 pm", "en", [{"12:00"}]),
        ("at 0 am", "en", [{"0:00"}]),
        ("5:12:34 at 9 am", "en", [{"9:00"}]),
        ("1:09:40 at 9 am", "en", [{"9:00"}]),
        ("9:40.5 am", "en", []),
        # At night, five to eight may be either half of the day.
        ("at 4 at night", "en", [{"4:00"}]),
        ("at 5 at night", "en", [{"5:00", "17:00"}]),
        ("at 8 at night", "en", [{"8:00", "20:00"}]),
        ("at 9 at night", "en", [{"21:00"}]),
        ("at 11 at night", "en", [{"23:00"}]),
        ("at 12 at night", "en", [{"0:00"}]),
        ("at 9 tonight", "en", [{"21:00"}]),
        ("at 12 midnight", "en", [{"0:00"}]),
        ("at 12 midday", "en", [{"12:00"}]),
        ("at 12 this evening", "en", [{"0:00"}]),
        ("at 11 this evening", "en", [{"23:00"}]),
        ("at 11 this morning", "en", [{"11:00"}]),
        ("at 12 this morning", "en", [{"0:00"}]),
        ("at 11 this afternoon", "en", [{"23:00"}]),
        ("at half past twelve", "en", [{"0:30", "12:30"}]),
        ("at half past thirteen", "en", []),
        ("at a quarter to one in the morning", "en", [{"0:45"}]),
        ("at a quarter of one in the afternoon", "en", [{"12:45"}]),
        ("at a quarter before one in the afternoon", "en", [{"12:45"}]),
        ("at a quarter after one in the afternoon", "en", [{"13:15"}]),
        ("at 59 past nine in the evening", "en", [{"21:59"}]),
        ("at 60 past nine in the evening", "en", [{"21:00"}]),
        ("at ten to nine in the evening", "en", [{"21:00"}]),
        ("в 10 дня", "ru", [{"10:00"}]),
        ("в 9 дня", "ru", [{"21:00"}]),
        ("в 12 вечера", "ru", [{"0:00"}]),
        ("в 11 вечера", "ru", [{"23:00"}]),
        ("в 11 утра", "ru", [{"11:00"}]),
        ("в 5 ч вечера", "ru", [{"17:00"}]),
        ("в 5 часов вечера", "ru", [{"17:00"}]),
        ("в 4 дня", "ru", []),  # "in four days", as well
        ("в 5 дня", "ru", [{"17:00"}]),
        ("в 4 часа дня", "ru", [{"16:00"}]),
        ("в 14 дня", "ru", [{"14:00"}]),
        ("в 21 дня", "ru", []),
        ("в 20 дня", "ru", [{"20:00"}]),
        ("те 4 ночи", "ru", []),
        ("в 4 ночи", "ru", [{"4:00"}]),
        ("ушли к 4 ночи", "ru", [{"4:00"}]),
        ("примерно 4 ночи", "ru", [{"4:00"}]),
        ("до 1 пополуночи", "ru", [{"1:00"}]),
        ("в половине первого ночи", "ru", [{"0:30"}]),
        ("в половине второго дня", "ru", [{"13:30"}]),
        ("без пяти час", "ru", []),
        ("без четверти час", "ru", []),
        ("пять девятого вечера", "ru", [{"21:00"}]),
        ("без двадцати пяти минут шесть утра", "ru", [{"5:35"}]),
        ("был час дня", "ru", [{"13:00"}]),
        ("был час пик", "ru", []),
        ("был 21 час ночи", "ru", [{"21:00"}]),
        ("до полудня", "ru", [{"12:00"}]),
        ("после полуночи", "ru", []),
        ("um 9:40", "de", []),
        ("at 100 past 9 in the evening", "en", [{"21:00"}]),
        ("Noon came.", "en", [{"12:00"}]),
    ],
)
def test_times(text: str, language: str, expected: list[set[str]]) -> None:
    assert times(text, language) == expected


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("at 1830 GMT", {1830, 18, 30}),
        ("at 1800 GMT", {1800, 18}),
        ("at 1830 hrs", {1830, 18, 30}),
        ("at 1830 am", {1830}),
        ("at 3830 GMT", {3830}),
        ("at 1860 GMT", {1860}),
        ("the 1830 houses at night", {1830}),
    ],
)
def test_four_digits_may_be_a_time(text: str, values: set[float]) -> None:
    (number,) = find_quantities(text, "en")
    assert number.values == values
    assert number.weight is Weight.DIGITS


def test_four_digits_are_a_time_only_where_their_own_zone_follows() -> None:
    houses, time = find_quantities("the 1830 houses at 1900 GMT", "en")
    assert houses.values == {1830}
    assert time.values == {1900, 19}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("At noon 5 men left", ["noon", "5"]),
        ("At 9 p.m. 5 men left", ["9 p.m", "5"]),
        ("At 9:40 p.m. 5 men left", ["9:40 p.m", "5"]),
        ("On March 3 at 9 p.m. 5 men left", ["March 3", "9 p.m", "5"]),
        ("On March 3 some 5 men left at night", ["March 3", "5"]),
        ("At half past nine 5 men left", ["half past nine", "5"]),
    ],
)
def test_no_number_beside_a_time_is_lost(text: str, expected: list[str]) -> None:
    assert [number.text for number in find_quantities(text, "en")] == expected


def test_a_month_is_mentioned() -> None:
    assert month_mentioned("It rained in March.", "en")
    assert month_mentioned("Дождь шёл в МАРТЕ.", "ru")
    assert not month_mentioned("It rained.", "en")
    assert not month_mentioned("Im März regnete es.", "de")


def test_an_hour_that_has_begun_is_the_one_before() -> None:
    (number,) = find_quantities("в девятом часу", "ru")
    assert number.values == {9, 8, 21, 20}


def test_a_time_has_the_numbers_that_it_is_written_with() -> None:
    (time,) = find_quantities("at 9:40 p.m.", "en")
    assert [set(part.values) for part in time.parts] == [{21, 9}, {40}]
    assert time.text == "9:40 p.m"
    assert time.span == (3, 11)
    (midnight,) = find_quantities("at midnight", "en")
    assert [set(part.values) for part in midnight.parts] == [{0, 12, 24}]
    assert {part.weight for part in midnight.parts} == {Weight.LOOSE}
    (either,) = find_quantities("at 9:40", "en")
    assert [set(part.values) for part in either.parts] == [{9, 21}, {40}]


def test_opposite_times_show_the_same_on_a_dial() -> None:
    nine, twenty_one, ten = (Clock(frozenset({hour * 60})) for hour in (9, 21, 10))
    assert nine.opposes(twenty_one)
    assert not nine.opposes(nine)
    assert not nine.opposes(ten)
    assert not nine.opposes(Clock(frozenset({9 * 60, 21 * 60})))


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("March 31", "en", [(3, 31)]),
        ("March 32", "en", []),
        ("March 0", "en", []),
        ("31 марта", "ru", [(3, 31)]),
        ("32 марта", "ru", []),
        ("марта 5", "ru", []),  # Russian has the day before
        ("march 5", "en", []),
        ("MAY 5", "en", [(5, 5)]),
        ("March 5.5", "en", []),
        ("March 5 million", "en", []),
        ("5 in March", "en", []),
        ("5 people of March", "en", []),
        ("March 1, 2", "en", [(3, 1)]),
        ("1, 2 March", "en", [(3, 1), (3, 2)]),
        ("1 people, 2 March", "en", [(3, 2)]),
        ("July 1 thru 3", "en", [(7, 1), (7, 3)]),
        ("1 или 2 июля", "ru", [(7, 1), (7, 2)]),
        ("1 и 45 и 2 июля", "ru", [(7, 2)]),
    ],
)
def test_days(text: str, language: str, expected: list[tuple[int, int]]) -> None:
    assert days(text, language) == expected


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_month_in_full_and_in_short(language: str) -> None:
    full = {
        "en": "January February March April May June July August September October November "
        "December",
        "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    }[language].split()
    short = {
        "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
        "ru": "янв фев март апр мая июн июл авг сент окт нояб дек",
    }[language].split()
    for month, (name, shorter) in enumerate(zip(full, short, strict=True), start=1):
        assert days(f"5 {name}", language) == [(month, 5)]
        if shorter not in ("июн", "июл"):
            assert days(f"5 {shorter}", language) == [(month, 5)]


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("in May", 5),
        ("since March", 3),
        ("May 2027", 5),
        ("May, 2027", 5),
        ("Jan said so", None),
        ("Mar said so", None),
        ("April said so", 4),
        ("when May said 20", None),
    ],
)
def test_months_that_are_other_words_need_a_year_or_a_preposition(
    text: str, month: int | None
) -> None:
    found = [number for number in find_quantities(text, "en") if isinstance(number.sense, Month)]
    assert [number.sense for number in found] == ([] if month is None else [Month(month)])
    assert {number.weight for number in found} <= {Weight.LOOSE}


def test_numbers_stay_in_reading_order() -> None:
    found = find_quantities("In May 20 men left on March 5 with 3 boys.", "en")
    assert [number.text for number in found] == ["May", "20", "March 5", "3"] or [
        number.span for number in found
    ] == sorted(number.span for number in found)


@pytest.mark.parametrize(
    ("english", "russian", "lost"),
    [
        ("at 9:40 p.m.", "в 21.40", False),
        ("at 9:40 p.m.", "в 9.40", False),
        ("at 12:40 p.m.", "в 12.40", False),
        ("at 1:40 a.m.", "в 13.40", True),
        ("at 12:40 a.m.", "в 12.40", False),
        ("on July 25", "25.07", False),
        ("on July 25", "07.25", True),
        ("on May 5", "5.05", False),
    ],
)
def test_what_may_be_written_like_a_decimal(english: str, russian: str, lost: bool) -> None:
    assert bool(difference(english, "en", russian, "ru").lost) is lost
    assert bool(difference(russian, "ru", english, "en").added) is lost
