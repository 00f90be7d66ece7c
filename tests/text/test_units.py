from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from summarize.text.units import (
    Dimension,
    Unit,
    fluid,
    known_unit,
    misses,
    nautical,
    renders,
    single_units,
    unit_of,
)

_CONVERSIONS = {
    ("mile", "km"): 1.609344,
    ("foot", "metre"): 0.3048,
    ("yard", "metre"): 0.9144,
    ("inch", "cm"): 2.54,
    ("pound", "kg"): 0.45359237,
    ("ounce", "gram"): 28.349523,
    ("acre", "hectare"): 0.40468564,
    ("mph", "kph"): 1.609344,
    ("stone", "kg"): 6.35029318,
}


def to_digits(value: float, digits: int) -> float:
    return float(f"{value:.{digits}g}")


@pytest.mark.parametrize(
    ("russian", "english"),
    [
        ("милях", "mile"),
        ("мильный", "mile"),
        ("футов", "foot"),
        ("дюйма", "inch"),
        ("дюймовый", "inch"),
        ("ярдах", "yard"),
        ("фунтами", "pound"),
        ("унций", "ounce"),
        ("акров", "acre"),
        ("галлонов", "gallon"),
        ("градусной", "degree"),
        ("литров", "litre"),
        ("гектаров", "hectare"),
        ("килограммовый", "kg"),
        ("сантиметров", "cm"),
        ("км", "kilometres"),
        ("километровая", "km"),
        ("тонны", "tonne"),
        ("суток", "days"),
        ("недель", "week"),
        ("летнего", "year"),
        ("процентов", "percent"),
    ],
)
def test_units_are_known_in_all_their_forms(russian: str, english: str) -> None:
    mine, theirs = unit_of(russian, "ru"), known_unit(english)
    assert mine is not None
    assert mine.dimension is theirs.dimension
    assert mine.factors & theirs.factors


@pytest.mark.parametrize("word", ["милиционер", "милый", "футбол", "метро", "города", "литр"])
def test_other_words_are_no_units(word: str) -> None:
    assert (unit_of(word, "ru") is None) == (word != "литр")


def test_a_language_without_a_table_knows_the_international_ones() -> None:
    assert unit_of("km", "ru") == unit_of("km", "en")


def test_single_units_mean_one() -> None:
    assert {"mile", "inch", "day"} <= single_units("en")
    assert "miles" not in single_units("en")
    assert {"сутки", "километр", "недельный"} <= single_units("ru")
    assert "километров" not in single_units("ru")


@given(
    st.sampled_from(sorted(_CONVERSIONS)),
    st.integers(min_value=1, max_value=100_000),
    st.integers(min_value=2, max_value=4),
)
def test_a_conversion_rounded_as_news_rounds_is_right(
    pair: tuple[str, str], value: int, digits: int
) -> None:
    imperial, metric = map(known_unit, pair)
    there = to_digits(value * _CONVERSIONS[pair], digits)
    assert renders(value, imperial, there, metric)
    back = to_digits(value / _CONVERSIONS[pair], digits)
    assert renders(value, metric, back, imperial)


@given(
    st.sampled_from(sorted(_CONVERSIONS)),
    st.integers(min_value=1, max_value=100_000),
    st.floats(min_value=0.1, max_value=5),
    st.integers(min_value=1, max_value=4),
)
def test_a_conversion_that_is_off_by_a_tenth_is_wrong(
    pair: tuple[str, str], value: int, factor: float, digits: int
) -> None:
    exact = value * _CONVERSIONS[pair]
    written = to_digits(exact * factor, digits)
    assume(abs(written / exact - 1) >= 0.1)
    assert not renders(value, known_unit(pair[0]), written, known_unit(pair[1]))


