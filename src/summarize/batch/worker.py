"""Documents from their files to their records: what each thread, process or machine does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from queue import Empty, SimpleQueue

from summarize.batch.job import Job
from summarize.batch.ledger import Ledger
from summarize.batch.outcome import JobInput, Outcome, Portion, Work, outcome_of, record_key
from summarize.batch.pipeline import Pipeline, Plan
from summarize.batch.reporting import Reporter
from summarize.engines.loading import Loader
from summarize.errors import DocumentError, EngineError, Interrupted, OutputError, SummarizeError
from summarize.peak import peak_memory
from summarize.readers.files import read_file
from summarize.translation.recall import Memory
from summarize.types import Document
from summarize.writers.record import SCHEMA, Record

_OF_A_DOCUMENT = (
    DocumentError,
    EngineError,
    # Faults of our own on a text that nobody foresaw: they must not cost the other articles.
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)


class Worker:
    """Processes windows of documents; several threads may use one worker.

    Args:
        name: Tells workers apart.
        job: The job.
        loader: Where models come from.
        reporter: Told about progress within a window.
        memory: The translation memory; None for none.
    """

    def __init__(
        self,
        name: str,
        job: Job,
        loader: Loader,
        reporter: Reporter,
        memory: Memory | None,
    ) -> None:
        self._name = name
        self._job = job
        self._loader = loader
        self._ledger = Ledger(job.directory, job.output_languages, job.formats)
        self._warnings: SimpleQueue[str] = SimpleQueue()
        # What could not be had when the run began is not asked for again.
        plan = plan_of(job.without(loader.missing))
        self._pipeline = Pipeline(plan, loader, reporter, memory, self._warnings.put)

    def process(self, window: Sequence[JobInput]) -> Portion:
        """Read, translate, summarise and write some documents.

        A document that fails has an outcome that says so; one that a stop has left undone has none.

        Raises:
            ConfigError: A language pair has no system.
            ModelError: A model that the job cannot do without cannot be had or loaded.
        """
        read = [self._read(item) for item in window]
        documents = [item for item in read if isinstance(item, Document)]
        outcomes = [item for item in read if isinstance(item, Outcome)]
        signatures = {item.id: item.signature for item in window}
        keys = {item.id: record_key(item.sha256, signatures[item.id]) for item in documents}
        try:
            self._pipeline.prepare(dict.fromkeys(document.language for document in documents))
            for outcome in self._outcomes(documents, keys):
                outcomes.append(outcome)  # noqa: PERF402 - what there is when a stop comes stays
        except Interrupted:
            pass  # the translation memory holds what was decoded; the next run goes on there
        return Portion(tuple(outcomes), self.work(), self._told())

    def _told(self) -> tuple[str, ...]:
        """The warnings since the last time, or since another thread has taken some."""
        told = []
        with suppress(Empty):
            while True:
                told.append(self._warnings.get_nowait())
        return tuple(told)

    def work(self) -> Work:
        """What it has done since it began."""
        models = self._loader.loaded
        return Work(
            self._name,
            input_tokens=sum(model.usage.input_tokens for model in models),
            output_tokens=sum(model.usage.output_tokens for model in models),
            prompt_tokens=sum(model.padding.tokens for model in models),
            positions=sum(model.padding.positions for model in models),
            model_seconds=sum(model.usage.seconds for model in models),
            load_seconds=sum(model.load_seconds for model in models),
            peak_memory=peak_memory(),
        )

    def _read(self, item: JobInput) -> Document | Outcome:
        try:
            return read_file(
                item.path,
                root=self._job.folder,
                languages=self._job.input_languages,
                max_bytes=self._job.max_bytes,
            )
        except _OF_A_DOCUMENT as error:
            return self._failed(item.id, item.source, "read", error)

    def _outcomes(
        self, documents: Sequence[Document], keys: Mapping[str, str]
    ) -> Iterator[Outcome]:
        """What came of documents; if they fail together, each is tried on its own."""
        try:
            records = self._pipeline.process(documents, keys)
        except _OF_A_DOCUMENT as error:
            if len(documents) == 1:
                yield self._failed(documents[0].id, documents[0].source, "process", error)
                return
            for document in documents:
                yield from self._outcomes([document], keys)
        else:
            yield from map(self._save, records)

    def _save(self, record: Record) -> Outcome:
        try:
            self._ledger.save(record)
        except (OutputError, *_OF_A_DOCUMENT) as error:
            return self._failed(record.document.id, record.document.source, "write", error)
        return outcome_of(record)

    def _failed(self, document_id: str, source: str, stage: str, error: Exception) -> Outcome:
        message, hint = f"{source}: {error!r} (this is a bug)", "please report it with the article"
        if isinstance(error, SummarizeError):
            message, hint = error.message, error.hint
        failure = {
            "schema": SCHEMA,
            "document": {"id": document_id, "source": source},
            "stage": stage,
            "error": type(error).__name__,
            "message": message,
            "hint": hint,
            "retry": f"summarize run {self._job.path}",
            "time": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        try:
            self._ledger.save_failure(document_id, failure)
        except OutputError as problem:
            failure["hint"] = f"{failure['hint']}; {problem}"
        return Outcome(document_id, failure)


def plan_of(job: Job) -> Plan:
    """What a job makes of each document."""
    return Plan(
        languages=job.output_languages,
        systems=job.systems,
        policy=job.policy,
        summary_model=job.summary_model,
        max_words=job.max_words,
    )
