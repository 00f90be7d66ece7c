"""Whether a difference between two systems is more than chance, as sacreBLEU tests it.

`sacrebleu.significance` compares systems with one baseline and counts everything anew for each.
Here each pair is compared, from statistics counted once, with its random numbers, its formulas and
hence its results.
"""

from __future__ import annotations

import string
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from sacrebleu.significance import (
    _compute_p_value,  # no public name leads there
    estimate_ci,
)

from summarize.comparison import formulas
from summarize.comparison.metrics import LOWER_IS_BETTER, TITLES, Statistics, metrics
from summarize.comparison.results import LEVEL, Difference, Score

RESAMPLES = 1_000
TRIALS = 10_000
SEED = 12_345
"""sacreBLEU's defaults."""

_TRIALS_TOGETHER = 1_000

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Tested:
    """One metric for all systems.

    Attributes:
        scores: With their intervals, in the order of the systems.
        differences: One for each pair of systems.
    """

    scores: tuple[Score, ...]
    differences: tuple[Difference, ...]


def tested(
    name: str,
    language: str,
    systems: Sequence[str],
    statistics: Sequence[Sequence[Statistics]],
    references: int,
) -> Tested:
    """Score systems by one metric and compare each with each.

    Args:
        name: Of `METRICS`.
        language: The target language.
        systems: Their names.
        statistics: For each system those of each segment.
        references: How many there are.
    """
    metric = metrics([[""]] * references, language)[name]
    signature = metric.signature()
    signature.update("bs", RESAMPLES)
    signature.update("seed", SEED)
    scores = [metric.total(rows) for rows in statistics]
    resampled = [_resampled(name, language, rows) for rows in statistics]
    pairs = list(combinations(range(len(systems)), 2))
    randomised = _randomised(name, statistics, pairs)
    return Tested(
        tuple(
            Score(score, *_interval(samples), str(signature))
            for score, samples in zip(scores, resampled, strict=True)
        ),
        tuple(
            _difference(
                name,
                (systems[one], systems[other]),
                (scores[one], scores[other]),
                _bootstrap(resampled[one], resampled[other], abs(scores[one] - scores[other])),
                p_randomisation,
            )
            for (one, other), p_randomisation in zip(pairs, randomised, strict=True)
        ),
    )


def _resampled(name: str, language: str, statistics: Sequence[Statistics]) -> Array:
    """The scores of a system on segments drawn with replacement, as many as there are."""
    metric = metrics([[""]], language)[name]
    count = len(statistics)
    draws = np.random.default_rng(SEED).choice(count, size=(RESAMPLES, count), replace=True)
    # sacreBLEU's own precision: in another one, the last digits would differ.
    rows = np.array(statistics, dtype="float32")
    return np.array([metric.score(rows[drawn].sum(0)) for drawn in draws])


def _interval(samples: Array) -> tuple[float, float]:
    """95 %: sacreBLEU gives a mean and what to add to it and take from it."""
    mean, half = map(float, estimate_ci(samples))
    return mean - half, mean + half


def _bootstrap(one: Array, other: Array, difference: float) -> float:
    """The p-value of paired bootstrap resampling (two-sided)."""
    differences = np.abs(other - one)
    return _p_value(differences - differences.mean(), difference)


def _p_value(samples: Array, difference: float) -> float:
    # For equal scores sacreBLEU's formula would call even a system and its copy different.
    return float(_compute_p_value(samples, difference)) if difference else 1.0


def _randomised(
    name: str, statistics: Sequence[Sequence[Statistics]], pairs: Sequence[tuple[int, int]]
) -> list[float]:
    """The p-value of approximate randomisation (two-sided) of each pair."""
    if not pairs:
        return []
    heads, tails, whole = _flipped(statistics)
    points = formulas.scores(name, whole)
    return [
        _p_value(
            np.abs(
                formulas.scores(name, heads[one] + tails[other])
                - formulas.scores(name, tails[one] + heads[other])
            ),
            abs(points[one] - points[other]),
        )
        for one, other in pairs
    ]


def _flipped(statistics: Sequence[Sequence[Statistics]]) -> tuple[Array, Array, Array]:
    """Sums over the segments whose coin shows heads, those whose shows tails, and all.

    The axes of the first two are systems, trials, statistics.
    """
    rows = np.array(statistics, dtype="float64")
    coins = np.random.default_rng(SEED).integers(2, size=(TRIALS, rows.shape[1]), dtype=bool)
    heads, tails = [], []
    for start in range(0, TRIALS, _TRIALS_TOGETHER):
        some = coins[start : start + _TRIALS_TOGETHER]
        heads.append(some.astype("float64") @ rows)
        tails.append((~some).astype("float64") @ rows)
    return np.concatenate(heads, axis=1), np.concatenate(tails, axis=1), rows.sum(axis=1)


def _difference(
    metric: str,
    names: tuple[str, str],
    scores: tuple[float, float],
    p_bootstrap: float,
    p_randomisation: float,
) -> Difference:
    """Two systems in one sentence; both tests have to agree that they differ."""
    p = max(p_bootstrap, p_randomisation)
    title = TITLES[metric]
    if p >= LEVEL:
        statement = (
            f"no evidence of a difference between {names[0]} and {names[1]} ({title}, p = {p:.3f})"
        )
    else:
        first_wins = (scores[0] > scores[1]) != (metric in LOWER_IS_BETTER)
        better, worse = names if first_wins else names[::-1]
        shown = f"p = {p:.3f}" if p >= 0.001 else "p < 0.001"
        statement = f"{better} is better than {worse} ({title}, {shown})"
    return Difference(*names, metric, p_bootstrap, p_randomisation, statement)


def letters(systems: Sequence[str], differences: Sequence[Difference]) -> dict[str, str]:
    """Systems that share a letter do not differ significantly from one another.

    Args:
        systems: Their names, the best first, which gets the letter `a`.
        differences: Of one metric.
    """
    groups = [set(systems)]
    for difference in differences:
        if not difference.significant:
            continue
        split = [
            group - {name}
            for group in groups
            for name in (difference.first, difference.second)
            if {difference.first, difference.second} <= group
        ]
        kept = [g for g in groups if not {difference.first, difference.second} <= g]
        groups = _largest([*kept, *split])
    groups.sort(key=lambda group: sorted(systems.index(name) for name in group))
    return {
        name: "".join(
            letter
            for letter, group in zip(string.ascii_letters, groups, strict=False)
            if name in group
        )
        for name in systems
    }


def _largest(groups: Sequence[set[str]]) -> list[set[str]]:
    """The groups that no other group contains."""
    unique = [group for position, group in enumerate(groups) if group not in groups[:position]]
    return [group for group in unique if not any(group < other for other in unique)]