@pytest.mark.parametrize(
    ("value", "unit", "written", "other"),
    [
        (50, "mile", 80, "km"),
        (15, "mile", 25, "km"),
        (2, "mile", 3, "km"),
        (70, "mile", 112, "km"),
        (600, "mile", 1000, "km"),
        (6, "foot", 2, "metre"),
        (2, "metre", 6, "foot"),
        (100, "yard", 100, "metre"),
        (30, "inch", 75, "cm"),
        (160, "pound", 72, "kg"),
        (12, "foot", 3.6, "metre"),
        (1.5, "kg", 52, "ounce"),
        (20, "gallon", 76, "litre"),
        (20, "gallon", 91, "litre"),
        (1500, "metre", 1.5, "km"),
        (18, "month", 1.5, "year"),
        (90, "minute", 1.5, "hour"),
        (24, "hour", 1, "day"),
        (20, "year", 2, "decade"),
        (30, "day", 1, "month"),
        (80, "degree", 27, "degree"),
        (80, "degree", 80, "degree"),
        (-40, "fahrenheit", -40, "celsius"),
        (14, "fahrenheit", -10, "celsius"),
        (98.6, "fahrenheit", 37, "celsius"),
        (2.7, "fahrenheit", 1.5, "celsius"),
        (105, "degree", 40, "degree"),
        (27, "celsius", 80, "fahrenheit"),
        (50, "percent", 50, "percent"),
    ],
)
def test_what_news_writes(value: float, unit: str, written: float, other: str) -> None:
    assert renders(value, known_unit(unit), written, known_unit(other))


@pytest.mark.parametrize(
    ("value", "unit", "written", "other"),
    [
        (50, "mile", 50, "km"),
        (50, "mile", 83, "km"),
        (10, "inch", 45, "cm"),
        (10, "inch", 10, "cm"),
        (100, "foot", 100, "metre"),
        (1500, "metre", 15, "km"),
        (1560, "metre", 1.6, "km"),
        (18, "month", 2, "year"),
        (2, "year", 25, "month"),
        (5, "day", 5, "week"),
        (80, "fahrenheit", 80, "celsius"),
        (80, "degree", 30, "degree"),
        (80, "degree", 23, "degree"),
        (14, "fahrenheit", 10, "celsius"),
        (40, "fahrenheit", 22, "celsius"),
        (0, "mile", 5, "km"),
        (5, "mile", 0, "km"),
    ],
)
def test_what_news_does_not_write(value: float, unit: str, written: float, other: str) -> None:
    assert not renders(value, known_unit(unit), written, known_unit(other))


@given(st.integers(min_value=-60, max_value=130))
def test_temperatures(fahrenheit: int) -> None:
    degrees, celsius = known_unit("fahrenheit"), known_unit("celsius")
    exact = (fahrenheit - 32) * 5 / 9
    assert renders(fahrenheit, degrees, round(exact), celsius)
    assert renders(fahrenheit, degrees, round(exact, 1), celsius)
    if fahrenheit > 20:  # below, a difference may be meant
        assert not renders(fahrenheit, degrees, round(exact) + 3, celsius)
        assert not renders(fahrenheit, degrees, round(exact) - 3, celsius)


def test_derived_units() -> None:
    mile, foot = known_unit("mile"), known_unit("foot")
    assert mile.raised(2).dimension is Dimension.AREA
    assert renders(40, mile.raised(2), 104, known_unit("sqkm"))
    assert renders(100, foot.raised(3), 2.8, known_unit("metre").raised(3))
    assert mile.per(3600) == known_unit("mph") or renders(1, mile.per(3600), 1, known_unit("mph"))
    assert renders(12, nautical(mile), 22, known_unit("km"))
    assert renders(12, fluid(known_unit("ounce")), 355, known_unit("ml"))


def test_only_larger_units_of_the_same_system_hold_smaller_ones() -> None:
    def holds(one: str, other: str) -> bool:
        return known_unit(one).holds(known_unit(other))

    assert holds("foot", "inch")
    assert holds("metre", "cm")
    assert not holds("inch", "foot")
    assert not holds("foot", "cm")
    assert not holds("hour", "minute")
    assert not holds("foot", "ounce")


@pytest.mark.parametrize(
    ("value", "unit", "written", "other", "expected"),
    [
        (50, "mile", 90, "km", True),
        (50, "mile", 50, "km", True),
        (50, "mile", 500, "km", False),
        (50, "mile", 50, "mile", False),
        (50, "mile", 90, "kg", False),
        (5, "day", 5, "week", False),
        (80, "fahrenheit", 30, "celsius", False),
    ],
)
def test_what_looks_like_a_wrong_conversion(
    value: float, unit: str, written: float, other: str, expected: bool
) -> None:
    mine: Unit = known_unit(unit)
    assert misses(value, mine, written, known_unit(other)) is expected
