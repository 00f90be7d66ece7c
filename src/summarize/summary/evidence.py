"""Which segments of an article support a sentence of its summary.

A word counts the more the fewer segments it stands in (inverse document frequency), in the form
that the Snowball stemmer of the language gives it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import regex
import snowballstemmer

from summarize.text.language import english_name
from summarize.types import Check, Severity

_WORD = regex.compile(r"\p{Han}|[\p{L}\p{N}]+")
_DIGITS = regex.compile(r"\d+")
_LEAST_COVERAGE = 0.2
_LEAST_GAIN = 0.15
_MOST_SEGMENTS = 3


class EvidenceIndex:
    """Finds the segments of one article that support a sentence.

    Args:
        segments: Ids and texts, all in `language`.
        language: ISO 639-1 code.
    """

    def __init__(self, segments: Sequence[tuple[int, str]], language: str) -> None:
        self._language = language
        self._stems = {number: frozenset(stems(text, language)) for number, text in segments}
        self._digits = {digits for _, text in segments for digits in _DIGITS.findall(text)}
        frequency = Counter(stem for found in self._stems.values() for stem in found)
        count = len(self._stems)
        self._weight = {stem: math.log(1 + count / n) for stem, n in frequency.items()}
        self._unknown = math.log(1 + count)

    def find(self, sentence: str) -> tuple[int, ...]:
        """The ids of at most three segments that cover the sentence's words, in reading order."""
        wanted = {
            stem: self._weight.get(stem, self._unknown) for stem in stems(sentence, self._language)
        }
        total = sum(wanted.values()) or 1.0
        chosen: list[int] = []
        while wanted and len(chosen) < _MOST_SEGMENTS:
            best, gain = max(
                (
                    (n, sum(wanted[s] for s in found & wanted.keys()))
                    for n, found in self._stems.items()
                ),
                key=lambda pair: pair[1],
                default=(0, 0.0),
            )
            if gain / total < (_LEAST_GAIN if chosen else _LEAST_COVERAGE):
                break
            chosen.append(best)
            wanted = {s: weight for s, weight in wanted.items() if s not in self._stems[best]}
        return tuple(sorted(chosen))

    def checks(self, sentence: str, evidence: Sequence[int]) -> tuple[Check, ...]:
        """What speaks against the sentence: nothing supports it, or a number is not in the text."""
        checks: list[Check] = []
        if not evidence:
            checks.append(
                Check("no-evidence", Severity.REJECT, "no sentence of the article supports this")
            )
        strange = [d for d in _DIGITS.findall(sentence) if d not in self._digits]
        if strange:
            detail = f"not in the article: {', '.join(strange)}"
            checks.append(Check("unsupported-number", Severity.REJECT, detail))
        return tuple(checks)


def stems(text: str, language: str) -> list[str]:
    """The words of a text in lower case, without their endings."""
    words = _WORD.findall(text.casefold())
    name = english_name(language).casefold()
    if name not in snowballstemmer.algorithms():
        return words
    # A stemmer keeps the word it is at, so threads cannot share one; making one costs nothing.
    return list(snowballstemmer.stemmer(name).stemWords(words))
