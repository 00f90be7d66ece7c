"""Checks of what must survive translation letter for letter or value for value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from summarize.text.agreement import difference
from summarize.text.dates import month_mentioned
from summarize.text.number import Number
from summarize.text.numerals import lexicon
from summarize.translation.gate.reading import Reading
from summarize.translation.gate.verdict import quoted, reject, warn
from summarize.types import Check

_DIGIT = re.compile(r"\d")


def numbers(source: Reading, hypothesis: Reading) -> Iterator[Check]:
    """Numbers lost, added or replaced by others."""
    if not (_may_have_numbers(source) or _may_have_numbers(hypothesis)):
        return
    found = difference(source.plain, source.language, hypothesis.plain, hypothesis.language)
    if found.lost and found.added:
        yield reject("numbers", f"{_written(found.lost)} became {_written(found.added)}")
    elif found.lost:
        yield warn("numbers", f"{_written(found.lost)} not found in the translation")
    elif found.added:
        yield warn("numbers", f"{_written(found.added)} not found in the source")


def _may_have_numbers(reading: Reading) -> bool:
    """A quick look, since most segments have none."""
    return (
        bool(_DIGIT.search(reading.text))
        or not reading.vocabulary.isdisjoint(lexicon(reading.language).keys())
        or month_mentioned(reading.plain, reading.language)
    )


def _written(numbers: Sequence[Number]) -> str:
    return quoted([number.text for number in numbers])


_ADDRESS = re.compile(r"//|www\.|@\w+[\w-]*\.\w|\.\w{2,}")
_LATIN_NAME = re.compile(r"(?<![\w'’\\])(?![IVXLC]+\b)[A-Za-z][A-Za-z0-9&+]+(?!['’]?\w)")
_TAG = re.compile(r"[#@]\w")
_SIMILAR = 80.0


def kept(source: Reading, hypothesis: Reading) -> Iterator[Check]:
    """URLs, e-mail addresses, hashtags, handles, and Latin names in a text of another script."""
    written = hypothesis.text.lower()
    lost = [item for item in source.kept if item.isascii() and item.lower() not in written]
    addresses = [item for item in lost if _ADDRESS.search(item)]
    translated = len(_TAG.findall(hypothesis.text)) >= len(_TAG.findall(source.text))
    if addresses:
        yield reject("kept", f"{quoted(addresses)} has to stay as it is")
    elif lost and not translated:
        yield warn("kept", f"{quoted(lost)} not found in the translation")
    if source.script == "Latn" or hypothesis.script != "Latn":
        return
    latin = _LATIN_NAME.findall(source.plain)
    missing = [name for name in latin if not _found(name.lower(), written)]
    if missing:
        yield warn("kept", f"{quoted(missing)} not found in the translation")


def _found(name: str, text: str) -> bool:
    return name in text or fuzz.partial_ratio(name, text) >= _SIMILAR
