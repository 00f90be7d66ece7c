"""How a run uses the translation memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Protocol

from summarize.translation.memory import TranslationMemory, memory_path
from summarize.types import Hypothesis, LangPair

_KEPT_TOGETHER = 32


class Memory(Protocol):
    """Where hypotheses are found and kept; see `TranslationMemory`."""

    def find(self, system: str, pair: LangPair, texts: Sequence[str]) -> dict[str, Hypothesis]:
        """The texts that are known."""
        ...

    def store(self, system: str, pair: LangPair, hypotheses: Mapping[str, Hypothesis]) -> None:
        """Keep hypotheses."""
        ...


class Unread:
    """A memory that is written but not read: everything is made anew."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def find(self, system: str, pair: LangPair, texts: Sequence[str]) -> dict[str, Hypothesis]:
        """Nothing is known."""
        del system, pair, texts
        return {}

    def store(self, system: str, pair: LangPair, hypotheses: Mapping[str, Hypothesis]) -> None:
        """See `Memory.store`."""
        self._memory.store(system, pair, hypotheses)


@contextmanager
def recollection(
    warn: Callable[[str], None], *, on: bool = True, fresh: bool = False
) -> Iterator[Memory | None]:
    """The memory of this user, open as long as the `with` block.

    Args:
        warn: Told in one line when the memory cannot be used.
        on: Whether it is used at all.
        fresh: Whether it is only written.
    """
    if not on:
        yield None
        return
    with TranslationMemory(memory_path(), warn) as memory:
        yield Unread(memory) if fresh else memory


class Recall:
    """The memory as one attempt sees it; new hypotheses go there a few at a time.

    Used as a context manager, so that the last ones get there whatever happens.

    Args:
        memory: Where hypotheses are kept; None keeps none.
        system: The signature of the system.
        pair: Source and target language; twice the same for summaries.
        together: Hypotheses to a transaction: what a kill can cost.
    """

    def __init__(
        self, memory: Memory | None, system: str, pair: LangPair, together: int = _KEPT_TOGETHER
    ) -> None:
        self._memory = memory
        self._system = system
        self._pair = pair
        self._together = together
        self._new: dict[str, Hypothesis] = {}

    def find(self, texts: Sequence[str]) -> dict[str, Hypothesis]:
        """The texts that are known."""
        return self._memory.find(self._system, self._pair, texts) if self._memory else {}

    def keep(self, text: str, hypothesis: Hypothesis) -> None:
        """Keep a hypothesis, unless a limit cut it short."""
        if hypothesis.finished:
            self._new[text] = hypothesis
        if len(self._new) >= self._together:
            self._write()

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_: object) -> None:
        self._write()

    def _write(self) -> None:
        if self._memory and self._new:
            self._memory.store(self._system, self._pair, self._new)
            self._new = {}
