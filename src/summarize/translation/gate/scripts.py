"""Checks of what language a hypothesis is in: copied source, wrong language, foreign words."""

from __future__ import annotations

import re
from collections.abc import Iterator

import py3langid
from rapidfuzz import fuzz

from summarize.text.dictionary import WordKind, kind
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
_ENTITY = re.compile(r"&#?\w+;")
_INSIDE_NAMES = " &'’./+"
_NOT_RUSSIAN = re.compile(r"[іїєґўәңқғүұө]", re.IGNORECASE)
_TELLING_LETTERS = 40
_TELLING_LETTERS_OF_NO_NAME = 20
"""Names may be from anywhere: "Jean-Claude Juncker and Ursula von der Leyen argued."."""
_TELLING_MARGIN = 12.0
_COPY_SIMILARITY = 92.0
_NAME_LIKE_WORDS = 6
_QUOTED_WORDS = 3
_LOOK_ALIKES = frozenset("aceopxyiABCEHKMOPTX" + "асеорхуіАВСЕНКМОРТХ")


def copied(source: Reading, hypothesis: Reading) -> Iterator[Check]:
    """The source handed back instead of a translation."""
    if not source.words or source.language == hypothesis.language:
        return
    if source.script != hypothesis.script and source.own_share == 0.0:
        return  # the source has no word of its own language to translate
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
    of_no_name = sum(len(word) for word in hypothesis.words if not _name_like(word))
    is_telling = letters >= _TELLING_LETTERS and of_no_name >= _TELLING_LETTERS_OF_NO_NAME
    if is_telling and hypothesis.own_share > 0.8 and not hypothesis.headline:
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
    if source.own_share < 0.5 or any(word not in source.lower for word in foreign):
        return False
    if len(foreign) == len(hypothesis.words) and any(map(is_common_english, foreign)):
        return False
    return not _untranslated(source, hypothesis)


def foreign_script(source: Reading, hypothesis: Reading) -> Iterator[Check]:
    """Letters of another script inside words, and words that were left untranslated.

    Names may stay in Latin letters («Apple», "The Hockey News"), and so may words that are spoken
    of as words; other words may not. A term of the source that no dictionary has is a warning.
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
    terms = [word for word in left if _is_term(word, source)]
    if len(terms) < len(left):
        yield reject("script", f"{quoted(left)} left in another script")
    elif terms:
        yield warn("script", f"{quoted(terms)} left as in the source")


def _is_term(word: str, source: Reading) -> bool:
    """Whether `word` stands in an English source and is none of the words a dictionary has."""
    if source.language != "en" or word not in source.text:
        return False
    return kind(fold(word), "en") is WordKind.UNKNOWN


def _looks_pure(word: str) -> bool:
    """Whether a single look-alike («С» for "C") is all that one of the scripts has in `word`."""
    letters = (_LATIN_LETTER.findall(word), _CYRILLIC_LETTER.findall(word))
    return any(len(found) == 1 and found[0] in _LOOK_ALIKES for found in letters)


def _left_in_place(source: Reading, hypothesis: Reading) -> list[str]:
    """The words of other scripts that no exception accounts for."""
    foreign = foreign_words(hypothesis.plain, hypothesis.script)
    others = [
        word
        for word in foreign
        if len(word) > 1
        and not _LATIN_LETTER.search(word)
        and not _spoken_of(hypothesis.plain, *_span(word, hypothesis.plain))
    ]
    if hypothesis.script == "Latn":
        return others
    left = [word for word in others if word not in source.text]
    return (
        left if source.language == hypothesis.language else left + _untranslated(source, hypothesis)
    )


def _untranslated(source: Reading, hypothesis: Reading) -> list[str]:
    """The Latin words in a hypothesis of another script that no name accounts for."""
    found: list[str] = []
    text = _ENTITY.sub(_blank, hypothesis.plain)
    for run in _latin_runs(text):
        words = [match[0] for match in run]
        start, end = run[0].start(), run[-1].end()
        names = [word for word in words if _name_like(word) or _DIGIT.search(word)]
        others = [word for word in words if word not in names and len(word) > 2]
        if not others and len(names) == 1 and len(names[0]) > 1 and fold(names[0]) in NEVER_KEPT:
            found += names
        if names and len(run) <= _NAME_LIKE_WORDS and _go_with_names(others, names, source):
            continue
        quoted_words = len(run) <= _QUOTED_WORDS and _marked(text, start, end)
        if not (quoted_words or _spoken_of(text, start, end)):
            found += [word for word in others if not _mentioned(word, source.text)]
    return found


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _go_with_names(others: list[str], names: list[str], source: Reading) -> bool:
    """Whether words in lower case are part of a name: "Bank of Ireland", "Homo naledi"."""
    if len(names) >= 2 and LINKING.issuperset(others):
        return True
    return bool(others) and all(_is_term(word, source) for word in others)


def _mentioned(word: str, text: str) -> bool:
    """Whether `text` speaks of the word itself, in quotation marks or the like."""
    return re.search(rf"[\"'«“‘*_:`]{re.escape(word)}[,.]?[\"'»”’*_:`]", text) is not None


def _latin_runs(text: str) -> list[list[re.Match[str]]]:
    """The sequences of Latin words in `text`; words joined by hyphens count as one."""
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
    return [run for run in runs if run]


def _marked(text: str, start: int, end: int) -> bool:
    """Whether what stands there is in quotation marks, brackets, or between signs for italics."""
    before = text[:start].rstrip()[-1:]
    after = text[end:].lstrip(" ,.!?")[:1]
    return before in tuple("«\"“„'‘(*_`") and after in tuple("»\"”“'’)*_`")


_SPEAKS_OF = re.compile(
    r"\b(?:words?|terms?|phrases?|expressions?|nouns?|verbs?|adjectives?|prefix|suffix|letters?"
    r"|syllables?|слов\w+|термин\w*|фраз\w+|выражени\w+|глагол\w*|существительн\w+"
    r"|прилагательн\w+|приставк\w+|префикс\w*|суффикс\w*|букв\w+|слог\w*)\W{1,4}$"
)
_MEANS = re.compile(
    r"\W{1,4}(?:means?|meaning|meant|translates? (?:as|to)"
    r"|значит|означает|означающ\w+|переводится)\b"
)


def _span(word: str, text: str) -> tuple[int, int]:
    start = text.index(word)
    return start, start + len(word)


def _spoken_of(text: str, start: int, end: int) -> bool:
    """Whether `text` says of what stands there that it is a word, or what it means."""
    return bool(_SPEAKS_OF.search(fold(text[:start])) or _MEANS.match(fold(text[end:])))
