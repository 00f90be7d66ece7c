"""Who processes the documents of a job: threads of this process, or Ray's actors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from summarize.batch.outcome import JobInput, Portion


class Executor(Protocol):
    """Processes windows of documents."""

    def run(self, windows: Sequence[Sequence[JobInput]]) -> Iterator[Portion]:
        """What came of each window, as it comes; those that a stop has left undone are left out.

        Raises:
            ConfigError: A language pair has no system.
            ModelError: A model cannot be had or loaded.
        """
        ...
