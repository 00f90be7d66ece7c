from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from summarize.errors import EngineError
from summarize.summary.summarizer import (
    Article,
    Summarizer,
    default_decoding,
    translate_summaries,
)
from summarize.translation.attempts import Policy
from summarize.translation.memory import TranslationMemory
from summarize.translation.recall import Unread
from summarize.translation.translator import Translator
from summarize.types import LangPair, Severity, Status, Summary
from support import corpus
from support.fake_models import Unfinished
from support.fake_summaries import (
    BRIDGE,
    Asked,
    article,
    long_sentence,
    model_of,
    names,
    summaries,
)
from support.loading import Workshop, done

# One summary for all languages


def translated(summary: Summary, reply: Callable[[str], str]) -> Summary:
    translator = Translator(["en-ru"], lambda name: model_of(reply, name), Policy())
    (made,) = translate_summaries([summary], "ru", translator, done)
    return made


def test_a_longer_translation_loses_no_sentence() -> None:
    (summary,) = summaries(lambda _: " ".join(BRIDGE[:2]), article(*BRIDGE), max_words=13)
    assert len(summary.sentences) == 2
    said = {
        BRIDGE[0]: "Городской совет в понедельник закрыл для движения старый мост через реку.",
        BRIDGE[1]: "Ремонт продлится два года.",
    }
    made = translated(summary, said.__getitem__)
    assert [sentence.text for sentence in made.sentences] == list(said.values())
    assert [sentence.source for sentence in made.sentences] == list(said)
    assert [sentence.system for sentence in made.sentences] == ["en-ru", "en-ru"]
    assert (made.language, made.strategy, made.model) == ("ru", "single", "fake")
    assert [s.evidence for s in made.sentences] == [s.evidence for s in summary.sentences]
    assert len(made.text.split()) > 13


def test_the_findings_of_both_stages_stand_in_the_translation() -> None:
    (summary,) = summaries(
        lambda _: "Repairs will take 99 years. Shop owners are worried.",
        article(*BRIDGE),
        max_words=5,
    )
    (sentence,) = translated(summary, lambda _: "Ремонт продлится 98 лет.").sentences
    assert names(sentence.checks)[:2] == ["shortened", "unsupported-number"]
    assert "numbers" in names(sentence.checks)


def test_a_sentence_without_a_translation_stays_and_is_flagged() -> None:
    (summary,) = summaries(lambda _: " ".join(BRIDGE[:2]), article(*BRIDGE))
    made = translated(summary, lambda text: "" if text == BRIDGE[1] else "Мост закрыт.")
    assert made.sentences[1].text == BRIDGE[1]
    assert [sentence.status for sentence in made.sentences] == [Status.ACCEPTED, Status.FLAGGED]


def test_nothing_to_translate_is_no_error() -> None:
    translator = Translator(["en-ru"], lambda name: model_of(str, name), Policy())
    assert translate_summaries([], "ru", translator, done) == []


# What a model writes


def test_every_sentence_points_to_what_supports_it() -> None:
    (summary,) = summaries(
        lambda _: "The old bridge was closed by the council. Elephants cannot jump.",
        article(*BRIDGE),
    )
    assert [sentence.evidence for sentence in summary.sentences] == [(2,), ()]
    assert [names(sentence.checks) for sentence in summary.sentences] == [[], ["no-evidence"]]
    assert (summary.strategy, summary.model, summary.language) == ("single", "fake", "en")


def test_evidence_is_looked_for_in_the_language_of_the_article() -> None:
    (summary,) = summaries(
        lambda _: "Закрытие старых мостов.",
        article("Ремонт займёт два года.", "Совет закрыл старый мост.", language="ru"),
    )
    assert [sentence.evidence for sentence in summary.sentences] == [(3,)]


def test_a_sentence_that_is_said_twice_stands_once() -> None:
    (summary,) = summaries(lambda _: f"{BRIDGE[0]} {BRIDGE[0]} {BRIDGE[1]}", article(*BRIDGE))
    assert [sentence.text for sentence in summary.sentences] == list(BRIDGE[:2])


def test_an_unfinished_sentence_is_left_out_and_that_is_said() -> None:
    (summary,) = summaries(lambda _: Unfinished(f"{BRIDGE[0]} Repairs will not"), article(*BRIDGE))
    (sentence,) = summary.sentences
    assert sentence.text == BRIDGE[0]
    assert [(check.name, check.severity) for check in sentence.checks] == [
        ("shortened", Severity.WARN)
    ]


def test_an_unfinished_summary_of_one_sentence_is_flagged() -> None:
    (summary,) = summaries(lambda _: Unfinished("The council closed the old"), article(*BRIDGE))
    (sentence,) = summary.sentences
    assert names(sentence.checks) == ["unfinished"]
    assert sentence.status == "flagged"


