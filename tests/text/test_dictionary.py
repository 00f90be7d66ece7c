from __future__ import annotations

import pytest

from summarize.text.dictionary import Kind, kind


@pytest.mark.parametrize(
    ("word", "language", "expected"),
    [
        ("johnson", "en", Kind.NAME),
        ("privacy", "en", Kind.ORDINARY),
        ("bridges", "en", Kind.ORDINARY),
        ("monday", "en", Kind.ORDINARY),
        ("october", "en", Kind.ORDINARY),
        ("stepanova", "en", Kind.UNKNOWN),
        ("степановой", "ru", Kind.NAME),
        ("осло", "ru", Kind.NAME),
        ("победы", "ru", Kind.ORDINARY),
        ("вера", "ru", Kind.EITHER),
        ("шольцем", "ru", Kind.UNKNOWN),
        ("bürgermeister", "de", Kind.UNKNOWN),
    ],
)
def test_a_dictionary_tells_names_from_words(word: str, language: str, expected: Kind) -> None:
    assert kind(word, language) is expected


@pytest.mark.parametrize("adjective", ["воронежской", "омском", "донецкий", "галапагосские"])
def test_an_adjective_of_a_place_may_be_a_name(adjective: str) -> None:
    assert kind(adjective, "ru") is Kind.EITHER


@pytest.mark.parametrize("adjective", ["королевской", "городского", "юридический", "всероссийская"])
def test_another_adjective_is_not(adjective: str) -> None:
    assert kind(adjective, "ru") is Kind.ORDINARY


@pytest.mark.parametrize("office", ["росавиации", "минпромторгом", "горжилинспекция"])
def test_an_office_named_by_clipped_words_is_ordinary(office: str) -> None:
    assert kind(office, "ru") is Kind.ORDINARY
