"""What became of documents: small values that travel between threads, processes and machines."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from summarize.types import Draft, SystemRecord
from summarize.writers.record import Record


@dataclass(frozen=True, slots=True)
class JobInput:
    """An input of a job.

    Attributes:
        path: The file.
        id: The id of its document.
        source: The document's source.
        size: In bytes.
        key: What its record must have as key to count as done; None if the file is unreadable.
        done: Whether its record has that key.
        signature: Of everything but the file that its record depends on.
    """

    path: Path
    id: str
    source: str
    size: int
    key: str | None
    done: bool
    signature: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """A document that was processed, or failed.

    Attributes:
        id: The document's.
        failure: As written to `failures/`; None if it succeeded.
        statuses: For each language, how many segments are `accepted`, `rescued` and so on.
        rungs: For each language, how many segments each rung wrote.
        checks: For each language, how often each check spoke.
        summaries: For each language, how many sentences of the summary are `accepted`, `flagged`.
        findings: How often each check spoke about summaries.
        systems: Whose output stands in the record.
        drafts: For each language, what is to be said of a machine draft.
    """

    id: str
    failure: Mapping[str, Any] | None = None
    statuses: Mapping[str, Counter[str]] = field(default_factory=dict)
    rungs: Mapping[str, Counter[str]] = field(default_factory=dict)
    checks: Mapping[str, Counter[str]] = field(default_factory=dict)
    summaries: Mapping[str, Counter[str]] = field(default_factory=dict)
    findings: Counter[str] = field(default_factory=Counter)
    systems: tuple[SystemRecord, ...] = ()
    drafts: Mapping[str, Draft] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Work:
    """What a worker has done since it began.

    Attributes:
        worker: Its name.
        input_tokens: Read by its models.
        output_tokens: Written by its models.
        prompt_tokens: Of the batches, without what their prompts have in common.
        positions: Of the batches, padding included.
        model_seconds: Waited for its engines.
        load_seconds: Spent loading models.
        peak_memory: The most memory its process has held, in bytes.
    """

    worker: str
    input_tokens: int = 0
    output_tokens: int = 0
    prompt_tokens: int = 0
    positions: int = 0
    model_seconds: float = 0.0
    load_seconds: float = 0.0
    peak_memory: int = 0


@dataclass(frozen=True, slots=True)
class Portion:
    """What came of one window: its documents' outcomes, and where its worker stands now.

    Attributes:
        outcomes: One a document; none for those that a stop has left undone.
        work: What its worker has done since it began.
        warnings: What the user should know of the run as a whole.
    """

    outcomes: tuple[Outcome, ...]
    work: Work
    warnings: tuple[str, ...] = ()


def record_key(sha256: str, signature: str) -> str:
    """The key of the record of a document.

    Args:
        sha256: Of the bytes that the document was made of.
        signature: Of everything else that its record depends on.
    """
    return hashlib.sha256(f"{sha256} {signature}".encode()).hexdigest()


def outcome_of(record: Record) -> Outcome:
    """Count what is in a record."""
    segments = {language: made.segments for language, made in record.translations.items()}
    return Outcome(
        record.document.id,
        statuses={
            language: Counter(str(entry.status) for entry in entries)
            for language, entries in segments.items()
        },
        rungs={
            language: Counter(entry.rung for entry in entries)
            for language, entries in segments.items()
        },
        checks={
            language: Counter(check.name for entry in entries for check in entry.checks)
            for language, entries in segments.items()
        },
        summaries={
            language: Counter(str(sentence.status) for sentence in summary.sentences)
            for language, summary in record.summaries.items()
        },
        findings=Counter(
            check.name
            for summary in record.summaries.values()
            for sentence in summary.sentences
            for check in sentence.checks
        ),
        systems=record.provenance.systems,
        drafts=record.drafts,
    )
