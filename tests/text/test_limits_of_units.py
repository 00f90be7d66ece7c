"""How far a converted number may be off, from both sides, and how units relate to one another."""

from __future__ import annotations

import pytest

from summarize.text.units import known_unit, misses, renders, single_units, unit_of


@pytest.mark.parametrize(
    ("value", "unit", "written", "other", "right"),
    [
        # A little off is calculated with 1.6 or 0.3: 1.6 % of 160.934 are 2.575.
        (100, "mile", 163.45, "km", True),
        (100, "mile", 163.55, "km", False),
        # However round a number is, a tenth is wrong: 9.45 and 9.55 % off a hundred.
        (68.62, "mile", 100, "km", True),
        (68.70, "mile", 100, "km", False),
        # Rounded to tens: 4.89 and 5.13 off.
        (52.75, "mile", 80, "km", True),
        (52.90, "mile", 80, "km", False),
        # Rounded to a five: 2.44 and 2.55 off.
        (17.05, "mile", 25, "km", True),
        (17.12, "mile", 25, "km", False),
        (1.70, "mile", 2.5, "km", True),
        (1.70, "mile", 2.6, "km", False),
        # The value is a rounded one itself: 4.9 and 5.1 % off at ten, 9.2 and 10 % at one.
        (10, "mile", 16.88, "km", True),
        (10, "mile", 16.91, "km", False),
        (10.5, "mile", 17.3, "km", False),
        (1, "mile", 1.757, "km", True),
        (1, "mile", 1.77, "km", False),
        (0, "mile", 0, "km", True),
        # Units of one system: 0.2 %; times: 2 %.
        (1002, "metre", 1, "km", True),
        (1002.05, "metre", 1, "km", False),
        (7.142, "day", 1, "week", True),
        (7.144, "day", 1, "week", False),
        (5, "mile", 5, "mile", True),
        (5, "mile", 5.01, "mile", False),
    ],
)
def test_how_far_off_a_length_or_time_may_be(
    value: float, unit: str, written: float, other: str, right: bool
) -> None:
    assert renders(value, known_unit(unit), written, known_unit(other)) is right


@pytest.mark.parametrize(
    ("fahrenheit", "celsius", "right"),
    [
        (70, 21.17, True),  # a tenth given: 0.059 and 0.061 off
        (70, 21.1725, False),
        (70.806, 21, True),  # whole: 0.559 and 0.561 off
        (70.8098, 21, False),
        (81.41, 25, True),  # a round one: 2.45 and 2.56 off
        (81.6, 25, False),
        (71.762, 20, True),  # 2.09 of 22.09 and 2.11 of 22.11
        (71.798, 20, False),
        (69.08, 20, True),  # in warm weather only: 20.6 and 19.4
        (66.92, 20, False),
        (20, 11, True),  # a difference, up to twenty degrees
        (20.5, 11.4, False),
        (-20, -11, False),
    ],
)
def test_how_far_off_a_temperature_may_be(fahrenheit: float, celsius: float, right: bool) -> None:
    assert renders(fahrenheit, known_unit("fahrenheit"), celsius, known_unit("celsius")) is right


@pytest.mark.parametrize(
    ("celsius", "fahrenheit", "right"),
    [(22.2, 71, True), (22.21, 71, False), (11, 20, True), (12, 22, False), (-5, -5, False)],
)
def test_how_far_off_a_temperature_may_be_the_other_way_round(
    celsius: float, fahrenheit: float, right: bool
) -> None:
    assert renders(celsius, known_unit("celsius"), fahrenheit, known_unit("fahrenheit")) is right


def test_the_sign_of_a_temperature_may_be_said_otherwise_in_the_same_unit() -> None:
    celsius = known_unit("celsius")
    assert renders(-5, celsius, 5, celsius)
    assert not renders(-5, celsius, 6, celsius)


