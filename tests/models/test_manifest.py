"""What is recorded of a model's files, and how a change of them is told."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from summarize.errors import Interrupted
from summarize.models import files
from summarize.models.files import (
    chunks,
    disk_error,
    git_blob_sha1_of,
    install_folder,
    remove_folder,
    sha256_of,
    size_of,
)
from summarize.models.manifest import (
    Conversion,
    FileRecord,
    Manifest,
    digest_of,
    is_intact,
    is_unchanged,
    load_conversion,
    load_manifest,
    problems_in,
    record_files,
)

A, B = b"weights", b"words"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "model/sub").mkdir(parents=True)
    (tmp_path / "model/b.bin").write_bytes(B)
    (tmp_path / "model/sub/a.bin").write_bytes(A)
    return tmp_path / "model"


def records(folder: Path) -> tuple[FileRecord, ...]:
    return record_files(folder, ["sub/a.bin", "b.bin"])


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_each_file_is_recorded_with_all_that_tells_a_change(folder: Path) -> None:
    one, other = records(folder)
    modified = (folder / "b.bin").stat().st_mtime_ns
    assert one == FileRecord("b.bin", len(B), sha256(B), modified)
    assert (other.path, other.size, other.sha256) == ("sub/a.bin", len(A), sha256(A))


def test_a_stop_is_looked_at_while_files_are_hashed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "CHUNK", 2)
    looks: list[int] = []
    record_files(folder, ["b.bin"], lambda: looks.append(1))
    git_blob_sha1_of(folder / "b.bin", lambda: looks.append(1))
    assert len(looks) == 3 + 3

    def stop() -> None:
        raise Interrupted("stopped: SIGTERM")

    with pytest.raises(Interrupted):
        record_files(folder, ["b.bin"], stop)


def test_one_file_is_its_own_digest_and_several_have_that_of_their_listing(folder: Path) -> None:
    one, other = records(folder)
    assert digest_of((one,)) == sha256(B)
    listing = f"{sha256(B)}  b.bin\n{sha256(A)}  sub/a.bin\n"
    assert digest_of((one, other)) == digest_of((other, one)) == sha256(listing.encode())


def test_a_manifest_is_read_as_it_was_written(folder: Path) -> None:
    manifest = Manifest("мост", "o/m", None, "1" * 40, "hub", "2" * 64, 1234.5, records(folder))
    manifest.save(folder)
    assert load_manifest(folder) == manifest
    conversion = Conversion("ctranslate2-int8", {"converter": "1"}, records(folder))
    conversion.save(folder)
    assert load_conversion(folder) == conversion
    assert load_manifest(folder) is None
    manifest.save(folder)
    assert load_conversion(folder) is None


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"files": 3}', '{"files": [{"path": "x"}]}', '{"files": [3]}']
)
def test_a_damaged_manifest_is_none(folder: Path, content: str) -> None:
    assert load_manifest(folder) is None
    (folder / "manifest.json").write_text(content, "utf-8")
    assert load_manifest(folder) is None
    assert load_conversion(folder) is None


@pytest.mark.parametrize("field", ["revision", "digest", "files"])
def test_a_manifest_that_lacks_a_field_or_has_one_more_is_none(folder: Path, field: str) -> None:
    manifest = Manifest("m", "o/m", None, "1" * 40, "hub", "2" * 64, 1.0, records(folder))
    fields = asdict(manifest)
    (folder / "manifest.json").write_text(json.dumps({**fields, "more": 1}), "utf-8")
    assert load_manifest(folder) is None
    del fields[field]
    (folder / "manifest.json").write_text(json.dumps(fields), "utf-8")
    assert load_manifest(folder) is None


def test_a_file_that_lacks_or_grew_is_seen_without_hashing(folder: Path) -> None:
    known = records(folder)
    assert is_intact(folder, known)
    (folder / "b.bin").write_bytes(b"WORDS")
    assert is_intact(folder, known)  # of the same size
    (folder / "b.bin").write_bytes(b"more words")
    assert not is_intact(folder, known)
    (folder / "b.bin").unlink()
    assert not is_intact(folder, known)
    assert not is_unchanged(folder, known)


def test_a_file_that_was_written_to_is_seen_by_its_time(folder: Path) -> None:
    known = records(folder)
    assert is_unchanged(folder, known)
    os.utime(folder / "b.bin", ns=(1, known[0].modified + 1))
    assert not is_unchanged(folder, known)
    os.utime(folder / "b.bin", ns=(1, known[0].modified))
    assert is_unchanged(folder, known)
    assert not is_unchanged(folder, (replace(known[0], size=99), known[1]))


def test_each_problem_is_one_line(folder: Path) -> None:
    known = records(folder)
    assert problems_in(folder, known) == []
    (folder / "b.bin").write_bytes(b"WORDS")
    (folder / "sub/a.bin").write_bytes(b"less")
    (folder / "sub/c.bin").write_bytes(b"new")
    changed, grown, stranger = problems_in(folder, known)
    assert f"{folder / 'b.bin'} has changed" in changed
    assert f"its sha256 is {sha256(b'WORDS')}, not {sha256(B)}" in changed
    assert grown == f"{folder / 'sub/a.bin'} has 4 bytes, not 7"
    assert str(folder / "sub/c.bin") in stranger
    assert len(problems_in(folder, known, strict=False)) == 2
    (folder / "b.bin").unlink()
    assert problems_in(folder, known)[0] == f"{folder / 'b.bin'} is missing"


# --- Files and folders ----------------------------------------------------------------------------


def test_hashes_are_those_of_sha256sum_and_of_git(folder: Path) -> None:
    assert sha256_of(folder / "b.bin") == sha256(B)
    assert git_blob_sha1_of(folder / "b.bin") == hashlib.sha1(b"blob 5\0words").hexdigest()
    (folder / "empty").touch()
    assert sha256_of(folder / "empty") == sha256(b"")


def test_a_file_is_read_piece_by_piece(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "CHUNK", 3)
    assert list(chunks(folder / "sub/a.bin")) == [b"wei", b"ght", b"s"]


def test_the_size_of_a_folder_is_that_of_all_its_files(folder: Path) -> None:
    assert size_of(folder) == len(A) + len(B)


def test_a_folder_takes_the_place_of_another_whole(folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "new/place"
    install_folder(folder, place)
    assert (place / "sub/a.bin").read_bytes() == A
    assert not folder.exists()
    folder.mkdir()
    (folder / "c.bin").write_bytes(b"c")
    install_folder(folder, place)
    assert [path.name for path in place.iterdir()] == ["c.bin"]
    assert [path.name for path in place.parent.iterdir()] == ["place"]


def test_everything_is_on_the_disk_before_a_folder_is_in_its_place(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "place"
    synced: list[tuple[Path, bool]] = []
    monkeypatch.setattr(files, "sync", lambda path: synced.append((path, place.exists())))
    install_folder(folder, place)
    before = {path for path, installed in synced if not installed}
    assert before == {folder, folder / "b.bin", folder / "sub", folder / "sub/a.bin"}
    assert synced[-1] == (tmp_path, True)


def test_a_folder_is_out_of_sight_before_it_is_removed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []
    remove = files.shutil.rmtree  # type: ignore[attr-defined]

    def rmtree(path: Path, **options: bool) -> None:
        seen.append(folder.exists())
        assert path.name.startswith(".trash-")
        remove(path, **options)

    monkeypatch.setattr(files.shutil, "rmtree", rmtree)  # type: ignore[attr-defined]
    remove_folder(folder)
    assert seen == [False]
    assert list(folder.parent.iterdir()) == []
    remove_folder(folder)
    assert seen == [False]


@pytest.mark.parametrize("name", ["ENOSPC", "EDQUOT", "EFBIG"])
def test_a_full_disk_is_told_from_a_store_that_cannot_be_written(name: str) -> None:
    import errno

    full = disk_error("tiny", OSError(getattr(errno, name), "no space"))
    assert full.message == "tiny: the disk is full: no space"
    other = disk_error("tiny", OSError(errno.EACCES, "denied"))
    assert other.message.startswith("tiny: cannot store it: ")
    assert "SUMMARIZE_HOME" in full.hint
    assert "SUMMARIZE_HOME" in other.hint
