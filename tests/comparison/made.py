"""Made texts to compare: the corpus as a source and reference, and systems that spoil it."""

from __future__ import annotations

from summarize.comparison.texts import System, Texts
from summarize.types import LangPair
from support.corpus import PAIRS

PAIR = LangPair("en", "ru")
SOURCES = tuple(pair.en for pair in PAIRS)
REFERENCE = tuple(pair.ru for pair in PAIRS)


def without_endings(text: str, every: int) -> str:
    """The text with a letter less at the end of each such word."""
    words = text.split()
    return " ".join(
        word[:-1] if number % every == 0 and len(word) > 4 else word
        for number, word in enumerate(words)
    )


def spoiled(every: int) -> tuple[str, ...]:
    return tuple(without_endings(text, every) for text in REFERENCE)


GOOD = System("good", spoiled(6))
FAIR = System("fair", spoiled(3))
POOR = System("poor", spoiled(1))
ODD, EVEN = (
    System(
        name,
        tuple((FAIR if row % 2 == rest else GOOD).texts[row] for row in range(len(SOURCES))),
    )
    for name, rest in (("odd", 1), ("even", 0))
)
"""So near to each other that chance may decide between them."""
COPY = System("copy", SOURCES)
EMPTY = System("empty", ("",) * len(SOURCES))
LOOP = System("loop", tuple("да " * 40 for _ in SOURCES))


def texts(*systems: System, references: int = 1) -> Texts:
    """The corpus in the output of these systems; the second reference is a worse one."""
    made = (REFERENCE, spoiled(2))[:references]
    return Texts(PAIR, SOURCES, systems, made)
