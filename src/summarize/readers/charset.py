"""Bytes into text: which charset a file is in, and the characters nobody means to translate.

A wrong charset is a silent mistake, so what does not read like text in any is an error.
"""

from __future__ import annotations

import codecs
import math
import unicodedata

import regex
from charset_normalizer import from_bytes

from summarize.errors import ReadError

# UTF-32 first: its little-endian mark begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LEGACY = (
    *("cp1252", "cp1250", "cp1254"),
    *("cp1251", "koi8_r", "koi8_u", "cp866", "iso8859_5", "mac_cyrillic"),
)
_SAMPLE = 1 << 16
"""Bytes that decide between the legacy charsets; of them, only lines beyond ASCII tell anything."""
_MOST_ODD = 0.05
"""The largest share of characters beyond ASCII that may look odd in a text read rightly."""
_NEARLY_ASCII = 0.02
"""Below this share of bytes beyond ASCII, there are too few to tell a language by: English."""
_ASCII_OF_UTF16 = 0.02
"""The least share of ASCII in UTF-16 without a mark: spaces, digits, ends of lines. In a text of
bytes, a few stray zeros would make Chinese of all of it."""

_HINT = "save it as UTF-8 and try again"


def decode(data: bytes, source: str) -> tuple[str, str]:
    """Decode the bytes of a text file and clean the text.

    Args:
        data: The whole file.
        source: What to call the file in an error.

    Returns:
        The text (composed, lines ended by a line feed, without byte order mark and invisible
        format characters, every kind of space a plain one) and the charset's Python name.

    Raises:
        ReadError: The file is binary, damaged, or in no charset in which it reads like text.
    """
    text, encoding = _decode_strictly(data, source)
    if control := _CONTROL.search(text):
        raise ReadError(
            f"{source} is not a text file: line {_line(text, control.start())} has the control"
            f" character U+{ord(control[0]):04X}",
            hint=_HINT,
        )
    if "\ufffd" in text:
        raise ReadError(
            f"{source}, line {_line(text, text.index(chr(0xFFFD)))}: a character was lost in an"
            " earlier conversion (U+FFFD)",
            hint="get the original file again",
        )
    if _is_mojibake(text):
        raise ReadError(
            f"{source} was converted from a wrong charset: it begins {text.strip()[:20]!r}",
            hint="get the original file again",
        )
    return _clean(text), encoding


def _decode_strictly(data: bytes, source: str) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode_as(data[len(mark) :], encoding, source), encoding
    if b"\0" in data:
        encoding = _utf16_without_mark(data)
        if not encoding or not _is_valid(data, encoding):
            raise ReadError(f"{source} is not a text file")
        return _decode_as(data, encoding, source), encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        if _is_damaged_utf8(data):
            line = data.count(b"\n", 0, error.start) + 1
            raise ReadError(f"{source}, line {line}: not valid UTF-8", hint=_HINT) from error
    encoding = _legacy_charset(data, source)
    return _decode_as(data, encoding, source), encoding


