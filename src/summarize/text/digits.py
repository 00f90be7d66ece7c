"""What a run of digits can mean by itself: decimals, thousands, dates; and Roman numerals."""

from __future__ import annotations

import re
from collections.abc import Iterable

from summarize.text.number import Day, Number, Weight

SPACE = " \u00a0\u202f\u2009"
"""What may separate thousands besides points and commas."""
FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}
"""Signs that are fractions by themselves or behind a number: 2½."""
_HOUR_OR_DAY = re.compile(r"(\d{1,2})\.(\d\d)")
_DATE = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4}|\d{2})")
_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_ROMAN = re.compile(r"(?=[IVXLХ])(?:XC|XL|L?(?:X|Х){0,3})(?:I[XХ]|IV|V?I{0,3})")
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10, "Х": 10, "L": 50, "C": 100}
_GROUP = 3


def set_expression(written: str, span: tuple[int, int]) -> list[Number]:
    """What is no number but is written in digits: a date, "24/7", "9/11", «1/8 финала»."""
    if found := _ISO_DATE.fullmatch(written):
        return _date((found[3], found[2], found[1]), written, span)
    if found := _DATE.fullmatch(written):
        return _date((found[1], found[2], found[3]), written, span)
    if written == "24/7":
        return [Number(written, frozenset({24.0, 7.0}), Weight.LOOSE, span=span)]
    if written == "9/11":
        return _date(("11", "9", ""), written, span)
    if written.startswith("1/"):
        teams = float(written[2:])
        return [Number(written, frozenset({teams, teams * 2}), Weight.LOOSE, span=span)]
    return []


def _date(date: tuple[str, str, str], text: str, span: tuple[int, int]) -> list[Number]:
    """A date in digits: the day with its month, and the year."""
    first, second = int(date[0]), int(date[1])
    pairs = {(second, first), (first, second)} if "/" in text else {(second, first)}
    dates = frozenset((month, day) for month, day in pairs if month <= 12 and day <= 31)
    years = [_number(text, span, *_with_century(date[2]))] if date[2] else []
    if not dates:  # a version, an address
        return [_number(text, span, float(first)), _number(text, span, float(second)), *years]
    days = _number(text, span, *(float(day) for _, day in dates))
    day = Number(text, frozenset(), Weight.DIGITS, span=span, sense=Day(dates), parts=(days,))
    return [day, *years]


def _number(text: str, span: tuple[int, int], *values: float) -> Number:
    return Number(text, frozenset(values), Weight.DIGITS, span=span)


def _with_century(year: str) -> Iterable[float]:
    """A date's year, which may be given without its century."""
    value = float(year)
    return (value, value + 2000, value + 1900) if value < 100 else (value,)


def readings(written: str) -> Iterable[float]:
    """Every value that a run of digits can have, whatever the locale."""
    if written[-1] in FRACTIONS:
        yield float(written[:-1] or 0) + FRACTIONS[written[-1]]
        return
    groups = re.split(r"\D", written)
    joints = re.findall(r"\D", written)
    decimal = len(joints) > 1 and joints[-1] != joints[0]  # 1,234.567
    if not joints or (len(groups[-1]) == _GROUP and not decimal):
        yield float("".join(groups))
    else:
        yield float("".join(groups[:-1]) + "." + groups[-1])
    if len(joints) == 1 and joints[0] in ".,":
        if groups[1] != "000":
            yield float(f"{groups[0]}.{groups[1]}")
    elif joints and joints[0] in SPACE and len(groups[0]) > _GROUP:
        yield from map(float, groups)  # «в 2020 300 человек»


def hour_or_day(written: str, span: tuple[int, int]) -> tuple[Number, ...]:
    """The two numbers of what may be a time or a date rather than a decimal: 10.30, 25.07."""
    found = _HOUR_OR_DAY.fullmatch(written)
    if found is None:
        return ()
    first, second = map(float, found.groups())
    if not ((first < 25 and second < 60) or (first < 32 and second < 13)):
        return ()
    values = (first, second) if second else (first,)
    return tuple(Number(written, frozenset({value}), Weight.DIGITS, span=span) for value in values)


def roman(word: str, language: str) -> int | None:
    """The value of a Roman numeral up to 89; Cyrillic «Х» counts as X.

    A single sign is one only in a Russian text, and not where it is a Russian letter.
    """
    if not _ROMAN.fullmatch(word) or (len(word) < 2 and (language != "ru" or word == "Х")):
        return None
    digits = [_ROMAN_DIGITS[sign] for sign in word]
    return sum(
        -digit if digit < following else digit
        for digit, following in zip(digits, [*digits[1:], 0], strict=True)
    )
