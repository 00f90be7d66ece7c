"""An engine that fails: on some prompts, on all of them, for a while."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

import pytest

from summarize.engines.base import OnOutput, Output, Padding, Prompt
from summarize.engines.isolation import Isolation
from summarize.errors import EngineError, Interrupted
from summarize.types import Decoding

Fails = Callable[[Prompt], bool]

EASY = [Prompt(tuple(range(length)), 10) for length in range(1, 101)]
"""A prompt of each length from 1 to 100."""


class Moody:
    """Writes the length of a prompt, two prompts a batch; fails on a batch with a hard prompt.

    Attributes:
        fails: Which prompts are hard.
        calls: How many prompts each call had.
    """

    name = "moody"
    compute_type = "none"

    def __init__(self, fails: Fails) -> None:
        self.padding = Padding()
        self.fails = fails
        self.calls: list[int] = []

    def generate(
        self, prompts: Sequence[Prompt], decoding: Decoding, on_output: OnOutput
    ) -> list[Output]:
        self.calls.append(len(prompts))
        outputs = []
        for start in range(0, len(prompts), 2):
            batch = prompts[start : start + 2]
            if any(self.fails(prompt) for prompt in batch):
                raise EngineError("no position\nfor it")
            for offset, prompt in enumerate(batch):
                outputs.append(Output((len(prompt.tokens),), finished=True))
                on_output(start + offset, outputs[-1])
        return outputs


def run(isolation: Isolation, prompts: Sequence[Prompt]) -> dict[int, Output]:
    """The output of each prompt; every one is told once."""
    told: dict[int, Output] = {}

    def keep(index: int, output: Output) -> None:
        assert index not in told
        told[index] = output

    isolation.generate(prompts, Decoding(), keep)
    assert sorted(told) == list(range(len(prompts)))
    return told


def failed(outputs: dict[int, Output]) -> list[int]:
    return [index for index, output in sorted(outputs.items()) if output.failure]


def longer(than: int) -> Fails:
    return lambda prompt: len(prompt.tokens) > than


def test_nothing_is_tried_twice_where_nothing_fails() -> None:
    engine = Moody(longer(100))
    assert failed(run(Isolation(engine), EASY)) == []
    assert engine.calls == [100]


@pytest.mark.parametrize("hard", [{50}, {1}, {100}, {1, 50, 100}, set(range(90, 101))])
def test_only_what_is_to_blame_fails(hard: set[int]) -> None:
    engine = Moody(lambda prompt: len(prompt.tokens) in hard)
    outputs = run(Isolation(engine), EASY)
    assert failed(outputs) == sorted(length - 1 for length in hard)
    assert outputs[49].tokens == (() if 50 in hard else (50,))
    assert {outputs[index].failure for index in failed(outputs)} == {"no position for it"}
    assert not any(outputs[index].finished for index in failed(outputs))


def test_what_is_found_by_halves_is_found_soon() -> None:
    engine = Moody(lambda prompt: len(prompt.tokens) == 50)
    run(Isolation(engine), EASY)
    assert len(engine.calls) <= 16
    assert sum(engine.calls) <= 4 * len(EASY)


def test_long_prompts_that_fail_first_do_not_make_an_engine_broken() -> None:
    """The short ones are tried before them, whatever their order."""
    engine = Moody(longer(20))
    assert failed(run(Isolation(engine), EASY[::-1])) == list(range(80))


def test_what_had_worked_is_tried_again_as_the_others_were() -> None:
    decodings: list[Decoding] = []

    class Noting(Moody):
        def generate(
            self, prompts: Sequence[Prompt], decoding: Decoding, on_output: OnOutput
        ) -> list[Output]:
            decodings.append(decoding)
            return super().generate(prompts, decoding, on_output)

    isolation = Isolation(Noting(longer(20)))
    isolation.generate(EASY[:30], Decoding(beam_size=3), lambda *_: None)
    assert set(decodings) == {Decoding(beam_size=3)}


def test_the_shortest_that_had_worked_is_tried_again() -> None:
    tried: list[int] = []

    class Noting(Moody):
        def generate(
            self, prompts: Sequence[Prompt], decoding: Decoding, on_output: OnOutput
        ) -> list[Output]:
            tried.append(len(prompts[0].tokens))
            return super().generate(prompts, decoding, on_output)

    isolation = Isolation(Noting(longer(20)))
    run(isolation, EASY[4:20])
    assert failed(run(isolation, EASY[50:53])) == [0, 1, 2]
    assert tried[-1] == 5


def test_a_single_prompt_may_fail_alone() -> None:
    assert failed(run(Isolation(Moody(longer(0))), EASY[:1])) == [0]


def test_a_broken_engine_is_found_out_after_a_few_prompts() -> None:
    engine = Moody(longer(0))
    with pytest.raises(EngineError, match="no position"):
        run(Isolation(engine), EASY * 40)
    assert engine.calls.count(1) == 3
    assert len(engine.calls) < 20


def test_one_that_breaks_on_the_way_is_found_out_too() -> None:
    engine = Moody(longer(100))
    isolation = Isolation(engine)
    run(isolation, EASY)
    engine.fails = longer(0)
    with pytest.raises(EngineError):
        run(isolation, EASY * 40)
    assert engine.calls.count(1) == 4  # the fourth had worked before
    before = len(engine.calls)
    with pytest.raises(EngineError):
        run(isolation, EASY)
    assert len(engine.calls) == before + 1  # nobody searches again


def test_single_prompts_that_all_fail_end_it_as_well() -> None:
    isolation = Isolation(Moody(longer(0)))
    assert failed(run(isolation, EASY[:1])) == [0]
    assert failed(run(isolation, EASY[:1])) == [0]
    with pytest.raises(EngineError):
        run(isolation, EASY[:1])


def test_many_hard_prompts_do_not_make_an_engine_broken() -> None:
    engine = Moody(longer(20))
    isolation = Isolation(engine)
    assert failed(run(isolation, EASY)) == list(range(20, 100))
    assert failed(run(isolation, EASY[50:60])) == list(range(10))


def test_one_that_works_again_is_used_again() -> None:
    engine = Moody(longer(0))
    isolation = Isolation(engine)
    with pytest.raises(EngineError):
        run(isolation, EASY)
    engine.fails = longer(99)
    assert failed(run(isolation, EASY[:50])) == []
    assert failed(run(isolation, EASY)) == [99]


def test_nobody_takes_an_engine_for_broken_while_it_is_being_asked() -> None:
    """Another thread's window fails on a prompt of its own in that moment."""
    meanwhile: list[dict[int, Output]] = []

    class Asked(Moody):
        def generate(
            self, prompts: Sequence[Prompt], decoding: Decoding, on_output: OnOutput
        ) -> list[Output]:
            if self.calls.count(1) == 3 and not meanwhile:
                meanwhile.append({})
                thread = threading.Thread(
                    target=lambda: meanwhile.append(run(isolation, [EASY[50], EASY[0]]))
                )
                thread.start()
                thread.join()
            return super().generate(prompts, decoding, on_output)

    engine = Asked(longer(20))
    isolation = Isolation(engine)
    run(isolation, EASY[:20])
    assert failed(run(isolation, EASY[50:53])) == [0, 1, 2]
    assert [failed(outputs) for outputs in meanwhile] == [[], [0]]


def test_a_stop_is_no_failure() -> None:
    def stop(prompt: Prompt) -> bool:
        raise Interrupted("stopped: SIGTERM")

    engine = Moody(stop)
    with pytest.raises(Interrupted):
        run(Isolation(engine), EASY)
    assert engine.calls == [100]
