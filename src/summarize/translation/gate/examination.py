"""The order of the checks, and the score."""

from __future__ import annotations

import math
from collections.abc import Iterator

from summarize.translation.gate import content, cues, fillers, intrusions, scripts, shape
from summarize.translation.gate.names import NameDrift, name_drift, names
from summarize.translation.gate.reading import Reading
from summarize.translation.gate.verdict import Verdict
from summarize.types import Check, LangPair, Severity

GATE_VERSION = 2
"""Part of the cache key of everything that passed the gate; grows when findings can change."""


def examine(
    source: str,
    hypothesis: str,
    pair: LangPair,
    *,
    finished: bool = True,
    log_probability: float | None = None,
) -> Verdict:
    """Check one hypothesis against its source segment.

    Args:
        source: The source segment.
        hypothesis: What a system, or anybody, made of it.
        pair: The languages of both.
        finished: Whether the engine ended by itself rather than at its token limit.
        log_probability: The engine's mean log-probability per token (`Hypothesis.score`), where
            known; moves the score only.

    Returns:
        The findings and the score; the same for the same arguments. Never raises.
    """
    mine = Reading(source.strip(), pair.source)
    theirs = Reading(hypothesis.strip(), pair.target)
    deviation = shape.length_deviation(mine, theirs, pair)
    checks = [*shape.unfinished(finished), *_gross(mine, theirs, deviation)]
    drift = NameDrift()
    if not any(check.severity is Severity.REJECT for check in checks):
        drift = name_drift(mine, theirs)
        checks += [*_fine(mine, theirs), *names(drift)]
    checks.sort(key=lambda check: check.severity is not Severity.REJECT)
    doubts = _doubts(mine, theirs, deviation, drift)
    return Verdict(tuple(checks), _score(checks, doubts, log_probability))


def examine_form(source: str, hypothesis: str, pair: LangPair, *, finished: bool = True) -> Verdict:
    """Check only what needs no look at the words: that there is a text and that it was finished.

    Args:
        source: The source segment.
        hypothesis: What a system made of it.
        pair: The languages of both.
        finished: As in `examine`.
    """
    mine = Reading(source.strip(), pair.source)
    theirs = Reading(hypothesis.strip(), pair.target)
    checks = [*shape.unfinished(finished), *shape.empty(mine, theirs)]
    return Verdict(tuple(checks), _score(checks, 0.0, None))


def _gross(source: Reading, hypothesis: Reading, deviation: float) -> Iterator[Check]:
    """What makes a hypothesis unusable whatever its words say."""
    nothing = list(shape.empty(source, hypothesis))
    if nothing:
        yield from nothing
        return
    yield from intrusions.preamble(source, hypothesis)
    yield from fillers.opening(source, hypothesis)
    yield from fillers.closing(source, hypothesis)
    yield from intrusions.markup(source, hypothesis)
    yield from intrusions.lines(source, hypothesis)
    yield from shape.loop(source, hypothesis)
    same = list(scripts.copied(source, hypothesis))
    yield from same
    if not same:
        yield from scripts.wrong_language(source, hypothesis)
        yield from shape.length(source, hypothesis, deviation)


def _fine(source: Reading, hypothesis: Reading) -> Iterator[Check]:
    """What may have gone wrong inside a hypothesis that looks like a translation."""
    yield from scripts.foreign_script(source, hypothesis)
    yield from content.numbers(source, hypothesis)
    yield from content.kept(source, hypothesis)
    yield from cues.negation(source, hypothesis)
    yield from cues.question(source, hypothesis)
    yield from cues.dangling(source, hypothesis)
    yield from cues.punctuation(source, hypothesis)


def _doubts(source: Reading, hypothesis: Reading, deviation: float, drift: NameDrift) -> float:
    """What lowers the score without being a finding of its own.

    Long sentences have more room for errors; names that did not come over and words left in Latin
    letters are often right and sometimes not.
    """
    latin = sum(word.isascii() for word in hypothesis.words) if hypothesis.script != "Latn" else 0
    return (
        0.15 * max(abs(deviation) - 0.5, 0.0)
        + 0.04 * len(source.words)
        + 0.2 * (latin + drift.doubtful)
    )


def _score(checks: list[Check], doubts: float, log_probability: float | None) -> float:
    """One number between 0 and 1: a logistic of everything that speaks against the hypothesis."""
    rejecting = sum(check.severity is Severity.REJECT for check in checks)
    evidence = 3.5 - doubts - 3.0 * rejecting - (len(checks) - rejecting)
    if log_probability is not None:
        evidence += log_probability
    return round(1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, evidence)))), 4)
