from __future__ import annotations

import json
from dataclasses import replace

import pytest

from summarize import __version__
from summarize.batch.ledger import edition_of
from summarize.types import TranslatedSegment, Translation
from summarize.writers.edition import draft_of, edition, entry
from summarize.writers.record import Record, dumps, from_json, loads, to_json
from support.samples import DOCUMENT, DOUBTFUL, RECORD, TRANSLATION


def test_a_record_comes_back_as_it_was() -> None:
    for record in (RECORD, DOUBTFUL):
        value = json.loads(dumps(to_json(record)))
        assert from_json(value) == record
        assert from_json(value) == record, "reading leaves the value as it is"


def test_a_record_of_an_earlier_version_can_be_read() -> None:
    value = json.loads(dumps(to_json(RECORD)))
    del value["drafts"]
    for summary in value["summaries"].values():
        for sentence in summary["sentences"]:
            del sentence["source"], sentence["system"]
    assert from_json(value) == RECORD
    assert draft_of(value, "ru") is None


def test_the_contract_is_kept() -> None:
    value = to_json(RECORD)
    assert value["schema"] == 1
    assert set(value) >= {"schema", "document", "translations", "summaries", "provenance"}
    assert {"id", "paragraph", "text"} <= set(value["document"]["segments"][0])
    assert set(value["translations"]["ru"]["segments"][2]) >= {
        "id", "text", "status", "rung", "checks", "score",
    }  # fmt: skip
    assert value["translations"]["ru"]["segments"][2]["checks"][0] == {
        "name": "length", "severity": "reject", "detail": "much too short <b>",
    }  # fmt: skip
    assert value["summaries"]["en"]["sentences"][0]["evidence"] == (1, 2)


def test_a_record_says_how_the_article_was_read() -> None:
    value = json.loads(dumps(to_json(RECORD)))["document"]
    assert (value["encoding"], value["language"]) == (DOCUMENT.encoding, DOCUMENT.language)


def test_a_summary_is_also_there_as_one_text() -> None:
    assert [(name, made["text"]) for name, made in to_json(DOUBTFUL)["summaries"].items()] == [
        ("en", "A bridge closed. It is 7 years old."),
        ("ru", "Мост закрылся. It is."),
    ]


def test_a_record_says_which_version_made_it_of_what() -> None:
    provenance = json.loads(dumps(to_json(RECORD)))["provenance"]
    assert provenance["summarize"] == __version__
    assert (provenance["key"], provenance["seconds"]) == ("key", 1.5)
    assert provenance["systems"][0]["sha256"] == "2" * 64
    assert provenance["systems"][0]["decoding"]["beam_size"] == 1


def test_json_is_for_people_and_for_differences() -> None:
    assert dumps({"a": ["мост"], 1: None}) == '{\n  "a": [\n    "мост"\n  ],\n  "1": null\n}\n'  # type: ignore[dict-item]


@pytest.mark.parametrize("data", [b"[]", b'"a"', b"1", b"null", b"{", b""])
def test_what_is_no_object_is_no_record(data: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - of two libraries, in their words
        loads(data)
    assert loads(b'{"a": {"b": 1}}') == {"a": {"b": 1}}


def test_another_schema_is_refused() -> None:
    with pytest.raises(ValueError, match="schema 99"):
        from_json({**to_json(RECORD), "schema": 99})


def test_a_translation_of_another_document_is_refused() -> None:
    shorter = type(TRANSLATION)("ru", "opus", TRANSLATION.segments[1:])
    with pytest.raises(ValueError, match="segment 2 stands for segment 1"):
        edition(DOCUMENT, "ru", shorter, None)


@pytest.mark.parametrize("segments", [TRANSLATION.segments[:-1], TRANSLATION.segments * 2])
def test_a_translation_that_is_not_of_every_segment_is_refused(
    segments: tuple[TranslatedSegment, ...],
) -> None:
    with pytest.raises(ValueError, match="zip"):
        edition(DOCUMENT, "ru", Translation("ru", "opus", segments), None)


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize("whole", [RECORD, DOUBTFUL])
def test_a_digest_says_what_the_page_says(language: str, first: int, whole: Record) -> None:
    said = whole.translations["ru"].segments[first:]
    segments = whole.document.segments[first:]
    record = replace(
        whole,
        document=replace(whole.document, segments=segments),
        translations={"ru": replace(TRANSLATION, segments=said)},
    )
    listed, page = entry(to_json(record), language), edition_of(record, language)
    assert (listed.title, listed.summary) == (page.title, page.summary)
    assert (listed.document_id, listed.flagged) == (page.document_id, page.flagged)
