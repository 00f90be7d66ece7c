"""Child processes: their words, and that they end when they should."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import psutil
import pytest

from summarize.errors import Interrupted
from summarize.models import child
from support.processes import children, is_alive, wait_until

pytestmark = pytest.mark.system

WORKS = "import sys; sys.stderr.write('done\\n'); print('x' * 100_000); sys.exit(4)"
WAITS = """
import time
from summarize.models.child import end_with_parent
end_with_parent()
time.sleep(600)
"""
BEGINS = f"""
import os, sys
from summarize.models import child
child.run([sys.executable, "-c", {WAITS!r}], os.environ, lambda: None)
"""


def python(program: str) -> list[str]:
    return [sys.executable, "-c", program]


def strangers() -> set[int]:
    """Children of this process that other tests have left running."""
    return {process.pid for process in children(os.getpid())}


def own(strangers: set[int]) -> list[psutil.Process]:
    return [process for process in children(os.getpid()) if process.pid not in strangers]


def nothing() -> None:
    """Nobody wants to stop."""


def test_a_child_tells_its_exit_code_and_its_words() -> None:
    assert child.run(python(WORKS), os.environ, nothing) == (4, "done\n")


def test_a_child_that_is_not_wanted_any_more_is_ended() -> None:
    begun: list[psutil.Process] = []
    others = strangers()

    def stop() -> None:
        begun.extend(own(others))
        raise Interrupted("stopped: SIGTERM")

    with pytest.raises(Interrupted):
        child.run(python("import time; time.sleep(600)"), os.environ, stop)
    assert begun
    assert not any(process.is_running() for process in begun)


def test_what_a_child_has_begun_ends_with_it() -> None:
    grandchild = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'input()'])"
    begun: list[psutil.Process] = []
    others = strangers()

    def stop() -> None:
        begun[:] = own(others)
        if len(begun) == 2:
            raise Interrupted("stopped: SIGTERM")

    with pytest.raises(Interrupted):
        child.run(python(grandchild), os.environ, stop)
    wait_until(lambda: not any(is_alive(process) for process in begun), seconds=30)


def test_the_terminal_does_not_interrupt_a_child() -> None:
    groups: list[int] = []
    others = strangers()

    def look() -> None:
        groups.extend(os.getpgid(process.pid) for process in own(others))

    assert child.run(python("import time; time.sleep(1)"), os.environ, look) == (0, "")
    assert groups
    assert os.getpgid(0) not in groups


def test_a_child_does_not_outlive_a_parent_that_is_killed() -> None:
    parent = subprocess.Popen(python(BEGINS))
    wait_until(lambda: children(parent.pid))
    (orphan,) = children(parent.pid)
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    wait_until(lambda: not is_alive(orphan), seconds=60)
