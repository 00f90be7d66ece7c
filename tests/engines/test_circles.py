"""An output that repeats itself is told from one that only looks like it."""

from __future__ import annotations

import pytest

from summarize.engines.ctranslate2 import goes_in_circles


@pytest.mark.parametrize("period", [1, 2, 7, 40, 64])
def test_circles_are_seen(period: int) -> None:
    circle = list(range(period))
    assert goes_in_circles([900, 901, *circle * (192 // period + 1)])
    assert goes_in_circles(circle * (192 // period + 1) + circle[: period // 2])


def test_what_does_not_repeat_is_let_go_on() -> None:
    assert not goes_in_circles([])
    assert not goes_in_circles([5] * 47)
    assert not goes_in_circles(list(range(500)))
    assert not goes_in_circles([*range(60), *range(60)])
    assert not goes_in_circles([*[1, 2, 3] * 40, 9])
    assert not goes_in_circles([*range(65)] * 5)  # longer than any circle that is looked for
    assert not goes_in_circles([9, *[1, 2, 3] * 16][:48])
    assert goes_in_circles([*[1, 2, 3] * 16])
