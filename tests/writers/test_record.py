from __future__ import annotations

import json

import pytest

from summarize.writers.edition import edition
from summarize.writers.record import dumps, from_json, to_json
from support.samples import DOCUMENT, RECORD, TRANSLATION


def test_a_record_comes_back_as_it_was() -> None:
    assert from_json(json.loads(dumps(to_json(RECORD)))) == RECORD


def test_the_contract_is_kept() -> None:
    value = to_json(RECORD)
    assert value["schema"] == 1
    assert set(value) == {"schema", "document", "translations", "summaries", "provenance"}
    assert {"id", "paragraph", "text"} <= set(value["document"]["segments"][0])
    assert set(value["translations"]["ru"]["segments"][2]) >= {
        "id", "text", "status", "rung", "checks", "score",
    }  # fmt: skip
    assert value["translations"]["ru"]["segments"][2]["checks"][0] == {
        "name": "length", "severity": "reject", "detail": "much too short <b>",
    }  # fmt: skip
    assert value["summaries"]["en"]["sentences"][0]["evidence"] == (1, 2)


def test_another_schema_is_refused() -> None:
    with pytest.raises(ValueError, match="schema 99"):
        from_json({**to_json(RECORD), "schema": 99})


def test_a_translation_of_another_document_is_refused() -> None:
    shorter = type(TRANSLATION)("ru", "opus", TRANSLATION.segments[1:])
    with pytest.raises(ValueError, match="segment 2 stands for 1"):
        edition(DOCUMENT, "ru", shorter, None)
