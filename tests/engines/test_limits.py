"""Outputs stay within what a decoder has positions for, and within nothing smaller."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from summarize.engines.base import Mask, Output, Prompt, calls
from summarize.engines.model import Model
from summarize.types import Decoding, LangPair
from support import corpus
from support.fixtures import TinyModels
from support.loading import Workshop

EN_RU = LangPair("en", "ru")
EN_RU_ONLY = "translate en>ru"
ENGINES = ("ctranslate2", "transformers")

Find = Callable[[TinyModels], Path]
Ask = Callable[[Model], Prompt]


def translation(model: Model) -> Prompt:
    return model._codec.translation("A bridge.", EN_RU)


def summary(language: str) -> Ask:
    return lambda model: model._codec.summary("A bridge.", language, 1000)


FAMILIES: dict[str, tuple[Find, str, Ask, int]] = {
    "marian": (lambda models: models.marian("en-ru"), EN_RU_ONLY, translation, 512),
    "marian-token": (
        lambda models: models.marian_target_token(),
        "translate en>ru target-token=>>{alpha3}<<",
        translation,
        512,
    ),
    "nllb": (lambda models: models.nllb(), "translate *", translation, 1023),
    "m2m100": (lambda models: models.m2m100(), "translate *", translation, 1023),
    "bart": (lambda models: models.bart(), "summarize en", summary("en"), 1024),
    "mbart": (lambda models: models.mbart(), "summarize ru", summary("ru"), 1023),
}
"""What there is room for beside the language token, where the family has one."""


def prompts(*limits: int, room: int | None = None) -> list[Prompt]:
    return [Prompt((1, 2, 3), limit, room=room) for limit in limits]


def limits(given: list[Prompt], decoding: Decoding) -> list[int]:
    return sorted(call.max_new_tokens for call in calls(given, decoding))


def test_a_limit_rounded_up_stays_within_the_positions() -> None:
    assert limits(prompts(40, 490, room=500), Decoding()) == [64, 500]
    assert limits(prompts(40, 490), Decoding()) == [64, 512]


def test_so_does_one_that_a_retry_doubles() -> None:
    assert limits(prompts(258, room=512), Decoding(length_factor=2.0)) == [512]


def test_so_does_one_that_the_caller_fixes() -> None:
    assert limits(prompts(10, room=512), Decoding(max_new_tokens=5000)) == [512]
    assert limits(prompts(10, room=512), Decoding(max_new_tokens=3)) == [3]


@pytest.mark.models
@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", FAMILIES)
def test_a_decoder_that_never_ends_stops_at_its_last_position(
    workshop: Workshop, name: str, engine: str
) -> None:
    find, columns, ask, room = FAMILIES[name]
    model = load(workshop, name, find, columns, engine)
    prompt = replace(ask(model), mask=Mask((model._codec.end,)))
    (output,) = model._isolation._engine.generate(
        [prompt], Decoding(max_new_tokens=5000), lambda *_: None
    )
    assert not output.finished
    # CTranslate2 counts a language token that follows the start token as part of the output.
    assert room - len(prompt.target_prefix) <= len(output.tokens) <= room


@pytest.mark.models
@pytest.mark.parametrize("engine", ENGINES)
def test_a_prompt_that_an_engine_fails_on_costs_no_other_its_output(
    workshop: Workshop, engine: str
) -> None:
    model = load(workshop, "marian", lambda models: models.marian("en-ru"), EN_RU_ONLY, engine)
    good = [model._codec.translation(pair.en, EN_RU) for pair in corpus.PAIRS[:6]]
    endless = replace(good[0], mask=Mask((model._codec.end,)), max_new_tokens=600, room=None)
    outputs: dict[int, Output] = {}
    model._isolation.generate([*good[:3], endless, *good[3:]], Decoding(), outputs.__setitem__)
    assert sorted(outputs) == list(range(7))
    assert [index for index in range(7) if outputs[index].failure] == [3]
    decoded = [model._codec.decode(outputs[index].tokens) for index in (0, 1, 2, 4, 5, 6)]
    assert decoded == [pair.ru for pair in corpus.PAIRS[:6]]


@pytest.mark.models
@pytest.mark.parametrize("engine", ENGINES)
def test_relative_positions_have_no_end(workshop: Workshop, engine: str) -> None:
    model = load(workshop, "t5", lambda models: models.t5(), "summarize en,ru", engine)
    prompt = replace(summary("en")(model), mask=Mask((model._codec.end,)))
    (output,) = model._isolation._engine.generate(
        [prompt], Decoding(max_new_tokens=1100), lambda *_: None
    )
    assert len(output.tokens) == 1100  # nor are they cut at 256, as CTranslate2 does by itself


@pytest.mark.models
def test_ctranslate2_reads_more_than_1024_tokens(workshop: Workshop) -> None:
    model = load(workshop, "t5", lambda models: models.t5(), "summarize en,ru", "ctranslate2")
    ids = (summary("en")(model).tokens * 400)[:1100]
    whole, cut = model._isolation._engine.generate(
        [Prompt(ids, 8), Prompt(ids[:1024], 8)], Decoding(), lambda *_: None
    )
    assert whole.score != cut.score


def load(workshop: Workshop, name: str, find: Find, columns: str, engine: str) -> Model:
    loader = workshop.loader(
        {name: (find(workshop.models), columns)}, engine=engine, compute_type="float32"
    )
    return loader.load(name)
