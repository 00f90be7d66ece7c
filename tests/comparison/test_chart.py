"""Where points and intervals stand on the axis of the chart."""

from __future__ import annotations

from typing import Any

import pytest

from summarize.comparison.chart import chart


def scored(name: str, score: float, low: float | None = None, high: float | None = None) -> Any:
    found = {"score": score, "low": low, "high": high}
    return {"name": name, "scores": {"chrf": found}, "consensus": 7.0}


def test_scores_with_intervals() -> None:
    made = chart([scored("a", 50.0, 45.0, 55.0), scored("b", 40.0, 38.0, 41.0)], ["chrf", "bleu"])
    assert made == {
        "metric": "chrf",
        "intervals": True,
        "ticks": [(0.0, "35"), (25.0, "40"), (50.0, "45"), (75.0, "50"), (100.0, "55")],
        "rows": [
            {
                "name": "a",
                "score": 50.0,
                "interval": [45.0, 55.0],
                "place": 75.0,
                "places": [50.0, 100.0],
                "label": "50.0 (45.0 to 55.0)",
            },
            {
                "name": "b",
                "score": 40.0,
                "interval": [38.0, 41.0],
                "place": 25.0,
                "places": [15.0, 30.0],
                "label": "40.0 (38.0 to 41.0)",
            },
        ],
    }


def test_a_score_without_an_interval_is_a_point() -> None:
    made = chart([scored("a", 50.0), scored("b", 40.0, 38.0)], ["chrf"])
    assert made is not None
    assert made["intervals"] is False
    assert [(row["interval"], row["places"], row["label"]) for row in made["rows"]] == [
        (None, [], "50.0"),
        (None, [], "40.0"),
    ]


def test_without_references_it_is_the_consensus() -> None:
    systems: list[dict[str, Any]] = [
        {"name": n, "scores": {}, "consensus": c} for n, c in (("a", 7.0), ("b", None))
    ]
    made = chart(systems, [])
    assert made is not None
    assert made["metric"] == "consensus"
    assert [(row["name"], row["place"]) for row in made["rows"]] == [("a", 0.0)]


def test_a_system_without_the_metric_is_left_out() -> None:
    made = chart([scored("a", 50.0), {"name": "b", "scores": {}, "consensus": 1.0}], ["chrf"])
    assert made is not None
    assert [row["name"] for row in made["rows"]] == ["a"]


def test_nothing_has_no_chart() -> None:
    assert chart([], ["chrf"]) is None
    assert chart([{"name": "a", "scores": {}, "consensus": None}], []) is None


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0.0, 100.0, ["0", "20", "40", "60", "80", "100"]),
        (71.3, 73.9, ["71", "72", "73", "74"]),
        (50.0, 50.0, ["50", "50.2"]),
        (50.1, 50.3, ["50", "50.2", "50.4"]),
        (3.0, 12.0, ["2", "4", "6", "8", "10", "12"]),
        (-4.0, 31.0, ["-10", "0", "10", "20", "30", "40"]),
    ],
)
def test_the_axis_has_round_ends(low: float, high: float, ticks: list[str]) -> None:
    made = chart([scored("a", (low + high) / 2, low, high)], ["chrf"])
    assert made is not None
    assert [label for _, label in made["ticks"]] == ticks
    assert (made["ticks"][0][0], made["ticks"][-1][0]) == (0, 100)
