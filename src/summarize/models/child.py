"""A child process that never outlives the process that began it."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

_LOOK_SECONDS = 0.2


def run(
    command: Sequence[str], environment: Mapping[str, str], on_wait: Callable[[], None]
) -> tuple[int, str]:
    """Run a program to its end.

    The child has a session of its own: Ctrl-C on a terminal reaches this process, which ends it.
    Its standard input is a pipe that nobody writes to and that ends with this process, however
    that comes about; see `end_with_parent`.

    Args:
        command: The program and its arguments; no shell is involved.
        environment: Its environment.
        on_wait: Called again and again while it runs; what it raises ends the child.

    Returns:
        The exit code, and what it wrote to standard error.
    """
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb"), os.fdopen(reading, "rb") as lifeline:
        child = subprocess.Popen(  # noqa: S603 - the commands are ours
            command,
            env=dict(environment),
            stdin=lifeline,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        try:
            words = _wait(child, on_wait)
        except BaseException:
            _kill(child)
            raise
    return child.returncode, words


def end_with_parent() -> None:
    """In the child: end at once when the process at the other end of standard input has ended."""

    def watch() -> None:
        os.read(0, 1)
        os._exit(1)

    threading.Thread(target=watch, name="parent", daemon=True).start()


def _wait(child: subprocess.Popen[bytes], on_wait: Callable[[], None]) -> str:
    while True:
        try:
            _, words = child.communicate(timeout=_LOOK_SECONDS)
        except subprocess.TimeoutExpired:
            on_wait()
        else:
            return words.decode(errors="replace")


def _kill(child: subprocess.Popen[bytes]) -> None:
    """End the child and whatever it has begun; there is nothing that it would have to save."""
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.communicate()
