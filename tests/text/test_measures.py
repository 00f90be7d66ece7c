from __future__ import annotations

import pytest

from summarize.text.measures import bare_measures
from summarize.text.number import Clock, Measure, Number
from summarize.text.quantities import find_quantities
from summarize.text.units import SHARE, Dimension, Unit, known_unit


def measures(text: str, language: str) -> list[tuple[set[float], Unit]]:
    return [
        (set(number.values), number.sense.unit)
        for number in find_quantities(text, language)
        if isinstance(number.sense, Measure)
    ]


def only(text: str, language: str) -> Number:
    (number,) = find_quantities(text, language)
    return number


@pytest.mark.parametrize(
    ("text", "language", "value", "unit"),
    [
        ("10 inches of snow", "en", 10, "inch"),
        ("the 70-mile road", "en", 70, "mile"),
        ("a five-foot-tall statue", "en", 5, "foot"),
        ("an 8ft fence", "en", 8, "foot"),
        ("a 10in gap", "en", 10, "inch"),
        ("half a mile away", "en", 0.5, "mile"),
        ("a quarter of a mile", "en", 0.25, "mile"),
        ("5 million acres", "en", 5e6, "acre"),
        ("5m acres", "en", 5e6, "acre"),
        ("a 50m pool", "en", 50, "metre"),
        ("200 lbs", "en", 200, "pound"),
        ("80°F", "en", 80, "fahrenheit"),
        ("80F", "en", 80, "fahrenheit"),
        ("80 degrees Fahrenheit", "en", 80, "fahrenheit"),
        ("80-degree heat", "en", 80, "degree"),
        ("70 mph", "en", 70, "mph"),
        ("70 miles an hour", "en", 70, "mph"),
        ("10 см", "ru", 10, "cm"),
        ("от земли до 10 сантиметров", "ru", 10, "cm"),
        ("70-мильный путь", "ru", 70, "mile"),
        ("полутораметровая статуя", "ru", 1.5, "metre"),
        ("полкилометра", "ru", 0.5, "km"),
        ("27 °C", "ru", 27, "celsius"),
        ("27 градусов по Цельсию", "ru", 27, "celsius"),
        ("113 км/ч", "ru", 113, "kph"),
        ("113 километров в час", "ru", 113, "kph"),
        ("5 т зерна", "ru", 5, "tonne"),
        ("31 тыс. км пути", "ru", 31_000, "km"),
        ("25 %", "ru", 25, "percent"),
    ],
)
def test_numbers_with_units(text: str, language: str, value: float, unit: str) -> None:
    ((values, found),) = measures(text, language)
    assert value in values
    expected = known_unit(unit)
    assert found.dimension is expected.dimension
    assert min(found.factors) == pytest.approx(min(expected.factors))


@pytest.mark.parametrize(
    ("text", "language", "dimension"),
    [
        ("3,000 square feet", "en", Dimension.AREA),
        ("a 3,000-square-foot house", "en", Dimension.AREA),
        ("40 sq. mi", "en", Dimension.AREA),
        ("280 кв. м", "ru", Dimension.AREA),
        ("280 квадратных метров", "ru", Dimension.AREA),
        ("104 км²", "ru", Dimension.AREA),
        ("104 км2", "ru", Dimension.AREA),
        ("5 cubic feet", "en", Dimension.VOLUME),
        ("5 куб. м", "ru", Dimension.VOLUME),
        ("12 fl. oz", "en", Dimension.VOLUME),
        ("31 м/с", "ru", Dimension.SPEED),
    ],
)
def test_derived_units(text: str, language: str, dimension: Dimension) -> None:
    ((_, unit),) = measures(text, language)
    assert unit.dimension is dimension


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("10 in Paris", "en"),
        ("in 2016", "en"),
        ("в 2016 году", "ru"),
        ("2020 г.", "ru"),
        ("5 и т. д.", "ru"),
        ("5 т. д.", "ru"),
        ("150 л. с.", "ru"),
        ("в 1936-м", "ru"),
        ("на 5-м месте", "ru"),
        ("the 5G net", "en"),
        ("5 футболистов", "ru"),
    ],
)
def test_what_is_no_measure(text: str, language: str) -> None:
    assert measures(text, language) == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("5 to 7 miles", "en"),
        ("five or six miles", "en"),
        ("between 5 and about 7 miles", "en"),
        ("5-7 miles", "en"),
        ("5 by 7 miles", "en"),
        ("от 5 до 7 миль", "ru"),
        ("5–7 миль", "ru"),
    ],
)
def test_the_unit_of_a_range_holds_for_both_ends(text: str, language: str) -> None:
    assert [unit.dimension for _, unit in measures(text, language)] == [Dimension.LENGTH] * 2


