"""A job from its file to its output tree: read, skip what is done, process, write, report."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from summarize import __version__
from summarize.batch.job import Job
from summarize.batch.ledger import Ledger
from summarize.batch.pipeline import Pipeline, Plan
from summarize.batch.report import RunReport
from summarize.batch.reporting import Reporter
from summarize.engines.loading import Loader
from summarize.errors import DocumentError, EngineError, OutputError, SummarizeError
from summarize.models.store import StoredModel
from summarize.readers.files import find_files, identify, read_file
from summarize.translation.gate import GATE_VERSION
from summarize.types import Document
from summarize.writers.record import SCHEMA, Record

WINDOW = 64
"""Documents that are processed together; their segments share batches."""


@dataclass(frozen=True, slots=True)
class Found:
    """An input of a job.

    Attributes:
        path: The file.
        id: The id of its document.
        source: The document's source.
        key: What its record must have as key to count as done; None if the file is unreadable.
        done: Whether its record has that key.
    """

    path: Path
    id: str
    source: str
    key: str | None
    done: bool


class Runner:
    """Runs one job.

    Args:
        job: The job.
        loader: Where models come from.
        reporter: Told about the progress.
        fresh: Do everything again, also what is done.
        fail_on_flagged: Whether a flagged passage is a failure.
    """

    def __init__(
        self,
        job: Job,
        loader: Loader,
        reporter: Reporter,
        *,
        fresh: bool = False,
        fail_on_flagged: bool = False,
    ) -> None:
        self._job = job
        self._loader = loader
        self._reporter = reporter
        self._fresh = fresh
        self._fail_on_flagged = fail_on_flagged
        self._plan = plan_of(job)
        self._ledger = Ledger(job.directory, job.output_languages, job.formats)
        self._pipeline = Pipeline(self._plan, loader, reporter)

    def survey(self, stored: Sequence[StoredModel]) -> list[Found]:
        """The inputs of the job, in order, and which of them are done.

        Args:
            stored: The models of the job.

        Raises:
            ConfigError: A pattern of the job is none.
        """
        signature = _signature(self._plan, self._job, stored)
        return [
            self._found(path, signature) for path in find_files(self._job.folder, self._job.inputs)
        ]

    def preview(self) -> dict[str, Any]:
        """What a run would do: the state of each document and model. Nothing is loaded.

        Raises:
            ConfigError: The job asks for what cannot be.
        """
        specs = [self._loader.registry.get(name) for name in self._plan.names()]
        found = {spec.name: self._loader.store.lookup(spec) for spec in specs}
        stored = [model for model in found.values() if model]
        return {
            "documents": [
                {
                    "id": item.id,
                    "source": item.source,
                    "state": "done" if item.done else "to do" if item.key else "unreadable",
                }
                for item in self.survey(stored)
            ],
            "models": [{"name": name, "ready": bool(model)} for name, model in found.items()],
        }

    def run(self, limit: int | None = None) -> RunReport:
        """Process what is not done yet.

        Args:
            limit: At most so many documents; None for all.

        Returns:
            What was done, also written to `run.json`.

        Raises:
            ConfigError: The job asks for what cannot be.
            ModelError: A model cannot be had or loaded; nothing was done.
            OutputError: The output folder cannot be written; nothing was done.
        """
        report = RunReport(self._job.name, self._job.path, fail_on_flagged=self._fail_on_flagged)
        self._ledger.require_writable()
        stored = [self._loader.stored(name) for name in self._plan.names()]
        found = self.survey(stored)
        pending = [item for item in found if self._fresh or not item.done][:limit]
        chosen = {item.id for item in pending}
        report.skipped = [item.id for item in found if item.done and item.id not in chosen]
        for document_id in report.skipped:
            self._ledger.save_pages(self._ledger.read(document_id), missing_only=True)
        if pending:
            self._process(pending, report)
        report.finish(self._loader.loaded)
        self._finish(found, report)
        return report

    def _found(self, path: Path, signature: str) -> Found:
        document_id, source = identify(path, root=self._job.folder)
        try:
            with path.open("rb") as file:
                key = hashlib.file_digest(file, "sha256")
        except OSError:
            return Found(path, document_id, source, None, done=False)
        key.update(signature.encode())
        done = self._ledger.key(document_id) == key.hexdigest()
        return Found(path, document_id, source, key.hexdigest(), done=done)

    def _process(self, pending: Sequence[Found], report: RunReport) -> None:
        documents = list(self._read(pending, report))
        if not documents:
            return
        self._pipeline.prepare(dict.fromkeys(document.language for document in documents))
        keys = {item.id: item.key or "" for item in pending}
        task = "articles"
        self._reporter.begin(task, len(documents), "articles")
        for start in range(0, len(documents), WINDOW):
            window = documents[start : start + WINDOW]
            for record in self._records(window, keys, report):
                self._save(record, report)
            self._reporter.advance(task, len(window))
        self._reporter.end(task)

    def _read(self, pending: Sequence[Found], report: RunReport) -> Iterator[Document]:
        for item in pending:
            try:
                yield read_file(
                    item.path,
                    root=self._job.folder,
                    languages=self._job.input_languages,
                    max_bytes=self._job.max_bytes,
                )
            except DocumentError as error:
                self._fail(item.id, item.source, "read", error, report)

    def _records(
        self, window: Sequence[Document], keys: dict[str, str], report: RunReport
    ) -> Iterator[Record]:
        """The records of a window; if it fails as a whole, each document on its own."""
        try:
            yield from self._pipeline.process(window, keys)
        except (DocumentError, EngineError) as error:
            if len(window) == 1:
                self._fail(window[0].id, window[0].source, "process", error, report)
                return
            for document in window:
                yield from self._records([document], keys, report)

    def _save(self, record: Record, report: RunReport) -> None:
        try:
            self._ledger.save(record)
        except OutputError as error:
            self._fail(record.document.id, record.document.source, "write", error, report)
        else:
            report.add(record)

    def _fail(
        self, document_id: str, source: str, stage: str, error: SummarizeError, report: RunReport
    ) -> None:
        failure = {
            "schema": SCHEMA,
            "document": {"id": document_id, "source": source},
            "stage": stage,
            "error": type(error).__name__,
            "message": error.message,
            "hint": error.hint,
            "retry": f"summarize run {self._job.path}",
            "time": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        report.failures.append(failure)
        self._reporter.warn(str(error))
        try:
            self._ledger.save_failure(document_id, failure)
        except OutputError as problem:
            self._reporter.warn(str(problem))

    def _finish(self, found: Sequence[Found], report: RunReport) -> None:
        done = {*report.skipped, *report.done}
        try:
            self._ledger.save_digests(
                self._job.name,
                [item.id for item in found if item.id in done],
                len(report.failures),
            )
            self._ledger.save_report(report.to_json())
        except OutputError as error:
            report.incomplete = True
            self._reporter.warn(str(error))


def plan_of(job: Job) -> Plan:
    """What a job makes of each document."""
    return Plan(
        languages=job.output_languages,
        systems=job.systems,
        policy=job.policy,
        summary_model=job.summary_model,
        max_words=job.max_words,
    )


def _signature(plan: Plan, job: Job, stored: Sequence[StoredModel]) -> str:
    """Everything but the document that a record depends on."""
    content: dict[str, Any] = {
        "schema": SCHEMA,
        "summarize": __version__,
        "input_languages": job.input_languages,
        "languages": plan.languages,
        "systems": {str(pair): names for pair, names in plan.systems.items()},
        "policy": asdict(plan.policy),
        "gate": GATE_VERSION,
        "summary_model": plan.summary_model,
        "max_words": plan.max_words,
        "run": asdict(job.run),
        "models": {model.spec.name: [model.revision, model.digest] for model in stored},
    }
    return json.dumps(content, sort_keys=True)
