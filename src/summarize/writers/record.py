"""The ledger record of a document, as JSON, and back.

The schema is in docs/architecture.md; `SCHEMA` is raised when a field changes its meaning.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import orjson

from summarize import __version__
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

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Provenance:
    """How a record came about.

    Attributes:
        key: Stands for everything the outputs depend on; equal keys need no second run.
        systems: The systems that took part.
        started: ISO 8601, in UTC.
        seconds: The document's share, by its length, of the time in which it was processed
            together with others.
    """

    key: str
    systems: tuple[SystemRecord, ...]
    started: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Record:
    """A document with all that was made of it.

    Attributes:
        document: The article.
        translations: By language.
        summaries: By language.
        provenance: How the record came about.
        drafts: By language, what is to be said where models took part that are known to be poor.
    """

    document: Document
    translations: Mapping[str, Translation]
    summaries: Mapping[str, Summary]
    provenance: Provenance
    drafts: Mapping[str, Draft] = field(default_factory=dict)


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
        "drafts": {language: asdict(draft) for language, draft in record.drafts.items()},
        "provenance": {"summarize": __version__, **asdict(record.provenance)},
    }


def dumps(value: Mapping[str, Any]) -> str:
    """JSON for people and diffs: indented, Unicode as it is, a new line at the end."""
    options = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE | orjson.OPT_NON_STR_KEYS
    return orjson.dumps(value, option=options).decode()


def loads(data: bytes) -> dict[str, Any]:
    """A record, or another JSON object, as JSON values.

    Raises:
        ValueError: The data is no JSON object.
    """
    value = orjson.loads(data)
    if not isinstance(value, dict):
        raise ValueError("not a JSON object")  # noqa: TRY004 - the file is wrong, not the call
    return value


def from_json(value: Mapping[str, Any]) -> Record:
    """The record that `to_json` made.

    Raises:
        KeyError, TypeError, ValueError: The value is no ledger record, or one of another schema.
    """
    if value["schema"] != SCHEMA:
        raise ValueError(f"a record of schema {value['schema']}")
    document = value["document"]
    provenance = dict(value["provenance"])
    provenance.pop("summarize")
    return Record(
        document=Document(
            **{**document, "segments": tuple(map(segment_from_json, document["segments"]))}
        ),
        translations={
            language: Translation(
                language, item["system"], tuple(map(translated_from_json, item["segments"]))
            )
            for language, item in value["translations"].items()
        },
        summaries={
            language: Summary(
                language,
                tuple(map(sentence_from_json, item["sentences"])),
                item["strategy"],
                item["model"],
            )
            for language, item in value["summaries"].items()
        },
        provenance=Provenance(
            **{**provenance, "systems": _systems(provenance["systems"])},
        ),
        drafts={
            language: draft_from_json(item) for language, item in value.get("drafts", {}).items()
        },
    )


def segment_from_json(item: Mapping[str, Any]) -> Segment:
    """A source segment of a record."""
    return Segment(**{**item, "kind": SegmentKind(item["kind"])})


def translated_from_json(item: Mapping[str, Any]) -> TranslatedSegment:
    """A translated segment of a record."""
    return TranslatedSegment(
        **{**item, "status": Status(item["status"]), "checks": _checks(item["checks"])}
    )


def sentence_from_json(item: Mapping[str, Any]) -> SummarySentence:
    """A summary's sentence of a record."""
    return SummarySentence(
        item["text"],
        tuple(item["evidence"]),
        _checks(item["checks"]),
        item.get("source", ""),
        item.get("system", ""),
    )


def draft_from_json(item: Mapping[str, Any]) -> Draft:
    """What a record says of a machine draft."""
    return Draft(tuple(item["models"]), tuple(item["better"]))


def _checks(items: Sequence[Mapping[str, Any]]) -> tuple[Check, ...]:
    return tuple(Check(item["name"], Severity(item["severity"]), item["detail"]) for item in items)


def _systems(items: Sequence[Mapping[str, Any]]) -> tuple[SystemRecord, ...]:
    return tuple(
        SystemRecord(**{**item, "decoding": Decoding(**item["decoding"])}) for item in items
    )
