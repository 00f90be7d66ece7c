"""What CTranslate2 is asked, and what becomes of what it says: its runtimes are stand-ins."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from summarize.engines.base import Engine, Mask, Output, Prompt
from summarize.engines.ctranslate2 import load, usual
from summarize.engines.tuning import Tuning
from summarize.errors import EngineError, Interrupted
from summarize.stopping import Stop
from summarize.types import Decoding
from support.loading import done
from support.stub_runtimes import END, Numbers, StubRuntime, echo

Load = Callable[..., tuple[Engine, StubRuntime]]
ONE = Tuning("int8", 100, 1, 1)
GREEDY = Decoding()


def prompt(*tokens: int, **more: Any) -> Prompt:
    return Prompt(tokens, 40, **more)


def of_lengths(*lengths: int) -> list[Prompt]:
    """Prompts that tell their number in every token."""
    return [prompt(*[number] * length) for number, length in enumerate(lengths, start=1)]


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> Load:
    """Loads an engine around a stand-in of the runtime."""

    def load_engine(
        write: Callable[[list[str]], Any] = echo, *, causal: bool = False, **options: Any
    ) -> tuple[Engine, StubRuntime]:
        import ctranslate2

        runtime, other = StubRuntime(write), StubRuntime(write)
        monkeypatch.setattr(ctranslate2, "Generator" if causal else "Translator", runtime)
        monkeypatch.setattr(ctranslate2, "Translator" if causal else "Generator", other)
        settings = {"compute_type": "int8", "device": "cpu", "stop": Stop(), "tuning": ONE}
        engine = load(Path("/models/tiny"), Numbers(), causal=causal, **{**settings, **options})
        assert not other.loaded
        return engine, runtime

    return load_engine


# --- Loading --------------------------------------------------------------------------------------


def test_without_a_measurement_each_core_has_a_replica_of_one_thread(loaded: Load) -> None:
    _, runtime = loaded(tuning=None, cores=6)
    assert runtime.loaded == {
        "folder": "/models/tiny",
        "device": "cpu",
        "compute_type": "int8",
        "inter_threads": 6,
        "intra_threads": 1,
        "max_queued_batches": -1,
    }


def test_a_measurement_is_heeded(loaded: Load) -> None:
    engine, runtime = loaded(tuning=Tuning("int8", 512, 2, 4), cores=6)
    assert (runtime.loaded["inter_threads"], runtime.loaded["intra_threads"]) == (2, 4)
    assert engine.compute_type == "int8_float32"  # what the library really computes in


def test_all_cores_are_used_where_none_are_counted_out(
    loaded: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("summarize.engines.ctranslate2.available_cores", lambda: 13)
    assert loaded(tuning=None)[1].loaded["inter_threads"] == 13


def test_what_is_usual_on_each_device_and_for_each_kind_of_model() -> None:
    assert usual("int8", "cpu", 6, causal=False) == Tuning("int8", 2048, 6, 1)
    assert usual("int8", "cpu", 6, causal=True) == Tuning("int8", 288, 6, 1)
    assert usual("float16", "cuda", 6, causal=False) == Tuning("float16", 2048, 1, 0)


def test_a_folder_that_cannot_be_loaded_is_named(
    loaded: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError("unsupported model binary version")

    monkeypatch.setattr(StubRuntime, "__call__", fail)
    with pytest.raises(EngineError, match=r"/models/tiny: .*unsupported model binary"):
        loaded()


# --- What the library is asked --------------------------------------------------------------------


def test_a_translator_cuts_nothing_and_says_where_it_ended(loaded: Load) -> None:
    engine, runtime = loaded()
    decoding = Decoding(beam_size=4, repetition_penalty=1.2, no_repeat_ngram_size=3)
    engine.generate([prompt(5, 6)], decoding, done)
    assert runtime.batches == [[["5", "6"]]]
    assert runtime.options == [
        {
            "target_prefix": None,
            "max_input_length": 0,
            "max_decoding_length": 64,
            "beam_size": 4,
            "repetition_penalty": 1.2,
            "no_repeat_ngram_size": 3,
            "suppress_sequences": None,
            "return_scores": True,
            "return_end_token": True,
            "asynchronous": True,
        }
    ]


def test_a_generator_computes_what_is_common_once_and_writes_only_what_is_new(loaded: Load) -> None:
    engine, runtime = loaded(causal=True)
    engine.generate([prompt(5, 6, static=(7, 8))], Decoding(beam_size=2), done)
    engine.generate([prompt(5, 6)], Decoding(max_new_tokens=9), done)
    with_static, without = runtime.options
    assert runtime.batches == [[["5", "6"]]] * 2
    assert (with_static["static_prompt"], without["static_prompt"]) == (["7", "8"], None)
    assert (with_static["max_length"], without["max_length"]) == (64, 9)
    assert with_static["include_prompt_in_result"] is False
    assert with_static["callback"] is None  # the library has none for beams
    assert callable(without["callback"])
    assert (with_static["beam_size"], with_static["return_end_token"]) == (2, True)


@pytest.mark.parametrize("causal", [False, True])
def test_a_mask_reaches_the_library(loaded: Load, causal: bool) -> None:
    engine, runtime = loaded(causal=causal)
    mask = Mask((3, 4), {1: (2, 9), 5: (6,)})
    engine.generate([prompt(7, mask=mask)], GREEDY, done)
    assert runtime.options[0]["suppress_sequences"] == [
        ["3"], ["4"], ["1", "2"], ["1", "9"], ["5", "6"],
    ]  # fmt: skip


# --- What it writes -------------------------------------------------------------------------------


@pytest.mark.parametrize("causal", [False, True])
def test_an_output_that_did_not_end_by_itself_says_so(loaded: Load, causal: bool) -> None:
    def write(pieces: list[str]) -> list[str]:
        return [] if pieces == ["1"] else ["8", "9"] if pieces == ["2"] else ["8", "9", END]

    engine, _ = loaded(write, causal=causal)
    outputs = engine.generate([prompt(1), prompt(2), prompt(3)], GREEDY, done)
    assert [(o.tokens, o.finished) for o in outputs] == [
        ((), False),
        ((8, 9), False),
        ((8, 9), True),
    ]
    assert [output.score for output in outputs] == [0.0, -0.2, -0.3]


def test_a_language_token_is_given_and_no_part_of_the_output(loaded: Load) -> None:
    engine, runtime = loaded(lambda pieces: ["70", *pieces, END])
    outputs = engine.generate([prompt(5, target_prefix=(70,)), prompt(6)], GREEDY, done)
    assert runtime.options[0]["target_prefix"] == [["70"], None]
    assert outputs[0].tokens == (5,)
    assert outputs[1].tokens == (70, 6)  # nobody gave it


def test_where_the_library_leaves_the_language_token_out_nothing_else_goes(loaded: Load) -> None:
    engine, _ = loaded()
    (output,) = engine.generate([prompt(5, 6, target_prefix=(70,))], GREEDY, done)
    assert output == Output((5, 6), True, -0.3)


def test_outputs_come_in_the_order_of_the_prompts_and_are_told_as_they_are_made(
    loaded: Load,
) -> None:
    engine, _runtime = loaded()
    told: dict[int, Output] = {}
    prompts = of_lengths(2, 30, 4, 20, 1)
    outputs = engine.generate(prompts, GREEDY, told.__setitem__)
    assert [output.tokens for output in outputs] == [given.tokens for given in prompts]
    assert [told[number] for number in range(5)] == outputs
    assert list(told) == [1, 3, 2, 0, 4]  # the longest first
    assert engine.generate([], GREEDY, done) == []


# --- Batches --------------------------------------------------------------------------------------


def sizes(runtime: StubRuntime) -> list[int]:
    return [len(batch) for batch in runtime.batches]


@pytest.mark.parametrize(
    ("beam_size", "expected"), [(1, [10, 10]), (2, [5, 5, 5, 5]), (200, [1] * 20)]
)
def test_beams_share_the_budget_of_a_batch(
    loaded: Load, beam_size: int, expected: list[int]
) -> None:
    engine, runtime = loaded()
    engine.generate(of_lengths(*[10] * 20), Decoding(beam_size=beam_size), done)
    assert sizes(runtime) == expected


def test_every_replica_has_something_to_do(loaded: Load) -> None:
    engine, runtime = loaded(tuning=replace(ONE, replicas=4))
    engine.generate(of_lengths(*[5] * 12), GREEDY, done)
    assert sizes(runtime) == [3, 3, 3, 3]


def test_batches_that_must_be_the_same_everywhere_do_not_follow_the_replicas(loaded: Load) -> None:
    engine, runtime = loaded(tuning=replace(ONE, replicas=4), fixed_batches=True)
    engine.generate(of_lengths(*[5] * 12), GREEDY, done)
    assert sizes(runtime) == [12]


def test_padding_is_counted(loaded: Load) -> None:
    engine, _ = loaded(fixed_batches=True)
    engine.generate(of_lengths(9, 8), GREEDY, done)
    assert (engine.padding.tokens, engine.padding.positions) == (17, 18)


def test_a_batch_has_one_mask(loaded: Load) -> None:
    engine, runtime = loaded()
    engine.generate([prompt(5, mask=Mask((3,))), prompt(6), prompt(7)], GREEDY, done)
    assert [options["suppress_sequences"] for options in runtime.options] == [[["3"]], None]
    assert runtime.batches == [[["5"]], [["6"], ["7"]]]


# --- Stops and failures ---------------------------------------------------------------------------


def stop_with_batch(runtime: StubRuntime, stop: Stop, number: int) -> None:
    """Ask for a stop while a batch is being queued."""

    def request(_: Any) -> None:
        if len(runtime.batches) == number:
            stop.request("SIGTERM")

    runtime.on_batch = request


def test_a_stop_ends_the_queue_and_keeps_what_was_finished(loaded: Load) -> None:
    stop = Stop()
    engine, runtime = loaded(stop=stop)
    stop_with_batch(runtime, stop, 4)
    told: dict[int, Output] = {}
    with pytest.raises(Interrupted, match="SIGTERM"):
        engine.generate(of_lengths(*[100] * 9), GREEDY, told.__setitem__)
    assert len(runtime.batches) == 4
    assert {index: output.tokens[0] for index, output in told.items()} == {0: 1, 1: 2, 2: 3, 3: 4}


def test_what_a_stop_has_cut_short_is_not_kept(loaded: Load) -> None:
    stop = Stop()
    engine, runtime = loaded(lambda pieces: pieces if pieces[0] == "2" else echo(pieces), stop=stop)
    stop_with_batch(runtime, stop, 3)
    told: dict[int, Output] = {}
    with pytest.raises(Interrupted):
        engine.generate(of_lengths(*[100] * 3), GREEDY, told.__setitem__)
    assert sorted(told) == [0, 2]


def test_what_was_all_done_before_a_stop_is_handed_over(loaded: Load) -> None:
    stop = Stop()
    engine, runtime = loaded(stop=stop)
    stop_with_batch(runtime, stop, 1)
    assert len(engine.generate(of_lengths(100), GREEDY, done)) == 1


def test_a_stop_waits_for_no_more_than_a_few_batches(loaded: Load) -> None:
    told: list[int] = []
    engine, runtime = loaded(tuning=replace(ONE, replicas=2), fixed_batches=True)
    ahead: list[int] = []
    runtime.on_batch = lambda _: ahead.append(len(runtime.batches) - len(told))
    engine.generate(of_lengths(*[100] * 12), GREEDY, lambda index, _: told.append(index))
    assert max(ahead) == 5


def test_what_hangs_after_a_stop_is_left(loaded: Load) -> None:
    stop = Stop(grace=0.0)
    engine, runtime = loaded(stop=stop)
    runtime.arrive = False
    stop_with_batch(runtime, stop, 1)
    with pytest.raises(Interrupted, match="stopped: SIGTERM"):
        engine.generate(of_lengths(100), GREEDY, done)


@pytest.mark.parametrize("error", [RuntimeError("no memory"), ValueError("no position")])
def test_a_failure_is_told_and_what_was_made_before_is_kept(loaded: Load, error: Exception) -> None:
    engine, _ = loaded(lambda pieces: error if pieces[0] == "3" else echo(pieces))
    told: dict[int, Output] = {}
    with pytest.raises(EngineError, match=f"CTranslate2 failed: {error}"):
        engine.generate(of_lengths(*[100] * 9), GREEDY, told.__setitem__)
    assert sorted(told) == [0, 1]


# --- The watch over a chat model's batch ----------------------------------------------------------


def watch(loaded: Load, stop: Stop | None = None) -> Callable[[int, int], bool]:
    """Tells the library's callback of a token of an output; whether it wants that cut short."""
    engine, runtime = loaded(causal=True, stop=stop or Stop())
    engine.generate([prompt(5)], GREEDY, done)
    callback = runtime.options[0]["callback"]

    class Step:
        def __init__(self, batch_id: int, token_id: int) -> None:
            self.batch_id = batch_id
            self.token_id = token_id

    return lambda output, token: bool(callback(Step(output, token)))


def cut_at(tokens: Sequence[int], told: Callable[[int, int], bool]) -> int | None:
    return next((n for n, token in enumerate(tokens, start=1) if told(0, token)), None)


def test_a_loop_is_cut_short(loaded: Load) -> None:
    assert cut_at([5] * 500, watch(loaded)) == 48
    assert cut_at([900, 901, *[1, 2, 3] * 200], watch(loaded)) == 56
    assert cut_at([*range(64)] * 10, watch(loaded)) == 192
    assert cut_at(range(500), watch(loaded)) is None


def test_outputs_beside_each_other_are_no_loop(loaded: Load) -> None:
    told = watch(loaded)
    assert not any(told(output, 5) for _ in range(40) for output in range(4))


def test_a_stop_cuts_a_batch_short(loaded: Load) -> None:
    stop = Stop()
    told = watch(loaded, stop)
    assert not told(0, 1)
    stop.request("SIGTERM")
    assert told(0, 2)
