"""Texts that are too long for a model, into pieces that fit; small ones, into groups that fit.

Nothing is ever cut off: what goes in comes out, in the same order.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TypeVar

import regex

from summarize.errors import TokenBudgetExceeded

T = TypeVar("T")

# Where a text may be split, best first, with what a worse place costs: the share of a piece's
# length that a better place may lie further away from the middle.
_PLACES: tuple[tuple[regex.Pattern[str], float], ...] = (
    (regex.compile(r"""[.!?…]["'”»)]*\s+(?=\P{Ll})|[。！？；]\s*"""), 0.0),
    (regex.compile(r";\s+|:\s+|\s+(?=\p{Pd}\s)"), 0.05),
    (regex.compile(r"""[,)\]]["'”»)]*\s+|[，、：]\s*"""), 0.1),
    (
        regex.compile(
            r"\s+(?=(?:and|but|or|nor|that|which|who|whose|where|when|while|because|although|after|"
            r"before|и|но|или|а|что|чтобы|который|которая|которое|которые|где|когда|если|хотя|"
            r"потому|поскольку|после|перед)\b)",
            regex.IGNORECASE,
        ),
        0.2,
    ),
    (regex.compile(r"\s+"), 0.4),
)
_INSIDE_A_WORD = 2.0


def split_clauses(text: str, fits: Callable[[str], bool]) -> list[tuple[str, str]]:
    """Split a text so that every piece fits: between clauses, else words, else inside a word.

    The pieces are of similar length and as few as that allows.

    Args:
        text: A segment; white space around it is dropped.
        fits: Whether a piece is within the budget; called with stripped, non-empty texts.

    Returns:
        Pairs of a piece and the white space after it; joined, they give the stripped text back.

    Raises:
        TokenBudgetExceeded: Not even a single character fits.
    """
    text = text.strip()
    if not text:
        return []
    pieces = [text] if fits(text) else _split(text, fits, _breaks(text, fits))
    stripped = [piece.rstrip() for piece in pieces]
    return [(short, piece[len(short) :]) for short, piece in zip(stripped, pieces, strict=True)]


def pack(items: Sequence[T], cost: Callable[[T], int], budget: int) -> list[list[T]]:
    """Group consecutive items under a budget: as few groups as possible, of similar cost.

    Args:
        items: In an order that is kept.
        cost: What an item takes of the budget, at least 0.
        budget: The most a group may cost; an item above it gets a group of its own.
    """
    costs = [cost(item) for item in items]
    fewest = len(_fill(costs, budget))
    low, high = max((one for one in costs if one <= budget), default=budget), budget
    while low < high:
        middle = (low + high) // 2
        if len(_fill(costs, middle)) <= fewest:
            high = middle
        else:
            low = middle + 1
    return [list(items[start:end]) for start, end in _fill(costs, high)]


def _fill(costs: Sequence[int], limit: int) -> list[tuple[int, int]]:
    """Ranges of consecutive items, each as long as the limit allows."""
    ranges: list[tuple[int, int]] = []
    start = total = 0
    for index, cost in enumerate(costs):
        if index > start and total + cost > limit:
            ranges.append((start, index))
            start, total = index, 0
        total += cost
    return [*ranges, (start, len(costs))] if costs else []


# --- Choosing the places --------------------------------------------------------------------------

_Break = tuple[int, float]
"""An offset at which a piece may start, and the penalty of starting one there."""


def _breaks(text: str, fits: Callable[[str], bool]) -> list[_Break]:
    """Every place at which a text may be split, in order; between them, everything fits."""
    penalties: dict[int, float] = {}
    for pattern, penalty in _PLACES:
        for match in pattern.finditer(text):
            penalties.setdefault(match.end(), penalty)
    for word in regex.finditer(r"\S+", text):
        if not fits(word[0]):
            for offset in _inside(word[0], fits):
                penalties.setdefault(word.start() + offset, _INSIDE_A_WORD)
    return sorted((at, penalty) for at, penalty in penalties.items() if 0 < at < len(text))


def _inside(word: str, fits: Callable[[str], bool]) -> list[int]:
    """Offsets within a word: between what a reader takes for a character, else any."""
    letters = regex.findall(r"\X", word)
    too_long = {letter for letter in set(letters) if not fits(letter)}
    if any(not fits(character) for letter in too_long for character in letter):
        raise TokenBudgetExceeded(
            f"not even one character of {word[:40]!r} fits the model's window",
            hint="choose a model with a larger window",
        )
    offsets: list[int] = []
    end = 0
    for letter in letters:
        offsets.extend(range(end + 1, end + len(letter)) if letter in too_long else ())
        end += len(letter)
        offsets.append(end)
    return offsets[:-1]


def _split(text: str, fits: Callable[[str], bool], breaks: Sequence[_Break]) -> list[str]:
    """Pieces that fit, each with the white space after it; splits again what still does not."""
    if not breaks or fits(text.strip()):
        return [text]
    fewest = _estimate(text, fits)
    # Good places are not where equal pieces would end, so one or two more pieces may be needed.
    attempts = [_cuts(len(text), breaks, count) for count in range(fewest, fewest + 3)]
    for cuts in attempts:
        pieces = [text[start:end] for start, end in pairwise([0, *cuts, len(text)])]
        if all(fits(piece.strip()) for piece in pieces):
            return pieces
    split: list[str] = []
    for start, end in pairwise([0, *attempts[0], len(text)]):
        within = [(at - start, penalty) for at, penalty in breaks if start < at < end]
        split += _split(text[start:end], fits, within)
    return split


def _estimate(text: str, fits: Callable[[str], bool]) -> int:
    """How many pieces there must be at least, going by how much of the beginning fits."""
    low, high = 1, len(text)
    while high - low > max(1, low // 20):
        middle = (low + high) // 2
        if fits(text[:middle].strip() or text[:1]):
            low = middle
        else:
            high = middle
    return max(2, -(-len(text) // low))


def _cuts(length: int, breaks: Sequence[_Break], count: int) -> list[int]:
    """The offsets that divide a text best into about `count` pieces; at least one."""
    span = length / count
    offsets = [at for at, _ in breaks]
    cuts: list[int] = []
    for number in range(1, count):
        target = number * span
        near = breaks[
            bisect_left(offsets, target - span / 2) : bisect_right(offsets, target + span / 2)
        ]
        if near:
            best = min(near, key=lambda place: abs(place[0] - target) / span + place[1])
            cuts.append(best[0])
    if not cuts:
        cuts.append(min(breaks, key=lambda place: abs(place[0] - length / 2))[0])
    return sorted(set(cuts))
