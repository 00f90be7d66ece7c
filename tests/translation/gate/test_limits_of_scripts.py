"""Each limit of what may stay in another script or language, from both sides."""

from __future__ import annotations

import py3langid
import pytest

from summarize.translation.gate.reading import Reading
from summarize.translation.gate.scripts import copied, foreign_script, wrong_language
from summarize.types import Severity

REJECT, WARN, NOTHING = str(Severity.REJECT), str(Severity.WARN), ""
LONG_GERMAN = "die bauern im tal sagten, dass der neue damm bald brechen wird"


def copy(source: str, hypothesis: str, language: str = "en", other: str = "ru") -> str:
    found = list(copied(Reading(source, language), Reading(hypothesis, other)))
    assert all(check.name == "copied" and check.detail for check in found)
    return str(found[0].severity) if found else NOTHING


def language(source: str, hypothesis: str, own: str = "en", other: str = "ru") -> list[str]:
    """The details of the findings, all of which reject."""
    found = list(wrong_language(Reading(source, own), Reading(hypothesis, other)))
    assert {(check.name, check.severity) for check in found} <= {("language", Severity.REJECT)}
    return [check.detail for check in found]


def script(source: str, hypothesis: str, own: str = "en", other: str = "ru") -> str:
    found = list(foreign_script(Reading(source, own), Reading(hypothesis, other)))
    assert len(found) <= 1
    return f"{found[0].severity}: {found[0].detail}" if found else NOTHING


def test_92_of_a_hundred_letters_make_a_copy() -> None:
    assert copy("enjoy the long quiet here", "enjoy the long quiet hexx") == REJECT  # 23 of 25
    assert copy("enjoy the long quiet her", "enjoy the long quiet hxx") == NOTHING  # 22 of 24


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Vestara Quill Norvik Hale Ruthven Oskar", NOTHING),
        ("Vestara Quill Norvik Hale Ruthven Oskar Pym", REJECT),
        ("Vestara Police Norvik Hale Ruthven Oskar", WARN),
        ("Vestara Police Norvik Hale Government", REJECT),
        ("Vestara Police Norvik Government", WARN),
        ("soup", REJECT),
        ("via", NOTHING),
        ("to be", REJECT),
    ],
)
def test_how_long_a_copied_title_may_be(title: str, expected: str) -> None:
    assert copy(title, title) == expected


def test_a_source_inside_a_longer_translation_is_copied_unless_it_is_a_name() -> None:
    assert copy("cold soup", "холодный суп (cold soup)") == REJECT
    assert copy("Cold Soup", "группа Cold Soup") == NOTHING
    assert copy("soup", "суп (soup)") == NOTHING
    assert copy("to be", "to be 1234567890") == NOTHING
    assert copy("soup", "соль soup", "en", "en") == NOTHING


def test_a_source_without_a_word_of_its_language_may_stay() -> None:
    assert copy("enjoy the silence", "enjoy the silence", "ru", "en") == NOTHING
    assert copy("enjoy the тишина", "enjoy the тишина", "ru", "en") == REJECT
    assert copy("12:30", "12:30") == NOTHING


def test_half_of_the_letters_have_to_be_in_the_script_of_the_target() -> None:
    assert language("red apple tree", "кошка apple") == []
    assert language("red apple tree", "кошка apples") == ["most letters are not Cyrl"]
    assert language("red apple tree", "...") == []
    assert language("red apple tree", "apples", "en", "en") == []


@pytest.mark.parametrize(
    ("source", "hypothesis", "rejected"),
    [
        ("Lamp by Vestara Quill", "Бра Vestara Quill", False),
        ("Lamp by Vestara Quill", "Бра Vestara Norvik", True),  # not in the source
        ("Police Station", "Police Station", True),  # nothing but English words
        ("Vestara Quill", "Vestara Quill", False),
        ("Лампа Vesta", "Я Vesta", False),  # half of the source is in Latin letters
        ("The soup by Vestara Quill", "Уха soup Vestara Quill", True),  # an ordinary word
        ("Настольная лампа для дома Vestara Quill", "Бра Vestara Quill", True),  # no English source
    ],
)
def test_a_line_of_little_but_names_may_have_few_letters_of_the_target(
    source: str, hypothesis: str, rejected: bool
) -> None:
    assert bool(language(source, hypothesis)) is rejected


def test_two_letters_that_russian_lacks_are_too_many_unless_the_source_has_some() -> None:
    assert language("The house is old.", "Дiм старий".replace("i", "і")) == []
    (detail,) = language("The house is old.", "Дім мій")
    assert '"і"' in detail
    assert language("The word is «дім».", "Слово «дім» і «двір»") == []
    assert language("The house is old.", "Дім мій", "en", "uk") == []


