from __future__ import annotations

import pytest

from summarize.text.printable import printable, printable_line


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[31mb", "a [31mb"),
        ("\x1b]0;title\x07", " ]0;title "),
        ("a\u202eb\u2066c\u2028d\x9b2J", "a b c d 2J"),
        ("می\u200cخواهم 👩\u200d🚀 «ё» é", "می\u200cخواهم 👩\u200d🚀 «ё» é"),
        ("a\tb\nc", "a\tb\nc"),
    ],
)
def test_what_steers_a_terminal_is_a_space(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_a_line_stays_one() -> None:
    assert printable_line("a\nb\tc\x0bd") == "a b c d"
