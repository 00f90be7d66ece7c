"""Checks of a hypothesis's outer shape: empty, cut off, out of proportion, looping."""

from __future__ import annotations

import math
import re
import zlib
from collections.abc import Iterator
from functools import cache
from importlib import resources

from summarize.text.language import script_code
from summarize.translation.gate.reading import Reading
from summarize.translation.gate.verdict import quoted, reject, warn
from summarize.types import Check, LangPair

TOO_LONG = 4.5
RATHER_LONG = 3.6
TOO_SHORT = -5.0
RATHER_SHORT = -4.0
"""People shorten more often than they lengthen."""
CUT = -2.6
"""Enough when the final punctuation is missing besides."""

_FINAL = re.compile(r"[.!?…。！？।:;][\s\"'»”’)\]]*$")
_CHARACTERS_PER_LATIN = {"Hans": 0.33, "Hant": 0.33, "Jpan": 0.45, "Kore": 0.5}
_UNKNOWN_PAIR = (0.25, 1.6)


def empty(source: Reading, hypothesis: Reading) -> Iterator[Check]:
    """Nothing said although the source says something, or the other way round."""
    if not _says_something(source.text):
        if _says_something(hypothesis.text):
            yield reject("invented", "the source has no words, the translation has")
    elif not hypothesis.text:
        yield reject("empty", "the translation is empty")
    elif not _says_something(hypothesis.text):
        yield reject("empty", f"the translation is only {quoted([hypothesis.text])}")


def _says_something(text: str) -> bool:
    return any(character.isalnum() for character in text)


def unfinished(finished: bool) -> Iterator[Check]:
    """The engine ran into its token limit."""
    if not finished:
        yield reject("unfinished", "the model stopped at its token limit, not at the end")


@cache
def _ratios() -> dict[str, tuple[float, float, float]]:
    """Per langpair the centre, spread and short-text spread of the log length ratio."""
    table = resources.files("summarize.translation.gate") / "length_ratios.tsv"
    ratios = {}
    for line in table.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            pair, centre, spread, short, _ = line.split("\t")
            ratios[pair] = (float(centre), float(spread), float(short))
    return ratios


@cache
def _ratio(pair: LangPair) -> tuple[float, float, float]:
    known = _ratios().get(str(pair))
    if known is not None:
        return known
    source, target = (
        _CHARACTERS_PER_LATIN.get(script_code(language), 1.0)
        for language in (pair.source, pair.target)
    )
    return (math.log(target / source), *_UNKNOWN_PAIR)


def length_deviation(source: Reading, hypothesis: Reading, pair: LangPair) -> float:
    """How far the length is from the usual, in standard deviations; negative is too short.

    The standard deviation of the log ratio shrinks with the source's length in characters.
    """
    centre, spread, short = _ratio(pair)
    characters = max(len(source.text), 1)
    deviation = math.log(max(len(hypothesis.text), 1) / characters) - centre
    return deviation / math.sqrt(spread**2 + short**2 / characters)


def length(source: Reading, hypothesis: Reading, deviation: float) -> Iterator[Check]:
    """Longer or shorter than translations of such a text are."""
    ratio = len(hypothesis.text) / max(len(source.text), 1)
    detail = (
        f"{len(hypothesis.text)} characters for {len(source.text)} in the source "
        f"(ratio {ratio:.2f}); something is {'missing' if deviation < 0 else 'added'}"
    )
    cut = bool(_FINAL.search(source.text)) and not _FINAL.search(hypothesis.text)
    if not TOO_SHORT <= deviation <= TOO_LONG or (cut and deviation < CUT):
        yield reject("length", detail)
    elif not RATHER_SHORT <= deviation <= RATHER_LONG:
        yield warn("length", detail)


_NGRAM = 4
_SAID_AGAIN = 0.7
_COMPRESSIBLE = 2.6
_SYLLABLE_LOOP = re.compile(r"(\w{1,6}?)\1{5,}|(.)\2{9,}")
_UNSPACED_LOOP = re.compile(r"(.{1,24}?)\1{4,}")  # for scripts without spaces between words
_LONGEST_WORD = 40


def loop(source: Reading, hypothesis: Reading) -> Iterator[Check]:
    """The same words over and over, or everything said twice, where the source does not."""
    times, phrase = _longest_run(hypothesis.tokens)
    usual = _longest_run(source.tokens)[0]
    if times > (1 if usual == 1 else usual + 1):  # may gain a comma: "so, so, SO"
        words = len(phrase)
        detail = f'"{" ".join(phrase)[:60]}" {times} times in a row'
        if times >= 4 or words * (times - 1) >= 4:
            yield reject("loop", detail)
        elif phrase[0].isalnum():
            yield warn("loop", detail)
        return
    again = _repeated_share(hypothesis.tokens)
    if again > _SAID_AGAIN and again > _repeated_share(source.tokens) + 0.3:
        yield reject("loop", f"{again:.0%} of the translation repeats other parts of it")
        return
    unspaced = max(map(len, hypothesis.tokens), default=0) > _LONGEST_WORD
    pattern = _UNSPACED_LOOP if unspaced else _SYLLABLE_LOOP
    found = pattern.search(hypothesis.text)
    if found and not pattern.search(source.text):
        yield reject("loop", f"{quoted([found[0]])} repeats itself")
    elif len(hypothesis.text) > 200:
        packed = _compression(hypothesis.text)
        if packed > _COMPRESSIBLE and packed > 1.5 * _compression(source.text):
            yield reject("loop", f"repeats itself (compresses to 1/{packed:.1f})")


def _longest_run(tokens: list[str]) -> tuple[int, list[str]]:
    """How often a phrase occurs in immediate succession, at most, and the phrase.

    Phrases of one to three words are looked for everywhere; longer ones where four words recur.
    """
    best: tuple[int, list[str]] = (1, [])
    size = len(tokens)
    periods = {1, 2, 3}
    seen: dict[tuple[str, ...], int] = {}
    for position in range(size - _NGRAM + 1):
        gram = tuple(tokens[position : position + _NGRAM])
        if gram in seen:
            periods.add(position - seen[gram])
        seen[gram] = position
    for period in sorted(periods):
        run = 0
        for position in range(size - period):
            run = run + 1 if tokens[position] == tokens[position + period] else 0
            times = run // period + 1
            phrase = tokens[position + 1 : position + 1 + period]
            if times > best[0] and any(token[0].isalpha() for token in phrase):
                best = (times, phrase)
    return best


def _repeated_share(tokens: list[str]) -> float:
    """The share of the words that lie in a four-word sequence seen before."""
    if len(tokens) < 2 * _NGRAM:
        return 0.0
    seen: set[tuple[str, ...]] = set()
    covered = -1
    repeated = 0
    for position in range(len(tokens) - _NGRAM + 1):
        gram = tuple(tokens[position : position + _NGRAM])
        if gram in seen:
            repeated += position + _NGRAM - max(covered, position)
            covered = position + _NGRAM
        seen.add(gram)
    return 2 * repeated / len(tokens) if repeated * 2 < len(tokens) else 1.0


def _compression(text: str) -> float:
    raw = text.encode("utf-8", errors="surrogatepass")
    return len(raw) / max(len(zlib.compress(raw, 6)), 1)
