"""Which numbers a text speaks of, whether in digits or in words.

A number is a set of values, since one spelling can be read in several ways: "1.500" is one and a
half in English and one thousand five hundred in German. Number words are known for English and
Russian; digits are read in every language. What else a number is (a measure, a time, a day), and
which numbers agree, is said elsewhere: `quantities`, `agreement`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from summarize.text.compounds import compound
from summarize.text.digits import FRACTIONS, SPACE, hour_or_day, readings, roman, set_expression
from summarize.text.number import Code, Measure, Number, Weight
from summarize.text.numerals import CRORE, SUFFIX_SCALES, Numeral, Role, lexicon

_TOKEN = re.compile(
    rf"\d+(?:[{SPACE}.,'’]\d{{3}}(?!\d))+(?:[.,]\d+)?"  # 13 269 or 1,234,567.8
    r"|\d{1,2}(?:,\d{2})+,\d{3}(?!\d)"  # 14,00,000
    r"|\d{4}-\d{2}-\d{2}(?!\d)|\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2})(?!\d)"  # 25.07.2020
    r"|24/7(?!\d)|9/11(?!\d)|1/\d{1,2}(?=\s+финал)"
    r"|\d*[½¼¾⅓⅔]|\d+[.,]\d+|\d+|[^\W\d_]+"
)
_JOINT = re.compile(
    r"\s+|\s*[\-‐‑]\s*|\.\s+|\s+and\s+|\s+an?\s+"
)  # between the words of one number
RANGE = re.compile(
    r"(?:\s*[-–—]\s*"
    r"|\s+(?:to|or|and|till|until|до|или|и|и более|and more|or more)(?:\s+|\s*[-–—]\s*))"
    r"(?:(?:about|around|some|nearly|almost|over|even|около|примерно|почти|даже)\s+)?"
)
"""What stands between the ends of a range."""
_ONE_OF = re.compile(r"1(?:/[2-9](?!\d)|\s+(?:in|of|из|out\s+of)\s+(?:every\s+)?\d)")
_EXTRA_HALF = re.compile(r"[\s-]+(?:and[\s-]+a[\s-]+half|с\s+половиной)(?![^\W_])")
_CODE = re.compile(r"[^\W\d_]-?$")
# 9am-5pm, mid-1990s, six-foot-2
_NO_CODE = re.compile(r"(?:\d[^\W\d_]+|\b(?:mid|pre|post|late|early|пост|foot|feet))-$")
_GROUPED = re.compile(rf"\d[{SPACE}.,]\d{{3}}$")
_SUFFIX = re.compile(rf"(?:{'|'.join(SUFFIX_SCALES)})(?![^\W_])")
_DECADE = re.compile(r"'?s\b|-?[еx]х?\b|-х\b")
_SEASON = re.compile(r"(?<!\d)(\d\d)\d\d[-–/]$")


@dataclass(slots=True)
class _Sum:
    """A number in the making.

    Attributes:
        values: What it can amount to.
        weight: Of the number.
        total: What its words amount to so far.
        part: What stands behind the last scale from a thousand up, still to be multiplied.
        room: A word joins as an addend only with a smaller value than this.
        ceiling: A scale joins only when it is smaller than this.
        factor: Of its scale words from a thousand up.
    """

    start: int
    end: int
    values: frozenset[float]
    weight: Weight
    total: float
    part: float
    room: float
    ceiling: float = float("inf")
    factor: float = 1.0

    def accepts(self, numeral: Numeral) -> bool:
        """Whether `numeral` can be the next word of this number."""
        if numeral.role is not Role.SCALE:
            return 0 < numeral.value < self.room
        if numeral.value == CRORE and self.ceiling < CRORE:
            return True
        return self.part > 0 and numeral.value < self.ceiling

    def join(self, numeral: Numeral) -> None:
        """Take `numeral` in as the next word."""
        if numeral.role is Role.SCALE:
            self._multiply(numeral)
        else:
            self.total += numeral.value
            self.part += numeral.value
            self.room = _room(numeral.value)
            self.values = frozenset({round(self.total, 6)})
        if not numeral.loose:
            self.weight = max(self.weight, Weight.WORDS)

    def _multiply(self, numeral: Numeral) -> None:
        part = self.part or self.total
        if self.weight is Weight.DIGITS:
            self.values = frozenset(
                round(value * scale, 6) for value in self.values for scale in numeral.values
            )
        else:
            rest = self.total - part
            self.values = frozenset(round(rest + part * scale, 6) for scale in numeral.values)
        self.total += part * (numeral.value - 1)
        small = numeral.value <= 100
        self.part = part * numeral.value if small else 0.0
        self.room = 100.0 if numeral.value == 100 else (0.0 if small else 1000.0)
        self.ceiling = self.ceiling if small else numeral.value
        self.factor = self.factor if small else max(self.factor, numeral.value)

    def number(self, text: str) -> Number:
        """The number, done."""
        span = (self.start, self.end)
        written = text[self.start : self.end]
        parts = hour_or_day(written, span)
        return Number(written, self.values, self.weight, self.factor, span, parts=parts)


def _room(value: float) -> float:
    """What an addend of `value` leaves for the next one: "twenty" takes units, "ten" nothing."""
    if value >= 100:
        return 100.0
    return 10.0 if value >= 20 else 0.0


def find_numbers(text: str, language: str) -> list[Number]:
    """The numbers in `text`, in reading order.

    Args:
        text: One segment.
        language: Its ISO 639-1 code; decides which number words are known.
    """
    numbers = list(_Scan(text, language).numbers())
    for position, (number, following) in enumerate(pairwise(numbers)):
        if number.scale == 1 and RANGE.fullmatch(text, number.span[1], following.span[0]):
            # "340 to 500 million", «12–15 000»: the scale may hold for both.
            scale = max(following.scale, 1000.0 if _GROUPED.search(following.text) else 1.0)
            scaled = {round(value * scale, 6) for value in number.values if value < 1000}
            if _DECADE.match(text, following.span[1]):  # «30–40-е»
                scaled |= {value + 1900 for value in number.values if value < 100}
            numbers[position] = replace(number, values=number.values | scaled)
    return numbers


class _Scan:
    """One pass over the words and digits of a text."""

    def __init__(self, text: str, language: str) -> None:
        self.lower = lowered(text)
        self.text = text
        self.language = language
        self.words = lexicon(language)
        self.open: _Sum | None = None
        self.position = 0

    def numbers(self) -> Iterator[Number]:
        """The numbers, in reading order."""
        for token in _TOKEN.finditer(self.lower):
            if token.start() < self.position:
                continue
            if token[0][0].isdecimal() or token[0] in FRACTIONS:
                yield from self._close()
                yield from self._digits(token)
                continue
            numeral = self.words.get(token[0])
            if numeral is not None:
                yield from self._numeral(numeral, token)
            elif token[0] not in ("and", "a", "an"):
                yield from self._close()
                yield from self._hint(token)
        yield from self._close()

    def _close(self) -> Iterator[Number]:
        done, self.open = self.open, None
        if done is not None:
            yield done.number(self.text)

    def _digits(self, token: re.Match[str]) -> Iterator[Number]:
        written, span = token[0], token.span()
        if special := set_expression(written, span):
            yield from special
            return
        start, end = span
        values = frozenset(readings(written))
        before = self.lower[max(0, start - 6) : start]
        short = len(written) == 2 and written.isdecimal()
        if short and before.endswith(("-", "'", "’", "fy")):  # Euro-96, the '96 cup
            values |= {value + century for value in values for century in (1900.0, 2000.0)}
        if _CODE.search(before) and not _NO_CODE.search(before):  # a name: G7, B2B, HJR-3
            yield Number(written, values, Weight.LOOSE, span=span, sense=Code())
            return
        if suffix := _SUFFIX.match(self.lower, end):
            # "75m" is seventy-five million or seventy-five metres.
            scaled = {round(value * SUFFIX_SCALES[suffix[0]], 6) for value in values}
            span = (start, suffix.end())
            yield Number(written + suffix[0], values | scaled, Weight.DIGITS, span=span)
            return
        if short and (season := _SEASON.search(before)):  # 2019-20
            values |= {float(season[1] + written)}
        if _DECADE.match(self.lower, end):
            values |= {value + 1900 for value in values if value < 100}
            values |= {value + 2000 for value in values if value <= 20}
            values |= {value + 5 for value in values if before.endswith("mid-")}
        # Left open: a scale may follow ("320 тыс."), no addend.
        # The zeros of 17:00 and the one of 1/3 and "1 in 5" need no counterpart.
        weight = (
            Weight.LOOSE if not any(values) or _ONE_OF.match(self.lower, start) else Weight.DIGITS
        )
        self.open = _Sum(start, end, values, weight, 0.0, max(values), room=0.0)
        self._take_half()

    def _numeral(self, numeral: Numeral, token: re.Match[str]) -> Iterator[Number]:
        start, end = token.span()
        if self.open is not None and self._joins(numeral, start, end):
            self.open.join(numeral)
            self.open.end = end
        else:
            yield from self._close()
            self.open = self._opened(numeral, start, end)
        self._take_half()
        if numeral.role in (Role.ORDINAL, Role.ALONE):
            yield from self._close()

    def _opened(self, numeral: Numeral, start: int, end: int) -> _Sum:
        values = frozenset(numeral.values)
        if numeral.role is Role.SCALE:
            # Bare "hundreds" and «тысячи» leave open how many; "a million" does not.
            counted = self.lower[max(0, start - 2) : start] == "a " and not numeral.loose
            weight = Weight.WORDS if counted else Weight.LOOSE
            value, room = numeral.value, min(numeral.value, 1000.0)
            return _Sum(start, end, values, weight, value, 0.0, room, value, factor=value)
        # A capital inside the sentence makes it part of a name: "Six Flags".
        named = start > 1 and self.text[start].isupper() and self.text[start - 2] not in ".!?:—–"
        weight = Weight.LOOSE if numeral.loose or named else Weight.WORDS
        value = numeral.value
        return _Sum(start, end, values, weight, value, value, _room(value))

    def _joins(self, numeral: Numeral, start: int, end: int) -> bool:
        assert self.open is not None
        if numeral.role is Role.ALONE or not self.open.accepts(numeral):
            return False
        between = self.lower[self.open.end : start]
        if self.open.weight is Weight.DIGITS:  # "£5million", but "£125m, three years ago"
            joined = not between or _JOINT.fullmatch(between)
            return bool(joined) and numeral.role is Role.SCALE
        # "Nine thousand, four hundred", but "two million, three years ago".
        hundreds = self.open.room == 1000 and self.lower.startswith((" hundred", "-hundred"), end)
        return bool(_JOINT.fullmatch(between)) or (between == ", " and hundreds)

    def _take_half(self) -> None:
        """Add the half of "three and a half", «три с половиной» to the number in the making."""
        if self.open is None or not (half := _EXTRA_HALF.match(self.lower, self.open.end)):
            return
        self.open.values = frozenset(value + 0.5 for value in self.open.values)
        self.open.part += 0.5
        self.open.total += 0.5
        self.open.end = self.position = half.end()
        self.open.room = 0.0

    def _hint(self, token: re.Match[str]) -> Iterator[Number]:
        """Roman numerals, and words that begin with a number."""
        written, span = self.text[token.start() : token.end()], token.span()
        if len(written) <= 6 and written.isupper():
            value = roman(written, self.language)
            if value is not None:
                yield Number(written, frozenset({float(value)}), Weight.LOOSE, span=span)
        elif found := compound(token[0], self.language):
            weight = Weight.WORDS if found.sure else Weight.LOOSE
            sense = Measure(found.unit) if found.unit else None
            yield Number(written, frozenset({found.value}), weight, span=span, sense=sense)


def lowered(text: str) -> str:
    """`text` in lower case, «ё» as «е», as long as before."""
    lower = text.lower().replace("ё", "е")
    return lower if len(lower) == len(text) else text  # «İ» becomes two signs
