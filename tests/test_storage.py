"""Files that are whole or not there, with the rights that the user gives new files."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from summarize.storage import TEMPORARY, replace_file, replacing

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such rights")


@pytest.fixture
def umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize(
    ("mask", "expected"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664), (0o027, 0o640)]
)
def test_a_new_file_follows_the_umask(
    tmp_path: Path, umask: None, mask: int, expected: int
) -> None:
    os.umask(mask)
    replace_file(tmp_path / "a.md", b"text")
    assert mode(tmp_path / "a.md") == expected


@pytest.mark.parametrize("kept", [0o600, 0o444, 0o666, 0o755])
def test_a_file_that_is_replaced_keeps_its_rights(tmp_path: Path, umask: None, kept: int) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"before")
    path.chmod(kept)
    replace_file(path, b"after")
    assert (mode(path), path.read_bytes()) == (kept, b"after")


def test_what_replaces_a_private_file_is_never_open_to_others(tmp_path: Path, umask: None) -> None:
    path = tmp_path / "a.md"
    path.touch(0o600)
    with replacing(path) as stream:
        (temporary,) = tmp_path.glob(f".*{TEMPORARY}")
        assert mode(temporary) == 0o600
        stream.write(b"text")


def test_a_failure_leaves_the_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"before")

    def fail() -> None:
        with replacing(path) as stream:
            stream.write(b"half")
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert [(entry.name, entry.read_bytes()) for entry in tmp_path.iterdir()] == [
        ("a.md", b"before")
    ]


def test_the_longest_name_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / ("𐌰" * 62 + ".md")
    replace_file(path, b"text")
    assert path.read_bytes() == b"text"
