"""Which prompts an engine takes together, and how much of that is padding."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from summarize.engines.base import Call, Mask, Padding, Prompt, calls
from summarize.types import Decoding

PROMPT = Prompt((1, 2, 3), 40)


def test_equal_prompts_are_one_call_with_the_longest_first() -> None:
    prompts = [replace(PROMPT, tokens=tuple(range(length))) for length in (3, 9, 5, 9)]
    assert calls(prompts, Decoding()) == [Call((1, 3, 2, 0), 64, (), None)]
    assert calls([], Decoding()) == []


def test_prompts_of_different_masks_beginnings_or_limits_share_no_call() -> None:
    one, two = Mask((7,)), Mask((7,))
    prompts = [
        PROMPT,
        replace(PROMPT, mask=one),
        replace(PROMPT, mask=two),
        replace(PROMPT, static=(8, 9)),
        replace(PROMPT, max_new_tokens=200),
        replace(PROMPT, mask=one),
    ]
    made = calls(prompts, Decoding())
    assert [(call.indices, call.mask, call.static, call.max_new_tokens) for call in made] == [
        ((0,), None, (), 64),
        ((1, 5), one, (), 64),
        ((2,), two, (), 64),
        ((3,), None, (8, 9), 64),
        ((4,), None, (), 256),
    ]


STEPS = (64, 96, 128, 192, 256, 384, 512, 768, 1024, 1536, 2048)


@pytest.mark.parametrize(
    ("wanted", "limit"),
    [(1, 64), *zip(STEPS, STEPS, strict=True), (2049, 2049)]
    + [(step + 1, following) for step, following in pairwise(STEPS)],
)
def test_limits_are_rounded_up_to_few_steps(wanted: int, limit: int) -> None:
    (call,) = calls([replace(PROMPT, max_new_tokens=wanted)], Decoding())
    assert call.max_new_tokens == limit


def test_a_retry_may_write_more_and_a_caller_may_say_how_much() -> None:
    def limit(decoding: Decoding) -> int:
        (call,) = calls([replace(PROMPT, max_new_tokens=100)], decoding)
        return call.max_new_tokens

    assert limit(Decoding()) == 128
    assert limit(Decoding(length_factor=2.0)) == 256
    assert limit(Decoding(max_new_tokens=70)) == 70
    assert limit(Decoding(max_new_tokens=70, length_factor=2.0)) == 70


def test_padding_is_what_a_batch_holds_beside_its_tokens() -> None:
    padding = Padding()
    padding.add([5, 3, 1])
    padding.add([4])
    padding.add([])
    assert (padding.tokens, padding.positions) == (13, 19)
