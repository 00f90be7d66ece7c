"""Which numbers of a text count units: "70-mile", «10 см», "6 feet 2 inches", "half an hour"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from summarize.text.number import Measure, Number, Weight
from summarize.text.numbers import RANGE, lowered
from summarize.text.units import (
    SHARE,
    Dimension,
    Unit,
    fluid,
    known_unit,
    nautical,
    single_units,
    unit_of,
)

_UNIT = re.compile(
    r"(?P<gap>(?:(?<=тыс|млн|лрд|рлн)\.)?(?:\s*[-‑])?\s*)"
    r"(?:(?P<kind>(?:square|sq|кв|квадратн\w+|cubic|cu|куб|кубическ\w+|nautical|морск\w+"
    r"|fluid|fl)\b)\.?[\s-]*)?"
    r"(?P<word>[^\W\d_²³]+|°|%)(?P<power>[²³]|[23](?!\d))?"
    r"(?P<rate>\s*(?:/\s*|per\s+|an?\s+|в\s+)(?:h(?:ou)?r?|ч(?:ас)?|s(?:ec(?:ond)?)?|с(?:ек(?:унду)?)?)\b)?"
)
_SCALE = re.compile(
    r"[\s-]*(?:по\s+)?(?:(?P<f>f(?:ahrenheit)?|ф|фаренгейт\w*)|c|с|celsius|centigrade|цельси\w*)\b"
)
_LETTER_SCALE = re.compile(r"\s?([FC])\b")
_BELOW_BEFORE = re.compile(r"(?:(?:^|[\s(])[-−–]|(?:minus|минус)\s+)$")
_BELOW_AFTER = re.compile(r"\s*(?:below|ниже\s+нуля|мороза)")
_OF = re.compile(r"\s+(?:of\s+)?an?(?=\s)|\s+of\s+an?(?=\s)")
_DASH = re.compile(r"\s*(?:[-−–—]|\.\.\.|…)\s*")
_NEXT = re.compile(r"(?:,?\s*(?:and\s+|и\s+)?|-)")
_BY = re.compile(r"\s*(?:by|x|х|×|на)\s*")
_FEET = re.compile(r"\s*['’′]\s*")
_INCHES = re.compile(r"\s*(?:[\"”″]|''|’’)")
_TENS = re.compile(r"[2-9]0s\b")
_WEATHER = re.compile(
    r"\b(?:temperatures?|wind chills?|highs?|lows?|mercury|thermometers?|degrees?)\b"
    r"|температур|мороз|столбик|градус"
)
_METRES = re.compile(r"\d[\d.,]*m")
_AND_A_HALF = re.compile(r"[\s-]and[\s-]a[\s-]half\b|\s+с\s+половиной\b")
_WORD = re.compile(r"[^\W\d_]+")
_NO_UNIT = re.compile(r"г\.|т\.\s?[депкно]\b|л\.\s?с\b")  # «2020 г.», «5 и т. д.», «90 л. с.»


_FIRST_YEAR = 1000
_CLOSE = 12
_INCH, _FOOT, _DEGREE = known_unit("inch"), known_unit("foot"), known_unit("degree")


def with_measures(text: str, lower: str, language: str, numbers: Sequence[Number]) -> list[Number]:
    """`numbers` with their units; feet with inches and the like become one number."""
    measured = [
        number if number.sense else _measured(text, lower, language, number) for number in numbers
    ]
    _share_units(lower, measured)
    composed: list[Number] = []
    for number in measured:
        last = composed[-1] if composed else None
        together = last and (_together(lower, last, number) or _quarters(lower, last, number))
        if together is None:
            composed.append(number)
        else:
            composed[-1] = together
    return composed


def _measured(text: str, lower: str, language: str, number: Number) -> Number:
    found = _unit_at(text, lower, language, number)
    if found is None:
        if number.values & {0.5, 0.25} and number.text.isalpha():  # half, «четверть»
            return replace(number, sense=Measure(SHARE))
        return _warmth(lower, number)
    unit, end = found
    start = number.span[0]
    sense = Measure(unit, _is_below(lower, unit, start, end))
    if unit.dimension is Dimension.TIME and max(number.values) >= _FIRST_YEAR:
        return number  # «в 2016 году»
    return replace(number, text=text[start:end], sense=sense, span=(start, end), parts=())


def _warmth(lower: str, number: Number) -> Number:
    """A temperature without a unit: "highs in the 80s", "wind chills of minus 30"."""
    start, end = number.span
    decade = bool(_TENS.match(lower, start))
    if not (
        decade or _BELOW_BEFORE.search(lower, max(0, start - _CLOSE), start)
    ) or not _WEATHER.search(lower):
        return number
    sense = Measure(_DEGREE, _is_below(lower, _DEGREE, start, end))
    ten = {float(number.text[:1]) * 10 + one for one in range(10)} if decade else set()
    return replace(number, sense=sense, values=number.values | ten)


def _is_below(lower: str, unit: Unit, start: int, end: int) -> bool:
    """Whether a temperature from `start` to `end` is below zero."""
    if unit.dimension is not Dimension.TEMPERATURE:
        return False
    return bool(
        _BELOW_BEFORE.search(lower, max(0, start - _CLOSE), start) or _BELOW_AFTER.match(lower, end)
    )


def _unit_at(text: str, lower: str, language: str, number: Number) -> tuple[Unit, int] | None:
    end = number.span[1]
    if found := _LETTER_SCALE.match(text, end):
        return known_unit("fahrenheit" if found[1] == "F" else "celsius"), found.end()
    if number.values & {0.5, 0.25} and (of := _OF.match(lower, end)):
        end = of.end()
    found = _UNIT.match(lower, end)
    unit = unit_of(found["word"], language) if found else None
    if found is None or unit is None:  # "75m" may be metres
        return (known_unit("m"), end) if _METRES.fullmatch(number.text) else None
    close = found.end()
    if _is_no_unit(text[slice(*found.span("word"))], found["gap"], language):
        return None
    if _NO_UNIT.match(lower, found.start("word")):
        return None
    if unit.dimension is Dimension.TEMPERATURE and (scale := _SCALE.match(lower, close)):
        return known_unit("fahrenheit" if scale["f"] else "celsius"), scale.end()
    return _modified(unit, found), close


def _is_no_unit(written: str, gap: str, language: str) -> bool:
    """Whether a short word is another one than the unit it looks like."""
    if written.lower() == "in":
        return bool(gap.strip("-‑"))  # "10 in Paris", not 10in
    letter = len(written) == 1 and written.isalpha()
    return letter and (written.isupper() or (language == "ru" and "-" in gap))  # 5G, «в 1936-м»


def _modified(unit: Unit, found: re.Match[str]) -> Unit:
    kind, power, rate = found["kind"] or "", found["power"], found["rate"]
    if unit.dimension is Dimension.LENGTH:
        if rate:
            return unit.per(3600 if "h" in rate or "ч" in rate else 1)
        if power in ("²", "2") or kind.startswith(("s", "кв")):
            return unit.raised(2)
        if power or kind.startswith(("c", "ку")):
            return unit.raised(3)
        if kind.startswith(("n", "м")):
            return nautical(unit)
    if unit.dimension is Dimension.MASS and kind.startswith("f"):
        return fluid(unit)
    return unit


def _share_units(lower: str, numbers: list[Number]) -> None:
    """Give the unit of "5 to 7 miles" to both ends, and the sign of «минус 10–12 градусов»."""
    for position in range(len(numbers) - 2, -1, -1):
        number, following = numbers[position], numbers[position + 1]
        if not isinstance(following.sense, Measure) or following.sense.unit == SHARE:
            continue
        gap, unit = lower[number.span[1] : following.span[0]], following.sense.unit
        sized = unit.dimension is Dimension.LENGTH and _BY.fullmatch(gap)
        if number.sense is None and (RANGE.fullmatch(gap) or sized):
            below = _is_below(lower, unit, number.span[0], following.span[1])
            number = replace(number, sense=Measure(unit, below))
            numbers[position] = number
        if isinstance(number.sense, Measure) and number.sense.below and _DASH.fullmatch(gap):
            numbers[position + 1] = replace(following, sense=Measure(unit, below=True))


def _quarters(lower: str, first: Number, second: Number) -> Number | None:
    """Parts like "three quarters", «три четверти часа»."""
    count = first.plain
    adjacent = lower[first.span[1] : second.span[0]] in (" ", "-")
    if count not in (2, 3) or 0.25 not in second.values or not adjacent:
        return None
    span = (first.span[0], second.span[1])
    parts = (first, replace(second, sense=None))
    values = frozenset({count * 0.25})
    return Number(lower[slice(*span)], values, first.weight, 1.0, span, second.sense, parts)


def _together(lower: str, first: Number, second: Number) -> Number | None:
    """Feet with inches, pounds with ounces and the like as one number."""
    gap = lower[first.span[1] : second.span[0]]
    if _FEET.fullmatch(gap) and _INCHES.match(lower, second.span[1]) and not first.sense:
        first, second = replace(first, sense=Measure(_FOOT)), replace(second, sense=Measure(_INCH))
    elif first.sense == Measure(_FOOT) and gap == "-" and not second.sense:  # six-foot-two
        second = replace(second, sense=Measure(_INCH))
    elif not _NEXT.fullmatch(gap):
        return None
    if not isinstance(first.sense, Measure) or not isinstance(second.sense, Measure):
        return None
    large, small = first.sense.unit, second.sense.unit
    if not large.holds(small):
        return None
    (ratio,) = (size / other for size in large.factors for other in small.factors)
    sums = {one * ratio + other for one in first.values for other in second.values if other < ratio}
    if not sums:
        return None
    span = (first.span[0], second.span[1])
    text = lower[slice(*span)]
    weight = max(first.weight, second.weight)
    parts = (replace(first, sense=None), replace(second, sense=None))
    return Number(text, frozenset(sums), weight, 1.0, span, second.sense, parts)


def bare_measures(text: str, language: str) -> list[Number]:
    """The units before which no number stands: "a mile", «через сутки» are one of them."""
    single, lower = single_units(language), lowered(text)
    found = []
    for word in _WORD.finditer(lower):
        if word[0] in single and (unit := unit_of(word[0], language)):
            value = 1.5 if _AND_A_HALF.match(lower, word.end()) else 1.0
            sense = Measure(unit)
            found.append(Number(word[0], frozenset({value}), Weight.LOOSE, 1.0, word.span(), sense))
    return found
