"""`python -m mutation [PACKAGE ...]`: see docs/testing.md."""

from __future__ import annotations

import argparse
import multiprocessing
import os
import shutil
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

_SOURCE = Path("src/summarize")
_REPORTS = Path("build/mutants")
_FAST = "not system and not models and not bundled and not evaluation"
_DEAD = ("killed", "timeout", "segfault")


@dataclass(frozen=True)
class Package:
    """What is changed and which tests are to notice.

    Attributes:
        sources: Patterns of files under src/summarize.
        tests: Folders and files under tests/.
    """

    sources: tuple[str, ...]
    tests: tuple[str, ...]

    def files(self) -> list[Path]:
        """The source files, seen from the project's folder."""
        return sorted({path for pattern in self.sources for path in _SOURCE.glob(pattern)})

    def selection(self) -> list[str]:
        """What pytest is asked to run."""
        return [*(f"tests/{name}" for name in self.tests), "-m", _FAST]


_ENGINES = "base chat codecs ctranslate2 isolation masking masks model prompts transformers".split()
# The packages that carry the promises. `translation` has its gate, which also goes by itself.
PACKAGES = {
    "translation": Package(("translation/**/*.py",), ("translation",)),
    "summary": Package(("summary/*.py",), ("summary",)),
    "batch": Package(("batch/*.py", "batch/executors/local.py"), ("batch",)),
    "writers": Package(("writers/*.py",), ("writers",)),
    "readers": Package(("readers/*.py",), ("readers",)),
    "storage": Package(("storage.py",), ("test_storage.py",)),
    "engines": Package(tuple(f"engines/{name}.py" for name in _ENGINES), ("engines",)),
    "models": Package(("models/store.py", "models/registry.py", "models/manifest.py"), ("models",)),
    "comparison": Package(("comparison/ranking.py", "comparison/significance.py"), ("comparison",)),
}


@dataclass
class Score:
    """How many mutants of a file lived and died, and the differences of those that lived."""

    counts: Counter[str] = field(default_factory=Counter)
    alive: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        """How many mutants there were."""
        return self.counts.total()

    @property
    def dead(self) -> int:
        """How many mutants some test noticed."""
        return sum(self.counts[status] for status in _DEAD)


def main(arguments: Sequence[str] | None = None) -> int:
    """Makes the mutants of packages and tells the score of each file."""
    parser = argparse.ArgumentParser(prog="python -m mutation", description=__doc__)
    parser.add_argument(
        "packages",
        nargs="*",
        metavar="PACKAGE",
        help=f"one of {', '.join(PACKAGES)}, all of which are the default; or any other folder or "
        "module of src/summarize, such as cli or text/dates",
    )
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="processes at once")
    asked = parser.parse_args(arguments)
    for name in asked.packages or PACKAGES:
        # Mutmut loads the product into its process and never lets go of it.
        process = multiprocessing.get_context("fork").Process(
            target=_examine, args=(name, _package(name), asked.jobs)
        )
        process.start()
        process.join()
        if process.exitcode:
            print(f"{name}: mutmut stopped; {_report(name, '.log')} says why")
            return 1
    return 0


def _package(name: str) -> Package:
    if name in PACKAGES:
        return PACKAGES[name]
    if (_SOURCE / name).is_dir():
        return Package((f"{name}/**/*.py",), (name,))
    module = Path(name)
    if (_SOURCE / f"{name}.py").is_file():
        own = module.parent / f"test_{module.name}.py"
        tests = own if (Path("tests") / own).is_file() else module.parent
        return Package((f"{name}.py",), (str(tests),))
    sys.exit(f"{name}: no package or module of {_SOURCE}")


def _examine(name: str, package: Package, jobs: int) -> None:
    scores = {path: Score() for path in package.files()}
    _outside_functions(name, package, scores, jobs)
    print(f"{name}: mutants of functions", flush=True)
    _inside_functions(name, package, scores, jobs)
    _tell(name, scores)


def _inside_functions(name: str, package: Package, scores: dict[Path, Score], jobs: int) -> None:
    """Mutmut's own run: it forks for each mutant and runs the tests that reach its function."""
    from mutmut.__main__ import _run, collect_source_file_mutation_data
    from mutmut.configuration import config
    from mutmut.mutation.diff_apply import get_diff_for_mutant
    from mutmut.stats import status_by_exit_code

    config().only_mutate = [str(path) for path in scores]
    config().pytest_add_cli_args_test_selection = package.selection()
    shutil.rmtree("mutants", ignore_errors=True)
    with _written_to(_report(name, ".log")):
        _run([], jobs)
    mutants, _ = collect_source_file_mutation_data(mutant_names=[])
    for data, mutant, code in mutants:
        status = status_by_exit_code[code]
        score = scores[Path(data.path)]
        score.counts[status] += 1
        if status not in _DEAD:
            score.alive.append(
                f"# {mutant}: {status}\n{get_diff_for_mutant(mutant, path=data.path)}"
            )


@contextmanager
def _written_to(log: Path) -> Iterator[None]:
    """Mutmut's wheel and counters are for terminals; elsewhere they go to a file."""
    if sys.stdout.isatty():
        yield
        return
    sys.stdout.flush()
    usual = os.dup(1)
    with log.open("w") as stream:
        os.dup2(stream.fileno(), 1)
        try:
            yield
        finally:
            sys.stdout.flush()
            os.dup2(usual, 1)
            os.close(usual)


def _outside_functions(name: str, package: Package, scores: dict[Path, Score], jobs: int) -> None:
    from mutation.outside import mutants_of, survivors

    mutants = [mutant for path in scores for mutant in mutants_of(path)]
    print(f"{name}: {len(mutants)} mutants outside of functions", flush=True)
    alive = survivors(mutants, package.selection(), jobs)
    for mutant in mutants:
        scores[mutant.path].counts["survived" if mutant in alive else "killed"] += 1
    for mutant in alive:
        scores[mutant.path].alive.append(f"# {mutant.path}:{mutant.line}\n{mutant.difference()}")


def _tell(name: str, scores: dict[Path, Score]) -> None:
    lines = [f"{'file':<44}{'mutants':>9}{'noticed':>9}{'score':>8}"]
    for path, score in scores.items():
        if score.total:
            lines.append(_line(str(path.relative_to(_SOURCE)), score.total, score.dead))
    totals = [sum(score.total for score in scores.values()), sum(s.dead for s in scores.values())]
    lines.append(_line(name, *totals))
    print("\n".join(lines))
    report = _report(name, ".diff")
    alive = [difference for score in scores.values() for difference in score.alive]
    report.write_text("\n".join([*lines, "", *alive, ""]), "utf-8")
    print(f"The {len(alive)} that no test noticed: {report}")


def _report(name: str, suffix: str) -> Path:
    _REPORTS.mkdir(parents=True, exist_ok=True)
    return _REPORTS / f"{name.replace('/', '.')}{suffix}"


def _line(what: str, total: int, dead: int) -> str:
    return f"{what:<44}{total:>9}{dead:>9}{dead / total:>8.1%}"


if __name__ == "__main__":
    from mutation.operators import join_mutmut

    join_mutmut()
    sys.exit(main())
