"""Bytes in every charset that English and Russian news come in."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.errors import ReadError
from summarize.readers.charset import decode

RUSSIAN = (
    "Мост через реку открыли в понедельник\n\n"
    "В посёлке Яблоневка открыли мост длиной 350 метров. Его строили 12 лет, и он обошёлся"
    " бюджету в 3,5 млрд рублей. Жители просили об этом с 1998 года.\n"
)
ENGLISH = (
    "The bridge opens\n\n“We waited twelve years,” the mayor said — and it’s finally here."
    " The café at its end sold 1,200 cups.\n"
)


@pytest.mark.parametrize("charset", ["cp1251", "koi8-r", "cp866", "iso8859-5", "mac-cyrillic"])
def test_russian_is_told_in_every_charset(charset: str) -> None:
    text, encoding = decode(RUSSIAN.encode(charset), "a.txt")
    assert text == RUSSIAN
    assert codecs.lookup(encoding) == codecs.lookup(charset)


@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("cp1251", "Это короткая строка."),
        ("koi8-r", "Это короткая строка."),
        ("cp866", "Это короткая строка."),
        ("koi8-r", "президент подписал указ"),
        ("cp1251", "ПРЕЗИДЕНТ ПОДПИСАЛ УКАЗ"),
        ("cp1251", "«Ёлочки» — это 5 € и №\xa07…"),
        ("koi8-u", "Уряд оголосив нові заходи для енергетики їхньої країни."),
        ("cp1252", ENGLISH),
        ("cp1252", "Die Regierung kündigte neue Maßnahmen an – „sehr wichtig“."),
        ("cp1250", "Rząd ogłosił nowe środki dla gospodarki, powiedział że są ważne."),
        ("cp1254", "Hükümet ekonomi için yeni önlemler açıkladı, başkan şöyle dedi."),
    ],
)
def test_short_texts_and_other_charsets(charset: str, text: str) -> None:
    assert decode(text.encode(charset), "a.txt")[0] == text.replace("\xa0", " ")


@pytest.mark.parametrize("charset", ["cp1251", "koi8-r"])
@pytest.mark.parametrize(
    "text",
    [
        "Ещё пьёт мёд, ещё поёт, ещё живёт.",
        "Эксперт, экспресс, экран, эскорт, эстамп.",
        "Люблю южную кухню, юных люблю, пою.",
        "Моя земля, твоя семья, вся няня.",
    ],
    ids="ёэюя",
)
def test_rare_vowels_tell_a_russian_charset_too(charset: str, text: str) -> None:
    assert decode(text.encode(charset), "a.txt") == (text, charset.replace("-", "_"))


@pytest.mark.parametrize("charset", ["cp1251", "koi8-u"])
@pytest.mark.parametrize(
    "text",
    [
        "Міністри різних країн зібрались і вирішили підтримати ці ініціативи.",
        "Їй їхній її з'їзд і її країни.",
        "Хтось грає, хтось співає, хтось читає, хтось блукає.",
    ],
    ids="іїє",
)
def test_the_vowels_that_only_ukrainian_has_tell_its_charset(charset: str, text: str) -> None:
    assert decode(text.encode(charset), "a.txt") == (text, charset.replace("-", "_"))


@pytest.mark.parametrize(
    "charset", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
@pytest.mark.parametrize("text", [RUSSIAN, ENGLISH], ids=["ru", "en"])
def test_unicode_with_and_without_mark(charset: str, text: str) -> None:
    assert decode(text.encode(charset), "a.txt")[0] == text


def test_big_endian_marks() -> None:
    for mark, charset in [
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ]:
        assert decode(mark + RUSSIAN.encode(charset), "a.txt") == (RUSSIAN, charset)


@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("cp1253", "Η κυβέρνηση ανακοίνωσε νέα μέτρα για την οικονομία και την ενέργεια."),
        ("cp1255", "הממשלה הודיעה היום על צעדים חדשים לכלכלה ולאנרגיה במדינה כולה"),
        ("cp1256", "أعلنت الحكومة اليوم عن إجراءات جديدة للاقتصاد والطاقة في البلاد"),
        ("gbk", "政府今天宣布了新的经济和能源措施，总统说这很重要。"),
        ("shift_jis", "政府は今日、経済とエネルギーのための新しい措置を発表しました。"),
        ("euc-kr", "정부는 오늘 경제와 에너지를 위한 새로운 조치를 발표했다."),
    ],
)
def test_a_charset_that_is_not_known_is_an_error_rather_than_a_guess(
    charset: str, text: str
) -> None:
    with pytest.raises(ReadError, match="charset that cannot be told") as error:
        decode(text.encode(charset), "a.txt")
    assert error.value.hint


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0",
        b"PK\x03\x04\x14\0\6\0\x08\0",
        bytes(range(256)) * 4,
        b"text with a \x07 bell",
        b"\0\0\0\0",
    ],
    ids=["png", "zip", "all bytes", "bell", "zeros"],
)
def test_binary_files_are_no_text(data: bytes) -> None:
    with pytest.raises(ReadError, match=r"^a\.bin is not a text file"):
        decode(data, "a.bin")


def test_a_broken_byte_in_utf8_is_named_by_its_line() -> None:
    data = RUSSIAN.encode().replace("мост".encode(), b"\xd0\xff")
    with pytest.raises(ReadError, match=r"a\.txt, line 3: not valid UTF-8"):
        decode(data, "a.txt")


def test_half_a_character_at_the_end_of_utf16_is_an_error() -> None:
    with pytest.raises(ReadError, match="is not valid UTF-16-LE"):
        decode(RUSSIAN.encode("utf-16") + b"\1", "a.txt")


def test_a_replacement_character_is_named_by_its_line() -> None:
    with pytest.raises(ReadError, match=r"a\.txt, line 2: a character was lost"):
        decode("Мост\nчер\ufffdз реку".encode(), "a.txt")


@pytest.mark.parametrize(
    ("charset", "text"), [("cp1251", "Вот это да"), ("cp1252", "It’s — naïve: a café")]
)
def test_a_text_that_was_converted_wrongly_is_an_error(charset: str, text: str) -> None:
    with pytest.raises(ReadError, match="converted from a wrong charset"):
        decode(text.encode().decode(charset).encode(), "a.txt")


def test_line_ends_and_spaces_are_plain() -> None:
    assert decode("a\r\nb\rc\u2028d\x0ce\xa0f\u202fg\u2009h".encode(), "a")[0] == (
        "a\nb\nc\nd\ne f g h"
    )


def test_invisible_characters_go_and_joiners_stay() -> None:
    hidden = "\ufeffso\xadft\u200b \u202eright\u202c\u2066x\u2069 \U000e0041"
    assert decode(hidden.encode(), "a")[0] == "soft rightx "
    assert decode("👨\u200d👩 می\u200cخواهم".encode(), "a")[0] == "👨\u200d👩 می\u200cخواهم"


def test_letters_are_composed() -> None:
    assert decode("и\u0306 е\u0308".encode(), "a")[0] == "й ё"


def test_names_that_mix_cases_and_scripts_are_still_told() -> None:
    text = (
        "Певица МакSим купила iPhone и завела YouTube-канал, сообщает Газета.Ru. Видео посмотрели."
    )
    assert decode(text.encode("cp1251"), "a")[0] == text


@given(data=st.binary(max_size=200))
def test_any_bytes_are_text_or_one_clear_error(data: bytes) -> None:
    try:
        outcome, _ = decode(data, "a.bin")
    except ReadError as error:
        outcome = str(error)
        lines = [outcome]
    else:
        lines = outcome.split("\n")
    assert not any(character in outcome for character in "\ufffd\0\r")
    assert all(line.isprintable() or "\t" in line for line in lines)
