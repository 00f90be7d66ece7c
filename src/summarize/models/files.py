"""Folders that are whole or not there, and what files hash to."""

from __future__ import annotations

import errno
import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from summarize.errors import ModelUnavailableError
from summarize.storage import sync

CHUNK = 4 * 1024 * 1024
"""How much is read or written at a time, in bytes."""

TRASH = ".trash"
"""How the names of folders begin that are being removed."""

OnPiece = Callable[[], None]
"""Called after each piece of a file that is read; what it raises ends the reading."""

_DISK_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def install_folder(made: Path, place: Path) -> None:
    """Move a finished folder into place in one step, in the stead of one that may be there.

    The move happens within one file system. Everything in the folder is on the disk before it.
    """
    for path in (made, *made.rglob("*")):
        sync(path)
    place.parent.mkdir(parents=True, exist_ok=True)
    remove_folder(place)
    made.rename(place)
    sync(place.parent)


def remove_folder(folder: Path) -> None:
    """Remove a folder so that nobody ever sees half of it."""
    if not folder.exists():
        return
    doomed = Path(tempfile.mkdtemp(prefix=f"{TRASH}-", dir=folder.parent))
    folder.rename(doomed / folder.name)
    shutil.rmtree(doomed, ignore_errors=True)


def chunks(path: Path) -> Iterator[bytes]:
    """The content of a file, piece by piece."""
    with path.open("rb") as stream:
        while piece := stream.read(CHUNK):
            yield piece


def sha256_of(path: Path, on_piece: OnPiece = lambda: None) -> str:
    """The SHA-256 of a file, in hex."""
    digest = hashlib.sha256()
    for piece in chunks(path):
        digest.update(piece)
        on_piece()
    return digest.hexdigest()


def git_blob_sha1_of(path: Path, on_piece: OnPiece = lambda: None) -> str:
    """The id that git, and so the Hub, gives to a file's content, in hex."""
    # SHA-1 is git's choice of name here; against an attacker the SHA-256 of the weights counts.
    digest = hashlib.sha1(b"blob %d\0" % path.stat().st_size, usedforsecurity=False)
    for piece in chunks(path):
        digest.update(piece)
        on_piece()
    return digest.hexdigest()


def size_of(folder: Path) -> int:
    """How much the files of a folder hold, in bytes."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def disk_error(name: str, error: OSError) -> ModelUnavailableError:
    """What to say when a model could not be written to the store."""
    if error.errno in _DISK_FULL:
        return ModelUnavailableError(
            f"{name}: the disk is full: {error.strerror}",
            hint="make room, or move the store with SUMMARIZE_HOME",
        )
    return ModelUnavailableError(f"{name}: cannot store it: {error}", hint="check SUMMARIZE_HOME")
