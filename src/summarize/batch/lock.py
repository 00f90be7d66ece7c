"""One run at a time in an output folder."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from summarize.errors import LockedError, OutputError
from summarize.storage import replace_file

_LOCK = ".lock"
_HOLDER = ".lock.holder"


@contextmanager
def exclusive(directory: Path) -> Iterator[None]:
    """Hold the lock of an output folder; the operating system gives it back after a crash.

    Raises:
        LockedError: Another run holds it; the message tells which.
        OutputError: The folder cannot be locked.
    """
    lock = FileLock(directory / _LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise LockedError(
            f"{directory} is in use by {_holder(directory)}",
            hint="wait until it has finished; a run that crashed does not hold the lock",
        ) from None
    except (OSError, NotImplementedError) as error:
        raise OutputError(
            f"{directory} cannot be locked: {error}", hint="name a folder on a disk with locks"
        ) from error
    try:
        with suppress(OSError):  # the lock holds all the same; it only cannot say whose it is
            _say_who(directory)
        yield
    finally:
        with suppress(OSError):
            (directory / _HOLDER).unlink()
        lock.release()


def _say_who(directory: Path) -> None:
    holder = {
        "pid": os.getpid(),
        "host": socket.gethostname(),
        "since": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    replace_file(directory / _HOLDER, json.dumps(holder).encode())


def _holder(directory: Path) -> str:
    try:
        holder = json.loads((directory / _HOLDER).read_text("utf-8"))
        return f"process {holder['pid']} on {holder['host']} since {holder['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "another run"
