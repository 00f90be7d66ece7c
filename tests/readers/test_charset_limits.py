"""Both sides of what decides how bytes are read."""

from __future__ import annotations

import codecs

import pytest

from summarize.errors import ReadError
from summarize.readers.charset import decode


@pytest.mark.parametrize(
    ("mark", "charset"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_mark_decides(mark: bytes, charset: str) -> None:
    assert decode(mark + "Мост открыт.".encode(charset), "a") == ("Мост открыт.", charset)


def test_what_a_mark_promises_has_to_be_so() -> None:
    with pytest.raises(ReadError, match="a: byte 5 is not valid UTF-8"):
        decode(codecs.BOM_UTF8 + b"good\xff", "a")


@pytest.mark.parametrize("charset", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_known_by_its_zeros(charset: str) -> None:
    assert decode("A bridge, мост.".encode(charset), "a") == ("A bridge, мост.", charset)


@pytest.mark.parametrize("text", [b"plain words", "мост".encode(), "мост".encode("cp1251")])
@pytest.mark.parametrize("place", [0, 1])
def test_a_stray_zero_makes_no_utf16_of_a_text_of_bytes(text: bytes, place: int) -> None:
    data = bytearray((text + b" ") * 50)
    data[place] = 0
    with pytest.raises(ReadError, match="a is not a text file"):
        decode(bytes(data[: len(data) // 2 * 2]), "a")


@pytest.mark.parametrize(("words", "is_read"), [(98, True), (99, False)])
def test_utf16_has_some_ascii(words: int, *, is_read: bool) -> None:
    data = ("  " + "мо" * (words // 2) + "м" * (words % 2)).encode("utf-16-le")
    if is_read:
        assert decode(data, "a")[1] == "utf-16-le"
    else:
        with pytest.raises(ReadError, match="a is not a text file"):
            decode(data, "a")


@pytest.mark.parametrize("data", [b"a\0b", b"a\0b\0c", b"\0a\0b\0", b"a\0\0b", b"ab\0\0cd"])
def test_other_zeros_are_no_text(data: bytes) -> None:
    with pytest.raises(ReadError, match="a is not a text file"):
        decode(data, "a")


def test_a_lone_half_of_a_character_without_a_mark_is_no_text() -> None:
    with pytest.raises(ReadError, match="a is not a text file"):
        decode("a bridge".encode("utf-16-le") + b"\x00\xd8", "a")


@pytest.mark.parametrize("code", [*range(1, 9), *range(0x0E, 0x20), 0x7F, 0x80, 0x84, 0x86])
def test_no_control_character_passes(code: int) -> None:
    with pytest.raises(ReadError, match="not a text file"):
        decode(f"one\n\ntwo {chr(code)}".encode(), "a")


def test_a_control_character_is_named_with_its_line() -> None:
    with pytest.raises(ReadError, match=r"line 3 has the control character U\+0007"):
        decode(b"one\n\ntwo \x07\n\nthree\n", "a")


def test_lines_are_counted_from_the_first_to_the_fault() -> None:
    with pytest.raises(ReadError, match="line 2: a character was lost"):
        decode("\n\ufffd\n\n".encode(), "a")
    with pytest.raises(ReadError, match="line 2: not valid UTF-8"):
        decode("\nмост \xff\n\n".encode().replace(b"\xc3\xbf", b"\xff"), "a")
    with pytest.raises(ReadError, match="line 1 has the control"):
        decode(b"\x07\n\n", "a")


@pytest.mark.parametrize("end", ["\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029"])
def test_every_end_of_a_line_is_a_line_feed(end: str) -> None:
    assert decode(f"мост{end}река".encode(), "a")[0] == "мост\nрека"


@pytest.mark.parametrize("space", [*"\u00a0\u1680\u2002\u2007\u200a\u202f\u205f\u3000"])
def test_every_space_is_a_plain_one(space: str) -> None:
    assert decode(f"мост{space}река\tи".encode(), "a")[0] == "мост река\tи"


@pytest.mark.parametrize(
    "hidden", [*"\u00ad\u061c\u180e\u200b\u200e\u202a\u202e\u2060\u2066\ufeff\U000e0041"]
)
def test_what_nobody_sees_goes(hidden: str) -> None:
    assert decode(f"мо{hidden}ст".encode(), "a")[0] == "мост"


@pytest.mark.parametrize("shown", [*"\u200c\u200d\u0600\u0605\u06dd\u070f"])
def test_what_spells_a_word_stays(shown: str) -> None:
    assert decode(f"мо{shown}ст".encode(), "a")[0] == f"мо{shown}ст"


def test_most_of_a_damaged_utf8_file_is_whole() -> None:
    # One byte of seven letters is lost: this is damaged UTF-8 and no other charset.
    with pytest.raises(ReadError, match="line 2: not valid UTF-8"):
        decode("мост\nчерез".encode()[:-1] + b" ", "a")
    # Of one letter that is whole and one that is not, nothing is said.
    assert decode("caf\u00e9s".encode("cp1252"), "a") == ("cafés", "cp1252")


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        ("The café sold é, " + "and a word beyond. " * 3, "cp1252"),
        ("Price: 5 € for a “naïve” bridge.\n" + "Nothing but plain words here.\n" * 20, "cp1252"),
    ],
)
def test_a_text_that_is_nearly_ascii(text: str, charset: str) -> None:
    assert decode(text.encode(charset), "a") == (text, charset)


def test_three_characters_are_too_few_to_look_converted() -> None:
    text = "é".encode().decode("cp1252")  # two characters beyond ASCII
    assert decode(f"Say {text}".encode(), "a")[0] == f"Say {text}"
    with pytest.raises(ReadError, match="converted from a wrong charset: it begins"):
        decode(f"Say {text}{text}".encode(), "a")


def test_telling_lines_are_those_beyond_ascii() -> None:
    plain = "All of these lines are plain English words.\n" * 3000
    text = plain + "Министр сказал: мост через реку построят в следующем году.\n"
    assert decode(text.encode("koi8-r"), "a") == (text, "koi8_r")


def test_a_byte_that_a_charset_lacks_rules_it_out_wherever_it_stands() -> None:
    # 0x98 is no character of cp1251; in koi8-r it is a sign.
    data = "Мост через реку открыли в понедельник утром.\n".encode("koi8-r") * 40
    assert decode(data, "a")[1] == "koi8_r"
