from __future__ import annotations

import pytest

from summarize.translation.gate import examine
from summarize.types import Check, LangPair, Severity

EN_RU = LangPair("en", "ru")
RU_EN = LangPair("ru", "en")


def alarms(source: str, hypothesis: str, pair: LangPair) -> list[str]:
    checks = examine(source, hypothesis, pair).checks
    return [check.detail for check in checks if check.name == "names"]


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


@pytest.mark.parametrize(
    ("english", "russian"),
    [
        ("Kazakh rescuers flew home.", "Спасатели из Казахстана улетели домой."),
        ("They sailed across Lake Onega.", "Они пересекли Онежское озеро."),
        ("The Britons flew to Asia.", "Британцы улетели в Азию."),
        ("The Assyrians had cavalry.", "У ассирийцев была конница."),
        ("Tourists came to Phnom Penh.", "В Пномпень приехали туристы."),
        ("A bus goes to Siem Reap.", "До Сиемреапа ходит автобус."),
        ("Professor Lee Jung-wook spoke.", "Выступил профессор Ли Юнг-Вук."),
        ("The State Duma met again.", "Госдума собралась снова."),
        ("He lives in Mexico City.", "Он живёт в Мехико."),
        ("The storm hit Hawke's Bay.", "Шторм обрушился на Хокс-Бей."),
    ],
)
def test_names_may_change_their_form(english: str, russian: str) -> None:
    assert alarms(english, russian, EN_RU) == []
    assert alarms(russian, english, RU_EN) == []


@pytest.mark.parametrize(
    ("english", "russian"),
    [
        ("Size tables hold for the EU.", "Таблицы размеров действуют для Европейского союза."),
        ("He moved to NY in May.", "В мае он переехал в Нью-Йорк."),
        ("Sales fell in the U.K. again.", "Продажи в Великобритании снова упали."),
        ("She studied at Moscow State University.", "Она училась в МГУ."),
    ],
)
def test_names_may_be_abbreviated(english: str, russian: str) -> None:
    assert alarms(english, russian, EN_RU) == []
    assert alarms(russian, english, RU_EN) == []


@pytest.mark.parametrize(
    ("english", "russian"),
    [
        ("See our Privacy Policy and Terms.", "См. нашу Политику и Условия."),
        ("The speech was read on Victory Day.", "Речь прочли в День Победы."),
        ("They like the Merry Bear tavern.", "Им нравится таверна «Весёлый Медведь»."),
        ("She played the White Queen there.", "Она играла там Белую Королеву."),
        ("The State Housing Inspectorate came.", "Приехала Госжилинспекция."),
        ("I'd say I've seen worse.", "Я бы сказал, видали и похуже."),
        ("We open from Monday to Friday.", "Мы открыты с понедельника по пятницу."),
        ("(VOICE 2) Okay, we shall see.", "(ГОЛОС 2) Хорошо, посмотрим."),
    ],
)
def test_ordinary_words_with_a_capital_are_no_names(english: str, russian: str) -> None:
    assert alarms(english, russian, EN_RU) == []
    assert alarms(russian, english, RU_EN) == []


@pytest.mark.parametrize(
    ("source", "hypothesis", "pair"),
    [
        ("The children wrote to Santa.", "Дети написали Санта-Клаусу.", EN_RU),
        ("The Cowboys lost on Sunday.", "В воскресенье «Даллас Ковбойс» проиграли.", EN_RU),
        ("Вчера выступил Никита Собянин.", "Sobyanin spoke yesterday.", RU_EN),
        ("Речь идёт о «Северном потоке».", "It is about Nord Stream.", RU_EN),
    ],
)
def test_names_may_be_explained_shortened_or_translated(
    source: str, hypothesis: str, pair: LangPair
) -> None:
    assert alarms(source, hypothesis, pair) == []


def test_a_replaced_name_is_a_warning() -> None:
    source = "Я знал, что самолюбие Брайанта задевать нельзя."
    (check,) = examine(source, "I knew that Chavez's ego must not be hurt.", RU_EN).checks
    assert check == Check("names", Severity.WARN, '"Брайанта" became "Chavez\'s"')


@pytest.mark.parametrize(
    ("source", "hypothesis", "pair"),
    [
        ("Yesterday Mike McCarthy resigned.", "Вчера Майк Павлов ушёл в отставку.", EN_RU),
        ("Выставка открылась в Стерлитамаке.", "An exhibition opened in St. Petersburg.", RU_EN),
        ("Мы видели, как приехал Путин.", "We saw Johnson arrive.", RU_EN),
    ],
)
def test_another_name_of_the_same_kind_is_a_warning(
    source: str, hypothesis: str, pair: LangPair
) -> None:
    (detail,) = alarms(source, hypothesis, pair)
    assert "became" in detail


@pytest.mark.parametrize(
    ("source", "hypothesis", "detail"),
    [
        (
            "Вчера психолог Вероника Степанова рассказала о своём бывшем муже.",
            "Yesterday the psychologist spoke about her former husband.",
            '"Вероника", "Степанова" not found in the translation',
        ),
        (
            "Путин подчеркнул, что флот готов.",
            "He stressed that the fleet was ready.",
            '"Путин" not found in the translation',
        ),
        (
            "Кошек видели в Краснодарском крае.",
            "The cats were seen in the region.",
            '"Краснодарском" not found in the translation',
        ),
        (
            "Об этом рассказал мэр Сергей Собянин.",
            "Mayor Sergei spoke about it.",
            '"Собянин" not found in the translation',
        ),
    ],
)
def test_a_removed_russian_name_is_a_warning(source: str, hypothesis: str, detail: str) -> None:
    assert alarms(source, hypothesis, RU_EN) == [detail]


@pytest.mark.parametrize(
    ("source", "hypothesis", "detail"),
    [
        (
            "Yesterday the psychologist Alina Stepanova spoke about her former husband.",
            "Вчера эта женщина-психолог рассказала о своём бывшем муже.",
            '"Alina", "Stepanova" not found in the translation',
        ),
        (
            "The old trams that run in Oslo are blue.",
            "Старые трамваи здесь синие.",
            '"Oslo" not found in the translation',
        ),
    ],
)
def test_a_removed_english_name_is_a_warning(source: str, hypothesis: str, detail: str) -> None:
    assert alarms(source, hypothesis, EN_RU) == [detail]


def test_a_made_up_name_is_a_warning() -> None:
    (check,) = examine(
        "The mayor spoke for an hour.", "Речь мэра Собянина длилась час.", EN_RU
    ).checks
    assert check.detail == '"Собянина" not found in the source'
    made_up = alarms("Речь мэра длилась час.", "Mayor Sobyanin spoke for an hour.", RU_EN)
    assert made_up == ['"Sobyanin" not found in the source']


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


def test_one_shorter_name_for_several_is_no_other_text() -> None:
    source = "Tours of Byzantium, Constantinople and Galata were cancelled."
    checks = examine(source, "Экскурсии по Царьграду отменили.", EN_RU).checks
    names = [check for check in checks if check.name == "names"]
    assert [check.severity for check in names] == [Severity.WARN]
