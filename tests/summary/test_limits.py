"""A summary has at most so many words, whole sentences, and says what was left out."""

from __future__ import annotations

import pytest

from summarize.summary.summarizer import within
from summarize.types import Check, Severity, Status
from support.fake_models import Unfinished
from support.fake_summaries import BRIDGE, article, names, summaries


def plain(*texts: str) -> list[tuple[str, tuple[Check, ...]]]:
    return [(text, ()) for text in texts]


FOUND = Check("unfinished", Severity.REJECT, "found before")


def test_whole_sentences_up_to_the_limit() -> None:
    kept, left_out = within(plain("One two three.", "Four five.", "Six seven.", "Eight."), 6)
    assert [text for text, _ in kept] == ["One two three.", "Four five."]
    assert left_out == 2
    assert within(plain("One two."), 2) == (plain("One two."), 0)
    assert within([], 2) == ([], 0)


def test_no_later_sentence_takes_the_place_of_one_that_is_too_long() -> None:
    kept, left_out = within(plain("One.", "Two three four.", "Five."), 3)
    assert (kept, left_out) == (plain("One."), 2)


def test_one_sentence_over_the_limit_is_broken_off_at_a_clause_and_says_so() -> None:
    long = ("One two three, four five six, seven eight nine.", (FOUND,))
    ((text, checks),), left_out = within([long, *plain("Ten.")], 7)
    assert text == "One two three, four five six…"
    assert [(check.name, check.severity) for check in checks] == [
        ("unfinished", Severity.REJECT),
        ("shortened", Severity.WARN),
    ]
    assert "broken off" in checks[1].detail
    assert "7" in checks[1].detail
    assert left_out == 1


@pytest.mark.parametrize("end", [",", ";", ":", " —", " –", " -", "—", "–", "-", " —,"])
def test_what_is_broken_off_ends_with_dots_alone(end: str) -> None:
    ((text, _),), left_out = within(plain(f"One two three{end} four five six."), 3 + end.count(" "))
    assert text == "One two three…"
    assert left_out == 0


def test_what_fills_the_limit_is_not_broken_off() -> None:
    ((text, _),), _ = within(plain("One two three four five six seven."), 6)
    assert len(text.split()) in range(3, 7)
    kept, left_out = within(plain("One two three four five six seven."), 7)
    assert (kept, left_out) == (plain("One two three four five six seven."), 0)


@pytest.mark.parametrize("max_words", [1, 2, 5, 8, 12, 13, 17, 18])
@pytest.mark.parametrize(
    "written",
    [
        " ".join(BRIDGE),
        Unfinished(" ".join(BRIDGE) + " And then"),
        Unfinished("The council closed the old bridge on Monday after many years of"),
        "the council closed " * 30,
        "a,b;c " * 40,
        "",
    ],
)
def test_a_summary_never_has_more_words_than_were_asked_for(written: str, max_words: int) -> None:
    (summary,) = summaries(lambda _: written, article(*BRIDGE), max_words=max_words)
    assert 0 < len(summary.text.split()) <= max_words


@pytest.mark.parametrize(("max_words", "left_out"), [(8, "2 sentences"), (13, "1 sentence ")])
def test_what_is_left_out_is_said_at_the_end(max_words: int, left_out: str) -> None:
    (summary,) = summaries(lambda _: " ".join(BRIDGE), article(*BRIDGE), max_words=max_words)
    *first, last = summary.sentences
    assert [sentence.text for sentence in summary.sentences] == list(BRIDGE[: len(first) + 1])
    assert [sentence.checks for sentence in first] == [()] * len(first)
    (check,) = last.checks
    assert (check.name, check.severity) == ("shortened", Severity.WARN)
    assert check.detail.startswith(left_out)
    assert str(max_words) in check.detail


def test_what_fits_has_no_finding() -> None:
    (summary,) = summaries(lambda _: " ".join(BRIDGE[:2]), article(*BRIDGE))
    assert [sentence.checks for sentence in summary.sentences] == [(), ()]


def test_an_unfinished_sentence_is_left_out_and_the_one_before_says_so() -> None:
    written = Unfinished(f"{' '.join(BRIDGE)} Repairs will not")
    (summary,) = summaries(lambda _: written, article(*BRIDGE))
    assert [sentence.text for sentence in summary.sentences] == list(BRIDGE)
    assert [names(sentence.checks) for sentence in summary.sentences] == [[], [], ["shortened"]]
    assert summary.sentences[-1].status is Status.ACCEPTED
    assert "did not finish" in summary.sentences[-1].checks[0].detail


def test_a_sentence_that_was_all_there_is_is_kept_though_unfinished() -> None:
    (summary,) = summaries(lambda _: Unfinished("The council closed the old"), article(*BRIDGE))
    (sentence,) = summary.sentences
    assert sentence.text == "The council closed the old"
    assert [(c.name, c.severity) for c in sentence.checks] == [("unfinished", Severity.REJECT)]
    assert "did not finish" in sentence.checks[0].detail


def test_an_unfinished_nothing_is_nothing() -> None:
    (summary,) = summaries(lambda _: Unfinished(""), article(*BRIDGE))
    assert [sentence.text for sentence in summary.sentences] == list(BRIDGE)
    assert summary.strategy == "lead"


@pytest.mark.parametrize(
    ("max_words", "expected"), [(60, list(BRIDGE)), (13, list(BRIDGE[:2])), (8, [BRIDGE[0]])]
)
def test_the_first_sentences_that_stand_in_say_nothing_of_those_that_do_not(
    max_words: int, expected: list[str]
) -> None:
    """They were not written as a summary: no sentence of one was left out."""
    (summary,) = summaries(lambda _: "", article(*BRIDGE), max_words=max_words)
    assert [sentence.text for sentence in summary.sentences] == expected
    assert [sentence.evidence for sentence in summary.sentences] == [
        (number,) for number in range(2, 2 + len(expected))
    ]
    assert {sentence.checks for sentence in summary.sentences} == {()}
    assert (summary.strategy, summary.model) == ("lead", "fake")
