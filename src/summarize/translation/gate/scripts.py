"""Checks of what language a hypothesis is in: copied source, wrong language, foreign words."""

from __future__ import annotations

import re
from collections.abc import Iterator

import py3langid
from rapidfuzz import fuzz

from summarize.text.scripts import foreign_letter, foreign_words
from summarize.translation.gate.reading import WORD, Reading
from summarize.translation.gate.vocabulary import COMMON_ENGLISH, LINKING
from summarize.translation.gate.verdict import quoted, reject, warn
from summarize.types import Check

_MIXED = re.compile(r"\w*(?:[A-Za-z][а-яёіїєґў]|[а-яёіїєґў][A-Za-z])\w*", re.IGNORECASE)
_LATIN_RUN = re.compile(r"[^\W\d_]+(?:['’.&/+-]*[^\W\d_]+)*(?:\s+(?:&\s+)?[^\W\d_]+)*")
_NOT_RUSSIAN = re.compile(r"[іїєґўәңқғүұө]", re.IGNORECASE)
_TELLING_LETTERS = 40
_TELLING_MARGIN = 12.0
_COPY_SIMILARITY = 92.0
_NAME_LIKE_WORDS = 6


def copied(source: Reading, hypothesis: Reading) -> Iterator[Check]:
    """The source handed back instead of a translation."""
    if not source.words or source.language == hypothesis.language:
        return
    if fuzz.ratio(source.lower, hypothesis.lower) < _COPY_SIMILARITY:
        return
    if all(_name_like(word) for word in source.words):
        few = len(source.words) <= _NAME_LIKE_WORDS
        if few and not COMMON_ENGLISH.intersection(source.folded):
            return
        yield (warn if few else reject)("copied", "the translation is the source")
    elif len(source.words) > 1 or len(source.words[0]) > 3:
        yield reject("copied", "the translation is the source")


def _name_like(word: str) -> bool:
    """Whether a word is written like a name: any capital in it."""
    return word.lower() != word


def wrong_language(source: Reading, hypothesis: Reading) -> Iterator[Check]:
    """Written in another script or another language than the target."""
    if not hypothesis.words or hypothesis.language == source.language:
        return
    if hypothesis.own_share < 0.5:
        kept = source.own_share > 0.5 and _all_names(source, hypothesis)
        if not kept:
            yield reject("language", f"most letters are not {hypothesis.script}")
        return
    if hypothesis.language == "ru":
        strange = _NOT_RUSSIAN.findall(hypothesis.text)
        if len(strange) >= 2 and not _NOT_RUSSIAN.search(source.text):
            yield reject("language", f"letters that Russian does not have: {quoted(strange)}")
            return
    letters = sum(map(len, hypothesis.words))
    if letters >= _TELLING_LETTERS and hypothesis.own_share > 0.8 and not hypothesis.headline:
        yield from _identified(hypothesis)


def _identified(hypothesis: Reading) -> Iterator[Check]:
    text = hypothesis.plain
    if py3langid.classify(text)[0] == hypothesis.language:
        return
    ranking = py3langid.rank(text)
    scores = dict(ranking)
    best, score = ranking[0]
    if hypothesis.language in scores and score - scores[hypothesis.language] > _TELLING_MARGIN:
        yield reject("language", f'the translation seems to be in "{best}"')


def _all_names(source: Reading, hypothesis: Reading) -> bool:
    """Whether a hypothesis in a foreign script consists of names that the source has."""
    return all(
        word in source.vocabulary and _name_like(written) and word not in COMMON_ENGLISH
        for word, written in zip(hypothesis.folded, hypothesis.words, strict=True)
    )


def foreign_script(source: Reading, hypothesis: Reading) -> Iterator[Check]:
    """Letters of another script inside words, and words that were left untranslated.

    Names may stay in Latin letters («Apple», "The Hockey News"); words in lower case may not.
    """
    if not hypothesis.words:
        return
    mixed = [word for word in _MIXED.findall(hypothesis.plain) if word not in source.text]
    if mixed:
        yield reject("script", f"scripts mixed inside {quoted(mixed)}")
    if hypothesis.own_share == 1.0:
        return
    foreign = foreign_words(hypothesis.plain, hypothesis.script)
    latin = [word for word in foreign if "a" <= word[0].lower() <= "ʯ"]
    others = [word for word in foreign if word not in latin and len(word) > 1]
    left = [word for word in others if hypothesis.script == "Latn" or word not in source.text]
    if latin and source.language != hypothesis.language:
        left += _untranslated(source, hypothesis)
    if left and not mixed:
        yield reject("script", f"{quoted(left)} left in another script")


def _untranslated(source: Reading, hypothesis: Reading) -> list[str]:
    """The Latin words in a hypothesis of another script that no name accounts for."""
    found: list[str] = []
    for run in _latin_runs(hypothesis):
        words = WORD.findall(run)
        names = [word for word in words if _name_like(word)]
        links = [word for word in words if word.lower() in LINKING]
        if names and len(names) + len(links) == len(words):
            if len(words) == 1 and words[0].lower() in COMMON_ENGLISH:
                found += words
            continue
        if source.script == "Latn" or run.lower() not in source.lower:
            title = len(names) >= 2 and len(words) <= _NAME_LIKE_WORDS
            if not title:
                found += [word for word in words if not _name_like(word) and len(word) > 2]
    return found


def _latin_runs(hypothesis: Reading) -> list[str]:
    latin = foreign_letter(hypothesis.script)
    runs, current = [], ""
    position = 0
    for match in WORD.finditer(hypothesis.plain):
        between = hypothesis.plain[position : match.start()]
        if latin.match(match[0]):
            joined = current and not between.strip(" &'’-./+0123456789")
            if joined:
                current += between + match[0]
            else:
                runs.append(current)
                current = match[0]
        else:
            runs.append(current)
            current = ""
        position = match.end()
    return [run for run in [*runs, current] if run]
