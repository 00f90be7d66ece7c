"""Mutants of what mutmut leaves alone: constants of modules and classes, and decorated functions.

They change what a module is when it is imported, so each has a process of its own, which runs the
package's tests on a copy of the source.
"""

from __future__ import annotations

import difflib
import multiprocessing
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Queue

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider

from mutation.operators import OPERATORS, Operator, move

_SECONDS = 300
_TOLD_EVERY = 50
# Inside a decorated function everything is changed; outside of functions only numbers are: most of
# the rest is tables of words, one mutant for each of which would tell little.
_INSIDE = tuple(operator for operator in OPERATORS if operator[0] is not cst.BaseString)
_NUMBERS: tuple[Operator, ...] = ((cst.Integer, move), (cst.Float, move))
_TRAMPOLINED = {"staticmethod", "classmethod"}
_KILLED, _SURVIVED = "killed", "survived"


@dataclass(frozen=True)
class Mutant:
    """A changed source file.

    Attributes:
        path: The file, seen from the project's folder.
        line: The number of the line that is changed.
        source: The changed text of the whole file.
    """

    path: Path
    line: int
    source: str

    def difference(self) -> str:
        """The change as a unified difference without its head."""
        before = self.path.read_text("utf-8").splitlines()
        lines = difflib.unified_diff(before, self.source.splitlines(), lineterm="", n=1)
        return "\n".join(list(lines)[2:])


def mutants_of(path: Path) -> Iterator[Mutant]:
    """All mutants of a file outside of what mutmut changes."""
    wrapper = MetadataWrapper(cst.parse_module(path.read_text("utf-8")))
    module = wrapper.module
    visitor = _Outside(wrapper)
    wrapper.visit(visitor)
    for original, changed, line in visitor.found:
        mutated = module.deep_replace(original, changed)
        assert isinstance(mutated, cst.Module)
        yield Mutant(path, line, mutated.code)


class _Outside(cst.CSTVisitor):
    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self, wrapper: MetadataWrapper) -> None:
        super().__init__()
        self._positions = wrapper.resolve(PositionProvider)
        self._depth = 0
        self.found: list[tuple[cst.CSTNode, cst.CSTNode, int]] = []

    def on_visit(self, node: cst.CSTNode) -> bool:
        if isinstance(node, cst.Annotation | cst.Decorator):
            return False
        if isinstance(node, cst.FunctionDef):
            if not self._depth and _is_changed_by_mutmut(node):
                return False
            self._depth += 1
            return True
        for kind, operator in _INSIDE if self._depth else _NUMBERS:
            if isinstance(node, kind):
                line = self._positions[node].start.line
                self.found += [(node, changed, line) for changed in operator(node)]
        return True

    def on_leave(self, original_node: cst.CSTNode) -> None:
        if isinstance(original_node, cst.FunctionDef) and self._depth:
            self._depth -= 1


def _is_changed_by_mutmut(node: cst.FunctionDef) -> bool:
    names = [getattr(decorator.decorator, "value", None) for decorator in node.decorators]
    return not names or (len(names) == 1 and names[0] in _TRAMPOLINED)


def survivors(mutants: Sequence[Mutant], tests: Sequence[str], jobs: int = 2) -> list[Mutant]:
    """Runs the tests on each mutant, in `jobs` processes at once.

    Returns:
        The mutants with which every test passes.

    Raises:
        RuntimeError: The tests fail without any mutant.
    """
    with _copies_of_the_source(jobs) as copies:
        # Without a mutant first: that also leaves everything compiled, most of a run's time.
        if any(_outcome(copy, tests, compiling=True) is _KILLED for copy in copies):
            raise RuntimeError("the tests fail without a mutant")
        free: Queue[Path] = Queue()
        for copy in copies:
            free.put(copy)

        def lives(mutant: Mutant) -> bool:
            copy = free.get()
            target = copy / mutant.path.relative_to("src")
            usual, times = target.read_bytes(), target.stat()
            try:
                target.write_text(mutant.source, "utf-8")
                os.utime(target, (0, 0))  # what is compiled goes by the time, in whole seconds
                return _outcome(copy, tests) is _SURVIVED
            finally:
                target.write_bytes(usual)
                os.utime(target, ns=(times.st_atime_ns, times.st_mtime_ns))
                free.put(copy)

        alive = []
        with ThreadPoolExecutor(jobs) as pool:
            for number, lived in enumerate(pool.map(lives, mutants), 1):
                alive.append(lived)
                if number % _TOLD_EVERY == 0:
                    print(f"  {number} of {len(mutants)}", flush=True)
    return [mutant for mutant, lived in zip(mutants, alive, strict=True) if lived]


@contextmanager
def _copies_of_the_source(number: int) -> Iterator[list[Path]]:
    with tempfile.TemporaryDirectory() as folder:
        copies = [Path(folder) / str(index) / "src" for index in range(number)]
        for copy in copies:
            _copy_the_checkout(copy.parent)
        yield copies


def _copy_the_checkout(folder: Path) -> None:
    """A fault may write anywhere: it runs among copies of all that it looks for."""
    from mutmut.configuration import config

    folder.mkdir()
    for source in {path for path in (Path("src"), *config().also_copy) if path.exists()}:
        if source.is_dir():
            ignored = shutil.ignore_patterns("__pycache__", "output")
            shutil.copytree(source, folder / source, ignore=ignored, dirs_exist_ok=True)
        else:
            shutil.copy2(source, folder / source)


def _outcome(copy: Path, tests: Sequence[str], *, compiling: bool = False) -> str:
    # A fork that starts with the libraries loaded saves time in each run.
    import numpy  # noqa: F401
    import pytest  # noqa: F401

    process = multiprocessing.get_context("fork").Process(
        target=_test, args=(copy, tests, compiling)
    )
    process.start()
    process.join(_SECONDS)
    if process.is_alive():
        process.kill()
        process.join()
    return _SURVIVED if process.exitcode == 0 else _KILLED


def _test(copy: Path, tests: Sequence[str], compiling: bool) -> None:
    import pytest

    sys.pycache_prefix = str(copy.parent / "compiled")
    sys.dont_write_bytecode = not compiling
    sys.path.insert(0, str(copy))
    os.chdir(copy.parent)
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
        code = pytest.main(["-x", "-q", "-p", "no:cacheprovider", *tests])
    os._exit(int(code))
