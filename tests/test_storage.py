"""Files that are whole or not there, with the rights that the user gives new files."""

from __future__ import annotations

import errno
import os
import secrets
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from summarize.storage import TEMPORARY, replace_file, replacing, sync

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


def content_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("before", [{}, {"a.md": b"before"}])
def test_a_reader_sees_what_was_there_until_all_of_it_is_new(
    tmp_path: Path, before: dict[str, bytes]
) -> None:
    for name, content in before.items():
        (tmp_path / name).write_bytes(content)
    with replacing(tmp_path / "a.md") as stream:
        stream.write(b"half of")
        stream.flush()
        seen = content_of(tmp_path)
        (temporary,) = seen.keys() - before.keys()
        assert temporary.startswith(".")
        assert temporary.endswith(TEMPORARY)
        assert {name: seen[name] for name in before} == before
        stream.write(b" the text")
    assert content_of(tmp_path) == {"a.md": b"half of the text"}


def test_a_new_file_is_on_the_disk_before_it_has_its_name_and_then_the_name_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, events = tmp_path / "a.md", []

    def fsync(handle: int) -> None:
        found = os.fstat(handle)
        is_folder = stat.S_ISDIR(found.st_mode)
        events.append("folder" if is_folder else (found.st_size, path.exists()))
        assert not is_folder or os.path.samestat(found, tmp_path.stat())

    monkeypatch.setattr(os, "fsync", fsync)
    replace_file(path, b"text")
    assert events == [(4, False), "folder"]
    assert path.read_bytes() == b"text"


@pytest.mark.parametrize("failing", ["os.fsync", "pathlib.Path.replace", "shutil.copymode"])
def test_a_full_disk_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    def fail(*_: object) -> NoReturn:
        raise OSError(errno.ENOSPC, "No space left on device")

    (tmp_path / "a.md").write_bytes(b"before")
    monkeypatch.setattr(failing, fail)
    with pytest.raises(OSError, match="No space left"):
        replace_file(tmp_path / "a.md", b"after")
    assert content_of(tmp_path) == {"a.md": b"before"}


def test_a_stop_in_the_middle_leaves_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"before")
    with pytest.raises(KeyboardInterrupt), replacing(tmp_path / "a.md") as stream:  # noqa: PT012
        stream.write(b"half")
        raise KeyboardInterrupt
    assert content_of(tmp_path) == {"a.md": b"before"}


def test_what_went_wrong_is_told_even_if_the_temporary_file_was_swept_away(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"before")

    def fail() -> None:
        with replacing(tmp_path / "a.md"):
            for temporary in tmp_path.glob(f".*{TEMPORARY}"):
                temporary.unlink()
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        fail()
    assert content_of(tmp_path) == {"a.md": b"before"}


def test_a_folder_that_is_not_there_is_an_error_and_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        replace_file(tmp_path / "no" / "a.md", b"text")
    assert content_of(tmp_path) == {}


def test_two_writers_at_once_do_not_mix(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    with replacing(path) as first:
        first.write(b"one")
        with replacing(path) as second:
            second.write(b"two")
        assert path.read_bytes() == b"two"
        first.write(b" and the rest")
    assert content_of(tmp_path) == {"a.md": b"one and the rest"}


def test_what_another_writer_has_begun_is_not_touched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(secrets, "token_hex", lambda count: "0" * count)
    path = tmp_path / "a.md"
    with replacing(path) as stream:
        stream.write(b"one")
        with pytest.raises(FileExistsError):
            replace_file(path, b"two")
        stream.write(b" whole")
    assert content_of(tmp_path) == {"a.md": b"one whole"}


def test_a_link_keeps_pointing_where_it_does(tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.mkdir()
    link = tmp_path / "a.md"
    link.symlink_to("there/b.md")
    for content in (b"new", b"newer"):
        replace_file(link, content)
        assert str(link.readlink()) == "there/b.md"
        assert content_of(there) == {"b.md": content}


def test_files_are_closed_whatever_happens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[int] = []
    closed: list[int] = []
    usual_open, usual_close = os.open, os.close

    def count_open(*arguments: object) -> int:
        opened.append(usual_open(*arguments))  # type: ignore[arg-type]
        return opened[-1]

    def count_close(handle: int) -> None:
        closed.append(handle)
        usual_close(handle)

    monkeypatch.setattr(os, "open", count_open)
    monkeypatch.setattr(os, "close", count_close)
    sync(tmp_path)
    monkeypatch.setattr(os, "fsync", lambda handle: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        sync(tmp_path)
    assert len(opened) == 2
    assert closed == opened
