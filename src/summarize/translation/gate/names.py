"""Check that the names of the source are in the translation, transliterated or translated.

No model finds the names: they are the words with a capital inside a sentence. They are compared by
sound, with a table of exonyms for those that sound different. English and Russian only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from summarize.text.exonyms import is_exonym
from summarize.text.numerals import lexicon, months
from summarize.text.phonetics import similarity, sound_alike
from summarize.translation.gate.reading import Reading, fold
from summarize.translation.gate.verdict import quoted, reject, warn
from summarize.translation.gate.vocabulary import is_common_english, is_common_russian
from summarize.types import Check

_LANGUAGES = {"en", "ru"}
_SHORTEST = 4
_SEVERAL = 3
_RESPELLED = 0.6
_ABBREVIATION = re.compile(r"\w[A-ZА-ЯЁ]")


@dataclass(frozen=True, slots=True)
class NameDrift:
    """The names that one side has and the other does not.

    Attributes:
        lost_tells: Whether the lost names are names for sure.
        added_tells: The same of the added names.
        unrelated: Whether the source has names and none of them came over: another text altogether.
    """

    lost: Sequence[str] = ()
    added: Sequence[str] = ()
    lost_tells: bool = False
    added_tells: bool = False
    unrelated: bool = False


def name_drift(source: Reading, hypothesis: Reading) -> NameDrift:
    """Compare the names of both sides."""
    if {source.language, hypothesis.language} != _LANGUAGES:
        return NameDrift()
    mine = _names(source)
    lost = [name for name in mine if not _has_counterpart(name, source, hypothesis)]
    added = [name for name in _names(hypothesis) if not _has_counterpart(name, hypothesis, source)]
    lost, added = _without_respelled(lost, added)
    unrelated = len(set(lost)) >= _SEVERAL and len(lost) == len(mine) and bool(added)
    return NameDrift(lost, added, _tells(lost, source), _tells(added, hypothesis), unrelated)


def _without_respelled(lost: list[str], added: list[str]) -> tuple[list[str], list[str]]:
    """Leave out the names of both sides that sound roughly the same: «Лемьо», "Lemieux"."""
    alike = [
        (one, other)
        for one in lost
        for other in added
        if similarity(fold(one), fold(other)) >= _RESPELLED
    ]
    old, new = {one for one, _ in alike}, {other for _, other in alike}
    return [one for one in lost if one not in old], [one for one in added if one not in new]


def _tells(names: list[str], reading: Reading) -> bool:
    """Whether these capitals are names for sure.

    Russian writes few other words with a capital. English writes many, so there only a name of two
    words counts that is missing altogether ("Veronika Stepanova").
    """
    if reading.language == "ru":
        return bool(names)
    return any(f"{first} {second}" in reading.plain for first, second in pairwise(names))


def names(drift: NameDrift) -> Iterator[Check]:
    """Names lost, replaced or made up."""
    if drift.lost and drift.added:
        finding = reject if drift.unrelated else warn
        yield finding("names", f"{quoted(drift.lost)} became {quoted(drift.added)}")
    elif drift.lost and drift.lost_tells:
        yield warn("names", f"{quoted(drift.lost)} not found in the translation")
    elif drift.added and drift.added_tells:
        yield warn("names", f"{quoted(drift.added)} not found in the source")


def _names(reading: Reading) -> list[str]:
    if reading.headline:
        return []
    return [word for word in reading.capitalized if _is_name(word, reading.language)]


def _is_name(word: str, language: str) -> bool:
    if len(word) < _SHORTEST or _ABBREVIATION.search(word) or word.isascii() != (language == "en"):
        return False
    folded = fold(word).removesuffix("'s")
    if folded in lexicon(language) or folded in months(language):
        return False
    return not (is_common_english(folded) if language == "en" else is_common_russian(folded))


def _has_counterpart(name: str, own: Reading, other: Reading) -> bool:
    folded = fold(name).removesuffix("'s")
    if folded in other.lower:
        return True
    candidates = other.proper if other.language == "en" else other.vocabulary
    if is_exonym(folded, candidates, own.language, other.language):
        return True
    return any(sound_alike(folded, candidate) for candidate in candidates)
