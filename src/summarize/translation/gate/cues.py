"""Checks of small signs that carry meaning: negation, questions, quotation marks, brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarize.translation.gate.reading import Reading
from summarize.translation.gate.verdict import reject, warn
from summarize.types import Check

_NEGATION = {
    "en": re.compile(
        r"(?<!or )\bnot\b(?! only| just)|n't\b"
        r"|\bno\b(?!\.?\s*\d| matter| (?:more|less|\w+er) than)"
        r"|(?!\b(?:un|b|regard|never\w*|none\w*)less\b)\b\w+less\b"
        r"|\b(?:never|none|nobody|nothing|nowhere|neither|nor|cannot|without)\b"
    ),
    "ru": re.compile(
        r"(?<!как )(?<!или )\bне\b(?! менее| более| только| просто| раз\b| считая)"
        r"|(?<!или )\bнет\b|(?<!как )\bникогда\b"
        r"|\b(?:ни|нельзя|никто|никого|никому|никем|ничто|ничего|ничему|ничем"
        r"|нигде|никуда|никак|никакой|никаких|никакого|никакие|никакая|никакую|ни один|без|незачем"
        r"|нечего|некого)\b"
    ),
}
"""Words that negate outright."""

_SOFT_NEGATION = {
    "en": re.compile(
        r"\b(?:un|in|im|il|ir|dis|mis|non|anti)-?\w{4,}|\b(?:hardly|barely|scarcely|rarely|seldom"
        r"|few|little|fail\w*|refus\w*|den(?:y|ied|ies|ying)|lack\w*|absen\w+|avoid\w*|prevent\w*"
        r"|stop\w*|except|unless|until|only|just|rather|instead|yet|but|ban\w*|prohibit\w*|free"
        r"|reject\w*|los[est]\w*|miss\w*|minus|zero|out of|too|far from|anything|anyone|any"
        r"|although|though|despite|remain\w*|keep|kept|beyond|against|away|half|least|still"
        r"|impossib\w*|almost|nearly|halt\w*|cease\w*|end(?:ed|s)?|wrong|bad\w*|poor\w*|drop\w*)\b"
    ),
    "ru": re.compile(
        r"\b(?:не|бес|без|анти|контр)\w{4,}|\b(?:едва|вряд|редко|мало|немног\w+|отказ\w*|отриц\w*"
        r"|отсутств\w*|избе[гж]\w*|предотвра\w*|прекра\w*|кроме|пока|только|лишь|вместо|скорее"
        r"|запре\w*|отверг\w*|потер\w*|лиш\w*|ноль|слишком|да(?:леко|же)|хотя|несмотря|остав\w*"
        r"|против|почти|останов\w*|плохо\w*|конч\w*|зря|иначе|а|но|наоборот|невоз\w*|сомн\w*"
        r"|осталь\w*|уклон\w*|мимо|чтобы|вне|провал\w*)\b"
    ),
}
"""Words that can stand for a negation of the other language."""


def negation(source: Reading, hypothesis: Reading) -> Iterator[Check]:
    """A negation lost or gained."""
    if source.language not in _NEGATION or hypothesis.language not in _NEGATION:
        return
    before, after = _negated(source), _negated(hypothesis)
    if before and not after and not _softly(hypothesis):
        yield warn("negation", f'"{before}" of the source has no counterpart')
    elif after and not before and not _softly(source):
        yield warn("negation", f'"{after}" is not in the source')


def _negated(reading: Reading) -> str:
    found = _NEGATION[reading.language].search(reading.lower)
    return found[0] if found else ""


def _softly(reading: Reading) -> bool:
    return bool(_SOFT_NEGATION[reading.language].search(reading.lower))


_QUESTION = re.compile(r"[?？؟]")


def question(source: Reading, hypothesis: Reading) -> Iterator[Check]:
    """A question that is none any more, as when a chat model answers it."""
    asks = _QUESTION.search(source.plain[-4:])
    if asks and not _QUESTION.search(hypothesis.plain):
        yield reject("question", "the source asks, the translation does not")
    elif _QUESTION.search(hypothesis.plain[-4:]) and not _QUESTION.search(source.plain):
        yield warn("question", "the translation asks, the source does not")


_DANGLING = {
    "en": re.compile(
        r"\b(?:the|an|and|or)\s*[.!?;)]|(?<!\bin )\bbetween\s*[.,!?;)]|\bbetween and\b"
        r"|\b(?:the|of|into|during|among|[Aa]ccording to)\s*,"
        r"|\b(?:of|in|on|at|by|for|from|to|with|into|during)\s+[.,!?;)]"
    ),
    "ru": re.compile(r"(?<!\()(?<![\dIVXLC]\s)\b(?:в|на|из|от|для|при|об|и|или|со|ко)\s*[.!?;)]"),
}
"""Articles, prepositions and conjunctions that nothing follows."""


def dangling(source: Reading, hypothesis: Reading) -> Iterator[Check]:
    """A little word that nothing follows, as where a name has dropped out."""
    pattern = _DANGLING.get(hypothesis.language)
    found = pattern.search(hypothesis.text) if pattern else None
    excused = source.language in _DANGLING and _DANGLING[source.language].search(source.text)
    if found and not excused:
        yield warn("dangling", f'something is missing at "{found[0]}"')


_BRACKETS = (("(", ")"), ("[", "]"), ("{", "}"))


def punctuation(source: Reading, hypothesis: Reading) -> Iterator[Check]:
    """Marks without a partner, or no final one, where the source has them."""
    for opening, closing in _BRACKETS:
        if _odd(hypothesis.text, opening, closing) and not _odd(source.text, opening, closing):
            yield warn("punctuation", f'unbalanced "{opening}{closing}"')
    if _FINAL.search(source.text) and hypothesis.text[-1:].isalnum():
        yield warn("punctuation", "the final punctuation is missing")
    if _odd_quotes(hypothesis.text) and not _odd_quotes(source.text):
        yield warn("punctuation", "a quotation mark has no partner")


def _odd(text: str, opening: str, closing: str) -> bool:
    return text.count(opening) != text.count(closing)


_DOUBLE_QUOTES = re.compile(r"[\"«»“”„]")
_FINAL = re.compile(r"[.!?…。！？][\s\"'»”’)\]]*$")
_FINAL_MARKS = " .,!?…:;"


def _odd_quotes(text: str) -> bool:
    """Whether a quotation mark has no partner; at either end it may be in another segment."""
    inner = text[1:].rstrip(_FINAL_MARKS)[:-1]
    return len(_DOUBLE_QUOTES.findall(text)) % 2 == 1 and bool(_DOUBLE_QUOTES.search(inner))