@pytest.mark.parametrize(
    ("kilometres", "expected"), [(40.2, False), (40.3, True), (160.9, True), (161, False)]
)
def test_a_wrong_conversion_is_one_within_a_factor_of_two(
    kilometres: float, expected: bool
) -> None:
    assert misses(50, known_unit("mile"), kilometres, known_unit("km")) is expected


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("foot", "inch", 12),
        ("yard", "foot", 3),
        ("mile", "yard", 1760),
        ("inch", "cm", 2.54),
        ("km", "metre", 1000),
        ("metre", "cm", 100),
        ("cm", "mm", 10),
        ("acre", "sqft", 43_560),
        ("acre", "sqm", 4046.856),
        ("hectare", "sqm", 10_000),
        ("sqkm", "hectare", 100),
        ("gallon", "quart", 4),
        ("quart", "pint", 2),
        ("gallon", "litre", 3.785412),
        ("litre", "ml", 1000),
        ("pound", "ounce", 16),
        ("stone", "pound", 14),
        ("pound", "gram", 453.59237),
        ("kg", "gram", 1000),
        ("kilogram", "kg", 1),
        ("gram", "mg", 1000),
        ("tonne", "pound", 2000),
        ("minute", "second", 60),
        ("hour", "minute", 60),
        ("day", "hour", 24),
        ("week", "day", 7),
        ("fortnight", "week", 2),
        ("year", "month", 12),
        ("year", "day", 365.25),
        ("decade", "year", 10),
        ("century", "year", 100),
        ("millennium", "year", 1000),
        ("mph", "kph", 1.609344),
        ("knot", "kph", 1.852),
    ],
)
def test_how_many_of_one_unit_another_has(one: str, other: str, ratio: float) -> None:
    large, small = known_unit(one), known_unit(other)
    assert large.dimension is small.dimension
    assert min(large.factors) / min(small.factors) == pytest.approx(ratio, rel=2e-5)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("gallon", "litre", 4.54609), ("gallon", "quart", 4), ("quart", "pint", 2)],
)
def test_a_gallon_may_be_an_imperial_one(one: str, other: str, ratio: float) -> None:
    large, small = known_unit(one), known_unit(other)
    assert max(large.factors) / max(small.factors) == pytest.approx(ratio, rel=2e-5)


def test_a_tonne_has_three_sizes_and_a_degree_two() -> None:
    kilograms = sorted(known_unit("ton").factors)
    assert kilograms == pytest.approx([907.185, 1000, 1016.047], rel=1e-5)
    assert sorted(known_unit("degree").factors) == pytest.approx([5 / 9, 1])
    assert max(known_unit("miles").factors) == 1609.344


@pytest.mark.parametrize(
    ("russian", "english"),
    [
        ("миллиметров", "mm"),
        ("метровый", "metre"),
        ("кубометра", "metre"),
        ("соток", "sqm"),
        ("га", "hectare"),
        ("пинты", "pint"),
        ("кварту", "quart"),
        ("миллилитра", "ml"),
        ("стоунов", "stone"),
        ("миллиграммами", "mg"),
        ("граммовый", "gram"),
        ("кило", "kilo"),
        ("центнеров", "kg"),
        ("секундная", "second"),
        ("минутой", "minute"),
        ("часовой", "hour"),
        ("дневная", "day"),
        ("суточный", "day"),
        ("неделями", "week"),
        ("недельной", "week"),
        ("месячный", "month"),
        ("годичный", "year"),
        ("годовалый", "year"),
        ("летней", "year"),
        ("десятилетия", "decade"),
        ("вековой", "century"),
        ("столетий", "century"),
        ("тысячелетие", "millennium"),
        ("узлов", "knot"),
        ("процентами", "percent"),
        ("градусный", "degree"),
    ],
)
def test_more_russian_units(russian: str, english: str) -> None:
    unit = unit_of(russian, "ru")
    assert unit is not None
    if russian in ("кубометра", "соток", "центнеров"):
        assert unit.factors == {{"кубометра": 1.0, "соток": 100.0, "центнеров": 100.0}[russian]}
    else:
        assert unit.dimension is known_unit(english).dimension
        assert unit.factors & known_unit(english).factors


def test_which_units_mean_one_without_a_number() -> None:
    russian = single_units("ru")
    assert {"милю", "милей", "неделю", "минуту", "часом", "день", "столетие"} <= russian
    assert {"килограмме", "тонной", "тонну"} <= russian
    assert russian.isdisjoint({"миль", "милям", "килограммы", "тоннам", "дней", "килограммовый"})
    assert {"hour", "week", "foot"} <= single_units("en")
    assert single_units("en").isdisjoint({"hours", "feet", "°", "%"})
