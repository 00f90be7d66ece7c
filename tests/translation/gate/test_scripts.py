from __future__ import annotations

import pytest

from summarize.translation.gate import examine
from summarize.types import LangPair, Severity

EN_RU = LangPair("en", "ru")
RU_EN = LangPair("ru", "en")
SOURCE = "The ministry opened an inquiry into the collapse of the railway bridge near Samara."
TARGET = "Министерство начало расследование обрушения железнодорожного моста под Самарой."


def rejected_by(source: str, hypothesis: str, pair: LangPair) -> set[str]:
    checks = examine(source, hypothesis, pair).checks
    return {check.name for check in checks if check.severity is Severity.REJECT}


def test_the_source_handed_back_is_rejected() -> None:
    assert rejected_by(SOURCE, SOURCE, EN_RU) == {"copied"}
    assert rejected_by(TARGET, TARGET, RU_EN) == {"copied"}
    assert rejected_by(SOURCE, SOURCE, LangPair("en", "de")) == {"copied"}


def test_the_source_beside_its_translation_is_rejected() -> None:
    assert "copied" in rejected_by(SOURCE, f"{SOURCE} {TARGET}", EN_RU)


@pytest.mark.parametrize(
    "same",
    ["Boeing 737", "#Oscars2022", "https://example.org/a", "12:30", "Apple iPhone SE", "BBC"],
)
def test_names_links_tags_and_numbers_may_stay(same: str) -> None:
    assert examine(same, same, EN_RU).checks == ()


def test_a_title_that_stays_is_a_warning() -> None:
    (check,) = examine("The Economist Magazine", "The Economist Magazine", EN_RU).checks
    assert (check.name, check.severity) == ("copied", Severity.WARN)


@pytest.mark.parametrize(
    ("hypothesis", "pair"),
    [
        ("The ministry began investigating why the railway bridge collapsed by Samara.", EN_RU),
        ("Міністерство розпочало розслідування обвалу залізничного мосту біля Самари.", EN_RU),
        (
            "Министерството започна разследване на срутването на железопътния мост край Самара.",
            EN_RU,
        ),
        ("工程师说桥梁在萨马拉附近倒塌", EN_RU),
    ],
)
def test_another_language_is_rejected(hypothesis: str, pair: LangPair) -> None:
    assert "language" in rejected_by(SOURCE, hypothesis, pair)


def test_another_language_in_the_same_script_is_rejected() -> None:
    german = "Das Ministerium leitete eine Untersuchung zum Einsturz der Eisenbahnbrücke ein."
    french = "Le ministère a ouvert une enquête sur l'effondrement du pont ferroviaire."
    assert "language" in rejected_by(TARGET, german, RU_EN)
    assert "language" in rejected_by(SOURCE, french, LangPair("en", "de"))
    assert rejected_by(SOURCE, german, LangPair("en", "de")) == set()


@pytest.mark.parametrize(
    "hypothesis",
    [
        "Министерство начало inquiry обрушения железнодорожного моста под Самарой.",
        "Министерство началo расследование collapзии железнодорожного моста под Самарой.",
        "Министерство начало расследование 崩溃 железнодорожного моста под Самарой.",
        "The министерство начало расследование обрушения моста под Самарой.",
    ],
)
def test_foreign_words_and_letters_are_rejected(hypothesis: str) -> None:
    assert rejected_by(SOURCE, hypothesis, EN_RU) == {"script"}


def test_one_cyrillic_word_in_english_is_rejected() -> None:
    mixed = "The ministry opened an inquiry into the обрушение of the railway bridge near Samara."
    assert rejected_by(TARGET, mixed, RU_EN) == {"script"}


@pytest.mark.parametrize(
    ("source", "hypothesis"),
    [
        ("Apple sued The Hockey News.", "Apple подала в суд на The Hockey News."),
        ("He wrote for eBay and Lietuvos rytas.", "Он писал для eBay и «Lietuvos rytas»."),
        ('They call it "vidde" there.', "Там это называют vidde."),
        ("A micro-USB cable is enough.", "Достаточно кабеля micro-USB."),
    ],
)
def test_names_and_quoted_words_may_stay_latin(source: str, hypothesis: str) -> None:
    assert examine(source, hypothesis, EN_RU).checks == ()


def test_a_single_look_alike_letter_is_a_warning() -> None:
    latin_o = TARGET.replace("моста", "мoста")
    (check,) = examine(SOURCE, latin_o, EN_RU).checks
    assert (check.name, check.severity) == ("script", Severity.WARN)
