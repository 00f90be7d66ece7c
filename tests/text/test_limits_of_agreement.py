"""Which numbers of two texts account for one another: each rule with and without its ground."""

from __future__ import annotations

import pytest

from summarize.text.agreement import difference
from summarize.text.measures import bare_measures
from summarize.text.number import Measure, Number, Weight
from summarize.text.quantities import find_quantities
from summarize.text.units import Dimension


def written(
    source: str, translation: str, language: str = "en", other: str = "ru"
) -> tuple[list[str], list[str]]:
    found = difference(source, language, translation, other)
    return [number.text for number in found.lost], [number.text for number in found.added]


@pytest.mark.parametrize(
    ("source", "translation", "lost"),
    [
        ("They paid 13 euros.", "Sie zahlten Geld.", ["13"]),
        ("They paid 12 euros.", "Sie zahlten Geld.", []),  # may be spelled out
        ("They paid 320 thousand.", "Sie zahlten 320.000.", []),
        ("They paid thirteen euros.", "Sie zahlten Geld.", []),
        ("They paid 13.5 euros.", "Sie zahlten 13,50.", []),
        ("They paid 0.0135 euros.", "Sie zahlten 0,0135.", []),
        ("It was on 25.07.2020.", "Es war am 25.07.2021.", ["25.07.2020"]),
        ("They paid 135 euros.", "Sie zahlten 153.", ["135"]),
    ],
)
def test_a_language_without_number_words_is_compared_by_its_digits(
    source: str, translation: str, lost: list[str]
) -> None:
    assert written(source, translation, "en", "de")[0] == lost
    assert written(translation, source, "de", "en")[1] == lost


@pytest.mark.parametrize(
    ("source", "translation", "expected"),
    [
        # Other groups of the same digits, from four on.
        ("call 62 01", "звоните 6201", ([], [])),
        ("call 6 20", "звоните 620", (["6", "20"], ["620"])),
        ("call 62 01", "звоните 6210", (["62", "01"], ["6210"])),
        ("call 62-01", "звоните 6 201", ([], [])),
        # Lost and found in different senses.
        ("1 ship a year", "судно в год", (["1"], [])),
        ("24 hours", "сутки", ([], [])),
        ("24 hours", "неделя", (["24 hours"], [])),
        ("25 hours", "сутки", (["25 hours"], [])),
        ("36 hours", "сутки с половиной", ([], [])),
        # A month in digits.
        ("in July 2020", "07/2020", ([], [])),
        ("in July", "в 7 домах", ([], ["7"])),
        ("in July", "в 07 домах", ([], [])),
        ("in July", "в 08 домах", ([], ["08"])),
        # A code is compared only where there is another one.
        ("the G7 and G20", "«Большая семёрка» и G20", ([], [])),
        ("the G7 and G20", "G8 и G20", (["7"], ["8"])),
        ("after COVID-19", "после 19 дней", ([], [])),
        # One of several equal numbers became another.
        ("60 men, 60 ships, 5 days", "60 мужчин, 70 судов, 5 дней", (["60"], ["70"])),
        ("60 men, 60 ships", "60 мужчин и судов", ([], [])),
        ("both of both men", "70 мужчин", ([], ["70"])),
        ("60 men, 70 ships", "60 мужчин, 60 судов", (["70"], ["60"])),
        ("60 men, 60 ships", "60 мужчин, 60 судов, 70 дней", ([], ["70 дней"])),
        # A right conversion beside a wrong one, however far off.
        ("50 miles", "50 миль (300 км)", ([], ["300 км"])),
        # Fractions are no units.
        ("half of 6 miles", "половина 6 миль", ([], [])),
        ("half of them", "50 % из них", ([], [])),
        ("a quarter of them", "25 % из них", ([], [])),
        # The parts of what is composed may account for it.
        ("6 feet 2 inches", "6 футов и ещё 2 дюйма", ([], [])),
        ("6 feet 2 inches", "6 футов 3 дюйма", (["6 feet 2 inches"], ["6 футов 3 дюйма"])),
        ("6 feet 2 inches", "6 футов, оба", (["6 feet 2 inches"], [])),
        # Loose numbers need no counterpart.
        ("both of them", "они", ([], [])),
        ("the first of them", "они", ([], [])),
        ("three of them", "они", (["three"], [])),
        ("three of them", "тройка", ([], [])),
    ],
)
def test_what_accounts_for_a_number(
    source: str, translation: str, expected: tuple[list[str], list[str]]
) -> None:
    assert written(source, translation) == expected
    assert written(translation, source, "ru", "en") == expected[::-1]


def test_the_number_itself_under_another_unit_is_wrong_beside_the_right_one() -> None:
    assert written("50 miles", "50 миль (50 км)") == (["50 miles"], ["50 км"])
    assert written("50 miles (80 km)", "50 миль (90 км)") == (["50 miles"], ["90 км"])


@pytest.mark.parametrize(
    ("source", "translation", "agree"),
    [
        ("9 p.m.", "9 вечера", True),
        ("9 p.m.", "21:00", True),
        ("9 p.m.", "в 9", True),
        ("9 p.m.", "9 утра", False),
        ("noon", "полночь", False),
        ("at noon and at midnight", "в полночь и в полдень", True),
        ("from 9 a.m. to 9 p.m.", "с 9 вечера до 9 утра", True),
        ("March 1", "1 марта", True),
        ("March 1", "в марте", False),
        ("March 1 and April 2", "1 марта и 2 апреля", True),
        ("March 1 and April 2", "1 марта и в апреле", False),
        ("in March and on April 2", "2 марта и в апреле", False),
        ("in March and in May", "в марте", True),
        ("in March and in May", "в марте и июне", False),
        ("minus 5 degrees", "5 градусов мороза", True),
        ("14 degrees Fahrenheit", "10 градусов мороза", True),
        ("14 degrees Fahrenheit", "10 градусов тепла", False),
    ],
)
def test_times_and_days_that_agree(source: str, translation: str, agree: bool) -> None:
    assert (written(source, translation) == ([], [])) is agree
    assert (written(translation, source, "ru", "en") == ([], [])) is agree


