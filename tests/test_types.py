"""What the nouns say of themselves, and what they are where nothing is said."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from summarize.types import (
    Check,
    Decoding,
    Document,
    Draft,
    Hypothesis,
    LangPair,
    ModelSpec,
    Segment,
    SegmentKind,
    Severity,
    Status,
    Summary,
    SummarySentence,
    TranslatedSegment,
)


@pytest.mark.parametrize(
    ("kind", "translatable"),
    [
        (SegmentKind.TITLE, True),
        (SegmentKind.HEADING, True),
        (SegmentKind.PROSE, True),
        (SegmentKind.BOILERPLATE, False),
        (SegmentKind.VERBATIM, False),
    ],
)
def test_what_a_translation_says_in_its_own_language(kind: SegmentKind, translatable: bool) -> None:
    assert Segment(1, 1, "text", kind=kind).translatable is translatable


def test_the_paragraphs_of_a_document_in_reading_order() -> None:
    segments = (Segment(1, 0, "A"), Segment(2, 1, "B", " "), Segment(3, 1, "C"), Segment(4, 3, "D"))
    document = Document("id", "a.txt", "0" * 64, "en", "A", segments)
    assert [(n, [s.text for s in found]) for n, found in document.paragraphs()] == [
        (0, ["A"]),
        (1, ["B", "C"]),
        (3, ["D"]),
    ]
    assert document.encoding == "utf-8"


def test_a_sentence_of_a_summary_is_flagged_by_what_rejects_it_only() -> None:
    warning = Check("length", Severity.WARN, "long")
    rejection = Check("numbers", Severity.REJECT, "7")
    assert SummarySentence("A.", (1,)).status is Status.ACCEPTED
    assert SummarySentence("A.", (1,), (warning,)).status is Status.ACCEPTED
    assert SummarySentence("A.", (1,), (warning, rejection)).status is Status.FLAGGED


def test_a_summary_is_one_paragraph() -> None:
    sentences = (SummarySentence("A.", (1,)), SummarySentence("B.", (2,)))
    assert Summary("en", sentences, "single", "m").text == "A. B."


def test_drafts_are_told_together_and_each_model_once() -> None:
    drafts = [Draft(("a", "b"), ("x",)), Draft(("b", "c")), Draft(("a",), ("y", "x"))]
    assert Draft.together(drafts) == Draft(("a", "b", "c"), ("x", "y"))
    assert Draft.together([]) is None
    assert Draft(("a",)).better == ()


def test_what_a_model_is_where_models_txt_does_not_say() -> None:
    spec = ModelSpec("m", frozenset({"translate"}), ("*",), "o/m")
    assert (spec.file, spec.revision, spec.sha256, dict(spec.options)) == (None, None, None, {})
    assert (spec.licence, spec.is_draft, spec.is_local) == ("unknown", False, False)
    options = {"licence": "mit", "quality": "draft", "sha256": "1" * 64}
    told = ModelSpec("m", frozenset(), ("*",), "/models/m", options=options)
    assert (told.licence, told.is_draft, told.is_local) == ("mit", True, True)
    assert told.sha256 == "1" * 64
    other = ModelSpec("m", frozenset(), ("*",), "o/m", options={"quality": "good"})
    assert not other.is_draft


def test_what_is_taken_where_nothing_is_said() -> None:
    """Greedy search without any penalty: what most runs are made with."""
    assert Decoding() == Decoding(1, 1.0, 0, None, 1.0)
    assert Hypothesis("a", 1, 2, True) == Hypothesis("a", 1, 2, True, None, "")
    segment = TranslatedSegment(1, "a", Status.ACCEPTED)
    assert segment == TranslatedSegment(1, "a", Status.ACCEPTED, "first", (), None, "")
    assert Segment(1, 1, "a") == Segment(1, 1, "a", "", SegmentKind.PROSE)
    assert str(LangPair("en", "ru")) == "en-ru"


def test_nouns_do_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        Decoding().beam_size = 4  # type: ignore[misc]


def test_words_in_files_are_those_that_readers_of_files_know() -> None:
    assert [str(status) for status in Status] == ["accepted", "rescued", "flagged", "copied"]
    assert [str(severity) for severity in Severity] == ["reject", "warn"]
    assert [str(kind) for kind in SegmentKind] == [
        "title", "heading", "prose", "boilerplate", "verbatim",
    ]  # fmt: skip
