"""The few words of our own that pages carry, in the language of the page."""

from __future__ import annotations

from functools import cache

from babel import Locale, UnknownLocaleError

_LABELS = {
    "en": {
        "summary": "Summary",
        "no_summary": "No summary.",
        "translated": "Translated from {language} by {system}",
        "original": "Original text, {language}",
        "language": "Original language: {language}",
        "digest": "Digest",
        "articles": "Articles: {count}",
        "flagged": "passages to check: {count}",
        "failed": "Not processed: {count}",
        "unsure": "Machine translation in doubt",
        "source_text": "Original",
        "in_doubt": "in doubt",
    },
    "ru": {
        "summary": "Кратко",
        "no_summary": "Без краткого содержания.",
        "translated": "Язык оригинала: {language}; перевод: {system}",
        "original": "Текст на языке оригинала: {language}",
        "language": "Язык оригинала: {language}",
        "digest": "Дайджест",
        "articles": "Статей: {count}",
        "flagged": "требуют проверки: {count}",
        "failed": "Не обработано: {count}",
        "unsure": "Сомнительный машинный перевод",
        "source_text": "Оригинал",
        "in_doubt": "под сомнением",
    },
}


def label(language: str, name: str, /, **values: object) -> str:
    """One of our own phrases in `language`, or in English where we have no other."""
    return _LABELS.get(language, _LABELS["en"])[name].format(**values)


@cache
def language_name(language: str, shown_in: str) -> str:
    """What `language` is called in the language of the page: `en`, `ru` → `английский`."""
    if shown_in not in _LABELS:
        shown_in = "en"
    try:
        return str(Locale(shown_in).languages.get(language, language))
    except UnknownLocaleError:
        return language


def description(language: str, source_language: str, system: str) -> str:
    """The line that says where a page comes from; the article's file gave the page its name."""
    name = language_name(source_language, language)
    if system:
        return label(language, "translated", language=name, system=system)
    return label(language, "original", language=name)


def origin(language: str, source_language: str) -> str:
    """The line of a digest that says what language an article was in."""
    return label(language, "language", language=language_name(source_language, language))