def test_a_unit_holds_for_no_number_that_only_stands_before_it() -> None:
    assert len(measures("from 62 to 64 three months a year", "en")) == 1
    assert len(measures("12, 5 miles", "en")) == 1


@pytest.mark.parametrize(
    ("text", "inches"),
    [
        ("6 feet 2 inches", 74),
        ("6 feet, 2 inches", 74),
        ("6 feet and 2 inches", 74),
        ("6ft 2in", 74),
        ("6'2\"", 74),
        ("6’2”", 74),
        ("the 6-foot-2 guard", 74),
        ("the six-foot-two-inch guard", 74),
        ("6 футов 2 дюйма", 74),
    ],
)
def test_feet_and_inches_are_one_number(text: str, inches: float) -> None:
    number = only(text, "en" if text.isascii() or "’" in text else "ru")
    assert max(number.values) == pytest.approx(inches)
    assert [part.plain for part in number.parts] == [6, 2]


def test_what_is_not_added_up_stays_two_numbers() -> None:
    assert len(find_quantities("2 hours 15 minutes", "en")) == 2
    assert len(find_quantities("6 feet 20 inches", "en")) == 2
    assert len(find_quantities("6 miles, 20 tonnes", "en")) == 2
    assert len(find_quantities("'6' 2", "en")) == 2


@pytest.mark.parametrize(
    ("text", "language", "below"),
    [
        ("-5 °C", "en", [True]),
        ("minus 5 degrees", "en", [True]),
        ("5 degrees below zero", "en", [True]),
        ("минус 5 градусов", "ru", [True]),
        ("5 градусов мороза", "ru", [True]),
        ("5 градусов ниже нуля", "ru", [True]),
        ("5 degrees", "en", [False]),
        ("5 – 7 градусов", "ru", [False, False]),
        ("минус 5–7 градусов", "ru", [True, True]),
        ("5–7 градусов мороза", "ru", [True, True]),
        ("from -5 to 7 degrees", "en", [True, False]),
        ("-5 percent", "en", [False]),
    ],
)
def test_temperatures_below_zero(text: str, language: str, below: list[bool]) -> None:
    senses = [number.sense for number in find_quantities(text, language)]
    assert [sense.below for sense in senses if isinstance(sense, Measure)] == below


def test_temperatures_without_a_unit() -> None:
    highs = only("highs in the 80s", "en")
    assert isinstance(highs.sense, Measure)
    assert set(range(80, 90)) <= highs.values
    assert only("in the 80s", "en").sense is None
    chill = only("wind chills of minus 30", "en")
    assert isinstance(chill.sense, Measure)
    assert chill.sense.below


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("half of them", "en", 0.5),
        ("three quarters of them", "en", 0.75),
        ("three-quarters", "en", 0.75),
        ("четверть из них", "ru", 0.25),
        ("три четверти", "ru", 0.75),
    ],
)
def test_shares(text: str, language: str, value: float) -> None:
    number = only(text, language)
    assert number.sense == Measure(SHARE)
    assert value in number.values


def test_three_quarters_of_an_hour_are_of_an_hour() -> None:
    number = only("три четверти часа", "ru")
    assert isinstance(number.sense, Measure)
    assert number.sense.unit == known_unit("hour")


@pytest.mark.parametrize(
    ("text", "language", "values"),
    [
        ("a mile away", "en", [1]),
        ("an hour and a half", "en", [1.5]),
        ("an hour-and-a-half viewing", "en", [1.5]),
        ("miles away", "en", []),
        ("через сутки", "ru", [1]),
        ("недельный запрет", "ru", [1]),
    ],
)
def test_units_without_a_number_are_one(text: str, language: str, values: list[float]) -> None:
    assert [value for found in bare_measures(text, language) for value in found.values] == values


def test_a_time_of_day_is_no_measure() -> None:
    number = only("в 9 часов вечера", "ru")
    assert number.sense == Clock(frozenset({21 * 60}))
