"""The translator on tiny real models, article by article."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from summarize.errors import ModelUnavailableError
from summarize.readers.files import read_bytes
from summarize.translation.attempts import Policy
from summarize.translation.translator import Translator
from summarize.types import Decoding, Document, Hypothesis, LangPair, Status
from support import corpus
from support.loading import Workshop, done

pytestmark = pytest.mark.models

EN_RU = LangPair("en", "ru")


def document(article: corpus.Article, language: str) -> Document:
    return read_bytes(article.text(language).encode(), language=language)


@pytest.mark.parametrize(("source", "target"), [("en", "ru"), ("ru", "en")])
def test_whole_articles_come_out_word_for_word(
    workshop: Workshop, source: str, target: str
) -> None:
    name = f"{source}-{target}"
    translator = Translator([name], workshop.loader(workshop.both_ways()).load, Policy())
    documents = [document(article, source) for article in corpus.ARTICLES]
    translations = translator.translate_documents(documents, target, done)
    for article, read, translation in zip(corpus.ARTICLES, documents, translations, strict=True):
        assert [s.id for s in translation.segments] == [s.id for s in read.segments]
        assert [s.text for s in translation.segments] == [p.text(target) for p in article.pairs()]
        assert {s.status for s in translation.segments} == {Status.ACCEPTED}
        assert {s.system for s in translation.segments} == {name}


def test_equal_segments_are_translated_once(workshop: Workshop) -> None:
    loader = workshop.loader(workshop.both_ways())
    counted: list[int] = []
    article = document(corpus.BRIDGE, "en")
    Translator(["en-ru"], loader.load, Policy()).translate_documents(
        [article, article], "ru", counted.append
    )
    assert sum(counted) == len(article.segments)


def test_boilerplate_is_copied(workshop: Workshop) -> None:
    text = corpus.BRIDGE.text("en") + "\n\nAdd a Comment"
    read = read_bytes(text.encode(), language="en")
    (translation,) = Translator(
        ["en-ru"], workshop.loader(workshop.both_ways()).load, Policy()
    ).translate_documents([read], "ru", done)
    last = translation.segments[-1]
    assert (last.text, last.status, last.system) == ("Add a Comment", Status.COPIED, "")


def test_what_is_cut_off_is_rescued_by_the_next_system(workshop: Workshop) -> None:
    sentence = corpus.BRIDGE.paragraphs[0][0]
    policy = Policy(Decoding(max_new_tokens=2))
    loader = workshop.loader(
        {
            **workshop.both_ways(),
            "wrong-way": (workshop.models.marian("ru-en"), "translate en>ru"),
        }
    )
    cut = Translator(["en-ru"], loader.load, policy).translate([[sentence.en]], EN_RU, done)[0]
    assert cut[sentence.en].status is Status.FLAGGED
    assert "unfinished" in {check.name for check in cut[sentence.en].checks}
    rescued = Translator(["wrong-way", "en-ru"], loader.load, Policy()).translate(
        [[sentence.en]], EN_RU, done
    )[0]
    assert rescued[sentence.en].status is Status.RESCUED
    assert str(rescued[sentence.en].rung) == "system:en-ru"
    assert rescued[sentence.en].hypothesis.text == sentence.ru


def test_without_the_gate_nothing_is_rescued(workshop: Workshop) -> None:
    sentence = corpus.BRIDGE.paragraphs[0][0]
    loader = workshop.loader(
        {"wrong-way": (workshop.models.marian("ru-en"), "translate en>ru"), **workshop.both_ways()}
    )
    results = Translator(["wrong-way", "en-ru"], loader.load, Policy(gate=False)).translate(
        [[sentence.en]], EN_RU, done
    )[0]
    assert str(results[sentence.en].rung) == "first"


def test_a_segment_over_the_window_is_split_not_cut(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    clauses = [p.en.rstrip(".") for p in corpus.BRIDGE.paragraphs[0]] * 40
    text = "; ".join(clauses) + "."
    loader = workshop.loader(workshop.both_ways())
    model = loader.load("en-ru")
    assert not model.fits(text)
    asked: list[str] = []
    translate = model.translate

    def noting(texts: Sequence[str], *others: Any) -> list[Hypothesis]:
        asked.extend(texts)
        return translate(texts, *others)

    monkeypatch.setattr(model, "translate", noting)
    (result,) = (
        Translator(["en-ru"], loader.load, Policy(gate=False))
        .translate([[text]], EN_RU, done)[0]
        .values()
    )
    assert all(model.fits(piece) for piece in asked)
    assert " ".join(asked) == text
    assert result.hypothesis.input_tokens >= sum(model.length(piece) for piece in asked)


def test_a_model_that_is_not_there_is_an_error(workshop: Workshop) -> None:
    loader = workshop.loader(
        {"absent": (workshop.models.marian("en-ru").with_name("nowhere"), "translate en>ru")}
    )
    with pytest.raises(ModelUnavailableError, match="absent"):
        Translator(["absent"], loader.load, Policy()).translate([["One."]], EN_RU, done)
