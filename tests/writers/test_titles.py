"""What a document goes by, on its pages and in the digest, whatever a model made of its title."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from markdown_it import MarkdownIt

from summarize.types import (
    Check,
    Document,
    Segment,
    SegmentKind,
    Severity,
    Status,
    Summary,
    SummarySentence,
    TranslatedSegment,
    Translation,
)
from summarize.writers import markdown
from summarize.writers.edition import Digest, edition, entry
from summarize.writers.record import Record, to_json
from support.samples import RECORD

CHECKS = (Check("lines", Severity.REJECT, "2 line breaks more than in the source"),)


def record_of(*segments: tuple[Segment, str, bool], summary: str = "") -> Record:
    """A record whose translation says these texts, some of them flagged."""
    document = Document(
        "a-1", "a.txt", "0" * 64, "en", "", tuple(segment for segment, _, _ in segments)
    )
    said = tuple(
        TranslatedSegment(
            segment.id,
            text,
            Status.FLAGGED if is_flagged else Status.ACCEPTED,
            checks=CHECKS if is_flagged else (),
        )
        for segment, text, is_flagged in segments
    )
    sentence = SummarySentence(summary, (1,), CHECKS, "Short.", "m")
    return replace(
        RECORD,
        document=document,
        translations={"ru": Translation("ru", "m", said)},
        summaries={"ru": Summary("ru", (sentence,), "single", "m")} if summary else {},
    )


def title_of(record: Record) -> tuple[str, str, str]:
    shown = edition(record.document, "ru", record.translations["ru"], None).title
    assert entry(to_json(record), "ru").title == shown
    return shown.text, shown.note, shown.original


@pytest.mark.parametrize("said", ["Мост\n\nПояснение: мост", "Мост\nПояснение: мост"])
def test_a_title_and_a_summary_are_one_line_each(said: str) -> None:
    title = Segment(1, 0, "A bridge", kind=SegmentKind.TITLE)
    record = record_of((title, said, True), summary=said)
    found = "".join(markdown.digest(Digest("Job", "ru", 1, 0), [entry(to_json(record), "ru")]))
    headings = [
        inline.content
        for opening, inline in pairwise(MarkdownIt().parse(found))
        if opening.type == "heading_open"
    ]
    assert headings[1] == "⚠ [Мост Пояснение: мост](a-1.md)"
    assert "\n⚠ Мост Пояснение: мост\n" in found


def test_the_doubts_about_every_part_of_a_title_are_told() -> None:
    parts = [Segment(1, 0, "One.", " ", SegmentKind.TITLE), Segment(2, 0, "Two.", "")]
    record = record_of((parts[0], "Раз.", True), (parts[1], "", True))
    note = "lines: 2 line breaks more than in the source"
    assert title_of(record) == ("Раз. Two.", f"{note}; {note}", "One. Two.")


def test_first_words_that_stand_for_a_title_have_no_doubts_but_their_own() -> None:
    opening = Segment(1, 1, "It rained on all eight days of May.", " ")
    rest = Segment(2, 1, "Then it snowed.")
    record = record_of(
        (opening, "Дождь шёл все восемь дней мая без перерыва.", False), (rest, "Снег", True)
    )
    assert title_of(record) == ("Дождь шёл все восемь дней мая без перерыва.…", "", "")
    record = record_of((opening, "Шёл дождь.", False), (rest, "Снег", True))
    assert title_of(record)[1:] == (
        "lines: 2 line breaks more than in the source",
        "Then it snowed.",
    )


def test_an_article_of_no_words_goes_by_the_name_of_its_files() -> None:
    record = record_of((Segment(1, 0, "Ja", kind=SegmentKind.TITLE), " ", False))
    assert title_of(record) == ("a-1", "", "")
    nothing = replace(record.document, segments=())
    assert edition(nothing, "en", None, None).title.text == "a-1"


def test_eight_words_stand_for_a_title_and_nine_are_cut() -> None:
    segment = Segment(1, 1, "A text.", " ")
    eight = "one two three four five six seven eight"
    assert title_of(record_of((segment, eight, False)))[0] == eight
    assert title_of(record_of((segment, f"{eight} nine", False)))[0] == f"{eight}…"


def test_doubt_about_the_last_of_the_first_words_is_told() -> None:
    parts = [Segment(number, 1, "A text.", " ") for number in (1, 2, 3)]
    seven = "one two three four five six seven"
    shown = title_of(
        record_of((parts[0], seven, False), (parts[1], "eight", True), (parts[2], "nine", True))
    )
    assert shown == (
        f"{seven} eight…",
        "lines: 2 line breaks more than in the source",
        "A text.",
    )


def test_a_title_that_is_a_title_is_not_cut() -> None:
    long = " ".join(["word"] * 12)
    record = record_of((Segment(1, 0, "A", kind=SegmentKind.TITLE), long, False))
    assert title_of(record) == (long, "", "")
