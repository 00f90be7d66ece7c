"""Which numbers of a source its translation lost, and which it has without the source.

A number is accounted for when some number of the other side agrees with it. Times agree when they
can be the same time, days when they can be the same day, and measures when one is what news would
write for the other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from summarize.text.measures import bare_measures
from summarize.text.number import (
    NOON,
    Clock,
    Code,
    Day,
    Measure,
    Month,
    Number,
    Sense,
    Weight,
)
from summarize.text.numbers import find_numbers
from summarize.text.numerals import lexicon
from summarize.text.quantities import find_quantities
from summarize.text.units import misses, renders

_Agree = Callable[[Number, Number], bool]


@dataclass(frozen=True, slots=True)
class Difference:
    """What two texts do not have in common.

    Attributes:
        lost: Numbers of the source that have to be kept and are not.
        added: Numbers of the translation that the source does not account for.
    """

    lost: Sequence[Number]
    added: Sequence[Number]


def difference(source: str, language: str, translation: str, other: str) -> Difference:
    """Compare the numbers of a source with those of its translation.

    Args:
        source: The source segment.
        language: Its ISO 639-1 code.
        translation: Its translation.
        other: The language of the translation.
    """
    if not (lexicon(language) and lexicon(other)):
        mine = _comparable(find_numbers(source, language))
        theirs = _comparable(find_numbers(translation, other))
        return Difference(_missing(mine, theirs, agree), _missing(theirs, mine, agree))
    mine, theirs = find_quantities(source, language), find_quantities(translation, other)
    lost, added = _missing(mine, theirs, agree), _missing(theirs, mine, _reversed)
    lost = _without_single(lost, translation, other, agree)
    added = _without_single(added, source, language, _reversed)
    for one, another in [
        *_contradictions(mine, theirs, lost, added),
        *_replaced(_other_months(mine, theirs), _other_months(theirs, mine)),
        *_replaced(_other_codes(mine, theirs), _other_codes(theirs, mine)),
    ]:
        lost += [one] if one not in lost else []
        added += [another] if another not in added else []
    if added and not lost:
        lost = _rarer(mine, theirs, agree)
    elif lost and not added:
        added = _rarer(theirs, mine, _reversed)
    return Difference((), ()) if _regrouped(lost, added) else Difference(lost, added)


def agree(one: Number, other: Number) -> bool:
    """Whether a number of a translation can stand for one of its source.

    Args:
        one: Of the source.
        other: Of the translation.
    """
    match one.sense, other.sense:
        case Clock(minutes), Clock(others):
            return not minutes.isdisjoint(others)
        case Day(dates), Day(others):
            return not dates.isdisjoint(others)
        case Measure(), Measure() if _same_dimension(one, other):
            return _renders(one, one.sense, other, other.sense)
        case (Month(), None) | (None, Month()):
            plain = other if other.sense is None else one
            return bool(_PART_OF_DATE.search(plain.text)) and _share_a_value(one, other)
        case (Clock() | Day(), None) if other.parts:
            return _written_so(one, other.parts)
        case (None, Clock() | Day()) if one.parts:
            return _written_so(other, one.parts)
    return _share_a_value(one, other)


_PART_OF_DATE = re.compile(r"^0|[./]")
"""A number that can be a month: 07/2020."""


def _reversed(one: Number, other: Number) -> bool:
    return agree(other, one)


def _share_a_value(one: Number, other: Number) -> bool:
    return not one.values.isdisjoint(other.values)


def _written_so(number: Number, parts: Sequence[Number]) -> bool:
    """Whether a time or a day can be what is written like a decimal: 21.40, 25.07."""
    first, *rest = (min(part.values) for part in parts)
    second = rest[0] if rest else 0.0
    match number.sense:
        case Clock(minutes):
            dial = {minute % NOON for minute in minutes}
            same_half = first * 60 + second in minutes
            return same_half or (first <= 12 and (first * 60 + second) % NOON in dial)
        case Day(dates):
            return (second, first) in dates
    return False


def _renders(one: Number, measure: Measure, other: Number, written: Measure) -> bool:
    sign, other_sign = -1 if measure.below else 1, -1 if written.below else 1
    return any(
        renders(sign * value, measure.unit, other_sign * shown, written.unit)
        for value in one.values
        for shown in other.values
    )


def _missing(numbers: Iterable[Number], others: Sequence[Number], agrees: _Agree) -> list[Number]:
    """The numbers that have to be kept and that no number of `others` accounts for."""
    known = _values(other for other in others if not isinstance(other.sense, Month))
    months = _values(other for other in others if isinstance(other.sense, Month))
    missing = []
    for number in numbers:
        if number.weight is Weight.LOOSE or _is_known(number, known, months):
            continue
        # What is nothing but a number needs no closer look; most are.
        closer = number.parts or not isinstance(number.sense, Code | None)
        if not closer or not _accounted(number, others, agrees):
            missing.append(number)
    return missing


def _is_known(number: Number, known: set[float], months: set[float]) -> bool:
    """Whether a number that is nothing else has a value of the other side."""
    if not isinstance(number.sense, Code | None):
        return False
    in_date = _PART_OF_DATE.search(number.text) and not number.values.isdisjoint(months)
    return bool(in_date) or not number.values.isdisjoint(known)


def _values(numbers: Iterable[Number]) -> set[float]:
    return {
        value for number in numbers for each in (number, *number.parts) for value in each.values
    }


def _accounted(number: Number, others: Sequence[Number], agrees: _Agree) -> bool:
    if any(agrees(number, other) for other in others):
        return True
    if not number.parts:
        return any(agrees(number, part) for other in others for part in other.parts)
    if isinstance(number.sense, Day) and not number.sense.months.isdisjoint(_bare_months(others)):
        return False  # «в марте» for "March 1"; a 1 elsewhere is another
    plain = [other for other in others if not other.parts and other.weight is not Weight.LOOSE]
    parts = [part for part in number.parts if part.weight is not Weight.LOOSE]
    return bool(parts) and all(any(agrees(part, other) for other in plain) for part in parts)


def _bare_months(numbers: Iterable[Number]) -> set[int]:
    return {number.sense.month for number in numbers if isinstance(number.sense, Month)}


def _without_single(
    numbers: list[Number], text: str, language: str, agrees: _Agree
) -> list[Number]:
    """Without the measures that are one unit in `text`: «сутки», "a mile"."""
    if not any(isinstance(number.sense, Measure) for number in numbers):
        return numbers
    units = bare_measures(text, language)
    return [
        number
        for number in numbers
        if not any(_same_dimension(number, unit) and agrees(number, unit) for unit in units)
    ]


def _same_dimension(one: Number, other: Number) -> bool:
    match one.sense, other.sense:
        case Measure(), Measure():
            return one.sense.unit.dimension is other.sense.unit.dimension
    return False


def _rarer(numbers: Sequence[Number], others: Sequence[Number], agrees: _Agree) -> list[Number]:
    """The numbers that `others` has less often: one of two 60s became 70."""
    kept = [number for number in numbers if number.weight is not Weight.LOOSE and not number.parts]
    times = Counter(number.values for number in kept)
    repeated = {number.values: number for number in kept if times[number.values] > 1}
    there = [each for other in others for each in (other, *other.parts)]
    return [
        number
        for values, number in repeated.items()
        if sum(agrees(number, other) for other in there) < times[values]
    ]


def _contradictions(
    mine: Sequence[Number],
    theirs: Sequence[Number],
    lost: Sequence[Number],
    added: Sequence[Number],
) -> Iterator[tuple[Number, Number]]:
    """What a translation says against its source although every number is accounted for.

    "9 p.m." beside a «9 утра» that the source does not have, "noon" that became «полночь»,
    «50 миль (90 км)», and "March 1" that became «в марте».
    """
    for one, other in product(_with(Clock, mine), _with(Clock, theirs)):
        if _oppose(one, other):
            unknown = not (_accounted(one, theirs, agree) or _accounted(other, mine, _reversed))
            if one in lost or other in added or unknown:
                yield one, other
    for one, other in product(_with(Measure, mine), _with(Measure, added)):
        if one.weight is not Weight.LOOSE and _misses(one, other):
            yield one, other
    for one, other in [
        *product(_with(Day, lost), _with(Month, theirs)),
        *product(_with(Month, mine), _with(Day, added)),
    ]:
        if _months(one) == _months(other):
            yield one, other


def _with(sense: type[Sense], numbers: Iterable[Number]) -> list[Number]:
    return [number for number in numbers if isinstance(number.sense, sense)]


def _oppose(one: Number, other: Number) -> bool:
    match one.sense, other.sense:
        case Clock(), Clock():
            return one.sense.opposes(other.sense)
    return False


def _misses(one: Number, other: Number) -> bool:
    match one.sense, other.sense:
        case Measure(), Measure():
            return any(
                misses(value, one.sense.unit, shown, other.sense.unit)
                for value in one.values
                for shown in other.values
            )
    return False


def _replaced(
    numbers: Sequence[Number], others: Sequence[Number]
) -> Iterator[tuple[Number, Number]]:
    """The numbers in pairs, where both sides have some."""
    if numbers and others:
        yield from product(numbers, others)


def _other_months(numbers: Iterable[Number], others: Iterable[Number]) -> list[Number]:
    """The numbers of a month that is none of the months of `others`."""
    known = set().union(*map(_months, others))
    return [number for number in numbers if _months(number) and known.isdisjoint(_months(number))]


def _other_codes(numbers: Iterable[Number], others: Sequence[Number]) -> list[Number]:
    """The numbers in names that `others` has nowhere: nothing, unless it has others itself."""
    return [
        number
        for number in numbers
        if isinstance(number.sense, Code) and not _accounted(number, others, agree)
    ]


def _months(number: Number) -> frozenset[int]:
    match number.sense:
        case Day():
            return number.sense.months
        case Month(month):
            return frozenset({month})
    return frozenset()


def _regrouped(lost: Sequence[Number], added: Sequence[Number]) -> bool:
    """Whether both are the same digits in other groups, as in telephone numbers."""
    numbers = [*lost, *added]
    if any(number.scale != 1 or not _GROUP.fullmatch(number.text) for number in numbers):
        return False
    mine, theirs = (_NO_DIGIT.sub("", "".join(n.text for n in side)) for side in (lost, added))
    return mine == theirs and len(mine) >= _SHORTEST_CODE


_GROUP = re.compile(r"[\d \u00a0]+")
_NO_DIGIT = re.compile(r"\D")
_SHORTEST_CODE = 4
_SPELLED_UP_TO = 12


def _comparable(numbers: Iterable[Number]) -> list[Number]:
    """The numbers in digits, reduced to their significant ones, for languages without a lexicon.

    "320 thousand" and "320.000" then agree. A small number may be spelled out on the other side,
    so only larger ones count.
    """
    flat = [each for number in numbers for each in ((number,) if number.values else number.parts)]
    return [
        replace(number, values=frozenset(map(_significant, number.values)))
        for number in flat
        if number.weight is Weight.DIGITS and max(number.values) > _SPELLED_UP_TO
    ]


def _significant(value: float) -> float:
    digits = f"{value:.6f}".replace(".", "").strip("0")
    return float(digits or 0)
