"""Child processes of a few milliseconds: their words, and that none is left behind."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from summarize.errors import Interrupted
from summarize.models import child
from support.processes import wait_until


def shell(program: str) -> list[str]:
    return ["/bin/sh", "-c", program]


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "_LOOK_SECONDS", 0.01)


def nothing() -> None:
    """Nobody wants to stop."""


@pytest.mark.parametrize(
    ("program", "told"),
    [
        ("echo words >&2; echo answer; exit 4", (4, "words\n")),
        ('printf "$GIVEN" >&2', (0, "café\ufffd")),
        ("kill -9 $$", (-9, "")),
    ],
)
def test_a_child_tells_its_exit_code_and_its_words(program: str, told: tuple[int, str]) -> None:
    assert child.run(shell(program), {"GIVEN": "café\\377"}, nothing) == told


def test_a_child_has_a_session_of_its_own_and_nobody_writes_to_it(tmp_path: Path) -> None:
    out = tmp_path / "session"
    program = f"ps -o sid= -p $$ > {out} 2>/dev/null || cut -d' ' -f6 /proc/$$/stat > {out}"
    assert child.run(shell(program), os.environ, nothing)[0] == 0
    assert int(out.read_text()) != os.getsid(0)


def looks(count: int, then: Callable[[], None]) -> Callable[[], None]:
    """Does something at one of the looks at the child."""
    seen: list[int] = []

    def look() -> None:
        seen.append(1)
        if len(seen) == count:
            then()

    return look


def test_it_is_looked_whether_a_child_is_still_wanted_as_long_as_it_runs(tmp_path: Path) -> None:
    flag = tmp_path / "go on"
    program = f"while [ ! -e '{flag}' ]; do sleep 0.01; done; echo went on >&2"
    assert child.run(shell(program), os.environ, looks(3, flag.touch)) == (0, "went on\n")


def has_ended(stat: Path) -> bool:
    try:
        return stat.read_text().rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


def test_a_child_that_is_not_wanted_any_more_is_ended_with_all_it_began(tmp_path: Path) -> None:
    pids = tmp_path / "pids"
    program = f"sleep 600 & echo $! $$ > '{pids}'; wait"

    def stop() -> None:
        if pids.exists() and pids.read_text().count(" "):
            raise Interrupted("stopped: SIGTERM")

    with pytest.raises(Interrupted):
        child.run(shell(program), os.environ, stop)
    for pid in pids.read_text().split():
        # A signal that was sent takes a moment to end a process.
        wait_until(partial(has_ended, Path(f"/proc/{pid}/stat")), 10)


def test_a_child_ends_when_the_pipe_to_its_parent_does(monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    reading, writing = os.pipe()
    ended, codes = threading.Event(), []

    def leave(code: int) -> None:
        codes.append(code)
        ended.set()

    read = os.read
    monkeypatch.setattr(child.os, "read", lambda _, size: read(reading, size))  # type: ignore[attr-defined]
    monkeypatch.setattr(child.os, "_exit", leave)  # type: ignore[attr-defined]
    child.end_with_parent()
    assert not ended.wait(0.02)
    os.close(writing)
    assert ended.wait(10)
    assert codes == [1]
    os.close(reading)
