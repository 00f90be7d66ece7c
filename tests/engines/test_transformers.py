"""What transformers is asked, and what becomes of what it says: the models are stand-ins."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from summarize.engines import transformers
from summarize.engines.base import Engine, Mask, Output, Prompt
from summarize.errors import EngineError, Interrupted
from summarize.stopping import Stop
from summarize.types import Decoding
from support.loading import done

PAD, END, START = 0, 1, 2
GREEDY = Decoding()

Write = Callable[[list[int]], Sequence[int]]


def echo(read: list[int]) -> list[int]:
    return [*read, END]


class StubModel:
    """Writes at once; remembers what it was asked.

    Args:
        write: What is written for what was read, padding left out; shorter rows are padded.
        causal: Whether what was read is part of what it returns.
        own: Of its generation settings.
    """

    device = "cpu"

    def __init__(self, write: Write = echo, *, causal: bool = False, **own: Any) -> None:
        settings = {"eos_token_id": END, "decoder_start_token_id": START, "bad_words_ids": None}
        self.generation_config: Any = SimpleNamespace(**{**settings, **own})
        self.config = SimpleNamespace(eos_token_id=7, decoder_start_token_id=8)
        self.loaded: dict[str, Any] = {}
        self.places: list[str] = []
        self.asked: list[dict[str, Any]] = []
        self.on_batch: Callable[[], None] = lambda: None
        self._write = write
        self._causal = causal

    def from_pretrained(self, folder: Path, **options: Any) -> StubModel:
        self.loaded = {"folder": folder, **options}
        return self

    def to(self, place: str) -> StubModel:
        self.places.append(place)
        return self

    def eval(self) -> StubModel:
        self.places.append("eval")
        return self

    def generate(self, **asked: Any) -> dict[str, Any]:
        import torch

        assert torch.is_inference_mode_enabled()
        self.asked.append(asked)
        self.on_batch()
        given = asked["input_ids" if self._causal else "decoder_input_ids"].tolist()
        read = [
            [token for token, seen in zip(ids, mask, strict=True) if seen]
            for ids, mask in zip(
                asked["input_ids"].tolist(), asked["attention_mask"].tolist(), strict=True
            )
        ]
        written = [list(self._write(row)) for row in read]
        width = max(map(len, written))
        rows = [
            [*before, *row, *[PAD] * (width - len(row))]
            for before, row in zip(given, written, strict=True)
        ]
        made: dict[str, Any] = {"sequences": torch.tensor(rows)}
        if asked["generation_config"].output_scores:
            made["sequences_scores"] = torch.tensor([-0.5 * len(row) for row in written])
        return made


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Engine]:
    """Loads an engine around a stand-in of the model."""

    def load_engine(model: StubModel, **options: Any) -> Engine:
        import transformers as library

        causal = model._causal
        kinds = ["AutoModelForSeq2SeqLM", "AutoModelForCausalLM"]
        # Set past the library's own attributes, which it would import for it.
        monkeypatch.setitem(vars(library), kinds[causal], model)
        monkeypatch.setitem(vars(library), kinds[not causal], None)
        settings = {"compute_type": "default", "device": "cpu", "pad": PAD, "stop": Stop()}
        return transformers.load(Path("/models/tiny"), causal=causal, **{**settings, **options})

    return load_engine


def prompt(*tokens: int, **more: Any) -> Prompt:
    return Prompt(tokens, 40, **more)


# --- Loading --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("device", "asked", "kind"),
    [
        ("cpu", "default", "float32"),
        ("cuda", "default", "float16"),
        ("cpu", "bfloat16", "bfloat16"),
        ("cpu", "float16", "float16"),
    ],
)
def test_a_folder_is_loaded_as_it_is(
    load: Callable[..., Engine], device: str, asked: str, kind: str
) -> None:
    import torch

    model = StubModel()
    engine = load(model, device=device, compute_type=asked)
    assert model.loaded == {
        "folder": Path("/models/tiny"),
        "dtype": getattr(torch, kind),
        "local_files_only": True,
    }
    assert model.places == [device, "eval"]
    assert (engine.name, engine.compute_type) == ("transformers", kind)


def test_a_number_format_of_another_engine_is_refused(load: Callable[..., Engine]) -> None:
    with pytest.raises(EngineError, match="no compute type int8"):
        load(StubModel(), compute_type="int8")


@pytest.mark.parametrize("error", [OSError, RuntimeError, ValueError, KeyError])
def test_a_folder_that_cannot_be_loaded_is_named(
    load: Callable[..., Engine], error: type[Exception]
) -> None:
    class Damaged(StubModel):
        def from_pretrained(self, folder: Path, **options: Any) -> StubModel:
            raise error("bad header")

    with pytest.raises(EngineError, match=r"/models/tiny: transformers cannot load .*bad header"):
        load(Damaged())


# --- What the library is asked --------------------------------------------------------------------


def test_nothing_is_left_to_the_models_own_settings(load: Callable[..., Engine]) -> None:
    model = StubModel(bad_words_ids=[[PAD]], num_beams=6, forced_eos_token_id=END, max_length=20)
    engine = load(model)
    decoding = Decoding(beam_size=4, repetition_penalty=1.2, no_repeat_ngram_size=3)
    engine.generate([prompt(5, 6)], decoding, done)
    asked = model.asked[0]["generation_config"].to_dict()
    expected = {
        "num_beams": 4,
        "early_stopping": True,
        "do_sample": False,
        "max_new_tokens": 64,
        "repetition_penalty": 1.2,
        "no_repeat_ngram_size": 3,
        "bad_words_ids": [[PAD]],
        "decoder_start_token_id": START,
        "pad_token_id": PAD,
        "eos_token_id": END,
        "return_dict_in_generate": True,
        "output_scores": True,
    }
    assert {name: asked[name] for name in expected} == expected
    left = model.generation_config
    assert (left.num_beams, left.forced_eos_token_id, left.max_length) == (None, None, None)


def test_greedy_search_has_no_scores_and_does_not_stop_early(load: Callable[..., Engine]) -> None:
    model = StubModel()
    (output,) = load(model).generate([prompt(5)], Decoding(max_new_tokens=9), done)
    asked = model.asked[0]["generation_config"]
    assert (asked.num_beams, asked.early_stopping, asked.output_scores) == (1, False, False)
    assert asked.max_new_tokens == 9
    assert output.score is None


def test_shorter_sources_are_filled_up_on_the_right_and_not_read(
    load: Callable[..., Engine],
) -> None:
    model = StubModel()
    load(model).generate([prompt(5, 6, 7), prompt(8)], GREEDY, done)
    (asked,) = model.asked
    assert asked["input_ids"].tolist() == [[5, 6, 7], [8, PAD, PAD]]
    assert asked["attention_mask"].tolist() == [[1, 1, 1], [1, 0, 0]]
    assert asked["decoder_input_ids"].tolist() == [[START], [START]]


def test_shorter_conversations_are_filled_up_on_the_left(load: Callable[..., Engine]) -> None:
    model = StubModel(causal=True)
    outputs = load(model).generate(
        [prompt(5, 6, 7, static=(3, 4)), prompt(8, static=(3, 4))], GREEDY, done
    )
    (asked,) = model.asked
    assert asked["input_ids"].tolist() == [[3, 4, 5, 6, 7], [PAD, PAD, 3, 4, 8]]
    assert asked["attention_mask"].tolist() == [[1, 1, 1, 1, 1], [0, 0, 1, 1, 1]]
    assert "decoder_input_ids" not in asked
    assert [output.tokens for output in outputs] == [(3, 4, 5, 6, 7), (3, 4, 8)]


@pytest.mark.parametrize(
    ("own", "prefix", "given"),
    [
        ({}, (), [START]),
        ({}, (70,), [START, 70]),
        ({"decoder_start_token_id": 70}, (70,), [70]),  # mBART's language is the start itself
        ({"decoder_start_token_id": None}, (70,), [8, 70]),
    ],
)
def test_a_decoder_is_given_its_start_and_the_language(
    load: Callable[..., Engine], own: dict[str, Any], prefix: tuple[int, ...], given: list[int]
) -> None:
    model = StubModel(**own)
    (output,) = load(model).generate([prompt(5, target_prefix=prefix)], GREEDY, done)
    assert model.asked[0]["decoder_input_ids"].tolist() == [given]
    assert output == Output((5,), finished=True)


# --- What it writes -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("own", "written", "output"),
    [
        ({}, [5, 6, END, PAD], Output((5, 6), True)),
        ({}, [5, 6], Output((5, 6), False)),
        ({}, [END], Output((), True)),
        ({"eos_token_id": [4, END]}, [5, 4, 6, END], Output((5,), True)),
        ({"eos_token_id": None}, [5, END, 7], Output((5, END), True)),  # the configuration's is 7
    ],
)
def test_an_output_ends_where_the_model_ended_it(
    load: Callable[..., Engine], own: dict[str, Any], written: list[int], output: Output
) -> None:
    engine = load(StubModel(lambda _: written, **own))
    assert engine.generate([prompt(5)], GREEDY, done) == [output]


def test_outputs_come_in_the_order_of_the_prompts_and_are_told(load: Callable[..., Engine]) -> None:
    model = StubModel()
    told: dict[int, Output] = {}
    prompts = [prompt(*[number] * length) for number, length in ((5, 2), (6, 30), (7, 4))]
    outputs = load(model).generate(prompts, Decoding(beam_size=2), told.__setitem__)
    assert [output.tokens for output in outputs] == [given.tokens for given in prompts]
    assert [output.score for output in outputs] == [-1.5, -15.5, -2.5]
    assert [told[index] for index in range(3)] == outputs
    assert model.asked[0]["generation_config"].early_stopping is True


def test_an_output_that_did_not_end_has_its_score_too(load: Callable[..., Engine]) -> None:
    (output,) = load(StubModel(lambda _: [5, 6])).generate([prompt(5)], Decoding(beam_size=2), done)
    assert output == Output((5, 6), False, -1.0)


# --- Batches --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("beam_size", "rows"), [(1, [16, 16]), (4, [4] * 8), (4096, [1] * 32)])
def test_a_batch_has_room_for_what_is_written_and_for_the_beams(
    load: Callable[..., Engine], beam_size: int, rows: list[int]
) -> None:
    """64 tokens of each prompt and 64 that it may write: 16 such fill the budget."""
    model = StubModel()
    engine = load(model)
    engine.generate([prompt(*[5] * 64) for _ in range(32)], Decoding(beam_size=beam_size), done)
    assert [len(asked["input_ids"]) for asked in model.asked] == rows
    assert (engine.padding.tokens, engine.padding.positions) == (2048, 2048)


def test_what_is_common_to_conversations_takes_room_too(load: Callable[..., Engine]) -> None:
    model = StubModel(causal=True)
    static = tuple([3] * 64)
    load(model).generate([prompt(*[5] * 64, static=static) for _ in range(20)], GREEDY, done)
    assert [len(asked["input_ids"]) for asked in model.asked] == [10, 10]


# --- Masks ----------------------------------------------------------------------------------------


def test_a_mask_forbids_tokens_and_what_follows_some(load: Callable[..., Engine]) -> None:
    import torch

    model = StubModel()
    load(model).generate([prompt(5, mask=Mask((3, 4), {6: (7, 8)}))], GREEDY, done)
    processors = model.asked[0]["logits_processor"]
    scores = processors(torch.tensor([[2, 2, 6], [6, 6, 2]]), torch.zeros(2, 10)).tolist()
    forbidden = [[token for token in range(10) if row[token] == float("-inf")] for row in scores]
    assert forbidden == [[3, 4, 7, 8], [3, 4]]


def test_without_a_mask_everything_may_be_written(load: Callable[..., Engine]) -> None:
    model = StubModel()
    load(model).generate([prompt(5)], GREEDY, done)
    assert not model.asked[0]["logits_processor"]


# --- Stops and failures ---------------------------------------------------------------------------


def test_a_stop_ends_a_batch_whose_outputs_are_not_kept(load: Callable[..., Engine]) -> None:
    import torch

    stop, model = Stop(), StubModel()
    engine = load(model, stop=stop)
    told: dict[int, Output] = {}
    model.on_batch = lambda: stop.request("SIGTERM") if len(model.asked) == 2 else None
    prompts = [prompt(*[5] * 64) for _ in range(48)]
    with pytest.raises(Interrupted, match="SIGTERM"):
        engine.generate(prompts, GREEDY, told.__setitem__)
    assert len(model.asked) == 2
    assert len(told) == 16
    (stopped,) = model.asked[1]["stopping_criteria"]
    assert stopped(torch.zeros(3, 4), None).tolist() == [True] * 3
    with pytest.raises(Interrupted):
        engine.generate(prompts[:1], GREEDY, done)
    assert len(model.asked) == 2


def test_without_a_stop_a_batch_goes_on(load: Callable[..., Engine]) -> None:
    import torch

    model = StubModel()
    load(model).generate([prompt(5)], GREEDY, done)
    (stopped,) = model.asked[0]["stopping_criteria"]
    assert stopped(torch.zeros(2, 4), None).tolist() == [False] * 2


@pytest.mark.parametrize("error", [RuntimeError, ValueError, IndexError])
def test_a_failure_is_the_engines(load: Callable[..., Engine], error: type[Exception]) -> None:
    def fail(_: list[int]) -> list[int]:
        raise error("no position")

    with pytest.raises(EngineError, match="transformers failed: no position"):
        load(StubModel(fail)).generate([prompt(5)], GREEDY, done)
