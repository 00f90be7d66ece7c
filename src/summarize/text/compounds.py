"""Words that begin with a number: «двадцатипятилетний», «полутораметровый», "threefold"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from summarize.text.numerals import lexicon
from summarize.text.units import Unit, unit_of

_HUNDREDS: dict[str, float] = {
    "сто": 100, "ста": 100, "двухсот": 200, "трехсот": 300, "четырехсот": 400, "пятисот": 500,
    "шестисот": 600, "семисот": 700, "восьмисот": 800, "девятисот": 900, "тысяче": 1000,
}  # fmt: skip
_TENS: dict[str, float] = {
    "двадцати": 20, "тридцати": 30, "сорока": 40, "пятидесяти": 50, "шестидесяти": 60,
    "семидесяти": 70, "восьмидесяти": 80, "девяносто": 90, "девяноста": 90,
}  # fmt: skip
_TEENS: dict[str, float] = {
    "десяти": 10, "одиннадцати": 11, "двенадцати": 12, "тринадцати": 13, "четырнадцати": 14,
    "пятнадцати": 15, "шестнадцати": 16, "семнадцати": 17, "восемнадцати": 18, "девятнадцати": 19,
}  # fmt: skip
_UNITS: dict[str, float] = {
    "одно": 1, "двух": 2, "дву": 2, "трех": 3, "тре": 3, "три": 3, "четырех": 4, "пяти": 5,
    "шести": 6, "семи": 7, "восьми": 8, "девяти": 9, "полутора": 1.5, "пол": 0.5,
    "полу": 0.5,
}  # fmt: skip


def _alternatives(*tables: dict[str, float]) -> str:
    return "|".join(sorted((word for table in tables for word in table), key=len, reverse=True))


_RUSSIAN = re.compile(
    rf"({_alternatives(_HUNDREDS)})?(?:({_alternatives(_TEENS)})|({_alternatives(_TENS)})?"
    rf"({_alternatives(_UNITS)})?)-?(\w*)"
)
_BEGINNINGS = {word[:3] for table in (_HUNDREDS, _TENS, _TEENS, _UNITS) for word in table}
_ENGLISH_FOLD = re.compile(r"(\w+)fold")
_DOUBTFUL = frozenset({"сто", "ста", "тре", "одно", "пол", "полу"})
"""Beginnings of many a word that has nothing to do with a number: «старый», «требует»."""
_SHORTEST_REST = 4
_HALF = 0.5
_COUNTED = re.compile(r"кратн|этаж|рублев|доллар")


@dataclass(frozen=True, slots=True)
class Compound:
    """A word that begins with a number.

    Attributes:
        value: The number.
        unit: What it counts, where that is a unit.
        sure: Whether the word counts something for sure.
    """

    value: float
    unit: Unit | None = None
    sure: bool = False


def compound(word: str, language: str) -> Compound | None:
    """The number that a word in lower case begins with; None where there is none."""
    if language == "ru":
        return _russian(word)
    if language == "en" and (found := _ENGLISH_FOLD.fullmatch(word)):
        numeral = lexicon("en").get(found[1])
        return Compound(numeral.value, sure=numeral.value > 1) if numeral else None
    return None


def _russian(word: str) -> Compound | None:
    if word[:3] not in _BEGINNINGS or unit_of(word, "ru"):  # «десятилетие» is a unit
        return None
    found = _RUSSIAN.fullmatch(word)
    if found is None or not found[5]:
        return None
    written = [part for part in found.groups()[:4] if part]
    if not written:
        return None
    tables = (_HUNDREDS, _TEENS, _TENS, _UNITS)
    pairs = zip(tables, found.groups()[:4], strict=True)
    value = float(sum(table[part] for table, part in pairs if part))
    rest = found[5]
    unit = unit_of(rest, "ru")
    scale = lexicon("ru").get(rest)
    if scale is not None and scale.value >= 1000:
        return Compound(value * scale.value, sure=True)
    if unit is not None and len(rest) > 2:
        return Compound(value, unit, sure=value > 1)
    if value == _HALF:
        return None
    if _COUNTED.match(rest):
        return Compound(value, sure=value > 1)
    if len(rest) < _SHORTEST_REST or _DOUBTFUL.issuperset(written):
        return None
    return Compound(value)