def measures(text: str, language: str) -> list[tuple[float, Dimension, bool]]:
    return [
        (max(number.values), number.sense.unit.dimension, number.sense.below)
        for number in find_quantities(text, language)
        if isinstance(number.sense, Measure)
    ]


LENGTH, TIME, HEAT = Dimension.LENGTH, Dimension.TIME, Dimension.TEMPERATURE


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("999 years", "en", [(999, TIME, False)]),
        ("1000 years", "en", []),  # in the year 1000
        ("1000 miles", "en", [(1000, LENGTH, False)]),
        ("5 to 7 miles", "en", [(5, LENGTH, False), (7, LENGTH, False)]),
        ("5 by 7 pounds", "en", [(7, Dimension.MASS, False)]),
        ("5 by 7 feet", "en", [(5, LENGTH, False), (7, LENGTH, False)]),
        ("5 men, 7 miles", "en", [(7, LENGTH, False)]),
        ("minus 5 to 7 degrees", "en", [(5, HEAT, True), (7, HEAT, False)]),
        ("minus 5–7 degrees", "en", [(5, HEAT, True), (7, HEAT, True)]),
        ("-5 miles", "en", [(5, LENGTH, False)]),
        ("highs in the 30s", "en", [(1930, HEAT, False)]),
        ("highs in the 10s", "en", []),
        ("highs of minus 5", "en", [(5, HEAT, True)]),
        ("highs of 5", "en", []),
        ("debts of minus 5", "en", []),
        ("morning of -5 and highs", "en", [(5, HEAT, True)]),
        ("5 sq mi", "en", [(5, Dimension.AREA, False)]),
        ("5 nautical miles", "en", [(5, LENGTH, False)]),
        ("5 km3", "en", [(5, Dimension.VOLUME, False)]),
        ("5 m/s", "en", [(5, Dimension.SPEED, False)]),
        ("5 km per hour", "en", [(5, Dimension.SPEED, False)]),
        ("5 pounds per hour", "en", [(5, Dimension.MASS, False)]),
        ("5 fluid ounces", "en", [(5, Dimension.VOLUME, False)]),
        ("5 ounces", "en", [(5, Dimension.MASS, False)]),
        ("quarter of a mile", "en", [(4, LENGTH, False)]),
        ("5 of a mile", "en", []),
        ("10in", "en", [(10, LENGTH, False)]),
        ("10-in", "en", [(10, LENGTH, False)]),
        ("10 in", "en", []),
        ("5 M", "en", []),
        ("5 °C", "en", [(5, HEAT, False)]),
        ("5 км", "ru", [(5, LENGTH, False)]),
        ("5-м", "ru", []),
        ("5 г.", "ru", []),
        ("5 г", "ru", [(5, Dimension.MASS, False)]),
    ],
)
def test_measures(text: str, language: str, expected: list[tuple[float, Dimension, bool]]) -> None:
    assert measures(text, language) == expected


def test_speeds_and_nautical_miles_have_their_size() -> None:
    def size(text: str, language: str = "en") -> float:
        (number,) = find_quantities(text, language)
        assert isinstance(number.sense, Measure)
        return min(number.sense.unit.factors)

    assert size("5 km per hour") == pytest.approx(1000 / 3600)
    assert size("5 м/с", "ru") == pytest.approx(1)
    assert size("5 km/sec") == pytest.approx(1000)
    assert size("5 nautical miles") == pytest.approx(1852)
    assert size("5 морских миль", "ru") == pytest.approx(1852)
    assert size("5 cubic feet") == pytest.approx(0.3048**3)
    assert size("5 square feet") == pytest.approx(0.3048**2)
    assert size("5 кубических метров", "ru") == pytest.approx(1)
    assert size("5 fl oz") == pytest.approx(2.84131e-5, rel=1e-4)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("6 feet 11 inches", [83]),
        ("6 feet 13 inches", [6, 13]),
        ("6 pounds 4 ounces", [100]),
        ("6 feet 4 ounces", [6, 4]),
        ("6 feet, then 2 inches", [6, 2]),
        ("6'2\"", [74]),
        ("6-foot-2", [74]),
        ("6-mile-2", [6, 2]),
        ("two quarters", [0.5]),
        ("three quarters", [0.75]),
        ("four quarters", [4, 0.25]),
        ("three, quarters", [3, 0.25]),
    ],
)
def test_what_is_put_together(text: str, values: list[float]) -> None:
    for number, value in zip(find_quantities(text, "en"), values, strict=True):
        assert any(each == pytest.approx(value) for each in number.values)


def test_what_is_put_together_has_to_be_kept_as_its_parts_have() -> None:
    def weights(text: str) -> list[Weight]:
        return [number.weight for number in find_quantities(text, "en")]

    assert weights("six feet 2 inches") == [Weight.DIGITS]
    assert weights("six feet two inches") == [Weight.WORDS]
    assert weights("three quarters") == [Weight.WORDS]


def test_a_unit_without_a_number_is_one_or_one_and_a_half() -> None:
    def found(text: str, language: str) -> list[set[float]]:
        return [set(number.values) for number in bare_measures(text, language)]

    assert found("a mile and an hour and a half", "en") == [{1}, {1.5}]
    assert found("километр с половиной и литр", "ru") == [{1.5}, {1}]
    single: list[Number] = bare_measures("a mile", "en")
    assert [number.weight for number in single] == [Weight.LOOSE]