@pytest.mark.parametrize("written", ["", " "])
def test_where_the_model_writes_nothing_the_first_sentences_stand_in(written: str) -> None:
    (summary,) = summaries(lambda _: written, article(*BRIDGE), max_words=13)
    assert [sentence.text for sentence in summary.sentences] == list(BRIDGE[:2])
    assert [sentence.checks for sentence in summary.sentences] == [(), ()]
    assert summary.strategy == "lead"


def test_an_article_without_text_has_an_empty_summary_and_asks_nothing() -> None:
    asked = Asked("Something.")
    (summary,) = summaries(asked, article())
    assert (summary.sentences, asked) == ((), [])


def test_articles_in_several_languages_keep_their_order() -> None:
    written = summaries(
        lambda text: text,
        article("Мост закрыт.", language="ru"),
        article("One is here."),
        article("Вокзал открыт.", language="ru"),
    )
    assert [summary.text for summary in written] == [
        "Мост закрыт.",
        "One is here.",
        "Вокзал открыт.",
    ]
    assert [summary.language for summary in written] == ["ru", "en", "ru"]


def test_each_article_is_told_once() -> None:
    told: list[int] = []
    long = article(*(long_sentence(number) for number in range(8)))
    Summarizer(model_of(lambda _: BRIDGE[0]), 60).summarize(
        [article(*BRIDGE), long, article()], told.append
    )
    assert sum(told) == 3


# Articles over the model's window


def test_an_article_over_the_window_is_summarised_in_parts() -> None:
    asked: list[str] = []

    def reply(text: str) -> str:
        asked.append(text)
        return f"The {len(asked)} summary."

    sentences = [long_sentence(number) for number in range(8)]
    (summary,) = summaries(reply, article(*sentences))
    *parts, last = asked
    assert " ".join(parts) == " ".join(sentences), "nothing is cut"
    assert all(len(part.split()) <= 504 for part in parts)
    assert last == "The 1 summary. The 2 summary."
    assert (summary.text, summary.strategy) == ("The 3 summary.", "hierarchical")


def test_parts_that_do_not_become_fewer_are_the_summary() -> None:
    sentences = [long_sentence(number) for number in range(8)]
    (summary,) = summaries(lambda text: text, article(*sentences), max_words=250)
    assert [sentence.text for sentence in summary.sentences] == sentences[:2]
    assert summary.strategy == "hierarchical"


def test_an_unfinished_part_shows_in_the_summary_of_parts() -> None:
    sentences = [long_sentence(number) for number in range(8)]

    def reply(text: str) -> str:
        return Unfinished(text) if text.endswith(sentences[-1]) else text

    (summary,) = summaries(reply, article(*sentences), max_words=10_000)
    assert "shortened" in names(summary.sentences[-1].checks)


def test_an_unfinished_part_is_told_of_when_parts_are_summarised_again() -> None:
    sentences = [long_sentence(number) for number in range(8)]

    def reply(text: str) -> str:
        if text.endswith(sentences[-1]):
            return Unfinished("The bridge is closed. It will be")
        return "The bridge is closed."

    (summary,) = summaries(reply, article(*sentences))
    assert summary.text == "The bridge is closed."
    (check,) = (check for check in summary.sentences[0].checks if check.name == "shortened")
    assert check.severity is Severity.WARN
    assert "did not finish the summary of a part" in check.detail


def test_one_part_without_a_summary_costs_no_other() -> None:
    sentences = [long_sentence(number) for number in range(8)]
    (summary,) = summaries(
        lambda text: "" if text.startswith("Part 0") else "The bridge is closed.",
        article(*sentences),
    )
    assert summary.text == "The bridge is closed."


# What was written before


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[TranslationMemory]:
    with TranslationMemory(tmp_path / "memory.sqlite3") as memory:
        yield memory


def test_what_was_written_is_not_written_again(memory: TranslationMemory) -> None:
    first, second = Asked(BRIDGE[0]), Asked("Something else.")
    made = summaries(first, article(*BRIDGE), article("Новости.", language="ru"), memory=memory)
    again = summaries(second, article(*BRIDGE), article("Новости.", language="ru"), memory=memory)
    assert (len(first), second) == (2, [])
    assert again == made


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"max_words": 61}, BRIDGE),
        ({}, (*BRIDGE[:2], BRIDGE[2] + " ")),
        ({}, BRIDGE[:2]),
    ],
)
def test_another_limit_or_text_is_written_anew(
    memory: TranslationMemory, change: dict[str, int], text: tuple[str, ...]
) -> None:
    summaries(Asked(BRIDGE[0]), article(*BRIDGE), memory=memory)
    asked = Asked(BRIDGE[1])
    (summary,) = summaries(
        asked, article(*text), memory=memory, max_words=change.get("max_words", 60)
    )
    assert len(asked) == 1
    assert summary.text == BRIDGE[1]


