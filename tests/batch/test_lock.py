"""One run at a time in a folder, and who it is."""

from __future__ import annotations

import json
import os
import socket
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from filelock import FileLock

from summarize.batch.lock import exclusive
from summarize.errors import LockedError, OutputError


def test_who_holds_it_is_told_to_who_comes_second(tmp_path: Path) -> None:
    with exclusive(tmp_path):
        holder = json.loads((tmp_path / ".lock.holder").read_text("utf-8"))
        with pytest.raises(LockedError) as caught, exclusive(tmp_path):
            pytest.fail("two at a time")
        assert (tmp_path / ".lock.holder").exists(), "who comes second takes nothing away"
    assert (holder["pid"], holder["host"]) == (os.getpid(), socket.gethostname())
    assert datetime.fromisoformat(holder["since"]).utcoffset() == timedelta(0)
    said = f"process {os.getpid()} on {socket.gethostname()} since {holder['since']}"
    assert caught.value.message == f"{tmp_path} is in use by {said}"


def test_it_is_given_back_whatever_happens(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="unforeseen"), exclusive(tmp_path):
        raise ValueError("unforeseen")
    assert not (tmp_path / ".lock.holder").exists()
    with exclusive(tmp_path):
        pass


@pytest.mark.parametrize("content", [None, b"", b"[]", b'{"pid": 1}', b"\xff"])
def test_a_holder_that_does_not_say_who_it_is(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / ".lock.holder").write_bytes(content)
    held, refused = FileLock(tmp_path / ".lock"), pytest.raises(LockedError, match="another run")
    with held, refused, exclusive(tmp_path):
        pytest.fail("two at a time")


def test_it_holds_though_it_cannot_say_whose_it_is(tmp_path: Path) -> None:
    (tmp_path / ".lock.holder").mkdir()
    with exclusive(tmp_path), pytest.raises(LockedError), exclusive(tmp_path):
        pytest.fail("two at a time")


@pytest.mark.parametrize("error", [OSError(95, "not supported"), NotImplementedError("no locks")])
def test_a_disk_without_locks_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("summarize.batch.lock.FileLock.acquire", fail)
    with pytest.raises(OutputError, match="cannot be locked") as caught, exclusive(tmp_path):
        pytest.fail("without a lock")
    assert "a disk with locks" in caught.value.hint
