"""What is in doubt about a translation is in doubt about its summary."""

from __future__ import annotations

from dataclasses import replace

from summarize.summary.summarizer import doubted
from summarize.types import (
    Check,
    Severity,
    Status,
    Summary,
    SummarySentence,
    TranslatedSegment,
    Translation,
)

FOUND = Check("shortened", Severity.WARN, "found before")
SUMMARY = Summary(
    "en",
    (
        SummarySentence("The bridge is closed.", (2, 3), (FOUND,)),
        SummarySentence("The ferry sails.", (4,)),
        SummarySentence("Nothing supports it.", ()),
    ),
    "single",
    "fake",
)


def basis(*flagged: int) -> Translation:
    statuses = dict.fromkeys(flagged, Status.FLAGGED)
    usual = {2: Status.ACCEPTED, 3: Status.RESCUED, 4: Status.COPIED, 5: Status.ACCEPTED}
    return Translation(
        "en",
        "opus",
        tuple(
            TranslatedSegment(number, "words", statuses.get(number, status))
            for number, status in usual.items()
        ),
    )


def doubtful(summary: Summary) -> list[bool]:
    return [
        any(check.name == "doubtful-evidence" for check in sentence.checks)
        for sentence in summary.sentences
    ]


def test_a_sentence_is_in_doubt_where_any_of_its_evidence_is_flagged() -> None:
    assert doubtful(doubted(SUMMARY, basis(3))) == [True, False, False]
    assert doubtful(doubted(SUMMARY, basis(4, 2))) == [True, True, False]
    assert doubtful(doubted(SUMMARY, basis(5))) == [False, False, False]


def test_a_doubt_flags_the_sentence_and_takes_nothing_from_it() -> None:
    made = doubted(SUMMARY, basis(2))
    first = made.sentences[0]
    assert first.checks[0] == FOUND
    assert first.checks[1].severity is Severity.REJECT
    assert "translation" in first.checks[1].detail
    assert first.status is Status.FLAGGED
    assert replace(first, checks=(FOUND,)) == SUMMARY.sentences[0]
    assert made.sentences[1:] == SUMMARY.sentences[1:]


def test_what_was_translated_well_or_not_at_all_is_not_in_doubt() -> None:
    assert doubted(SUMMARY, basis()) == SUMMARY
    assert doubted(SUMMARY, None) == SUMMARY
