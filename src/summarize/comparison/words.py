"""Word-level differences between two texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import Indel


class Kind(StrEnum):
    """What a run of words is."""

    SAME = "same"
    CHANGED = "changed"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Run:
    """Words that belong together, joined by spaces."""

    kind: Kind
    text: str


def differences(text: str, model: str) -> Iterator[Run]:
    """The words of a text, told apart by whether its model has them too.

    Args:
        text: What is shown.
        model: What it is compared with; words of it that are not in `text` are `MISSING`.
    """
    mine, theirs = text.split(), model.split()
    for step in Indel.opcodes(theirs, mine):
        if step.tag == "equal":
            yield Run(Kind.SAME, _joined(mine, step.dest_start, step.dest_end))
        elif step.tag == "insert":
            yield Run(Kind.CHANGED, _joined(mine, step.dest_start, step.dest_end))
        else:
            yield Run(Kind.MISSING, _joined(theirs, step.src_start, step.src_end))


def _joined(words: Sequence[str], start: int, end: int) -> str:
    return " ".join(words[start:end])
