from __future__ import annotations

from pathlib import Path

import pytest

from summarize.errors import ConfigError, ReadError
from summarize.readers.aligned import read_aligned


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def test_lines_are_paired_whatever_their_ends(tmp_path: Path) -> None:
    source = write(tmp_path / "a.en", "\ufeffOne.\r\nTwo\u2028still two.\r\n".encode())
    target = write(tmp_path / "a.ru", "Один.\nДва.".encode())
    assert read_aligned(source, target) == [("One.", "Один."), ("Two\u2028still two.", "Два.")]


def test_an_empty_line_at_the_end_counts(tmp_path: Path) -> None:
    source = write(tmp_path / "a.en", b"One.\n\n")
    target = write(tmp_path / "a.ru", b"1.\n\n")
    assert read_aligned(source, target) == [("One.", "1."), ("", "")]


def test_an_empty_file_has_no_lines(tmp_path: Path) -> None:
    source, target = write(tmp_path / "a.en", b""), write(tmp_path / "a.ru", b"")
    assert read_aligned(source, target) == []
    assert read_aligned(write(source, b"\n"), write(target, b"\r\n")) == [("", "")]


def test_unequal_counts_are_an_error_that_names_both(tmp_path: Path) -> None:
    source = write(tmp_path / "a.en", b"One.\nTwo.\nThree.\n")
    target = write(tmp_path / "a.ru", b"1.\n2.\n")
    with pytest.raises(ConfigError, match=r"a\.en has 3 lines, .*a\.ru has 2"):
        read_aligned(source, target)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    source = write(tmp_path / "a.en", b"One.\n")
    with pytest.raises(ReadError, match=r"gone\.ru cannot be read"):
        read_aligned(source, tmp_path / "gone.ru")


def test_another_charset_is_an_error_with_its_line(tmp_path: Path) -> None:
    source = write(tmp_path / "a.en", b"One.\nTwo.\n")
    target = write(tmp_path / "a.ru", b"\n" + "Два.\n\n".encode("koi8-r"))
    with pytest.raises(ReadError, match=r"a\.ru, line 2: not UTF-8"):
        read_aligned(source, target)