def test_another_language_or_model_is_written_anew(memory: TranslationMemory) -> None:
    asked = Asked(BRIDGE[0])
    text = article(*BRIDGE)
    summaries(asked, text, memory=memory)
    summaries(asked, replace(text, language="de"), memory=memory)
    Summarizer(model_of(asked, "other"), 60, memory).summarize([text], done)
    assert len(asked) == 3


def test_a_translation_is_never_taken_for_a_summary(memory: TranslationMemory) -> None:
    def translate(pair: LangPair) -> None:
        policy = Policy(default_decoding(model_of(str)))
        translator = Translator(["fake"], lambda name: model_of(str, name), policy, memory)
        translator.translate([[" ".join(BRIDGE)]], pair, done)

    translate(LangPair("en", "ru"))
    translate(LangPair("en", "en"))
    asked = Asked(BRIDGE[0])
    (summary,) = summaries(asked, article(*BRIDGE), memory=memory)
    assert (len(asked), summary.text) == (1, BRIDGE[0])


def test_what_ran_into_its_limit_is_not_kept(memory: TranslationMemory) -> None:
    summaries(lambda _: Unfinished(BRIDGE[0]), article(*BRIDGE), memory=memory)
    asked = Asked(BRIDGE[0])
    summaries(asked, article(*BRIDGE), memory=memory)
    assert len(asked) == 1


def test_a_fresh_run_writes_to_the_memory_and_does_not_read_it(memory: TranslationMemory) -> None:
    summaries(Asked(BRIDGE[0]), article(*BRIDGE), memory=memory)
    asked = Asked(BRIDGE[1])
    summaries(asked, article(*BRIDGE), memory=Unread(memory))
    assert len(asked) == 1
    (summary,) = summaries(asked, article(*BRIDGE), memory=memory)
    assert (len(asked), summary.text) == (1, BRIDGE[1])


def test_a_part_that_the_engine_fails_on_is_told_of_and_asked_for_again(
    memory: TranslationMemory,
) -> None:
    def reply(text: str) -> str:
        if "worried" in text:
            raise EngineError("the power is gone")
        return BRIDGE[0]

    articles = [article(text) for text in BRIDGE[:3]]
    made = summaries(reply, *articles, memory=memory)
    doubtful = [
        [(check.severity, "the power is gone" in check.detail) for check in found]
        for summary in made
        if (found := [c for c in summary.sentences[0].checks if c.name == "engine"])
    ]
    assert doubtful == [[(Severity.REJECT, True)]]
    assert [summary.strategy for summary in made] == ["single", "single", "lead"]
    assert made[2].text == BRIDGE[2]
    asked = Asked(BRIDGE[0])
    summaries(asked, *articles, memory=memory)
    assert asked == [text for text in BRIDGE[:3] if "worried" in text]
    assert len(asked) == 1


def test_the_summaries_of_parts_are_kept_too(memory: TranslationMemory) -> None:
    sentences = [long_sentence(number) for number in range(8)]
    asked = Asked(BRIDGE[0])
    for _ in range(2):
        (summary,) = summaries(asked, article(*sentences), memory=memory)
    assert len(asked) == 3
    assert summary.strategy == "hierarchical"


# Tiny real models


def taught(source: corpus.Article, language: str) -> Article:
    body = [pair.text(language) for pair in source.pairs()][1:]
    return article(*body, language=language)


@pytest.mark.models
@pytest.mark.parametrize("language", ["en", "ru"])
def test_writes_the_summaries_it_knows_with_evidence(workshop: Workshop, language: str) -> None:
    loader = workshop.loader({"t5": (workshop.models.t5(), "summarize en,ru")})
    made = Summarizer(loader.load("t5"), 40).summarize(
        [taught(source, language) for source in corpus.ARTICLES], done
    )
    assert [s.text for s in made] == [s.summary_text(language) for s in corpus.ARTICLES]
    assert {s.strategy for s in made} == {"single"}
    evidence = [[sentence.evidence for sentence in summary.sentences] for summary in made]
    assert (
        evidence
        == {
            "en": [[(2, 4), (7,)], [(), (6,)], [(2, 3), (6,)]],
            "ru": [[(2,), (2, 7)], [(), (5, 6)], [(2,), (6,)]],
        }[language]
    )


@pytest.mark.models
def test_a_real_window_is_kept_to(workshop: Workshop) -> None:
    model = workshop.loader({"t5": (workshop.models.t5(), "summarize en,ru")}).load("t5")
    sentences = [pair.en for source in corpus.ARTICLES for pair in source.pairs()]
    (summary,) = Summarizer(model, 40).summarize([article(*(sentences * 20))], done)
    assert summary.strategy == "hierarchical"
    assert 0 < len(summary.text.split()) <= 40
