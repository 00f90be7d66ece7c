"""A job from its file to its output tree: find, skip what is done, hand out, count, report."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from summarize import __version__
from summarize.batch.executors import Executor
from summarize.batch.inputs import find_inputs, survey
from summarize.batch.job import Job
from summarize.batch.languages import summary_language
from summarize.batch.ledger import Ledger
from summarize.batch.lock import exclusive
from summarize.batch.metrics import MetricsFile
from summarize.batch.outcome import JobInput, Portion
from summarize.batch.pipeline import Pipeline, cannot_rescue
from summarize.batch.report import RunReport
from summarize.batch.reporting import Reporter
from summarize.batch.worker import plan_of
from summarize.engines.loading import Loader
from summarize.errors import Interrupted, ModelError, OutputError
from summarize.models.store import StoredModel
from summarize.stopping import Stop
from summarize.translation.gate import GATE_VERSION
from summarize.writers.record import SCHEMA

_WINDOW_DOCUMENTS = 64
_WINDOW_BYTES = 128 * 1024
"""A window is processed as one: its segments share batches. Large enough that batches are full,
small enough that the next window is read while this one is decoded, and that memory stays flat."""

_SAY_NOTHING_OF_OUTPUT = frozenset({"licence", "sha256"})
"""Options of models.txt that can be corrected without a document having to be done again: the
digest of the files is part of the key as it is."""


class Runner:
    """Runs one job.

    Args:
        job: The job.
        loader: Where models come from.
        executor: Who processes the documents.
        reporter: Told about the progress.
        stop: Ends the run in order.
        metrics: Where the run's figures are kept for Prometheus.
        fresh: Do everything again, also what is done.
        fail_on_flagged: Whether a flagged passage is a failure.
    """

    def __init__(
        self,
        job: Job,
        loader: Loader,
        executor: Executor,
        reporter: Reporter,
        *,
        stop: Stop | None = None,
        metrics: MetricsFile | None = None,
        fresh: bool = False,
        fail_on_flagged: bool = False,
    ) -> None:
        self._job = job
        self._loader = loader
        self._executor = executor
        self._reporter = reporter
        self._stop = stop or Stop()
        self._metrics = metrics
        self._fresh = fresh
        self._fail_on_flagged = fail_on_flagged
        self._plan = plan_of(job)
        self._ledger = Ledger(job.directory, job.output_languages, job.formats)

    def survey(self, stored: Sequence[StoredModel]) -> list[JobInput]:
        """The inputs of the job, in order, and which of them are done.

        Args:
            stored: The models of the job.

        Raises:
            ConfigError: A pattern of the job cannot be one, or names a file that the job writes.
            Interrupted: The run was asked to stop.
        """
        inputs = find_inputs(self._job)
        if inputs.passed_over:
            self._reporter.warn(
                f"not read, being in an output folder: {inputs.passed_over[0]}"
                + (f" and {len(inputs.passed_over) - 1} more" * (len(inputs.passed_over) > 1))
            )
        signature = _signature(self._job, self._loader, stored)
        digest = hashlib.sha256(signature.encode()).hexdigest()
        found = []
        for item in survey(self._job, inputs.files, self._ledger, digest):
            self._stop.check()
            found.append(item)
        return found

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
            What was done, also written to `run.json`; an error that ends the run after it has
            begun is written there, too.

        Raises:
            ConfigError: The job asks for what cannot be.
            LockedError: Another run writes to the same folder; nothing was done.
            ModelError: A model that the job cannot do without cannot be had or loaded.
            OutputError: The output folder or the metrics file cannot be written; nothing was done.
        """
        Pipeline(self._plan, self._loader, self._reporter).require(self._job.input_languages)
        self._ledger.require_writable()
        with exclusive(self._job.directory), self._deadline():
            self._ledger.sweep()
            report = RunReport(
                self._job.name, self._job.path, fail_on_flagged=self._fail_on_flagged
            )
            if self._metrics:
                self._metrics.write(report, running=True)
            found = None
            try:
                stored = self._stored(report)
                self._tell_unpinned(stored, report)
                found = self.survey(stored)
                self._carry_out(found, limit, report)
            except Interrupted:  # before anything was begun
                report.incomplete = True
            except BaseException as error:
                report.error = error
                raise
            finally:
                report.stopped = self._stop.reason
                report.finish()
                self._finish(found, report)
                self._measure(report)
        return report

    def _stored(self, report: RunReport) -> list[StoredModel]:
        """The models of the job, without the rescue systems that cannot be had."""
        required = self._plan.required()
        stored = []
        for name in self._plan.names():
            try:
                stored.append(self._loader.stored(name))
            except ModelError as error:
                if name in required:
                    raise
                self._warn_once(cannot_rescue(name, error), report)
        return stored

    def _carry_out(self, found: Sequence[JobInput], limit: int | None, report: RunReport) -> None:
        """Process what is to be done, and see to the pages of what is done."""
        pending = [item for item in found if self._fresh or not item.done][:limit]
        report.total = len(pending)
        chosen = {item.id for item in pending}
        report.skipped = [item.id for item in found if item.done and item.id not in chosen]
        self._mend(report)
        if pending:
            self._process(pending, report)

    def _tell_unpinned(self, stored: Sequence[StoredModel], report: RunReport) -> None:
        """Say which models may be other ones the next time: models.txt leaves them open."""
        report.unpinned = {
            model.spec.name: model.revision
            for model in stored
            if model.spec.revision is None and not model.spec.is_local
        }
        if report.unpinned:
            names = " ".join(report.unpinned)
            self._reporter.warn(
                f"not pinned in {self._loader.registry.path}: {names.replace(' ', ', ')} "
                f"(`summarize models pull --lock {names}` pins them)"
            )

    def _process(self, pending: Sequence[JobInput], report: RunReport) -> None:
        task = "articles"
        self._reporter.begin(task, len(pending), "articles")
        try:
            for portion in self._executor.run(self._windows(pending)):
                report.add(portion)
                self._warn(portion, report)
                self._reporter.advance(task, len(portion.outcomes))
                self._reporter.state(report.state)
                self._measure(report, running=True)
        finally:
            self._reporter.end(task)
        self._ledger.sweep()  # a worker elsewhere may have died while it wrote

    def _windows(self, pending: Sequence[JobInput]) -> list[list[JobInput]]:
        """Documents that are processed together; in a deterministic run, each by itself."""
        most = 1 if self._job.run.deterministic else _WINDOW_DOCUMENTS
        windows: list[list[JobInput]] = []
        size = 0
        for item in pending:
            if not windows or len(windows[-1]) == most or size + item.size > _WINDOW_BYTES:
                windows.append([])
                size = 0
            windows[-1].append(item)
            size += item.size
        return windows

    def _warn(self, portion: Portion, report: RunReport) -> None:
        for warning in portion.warnings:
            self._warn_once(warning, report)
        for outcome in portion.outcomes:
            if outcome.failure is not None:
                message, hint = outcome.failure["message"], outcome.failure["hint"]
                self._reporter.warn(f"{message} ({hint})" if hint else message)

    def _warn_once(self, message: str, report: RunReport) -> None:
        """Warn of what concerns the whole run; several workers may say the same."""
        if message not in report.warnings:
            report.warnings.append(message)
            self._reporter.warn(message)

    def _mend(self, report: RunReport) -> None:
        """Write the pages again that are missing of documents that are done."""
        with self._noting_failure(report):
            for document_id in report.skipped:
                self._stop.check()
                self._ledger.mend_pages(document_id)

    def _measure(self, report: RunReport, *, running: bool = False) -> None:
        """Keep the figures up to date; that they cannot be written is no reason to stop."""
        if self._metrics is None:
            return
        try:
            if running:
                self._metrics.update(report)
            else:
                self._metrics.write(report)
        except OutputError as error:
            self._reporter.warn(str(error))

    @contextmanager
    def _deadline(self) -> Iterator[None]:
        """Have the run stop in order when the job's time is up."""
        if self._job.deadline is None:
            yield
            return
        timer = threading.Timer(self._job.deadline, self._stop.request, ["deadline"])
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _finish(self, found: Sequence[JobInput] | None, report: RunReport) -> None:
        """Write digests and report; of documents that nobody has looked for there is no digest."""
        last = self._ledger.last_report().get("digest", "")
        if found is None:
            report.digest = last
        else:
            with self._noting_failure(report):
                self._write_digests(found, last, report)
        with self._noting_failure(report):
            self._ledger.save_report(report.to_json())

    @contextmanager
    def _noting_failure(self, report: RunReport) -> Iterator[None]:
        """Go on where something beside the documents cannot be written."""
        try:
            yield
        except OutputError as error:
            report.incomplete = True
            self._reporter.warn(str(error))

    def _write_digests(self, found: Sequence[JobInput], last: str, report: RunReport) -> None:
        done = {*report.skipped, *report.done}
        documents = [item.id for item in found if item.id in done]
        fingerprint = self._fingerprint(documents, found, len(report.failures))
        if report.done or fingerprint != last or not self._ledger.has_digests():
            self._ledger.save_digests(self._job.name, documents, len(report.failures))
        report.digest = fingerprint  # those that could not be written are written the next time

    def _fingerprint(self, documents: Sequence[str], found: Sequence[JobInput], failed: int) -> str:
        """Stands for what the digests are made of."""
        keys = {item.id: item.key for item in found}
        content = [self._job.name, failed, [(name, keys[name]) for name in documents]]
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def _signature(job: Job, loader: Loader, stored: Sequence[StoredModel]) -> str:
    """Everything but the document that a record depends on."""
    content: dict[str, Any] = {
        "schema": SCHEMA,
        "summarize": __version__,
        "input_languages": job.input_languages,
        "languages": job.output_languages,
        "systems": {str(pair): names for pair, names in job.systems.items()},
        "policy": asdict(job.policy),
        "gate": GATE_VERSION,
        "summary_model": job.summary_model,
        "summarized_in": _summarized_in(job, loader),
        "max_words": job.max_words,
        "run": {
            "engine": job.run.engine,
            "compute_type": job.run.compute_type,
            "device": job.run.device,
            "deterministic": job.run.deterministic,
        },
        # A rescue system that could not be had is None: once it is there, all is done again.
        "models": dict.fromkeys(plan_of(job).names())
        | {
            model.spec.name: {
                "revision": model.revision,
                "digest": model.digest,
                "options": {
                    key: value
                    for key, value in model.spec.options.items()
                    if key not in _SAY_NOTHING_OF_OUTPUT
                },
                "tuning": asdict(tuning) if (tuning := loader.tuning(model)) else None,
            }
            for model in stored
        },
    }
    return json.dumps(content, sort_keys=True)


def _summarized_in(job: Job, loader: Loader) -> dict[str, str | None]:
    """For each language of the articles, the one that models.txt has them summarised in."""
    if job.summary_model is None:
        return {}
    spec = loader.registry.get(job.summary_model)
    return {
        language: summary_language(spec, language, job.output_languages)
        for language in job.input_languages
    }
