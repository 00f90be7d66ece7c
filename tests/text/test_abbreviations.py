"""Where an abbreviation ends a sentence: each kind of word, before each kind of beginning."""

from __future__ import annotations

import pytest

from summarize.text.abbreviations import ends_before_capital, is_abbreviation, opens_sentence

NAME, OPENER, SMALL, NUMBER = "Moscow and more", "The end of it", "and more", "5 and more"
ИМЯ, НАЧАЛО, МАЛОЕ = "Москва и не только", "Они пришли", "и другие"


@pytest.mark.parametrize("word", ["Mr.", "Dr.", "Gen.", "St. Mr.", "vs.", "e.g.", "approx."])
def test_english_words_that_never_end_a_sentence(word: str) -> None:
    for after in (NAME, OPENER, SMALL):
        assert is_abbreviation(f"Said {word} ", after, "en")


@pytest.mark.parametrize("word", ["a.m.", "Inc.", "Jr.", "Ph.D.", "Jan.", "U.S.", "A."])
def test_english_words_that_end_it_before_a_word_that_opens_one(word: str) -> None:
    assert is_abbreviation(f"Said {word} ", NAME, "en")
    assert not is_abbreviation(f"Said {word} ", OPENER, "en")


@pytest.mark.parametrize("word", ["bridge.", "cat.", "kg."])
def test_other_english_words_end_it(word: str) -> None:
    for after in (NAME, OPENER, NUMBER):
        assert not is_abbreviation(f"Said {word} ", after, "en")


@pytest.mark.parametrize("word", ["No.", "pp.", "Fig.", "vol.", "Jan.", "p.m.", "A."])
def test_english_words_before_a_number(word: str) -> None:
    assert is_abbreviation(f"See {word} ", NUMBER, "en")


@pytest.mark.parametrize("word", ["No.", "pp.", "Fig."])
def test_words_that_stand_before_numbers_end_a_sentence_before_words(word: str) -> None:
    assert not is_abbreviation(f"Said {word} ", NAME, "en")


@pytest.mark.parametrize("word", ["т. е.", "т.к.", "напр.", "проф.", "им.", "ул.", "пгт."])
def test_russian_words_that_never_end_a_sentence(word: str) -> None:
    for after in (ИМЯ, НАЧАЛО, МАЛОЕ):
        assert is_abbreviation(f"Это {word} ", after, "ru")


@pytest.mark.parametrize("word", ["гг.", "обл.", "корп.", "гл.", "г.", "А. С.", "Ltd.", "св. ст."])
def test_russian_words_that_end_it_before_a_word_that_opens_one(word: str) -> None:
    assert is_abbreviation(f"Это {word} ", ИМЯ, "ru")
    assert not is_abbreviation(f"Это {word} ", НАЧАЛО, "ru")


@pytest.mark.parametrize("word", ["и т. д.", "и т.п.", "и др.", "5 млн.", "10 руб.", "тыс."])
def test_russian_words_that_end_it_before_any_capital(word: str) -> None:
    assert ends_before_capital(f"Это {word} ", "ru")
    assert not is_abbreviation(f"Это {word} ", ИМЯ, "ru")
    assert is_abbreviation(f"Это {word} ", NUMBER, "ru")
    assert not ends_before_capital(f"Это {word} ", "en")
    assert not ends_before_capital(f"Это {word} ", "de")


@pytest.mark.parametrize("word", ["вып.", "рис.", "табл.", "тыс.", "кв.", "стр.", "г."])
def test_russian_words_before_a_number(word: str) -> None:
    assert is_abbreviation(f"См. {word} ", NUMBER, "ru")


@pytest.mark.parametrize(
    ("before", "is_measure"),
    [
        ("весит 8,5 г. ", True),
        ("длиной 12 см. ", True),
        ("длиной 12см. ", True),
        ("длиной 120\u00a0м. ", True),
        ("весит 8.55 г. ", True),
        ("в 1999 г. ", False),
        ("весит 1,2,5 г. ", False),
        ("в 5 в. ", False),
        ("длиной в м. ", False),
    ],
)
def test_a_measure_ends_a_sentence_and_a_year_does_not(before: str, *, is_measure: bool) -> None:
    assert ends_before_capital(before, "ru") is is_measure
    assert is_abbreviation(before, ИМЯ, "ru") is not is_measure


@pytest.mark.parametrize(
    ("text", "language", "opens"),
    [
        ("The end", "en", True),
        ("THE END", "en", True),
        ("“The end", "en", True),
        ("(He left", "en", True),
        ("„The end", "en", True),
        ("Moscow", "en", False),
        ("A.B. Smith", "en", False),
        ("A bridge", "en", True),
        ("Thea", "en", False),
        ("— The", "en", False),
        ("Он ушёл", "ru", True),
        ("«Ещё раз", "ru", True),
        ("The end", "ru", False),
        ("И. Иванов", "ru", False),
        ("Онега", "ru", False),
        ("The end", "de", False),
        ("", "en", False),
    ],
)
def test_words_that_open_sentences(text: str, language: str, *, opens: bool) -> None:
    assert opens_sentence(text, language) is opens


def test_other_languages_have_no_abbreviations() -> None:
    assert not is_abbreviation("Herr Dr. ", "Müller", "de")
    assert not is_abbreviation("mr. ", "5", "de")


@pytest.mark.parametrize("before", ["", "5. ", "... ", "Said “Mr.” ", "example.mr. ", "@mr. x "])
def test_what_is_no_word_is_no_abbreviation(before: str) -> None:
    assert not is_abbreviation(before, NAME, "en")


def test_spaces_within_an_abbreviation_do_not_matter() -> None:
    for written in ("т.е.", "т. е.", "т.\u00a0е.", "Т. Е."):
        assert is_abbreviation(f"Это {written} ", НАЧАЛО, "ru")
