"""Check that the names of the source are in the translation, transliterated or translated.

No model finds the names: they are words with a capital that a dictionary knows as names, or does
not know at all. They are compared by sound, with a table of exonyms for those that sound different.
English and Russian only.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, product

from summarize.text.dictionary import WordKind, kind, without_office
from summarize.text.exonyms import is_exonym
from summarize.text.numerals import lexicon
from summarize.text.phonetics import heard_in, similarity, sound_alike, sounds_of
from summarize.translation.gate.reading import Capital, Reading, fold
from summarize.translation.gate.verdict import quoted, reject, warn
from summarize.types import Check

_LANGUAGES = {"en", "ru"}
_SHORTEST = 4
_SEVERAL = 3
_RESPELLED = 0.6
_ABBREVIATION = re.compile(r"[A-Z]{2,6}s?|[А-ЯЁ]{2,6}[а-яё]{0,3}")
_CONTRACTION = re.compile(r"\w+(?:n't|'(?:ve|ll|d|re|m))")
_DOTTED = re.compile(r"\b(?:[A-Z]\.){2,}")
_AFTER_HYPHEN = re.compile(r"(?<=\w-)[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class NameDrift:
    """The names that one side has and the other does not.

    Attributes:
        lost: Names of the source that nothing in the translation explains.
        added: The same the other way round.
        doubtful: How many names have no counterpart, explained or not.
        unrelated: Whether the source has several names, none of them came over and about as many
            others stand there: another text altogether.
    """

    lost: Sequence[str] = ()
    added: Sequence[str] = ()
    doubtful: int = 0
    unrelated: bool = False


def name_drift(source: Reading, hypothesis: Reading) -> NameDrift:
    """Compare the names of both sides."""
    if {source.language, hypothesis.language} != _LANGUAGES:
        return NameDrift()
    mine, theirs = _Side(source, hypothesis), _Side(hypothesis, source)
    if not (mine.missing or theirs.missing):
        return NameDrift()
    lost, added = _without_respelled(mine, theirs)
    doubtful = len(lost) + len(added)
    replaced = 2 * len(set(added)) >= len(set(lost)) >= _SEVERAL
    unrelated = replaced and len(lost) == len(mine.names)
    if not (lost and added):
        lost = mine.without_short_forms(mine.unexplained(lost, theirs))
        added = theirs.without_long_forms(theirs.unexplained(added, mine))
    return NameDrift(
        [name.word for name in lost], [name.word for name in added], doubtful, unrelated
    )


def names(drift: NameDrift) -> Iterator[Check]:
    """Names lost, replaced or made up."""
    if drift.lost and drift.added:
        finding = reject if drift.unrelated else warn
        yield finding("names", f"{quoted(drift.lost)} became {quoted(drift.added)}")
    elif drift.lost:
        yield warn("names", f"{quoted(drift.lost)} not found in the translation")
    elif drift.added:
        yield warn("names", f"{quoted(drift.added)} not found in the source")


class _Side:
    """The capitals of one text, and which of them the other text has no counterpart for."""

    def __init__(self, own: Reading, other: Reading) -> None:
        self.language = own.language
        self.words = own.words
        self.runs = _runs([] if own.headline else own.capitals)
        capitals = [word for run in self.runs.values() for word in run]
        self.capitals = [word for word in capitals if _may_be_name(word.word, own.language)]
        counterparts = _Counterparts(own, other)
        self.strangers = [
            word
            for word in self.capitals
            if not any(
                counterparts.include(name)
                for name in dict.fromkeys((_key(word.word), fold(word.word)))
            )
        ]

    @cached_property
    def names(self) -> list[Capital]:
        """The capitals that are names as far as a dictionary can tell."""
        return [word for word in self.capitals if self._is_name(word)]

    @cached_property
    def missing(self) -> list[Capital]:
        """The names without a counterpart."""
        return [word for word in self.strangers if self._is_name(word)]

    @cached_property
    def abbreviations(self) -> list[str]:
        """The words that are written like abbreviations."""
        return [word for word in self.words if _ABBREVIATION.fullmatch(word)]

    @cached_property
    def has_translated_title(self) -> bool:
        """Whether a quoted title is made of words that sound like nothing on the other side."""
        return any(word.quoted and not self._is_name(word) for word in self.strangers)

    @cached_property
    def has_translated_words(self) -> bool:
        """Whether an ordinary word with a capital sounds like nothing on the other side."""
        return any(not word.begins and not self._is_name(word) for word in self.strangers)

    @cached_property
    def neighbours(self) -> list[tuple[Capital, Capital]]:
        """The capitals that follow one another."""
        return [pair for run in self.runs.values() for pair in pairwise(run)]

    def unexplained(self, missing: list[Capital], other: _Side) -> list[Capital]:
        """Those of the missing names that neither an abbreviation nor a title accounts for."""
        if self.language == "en" and other.has_translated_title:
            return []
        if other.has_translated_words:
            missing = [word for word in missing if self._kind(word) is not WordKind.EITHER]
        if len(other.abbreviations) > len(self.abbreviations):
            missing = [word for word in missing if self._is_russian_name(word)]
        return [
            word
            for word in missing
            if not any(_initials(self.runs[word.run], short) for short in other.abbreviations)
        ]

    def without_short_forms(self, missing: list[Capital]) -> list[Capital]:
        """Those that are not the first names of somebody whose surname is there."""
        kept = self._kept(missing)
        return [word for word in missing if self._last(word) in missing or not kept[word.run]]

    def without_long_forms(self, missing: list[Capital]) -> list[Capital]:
        """Those that are not part of a name given in full: «Санта-Клаус» for "Santa"."""
        kept, lost = self._kept(missing), Counter(word.run for word in missing)
        return [word for word in missing if kept[word.run] < lost[word.run]]

    def _kept(self, missing: list[Capital]) -> Counter[int]:
        """By run, how many of its names have a counterpart."""
        return Counter(word.run for word in self.names if word not in missing)

    def _last(self, word: Capital) -> Capital:
        return [name for name in self.names if name.run == word.run][-1]

    def _is_russian_name(self, word: Capital) -> bool:
        """Whether the one dictionary that tells names for sure has `word` as a name."""
        return self.language == "ru" and self._kind(word) is WordKind.NAME

    def _is_name(self, word: Capital) -> bool:
        found = self._kind(word)
        return found is WordKind.NAME or (found is not WordKind.ORDINARY and not word.begins)

    def _kind(self, word: Capital) -> WordKind:
        return kind(_key(word.word), self.language)


def _may_be_name(word: str, language: str) -> bool:
    if len(word) < _SHORTEST or word.isascii() != (language == "en"):
        return False
    if _ABBREVIATION.fullmatch(
        word.removesuffix("'s").removesuffix("’s")
    ) or _CONTRACTION.fullmatch(fold(word)):
        return False
    return _key(word) not in lexicon(language)


def _key(word: str) -> str:
    return fold(word).removesuffix("'s")


class _Counterparts:
    """What can be the counterpart of a name.

    Russian writes adjectives, peoples and much else from names with a small letter, so there any
    word can.
    """

    def __init__(self, own: Reading, other: Reading) -> None:
        self.own, self.other = own, other

    def include(self, name: str) -> bool:
        """Whether `name` is there, as it is, translated or transliterated."""
        return (
            name in self.other.lower
            or is_exonym(name, self._words, self.own.language, self.other.language)
            or heard_in(name, self._sounds)
            or heard_in(name, self._sounds_of_offices)
        )

    @cached_property
    def _words(self) -> frozenset[str]:
        if self.other.language == "ru":
            return self.other.vocabulary
        proper, plain = self.other.proper, self.other.plain
        parts = {fold(word) for word in _AFTER_HYPHEN.findall(plain)}  # "Jung-wook"
        dotted = {fold(word).replace(".", "") for word in _DOTTED.findall(plain)}  # "U.K."
        return proper | {_key(word) for word in proper} | parts | dotted

    @cached_property
    def _sounds(self) -> frozenset[str]:
        return sounds_of(self._words)

    @cached_property
    def _sounds_of_offices(self) -> frozenset[str]:
        """The sounds of «дума» where the text has «Госдума»."""
        shorter = {without_office(word) for word in self._words}
        return sounds_of(shorter - self._words)


def _without_respelled(mine: _Side, theirs: _Side) -> tuple[list[Capital], list[Capital]]:
    """Leave out the names that sound roughly the same: «Лемьё», "Lemieux".

    Two neighbours can be one word on the other side: "Phnom Penh", «Пномпень».
    """
    old, new = set(_halves(mine, theirs)), set(_halves(theirs, mine))
    for one, other in product(mine.missing, theirs.missing):
        if similarity(_key(one.word), _key(other.word)) >= _RESPELLED:
            old.add(one)
            new.add(other)
    old |= {name for name in mine.missing if _is_one_word(name, theirs)}
    new |= {name for name in theirs.missing if _is_one_word(name, mine)}
    return [x for x in mine.missing if x not in old], [x for x in theirs.missing if x not in new]


def _halves(side: _Side, other: _Side) -> Iterator[Capital]:
    """The words that are one word on the other side, together with a neighbour."""
    for pair in side.neighbours:
        if any(_same(pair, name) for name in other.capitals):
            yield from pair


def _is_one_word(name: Capital, other: _Side) -> bool:
    """Whether two neighbours of the other side make up `name`."""
    return any(_same(pair, name) for pair in other.neighbours)


def _same(pair: tuple[Capital, Capital], name: Capital) -> bool:
    return similarity(_key(pair[0].word) + _key(pair[1].word), _key(name.word)) == 1.0


def _initials(run: Sequence[Capital], abbreviation: str) -> bool:
    """Whether `abbreviation` is made of the first letters of `run`: "NY", «Нью-Йорк»."""
    return len(run) == len(abbreviation) and all(
        sound_alike(word.word[0], letter) for word, letter in zip(run, abbreviation, strict=True)
    )


def _runs(capitals: list[Capital]) -> dict[int, list[Capital]]:
    runs: dict[int, list[Capital]] = {}
    for word in capitals:
        runs.setdefault(word.run, []).append(word)
    return runs
