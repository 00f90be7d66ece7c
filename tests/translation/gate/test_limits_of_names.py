"""Which words count as names, and what accounts for one that is missing."""

from __future__ import annotations

import pytest

from summarize.translation.gate.names import NameDrift, name_drift, names
from summarize.translation.gate.reading import Reading
from summarize.types import Severity


def drift(source: str, hypothesis: str, own: str = "en") -> tuple[list[str], list[str]]:
    other = "ru" if own == "en" else "en"
    found = name_drift(Reading(source, own), Reading(hypothesis, other))
    return list(found.lost), list(found.added)


def capitals(text: str, language: str = "en") -> list[tuple[str, bool, bool, int]]:
    found = Reading(text, language).capitals
    return [(word.word, word.begins, word.quoted, word.run) for word in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Yes, Anna left.", [("Yes", True, False, 1), ("Anna", False, False, 2)]),
        (
            "New York-Bay",
            [("New", True, False, 1), ("York", False, False, 1), ("Bay", False, False, 1)],
        ),
        ("it left. Anna", [("Anna", True, False, 1)]),
        ("it left, Anna", [("Anna", False, False, 1)]),
        ("it “Anna", [("Anna", True, True, 1)]),
        ("it (Anna", [("Anna", False, False, 1)]),
        ("it - Anna", [("Anna", True, False, 1)]),
        ("it- Anna", [("Anna", False, False, 1)]),
        ("it‑Anna", [("Anna", False, False, 1)]),
        ("- Anna", [("Anna", True, False, 1)]),
        ("5 - Anna", [("Anna", True, False, 1)]),
        ("see x.org/Anna Bo", [("Bo", False, False, 1)]),
        ("it Anna's bo", [("Anna's", False, False, 1)]),
    ],
)
def test_where_capitals_stand(text: str, expected: list[tuple[str, bool, bool, int]]) -> None:
    assert capitals(text) == expected


def test_the_first_half_of_a_russian_compound_is_no_capital_of_its_own() -> None:
    assert [word for word, *_ in capitals("они Северо-Запад", "ru")] == ["Запад"]
    assert [word for word, *_ in capitals("они Санта-Барбара", "ru")] == ["Санта", "Барбара"]
    assert [word for word, *_ in capitals("они Осло рады", "ru")] == ["Осло"]


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        ("Anna Bo Cy Di eats", False),  # three of five: the first does not count
        ("Anna Bo Cy Di", True),
        ("Anna Bo Cy Di Ed is", True),  # four of six
        ("anna", False),
        ("", False),
    ],
)
def test_a_text_of_mostly_capitals_is_a_headline(text: str, headline: bool) -> None:
    assert Reading(text, "en").headline is headline


def test_the_words_with_a_capital_or_all_of_a_text_with_hardly_any() -> None:
    assert Reading("Anna saw Bo there", "en").proper == {"anna", "bo"}
    assert Reading("Anna saw them there", "en").proper == {"anna", "saw", "them", "there"}


def test_what_has_to_stay_is_no_word_of_the_text() -> None:
    reading = Reading("Read example.org or @anna, Bo’s wife Алёна", "en")
    assert reading.kept == ["example.org", "@anna"]
    assert reading.words == ["Read", "or", "Bo’s", "wife", "Алёна"]
    assert reading.folded == ["read", "or", "bo's", "wife", "алена"]
    assert Reading("no dot, no sign", "en").kept == []
    assert Reading("see http://x", "en").kept == ["http://x"]
    assert Reading("about #this", "en").kept == ["#this"]
    assert Reading("Ёлка’s 5,!", "en").tokens == ["елка's", "5", ",", "!"]


@pytest.mark.parametrize(
    ("source", "lost"),
    [
        ("The old trams in Oslo are blue.", ["Oslo"]),
        ("The old trams in Usk are blue.", []),  # three letters
        ("The old trams in OSLO are blue.", []),  # an abbreviation, for all one knows
        ("The old trams of OSLO's are blue.", []),
        ("The old trams of Oslo's are blue.", ["Oslo's"]),
        ("The old trams in Møre are blue.", []),  # not plain English letters
        ("The old trams of Fifty are blue.", []),  # a number
        ("The old trams that I've seen are blue.", []),
        ("Oslo trams are rather old and blue.", ["Oslo"]),
        ("Old Blue Tram Oslo", []),  # a headline
    ],
)
def test_which_words_are_names(source: str, lost: list[str]) -> None:
    assert drift(source, "Старые трамваи тут синие.") == (lost, [])


def test_only_english_and_russian_are_compared() -> None:
    german = name_drift(Reading("The trams in Oslo are old.", "en"), Reading("Alt.", "de"))
    assert german == NameDrift()
    same = name_drift(Reading("The trams in Oslo are old.", "en"), Reading("Old.", "en"))
    assert same == NameDrift()


