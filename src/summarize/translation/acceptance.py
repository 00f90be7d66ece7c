"""Whether a hypothesis can stand: the findings that need no knowledge of the language."""

from __future__ import annotations

from summarize.types import Check, Hypothesis, Severity


def examine(hypothesis: Hypothesis) -> tuple[Check, ...]:
    """The findings about one hypothesis; empty when nothing is wrong."""
    checks: list[Check] = []
    if not hypothesis.text:
        checks.append(Check("empty", Severity.REJECT, "the model wrote nothing"))
    if not hypothesis.finished:
        checks.append(
            Check(
                "unfinished",
                Severity.REJECT,
                f"no end of sequence within {hypothesis.output_tokens} tokens",
            )
        )
    return tuple(checks)


def is_rejected(checks: tuple[Check, ...]) -> bool:
    """Whether one of the findings forbids to accept the hypothesis."""
    return any(check.severity is Severity.REJECT for check in checks)
