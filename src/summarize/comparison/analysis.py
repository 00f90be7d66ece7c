"""From aligned texts to a comparison."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

import numpy as np

from summarize.comparison.measures import Array, Measures, measure
from summarize.comparison.metrics import Chrf
from summarize.comparison.notes import NOTES
from summarize.comparison.ranking import Standing, ranked
from summarize.comparison.results import (
    Candidate,
    Comparison,
    Cost,
    Difference,
    Score,
    SegmentResult,
    SystemResult,
)
from summarize.comparison.significance import letters, tested
from summarize.comparison.texts import Texts, require_comparable
from summarize.engines.cores import available_cores
from summarize.translation.gate import Ruling, Verdict
from summarize.types import LangPair, OnDone, Severity

_LATE_CHECKS = frozenset(
    {"script", "numbers", "kept", "negation", "question", "dangling", "punctuation", "names"}
)
"""Checks of the gate that are made when nothing gross was found; without them, names and numbers
were not compared."""
_NAMES = {"en", "ru"}


@dataclass(frozen=True, slots=True)
class Extras:
    """What is known of a system besides its output; see `SystemResult`."""

    round_trip: float | None = None
    model_score: float | None = None
    cost: Cost | None = None
    quality: float | None = None


def compare(
    texts: Texts,
    extras: Mapping[str, Extras] | None = None,
    *,
    on_done: OnDone = lambda _: None,
    workers: int | None = None,
) -> Comparison:
    """Compare systems.

    Args:
        texts: Aligned texts.
        extras: What else is known, by the systems' names.
        on_done: Told how many more segments are measured.
        workers: How many processes at most; None for as many as there are cores.

    Raises:
        ConfigError: The texts are not aligned, or too many.
    """
    require_comparable(texts)
    measures = measure(texts, on_done, workers or available_cores())
    return _Analysis(texts, measures, extras or {}).comparison()


@dataclass
class _Analysis:
    """The steps from measures to a comparison, which share them."""

    texts: Texts
    measures: Measures
    extras: Mapping[str, Extras]
    consensus: Array = field(init=False)

    def __post_init__(self) -> None:
        self.names = [system.name for system in self.texts.systems]
        self.consensus = _consensus(self.measures)

    def comparison(self) -> Comparison:
        """The comparison, the best system first."""
        scores, differences = self._scores()
        order = self._order(scores)
        ranks = {self.names[position]: rank for rank, position in enumerate(order)}
        groups = letters(
            [self.names[position] for position in order],
            [difference for difference in differences if difference.metric == "chrf"],
        )
        return Comparison(
            self.texts.pair,
            len(self.texts.references),
            tuple(
                self._system(position, rank, groups if scores else {}, scores)
                for rank, position in enumerate(order, start=1)
            ),
            tuple(sorted(differences, key=lambda d: (ranks[d.first], ranks[d.second]))),
            self._segments(order),
            NOTES,
        )

    def _scores(self) -> tuple[dict[str, tuple[Score, ...]], list[Difference]]:
        """For each metric the score of each system, and what the tests say of each pair."""
        results = {
            name: tested(
                name,
                self.texts.pair.target,
                self.names,
                statistics,
                len(self.texts.references),
            )
            for name, statistics in self.measures.statistics.items()
        }
        return (
            {name: result.scores for name, result in results.items()},
            [difference for result in results.values() for difference in result.differences],
        )

    def _order(self, scores: Mapping[str, Sequence[Score]]) -> list[int]:
        count = len(self.texts.sources)
        standings = []
        for position in range(len(self.names)):
            verdicts = [row[position] for row in self.measures.verdicts]
            standings.append(
                Standing(
                    sum(verdict.rejected for verdict in verdicts) / count,
                    sum(verdict.warned for verdict in verdicts) / count,
                    scores["chrf"][position].score if scores else None,
                    self._mean_consensus(position),
                )
            )
        return ranked(standings)

    def _mean_consensus(self, position: int) -> float | None:
        return float(self.consensus[:, position].mean()) if len(self.names) > 1 else None

    def _system(
        self,
        position: int,
        rank: int,
        groups: Mapping[str, str],
        scores: Mapping[str, Sequence[Score]],
    ) -> SystemResult:
        name = self.names[position]
        verdicts = [row[position] for row in self.measures.verdicts]
        rulings = Counter(verdict.ruling for verdict in verdicts)
        checks = Counter(chain.from_iterable({c.name for c in v.checks} for v in verdicts))
        known = self.extras.get(name, Extras())
        return SystemResult(
            name=name,
            rank=rank,
            group=groups.get(name, ""),
            scores={metric: found[position] for metric, found in scores.items()},
            segments={str(ruling): rulings[ruling] for ruling in Ruling},
            checks=dict(checks.most_common()),
            length_ratio=_length(self.texts.systems[position].texts)
            / max(1, _length(self.texts.sources)),
            number_fidelity=_fidelity(verdicts, "numbers"),
            name_fidelity=_fidelity(verdicts, "names") if _has_names(self.texts.pair) else None,
            agreement=self._agreement(position),
            consensus=self._mean_consensus(position),
            round_trip=known.round_trip,
            model_score=known.model_score,
            quality=known.quality,
            cost=known.cost,
            draft=self.texts.systems[position].draft,
        )

    def _agreement(self, position: int) -> float | None:
        chrf = Chrf()
        against = [
            chrf.f_score(self.measures.matches[position, other].tolist())
            for other in range(len(self.names))
            if other != position
        ]
        return sum(against) / len(against) if against else None

    def _segments(self, order: Sequence[int]) -> tuple[SegmentResult, ...]:
        texts, chrf = self.texts, Chrf()
        statistics = self.measures.statistics.get("chrf")
        alone = len(self.names) == 1

        def candidate(row: int, position: int) -> Candidate:
            verdict = self.measures.verdicts[row][position]
            return Candidate(
                texts.systems[position].texts[row],
                chrf.f_score(statistics[position][row]) if statistics else None,
                None if alone else float(self.consensus[row, position]),
                verdict.ruling,
                verdict.score,
                verdict.checks,
            )

        disagreements = _disagreements(self.measures)
        return tuple(
            SegmentResult(
                row + 1,
                texts.documents[row] if texts.documents else "",
                source,
                tuple(lines[row] for lines in texts.references),
                disagreements[row],
                tuple(candidate(row, position) for position in order),
            )
            for row, source in enumerate(texts.sources)
        )


def _consensus(measures: Measures) -> Array:
    """For each segment and system the mean utility of its hypothesis, as in minimum Bayes risk.

    The other systems' hypotheses stand for what is likely to be right; those that the gate rejects
    have no voice, unless there are no others.
    """
    utilities = measures.utilities
    others = ~np.eye(utilities.shape[1], dtype=bool)[np.newaxis]
    sound = np.array([[not v.rejected for v in row] for row in measures.verdicts])
    voices = others & sound[:, np.newaxis, :]
    voices = np.where(voices.any(axis=2, keepdims=True), voices, others)
    mean: Array = (utilities * voices).sum(axis=2) / np.maximum(voices.sum(axis=2), 1)
    return mean


def _disagreements(measures: Measures) -> list[float]:
    """100 less the mean similarity of the systems' hypotheses to one another, 0 to 100."""
    systems = measures.utilities.shape[1]
    if systems == 1:
        return [0.0] * len(measures.verdicts)
    means = measures.utilities.sum(axis=(1, 2)) / (systems * (systems - 1))
    return [float(value) for value in np.clip(100.0 - means, 0.0, 100.0)]


def _fidelity(verdicts: Sequence[Verdict], check: str) -> float:
    """The share of segments in which something was compared and `check` found nothing."""
    right = sum(
        _is_usable(verdict) and all(found.name != check for found in verdict.checks)
        for verdict in verdicts
    )
    return right / len(verdicts)


def _is_usable(verdict: Verdict) -> bool:
    """Whether the gate looked at the words."""
    return not any(
        found.severity is Severity.REJECT and found.name not in _LATE_CHECKS
        for found in verdict.checks
    )


def _has_names(pair: LangPair) -> bool:
    return {pair.source, pair.target} == _NAMES


def _length(texts: Sequence[str]) -> int:
    return sum(map(len, texts))
