from __future__ import annotations

import pytest

from summarize.translation.gate import examine
from summarize.types import Check, LangPair, Severity

EN_RU = LangPair("en", "ru")
RU_EN = LangPair("ru", "en")


@pytest.mark.parametrize(
    ("english", "russian"),
    [
        ("In Ankara, Jack Drury met Zelensky.", "В Анкаре Джек Друри встретился с Зеленским."),
        ("On Monday the Germans left Hungary.", "В понедельник немцы покинули Венгрию."),
        ("The head of the Ministry of Defence spoke.", "Выступил глава Министерства обороны."),
        ("Yesterday, William Walsh left St. Petersburg.", "Вчера Уильям Уолш покинул Петербург."),
    ],
)
def test_transliterated_and_translated_names_are_found(english: str, russian: str) -> None:
    assert examine(english, russian, EN_RU).checks == ()
    assert examine(russian, english, RU_EN).checks == ()


def test_a_replaced_name_is_a_warning() -> None:
    source = "Я знал, что самолюбие Брайанта задевать нельзя."
    (check,) = examine(source, "I knew that Chavez's ego must not be hurt.", RU_EN).checks
    assert check == Check("names", Severity.WARN, '"Брайанта" became "Chavez\'s"')


def test_a_removed_name_is_a_warning() -> None:
    source = "Вчера психолог Вероника Степанова рассказала о своём бывшем муже."
    hypothesis = "Yesterday the psychologist spoke about her former husband."
    (check,) = examine(source, hypothesis, RU_EN).checks
    assert check.detail == '"Вероника", "Степанова" not found in the translation'


def test_a_removed_english_name_of_two_words_is_a_warning() -> None:
    source = "Yesterday the psychologist Veronica Stepanova spoke about her former husband."
    hypothesis = "Вчера эта женщина-психолог рассказала о своём бывшем муже."
    (check,) = examine(source, hypothesis, EN_RU).checks
    assert check.detail == '"Veronica", "Stepanova" not found in the translation'


def test_a_made_up_name_in_russian_is_a_warning() -> None:
    (check,) = examine(
        "The mayor spoke for an hour.", "Речь мэра Собянина длилась час.", EN_RU
    ).checks
    assert check.detail == '"Собянина" not found in the source'


def test_headlines_and_other_languages_are_left_alone() -> None:
    headline = "Farmers Fear Dam Will Flood Valley Orchards"
    assert examine(headline, "Фермеры опасаются, что плотина затопит сады", EN_RU).checks == ()
    german = examine("Мэр Хамовников уехал.", "Der Bürgermeister ist weg.", LangPair("ru", "de"))
    assert german.checks == ()


def test_another_text_altogether_is_rejected() -> None:
    source = "Вчера в Анкаре министр Акын встретился с послом Дании Петерсеном."
    other = "Last week in Lima, governor Quispe flew to Cusco."
    (check,) = examine(source, other, RU_EN).checks
    assert (check.name, check.severity) == ("names", Severity.REJECT)
