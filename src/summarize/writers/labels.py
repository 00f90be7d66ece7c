"""The few words of our own that pages carry, in the language of the page.

`phrases/` holds them, a file a language; a page in another language carries them in English.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from babel import Locale, UnknownLocaleError

from summarize.types import Draft
from summarize.writers.edition import Passage

_PHRASES = Path(__file__).with_name("phrases")
_FALLBACK = "en"


def label(language: str, name: str, /, **values: object) -> str:
    """One of our own phrases in `language`, or in English where we have no other."""
    return phrases(language)[name].format(**values)


@cache
def phrases(language: str) -> dict[str, str]:
    """All phrases by their names, in `language` or in English where we have no other."""
    known = {path.stem: path for path in _PHRASES.glob("*.toml")}
    return tomllib.loads(known.get(language, known[_FALLBACK]).read_text("utf-8"))


@cache
def language_name(language: str, shown_in: str) -> str:
    """What `language` is called in the language of the page: `en`, `ru` → `английский`."""
    if not (_PHRASES / f"{shown_in}.toml").exists():
        shown_in = _FALLBACK
    try:
        return str(Locale(shown_in).languages.get(language, language))
    except UnknownLocaleError:
        return language


@cache
def is_right_to_left(language: str) -> bool:
    """Whether a language is written from right to left, as far as Babel knows it."""
    try:
        return Locale(language).text_direction == "rtl"
    except UnknownLocaleError:
        return False


def description(language: str, source_language: str, system: str) -> str:
    """The line that says where a page comes from; the article's file gave the page its name."""
    name = language_name(source_language, language)
    if system:
        return label(language, "translated", language=name, system=system)
    return label(language, "original", language=name)


def origin(language: str, source_language: str) -> str:
    """The line of a digest that says what language an article was in."""
    return label(language, "language", language=language_name(source_language, language))


def warning(language: str, draft: Draft, *, summary_only: bool = False) -> tuple[str, str]:
    """What a reader is told of a machine draft: what it is, then who made it and who does better.

    Args:
        language: The page's.
        draft: What there is to tell.
        summary_only: Whether only the summary is a draft, not the text.
    """
    parts = [label(language, "draft_models", models=", ".join(draft.models))]
    if draft.better:
        parts.append(label(language, "better", models=", ".join(draft.better)))
    return label(language, "draft_summary" if summary_only else "draft"), " ".join(parts)


def doubt(language: str, passage: Passage) -> str:
    """Why a passage with a note is not to be trusted, in a page's language."""
    name = "unsure" if passage.original else "unsure_summary"
    return f"⚠ {label(language, name)} ({passage.note})."


def note(language: str, passage: Passage) -> str:
    """Why a passage is not to be trusted, with its original where it is a translation."""
    if not passage.original:
        return doubt(language, passage)
    return f"{doubt(language, passage)} {label(language, 'source_text')}: {passage.original}"
