"""Faults that people make and mutmut does not: they join its own (names of mutmut and libcst)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import libcst as cst
from mutmut.mutation import mutators

Operator = tuple[type, Callable[[Any], Iterable[cst.CSTNode]]]

# Where these calls go, the program mostly does the same.
_CASTS = frozenset(
    {"list", "tuple", "str", "iter", "bool", "int", "float", "len", "frozenset", "set"}
)


def remove_statement(node: cst.BaseSmallStatement) -> Iterator[cst.CSTNode]:
    """A call whose value nobody uses, an exception or a return is left out."""
    if not (isinstance(node, cst.Expr) and isinstance(node.value, cst.BaseString)):
        yield cst.Pass()


def turn_condition(node: cst.If | cst.CompIf) -> Iterator[cst.CSTNode]:
    """The condition of an `if` is its opposite; mutmut itself removes a `not`."""
    if isinstance(node.test, cst.UnaryOperation) and isinstance(node.test.operator, cst.Not):
        return
    bare = node.test.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
    yield node.with_changes(
        test=cst.UnaryOperation(operator=cst.Not(), expression=bare),
        whitespace_before_test=cst.SimpleWhitespace(" "),
    )


def drop_operand(node: cst.BooleanOperation) -> Iterator[cst.CSTNode]:
    """Of two conditions only one is left."""
    yield _bare(node.left)
    yield _bare(node.right)


def leave_out(node: cst.Tuple | cst.List | cst.Set | cst.Dict) -> Iterator[cst.CSTNode]:
    """One of several elements is missing, such as a field of a key."""
    elements = list(node.elements)
    if len(elements) < 2 or _is_target(node):
        return
    for index in range(len(elements)):
        yield node.with_changes(elements=[*elements[:index], *elements[index + 1 :]])


def unwrap(node: cst.Call) -> Iterator[cst.CSTNode]:
    """A function of one argument is not called, such as one that escapes; nor is a bare method."""
    if len(node.args) == 1 and not (node.args[0].star or node.args[0].keyword):
        if not (isinstance(node.func, cst.Name) and node.func.value in _CASTS):
            yield _bare(node.args[0].value)
    elif not node.args and isinstance(node.func, cst.Attribute):
        yield _bare(node.func.value)


def _bare(node: cst.BaseExpression) -> cst.BaseExpression:
    return node.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])


def _is_target(node: cst.Tuple | cst.List | cst.Set | cst.Dict) -> bool:
    """Whether this may be what is assigned to, as in `for key, value in …`: names, no brackets."""
    names = all(isinstance(element.value, cst.Name) for element in node.elements)
    return isinstance(node, cst.Tuple) and names and not node.lpar


OURS: tuple[Operator, ...] = (
    (cst.Expr, remove_statement),
    (cst.Raise, remove_statement),
    (cst.Return, remove_statement),
    (cst.If, turn_condition),
    (cst.CompIf, turn_condition),
    (cst.BooleanOperation, drop_operand),
    (cst.Tuple, leave_out),
    (cst.List, leave_out),
    (cst.Set, leave_out),
    (cst.Dict, leave_out),
    (cst.Call, unwrap),
)


OPERATORS: tuple[Operator, ...] = (*mutators.mutation_operators, *OURS)


def join_mutmut() -> None:
    """Gives mutmut our operators besides its own."""
    operators = mutators.mutation_operators
    assert isinstance(operators, list)
    operators[:] = OPERATORS


def move(node: cst.Integer | cst.Float) -> Iterator[cst.CSTNode]:
    """A threshold moved up and down: by one, by an eighth where it is large or no whole number."""
    value = node.evaluated_value
    whole = isinstance(node, cst.Integer)
    step = 1 if whole and value <= 16 else max(abs(value) / 8, 0.01)
    for moved in (value + step, value - step):
        number = round(moved) if whole else round(moved, 6)
        if number >= 0:
            yield node.with_changes(value=repr(number))
