"""Text that is safe on a terminal."""

from __future__ import annotations

import regex

# Tabs and line feeds are left to the caller; joiners and Arabic number signs are part of words.
_STEERING = regex.compile(
    r"(?V1)[[\p{Cc}--[\t\n]]\p{Cs}\p{Zl}\p{Zp}[\p{Cf}--[\u200c\u200d\u0600-\u0605\u06dd\u070f]]]"
)


def printable(text: str) -> str:
    """The text with a space for each character that could steer a terminal or hide words on it.

    Such are control characters, as those that colour text or set a window's title, and directions.
    """
    return str(_STEERING.sub(" ", text))


def printable_line(text: str) -> str:
    """What `printable` makes of a text, on one line."""
    return printable(text).replace("\n", " ").replace("\t", " ")
