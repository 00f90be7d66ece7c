"""The numbers of a text with what they mean: measures, times of day, days of the year."""

from __future__ import annotations

from summarize.text.clock import with_times
from summarize.text.dates import with_days
from summarize.text.measures import with_measures
from summarize.text.number import Number
from summarize.text.numbers import find_numbers, lowered


def find_quantities(text: str, language: str) -> list[Number]:
    """The numbers in `text`, in reading order, those in English and Russian with their senses.

    Args:
        text: One segment.
        language: Its ISO 639-1 code.
    """
    lower = lowered(text)
    numbers = find_numbers(text, language)
    numbers = with_days(text, lower, language, numbers)
    numbers = with_times(text, lower, language, numbers)
    return with_measures(text, lower, language, numbers)
