"""What was measured for a model on this machine, kept for its later runs.

One small file for all models, `tuning.json` in the home of the model store. A measurement holds
for the weights, the processor, the number of cores and the version of the library it was made
with; nothing else ever uses it.
"""

from __future__ import annotations

import json
import platform
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from importlib import metadata
from pathlib import Path
from typing import Any

from filelock import FileLock

from summarize.engines.cores import available_cores
from summarize.errors import OutputError
from summarize.storage import replace_file

TUNING_FILE = "tuning.json"

_CPU_NAMES = ("model name", "Hardware", "cpu model", "CPU part")
"""What /proc/cpuinfo calls the model, by architecture."""


@dataclass(frozen=True, slots=True)
class Tuning:
    """How CTranslate2 runs a model.

    Attributes:
        compute_type: As CTranslate2 names them.
        batch_tokens: The most prompt tokens of a batch, with padding.
        replicas: Batches that are decoded at the same time.
        threads_per_replica: Threads for each of them; 0 leaves it to the library.
    """

    compute_type: str
    batch_tokens: int
    replicas: int
    threads_per_replica: int


@dataclass(frozen=True, slots=True)
class Machine:
    """What a measurement depends on beside the model.

    Attributes:
        cpu: The name of the processor's model.
        cores: How many this process may use.
        ctranslate2: The version of the library.
    """

    cpu: str
    cores: int
    ctranslate2: str


def this_machine(root: Path = Path("/")) -> Machine:
    """The machine and the library as they are now.

    Args:
        root: The root of the file system, for tests.
    """
    return Machine(_cpu_name(root), available_cores(root), metadata.version("ctranslate2"))


def load_tuning(home: Path, digest: str, machine: Machine | None = None) -> Tuning | None:
    """What was measured for a model; None when nothing was, here, or it cannot be read.

    Args:
        home: The home of the model store.
        digest: SHA-256 of the model, as `StoredModel.digest`.
        machine: Where; by default here.
    """
    if not (home / TUNING_FILE).exists():  # spares the look at the machine
        return None
    return _read(home / TUNING_FILE).get((digest, machine or this_machine()))


def save_tuning(home: Path, digest: str, tuning: Tuning, machine: Machine | None = None) -> None:
    """Keep what was measured; an earlier measurement of the same goes, others stay.

    Args:
        home: The home of the model store; it is there.
        digest: SHA-256 of the model, as `StoredModel.digest`.
        tuning: What was measured.
        machine: Where; by default here.

    Raises:
        OutputError: The file cannot be written.
    """
    path = home / TUNING_FILE
    try:
        with FileLock(home / f".{TUNING_FILE}.lock"):
            known = _read(path) | {(digest, machine or this_machine()): tuning}
            entries = [
                {"model": model, "machine": asdict(where), "tuning": asdict(what)}
                for (model, where), what in known.items()
            ]
            replace_file(path, (json.dumps({"tunings": entries}, indent=1) + "\n").encode())
    except OSError as error:
        raise OutputError(
            f"cannot write {path}: {error.strerror or error}",
            hint="check the rights and the space of the folder, or set SUMMARIZE_HOME",
        ) from error


def _read(path: Path) -> dict[tuple[str, Machine], Tuning]:
    """All entries of the file; those that are damaged count as absent."""
    try:
        entries = json.loads(path.read_bytes())["tunings"]
    except (OSError, ValueError, TypeError, KeyError):
        return {}
    return dict(_entries(entries if isinstance(entries, list) else []))


def _entries(raw: Iterable[Any]) -> Iterator[tuple[tuple[str, Machine], Tuning]]:
    for entry in raw:
        try:
            machine, tuning = Machine(**entry["machine"]), Tuning(**entry["tuning"])
            key = str(entry["model"]), machine
        except (TypeError, KeyError):
            continue
        if _is_sound(machine) and _is_sound(tuning) and min(tuning.batch_tokens, tuning.replicas):
            yield key, tuning


def _is_sound(entry: Machine | Tuning) -> bool:
    """Whether every field has the type it should have, and no number is negative."""
    for field in fields(entry):
        value = getattr(entry, field.name)
        if field.type == "str":
            good = isinstance(value, str)
        else:
            good = isinstance(value, int) and not isinstance(value, bool) and value >= 0
        if not good:
            return False
    return True


def _cpu_name(root: Path) -> str:
    try:
        lines = (root / "proc/cpuinfo").read_text("utf-8", errors="replace").splitlines()
    except OSError:
        lines = []
    values = {key.strip(): value.strip() for key, _, value in (x.partition(":") for x in lines)}
    named = next((values[name] for name in _CPU_NAMES if values.get(name)), "")
    return named or platform.processor() or platform.machine()
