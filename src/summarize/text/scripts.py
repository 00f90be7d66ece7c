"""Writing systems: which letters are foreign to a language, and what is kept as it is.

Scripts go by their ISO 15924 codes (`Latn`, `Cyrl`), as `text.language.script_code` gives them.
"""

from __future__ import annotations

from functools import cache

import regex

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

_CODE_LIKE = regex.compile(
    r"\b(?=\w*\d)(?=\w*\p{L})\w+(?:-\w+)*\b"  # 5G, B2B
    r"|\b\p{Lu}{1,6}-\d+\w*\b"  # F-16, COVID-19
    r"|\b\w*\p{Ll}\p{Lu}\w*\b"  # iPhone, YouTube
)


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
    already («Илон Маск купил Twitter»); and, from a Latin source, names written like codes
    ("iPhone", "F-16"). Ordinary names are transliterated and do not count.
    """
    spans = KEPT.findall(text)
    rest = KEPT.sub(" ", text)
    if source_script == target_script:
        return [*spans, *foreign_words(rest, target_script)]
    return [*spans, *foreign_words(rest, source_script), *_CODE_LIKE.findall(rest)]
