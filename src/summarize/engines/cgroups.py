"""The limits that Linux control groups set to this process: containers, systemd, batch queues.

A limit holds for a group and all below it, so a process has the lowest of its own group and all
groups above. Version 2 has one tree of groups; version 1 has one for each controller; a machine
may have both. What cannot be read sets no limit.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

_GROUPS = "proc/self/cgroup"
_MOUNT = "sys/fs/cgroup"
_V2_MOUNTS = (_MOUNT, f"{_MOUNT}/unified")
_DIGITS = 20
"""Of the largest number the kernel writes."""


def cpu_quota(root: Path = Path("/")) -> float | None:
    """How many cores' worth of time this process may use; None without a limit.

    Args:
        root: The root of the file system, for tests.
    """
    quotas = [_quota(*_words(folder / "cpu.max")) for folder in _folders("", root)]
    quotas += [
        _quota(*_words(folder / "cpu.cfs_quota_us"), *_words(folder / "cpu.cfs_period_us"))
        for folder in _folders("cpu", root)
    ]
    return min((quota for quota in quotas if quota is not None), default=None)


def memory_limit(root: Path = Path("/")) -> int | None:
    """How many bytes of memory this process may use; None without a limit.

    Version 1 says "no limit" with a number beyond any machine, so compare with what is there.

    Args:
        root: The root of the file system, for tests.
    """
    files = [folder / "memory.max" for folder in _folders("", root)]
    files += [folder / "memory.limit_in_bytes" for folder in _folders("memory", root)]
    limits = [_number(word) for file in files for word in _words(file)]
    return min((int(limit) for limit in limits if limit is not None), default=None)


def _folders(controller: str, root: Path) -> Iterator[Path]:
    """The folders of this process's group and of all above it.

    Args:
        controller: Of version 1; empty for version 2.
        root: The root of the file system.
    """
    for line in _lines(root / _GROUPS):
        number, _, rest = line.partition(":")
        controllers, _, path = rest.partition(":")
        if not number.isdigit() or controller not in controllers.split(","):
            continue
        mounts = {f"{_MOUNT}/{controllers}", f"{_MOUNT}/{controller}"} if controller else _V2_MOUNTS
        for mount in mounts:
            for group in _with_parents(path):
                yield root / mount / group


def _with_parents(path: str) -> Iterator[str]:
    """A group's path and those above it, relative to the mount, whose own folder is the last.

    A container may see the path as the host knows it, which is not there, or one that leads out
    of its namespace (`/../…`); the root of the mount is then its own group.
    """
    group = PurePosixPath(path.strip("/"))
    if ".." not in group.parts:
        yield from (str(above) for above in (group, *group.parents) if above.parts)
    yield ""


def _quota(quota: str = "", period: str = "", *_: str) -> float | None:
    given, per = _number(quota), _number(period)
    return given / per if given and per else None


def _number(word: str) -> float | None:
    """A positive number; None for `max`, -1 (no limit) and whatever is none."""
    sane = word.isascii() and word.isdigit() and len(word) <= _DIGITS
    return float(word) if sane and int(word) > 0 else None


def _words(file: Path) -> list[str]:
    return " ".join(_lines(file)).split()


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return []
