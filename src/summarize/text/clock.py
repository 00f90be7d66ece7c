"""Which numbers of a text are times of day: "9:40 p.m.", «в половине десятого», "noon".

Only what is a time for sure becomes one. "At nine", «в 9 часов» and "21.40" stay numbers, which
agree with a time by its hours and minutes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from summarize.text.number import NOON, Clock, Number, Weight

_HINTS = {
    "en": re.compile(
        r"\d:\d\d|\b[ap]\.?\s?m\b|\d[ap]m\b|noon|midday|midnight|past|quarter|morning|afternoon"
        r"|evening|night|\d{4}\s?(?:gmt|utc|hours|hrs)"
    ),
    "ru": re.compile(r"\d:\d\d|час|утра|дня|вечера|ночи|пополу|полдень|полноч|половин|четверт|без"),
}
_PART = {
    "en": re.compile(
        r"(?:\s*o['’]?\s?clock)?\s*(?P<part>a\.?\s?m\b|p\.?\s?m\b|noon\b|midnight\b"
        r"|(?:in\s+the|on\s+\w+|this|that|yesterday|tomorrow)\s+(?:early\s+|late\s+)?"
        r"(?:morning|afternoon|evening)\b|(?:at|that|on\s+\w+)\s+night\b|tonight\b)"
    ),
    "ru": re.compile(
        r"(?:\s*(?P<hours>ч(?:ас(?:ов|а|у|ам)?)?\b\.?))?\s*"
        r"(?P<part>утра|дня|вечера|ночи|пополудни|пополуночи)\b"
    ),
}
_NAMED = {
    "noon": NOON, "midday": NOON, "midnight": 0, "полдень": NOON, "полудня": NOON, "полночь": 0,
    "полуночи": 0,
}  # fmt: skip
_AFTERNOON = re.compile(r"после\s*$")
_CLOSE = 12
_MINUTES = re.compile(r"[0-5]\d")
_MORE_DIGITS = re.compile(r"[:.,]\d")
_DECIMAL_TIME = re.compile(r"(\d{1,2})\.([0-5]\d)")
_FOUR_DIGITS = re.compile(r"([012]\d)([0-5]\d)")
_FOUR_DIGIT_TIME = re.compile(r"\s?(?:gmt|utc|hours|hrs)\b")
_PAST = re.compile(r"[\s-]+(?:minutes\s+)?(?:past|after|(?P<before>to|before|of))\s+")
_OF_THE_HOUR = re.compile(r"(?:\s+минуты?)?\s+")
_LESS = re.compile(r"\bбез\s+$")
_NEXT_HOUR = re.compile(r"(?:ого|ьего)$")
_CURRENT_HOUR = re.compile(r"\s+часу\b")
_AT = re.compile(r"(?:^|\s)(?:в|во|к|ко|до|около|после|с|со|на|примерно|и)\s+$")
_ONE_O_CLOCK = re.compile(
    r"(?:^|\s)((?:час|(?<=до )часу|(?<=[ск] )часу|(?<=около )часа|(?<=после )часа)"
    r"\s+(?P<part>дня|ночи))\b"
)


def with_times(text: str, lower: str, language: str, numbers: Sequence[Number]) -> list[Number]:
    """`numbers`, those that are times of day as such."""
    if language not in _HINTS or not _HINTS[language].search(lower):
        return list(numbers)
    return list(_Times(text, lower, language, numbers).numbers())


class _Times:
    """One pass over the numbers of a text."""

    def __init__(self, text: str, lower: str, language: str, numbers: Sequence[Number]) -> None:
        self.text = text
        self.lower = lower
        self.language = language
        self.given = numbers

    def numbers(self) -> Iterator[Number]:
        """The numbers, in reading order but for «час ночи», which has none of its own."""
        place = 0
        while place < len(self.given):
            time, taken = self._time(place)
            yield time or self.given[place]
            place += taken
        if self.language == "ru":
            for match in _ONE_O_CLOCK.finditer(self.lower):
                if not any(number.span[1] == match.start(1) - 1 for number in self.given):
                    yield self._made(*match.span(1), _in_part(1, 0, match["part"]))

    def _time(self, place: int) -> tuple[Number | None, int]:
        """The time that begins at a place, and how many numbers it takes."""
        number = self.given[place]
        if number.sense is not None:
            return None, 1
        if place + 1 < len(self.given) and self.given[place + 1].sense is None:
            following = self.given[place + 1]
            for read in (self._spoken, self._in_digits, self._twelve):
                if time := read(number, following):
                    return time, 2
        if number.text.lower() in _NAMED:
            return self._named(number), 1
        return self._hour(number), 1

    def _in_digits(self, hours: Number, minutes: Number) -> Number | None:
        """Hours and minutes: 9:40, 9:40 p.m., 21:40."""
        hour, (start, _), end = hours.plain, hours.span, minutes.span[1]
        if hour is None or hour > 24 or not hours.text.isdecimal():
            return None
        if self._between(hours, minutes) != ":" or not _MINUTES.fullmatch(minutes.text):
            return None
        if _MORE_DIGITS.match(self.lower, end) or self.lower[max(0, start - 1) : start] == ":":
            return None  # 2:05:33
        minute = int(minutes.text)
        if part := self._part(end):
            return self._made(start, part.end(), _in_part(hour, minute, part["part"]), minute)
        either = self.language == "en" and 0 < hour <= 12 and not hours.text.startswith("0")
        first = (hour % 12 if either else hour % 24) * 60 + minute
        readings = frozenset({first, first + NOON} if either else {first})
        return self._made(start, end, readings, minute)

    def _hour(self, number: Number) -> Number | None:
        """An hour with a part of the day: 9 p.m., «девять вечера», 9.30pm."""
        start, end = number.span
        if split := _FOUR_DIGITS.fullmatch(number.text):
            return self._four_digits(number, *map(float, split.groups()))
        hour, minute = number.plain, 0
        if split := _DECIMAL_TIME.fullmatch(number.text):
            hour, minute = int(split[1]), int(split[2])
        if hour is None or hour > 24:
            return None
        if _CURRENT_HOUR.match(self.lower, end):  # «в девятом часу» is after eight
            hours = {hour, hour - 1, hour + 12, hour + 11}
            return replace(number, values=frozenset(map(float, hours)))
        part = self._part(end)
        if part is None or (self.language == "ru" and self._counts(number, hour, part)):
            return None
        return self._made(start, part.end(), _in_part(hour, minute, part["part"]), minute)

    def _four_digits(self, number: Number, hour: float, minute: float) -> Number | None:
        """Numbers like 1830 in "1830 GMT" stay numbers that can mean a time."""
        if not _FOUR_DIGIT_TIME.match(self.lower, number.span[1]):
            return None
        values = number.values | {hour} | ({minute} if minute else set())
        return replace(number, values=values, weight=Weight.DIGITS)

    def _counts(self, number: Number, hour: int, part: re.Match[str]) -> bool:
        """Whether it counts days or nights rather than hours: «3 дня» as in «через 3 дня»."""
        if part["hours"] or hour % 10 not in (1, 2, 3, 4) or 10 < hour < 20:
            return False
        return part["part"] == "дня" or not _AT.search(self.lower, *_before(number))

    def _named(self, number: Number) -> Number | None:
        """Noon and midnight, which a translation may name otherwise."""
        start, end = number.span
        if _AFTERNOON.search(self.lower, *_before(number)):  # «после полудня»
            return None
        minutes = frozenset({_NAMED[number.text.lower()]})
        return self._made(start, end, minutes, weight=Weight.LOOSE)

    def _twelve(self, number: Number, following: Number) -> Number | None:
        """Times like "12 noon"."""
        name = following.text.lower()
        if number.plain != 12 or name not in _NAMED or self._between(number, following) != " ":
            return None
        return self._made(number.span[0], following.span[1], frozenset({_NAMED[name]}))

    def _spoken(self, number: Number, following: Number) -> Number | None:
        """Times like "half past nine", "a quarter to ten", «в половине десятого»."""
        hour, minute = following.plain, _spoken_minutes(number)
        if hour is None or minute is None or not 1 <= hour <= 12:
            return None
        until = self._is_until(number, following, minute)
        if until is None:
            return None
        if until or self.language == "ru":  # «половина десятого» is half past nine
            hour = hour - 1 or 12
        minute = 60 - minute if until else minute
        start, end = number.span[0], following.span[1]
        if part := self._part(end):
            return self._made(start, part.end(), _in_part(hour, minute, part["part"]), minute)
        first = hour % 12 * 60 + minute
        return self._made(start, end, frozenset({first, first + NOON}), minute)

    def _is_until(self, number: Number, following: Number, minute: int) -> bool | None:
        """Whether the minutes are those before the hour; None when it is no time at all."""
        between = self._between(number, following)
        if self.language == "en":
            past = _PAST.fullmatch(between)
            if past is None or (past["before"] and minute != 15):  # "ten to nine" may be votes
                return None
            return bool(past["before"])
        if not _OF_THE_HOUR.fullmatch(between):
            return None
        if _LESS.search(self.lower, *_before(number)):  # «без пяти девять»
            return True
        named = minute in (15, 30) and not number.text.isdecimal()
        return False if named and _NEXT_HOUR.search(following.text.lower()) else None

    def _part(self, position: int) -> re.Match[str] | None:
        return _PART[self.language].match(self.lower, position)

    def _between(self, number: Number, following: Number) -> str:
        return self.lower[number.span[1] : following.span[0]]

    def _made(
        self,
        start: int,
        end: int,
        minutes: frozenset[int],
        minute: int = 0,
        weight: Weight = Weight.DIGITS,
    ) -> Number:
        span, text = (start, end), self.text[start:end]
        hours = {each // 60 for each in minutes}
        hours |= {(hour + 11) % 12 + 1 for hour in hours} | ({24} if 0 in hours else set())
        parts = [Number(text, frozenset(map(float, hours)), weight, span=span)]
        if minute:
            parts.append(Number(text, frozenset({float(minute)}), weight, span=span))
        clock = Clock(minutes)
        return Number(text, frozenset(), weight, span=span, sense=clock, parts=tuple(parts))


def _before(number: Number) -> tuple[int, int]:
    """From where to where the word before a number is to be looked for."""
    start = number.span[0]
    return max(0, start - _CLOSE), start


def _spoken_minutes(number: Number) -> int | None:
    word = number.text.lower()
    if word.startswith(("half", "половин")):
        return 30
    if word.startswith(("quarter", "четверт")):
        return 15
    return number.plain if number.plain and number.plain < 60 else None


def _in_part(hour: int, minute: int, part: str) -> frozenset[int]:
    """The minutes after midnight of an hour in a part of the day."""
    if hour == 0 or hour > 12:
        return frozenset({hour % 24 * 60 + minute})
    early = hour % 12 * 60 + minute
    late = early + NOON
    match part.split()[-1]:
        case "ночи" | "night" | "midnight" | "tonight":
            either = {early, late} if 5 <= hour <= 8 else {late if 8 < hour < 12 else early}
            return frozenset(either)
        case "дня":
            return frozenset({early if hour in (10, 11) else late})
        case "вечера" | "evening":
            return frozenset({early if hour == 12 else late})
        case "утра" if hour == 12:
            return frozenset({early, late})
        case "утра" | "morning" | "пополуночи":
            return frozenset({early})
    return frozenset({early if part.startswith("a") else late})
