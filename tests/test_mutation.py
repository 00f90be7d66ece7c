"""The tool behind `make mutants`: that it makes the faults it says, and sees who notices."""

from __future__ import annotations

from pathlib import Path

import libcst as cst
import pytest

from mutation.operators import OURS, move
from mutation.outside import mutants_of, survivors

MODULE = '''
"""A module."""
LIMIT = 20


def is_long(text: str) -> bool:
    return len(text) > 3


class Text:
    room: int = 1

    @property
    def is_short(self) -> bool:
        return self.room < 2
'''


def faults(source: str) -> set[str]:
    """What our operators make of the statements of a function."""
    module = cst.parse_module(source)
    made: set[str] = set()

    class Visitor(cst.CSTVisitor):
        def on_visit(self, node: cst.CSTNode) -> bool:
            for kind, operator in OURS:
                if isinstance(node, kind):
                    for changed in operator(node):
                        mutant = module.deep_replace(node, changed)
                        assert isinstance(mutant, cst.Module)
                        made.add(mutant.code)
            return True

    module.visit(Visitor())
    return made


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("save(page, record)", {"pass"}),
        ("raise error", {"pass"}),
        ("'words'", set()),
        ("if x: y = 1", {"if not (x): y = 1"}),
        ("if not x: y = 1", set()),
        ("y = a and b", {"y = (a)", "y = (b)"}),
        ("key = (a.size, a.name, a.kind)", {"key = (a.name, a.kind)", "key = (a.size, a.kind)"}),
        ("key = {'a': b, 'c': d}", {"key = {'c': d}", "key = {'a': b, }"}),
        ("a, b = c", set()),
        ("y = escape(text)", {"y = (text)"}),
        ("y = text.strip()", {"y = (text)"}),
        ("y = list(text)", set()),
    ],
)
def test_a_fault_of_each_kind(source: str, expected: set[str]) -> None:
    made = faults(source)
    assert expected <= made
    assert bool(expected) is bool(made)


@pytest.mark.parametrize(
    ("number", "expected"),
    [("3", {"4", "2"}), ("0", {"1"}), ("80", {"90", "70"}), ("4.0", {"4.5", "3.5"})],
)
def test_a_threshold_moves_both_ways(number: str, expected: set[str]) -> None:
    node = cst.parse_expression(number)
    assert isinstance(node, cst.Integer | cst.Float)
    assert {cst.Module([]).code_for_node(moved) for moved in move(node)} == expected


def changes(path: Path) -> set[str]:
    usual = set(path.read_text("utf-8").splitlines())
    return {
        line.strip()
        for mutant in mutants_of(path)
        for line in mutant.source.splitlines()
        if line not in usual
    }


def test_numbers_outside_of_functions_and_what_is_decorated(tmp_path: Path) -> None:
    path = tmp_path / "module.py"
    path.write_text(MODULE, "utf-8")
    made = changes(path)
    assert {"LIMIT = 22", "LIMIT = 18", "room: int = 2", "room: int = 0"} <= made
    assert "return self.room <= 2" in made
    assert not any("len(text)" in line for line in made), "mutmut does those"


@pytest.mark.system
def test_who_lives_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = Path("src/small/module.py")
    path.parent.mkdir(parents=True)
    path.write_text(MODULE, "utf-8")
    test = Path("test_module.py")
    test.write_text(
        "from small.module import LIMIT, Text\n\n"
        "def test_it():\n"
        "    assert Text().is_short\n"
        "    assert LIMIT > 19\n",
        "utf-8",
    )
    alive = survivors(list(mutants_of(path)), [str(test), "-c", "/dev/null"])
    differences = "\n".join(mutant.difference() for mutant in alive)
    assert "+LIMIT = 22" in differences
    assert "+LIMIT = 18" not in differences
    assert "+        return self.room <= 2" in differences
    assert "+        return self.room > 2" not in differences
    assert path.read_text("utf-8") == MODULE
    test.write_text("def test_it():\n    assert False\n", "utf-8")
    with pytest.raises(RuntimeError, match="without a mutant"):
        survivors([], [str(test), "-c", "/dev/null"])
