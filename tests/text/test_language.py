"""Languages: telling, naming and coding them."""

from __future__ import annotations

import pytest

from summarize.text.language import (
    alpha3,
    detect_language,
    english_name,
    is_language_code,
    script_code,
)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The bridge across the harbour was opened on Monday, the city said."),
        ("ru", "Мост через гавань открыли в понедельник, сообщили в мэрии города."),
        ("uk", "Міст через гавань відкрили в понеділок, повідомили в мерії міста."),
        ("de", "Die Brücke über den Hafen wurde am Montag eröffnet, teilte die Stadt mit."),
    ],
)
def test_a_paragraph_tells_its_language(language: str, text: str) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize("text", ["", " \n", "12:30 — 14.00", "😀"])
def test_no_letters_no_language(text: str) -> None:
    assert detect_language(text) is None


@pytest.mark.parametrize(
    ("code", "is_known"),
    [("en", True), ("ru", True), ("xx", False), ("EN", False), ("eng", False), ("", False)],
)
def test_codes_are_two_small_letters_of_a_language(code: str, is_known: bool) -> None:
    assert is_language_code(code) == is_known


def test_what_a_language_is_called_and_written_in() -> None:
    assert (english_name("uk"), alpha3("uk"), script_code("uk")) == ("Ukrainian", "ukr", "Cyrl")
    assert (english_name("en"), alpha3("en"), script_code("en")) == ("English", "eng", "Latn")
    assert english_name("qq") == "qq"
