"""Small hand-made documents and results for tests that need no model."""

from __future__ import annotations

from dataclasses import replace

from summarize.types import (
    Check,
    Decoding,
    Document,
    Draft,
    Segment,
    SegmentKind,
    Severity,
    Status,
    Summary,
    SummarySentence,
    SystemRecord,
    TranslatedSegment,
    Translation,
)
from summarize.writers.record import Provenance, Record

HOSTILE = '<script>alert(1)</script> & <img src=x onerror="alert(2)"> *bold* [link](javascript:x)'

DOCUMENT = Document(
    id="bridge-0a1b2c3d",
    source="articles/bridge.txt",
    sha256="0" * 64,
    language="en",
    title="A bridge closes",
    segments=(
        Segment(1, 0, "A bridge closes", kind=SegmentKind.TITLE),
        Segment(2, 1, "It closed on Monday.", " "),
        Segment(3, 1, HOSTILE),
        Segment(4, 2, "https://bridge.example", kind=SegmentKind.VERBATIM),
        Segment(5, 3, "Add a Comment", kind=SegmentKind.BOILERPLATE),
    ),
)
TRANSLATION = Translation(
    "ru",
    "opus",
    (
        TranslatedSegment(1, "Мост закрывается", Status.ACCEPTED, system="opus", score=0.97),
        TranslatedSegment(2, "Он закрылся в понедельник.", Status.RESCUED, "retry", system="opus"),
        TranslatedSegment(
            3,
            "Мост",
            Status.FLAGGED,
            "first",
            (Check("length", Severity.REJECT, "much too short <b>"),),
            0.1,
            "opus",
        ),
        TranslatedSegment(4, "https://bridge.example", Status.COPIED, "copy"),
        TranslatedSegment(5, "Add a Comment", Status.COPIED, "copy"),
    ),
)
SUMMARIES = {
    "en": Summary("en", (SummarySentence("A bridge closed.", (1, 2)),), "single", "qwen"),
    "ru": Summary("ru", (SummarySentence("Мост закрылся.", (1, 2)),), "single", "qwen"),
}
RECORD = Record(
    DOCUMENT,
    {"ru": TRANSLATION},
    SUMMARIES,
    Provenance(
        "key",
        (SystemRecord("opus", "o/opus", "1" * 40, "2" * 64, "ctranslate2", "int8", Decoding()),),
        "2026-01-01T00:00:00+00:00",
        1.5,
    ),
)

_NUMBERS = Check("numbers", Severity.REJECT, '"two" became "три"')
_UNSUPPORTED = Check("unsupported-number", Severity.REJECT, "not in the article: 7")
DOUBTFUL = replace(
    RECORD,
    translations={
        "ru": replace(
            TRANSLATION,
            segments=(
                TranslatedSegment(
                    1, "Три моста", Status.FLAGGED, "first", (_NUMBERS,), 0.1, "small"
                ),
                *TRANSLATION.segments[1:],
            ),
        )
    },
    summaries={
        "en": Summary(
            "en",
            (
                SummarySentence("A bridge closed.", (1, 2)),
                SummarySentence("It is 7 years old.", (), (_UNSUPPORTED,)),
            ),
            "single",
            "small",
        ),
        "ru": Summary(
            "ru",
            (
                SummarySentence("Мост закрылся.", (1, 2), (), "A bridge closed.", "small"),
                SummarySentence("It is.", (), (_NUMBERS,), "It is 7 years old.", "small"),
            ),
            "single",
            "small",
        ),
    },
    drafts={"en": Draft(("small",), ("large",)), "ru": Draft(("small",), ("large", "larger"))},
)
"""The title, a sentence of the summary and a sentence of the text are flagged; all is a draft."""
