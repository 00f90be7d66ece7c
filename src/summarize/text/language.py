"""Which language a text is in, and what languages are called.

Identification is py3langid's (the langid.py model, 97 languages), codes are langcodes'
and names the CLDR's.
"""

from __future__ import annotations

from functools import cache

import langcodes
import py3langid
from babel import Locale

NOT_LINGUISTIC = "zxx"
"""ISO 639-2 for "no linguistic content"."""


@cache
def is_language_code(code: str) -> bool:
    """Whether `code` is a known two-letter ISO 639-1 code."""
    if len(code) != 2 or code != code.lower():
        return False
    try:
        langcodes.Language.get(code).to_alpha3()
    except (LookupError, ValueError):
        return False
    return True


@cache
def script_code(language: str) -> str:
    """The ISO 15924 code of the script a language is usually written in: `ru` → `Cyrl`."""
    return langcodes.Language.get(language).maximize().script or "Latn"


@cache
def alpha3(language: str) -> str:
    """The ISO 639-3 code of a language: `ru` → `rus`."""
    return str(langcodes.Language.get(language).to_alpha3())


@cache
def english_name(language: str) -> str:
    """What a language is called in English: `ru` → `Russian`."""
    return str(Locale("en").languages.get(language, language))


def detect_language(text: str) -> str | None:
    """The language `text` is most likely in, as an ISO 639-1 code; None when nothing tells.

    Reliable for a paragraph or more; for a single short sentence it is a guess.
    """
    if not any(character.isalpha() for character in text):
        return None
    code = str(py3langid.classify(text)[0])
    return None if code == NOT_LINGUISTIC else code
