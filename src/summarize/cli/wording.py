"""What every display of progress has in common: its methods, and how it words things."""

from __future__ import annotations

from typing import Protocol

from summarize.batch.reporting import Reporter, RunState


class Display(Reporter, Protocol):
    """A reporter that also shows the long steps of the model layer."""

    def model(self, what: str, done: int, total: int | None) -> None:
        """See `models.progress.Progress`."""
        ...


def describe(state: RunState) -> str:
    """How far a run is, in one line."""
    parts = [
        f"{state.documents + state.failed:,} of {state.total:,} articles",
        f"{state.segments:,} segments",
        f"{state.tokens_per_second:,.0f} tokens/s",
        f"{state.flagged:,} flagged",
    ]
    if state.failed:
        parts.append(f"{state.failed:,} failed")
    if state.seconds_left:
        parts.append(f"{clock(state.seconds_left)} left")
    return ", ".join(parts)


def clock(seconds: float) -> str:
    """A time as hours, minutes and seconds: `1:02:03`."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"
