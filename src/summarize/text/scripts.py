"""Writing systems: which letters are foreign to a language, and what is kept as it is.

Scripts go by their ISO 15924 codes (`Latn`, `Cyrl`), as `text.language.script_code` gives them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import regex

from summarize.text.latin_names import latin_names

_MEMBERS = {
    "Jpan": ("Hani", "Hira", "Kana"),
    "Kore": ("Hang", "Hani"),
    "Hans": ("Hani",),
    "Hant": ("Hani",),
}

_URL = r"(?:https?://|www\.)[^\s<>«»“”\"]*[^\s<>«»“”\".,;:!?)\]]"
# Neither starts in the middle of a run, nor tries a label twice: long runs take linear time.
_DOMAIN = (
    r"(?<![\w.-])(?:[\w-]++\.)+"
    r"(?:(?:com|org|net|info|io|gov|edu|eu|ru|ua|by|kz|uk|de|fr|рф)\b(?:/\S*\w)?|[a-z]{2,6}/\S*\w)"
)
_EMAIL = r"(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]++)+"
_TAG = r"(?<!\w)[#@]\w+"
KEPT = regex.compile(f"{_EMAIL}|{_URL}|{_DOMAIN}|{_TAG}", regex.IGNORECASE)
"""URLs, e-mail addresses, hashtags and handles: the same in every language."""


def members(script: str) -> tuple[str, ...]:
    """The Unicode scripts that a writing system uses: `Jpan` → Hani, Hira, Kana."""
    return _MEMBERS.get(script, (script,))


@cache
def foreign_letter(script: str) -> regex.Pattern[str]:
    """A pattern for one letter that does not belong to `script`."""
    own = "".join(rf"\p{{Script={member}}}" for member in members(script))
    return regex.compile(rf"[\p{{L}}--[{own}\p{{Script=Zyyy}}\p{{Script=Zinh}}]]", regex.VERSION1)


@cache
def _own_letter(script: str) -> regex.Pattern[str]:
    own = "".join(rf"\p{{Script={member}}}" for member in members(script))
    return regex.compile(rf"[\p{{L}}&&[{own}]]", regex.VERSION1)


@cache
def _foreign_word(script: str) -> regex.Pattern[str]:
    letter = foreign_letter(script).pattern
    return regex.compile(rf"{letter}(?:[\p{{M}}\p{{N}}'’-]*{letter})*", regex.VERSION1)


def foreign_words(text: str, script: str) -> list[str]:
    """The runs of letters in `text` that do not belong to `script`, in order."""
    return _foreign_word(script).findall(text)


def share_of_script(text: str, script: str) -> float:
    """The share of letters in `text` that belong to `script`; 1.0 where there are no letters."""
    own = len(_own_letter(script).findall(text))
    foreign = len(foreign_letter(script).findall(text))
    return own / (own + foreign) if own + foreign else 1.0


def kept_spans(text: str, source_script: str, target_script: str) -> list[str]:
    """What a translation into `target_script` may keep letter for letter.

    URLs, e-mail addresses, hashtags and handles always; words that were foreign in the source
    already («Илон Маск купил Twitter»); and from a Latin source what news leaves in Latin letters
    ("iPhone", "HBO Max"). Other names are transliterated and do not count.
    """
    rest = KEPT.sub(" ", text)
    spans = [*KEPT.findall(text), *foreign_words(rest, source_script)]
    if source_script == "Latn" != target_script:
        spans += latin_names(rest)
    return [span for span in dict.fromkeys(spans) if foreign_letter(target_script).search(span)]


def strange_words(text: str, spans: Sequence[str], script: str) -> list[str]:
    """The foreign words in `text` that none of the spans has, or that are glued to own letters."""
    known = {word.casefold() for span in spans for word in foreign_words(span, script)}
    return [
        match[0]
        for match in _foreign_word(script).finditer(text)
        if match[0].casefold() not in known or _glued(text, *match.span())
    ]


def _glued(text: str, start: int, end: int) -> bool:
    return text[:start][-1:].isalpha() or text[end : end + 1].isalpha()
