"""Files that are whole or not there."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

TEMPORARY = ".part"
"""How the names of files end that are not whole yet; they begin with a dot."""


def replace_file(path: Path, content: bytes) -> None:
    """Write `content` to `path` in one step; a symlink keeps pointing where it does.

    Raises:
        OSError: The folder or the file cannot be written; the file is then unchanged.
    """
    with replacing(path) as stream:
        stream.write(content)


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """A stream whose content takes the place of a file when the `with` block ends well.

    A new file has the rights that the umask leaves, one that is replaced keeps its own.

    Raises:
        OSError: The folder or the file cannot be written; the file is then unchanged.
    """
    target = path.resolve()
    # The longest name of a file is counted in bytes, of which a character has four at most.
    temporary = target.with_name(f".{target.name[:40]}.{secrets.token_hex(8)}{TEMPORARY}")
    rights = 0o600 if target.exists() else 0o666
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, rights)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        if target.exists():
            shutil.copymode(target, temporary)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync(target.parent)


def sync(path: Path) -> None:
    """Have the operating system put a file or a folder's entries on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
