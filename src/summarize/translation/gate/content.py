"""Checks of what must survive translation letter for letter or value for value."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz import fuzz

from summarize.text.numbers import Number, Weight, digits_only, find_numbers, unaccounted
from summarize.text.numerals import lexicon
from summarize.translation.gate.reading import Reading
from summarize.translation.gate.verdict import quoted, reject, warn
from summarize.types import Check

_SPELLED_UP_TO = 12
_DIGIT = re.compile(r"\d")


def numbers(source: Reading, hypothesis: Reading) -> Iterator[Check]:
    """Numbers lost, added or replaced by others."""
    if not (_may_have_numbers(source) or _may_have_numbers(hypothesis)):
        return
    mine = find_numbers(source.plain, source.language)
    theirs = find_numbers(hypothesis.plain, hypothesis.language)
    if not (lexicon(source.language) and lexicon(hypothesis.language)):
        mine, theirs = _comparable(mine), _comparable(theirs)
    lost, added = unaccounted(mine, theirs), unaccounted(theirs, mine)
    if lost and added:
        yield reject("numbers", f"{_written(lost)} became {_written(added)}")
    elif lost:
        yield warn("numbers", f"{_written(lost)} not found in the translation")
    elif added:
        yield warn("numbers", f"{_written(added)} not found in the source")


def _may_have_numbers(reading: Reading) -> bool:
    """A quick look, since most segments have none."""
    words = lexicon(reading.language).keys()
    return bool(_DIGIT.search(reading.text)) or not reading.vocabulary.isdisjoint(words)


def _comparable(numbers: list[Number]) -> list[Number]:
    """Without number words: a small number may be spelled out, so only larger ones count."""
    return [
        number
        for plain, number in zip(
            (number for number in numbers if number.weight is Weight.DIGITS),
            digits_only(numbers),
            strict=True,
        )
        if max(plain.values) > _SPELLED_UP_TO
    ]


def _written(numbers: list[Number]) -> str:
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
