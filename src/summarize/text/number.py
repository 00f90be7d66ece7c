"""A number of a text and what it can mean."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from summarize.text.units import Unit

NOON = 12 * 60
"""In minutes after midnight."""


@dataclass(frozen=True, slots=True)
class Measure:
    """How many of a unit.

    Attributes:
        unit: The unit.
        below: Whether it is a temperature below zero.
    """

    unit: Unit
    below: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day.

    Attributes:
        minutes: After midnight; several where the text leaves open which half of the day it is.
    """

    minutes: frozenset[int]

    def opposes(self, other: Clock) -> bool:
        """Whether both show the same on a dial, in different halves of the day."""
        mine = {minute % NOON for minute in self.minutes}
        theirs = {minute % NOON for minute in other.minutes}
        return self.minutes.isdisjoint(other.minutes) and not mine.isdisjoint(theirs)


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the year.

    Attributes:
        dates: Months and days; several where the text leaves open which of both is which.
    """

    dates: frozenset[tuple[int, int]]

    @property
    def months(self) -> frozenset[int]:
        """The months it can be in."""
        return frozenset(month for month, _ in self.dates)


@dataclass(frozen=True, slots=True)
class Month:
    """A month without a day."""

    month: int


@dataclass(frozen=True, slots=True)
class Code:
    """Part of a name: G7, COVID-19."""


Sense = Measure | Clock | Day | Month | Code


_JOINED = re.compile(r"[.,/:]")


class Weight(IntEnum):
    """How surely a translation has to keep a number."""

    LOOSE = 0
    """May account for another number, need not be accounted for: "first", «пара», "XIX"."""
    WORDS = 1
    """Written in words: "three people"."""
    DIGITS = 2
    """Written in digits."""


@dataclass(frozen=True, slots=True)
class Number:
    """One number in a text.

    Attributes:
        text: As it is written.
        values: What it can mean; none where only its sense tells.
        weight: How surely a translation has to keep it.
        scale: The factor of its scale words ("5 million"); 1.0 without.
        span: Where it stands, in characters.
        sense: What it is besides a number.
        parts: The plain numbers it is written with ("9:40", "6 feet 2 inches").
    """

    text: str
    values: frozenset[float]
    weight: Weight
    scale: float = 1.0
    span: tuple[int, int] = (0, 0)
    sense: Sense | None = None
    parts: tuple[Number, ...] = ()

    @property
    def plain(self) -> int | None:
        """Its value where it is nothing but a whole number below a hundred."""
        value = min(self.values, default=-1.0)
        if self.scale != 1 or self.sense or not 0 <= value < 100 or _JOINED.search(self.text):
            return None
        return int(value) if value.is_integer() else None
