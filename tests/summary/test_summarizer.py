from __future__ import annotations

import pytest

from summarize.summary.summarizer import Article, Summarizer, within
from summarize.types import Check, Severity
from support import corpus
from support.loading import Workshop, done


def plain(*texts: str) -> list[tuple[str, tuple[Check, ...]]]:
    return [(text, ()) for text in texts]


def test_whole_sentences_up_to_the_limit() -> None:
    kept = within(plain("One two three.", "Four five.", "Six seven eight nine."), 6)
    assert [text for text, _ in kept] == ["One two three.", "Four five."]


def test_one_sentence_over_the_limit_is_broken_off_and_says_so() -> None:
    ((text, checks),) = within(plain("One two three, four five six, seven eight nine."), 7)
    assert len(text.split()) <= 7
    assert text.endswith("…")
    assert [(check.name, check.severity) for check in checks] == [("shortened", Severity.WARN)]


def article(source: corpus.Article, language: str) -> Article:
    body = [pair.text(language) for pair in source.pairs()][1:]
    return Article(language, tuple(enumerate(body, start=2)))


@pytest.mark.models
@pytest.mark.parametrize("language", ["en", "ru"])
def test_writes_the_summaries_it_knows_with_evidence(workshop: Workshop, language: str) -> None:
    loader = workshop.loader({"t5": (workshop.models.t5(), "summarize en,ru")})
    summaries = Summarizer(loader.load("t5"), 40).summarize(
        [article(source, language) for source in corpus.ARTICLES], done
    )
    assert [s.text for s in summaries] == [s.summary_text(language) for s in corpus.ARTICLES]
    assert {s.strategy for s in summaries} == {"single"}
    assert any(sentence.evidence for s in summaries for sentence in s.sentences)


@pytest.mark.models
def test_an_article_over_the_window_is_summarised_in_parts(workshop: Workshop) -> None:
    model = workshop.loader({"t5": (workshop.models.t5(), "summarize en,ru")}).load("t5")
    sentences = [pair.en for source in corpus.ARTICLES for pair in source.pairs()]
    long = Article("en", tuple(enumerate(sentences * 20, start=1)))
    (summary,) = Summarizer(model, 40).summarize([long], done)
    assert summary.strategy == "hierarchical"
    assert 0 < len(summary.text.split()) <= 40


@pytest.mark.models
def test_an_empty_article_has_an_empty_summary(workshop: Workshop) -> None:
    model = workshop.loader({"t5": (workshop.models.t5(), "summarize en,ru")}).load("t5")
    (summary,) = Summarizer(model, 40).summarize([Article("en", ())], done)
    assert summary.text == ""