def _decode_as(data: bytes, encoding: str, source: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ReadError(
            f"{source}: byte {error.start + 1} is not valid {encoding.upper()}", hint=_HINT
        ) from error


def _utf16_without_mark(data: bytes) -> str:
    """`utf-16-le` or `utf-16-be` if the zero bytes are high bytes of ASCII, else nothing."""
    low, high = data[::2].count(0), data[1::2].count(0)
    if len(data) % 2 or (low and high) or low + high < _ASCII_OF_UTF16 * len(data) / 2:
        return ""
    return "utf-16-le" if high else "utf-16-be"


def _is_damaged_utf8(data: bytes) -> bool:
    """Whether most characters beyond ASCII are whole in UTF-8: no other charset looks like that."""
    text = data.decode("utf-8", "replace")
    lost = text.count("\ufffd")
    whole = sum(character > "\x7f" for character in text) - lost
    return whole > lost


# --- Legacy charsets ------------------------------------------------------------------------------

# What a wrong charset makes of words: case that flips inside them, two scripts in one, signs and
# fractions between letters. Names such as iPhone are ASCII and do not count.
_ODD = regex.compile(
    r"""(?V1)(?=[^\x00-\x7f]|.[^\x00-\x7f])(?:\p{Ll}\p{Lu}|\p{Lu}\p{Lu}\p{Ll}
    |\p{Latin}\p{Cyrillic}|\p{Cyrillic}\p{Latin}
    |\p{L}[\p{S}\p{No}¡¿§¶†‡‰•„“«‹ªº]\p{L}|\p{L}[\p{S}\p{No}--[©®™°+<=>|~$€№²³]]
    |[\p{Cc}--[\t\n\v\f\r\x85]]|\p{Cyrillic}ъ?[„†‡‰¶§]|[ЂЃЉЊЌЋЏђѓљњќћџ])""",
    regex.VERBOSE,
)
_VOWELS = frozenset("аеёиоуыэюяіїє")
_VOWEL_SHARE = 0.43
_FEW_LETTERS = 12
_CYRILLIC = regex.compile(r"\p{Cyrillic}")


def _legacy_charset(data: bytes, source: str) -> str:
    """The charset in which a file reads least oddly; among equals, charset-normalizer's choice."""
    lines = [line for line in data.splitlines() if not line.isascii()]
    telling = b"\n".join(lines)[:_SAMPLE]
    readings = {name: telling.decode(name) for name in _LEGACY if _is_valid(data, name)}
    readings = {name: text for name, text in readings.items() if _is_language(text)}
    oddness = {name: _oddness(text) for name, text in readings.items()}
    least = min(oddness.values(), default=1.0)
    if least > _MOST_ODD:
        raise ReadError(f"{source} is in a charset that cannot be told", hint=_HINT)
    equals = [name for name in _LEGACY if oddness.get(name) == least]
    is_nearly_ascii = sum(byte > 0x7F for byte in data) < _NEARLY_ASCII * len(data)
    if is_nearly_ascii or len({readings[name] for name in equals}) == 1:
        return equals[0]
    best = from_bytes(telling, cp_isolation=equals).best()
    return best.encoding if best and best.encoding in equals else equals[0]


def _is_valid(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _oddness(text: str) -> float:
    beyond = sum(character > "\x7f" for character in text)
    return len(_ODD.findall(text, overlapped=True)) / max(1, beyond)


def _is_language(text: str) -> bool:
    """Whether letters are as often vowels, or ASCII, as in languages of their script.

    Hebrew, or Russian in the wrong one of two charsets, may read as tidy words without sense.
    """
    cyrillic = _CYRILLIC.findall(text.lower())
    if len(cyrillic) >= _FEW_LETTERS:
        share = sum(letter in _VOWELS for letter in cyrillic) / len(cyrillic)
        return abs(share - _VOWEL_SHARE) < 0.05 + 0.7 / math.sqrt(len(cyrillic))
    letters = [character for character in text if character.isalpha()]
    return len(letters) < _FEW_LETTERS or 2 * sum(map(str.isascii, letters)) > len(letters)


def _is_mojibake(text: str) -> bool:
    """Whether a whole text is UTF-8 that was once read as another charset."""
    if sum(character > "\x7f" for character in text) < 4:
        return False
    for charset in ("cp1252", "cp1251"):
        try:
            text.encode(charset).decode("utf-8")
        except UnicodeError:
            continue
        return True
    return False


# --- Characters -----------------------------------------------------------------------------------

_CONTROL = regex.compile(r"(?V1)[\p{Cc}--[\t\n\v\f\r\x85]]")
_NEWLINE = regex.compile(r"\r\n|[\r\v\f\x85\u2028\u2029]")
_SPACE = regex.compile(r"\p{Zs}")
# Soft hyphens, zero-width spaces, directions, tags. The two joiners spell words and emoji, and the
# Arabic number signs are visible.
_INVISIBLE = regex.compile(r"(?V1)[\p{Cf}--[\u200c\u200d\u0600-\u0605\u06dd\u070f]]")


def _clean(text: str) -> str:
    text = _INVISIBLE.sub("", _NEWLINE.sub("\n", text))
    return unicodedata.normalize("NFC", _SPACE.sub(" ", text))


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1
