from __future__ import annotations

import pytest

from summarize.translation.gate import examine
from summarize.types import Check, LangPair, Severity

EN_RU = LangPair("en", "ru")
RU_EN = LangPair("ru", "en")


def check_of(source: str, hypothesis: str, pair: LangPair) -> Check:
    (check,) = examine(source, hypothesis, pair).checks
    return check


@pytest.mark.parametrize(
    ("source", "hypothesis"),
    [
        ("Some 320 thousand people left.", "Уехали около 320 тыс. человек."),
        ("Three hundred people left.", "Уехали 300 человек."),
        ("Prices rose 1.5% to $12,400.", "Цены выросли на 1,5 % до 12 400 долларов."),
        ("It opens at 5 p.m. on July 25.", "Открытие в 17:00 25.07."),
        ("He was born in the 19th century.", "Он родился в XIX веке."),
        ("The three-year-old has two sisters.", "У трёхлетнего мальчика две сестры."),
        ("One of them paid £75m.", "Один из них заплатил 75 млн фунтов."),
        ("Half a million people voted.", "Проголосовали полмиллиона человек."),
        ("They waited a dozen days.", "Они ждали 12 дней."),
    ],
)
def test_the_same_number_written_differently_is_no_finding(source: str, hypothesis: str) -> None:
    assert examine(source, hypothesis, EN_RU).checks == ()
    assert examine(hypothesis, source, RU_EN).checks == ()


@pytest.mark.parametrize(
    ("source", "hypothesis", "detail"),
    [
        ("Уехали 44 человека.", "Some 40 people left.", '"44" became "40"'),
        ("Три года назад они уехали.", "Two years ago they left.", '"Три года" became "Two years"'),
        ("Потратили 3 млн евро.", "They spent 3 billion euros.", '"3 млн" became "3 billion"'),
        ("Это было в 2016 году.", "It happened in the year 2018.", '"2016" became "2018"'),
    ],
)
def test_a_changed_number_is_rejected(source: str, hypothesis: str, detail: str) -> None:
    assert check_of(source, hypothesis, RU_EN) == Check("numbers", Severity.REJECT, detail)


def test_a_lost_and_an_added_number_are_warnings() -> None:
    lost = check_of("Police arrested 17 people in the city.", "Полиция задержала людей.", EN_RU)
    assert lost == Check("numbers", Severity.WARN, '"17" not found in the translation')
    added = check_of("Police arrested people.", "Полиция задержала 17 человек.", EN_RU)
    assert added == Check("numbers", Severity.WARN, '"17" not found in the source')


def test_languages_without_number_words_compare_only_large_digits() -> None:
    pair = LangPair("en", "de")
    assert examine("The 3 dogs ran.", "Die drei Hunde rannten.", pair).checks == ()
    assert examine("They paid 320 thousand.", "Sie zahlten 320.000 Euro.", pair).checks == ()
    assert check_of("They paid 450 euros.", "Sie zahlten 540 Euro.", pair).name == "numbers"


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/a?b=1",
        "http://localhost",
        "www.a-b",
        "example.org",
        "t.me/news",
        "press@example.org",
        "press@news-desk.x",
    ],
)
def test_a_lost_address_is_rejected(address: str) -> None:
    source = f"Write to {address} today."
    assert examine(source, f"Пишите на {address} сегодня.", EN_RU).checks == ()
    check = check_of(source, "Пишите нам на сайт ещё сегодня.", EN_RU)
    assert check == Check("kept", Severity.REJECT, f'"{address}" has to stay as it is')


def test_a_lost_hashtag_is_a_warning() -> None:
    check = check_of("They tweeted #freedom twice.", "Они дважды написали об этом.", EN_RU)
    assert check == Check("kept", Severity.WARN, '"#freedom" not found in the translation')


def test_a_latin_name_in_a_russian_text_has_to_stay() -> None:
    source = "Опрос провела компания Vilmorus по заказу газеты."
    assert examine(source, "Vilmorus did the survey for the newspaper.", RU_EN).checks == ()
    check = check_of(source, "The company did the survey for the newspaper.", RU_EN)
    assert check == Check("kept", Severity.WARN, '"Vilmorus" not found in the translation')


def test_a_roman_numeral_is_no_latin_name() -> None:
    assert examine("Храм XVIII века.", "An 18th-century temple.", RU_EN).checks == ()


def test_a_translated_hashtag_is_no_loss() -> None:
    assert examine("A day off, #sunshine and tea.", "Выходной, #солнце и чай.", EN_RU).checks == ()
    lost = check_of("A day off, #sunshine and tea.", "Выходной, солнце и чай.", EN_RU)
    assert (lost.name, lost.severity) == ("kept", Severity.WARN)
