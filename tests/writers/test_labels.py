from __future__ import annotations

import pytest

from summarize.writers.edition import Passage
from summarize.writers.labels import is_right_to_left, label, language_name, note


@pytest.mark.parametrize(
    ("language", "shown_in", "name"),
    [
        ("en", "ru", "английский"),
        ("ru", "en", "Russian"),
        ("ru", "pl", "Russian"),  # there are no Polish phrases: the page speaks English
        ("xx", "en", "xx"),
        ("ru", "xx", "Russian"),
    ],
)
def test_a_language_is_called_what_the_page_calls_it(
    language: str, shown_in: str, name: str
) -> None:
    assert language_name(language, shown_in) == name


@pytest.mark.parametrize(("language", "is_so"), [("ar", True), ("ru", False), ("xx", False)])
def test_a_page_is_written_from_right_to_left_where_its_language_is(
    language: str, is_so: bool
) -> None:
    assert is_right_to_left(language) is is_so


def test_a_sentence_that_translates_nothing_has_no_original_in_its_note() -> None:
    summary, translation = Passage("A.", "", "numbers: 7"), Passage("A.", "", "numbers: 7", "Б.")
    assert "(numbers: 7)" in note("de", summary)
    assert label("de", "source_text") not in note("de", summary)
    assert note("de", translation).endswith(f"{label('de', 'source_text')}: Б.")
    assert note("de", summary) != note("en", summary)
