"""What dictionaries say of a word: an ordinary word of the language, or a name.

English words are looked up in simplemma, whose lemmas keep the capital of a name ("Johnson");
Russian ones in pymorphy3, which marks first names, surnames, patronymics and places. Each is read
from its package when the first word is looked up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cache, lru_cache
from types import MappingProxyType

import babel
import pymorphy3
import simplemma


class WordKind(StrEnum):
    """What a word is to the dictionary of its language."""

    ORDINARY = "ordinary"
    NAME = "name"
    EITHER = "either"
    """A name in one text and an ordinary word in another: «Вера», «Ровно», «Тверской»."""
    UNKNOWN = "unknown"
    """In no dictionary, as most foreign names and many terms are."""


@lru_cache(maxsize=20_000)
def kind(word: str, language: str) -> WordKind:
    """What a word is to the dictionary of a language.

    Args:
        word: In lower case.
        language: ISO 639-1 code; every word of a language without a dictionary here is unknown.
    """
    look_up = _DICTIONARIES.get(language)
    return look_up(word) if look_up else WordKind.UNKNOWN


def _english(word: str) -> WordKind:
    if word in _calendar():
        return WordKind.ORDINARY
    if not simplemma.is_known(word, lang="en"):
        return WordKind.UNKNOWN
    lemma = simplemma.lemmatize(word, lang="en")
    return WordKind.NAME if lemma[:1].isupper() else WordKind.ORDINARY


@cache
def _calendar() -> frozenset[str]:
    """English days and months: their capital says nothing, they are translated like any word."""
    english = babel.Locale("en")
    tables = (english.days["format"]["wide"], english.months["format"]["wide"])
    return frozenset(name.lower() for table in tables for name in table.values())


_NAMES = ("Name", "Surn", "Patr", "Geox")  # OpenCorpora's marks of names
_SURELY = 0.9
_POSSIBLY = 0.25
"""Shares of the readings of a word, weighted by how frequent they are."""


@cache
def _analyzer() -> pymorphy3.MorphAnalyzer:
    return pymorphy3.MorphAnalyzer(lang="ru")


def _russian(word: str) -> WordKind:
    if not _is_russian(word):
        return WordKind.ORDINARY if _is_compound(word) else WordKind.UNKNOWN
    parses = _analyzer().parse(word)
    named = sum(parse.score for parse in parses if any(mark in parse.tag for mark in _NAMES))
    if named > _SURELY:
        return WordKind.NAME
    if named >= _POSSIBLY or any(_is_of_a_place(parse.normal_form) for parse in parses):
        return WordKind.EITHER
    return WordKind.ORDINARY


def _is_russian(word: str) -> bool:
    return bool(_analyzer().word_is_known(word))


_ADJECTIVE = re.compile(r"(\w{2,}[сц]к)(?:ий|ой)")
_NOT_OF_PLACES = re.compile(r"(?:все|обще|меж|анти)\w+|\w+ческий")
_SUFFIXES = ("", "ск", "инск", "овск", "ейск")
_PLACE_ENDINGS = ("", "ия", "а", "я", "ь", "ы", "и", "о", "е")


def _is_of_a_place(adjective: str) -> bool:
    """Whether an adjective, in the nominative, is made from a place, or from no known word."""
    found = _ADJECTIVE.fullmatch(adjective)
    if not found or _NOT_OF_PLACES.fullmatch(adjective):
        return False
    stems = [found[1].removesuffix(suffix) for suffix in _SUFFIXES if found[1].endswith(suffix)]
    bases = [stem + ending for stem in stems if len(stem) > 2 for ending in _PLACE_ENDINGS]
    known = [base for base in bases if _is_russian(base)]
    return not known or any(_is_place(base) for base in known)


def _is_place(word: str) -> bool:
    return all("Geox" in parse.tag for parse in _analyzer().parse(word))


_CLIPPED = re.compile(r"^(?:мин|гос|рос|глав|обл|гор|рай|спец|сель|пром|тех|строй)+(?=\w{4})")
_SHORTEST_PART = 6


def without_office(word: str) -> str:
    """A Russian word without the clipped words it begins with: «Госдума» → «дума»."""
    return _CLIPPED.sub("", word)


def _is_compound(word: str) -> bool:
    """Whether an unknown word ends in an ordinary one: «Росавиация», «Минпромторг»."""
    rest = without_office(word)
    if rest != word and _is_russian(rest) and _russian(rest) is not WordKind.NAME:
        return True
    parts = [word[cut:] for cut in range(2, len(word) - _SHORTEST_PART + 1)]
    return any(_is_russian(part) and _russian(part) is WordKind.ORDINARY for part in parts)


_DICTIONARIES: Mapping[str, Callable[[str], WordKind]] = MappingProxyType(
    {"en": _english, "ru": _russian}
)
