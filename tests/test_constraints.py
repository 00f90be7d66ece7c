"""constraints.txt pins all that the two commands of the README install."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
LINES = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
PINS = {
    canonicalize_name(name): version
    for name, _, version in (line.partition("==") for line in LINES if not line.startswith("#"))
}


def wanted() -> list[Requirement]:
    """What pyproject.toml asks for, for the demo and for the tests."""
    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    lines = [*project["dependencies"], *extras["bundled"], *extras["dev"]]
    return [Requirement(line) for line in lines]


def needed(requirements: list[Requirement], seen: set[str]) -> Iterator[str]:
    """The packages that requirements bring with them, as far as they are installed."""
    for requirement in requirements:
        key = f"{canonicalize_name(requirement.name)}{sorted(requirement.extras)}"
        extras = ["", *requirement.extras]
        marker = requirement.marker
        if key in seen or (marker and not any(marker.evaluate({"extra": e}) for e in extras)):
            continue
        seen.add(key)
        yield canonicalize_name(requirement.name)
        below = map(Requirement, metadata.requires(requirement.name) or [])
        chosen = [
            one
            for one in below
            if one.marker is None or any(one.marker.evaluate({"extra": e}) for e in extras)
        ]
        for one in chosen:
            one.marker = None
        yield from needed(chosen, seen)


def test_each_line_is_one_pin_that_holds_everywhere() -> None:
    for line in LINES:
        assert line.startswith("#") or re.fullmatch(r"[\w.-]+==[\w.]+", line), line


@pytest.mark.parametrize("requirement", wanted(), ids=lambda requirement: requirement.name)
def test_what_is_asked_for_is_pinned_within_its_range(requirement: Requirement) -> None:
    name = canonicalize_name(requirement.name)
    assert name in PINS, "run `make constraints` once the tests have passed"
    assert requirement.specifier.contains(PINS[name])


def test_what_that_brings_with_it_is_pinned_too() -> None:
    unpinned = set(needed(wanted(), set())) - set(PINS)
    assert not unpinned, "run `make constraints` once the tests have passed"
