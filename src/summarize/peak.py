"""The most memory this process has held since a moment of our choice."""

from __future__ import annotations

import contextlib
import re
import resource
import sys
from pathlib import Path

_STATUS = Path("/proc/self/status")
_RESET = Path("/proc/self/clear_refs")
_PEAK = re.compile(r"^VmHWM:\s+(\d+) kB", re.MULTILINE)


def reset_peak_memory() -> None:
    """Begin anew; where the system has no such switch, the peak stays that of the process."""
    with contextlib.suppress(OSError):
        _RESET.write_text("5")


def peak_memory() -> int:
    """The most memory that this process has held since then, in bytes."""
    with contextlib.suppress(OSError):
        found = _PEAK.search(_STATUS.read_text())
        if found:
            return int(found[1]) * 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
