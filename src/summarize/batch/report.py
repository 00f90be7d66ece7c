"""What a run has done: counted while it goes, written as `run.json`."""

from __future__ import annotations

import resource
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from platform import python_version
from typing import Any

from summarize import __version__
from summarize.engines.model import Model
from summarize.types import SystemRecord
from summarize.writers.record import SCHEMA, Record

EXIT_DONE = 0
EXIT_SOME_FAILED = 1
EXIT_NOTHING_DONE = 3

_LIBRARIES = ("transformers", "ctranslate2", "torch", "tokenizers", "sentencepiece")


class RunReport:
    """The report of one run.

    Args:
        name: The job's.
        path: The job file.
        fail_on_flagged: Whether a flagged passage is a failure.

    Attributes:
        done: The ids of the documents processed in this run.
        skipped: The ids of those that were done before.
        failures: One entry a failed document, as written to `failures/`.
        incomplete: Whether the digests or the report itself could not be written.
    """

    def __init__(self, name: str, path: Path, *, fail_on_flagged: bool = False) -> None:
        self.done: list[str] = []
        self.skipped: list[str] = []
        self.failures: list[dict[str, Any]] = []
        self.incomplete = False
        self._fail_on_flagged = fail_on_flagged
        self._name = name
        self._path = path
        self._started = datetime.now(UTC)
        self._clock = time.perf_counter()
        self._segments: dict[str, Counter[str]] = {}
        self._rungs: dict[str, Counter[str]] = {}
        self._checks: dict[str, Counter[str]] = {}
        self._findings: Counter[str] = Counter()
        self._systems: dict[SystemRecord, None] = {}
        self._seconds: dict[str, float] = {}
        self._tokens: dict[str, int] = {}

    def add(self, record: Record) -> None:
        """Count a document that was written."""
        self.done.append(record.document.id)
        self._systems.update(dict.fromkeys(record.provenance.systems))
        for language, translation in record.translations.items():
            segments = translation.segments
            for counts, values in (
                (self._segments, (str(segment.status) for segment in segments)),
                (self._rungs, (segment.rung for segment in segments)),
                (self._checks, (check.name for segment in segments for check in segment.checks)),
            ):
                counts.setdefault(language, Counter()).update(values)
        for summary in record.summaries.values():
            for sentence in summary.sentences:
                self._findings.update(check.name for check in sentence.checks)

    def finish(self, models: Sequence[Model]) -> None:
        """Stop the clock and add up what the models did."""
        self._seconds = {
            "wall": round(time.perf_counter() - self._clock, 3),
            "model": round(sum(model.usage.seconds for model in models), 3),
            "load": round(sum(model.load_seconds for model in models), 3),
        }
        self._tokens = {
            "input": sum(model.usage.input_tokens for model in models),
            "output": sum(model.usage.output_tokens for model in models),
        }

    @property
    def flagged(self) -> int:
        """How many segments are flagged, over all languages."""
        return sum(statuses["flagged"] for statuses in self._segments.values())

    @property
    def seconds(self) -> float:
        """Wall-clock time of the run."""
        return self._seconds.get("wall", 0.0)

    @property
    def exit_code(self) -> int:
        """0 everything done, 1 some documents failed, 3 none succeeded.

        Flagged passages count as failures where the run was asked to fail on them.
        """
        doubtful = self._fail_on_flagged and self.flagged > 0
        if not self.failures and not self.incomplete and not doubtful:
            return EXIT_DONE
        return EXIT_SOME_FAILED if self.done or self.skipped else EXIT_NOTHING_DONE

    def to_json(self) -> dict[str, Any]:
        """The content of `run.json`."""
        return {
            "schema": SCHEMA,
            "job": {"name": self._name, "path": str(self._path)},
            "started": self._started.isoformat(timespec="seconds"),
            "counts": {
                "documents": {
                    "done": len(self.done),
                    "skipped": len(self.skipped),
                    "failed": len(self.failures),
                },
                "segments": _sorted(self._segments),
                "rungs": _sorted(self._rungs),
                "checks": _sorted(self._checks),
                "summary_findings": dict(sorted(self._findings.items())),
            },
            "failures": self.failures,
            "systems": [asdict(system) for system in self._systems],
            "versions": {
                "summarize": __version__,
                "python": python_version(),
                **{name: metadata.version(name) for name in _LIBRARIES},
            },
            "seconds": self._seconds,
            "tokens": self._tokens,
            "peak_memory_bytes": peak_memory(),
            "exit_code": self.exit_code,
        }


def _sorted(counts: Mapping[str, Counter[str]]) -> dict[str, dict[str, int]]:
    return {language: dict(sorted(counter.items())) for language, counter in counts.items()}


def peak_memory() -> int:
    """The most memory this process has held so far, in bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
