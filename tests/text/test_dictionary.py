from __future__ import annotations

import pytest

from summarize.text.dictionary import WordKind, kind


@pytest.mark.parametrize(
    ("word", "language", "expected"),
    [
        ("johnson", "en", WordKind.NAME),
        ("privacy", "en", WordKind.ORDINARY),
        ("bridges", "en", WordKind.ORDINARY),
        ("monday", "en", WordKind.ORDINARY),
        ("october", "en", WordKind.ORDINARY),
        ("stepanova", "en", WordKind.UNKNOWN),
        ("степановой", "ru", WordKind.NAME),
        ("осло", "ru", WordKind.NAME),
        ("победы", "ru", WordKind.ORDINARY),
        ("вера", "ru", WordKind.EITHER),
        ("шольцем", "ru", WordKind.UNKNOWN),
        ("bürgermeister", "de", WordKind.UNKNOWN),
    ],
)
def test_a_dictionary_tells_names_from_words(word: str, language: str, expected: WordKind) -> None:
    assert kind(word, language) is expected


@pytest.mark.parametrize("adjective", ["воронежской", "омском", "донецкий", "галапагосские"])
def test_an_adjective_of_a_place_may_be_a_name(adjective: str) -> None:
    assert kind(adjective, "ru") is WordKind.EITHER


@pytest.mark.parametrize("adjective", ["королевской", "городского", "юридический", "всероссийская"])
def test_another_adjective_is_not(adjective: str) -> None:
    assert kind(adjective, "ru") is WordKind.ORDINARY


@pytest.mark.parametrize("office", ["росавиации", "минпромторгом", "горжилинспекция"])
def test_an_office_named_by_clipped_words_is_ordinary(office: str) -> None:
    assert kind(office, "ru") is WordKind.ORDINARY
