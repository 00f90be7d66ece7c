"""Which numbers a text speaks of, whether in digits or in words.

A number is a set of values, since one spelling can be read in several ways: "1.500" is one and a
half in English and one thousand five hundred in German. Two numbers agree when they share a value.
Number words are known for English and Russian; digits are read in every language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import IntEnum
from itertools import pairwise

from summarize.text.numerals import (
    SUFFIX_SCALES,
    Numeral,
    Role,
    lexicon,
    months,
    prefix_value,
)


class Weight(IntEnum):
    """How surely a translation has to keep a number."""

    LOOSE = 0
    """May account for another number, need not be accounted for: "first", «пара», "XIX"."""
    WORDS = 1
    """Written in words: "three people"."""
    DIGITS = 2
    """Written in digits."""


@dataclass(frozen=True, slots=True)
class Number:
    """One number in a text.

    Attributes:
        text: As it is written.
        values: What it can mean.
        weight: How surely a translation has to keep it.
        scale: The factor of its scale words ("5 million"); 1.0 without.
        span: Where it stands, in characters.
    """

    text: str
    values: frozenset[float]
    weight: Weight
    scale: float = 1.0
    span: tuple[int, int] = (0, 0)

    def agrees(self, other: Number) -> bool:
        """Whether both can mean the same."""
        return not self.values.isdisjoint(other.values)


_SPACE = " \u00a0\u202f\u2009"
_TOKEN = re.compile(
    rf"\d+(?:[{_SPACE}.,'’]\d{{3}}(?!\d))+(?:[.,]\d+)?"  # 13 269 or 1,234,567.8
    r"|\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2})(?!\d)"  # 25.07.2020
    r"|\d+[.,]\d+|\d+|[^\W\d_]+"
)
_DATE = re.compile(r"\d{1,2}[./]\d{1,2}[./]\d{2,4}")
_ROMAN = re.compile(r"(?=[IVXLХ])(?:X|Х){0,3}(?:I[XХ]|IV|V?I{0,3})")
_JOINT = re.compile(r"\s*[\s\-‐‑]\s*|\.\s+|\s+and\s+|\s+a\s+")  # between the words of one number
_RANGE = re.compile(r"[\s\-–—]*(?:to|or|and|до|или|и|и более|and more|or more)?[\s\-–—]*")
_EXTRA_HALF = re.compile(r"\s+(?:and\s+a\s+half|с\s+половиной)(?=\s|$|-)")
_CODE = re.compile(r"[^\W\d_]-?$")
_SUFFIX = re.compile(rf"(?:{'|'.join(SUFFIX_SCALES)})(?![^\W_])")
_AFTERNOON = re.compile(r"\s*(?:p\.?m\b|вечера|дня)")
_DECADE = re.compile(r"'?s\b|-?[еx]х?\b|-х\b")


@dataclass(slots=True)
class _Sum:
    """A number in the making.

    Attributes:
        values: What it can amount to.
        weight: Of the number.
        total: What its words amount to so far.
        part: What stands behind the last scale from a thousand up, still to be multiplied.
        room: A word joins as an addend only with a smaller value than this.
        ceiling: A scale joins only when it is smaller than this.
        factor: Of its scale words from a thousand up.
    """

    start: int
    end: int
    values: frozenset[float]
    weight: Weight
    total: float
    part: float
    room: float
    ceiling: float = float("inf")
    factor: float = 1.0

    def accepts(self, numeral: Numeral) -> bool:
        """Whether `numeral` can be the next word of this number."""
        if numeral.role is Role.SCALE:
            return self.part > 0 and numeral.value < self.ceiling
        return 0 < numeral.value < self.room

    def join(self, numeral: Numeral) -> None:
        """Take `numeral` in as the next word."""
        if numeral.role is not Role.SCALE:
            self.total += numeral.value
            self.part += numeral.value
            self.room = _room(numeral.value)
        else:
            self.total += self.part * (numeral.value - 1)
            hundred = numeral.value == 100
            self.part = self.part * 100 if hundred else 0.0
            self.room = 100.0 if hundred else 1000.0
            self.ceiling = self.ceiling if hundred else numeral.value
            self.factor = self.factor if hundred else max(self.factor, numeral.value)
        if self.weight is Weight.DIGITS:
            self.values = frozenset(round(value * numeral.value, 6) for value in self.values)
        else:
            self.values = frozenset({round(self.total, 6)})

    def number(self, text: str) -> Number:
        """The number, done."""
        span = (self.start, self.end)
        return Number(text[self.start : self.end], self.values, self.weight, self.factor, span)


def _room(value: float) -> float:
    """What an addend of `value` leaves for the next one: "twenty" takes units, "ten" nothing."""
    if value >= 100:
        return 100.0
    return 10.0 if value >= 20 else 0.0


def find_numbers(text: str, language: str) -> list[Number]:
    """The numbers in `text`, in reading order.

    Args:
        text: One segment.
        language: Its ISO 639-1 code; decides which number words are known.
    """
    numbers = list(_Scan(text, language).numbers())
    for position, (number, following) in enumerate(pairwise(numbers)):
        if number.scale == 1 < following.scale and _RANGE.fullmatch(
            text, number.span[1], following.span[0]
        ):
            # "340 to 500 million": the scale may hold for both.
            scaled = {round(value * following.scale, 6) for value in number.values}
            numbers[position] = replace(number, values=number.values | scaled)
    return numbers


class _Scan:
    """One pass over the words and digits of a text."""

    def __init__(self, text: str, language: str) -> None:
        lower = text.lower().replace("ё", "е")
        # Lower-casing can change a text's length («İ»); its positions then would not fit.
        self.lower = lower if len(lower) == len(text) else text
        self.text = text
        self.language = language
        self.words = lexicon(language)
        self.months = months(language)
        self.open: _Sum | None = None
        self.position = 0

    def numbers(self) -> Iterator[Number]:
        """The numbers, in reading order."""
        for token in _TOKEN.finditer(self.lower):
            if token.start() < self.position:
                continue
            if token[0][0].isdecimal():
                yield from self._close()
                yield from self._digits(token)
                continue
            numeral = self.words.get(token[0])
            if numeral is not None:
                yield from self._numeral(numeral, token)
            elif token[0] not in ("and", "a"):
                yield from self._close()
                yield from self._hint(token)
        yield from self._close()

    def _close(self) -> Iterator[Number]:
        done, self.open = self.open, None
        if done is not None:
            yield done.number(self.text)

    def _digits(self, token: re.Match[str]) -> Iterator[Number]:
        written, (start, end) = token[0], token.span()
        if _DATE.fullmatch(written):
            for part in re.split(r"[./]", written):
                yield Number(written, _with_century(float(part)), Weight.DIGITS)
            return
        values = frozenset(_readings(written))
        if _CODE.search(self.lower, max(0, start - 2), start):  # a name: G7, B2B, HJR-3
            yield Number(written, values, Weight.LOOSE)
            return
        if suffix := _SUFFIX.match(self.lower, end):
            # "75m" is seventy-five million or seventy-five metres.
            scaled = {round(value * SUFFIX_SCALES[suffix[0]], 6) for value in values}
            yield Number(written + suffix[0], values | scaled, Weight.DIGITS)
            return
        if _AFTERNOON.match(self.lower, end):
            values |= {value + 12 for value in values if value < 12}
        if _DECADE.match(self.lower, end):
            values |= {value + 1900 for value in values if value < 100}
        # Left open: a scale may follow ("320 тыс."), no addend.
        weight = Weight.DIGITS if any(values) else Weight.LOOSE  # the zeros of 17:00
        self.open = _Sum(start, end, values, weight, 0.0, max(values), room=0.0)
        self._take_half()

    def _numeral(self, numeral: Numeral, token: re.Match[str]) -> Iterator[Number]:
        start, end = token.span()
        if self.open is not None and self._joins(numeral, start):
            self.open.join(numeral)
            self.open.end = end
            self.open.weight = max(self.open.weight, Weight.WORDS)
        else:
            yield from self._close()
            self.open = self._opened(numeral, start, end)
        self._take_half()
        if numeral.role in (Role.ORDINAL, Role.ALONE):
            yield from self._close()

    def _opened(self, numeral: Numeral, start: int, end: int) -> _Sum:
        values = frozenset(numeral.values)
        if numeral.role is Role.SCALE:
            # Bare "hundreds" and «тысячи» leave open how many; "a million" does not.
            weight = Weight.WORDS if self.lower[max(0, start - 2) : start] == "a " else Weight.LOOSE
            value, room = numeral.value, min(numeral.value, 1000.0)
            return _Sum(start, end, values, weight, value, 0.0, room, value, factor=value)
        # A capital inside the sentence makes it part of a name: "Six Flags".
        named = start > 1 and self.text[start].isupper() and self.text[start - 2] not in ".!?:—–"
        weight = Weight.LOOSE if numeral.loose or named else Weight.WORDS
        value = numeral.value
        return _Sum(start, end, values, weight, value, value, _room(value))

    def _joins(self, numeral: Numeral, start: int) -> bool:
        assert self.open is not None
        between = self.lower[self.open.end : start]
        joined = _JOINT.fullmatch(between) or (between == ", " and self.open.room == 1000)
        return bool(joined) and numeral.role is not Role.ALONE and self.open.accepts(numeral)

    def _take_half(self) -> None:
        """Add the half of "three and a half", «три с половиной» to the number in the making."""
        if self.open is None or not (half := _EXTRA_HALF.match(self.lower, self.open.end)):
            return
        self.open.values = frozenset(value + 0.5 for value in self.open.values)
        self.open.part += 0.5
        self.open.total += 0.5
        self.open.end = self.position = half.end()
        self.open.room = 0.0

    def _hint(self, token: re.Match[str]) -> Iterator[Number]:
        """Words that hint at a number: months, Roman numerals, «трехлетний»."""
        written = self.text[token.start() : token.end()]
        value: float | None = self.months.get(token[0])
        if value is None and len(written) <= 6 and written.isupper():
            value = _roman(written)
        if value is None:
            value = prefix_value(token[0], self.language)
        if value is not None:
            yield Number(written, frozenset({float(value)}), Weight.LOOSE)


def _readings(written: str) -> Iterable[float]:
    """Every value that a run of digits can have, whatever the locale."""
    groups = re.split(r"\D", written)
    joints = re.findall(r"\D", written)
    if all(len(group) == 3 for group in groups[1:]):
        yield float("".join(groups))
    else:
        yield float("".join(groups[:-1]) + "." + groups[-1])
    if len(groups) == 2 and joints[0] in ".,":
        yield float(f"{groups[0]}.{groups[1]}")
        first, second = map(float, groups)
        if len(groups[1]) == 2 and ((first < 25 and second < 60) or (first < 32 and second < 13)):
            yield from (first, second)  # a time of day or a day of a month: 10.30, 25.07
    if joints and joints[0] in _SPACE:
        yield from map(float, groups)


def _with_century(value: float) -> frozenset[float]:
    """A date's part; a year may be given without its century."""
    return frozenset({value, value + 2000, value + 1900} if value < 100 else {value})


