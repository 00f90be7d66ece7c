"""How many cores there are for this process, which in a container is not what the machine has."""

from __future__ import annotations

import os
from pathlib import Path

from summarize.engines.cgroups import cpu_quota


def available_cores(root: Path = Path("/")) -> int:
    """The cores this process may really use, at least 1.

    Those it is bound to (`taskset`, a container's cpuset), and of them no more than its CPU quota
    pays for, rounded down: a thread too many would make all of them wait for the next period.

    Args:
        root: The root of the file system, for tests.
    """
    cores, quota = bound_cores(), cpu_quota(root)
    return cores if quota is None else max(1, min(cores, int(quota)))


def bound_cores() -> int:
    """The cores the operating system may run this process on, quotas aside."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1  # pragma: no cover - not on Linux
