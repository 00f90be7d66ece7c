"""Check that the names of the source are in the translation, transliterated or translated.

No model finds the names: they are the words with a capital inside a sentence. They are compared by
sound, with a table of exonyms for those that sound different. English and Russian only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from summarize.text.exonyms import is_exonym
from summarize.text.numerals import lexicon, months
from summarize.text.phonetics import sound_alike
from summarize.translation.gate.reading import Reading, fold
from summarize.translation.gate.vocabulary import COMMON_ENGLISH, COMMON_RUSSIAN
from summarize.translation.gate.verdict import quoted, warn
from summarize.types import Check

_LANGUAGES = {"en", "ru"}
_SHORTEST = 4
_SAME_NAME = 75.0


@dataclass(frozen=True, slots=True)
class NameDrift:
    """The names that one side has and the other does not."""

    lost: list[str]
    added: list[str]
    compared: int


def name_drift(source: Reading, hypothesis: Reading) -> NameDrift:
    """Compare the names of both sides."""
    if {source.language, hypothesis.language} != _LANGUAGES:
        return NameDrift([], [], 0)
    names = _names(source)
    lost = [name for name in names if not _has_counterpart(name, source, hypothesis)]
    added = [
        name for name in _names(hypothesis) if not _has_counterpart(name, hypothesis, source)
    ]
    return NameDrift(lost, added, len(names))


def names(drift: NameDrift) -> Iterator[Check]:
    """Names lost, replaced or made up."""
    if drift.lost and drift.added:
        yield warn("names", f"{quoted(drift.lost)} became {quoted(drift.added)}")
    elif drift.lost:
        yield warn("names", f"{quoted(drift.lost)} not found in the translation")
    elif drift.added:
        yield warn("names", f"{quoted(drift.added)} not found in the source")


def _names(reading: Reading) -> list[str]:
    if reading.headline:
        return []
    return [word for word in reading.capitalized if _is_name(word, reading.language)]


def _is_name(word: str, language: str) -> bool:
    if len(word) < _SHORTEST or word.isupper():
        return False
    folded = fold(word).removesuffix("'s")
    if folded in lexicon(language) or folded in months(language):
        return False
    if language == "en" or folded.isascii():
        return folded not in COMMON_ENGLISH
    return not COMMON_RUSSIAN.fullmatch(folded)


def _has_counterpart(name: str, own: Reading, other: Reading) -> bool:
    folded = fold(name).removesuffix("'s")
    if folded in other.lower:
        return True
    candidates = other.vocabulary
    if is_exonym(folded, candidates, own.language, other.language):
        return True
    if any(sound_alike(folded, candidate) for candidate in candidates):
        return True
    # A Latin name inside a Russian text stays as it is, give or take an ending.
    return folded.isascii() and other.language == "en" and any(
        fuzz.ratio(folded, candidate) >= _SAME_NAME for candidate in candidates
    )