@pytest.mark.parametrize(
    ("source", "hypothesis", "expected"),
    [
        # Both sides lack some: nothing but sound excuses them.
        ("The man from Tromso left.", "Этот мужчина из Твери уехал.", (["Tromso"], ["Твери"])),
        # A first name whose surname is there, and a surname whose first name is there.
        ("Yesterday Dmitri Ovechkin left.", "Вчера Овечкин уехал.", ([], [])),
        ("Yesterday Dmitri Ovechkin left.", "Вчера Дмитрий уехал.", (["Ovechkin"], [])),
        ("Yesterday Dmitri Ovechkin left.", "Вчера он уехал.", (["Dmitri", "Ovechkin"], [])),
        # A name in full; more was added than was there.
        ("They wrote to Dmitri.", "Они написали Дмитрию Собянину.", ([], [])),
        (
            "They wrote to Dmitri.",
            "Они написали Дмитрию Никите Собянину.",
            ([], ["Никите", "Собянину"]),
        ),
        # An abbreviation may be any name that no dictionary is sure of.
        ("They live near Tromso.", "Они живут в НХ.", ([], [])),
        ("They all, not the EU, live near Tromso.", "Все живут, не ЕС.", (["Tromso"], [])),
    ],
)
def test_what_accounts_for_a_name(
    source: str, hypothesis: str, expected: tuple[list[str], list[str]]
) -> None:
    assert drift(source, hypothesis) == expected


@pytest.mark.parametrize(
    ("hypothesis", "expected"),
    [
        ("Yesterday SS spoke.", []),
        ("Yesterday S.S. spoke.", ["Сергей", "Собянин"]),
        ("Yesterday SP spoke.", ["Сергей", "Собянин"]),
        ("Yesterday SSS spoke.", ["Сергей", "Собянин"]),
    ],
)
def test_an_abbreviation_of_a_russian_name_has_its_letters(
    hypothesis: str, expected: list[str]
) -> None:
    assert drift("Вчера выступил Сергей Собянин.", hypothesis, "ru") == (expected, [])


def test_four_sounds_of_seven_make_another_name() -> None:
    found = drift("They saw Branderson there.", "Они видели Брандлумова там.")
    assert found == (["Branderson"], ["Брандлумова"])


@pytest.mark.parametrize(
    ("hypothesis", "expected"),
    [
        ("Они видели Карстена там.", ([], [])),  # three sounds of five
        ("Они видели Курсмана там.", (["Kastner"], ["Курсмана"])),  # two of five
    ],
)
def test_a_name_may_be_respelled_in_two_sounds_of_five(
    hypothesis: str, expected: tuple[list[str], list[str]]
) -> None:
    assert drift("They saw Kastner there.", hypothesis) == expected


@pytest.mark.parametrize(
    ("found", "severity", "detail"),
    [
        (NameDrift(), None, ""),
        (NameDrift(["A"], ["B"]), Severity.WARN, '"A" became "B"'),
        (NameDrift(["A"], ["B"], 2, unrelated=True), Severity.REJECT, '"A" became "B"'),
        (NameDrift(["A"]), Severity.WARN, '"A" not found in the translation'),
        (NameDrift([], ["B"]), Severity.WARN, '"B" not found in the source'),
    ],
)
def test_the_finding(found: NameDrift, severity: Severity | None, detail: str) -> None:
    findings = [(check.name, check.severity, check.detail) for check in names(found)]
    assert findings == ([] if severity is None else [("names", severity, detail)])


@pytest.mark.parametrize(
    ("source", "hypothesis", "unrelated"),
    [
        ("Вчера в Анкаре Собянин встретил Петерсена.", "Today in Lima Quispe met Huamani.", True),
        ("Вчера в Анкаре Собянин встретил Петерсена.", "Today in Lima Quispe ate.", True),
        ("Вчера в Анкаре Собянин встретил Петерсена.", "Today in Lima they ate.", False),
        ("Вчера в Анкаре встретили Петерсена.", "Today in Lima Quispe ate.", False),
        (
            "Вчера в Анкаре Собянин встретил Петерсена.",
            "Today Quispe met Huamani in Ankara.",
            False,
        ),
    ],
)
def test_another_text_has_three_names_of_which_none_came_over(
    source: str, hypothesis: str, unrelated: bool
) -> None:
    found = name_drift(Reading(source, "ru"), Reading(hypothesis, "en"))
    assert found.unrelated is unrelated


def test_each_name_without_a_counterpart_is_a_doubt() -> None:
    assert name_drift(Reading("He saw Oslo.", "en"), Reading("Он там был.", "ru")).doubtful == 1
    replaced = name_drift(Reading("He left Tromso.", "en"), Reading("Он уехал в Тверь.", "ru"))
    assert replaced.doubtful == 2
    assert name_drift(Reading("He left.", "en"), Reading("Он ушёл.", "ru")).doubtful == 0
