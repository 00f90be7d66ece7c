"""Which numbers of a text are days of a month: "March 1", «с 1 по 5 марта», "the first of May"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from summarize.text.number import Day, Month, Number, Weight
from summarize.text.numbers import lowered

_ENGLISH = (
    "january|jan feb(?:ruary)? march|mar apr(?:il)? may june?|jun july?|jul aug(?:ust)? "
    "sep(?:t(?:ember)?)? oct(?:ober)? nov(?:ember)? dec(?:ember)?"
).split()
_RUSSIAN = (
    "январ(?:[ьяюе]|ем|ск\\w+)|янв феврал(?:[ьяюе]|ем|ьск\\w+)|фев март(?:[ауе]|ом|овск\\w+)? "
    "апрел(?:[ьяюе]|ем|ьск\\w+)|апр ма(?:[йяюе]|ем|йск\\w+) июн(?:[ьяюе]|ем|ьск\\w+) "
    "июл(?:[ьяюе]|ем|ьск\\w+) август(?:[ауе]|ом|овск\\w+)?|авг сентябр(?:[ьяюе]|ем|ьск\\w+)|сент "
    "октябр(?:[ьяюе]|ем|ьск\\w+)|окт ноябр(?:[ьяюе]|ем|ьск\\w+)|нояб "
    "декабр(?:[ьяюе]|ем|ьск\\w+)|дек"
).split()

_SUFFIX = r"(?:st|nd|rd|th|-?(?:го|е|ое|ого|му|м|ому|ым))?"
_BEFORE = re.compile(rf"{_SUFFIX}(?:\s+of\s+|[\s-]+)")
_AFTER = re.compile(r"\.?\s+(?:the\s+)?")
_LIST = re.compile(
    rf"{_SUFFIX}(?:\s*[-–—,/]\s*|\s+(?:(?:to|and|or|through|thru|until|по|до|и|или|на)\s+)?)"
    r"(?:the\s+)?"
)
_FORWARD = re.compile(
    rf"{_SUFFIX}(?:\s*[-–—/]\s*|\s+(?:to|and|or|through|thru|until)\s+)(?:the\s+)?"
)
_BARE_CONTEXT = re.compile(
    r"\b(?:in|of|since|by|from|until|till|last|next|this|early|late|mid|and|to)[\s-]+$"
)
_YEAR = re.compile(r",?\s+\d{4}\b")


def _pattern(months: Sequence[str]) -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:{'|'.join(f'(?P<m{n}>{month})' for n, month in enumerate(months, start=1))})\b"
    )


_MONTHS = {"en": _pattern(_ENGLISH), "ru": _pattern(_RUSSIAN)}
_DOUBTFUL = frozenset({"may", "march", "mar", "jan"})
"""English months that are other words, or names, too."""


@dataclass(frozen=True, slots=True)
class _Mention:
    """A month in a text.

    Attributes:
        alone: Whether it is one even where no day stands beside it.
    """

    month: int
    start: int
    end: int
    alone: bool


def with_days(text: str, lower: str, language: str, numbers: Sequence[Number]) -> list[Number]:
    """`numbers`, those beside a month as days, and the months without a day added."""
    mentions = _mentions(text, lower, language)
    if not mentions:
        return list(numbers)
    dated = list(numbers)
    for mention in mentions:
        places = _days(lower, language, dated, mention)
        for place in places:
            dated[place] = _as_day(text, dated[place], mention)
        if not places and mention.alone:
            span = (mention.start, mention.end)
            value = frozenset({float(mention.month)})
            sense = Month(mention.month)
            dated.append(Number(text[slice(*span)], value, Weight.LOOSE, 1.0, span, sense))
    return sorted(dated, key=lambda number: number.span)


def month_mentioned(text: str, language: str) -> bool:
    """Whether a text may name a month."""
    return language in _MONTHS and bool(_MONTHS[language].search(lowered(text)))


def _mentions(text: str, lower: str, language: str) -> list[_Mention]:
    if language not in _MONTHS:
        return []
    mentions = []
    for found in _MONTHS[language].finditer(lower):
        start, end = found.span()
        capital = text[start].isupper()
        if capital or language != "en":
            month = int(str(found.lastgroup)[1:])
            # English writes months with a capital and Russian does not: «Марта» is a name.
            alone = not capital if language == "ru" else _stands_alone(lower, found)
            mentions.append(_Mention(month, start, end, alone))
    return mentions


def _stands_alone(lower: str, found: re.Match[str]) -> bool:
    if found[0] not in _DOUBTFUL:
        return True
    return bool(_BARE_CONTEXT.search(lower, 0, found.start()) or _YEAR.match(lower, found.end()))


def _days(lower: str, language: str, numbers: Sequence[Number], mention: _Mention) -> list[int]:
    """Where in `numbers` the days of the mentioned month stand."""
    for place, number in enumerate(numbers):
        if _is_day(number) and _BEFORE.fullmatch(lower, number.span[1], mention.start):
            return _listed(lower, numbers, place, -1, _LIST)
    if language == "en":
        for place, number in enumerate(numbers):
            if _is_day(number) and _AFTER.fullmatch(lower, mention.end, number.span[0]):
                return _listed(lower, numbers, place, +1, _FORWARD)
    return []


def _listed(
    lower: str, numbers: Sequence[Number], place: int, step: int, gap: re.Pattern[str]
) -> list[int]:
    """The places of the days of a range or list that ends, or begins, at `place`."""
    places = [place]
    while 0 <= (other := places[-1] + step) < len(numbers) and _is_day(numbers[other]):
        first, second = sorted((places[-1], other))
        if not gap.fullmatch(lower, numbers[first].span[1], numbers[second].span[0]):
            break
        places.append(other)
    return places


def _is_day(number: Number) -> bool:
    return number.plain is not None and 1 <= number.plain <= 31


def _as_day(text: str, number: Number, mention: _Mention) -> Number:
    day, name = number.plain, text[mention.start : mention.end]
    assert day is not None
    in_order = number.span[0] < mention.start
    return Number(
        f"{number.text} {name}" if in_order else f"{name} {number.text}",
        frozenset(),
        Weight.DIGITS,
        span=number.span,
        sense=Day(frozenset({(mention.month, day)})),
        parts=(number,),
    )
