"""What a model makes of its engine's outputs, and what its outputs depend on."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from summarize import __version__
from summarize.engines.base import OnOutput, Output, Padding, Prompt
from summarize.engines.chat import ChatCodec
from summarize.engines.model import Model, Usage
from summarize.errors import EngineError
from summarize.types import Decoding, Hypothesis, LangPair, ModelSpec
from support.byte_vocabulary import byte_level_tokenizer
from support.fake_models import WordCodec
from support.loading import done

EN_RU = LangPair("en", "ru")
SPEC = ModelSpec(
    "tiny",
    frozenset({"translate", "summarize"}),
    ("*",),
    "owner/tiny",
    "tiny.gguf",
    options={"prefix": "to_{target}", "licence": "mit", "quality": "draft", "sha256": "1" * 64},
)


class Backwards:
    """Writes the tokens of each prompt, the last prompt first; fails on a prompt of one token.

    Attributes:
        decodings: How it was asked to search.
    """

    name = "backwards"
    compute_type = "int3"

    def __init__(self) -> None:
        self.padding = Padding()
        self.decodings: list[Decoding] = []

    def generate(
        self, prompts: Sequence[Prompt], decoding: Decoding, on_output: OnOutput
    ) -> list[Output]:
        self.decodings.append(decoding)
        if any(len(prompt.tokens) == 1 for prompt in prompts):
            raise EngineError("no position\nfor it")
        outputs = [Output(prompt.tokens[1:], len(prompt.tokens) < 4, -0.5) for prompt in prompts]
        for index in reversed(range(len(prompts))):
            on_output(index, outputs[index])
        return outputs


class FramedCodec(WordCodec):
    """Has a beginning of two tokens before every text, and says what it was asked for."""

    def __init__(self, spec: ModelSpec, positions: int = 512) -> None:
        super().__init__(spec, positions)
        self.asked: list[tuple[object, ...]] = []

    def translation(self, text: str, pair: LangPair) -> Prompt:
        self.asked.append((text, pair))
        return replace(super().translation(text, pair), static=(8, 9))

    def summary(self, text: str, language: str, max_words: int) -> Prompt:
        self.asked.append((text, language, max_words))
        return super().summary(text, language, max_words)


def model(codec: Any = None, spec: ModelSpec = SPEC, engine: Any = None, **more: Any) -> Model:
    settings = {"revision": "2" * 40, "sha256": "3" * 64, "versions": {"lib": "1.0"}} | more
    return Model(
        spec, codec or FramedCodec(spec), engine or Backwards(), load_seconds=4.5, **settings
    )


# --- Hypotheses -----------------------------------------------------------------------------------


def test_a_hypothesis_says_all_that_the_engine_said() -> None:
    told: dict[int, Hypothesis] = {}
    made = model().translate(["a b c", "d e f g"], EN_RU, Decoding(), told.__setitem__)
    assert made == [
        Hypothesis("b c", input_tokens=5, output_tokens=2, finished=True, score=-0.5),
        Hypothesis("e f g", input_tokens=6, output_tokens=3, finished=False, score=-0.5),
    ]
    assert told == dict(enumerate(made))
    assert list(told) == [1, 0]


def test_what_is_asked_for_reaches_the_codec_and_the_engine() -> None:
    codec, engine = FramedCodec(SPEC), Backwards()
    tiny = model(codec, engine=engine)
    tiny.translate(["a b"], EN_RU, Decoding(beam_size=4), done)
    tiny.summarize(["c d"], "ru", 45, Decoding(length_factor=2.0), done)
    assert codec.asked == [("a b", EN_RU), ("c d", "ru", 45)]
    assert engine.decodings == [Decoding(beam_size=4), Decoding(length_factor=2.0)]


def test_a_text_that_the_engine_fails_on_says_why_and_costs_no_tokens() -> None:
    tiny = model()
    good, bad = tiny.translate(["a b c", "d"], EN_RU, Decoding(), done)
    assert (good.text, good.failure) == ("b c", "")
    assert (bad.text, bad.finished, bad.failure) == ("", False, "no position for it")
    assert (tiny.usage.input_tokens, tiny.usage.output_tokens) == (5, 2)


def test_tokens_add_up_and_nothing_takes_no_call() -> None:
    engine = Backwards()
    tiny = model(engine=engine)
    assert tiny.translate([], EN_RU, Decoding(), done) == []
    assert engine.decodings == []
    tiny.translate(["a b c"], EN_RU, Decoding(), done)
    tiny.summarize(["a b c"], "en", 40, Decoding(), done)
    assert (tiny.usage.input_tokens, tiny.usage.output_tokens) == (8, 4)
    assert tiny.usage.seconds > 0


def test_callers_one_after_another_add_up() -> None:
    times = iter([1.0, 3.0, 10.0, 14.0])
    usage = Usage(lambda: next(times))
    for _ in range(2):
        with usage.waiting():
            pass
    assert usage.seconds == 6.0


# --- What it says of itself -----------------------------------------------------------------------


def test_a_model_says_what_it_is_made_of() -> None:
    engine = Backwards()
    tiny = model(engine=engine)
    assert (tiny.engine, tiny.compute_type) == ("backwards", "int3")
    assert (tiny.revision, tiny.sha256, tiny.load_seconds) == ("2" * 40, "3" * 64, 4.5)
    assert (tiny.versions, tiny.spec) == ({"lib": "1.0"}, SPEC)
    assert tiny.padding is engine.padding
    assert not tiny.causal


def test_a_chat_model_is_causal() -> None:
    tokenizer = byte_level_tokenizer(["The bridge."])
    assert model(ChatCodec(tokenizer, SPEC, 2048)).causal


def test_texts_fit_up_to_the_window() -> None:
    tiny = model(FramedCodec(SPEC, 12))
    assert tiny.fits("a b c d e f")
    assert not tiny.fits("a b c d e f g")
    assert (tiny.length("a b c"), tiny.summary_window) == (3, 4)


# --- What its outputs depend on -------------------------------------------------------------------


OTHERS: dict[str, Model] = {
    "name": model(spec=replace(SPEC, name="other")),
    "source": model(spec=replace(SPEC, source="owner/other")),
    "file": model(spec=replace(SPEC, file="other.gguf")),
    "prefix": model(spec=replace(SPEC, options={**SPEC.options, "prefix": "other"})),
    "target-token": model(spec=replace(SPEC, options={**SPEC.options, "target-token": "x"})),
    "revision": model(revision="4" * 40),
    "sha256": model(sha256="4" * 64),
    "versions": model(versions={"lib": "1.1"}),
}


@pytest.mark.parametrize("what", OTHERS)
def test_the_signature_changes_with_all_that_an_output_depends_on(what: str) -> None:
    assert OTHERS[what].signature(Decoding()) != model().signature(Decoding())


@pytest.mark.parametrize("attribute", ["name", "compute_type"])
def test_the_signature_changes_with_the_engine(attribute: str) -> None:
    engine = Backwards()
    setattr(engine, attribute, "other")
    assert model(engine=engine).signature(Decoding()) != model().signature(Decoding())


@pytest.mark.parametrize(
    "decoding",
    [
        Decoding(beam_size=2),
        Decoding(repetition_penalty=1.1),
        Decoding(no_repeat_ngram_size=3),
        Decoding(max_new_tokens=9),
        Decoding(length_factor=2.0),
    ],
)
def test_the_signature_changes_with_the_search(decoding: Decoding) -> None:
    assert model().signature(decoding) != model().signature(Decoding())


def test_the_signature_changes_with_what_the_caller_adds_and_with_our_own_version(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plain = model().signature(Decoding())
    assert model().signature(Decoding(), task="summary") != plain
    assert model().signature(Decoding(), words=40) != model().signature(Decoding(), words=50)
    assert f'"summarize": "{__version__}"' in plain
    monkeypatch.setattr("summarize.engines.model.__version__", "9.9")
    assert model().signature(Decoding()) != plain


@pytest.mark.parametrize("option", ["licence", "quality", "sha256"])
def test_the_signature_does_not_change_with_what_says_nothing_of_a_text(option: str) -> None:
    options = {name: value for name, value in SPEC.options.items() if name != option}
    other = model(spec=replace(SPEC, options=options, line=99))
    assert other.signature(Decoding()) == model().signature(Decoding())
    assert "\n" not in other.signature(Decoding())


def test_the_signature_names_each_part() -> None:
    assert json.loads(model().signature(Decoding(), task="translate")) == {
        "task": "translate",
        "name": "tiny",
        "source": "owner/tiny",
        "file": "tiny.gguf",
        "revision": "2" * 40,
        "sha256": "3" * 64,
        "options": {"prefix": "to_{target}"},
        "engine": "backwards",
        "compute_type": "int3",
        "decoding": {
            "beam_size": 1,
            "repetition_penalty": 1.0,
            "no_repeat_ngram_size": 0,
            "max_new_tokens": None,
            "length_factor": 1.0,
        },
        "versions": {"summarize": __version__, "lib": "1.0"},
    }


def test_the_signature_does_not_depend_on_an_order() -> None:
    options = dict(reversed(list(SPEC.options.items())))
    other = model(spec=replace(SPEC, options=options), versions={"b": "2", "a": "1"})
    same = model(versions={"a": "1", "b": "2"})
    assert other.signature(Decoding(), x=1, y=2) == same.signature(Decoding(), y=2, x=1)
