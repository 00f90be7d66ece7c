"""Every family of models, through both engines, word for word."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from summarize.types import Decoding, Hypothesis, LangPair
from support import corpus
from support.fixtures import TinyModels
from support.loading import Workshop, done

pytestmark = pytest.mark.models

Find = Callable[[TinyModels], Path]

TRANSLATORS: dict[str, tuple[Find, str, str]] = {
    "marian-en-ru": (lambda models: models.marian("en-ru"), "translate en>ru", "en-ru"),
    "marian-ru-en": (lambda models: models.marian("ru-en"), "translate ru>en", "ru-en"),
    "marian-token": (
        lambda models: models.marian_target_token(),
        "translate en>ru target-token=>>{alpha3}<<",
        "en-ru",
    ),
    "nllb-en-ru": (lambda models: models.nllb(), "translate *", "en-ru"),
    "nllb-ru-en": (lambda models: models.nllb(), "translate *", "ru-en"),
    "m2m100-ru-en": (lambda models: models.m2m100(), "translate *", "ru-en"),
}
ENGINES = ("ctranslate2", "transformers")


def pairs(direction: str) -> tuple[LangPair, list[str], list[str]]:
    source, target = direction.split("-")
    known = [
        *(pair for article in corpus.ARTICLES for pair in article.pairs()),
        *corpus.LOOSE_PAIRS,
    ]
    return (
        LangPair(source, target),
        [pair.text(source) for pair in known],
        [pair.text(target) for pair in known],
    )


def translate(workshop: Workshop, name: str, engine: str, decoding: Decoding) -> list[Hypothesis]:
    find, columns, direction = TRANSLATORS[name]
    loader = workshop.loader(
        {name: (find(workshop.models), columns)}, engine=engine, compute_type="float32"
    )
    pair, sources, _ = pairs(direction)
    return loader.load(name).translate(sources, pair, decoding, done)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", TRANSLATORS)
def test_translates_what_it_knows(workshop: Workshop, name: str, engine: str) -> None:
    hypotheses = translate(workshop, name, engine, Decoding())
    _, _, expected = pairs(TRANSLATORS[name][2])
    assert [hypothesis.text for hypothesis in hypotheses] == expected
    assert all(hypothesis.finished for hypothesis in hypotheses)


@pytest.mark.parametrize("beam_size", [1, 4])
@pytest.mark.parametrize("name", ["marian-en-ru", "nllb-ru-en"])
def test_both_engines_write_the_same_tokens(workshop: Workshop, name: str, beam_size: int) -> None:
    fast, general = (
        translate(workshop, name, engine, Decoding(beam_size=beam_size)) for engine in ENGINES
    )
    assert [(h.text, h.output_tokens) for h in fast] == [(h.text, h.output_tokens) for h in general]


def test_int8_is_the_default_on_a_cpu(workshop: Workshop) -> None:
    model = workshop.loader(workshop.both_ways()).load("en-ru")
    pair, sources, expected = pairs("en-ru")
    assert model.engine == "ctranslate2"
    assert model.compute_type.startswith("int8")
    assert [h.text for h in model.translate(sources, pair, Decoding(), done)] == expected
    assert all(
        h.score is not None and h.score <= 0
        for h in model.translate(sources[:2], pair, Decoding(beam_size=2), done)
    )


@pytest.mark.parametrize("engine", ENGINES)
def test_a_missing_end_of_sequence_is_reported(workshop: Workshop, engine: str) -> None:
    model = workshop.loader(workshop.both_ways(), engine=engine, compute_type="float32").load(
        "en-ru"
    )
    pair, sources, expected = pairs("en-ru")
    (hypothesis,) = model.translate(sources[1:2], pair, Decoding(max_new_tokens=3), done)
    assert not hypothesis.finished
    assert hypothesis.output_tokens == 3
    assert expected[1].startswith(hypothesis.text)


SUMMARISERS: dict[str, tuple[Find, str, str]] = {
    "bart": (lambda models: models.bart(), "summarize en", "en"),
    "mbart": (lambda models: models.mbart(), "summarize ru", "ru"),
    "t5-en": (lambda models: models.t5(), "summarize en,ru", "en"),
    "t5-ru": (lambda models: models.t5(), "summarize en,ru", "ru"),
}


@pytest.mark.parametrize("beam_size", [1, 4])
@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", SUMMARISERS)
def test_summarises_what_it_knows(
    workshop: Workshop, name: str, engine: str, beam_size: int
) -> None:
    find, columns, language = SUMMARISERS[name]
    loader = workshop.loader(
        {name: (find(workshop.models), columns)}, engine=engine, compute_type="float32"
    )
    written = loader.load(name).summarize(
        [article.body(language, " ") for article in corpus.ARTICLES],
        language,
        40,
        Decoding(beam_size=beam_size),
        done,
    )
    assert [h.text for h in written] == [a.summary_text(language) for a in corpus.ARTICLES]
