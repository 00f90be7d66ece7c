"""The command line in a process of its own, to be stopped, killed and starved."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import psutil


def start(
    *words: str,
    home: Path,
    environment: Mapping[str, str] | None = None,
    stdout: int = subprocess.PIPE,
) -> subprocess.Popen[str]:
    """Start `summarize` with these words and this model store, in a process group of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", "from summarize.cli.main import main; main()", *words],
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        process_group=0,
        env={**os.environ, "SUMMARIZE_HOME": str(home), **(environment or {})},
    )


def finish(process: subprocess.Popen[str], seconds: float = 240) -> tuple[int, str, str]:
    """Wait for the end: exit code, standard output, standard error."""
    out, err = process.communicate(timeout=seconds)
    return process.returncode, out, err


def wait_until(condition: Callable[[], object], seconds: float = 120) -> None:
    """Wait for something to become true; a bound on the wait, not a claim about speed."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


def press_ctrl_c(process: subprocess.Popen[str]) -> None:
    """Send SIGINT as a terminal does: to the process and all others of its group."""
    os.killpg(process.pid, signal.SIGINT)


def children(pid: int) -> list[psutil.Process]:
    """The processes that a process has begun, and those that they have."""
    try:
        return psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def is_alive(process: psutil.Process) -> bool:
    """Whether a process runs; one that has ended and that nobody has asked about does not."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def tree(folder: Path) -> dict[str, Any]:
    """Everything in an output folder that must be the same in every run.

    Pages as bytes; records without the time they were made at; not the report of the run.
    """
    content: dict[str, Any] = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if not path.is_file() or name in ("run.json", ".lock"):
            continue
        content[name] = path.read_bytes()
        if name.startswith("documents/"):
            record = json.loads(content[name])
            del record["provenance"]["started"], record["provenance"]["seconds"]
            content[name] = record
    return content


def is_sound(folder: Path) -> bool:
    """Whether every record in an output folder is whole."""
    for path in (folder / "documents").glob("*.json"):
        json.loads(path.read_text("utf-8"))
    return True


def run(job: Path, models: Path, home: Path, *more: str) -> subprocess.Popen[str]:
    """Start a job with these models."""
    return start("run", str(job), "--models", str(models), "--offline", *more, home=home)


def records(job: Path) -> list[Path]:
    """The ledger records that a job has written."""
    return list((job.parent / "out" / "documents").glob("*.json"))
