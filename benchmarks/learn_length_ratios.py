"""Learn from parallel text how long translations are, for the gate's length_ratios.tsv.

The log of target length over source length, in characters, has a centre, and a variance that falls
with the source's length L: spread² + short² / L. All three are robust: the centre is the median,
and the variance is fitted to the quartile distance within bands of length.

    python benchmarks/learn_length_ratios.py en-ru SOURCE TARGET [SOURCE TARGET …]

prints one line of the table. Pairs of lines with an empty side are left out.
"""

from __future__ import annotations

import argparse
import math
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

BANDS = 12
QUARTILES_TO_DEVIATION = 1 / 1.349  # of a normal distribution


def read_pairs(files: list[Path]) -> list[tuple[int, int]]:
    """Lengths in characters of source and target, from files given in turn."""
    lengths = []
    for source, target in zip(files[::2], files[1::2], strict=True):
        ours = source.read_text(encoding="utf-8").splitlines()
        theirs = target.read_text(encoding="utf-8").splitlines()
        lengths += [(len(one), len(two)) for one, two in zip(ours, theirs, strict=True)]
    return [(one, two) for one, two in lengths if one and two]


def fit(lengths: list[tuple[int, int]]) -> tuple[float, float, float]:
    """Centre, spread and short-text spread."""
    sizes: NDArray[np.float64] = np.array([one for one, _ in lengths], dtype=np.float64)
    ratios: NDArray[np.float64] = np.array([math.log(two / one) for one, two in lengths])
    centre = float(np.median(ratios))
    order = np.argsort(sizes)
    inverse, variance = [], []
    for band in np.array_split(order, BANDS):
        lower, upper = np.quantile(ratios[band], [0.25, 0.75])
        inverse.append(float(np.mean(1 / sizes[band])))
        variance.append(((upper - lower) * QUARTILES_TO_DEVIATION) ** 2)
    slope, constant = np.polyfit(inverse, variance, 1)
    return centre, math.sqrt(max(constant, 1e-4)), math.sqrt(max(slope, 1e-4))


def main() -> None:
    """Print the line of one langpair."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pair", help="such as en-ru")
    parser.add_argument("files", nargs="+", type=Path, metavar="SOURCE TARGET")
    options = parser.parse_args()
    lengths = read_pairs(options.files)
    centre, spread, short = fit(lengths)
    print(f"{options.pair}\t{centre:.3f}\t{spread:.3f}\t{short:.3f}\t{len(lengths)}")


if __name__ == "__main__":
    main()
