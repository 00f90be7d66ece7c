"""Checks of what language a hypothesis is in: copied source, wrong language, foreign words."""

from __future__ import annotations

import re
from collections.abc import Iterator

import py3langid
from rapidfuzz import fuzz

from summarize.text.scripts import foreign_words
from summarize.translation.gate.reading import Reading, fold
from summarize.translation.gate.verdict import quoted, reject, warn
from summarize.translation.gate.vocabulary import (
    FUNCTION_WORDS,
    LINKING,
    NEVER_KEPT,
    is_common_english,
)
from summarize.types import Check

_MIXED = re.compile(r"\w*(?:[A-Za-z][а-яёіїєґў]|[а-яёіїєґў][A-Za-z])\w*", re.IGNORECASE)
_HYPHENATED = re.compile(r"\w+(?:['’‑−-]\w+)*")
_LATIN_LETTER = re.compile(r"[A-Za-zÀ-ʯ]")
_CYRILLIC_LETTER = re.compile(r"[Ѐ-ӿ]")
_DIGIT = re.compile(r"\d")
_INSIDE_NAMES = " &'’./+"
_NOT_RUSSIAN = re.compile(r"[іїєґўәңқғүұө]", re.IGNORECASE)
_TELLING_LETTERS = 40
_TELLING_MARGIN = 12.0
_COPY_SIMILARITY = 92.0
_NAME_LIKE_WORDS = 6
_QUOTED_WORDS = 3
_LOOK_ALIKES = frozenset("aceopxyiABCEHKMOPTX" + "асеорхуіАВСЕНКМОРТХ")


def copied(source: Reading, hypothesis: Reading) -> Iterator[Check]:
    """The source handed back instead of a translation."""
    if not source.words or source.language == hypothesis.language:
        return
    whole = len(source.words) > 1 and source.lower in hypothesis.lower
    if whole and len(hypothesis.words) > len(source.words) and not _only_names(source):
        yield reject("copied", "the translation repeats the source")
        return
    if fuzz.ratio(source.lower, hypothesis.lower) < _COPY_SIMILARITY:
        return
    if _only_names(source):
        common = sum(is_common_english(word) for word in source.folded)
        if len(source.words) > _NAME_LIKE_WORDS or (common > 1 and len(source.words) > 4):
            yield reject("copied", "the translation is the source")
        elif common:
            yield warn("copied", "the translation is the source")
    elif len(source.words) > 1 or len(source.words[0]) > 3:
        yield reject("copied", "the translation is the source")


def _only_names(source: Reading) -> bool:
    return all(_name_like(word) for word in source.words)


def _name_like(word: str) -> bool:
    """Whether a word is written like a name: any capital in it."""
    return word.lower() != word


def wrong_language(source: Reading, hypothesis: Reading) -> Iterator[Check]:
    """Written in another script or another language than the target."""
    if not hypothesis.words or hypothesis.language == source.language:
        return
    if hypothesis.own_share < 0.5:
        if not _only_kept_names(source, hypothesis):
            yield reject("language", f"most letters are not {hypothesis.script}")
        return
    if hypothesis.language == "ru":
        strange = _NOT_RUSSIAN.findall(hypothesis.text)
        if len(strange) >= 2 and not _NOT_RUSSIAN.search(source.text):
            yield reject("language", f"letters that Russian does not have: {quoted(strange)}")
            return
    if len(FUNCTION_WORDS.get(hypothesis.language, frozenset()) & hypothesis.vocabulary) >= 2:
        return  # no need to ask
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


def _only_kept_names(source: Reading, hypothesis: Reading) -> bool:
    """Whether what a hypothesis has in a foreign script is names that the source has."""
    foreign = [fold(word) for word in foreign_words(hypothesis.plain, hypothesis.script)]
    if source.own_share < 0.5 or not source.vocabulary.issuperset(foreign):
        return False
    if len(foreign) == len(hypothesis.words) and any(map(is_common_english, foreign)):
        return False
    return not _untranslated(source, hypothesis)


def foreign_script(source: Reading, hypothesis: Reading) -> Iterator[Check]:
    """Letters of another script inside words, and words that were left untranslated.

    Names may stay in Latin letters («Apple», "The Hockey News"), and so may words quoted as words;
    other words may not.
    """
    if hypothesis.own_share == 1.0 or not hypothesis.words:
        return
    mixed = [word for word in _MIXED.findall(hypothesis.plain) if word not in source.text]
    visible = [word for word in mixed if not _looks_pure(word)]
    if visible:
        yield reject("script", f"scripts mixed inside {quoted(visible)}")
        return
    if mixed:
        yield warn("script", f"look-alike letters of another script inside {quoted(mixed)}")
    left = _left_in_place(source, hypothesis)
    if left:
        yield reject("script", f"{quoted(left)} left in another script")


def _looks_pure(word: str) -> bool:
    """Whether a single look-alike («С» for "C") is all that one of the scripts has in `word`."""
    letters = (_LATIN_LETTER.findall(word), _CYRILLIC_LETTER.findall(word))
    return any(len(found) == 1 and found[0] in _LOOK_ALIKES for found in letters)


def _left_in_place(source: Reading, hypothesis: Reading) -> list[str]:
    """The words of other scripts that no exception accounts for."""
    foreign = foreign_words(hypothesis.plain, hypothesis.script)
    others = [word for word in foreign if len(word) > 1 and not _LATIN_LETTER.search(word)]
    if hypothesis.script == "Latn":
        return others
    left = [word for word in others if word not in source.text]
    return (
        left if source.language == hypothesis.language else left + _untranslated(source, hypothesis)
    )


def _untranslated(source: Reading, hypothesis: Reading) -> list[str]:
    """The Latin words in a hypothesis of another script that no name accounts for."""
    found: list[str] = []
    for run, in_quotes in _latin_runs(hypothesis.plain):
        names = [word for word in run if _name_like(word) or _DIGIT.search(word)]
        others = [word for word in run if word not in names and len(word) > 2]
        if not others and len(names) == 1 and len(names[0]) > 1 and fold(names[0]) in NEVER_KEPT:
            found += names
        if len(names) >= 2 and len(run) <= _NAME_LIKE_WORDS and LINKING.issuperset(others):
            continue
        if not (in_quotes and len(run) <= _QUOTED_WORDS):
            found += [word for word in others if not _mentioned(word, source.text)]
    return found


def _mentioned(word: str, text: str) -> bool:
    """Whether `text` speaks of the word itself, in quotation marks."""
    return re.search(rf"[\"'«“‘]{re.escape(word)}[,.]?[\"'»”’]", text) is not None


def _latin_runs(text: str) -> list[tuple[list[str], bool]]:
    """The sequences of Latin words in `text`, and whether each stands alone in quotation marks.

    Words joined by hyphens count as one.
    """
    runs: list[list[re.Match[str]]] = [[]]
    position = 0
    for match in _HYPHENATED.finditer(text):
        if text[position : match.start()].strip(_INSIDE_NAMES):
            runs.append([])
        if _LATIN_LETTER.search(match[0]) and not _CYRILLIC_LETTER.search(match[0]):
            runs[-1].append(match)
        else:
            runs.append([])
        position = match.end()
    return [([match[0] for match in run], _in_quotes(text, run)) for run in runs if run]


def _in_quotes(text: str, run: list[re.Match[str]]) -> bool:
    before = text[: run[0].start()].rstrip()[-1:]
    after = text[run[-1].end() :].lstrip(" ,.!?")[:1]
    return before in tuple("«\"“„'‘(") and after in tuple("»\"”“'’)")
