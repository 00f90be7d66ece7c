"""What a run has done: counted while it goes, written as `run.json`."""

from __future__ import annotations

import signal
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from platform import python_version
from typing import Any

from summarize import __version__
from summarize.batch.outcome import Portion, Work
from summarize.batch.reporting import RunState
from summarize.errors import ConfigError, SummarizeError
from summarize.peak import peak_memory
from summarize.types import Draft, SystemRecord
from summarize.writers.record import SCHEMA

EXIT_DONE = 0
EXIT_SOME_FAILED = 1
EXIT_USAGE = 2
EXIT_NOTHING_DONE = 3

_LIBRARIES = ("transformers", "ctranslate2", "torch", "tokenizers", "sentencepiece")


class RunReport:
    """The report of one run.

    Args:
        name: The job's.
        path: The job file.
        total: How many documents the run has to process.
        fail_on_flagged: Whether a flagged passage is a failure.

    Attributes:
        name: The job's.
        done: The ids of the documents processed in this run.
        skipped: The ids of those that were done before.
        failures: One entry a failed document, as written to `failures/`.
        incomplete: Whether the digests or the report itself could not be written, or the run ended
            before it knew its documents.
        error: What ended the run before its work was done; None if nothing did.
        warnings: What the user was told of the run as a whole.
        stopped: Why the run ended before its work did; empty if it did not.
        digest: Stands for what the digests were made of.
        unpinned: The revisions in use of models whose revision models.txt leaves open, by name.
    """

    def __init__(
        self, name: str, path: Path, *, total: int = 0, fail_on_flagged: bool = False
    ) -> None:
        self.done: list[str] = []
        self.skipped: list[str] = []
        self.failures: list[Mapping[str, Any]] = []
        self.incomplete = False
        self.error: BaseException | None = None
        self.warnings: list[str] = []
        self.stopped = ""
        self.digest = ""
        self.unpinned: dict[str, str] = {}
        self.total = total
        self._fail_on_flagged = fail_on_flagged
        self.name = name
        self._path = path
        self._started = datetime.now(UTC)
        self._clock = time.perf_counter()
        self._wall: float | None = None
        self._segments: dict[str, Counter[str]] = {}
        self._rungs: dict[str, Counter[str]] = {}
        self._checks: dict[str, Counter[str]] = {}
        self._summaries: dict[str, Counter[str]] = {}
        self._findings: Counter[str] = Counter()
        self._drafts: dict[str, Draft] = {}
        self._systems: dict[SystemRecord, None] = {}
        self._work: dict[str, Work] = {}

    def add(self, portion: Portion) -> None:
        """Count what came of a window."""
        self._work[portion.work.worker] = portion.work
        for outcome in portion.outcomes:
            if outcome.failure is not None:
                self.failures.append(outcome.failure)
                continue
            self.done.append(outcome.id)
            self._systems.update(dict.fromkeys(outcome.systems))
            self._findings.update(outcome.findings)
            for counts, more in (
                (self._segments, outcome.statuses),
                (self._rungs, outcome.rungs),
                (self._checks, outcome.checks),
                (self._summaries, outcome.summaries),
            ):
                for language, counter in more.items():
                    counts.setdefault(language, Counter()).update(counter)
            for language, draft in outcome.drafts.items():
                known = self._drafts.get(language, draft)
                self._drafts[language] = Draft.together([known, draft]) or draft

    def finish(self) -> None:
        """Stop the clock."""
        self._wall = time.perf_counter() - self._clock

    @property
    def state(self) -> RunState:
        """How far the run is."""
        return RunState(
            documents=len(self.done),
            failed=len(self.failures),
            total=self.total,
            segments=sum(counter.total() for counter in self._segments.values()),
            flagged=self.flagged,
            tokens=sum(work.output_tokens for work in self._work.values()),
            seconds=self.seconds,
        )

    @property
    def left(self) -> int:
        """How many documents were to be processed and were not."""
        return max(0, self.total - len(self.done) - len(self.failures))

    @property
    def flagged(self) -> int:
        """How many segments and sentences of summaries are flagged, over all languages."""
        counts = (*self._segments.values(), *self._summaries.values())
        return sum(statuses["flagged"] for statuses in counts)

    @property
    def draft(self) -> Draft | None:
        """What is to be said of the run's outputs that are machine drafts; None if none is."""
        return Draft.together(self._drafts.values())

    @property
    def seconds(self) -> float:
        """Wall-clock time of the run."""
        return self._wall if self._wall is not None else time.perf_counter() - self._clock

    @property
    def exit_code(self) -> int:
        """0 everything done, 1 some documents failed or are left, 3 none succeeded.

        Flagged passages count as failures where the run was asked to fail on them. A run that a
        signal has stopped ends with 128 and the signal's number, as shells have it; one that an
        error has ended, with 2 for what was asked for wrongly, else with 3.
        """
        if self.error is not None:
            return EXIT_USAGE if isinstance(self.error, ConfigError) else EXIT_NOTHING_DONE
        if self.stopped in signal.Signals.__members__:
            return 128 + signal.Signals[self.stopped]
        doubtful = self._fail_on_flagged and self.flagged > 0
        left = self.stopped and self.left
        if not self.failures and not self.incomplete and not doubtful and not left:
            return EXIT_DONE
        return EXIT_SOME_FAILED if self.done or self.skipped else EXIT_NOTHING_DONE

    def _padding(self) -> float:
        """The share of the batches' positions that held no token."""
        tokens = sum(work.prompt_tokens for work in self._work.values())
        positions = sum(work.positions for work in self._work.values())
        return round(1 - tokens / positions, 4) if positions else 0.0

    def _error(self) -> dict[str, str] | None:
        if self.error is None:
            return None
        said = {"type": type(self.error).__name__, "message": str(self.error), "hint": ""}
        if isinstance(self.error, SummarizeError):
            said |= {"message": self.error.message, "hint": self.error.hint}
        return said

    def to_json(self) -> dict[str, Any]:
        """The content of `run.json`."""
        return {
            "schema": SCHEMA,
            "job": {"name": self.name, "path": str(self._path)},
            "started": self._started.isoformat(timespec="seconds"),
            "counts": {
                "documents": {
                    "done": len(self.done),
                    "skipped": len(self.skipped),
                    "failed": len(self.failures),
                    "left": self.left,
                },
                "segments": _sorted(self._segments),
                "rungs": _sorted(self._rungs),
                "checks": _sorted(self._checks),
                "summaries": _sorted(self._summaries),
                "summary_findings": dict(sorted(self._findings.items())),
            },
            "failures": self.failures,
            "error": self._error(),
            "warnings": self.warnings,
            "stopped": self.stopped or None,
            "drafts": {language: asdict(draft) for language, draft in self._drafts.items()},
            "systems": [asdict(system) for system in self._systems],
            "unpinned": self.unpinned,
            "versions": {
                "summarize": __version__,
                "python": python_version(),
                **{name: metadata.version(name) for name in _LIBRARIES},
            },
            "seconds": {
                "wall": round(self.seconds, 3),
                "model": round(sum(work.model_seconds for work in self._work.values()), 3),
                "load": round(sum(work.load_seconds for work in self._work.values()), 3),
            },
            "tokens": {
                "input": sum(work.input_tokens for work in self._work.values()),
                "output": sum(work.output_tokens for work in self._work.values()),
                "padding": self._padding(),
            },
            "workers": len(self._work),
            "peak_memory_bytes": max(
                [peak_memory(), *(work.peak_memory for work in self._work.values())]
            ),
            "digest": self.digest,
            "exit_code": self.exit_code,
        }


def _sorted(counts: Mapping[str, Counter[str]]) -> dict[str, dict[str, int]]:
    return {language: dict(sorted(counter.items())) for language, counter in counts.items()}
