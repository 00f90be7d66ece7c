"""Tables of words: what begins with a number, places that sound different, names of languages."""

from __future__ import annotations

import pytest

from summarize.text.compounds import Compound, compound
from summarize.text.dictionary import WordKind, kind, without_office
from summarize.text.exonyms import is_exonym
from summarize.text.language import alpha3, detect_language, is_language_code, script_code
from summarize.text.printable import printable, printable_line
from summarize.text.units import unit_of


@pytest.mark.parametrize(
    ("word", "value"),
    [
        *(("стократный", 100), ("двухсоткратный", 200), ("трехсоткратный", 300)),
        *(("четырехсоткратный", 400), ("пятисоткратный", 500), ("шестисоткратный", 600)),
        *(("семисоткратный", 700), ("восьмисоткратный", 800), ("девятисоткратный", 900)),
        *(("двадцатикратный", 20), ("тридцатикратный", 30), ("сорокакратный", 40)),
        *(("пятидесятикратный", 50), ("шестидесятикратный", 60), ("семидесятикратный", 70)),
        *(("восьмидесятикратный", 80), ("девяностократный", 90)),
        *(("десятикратный", 10), ("одиннадцатикратный", 11), ("двенадцатикратный", 12)),
        *(("тринадцатикратный", 13), ("четырнадцатикратный", 14), ("пятнадцатикратный", 15)),
        *(("шестнадцатикратный", 16), ("семнадцатикратный", 17), ("восемнадцатикратный", 18)),
        *(("девятнадцатикратный", 19), ("двукратный", 2), ("трехкратный", 3)),
        *(("четырехкратный", 4), ("пятикратный", 5), ("шестикратный", 6), ("семикратный", 7)),
        *(("восьмикратный", 8), ("девятикратный", 9), ("полуторакратный", 1.5)),
        *(("стодвадцатипятикратный", 125), ("двухсотпятнадцатикратный", 215)),
        *(("двух-кратный", 2), ("пятирублевый", 5), ("стодолларовый", 100)),
    ],
)
def test_numbers_that_words_begin_with(word: str, value: float) -> None:
    assert compound(word, "ru") == Compound(value, sure=True)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("одноэтажный", Compound(1)),
        ("однолетний", Compound(1, unit_of("год", "ru"))),
        ("тысячелетний", Compound(1000, unit_of("год", "ru"), sure=True)),
        ("двухтысячный", Compound(2000, sure=True)),
        ("двухсотый", None),
        ("пятиугольный", Compound(5)),
        ("пятихат", None),
        ("пятихата", Compound(5)),
        ("стоугольный", None),
        ("стодвухугольный", Compound(102)),
        ("полумиллионный", Compound(500_000, sure=True)),
        ("полукруглый", None),
        ("полуэтажный", None),
        ("", None),
        ("мост", None),
    ],
)
def test_what_is_not_sure_or_no_number(word: str, expected: Compound | None) -> None:
    assert compound(word, "ru") == expected


def test_folds() -> None:
    assert compound("onefold", "en") == Compound(1)
    assert compound("twofold", "en") == Compound(2, sure=True)
    assert compound("threefolds", "en") is None
    assert compound("threefold", "ru") is None
    assert compound("двукратный", "en") is None


# --- Places that sound different ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("english", "russian"),
    [
        *(("american", "американцы"), ("states", "штаты"), ("german", "германии"), ("us", "сша")),
        *(("chinese", "китайцы"), ("beijing", "кнр"), ("japan", "японцев"), ("poles", "поляки")),
        *(("dutch", "голландцы"), ("swiss", "швейцарец"), ("swedes", "шведы"), ("nato", "альянс")),
        *(("georgia", "грузии"), ("turks", "турок"), ("egyptian", "египтяне"), ("uk", "англии")),
        *(("spaniards", "испанцы"), ("welsh", "уэльса"), ("finns", "финны"), ("danes", "датчане")),
        *(("norway", "норвежцы"), ("cypriot", "кипра"), ("czech", "чехии"), ("prague", "праги")),
        *(("vienna", "вены"), ("rome", "рима"), ("italian", "итальянцы"), ("munich", "мюнхена")),
        *(("jewish", "еврей"), ("eu", "ес"), ("emirates", "оаэ"), ("moscow", "рф")),
        *(("kyiv", "киева"), ("minsk", "белоруссии"), ("soviet", "ссср"), ("moon", "луны")),
        *(("kremlin", "москвы"), ("christmas", "рождества"), ("pope", "папа"), ("john", "иоанн")),
        *(("charles", "карла"), ("louis", "людовика"), ("saint", "свято"), ("town", "кейптауна")),
        *(("nations", "оон"), ("prix", "больших"), ("france", "франции"), ("brazil", "бразилию")),
    ],
)
def test_counterparts_both_ways(english: str, russian: str) -> None:
    assert is_exonym(english, frozenset({russian}), "en", "ru")
    assert is_exonym(russian, frozenset({english}), "ru", "en")


