"""What a comparison says: the fields are those of the JSON document, see docs/compare.md."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from summarize import __version__
from summarize.types import Check, Draft, LangPair

SCHEMA = 1
LEVEL = 0.05
"""Differences with a smaller p-value are called significant."""


@dataclass(frozen=True, slots=True)
class Score:
    """A score with its 95 % interval, and the signature it can be repeated by."""

    score: float
    low: float
    high: float
    signature: str


@dataclass(frozen=True, slots=True)
class Cost:
    """What a system took.

    Attributes:
        seconds: In which its engine was at work.
        tokens_per_second: Written.
        peak_memory_bytes: The most that the process held meanwhile.
        model_bytes: What it takes in the store.
        licence: As models.txt says.
    """

    seconds: float
    tokens_per_second: float
    peak_memory_bytes: int
    model_bytes: int
    licence: str


@dataclass(frozen=True, slots=True)
class SystemResult:
    """What is said about a system.

    Attributes:
        name: Its name.
        rank: From 1, the best.
        group: Letters; systems that share one do not differ significantly.
        scores: By metric; empty without references.
        segments: How many the gate `accepted`, `warned` about and `rejected`.
        checks: In how many segments each check of the gate spoke.
        length_ratio: Characters written for one of the source.
        number_fidelity: Share of segments whose numbers were compared and found right, 0 to 1.
        name_fidelity: The same of names; None where names cannot be compared.
        agreement: chrF2++ against the other systems, 0 to 100; None for a system alone.
        consensus: Mean over the segments of that against those the gate did not reject.
        round_trip: chrF2++ of the source and its translation back; None if not asked for.
        model_score: Mean log-probability a token by the system's own reckoning, where known.
        quality: Mean cosine with the source by a sentence encoder, -1 to 1; None if not asked for.
        cost: None where it was not measured.
        draft: The models in it that are known to be poor, and better ones; None if all are good,
            or unknown.
    """

    name: str
    rank: int
    group: str
    scores: Mapping[str, Score]
    segments: Mapping[str, int]
    checks: Mapping[str, int]
    length_ratio: float
    number_fidelity: float
    name_fidelity: float | None
    agreement: float | None
    consensus: float | None
    round_trip: float | None
    model_score: float | None
    quality: float | None
    cost: Cost | None
    draft: Draft | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """Two systems compared by one metric."""

    first: str
    second: str
    metric: str
    p_bootstrap: float
    p_randomisation: float
    statement: str

    @property
    def significant(self) -> bool:
        """Whether both tests say that the systems differ."""
        return max(self.p_bootstrap, self.p_randomisation) < LEVEL


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a system made of a segment.

    Attributes:
        text: Its hypothesis.
        chrf: Against the references, 0 to 100; None without.
        consensus: As in `SystemResult`, for this segment.
        status: `accepted`, `warned` or `rejected` by the gate.
        score: The gate's, 0 to 1.
        checks: What the gate found.
    """

    text: str
    chrf: float | None
    consensus: float | None
    status: str
    score: float
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class SegmentResult:
    """A segment with what the systems made of it, in the order of their ranks.

    Attributes:
        id: From 1.
        document: The id of its document; empty where unknown.
        source: Its source.
        references: What people made of it.
        disagreement: 0 (all systems wrote the same) to 100.
        systems: One candidate each.
    """

    id: int
    document: str
    source: str
    references: tuple[str, ...]
    disagreement: float
    systems: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A whole comparison.

    Attributes:
        pair: Source and target language.
        references: How many there are.
        systems: The best first.
        significance: Every pair of systems by every metric; empty without references.
        segments: In the order of the source.
        notes: For each number what it can and cannot tell.
    """

    pair: LangPair
    references: int
    systems: tuple[SystemResult, ...]
    significance: tuple[Difference, ...]
    segments: tuple[SegmentResult, ...]
    notes: Mapping[str, str]


def to_json(comparison: Comparison) -> dict[str, Any]:
    """The comparison as JSON values, in the documented order."""
    import orjson

    content: dict[str, Any] = orjson.loads(orjson.dumps(comparison))
    return {"schema": SCHEMA, "summarize": __version__, **content}
