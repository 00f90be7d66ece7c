"""The ledger record of a document, as JSON, and back.

The schema is in docs/architecture.md; `SCHEMA` is raised when a field changes its meaning.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import orjson

from summarize import __version__
from summarize.types import (
    Check,
    Decoding,
    Document,
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

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Provenance:
    """How a record came about.

    Attributes:
        key: Stands for everything the outputs depend on; equal keys need no second run.
        systems: The systems that took part.
        started: ISO 8601, in UTC.
        seconds: From reading the document to its record.
    """

    key: str
    systems: tuple[SystemRecord, ...]
    started: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Record:
    """A document with all that was made of it."""

    document: Document
    translations: Mapping[str, Translation]
    summaries: Mapping[str, Summary]
    provenance: Provenance


def to_json(record: Record) -> dict[str, Any]:
    """The record as JSON values, in the contract's order."""
    document = record.document
    return {
        "schema": SCHEMA,
        "document": {
            "id": document.id,
            "source": document.source,
            "sha256": document.sha256,
            "language": document.language,
            "title": document.title,
            "encoding": document.encoding,
            "segments": [asdict(segment) for segment in document.segments],
        },
        "translations": {
            language: {
                "system": translation.system,
                "segments": [asdict(segment) for segment in translation.segments],
            }
            for language, translation in record.translations.items()
        },
        "summaries": {
            language: {
                "text": summary.text,
                "sentences": [asdict(sentence) for sentence in summary.sentences],
                "strategy": summary.strategy,
                "model": summary.model,
            }
            for language, summary in record.summaries.items()
        },
        "provenance": {"summarize": __version__, **asdict(record.provenance)},
    }


def dumps(value: Mapping[str, Any]) -> str:
    """JSON for people and diffs: indented, Unicode as it is, a new line at the end."""
    options = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE | orjson.OPT_NON_STR_KEYS
    return orjson.dumps(value, option=options).decode()


def loads(data: bytes) -> dict[str, Any]:
    """A record, or another JSON object, as JSON values.

    Raises:
        ValueError: It is none.
    """
    value = orjson.loads(data)
    if not isinstance(value, dict):
        raise ValueError("not a JSON object")  # noqa: TRY004 - the file is wrong, not the call
    return value


def from_json(value: Mapping[str, Any]) -> Record:
    """The record that `to_json` made.

    Raises:
        KeyError, TypeError, ValueError: It is not such a record, or of another schema.
    """
    if value["schema"] != SCHEMA:
        raise ValueError(f"a record of schema {value['schema']}")
    document = value["document"]
    provenance = dict(value["provenance"])
    provenance.pop("summarize")
    return Record(
        document=Document(
            **{**document, "segments": tuple(_segment(item) for item in document["segments"])}
        ),
        translations={
            language: Translation(
                language, item["system"], tuple(_translated(part) for part in item["segments"])
            )
            for language, item in value["translations"].items()
        },
        summaries={
            language: Summary(
                language,
                tuple(_sentence(part) for part in item["sentences"]),
                item["strategy"],
                item["model"],
            )
            for language, item in value["summaries"].items()
        },
        provenance=Provenance(
            **{**provenance, "systems": _systems(provenance["systems"])},
        ),
    )


def _segment(item: Mapping[str, Any]) -> Segment:
    return Segment(**{**item, "kind": SegmentKind(item["kind"])})


def _translated(item: Mapping[str, Any]) -> TranslatedSegment:
    return TranslatedSegment(
        **{**item, "status": Status(item["status"]), "checks": _checks(item["checks"])}
    )


def _sentence(item: Mapping[str, Any]) -> SummarySentence:
    return SummarySentence(item["text"], tuple(item["evidence"]), _checks(item["checks"]))


def _checks(items: Sequence[Mapping[str, Any]]) -> tuple[Check, ...]:
    return tuple(Check(item["name"], Severity(item["severity"]), item["detail"]) for item in items)


def _systems(items: Sequence[Mapping[str, Any]]) -> tuple[SystemRecord, ...]:
    return tuple(
        SystemRecord(**{**item, "decoding": Decoding(**item["decoding"])}) for item in items
    )
