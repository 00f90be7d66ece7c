"""What a model is asked for a summary, in how many parts, and under which key it is kept."""

from __future__ import annotations

import json

import pytest

from summarize.engines.base import Prompt
from summarize.errors import EngineError, Interrupted
from summarize.summary.summarizer import Article, Summarizer, default_decoding
from summarize.types import Decoding, ModelSpec, Severity, Status
from support.fake_models import Unfinished, WordCodec
from support.fake_summaries import BRIDGE, Asked, article, long_sentence, model_of, names, summaries
from support.loading import done
from support.scripted_models import Notebook, Said, ScriptedEngine, scripted_model

WINDOW = 504
"""In words, of a fake model."""


def words(count: int, name: str = "word") -> str:
    return " ".join(f"{name}{number}" for number in range(count))


class Noting(WordCodec):
    """A codec that notes what a summary is asked for."""

    noted: list[tuple[str, int]]

    def summary(self, text: str, language: str, max_words: int) -> Prompt:
        self.noted.append((language, max_words))
        return super().summary(text, language, max_words)


def test_the_model_is_told_language_and_limit_and_searches_with_beams() -> None:
    spec = ModelSpec("fake", frozenset({"summarize"}), ("*",), "/fake")
    codec = Noting(spec)
    codec.noted = []
    engine = ScriptedEngine(codec, lambda *_: Said(BRIDGE[0]))
    model = scripted_model(spec, codec, engine)
    articles = [article(*BRIDGE), article("Мост закрыт.", language="ru")]
    Summarizer(model, 33).summarize(articles, done)
    assert codec.noted == [("en", 33), ("ru", 33)]
    assert engine.asked == [" ".join(BRIDGE), "Мост закрыт."]
    assert engine.decodings == [Decoding(beam_size=4, no_repeat_ngram_size=3)] * 2


def test_a_chat_model_searches_greedily() -> None:
    model = model_of(str)
    model.causal = True
    assert default_decoding(model) == Decoding()


# Under which key


def test_a_summary_is_kept_at_once_as_one() -> None:
    """It is no translation, and a kill costs no more than the one under way."""
    notebook = Notebook()

    def reply(text: str) -> str:
        assert notebook.texts() == set(BRIDGE[: BRIDGE.index(text)])
        if text == BRIDGE[2]:
            raise Interrupted("SIGTERM")
        return text

    with pytest.raises(Interrupted):
        summaries(reply, *(article(text) for text in BRIDGE), max_words=33, memory=notebook)
    assert notebook.texts() == set(BRIDGE[:2])
    for signature, _ in notebook.stores:
        key = json.loads(signature)
        assert (key["task"], key["max_words"], key["name"]) == ("summarize", 33, "fake")
        assert key["decoding"]["beam_size"] == 4


def test_equal_articles_are_summarised_once() -> None:
    asked = Asked(BRIDGE[0])
    one, two = summaries(asked, article(*BRIDGE), article(*BRIDGE))
    assert one == two
    assert len(asked) == 1


def test_what_is_known_and_what_is_new_are_not_mixed_up() -> None:
    notebook = Notebook()
    summaries(lambda text: f"Known {text}", article(BRIDGE[1]), memory=notebook)
    made = summaries(
        lambda text: f"New {text}", *(article(text) for text in BRIDGE), memory=notebook
    )
    assert [summary.text for summary in made] == [
        f"New {BRIDGE[0]}",
        f"Known {BRIDGE[1]}",
        f"New {BRIDGE[2]}",
    ]
    again = summaries(Asked("never"), *(article(text) for text in BRIDGE), memory=notebook)
    assert [summary.text for summary in again] == [summary.text for summary in made]


# In how many parts


def asked_for(*sentences: str) -> list[str]:
    """What a model is asked that says nothing, so that it is asked once for each part."""
    asked = Asked("")
    summaries(asked, article(*sentences))
    return asked


def test_an_article_that_fills_the_window_is_one_part() -> None:
    assert asked_for(words(WINDOW)) == [words(WINDOW)]
    parts = asked_for(words(WINDOW + 1))
    assert len(parts) == 2
    assert " ".join(parts) == words(WINDOW + 1)


def test_sentences_are_joined_as_long_as_the_window_holds_them_and_what_is_between() -> None:
    assert len(asked_for(words(251, "a"), words(251, "b"))) == 1
    assert len(asked_for(words(251, "a"), words(252, "b"))) == 2


def test_a_sentence_over_the_window_is_split_and_nothing_of_it_is_cut() -> None:
    long = words(3 * WINDOW)
    parts = asked_for("It begins.", long, "It ends.")
    assert max(len(part.split()) for part in parts) <= WINDOW
    assert " ".join(parts) == f"It begins. {long} It ends."


def test_an_empty_sentence_is_not_asked_for() -> None:
    assert asked_for("", BRIDGE[0], "") == [BRIDGE[0]]


def test_each_part_is_asked_for_once_whatever_other_articles_need() -> None:
    long = article(*(long_sentence(number) for number in range(8)))
    asked = Asked(BRIDGE[0])
    told: list[int] = []
    made = Summarizer(model_of(asked), 60).summarize(
        [article("It is short."), long, article("It is short, too.")], told.append
    )
    assert len(asked) == 2 + 2 + 1
    assert [summary.strategy for summary in made] == ["single", "hierarchical", "single"]
    assert told == [1, 1, 1]


def test_summaries_of_parts_are_one_text_with_spaces_between() -> None:
    asked: list[str] = []

    def reply(text: str) -> str:
        asked.append(text)
        return f"It is closed. So is part {len(asked)}."

    summaries(reply, article(*(long_sentence(number) for number in range(8))))
    assert asked[-1] == "It is closed. So is part 1. It is closed. So is part 2."


# What happened on the way


def parts() -> Article:
    return article(*(long_sentence(number) for number in range(8)))


def test_a_part_that_was_finished_says_nothing_in_the_summary_of_parts() -> None:
    (summary,) = summaries(lambda _: BRIDGE[0], parts())
    assert names(summary.sentences[0].checks) == ["no-evidence"]


def test_a_part_that_the_engine_failed_on_is_told_of_in_the_summary_of_parts() -> None:
    def reply(text: str) -> str:
        if text.startswith("Part 0"):
            raise EngineError("the power is gone")
        if text.startswith("Part"):
            return Unfinished("The bridge is closed. It will")
        return "The bridge is closed."

    (summary,) = summaries(reply, parts())
    first = summary.sentences[0]
    (check,) = [check for check in first.checks if check.name in ("engine", "shortened")]
    assert (check.name, check.severity) == ("engine", Severity.REJECT)
    assert "the power is gone" in check.detail
    assert first.status is Status.FLAGGED


def test_a_finding_about_the_article_stands_with_the_first_sentence_only() -> None:
    def reply(text: str) -> str:
        if "worried" in text:
            raise EngineError("the power is gone")
        return text

    working, failed = summaries(reply, article(BRIDGE[0]), article(*BRIDGE))
    assert names(working.sentences[0].checks) == []
    assert [names(sentence.checks) for sentence in failed.sentences] == [["engine"], [], []]