def _roman(word: str) -> int | None:
    """The value of a Roman numeral of two signs or more, up to 39; Cyrillic «Х» counts as X."""
    if len(word) < 2 or not _ROMAN.fullmatch(word):
        return None
    total = 0
    digits = [{"I": 1, "V": 5, "X": 10, "Х": 10}[sign] for sign in word]
    for position, digit in enumerate(digits):
        following = digits[position + 1] if position + 1 < len(digits) else 0
        total += -digit if digit < following else digit
    return total


def unaccounted(numbers: Iterable[Number], others: Iterable[Number]) -> list[Number]:
    """The numbers that have to be kept and that no number of `others` agrees with."""
    known: set[float] = set().union(*(other.values for other in others))
    return [
        number
        for number in numbers
        if number.weight is not Weight.LOOSE and number.values.isdisjoint(known)
    ]


def digits_only(numbers: Iterable[Number]) -> list[Number]:
    """The numbers in digits, each reduced to its significant digits.

    For languages whose number words are unknown: "320 thousand" and "320.000" then agree.
    """
    return [
        replace(number, values=frozenset(map(_significant, number.values)))
        for number in numbers
        if number.weight is Weight.DIGITS
    ]


def _significant(value: float) -> float:
    digits = f"{value:.6f}".replace(".", "").strip("0")
    return float(digits or 0)