@pytest.mark.parametrize("letter", "іїєґўәңқғүұөІЇЄҐЎӘҢҚҒҮҰӨ")
def test_every_letter_of_a_neighbour_tells_that_it_is_not_russian(letter: str) -> None:
    (detail,) = language("The house is old.", f"Дом{letter} стар{letter}")
    assert f'"{letter}"' in detail


@pytest.fixture
def scored(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, float]]:
    """What the language identifier answers, the best first."""
    ranking = [("de", -10.0), ("en", -30.0)]
    monkeypatch.setattr(py3langid, "classify", lambda _: ranking[0])
    monkeypatch.setattr(py3langid, "rank", lambda _: ranking)
    return ranking


RUSSIAN = "Фермеры долины опасаются новой плотины."


def test_the_identifier_has_to_be_surer_by_twelve(scored: list[tuple[str, float]]) -> None:
    scored[1] = ("en", -22.0)
    assert language(RUSSIAN, LONG_GERMAN, "ru", "en") == []
    scored[1] = ("en", -22.1)
    (detail,) = language(RUSSIAN, LONG_GERMAN, "ru", "en")
    assert '"de"' in detail
    scored[1] = ("fr", -22.1)  # English is none of the languages that it knows
    assert language(RUSSIAN, LONG_GERMAN, "ru", "en") == []
    scored[:] = [("en", -1.0), ("de", -90.0)]
    assert language(RUSSIAN, LONG_GERMAN, "ru", "en") == []


@pytest.mark.usefixtures("scored")
@pytest.mark.parametrize(
    ("hypothesis", "rejected"),
    [
        ("a" * 20 + " " + "b" * 20, True),  # 40 letters
        ("a" * 20 + " " + "b" * 19, False),
        ("a" * 20 + " C" + "d" * 20, True),  # 20 letters of no name
        ("a" * 19 + " C" + "d" * 21, False),
        ("a" * 17 + " " + "b" * 17 + " дддддддд", True),  # 34 of 42 letters are Latin
        ("a" * 16 + " " + "b" * 16 + " дддддддд", False),  # 32 of 40
        ("aaaaaaaaaaaaaaaaaaaaa Bb Cc Dd Eeeeeeeeeeeeeeee", False),  # a headline
        (f"{LONG_GERMAN} the", True),
        (f"{LONG_GERMAN} the of", False),  # two words that only English has
    ],
)
def test_when_the_identifier_is_asked(hypothesis: str, rejected: bool) -> None:
    assert bool(language(RUSSIAN, hypothesis, "ru", "en")) is rejected


@pytest.mark.parametrize(
    ("hypothesis", "expected"),
    [
        ("Новый мoст закрыт.", WARN),  # Latin «o»
        ("Новый мoстo закрыт.", REJECT),
        ("Новый моdст закрыт.", REJECT),  # «d» looks like no Cyrillic letter
        ("Новый COVIДd закрыт.", REJECT),
        ("Новый bridgе закрыт.", WARN),  # Cyrillic «е»
    ],
)
def test_one_letter_that_looks_alike_is_a_warning(hypothesis: str, expected: str) -> None:
    assert script("The new crossing is closed.", hypothesis).partition(":")[0] == expected


@pytest.mark.parametrize("letter", "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґў")
def test_scripts_may_meet_either_way_round_in_no_word(letter: str) -> None:
    own = 2 * letter
    for word in (f"{own}zz", f"zz{own}", f"{own}aa", f"AA{own.upper()}"):
        found = script("The new crossing is closed.", f"Новый {word} закрыт.")
        assert found == f'reject: scripts mixed inside "{word}"'


def test_a_word_that_begins_in_russian_and_ends_in_english_is_named_whole() -> None:
    found = script(
        "The teacher heard what the council advised yesterday.",
        "Учительteacher получил указания совета вчера.",
    )
    assert found == 'reject: scripts mixed inside "Учительteacher"'


def test_a_mixed_word_that_the_source_has_may_stay() -> None:
    assert script("They call it «моdст» here.", "Здесь это называют «моdст».") == NOTHING
    found = script("They call it so here.", "Здесь это называют «моdст».")
    assert found == 'reject: scripts mixed inside "моdст"'


