from __future__ import annotations

import pytest

from summarize.translation.gate import examine
from summarize.types import Check, LangPair, Severity

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


def test_a_source_that_is_in_the_target_language_already_may_stay() -> None:
    title = "Enjoy the long silence"
    assert examine(title, title, RU_EN).checks == ()
    assert rejected_by(title, title, EN_RU) == {"copied"}


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


@pytest.mark.parametrize(
    ("source", "hypothesis"),
    [
        ("In Welsh *twp* means daft.", "По-валлийски *twp* — это «глупый»."),
        ("In Welsh *twp* means daft.", "По-валлийски twp значит «глупый»."),
        ("In Welsh *twp* means daft.", "В Уэльсе слово twp переводится как «глупый»."),
        ("In Welsh *twp* means daft.", "По-валлийски «twp» — глупый."),
        ("The English word set is short.", "Английское слово set короткое."),
        ("The suffix -ness makes nouns.", "Суффикс ness образует существительные."),
        ("He deployed it with :rocket: and left.", "Он выложил это с :rocket: и ушёл."),
    ],
)
def test_a_word_spoken_of_as_a_word_may_stay(source: str, hypothesis: str) -> None:
    assert examine(source, hypothesis, EN_RU).checks == ()


def test_a_russian_word_may_stay_only_where_it_is_spoken_of() -> None:
    source = "Слово «пожалуйста» знают все."
    assert examine(source, "Everyone knows the word “пожалуйста”.", RU_EN).checks == ()
    firm = examine("Фирма «Ромашка» закрылась.", "The firm “Ромашка” has closed.", RU_EN)
    assert {check.name for check in firm.checks} == {"script"}
    assert firm.rejected


def test_a_term_that_no_dictionary_has_is_a_warning() -> None:
    source = "The server keeps its queue in redis and starts with kubectl."
    translated = "Сервер держит очередь в redis и запускается через kubectl."
    (check,) = examine(source, translated, EN_RU).checks
    assert check == Check("script", Severity.WARN, '"redis", "kubectl" left as in the source')
    invented = examine("The server is slow.", "Сервер redis медленный.", EN_RU)
    assert {check.name for check in invented.checks} == {"script"}
    assert invented.rejected


@pytest.mark.parametrize("left", ["inquiry", "railway", "collapse"])
def test_an_ordinary_word_of_the_source_may_not_stay(left: str) -> None:
    mixed = f"Министерство начало {left} из-за железнодорожного моста под Самарой."
    assert rejected_by(SOURCE, mixed, EN_RU) == {"script"}


def test_a_species_keeps_both_its_names() -> None:
    source = "Homo naledi lived here."
    assert examine(source, "Здесь жил вид Homo naledi.", EN_RU).checks == ()


@pytest.mark.parametrize(
    "name",
    ["CO2", "H5N1", "G7", "COVID-19", "iPhone", "HBO Max", "Boeing 737 MAX", "5G", "USB-C", "km/h"],
)
def test_formulas_units_codes_and_brands_may_stay_latin(name: str) -> None:
    source = f"The report speaks about {name} at length."
    assert examine(source, f"В докладе подробно говорится о {name}.", EN_RU).checks == ()


def test_a_line_of_little_but_kept_names_is_no_other_language() -> None:
    source = "Lamp by Nordlicht Lamp, Vestara QX7WL-L20 Aurora."
    hypothesis = "Бра от Nordlicht Lamp, Vestara QX7WL-L20 Aurora."
    assert rejected_by(source, hypothesis, EN_RU) == set()


def test_a_line_of_little_but_an_address_is_no_other_language() -> None:
    assert examine("Photo: t.me/abc_news", "Фото: t.me/abc_news", EN_RU).checks == ()


def test_a_single_look_alike_letter_is_a_warning() -> None:
    latin_o = TARGET.replace("моста", "мoста")
    (check,) = examine(SOURCE, latin_o, EN_RU).checks
    assert (check.name, check.severity) == ("script", Severity.WARN)


def test_foreign_names_are_no_foreign_language() -> None:
    source = "Жан-Клод Юнкер и Урсула фон дер Ляйен поспорили."
    argued = "Jean-Claude Juncker and Ursula von der Leyen argued."
    assert rejected_by(source, argued, RU_EN) == set()
