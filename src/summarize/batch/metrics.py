"""A run's figures for Prometheus, as a file that its node exporter collects."""

from __future__ import annotations

import time
from pathlib import Path

from prometheus_client import CollectorRegistry, Gauge, write_to_textfile

from summarize.batch.report import RunReport
from summarize.errors import OutputError

_SECONDS_BETWEEN = 10.0


class MetricsFile:
    """Writes the file anew every few seconds, and in one step, so that it is always whole.

    Args:
        path: The file; its folder must exist.
        job: The label `job_name` of every metric.
    """

    def __init__(self, path: Path, job: str) -> None:
        self._path = path
        self._job = job
        self._next = 0.0

    def update(self, report: RunReport) -> None:
        """Write what the run has done so far, if the last time was long ago.

        Raises:
            OutputError: The file cannot be written.
        """
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + _SECONDS_BETWEEN
            self.write(report, running=True)

    def write(self, report: RunReport, *, running: bool = False) -> None:
        """Write what the run has done.

        Raises:
            OutputError: The file cannot be written.
        """
        content = report.to_json()
        state = report.state
        registry = CollectorRegistry()

        def gauge(name: str, text: str, labels: tuple[str, ...] = ()) -> Gauge:
            return Gauge(f"summarize_{name}", text, ("job_name", *labels), registry=registry)

        documents = gauge("documents", "Documents of this run by what became of them.", ("state",))
        for name, count in content["counts"]["documents"].items():
            documents.labels(self._job, name).set(count)
        segments = gauge("segments", "Segments by language and status.", ("language", "status"))
        for language, statuses in content["counts"]["segments"].items():
            for name, count in statuses.items():
                segments.labels(self._job, language, name).set(count)
        sentences = gauge(
            "summary_sentences",
            "Summaries' sentences by language and status.",
            ("language", "status"),
        )
        for language, statuses in content["counts"]["summaries"].items():
            for name, count in statuses.items():
                sentences.labels(self._job, language, name).set(count)
        tokens = gauge("tokens", "Tokens that models read and wrote.", ("direction",))
        for name in ("input", "output"):
            tokens.labels(self._job, name).set(content["tokens"][name])
        for name, text, value in (
            ("running", "Whether the run goes on.", int(running)),
            ("seconds", "Wall-clock time of the run.", state.seconds),
            ("output_tokens_per_second", "Start-up counted in.", state.tokens_per_second),
            ("peak_memory_bytes", "The most memory held.", content["peak_memory_bytes"]),
            ("exit_code", "What the run would exit with now.", content["exit_code"]),
            ("updated_timestamp_seconds", "When this was written.", time.time()),
        ):
            gauge(name, text).labels(self._job).set(value)
        try:
            write_to_textfile(str(self._path), registry)
        except OSError as error:
            raise OutputError(
                f"{self._path} cannot be written: {error.strerror}", hint="name another file"
            ) from error
