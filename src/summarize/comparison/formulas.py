"""sacreBLEU's formulas for many sums of statistics at once.

Randomisation needs twenty thousand scores a pair of systems and metric; one by one, sacreBLEU
takes most of a second for them. The formulas are those of `_compute_score_from_stats`, step by step
and in its order, so that even equal scores come out equal.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

_ORDERS = 4
_BETA_SQUARED = 4


def scores(metric: str, sums: Array) -> Array:
    """The score of each row.

    Args:
        metric: `bleu`, `chrf` or `ter`.
        sums: Statistics, each row summed up over the segments.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        return {"bleu": _bleu, "chrf": _chrf, "ter": _ter}[metric](sums)


def _bleu(sums: Array) -> Array:
    """With exponential smoothing, as sacreBLEU does by default."""
    written, wanted = sums[:, 0], sums[:, 1]
    correct, total = sums[:, 2 : 2 + _ORDERS], sums[:, 2 + _ORDERS :]
    brevity = np.where(written < wanted, np.exp(1 - wanted / written), 1.0)
    smoothing, logs = np.ones(len(sums)), np.zeros(len(sums))
    for order in range(_ORDERS):
        smoothing = np.where(correct[:, order] == 0, smoothing * 2, smoothing)
        matched = np.where(correct[:, order] == 0, 1 / smoothing, correct[:, order])
        logs = logs + np.log(100.0 * matched / total[:, order])
    # Without a match, or with no sequence of the full length, sacreBLEU gives 0.
    counts = correct.any(axis=1) & (total > 0).all(axis=1)
    return np.where(counts, brevity * np.exp(logs / _ORDERS), 0.0)


def _chrf(sums: Array) -> Array:
    precision, recall = np.zeros(len(sums)), np.zeros(len(sums))
    orders = np.zeros(len(sums))
    for order in range(sums.shape[1] // 3):
        written, wanted, matched = sums[:, 3 * order : 3 * order + 3].T
        counts = (written > 0) & (wanted > 0)
        precision = precision + np.where(counts, matched / written, 0.0)
        recall = recall + np.where(counts, matched / wanted, 0.0)
        orders = orders + counts
    precision, recall = precision / orders, recall / orders
    score = (1 + _BETA_SQUARED) * precision * recall / (_BETA_SQUARED * precision + recall)
    return np.where((orders > 0) & (precision + recall > 0), 100 * score, 0.0)


def _ter(sums: Array) -> Array:
    edits, length = sums[:, 0], sums[:, 1]
    return 100 * np.where(length > 0, edits / length, (edits > 0).astype(float))