@pytest.mark.parametrize(
    ("english", "russian"),
    [
        *(("user", "сша"), ("euro", "ес"), ("hungary", "германия"), ("france", "бразилия")),
        *(("pope", "попа"), ("moon", "солнце"), ("usa", "сшаа"), ("bridge", "мост")),
    ],
)
def test_others_are_none(english: str, russian: str) -> None:
    assert not is_exonym(english, frozenset({russian}), "en", "ru")


def test_other_languages_know_countries_only() -> None:
    assert is_exonym("germany", frozenset({"deutschland"}), "en", "de")
    assert is_exonym("германия", frozenset({"deutschland"}), "ru", "de")
    assert not is_exonym("beijing", frozenset({"china"}), "en", "de")
    assert not is_exonym("germany", frozenset({"deutschland"}), "zz", "de")
    assert not is_exonym("germany", frozenset({"германия"}), "en", "en")


# --- Words and languages --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "rest"),
    [
        ("госдума", "дума"),
        ("минпромторг", "торг"),
        ("росавиация", "авиация"),
        ("госдом", "госдом"),
        ("дума", "дума"),
        ("сельхозтехника", "хозтехника"),
        ("спецназовец", "назовец"),
    ],
)
def test_offices_without_their_clipped_words(word: str, rest: str) -> None:
    assert without_office(word) == rest


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("россия", WordKind.NAME),
        ("мост", WordKind.ORDINARY),
        ("ровно", WordKind.EITHER),
        ("тверской", WordKind.EITHER),
        ("госдума", WordKind.ORDINARY),
        ("антикоррупционный", WordKind.ORDINARY),
        ("международный", WordKind.ORDINARY),
        ("ойлерово", WordKind.UNKNOWN),
    ],
)
def test_russian_words(word: str, expected: WordKind) -> None:
    assert kind(word, "ru") is expected


@pytest.mark.parametrize(
    "word", ["sunday", "january", "may", "december", "saturday", "bridge", "went", "better"]
)
def test_english_words(word: str) -> None:
    assert kind(word, "en") is WordKind.ORDINARY


@pytest.mark.parametrize(
    ("code", "script", "three"),
    [("zh", "Hans", "zho"), ("ja", "Jpan", "jpn"), ("sr", "Cyrl", "srp"), ("qq", "Latn", "")],
)
def test_scripts_and_codes(code: str, script: str, three: str) -> None:
    assert script_code(code) == script
    if three:
        assert alpha3(code) == three


@pytest.mark.parametrize("code", ["Ru", "rU", "r", "rus", "r1", "--", "zz"])
def test_what_is_no_code(code: str) -> None:
    assert not is_language_code(code)


def test_one_letter_is_enough_to_be_asked_about() -> None:
    assert detect_language("5 м") is not None
    assert detect_language("5 %") is None


# --- On a terminal --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "code", [0, 7, 8, 0x0B, 0x0D, 0x1B, 0x7F, 0x80, 0x9B, 0xAD, 0x200B, 0x200E, 0x2028, 0x2029]
)
def test_nothing_steers_a_terminal(code: int) -> None:
    assert printable(f"a{chr(code)}b") == "a b"
    assert printable_line(f"a{chr(code)}b") == "a b"


@pytest.mark.parametrize("code", [0x202A, 0x202E, 0x2060, 0x2066, 0xFEFF, 0xD800, 0xE0041])
def test_nothing_hides_words(code: int) -> None:
    assert printable(f"a{chr(code)}b") == "a b"


@pytest.mark.parametrize("character", [*"\t\n\u200c\u200d\u0600\u0605\u06dd\u070f é\u0301м我😀"])
def test_text_stays(character: str) -> None:
    assert printable(f"a{character}b") == f"a{character}b"