@pytest.mark.parametrize(
    ("hypothesis", "expected"),
    [
        ("Он купил so хлеб.", NOTHING),  # two letters
        ("Он купил old хлеб.", REJECT),  # three
        ("Он купил 崩 хлеб.", NOTHING),
        ("Он купил 崩溃 хлеб.", REJECT),
        ("Он купил «fresh warm bread».", NOTHING),
        ("Он купил «very fresh warm bread».", REJECT),
        ("Он купил (fresh bread), вот.", NOTHING),
        ("Он купил fresh bread.", REJECT),
        ("Он купил « fresh bread, ».", NOTHING),
        ("Он купил «fresh bread и чай.", REJECT),
        ("Он купил fresh bread» и чай.", REJECT),
        ("Он из Bank of Ireland ушёл.", NOTHING),
        ("Он из Bank near Ireland ушёл.", REJECT),
        ("Он из bank of Ireland ушёл.", REJECT),
        ("Он из Vestara and Quill and Norvik and Hale ушёл.", REJECT),  # seven words
        ("Он из Vestara and Quill and Norvik and ушёл.", NOTHING),
        ("Он из Vestara & Quill ушёл.", NOTHING),
        ("Он из Vestara 5 and ушёл.", REJECT),  # a number ends a name
        ("Он видел Police там.", REJECT),
        ("Он видел The там.", REJECT),
        ("Он видел I там.", NOTHING),
        ("Он видел We там.", REJECT),
        ("Он видел Vestara там.", NOTHING),
        ("Он видел Police Vestara там.", NOTHING),
        ("Он пил чай &nbsp; и ел.", NOTHING),
        ("Он пил чай nbsp и ел.", REJECT),
        ("Он пил чай&nbsp;old и ел.", REJECT),
    ],
)
def test_which_latin_words_may_stay(hypothesis: str, expected: str) -> None:
    assert script("He bought something there.", hypothesis).partition(":")[0] == expected


def test_all_that_was_left_is_named() -> None:
    found = script("He saw them.", "Он видел Police там, We тут и ещё old хлеб.")
    assert found == 'reject: "Police", "We", "old" left in another script'


@pytest.mark.parametrize(
    ("hypothesis", "expected"),
    [
        ("Он любит redis.", WARN),
        ("Он любит redis и old хлеб.", REJECT),
        ("Он любит kubectl.", REJECT),  # not in the source
        ("Он любит Vestara redis.", NOTHING),  # part of a name
        ("Он любит Vestara old redis.", REJECT),
    ],
)
def test_a_term_of_the_source_may_stay(hypothesis: str, expected: str) -> None:
    assert script("He likes redis and old bread.", hypothesis).partition(":")[0] == expected


def test_a_term_of_another_language_is_judged_by_no_english_dictionary() -> None:
    assert script("Er mag redis.", "Он любит redis.", "de").partition(":")[0] == REJECT


@pytest.mark.parametrize(
    ("source", "hypothesis", "expected"),
    [
        ("He said 'old' there.", "Он там сказал old.", NOTHING),
        ("He said 'old.' there.", "Он там сказал old.", NOTHING),
        ("He said old there.", "Он там сказал old.", REJECT),
        ("He said 'cold' there.", "Он там сказал old.", REJECT),
        ("It was there.", "Там было слово old.", NOTHING),
        ("It was there.", "Там old означает старый.", NOTHING),
        ("It was there.", "Там old был старый.", REJECT),
    ],
)
def test_a_word_that_is_spoken_of_may_stay(source: str, hypothesis: str, expected: str) -> None:
    assert script(source, hypothesis).partition(":")[0] == expected


@pytest.mark.parametrize(
    ("hypothesis", "expected"),
    [
        ("The word дом is short.", NOTHING),
        ("He left the дом here.", REJECT),
        ("The word дом and the кот here.", REJECT),
        ("He left и here.", NOTHING),
    ],
)
def test_which_russian_words_may_stay_in_english(hypothesis: str, expected: str) -> None:
    assert script("Слово короткое.", hypothesis, "ru", "en").partition(":")[0] == expected


def test_within_one_language_only_what_is_new_is_foreign() -> None:
    assert script("Он купил old хлеб.", "Хлеб old купил он.", "ru", "ru") == NOTHING
    assert script("Он купил 崩溃 хлеб.", "Хлеб 崩溃 купил он.", "ru", "ru") == NOTHING
    assert script("Он купил хлеб.", "Хлеб 崩溃 купил он.", "ru", "ru").startswith(REJECT)


def test_a_text_in_its_own_script_or_without_words_has_nothing_foreign() -> None:
    assert script("He left.", "Он ушёл.") == NOTHING
    assert script("12", "²³") == NOTHING
