"""Where the points, the intervals and the axis of the page's chart stand."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any


def chart(systems: Sequence[Mapping[str, Any]], metrics: Sequence[str]) -> dict[str, Any] | None:
    """Scores and intervals as places between 0 and 100 on an axis with round ends."""
    metric = metrics[0] if metrics else "consensus"
    rows = []
    for system in systems:
        score = system["scores"].get(metric) if metrics else {"score": system["consensus"]}
        if score and score["score"] is not None:
            ends = [score.get("low"), score.get("high")]
            interval = None if None in ends else ends
            rows.append({"name": system["name"], "score": score["score"], "interval": interval})
    if not rows:
        return None
    values = [value for row in rows for value in (row["score"], *(row["interval"] or ()))]
    ticks = _ticks(min(values), max(values))
    low, high = ticks[0], ticks[-1]
    for row in rows:
        row["place"] = _place(row["score"], low, high)
        row["places"] = [_place(value, low, high) for value in row["interval"] or ()]
        row["label"] = f"{row['score']:.1f}"
        if row["interval"]:
            row["label"] += " ({:.1f} to {:.1f})".format(*row["interval"])
    return {
        "metric": metric,
        "intervals": any(row["interval"] for row in rows),
        "rows": rows,
        "ticks": [(_place(tick, low, high), f"{tick:g}") for tick in ticks],
    }


def _ticks(low: float, high: float) -> list[float]:
    """Round values around a range, five or six of them."""
    rough = max(high - low, 1) / 5
    power = 10 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [round(place * step, 6) for place in range(first, max(last, first + 1) + 1)]


def _place(value: float, low: float, high: float) -> float:
    return round(100 * (value - low) / (high - low), 2)
