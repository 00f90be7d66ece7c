"""What is measured segment by segment: the gate's verdicts, metrics' statistics, similarities.

Everything that takes time happens here, so it is done for a few segments at a time and, where it
is worth the start of processes, on all cores.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from summarize.comparison.metrics import Chrf, Metric, Statistics, metrics
from summarize.comparison.texts import Texts
from summarize.comparison.workers import spread
from summarize.translation.gate import Verdict, examine
from summarize.types import OnDone

Array = NDArray[np.float64]

_TOGETHER = 64
"""Segments to a piece of work."""
_WORTH_PROCESSES = 1_500
"""Hypotheses for which it takes longer to measure than to start processes."""


@dataclass(frozen=True, slots=True)
class Measures:
    """What was measured for some segments; axes are segments, systems, systems.

    Attributes:
        verdicts: The gate's, for each segment and system.
        statistics: For each metric and system those of each segment; empty without references.
        utilities: chrF2++ of each system's hypothesis with another's as the reference, 0 to 100.
        matches: For each pair of systems the statistics of that over all segments.
    """

    verdicts: list[list[Verdict]]
    statistics: dict[str, list[list[Statistics]]]
    utilities: Array
    matches: Array


def measure(texts: Texts, on_done: OnDone, workers: int) -> Measures:
    """Measure all segments.

    Args:
        texts: Aligned texts.
        on_done: Told how many more segments are done.
        workers: How many processes at most.
    """
    count = len(texts.sources)
    parts = [
        texts.part(start, min(start + _TOGETHER, count)) for start in range(0, count, _TOGETHER)
    ]
    if count * len(texts.systems) < _WORTH_PROCESSES:
        workers = 1
    found = []
    for part, measures in zip(parts, spread(_measure_part, parts, workers), strict=True):
        found.append(measures)
        on_done(len(part.sources))
    return _together(found)


def _together(parts: Sequence[Measures]) -> Measures:
    return Measures(
        [row for part in parts for row in part.verdicts],
        {
            name: [
                [row for part in parts for row in part.statistics[name][system]]
                for system in range(len(systems))
            ]
            for name, systems in parts[0].statistics.items()
        },
        np.concatenate([part.utilities for part in parts]),
        sum((part.matches for part in parts[1:]), parts[0].matches),
    )


def _measure_part(texts: Texts) -> Measures:
    by_metric: dict[str, Metric] = {}
    if texts.references:
        by_metric = metrics(texts.references, texts.pair.target)
    return Measures(
        [
            [
                examine(source, text, texts.pair, finished=position not in system.unfinished)
                for system, text in zip(texts.systems, hypotheses, strict=True)
            ]
            for position, (source, *hypotheses) in enumerate(_rows(texts))
        ],
        {
            name: [metric.statistics(system.texts) for system in texts.systems]
            for name, metric in by_metric.items()
        },
        *_similarities(texts),
    )


def _rows(texts: Texts) -> list[tuple[str, ...]]:
    columns = [system.texts for system in texts.systems]
    return list(zip(texts.sources, *columns, strict=True))


def _similarities(texts: Texts) -> tuple[Array, Array]:
    """Utilities and matches of `Measures`."""
    chrf, systems = Chrf(), len(texts.systems)
    utilities = np.zeros((len(texts.sources), systems, systems))
    matches = np.zeros((systems, systems, 3 * chrf.order))
    for position, (_, *hypotheses) in enumerate(_rows(texts)):
        ngrams = [chrf.ngrams(text) for text in hypotheses]
        for one, other in combinations(range(systems), 2):
            forth, back = chrf.match(ngrams[one], ngrams[other])
            for first, second, statistics in ((one, other, forth), (other, one, back)):
                utilities[position, first, second] = chrf.f_score(statistics)
                matches[first, second] += statistics
    return utilities, matches
