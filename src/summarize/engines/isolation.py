"""A prompt that an engine fails on costs no other prompt its output.

Engines fail by the batch, and a batch does not say which of its prompts is to blame.
"""

from __future__ import annotations

from collections.abc import Sequence

from summarize.engines.base import Engine, OnOutput, Output, Prompt
from summarize.errors import EngineError
from summarize.types import Decoding

_MOST_IN_A_ROW = 3
"""Prompts that fail one after another before it is asked whether the engine works at all."""


class Isolation:
    """Finds the prompts that an engine fails on, by halves, and tells a broken engine from them.

    A broken engine (no memory left, a device that has gone) fails on everything. It is found out
    after a few prompts: then one that had its output before is tried again, and if that fails
    too, so does the call. Several threads may use it at once.

    Args:
        engine: The engine.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._worked: Prompt | None = None
        self._in_a_row = 0
        self._is_broken = False

    def generate(self, prompts: Sequence[Prompt], decoding: Decoding, on_output: OnOutput) -> None:
        """Have an output made for each prompt; one that fails has an output that says so.

        Args:
            prompts: What to read.
            decoding: How to search.
            on_output: Told each output as it is made, in any order.

        Raises:
            EngineError: The engine fails on everything.
            Interrupted: The engine was asked to stop before all was done.
        """
        waiting = [list(range(len(prompts)))]
        while waiting:
            group = waiting.pop()
            open_ones, error = self._try(group, prompts, decoding, on_output)
            if error is None or not open_ones:
                continue
            if self._is_broken:
                raise error
            if len(group) > 1:
                waiting += reversed(_halves(open_ones, prompts))
                continue
            self._note_failure(decoding, error)
            on_output(group[0], Output((), finished=False, failure=_one_line(error)))

    def _try(
        self,
        group: Sequence[int],
        prompts: Sequence[Prompt],
        decoding: Decoding,
        on_output: OnOutput,
    ) -> tuple[set[int], EngineError | None]:
        """Which prompts of a group are left without an output, and the engine's words."""
        open_ones = set(group)

        def take(position: int, output: Output) -> None:
            index = group[position]
            open_ones.discard(index)
            self._note_success(prompts[index])
            on_output(index, output)

        try:
            self._engine.generate([prompts[index] for index in group], decoding, take)
        except EngineError as error:
            return open_ones, error
        return open_ones, None

    def _note_success(self, prompt: Prompt) -> None:
        self._in_a_row = 0
        self._is_broken = False
        if self._worked is None or _length(prompt) < _length(self._worked):
            self._worked = prompt

    def _note_failure(self, decoding: Decoding, error: EngineError) -> None:
        """Count a prompt that fails alone; now and then, see whether anything else works.

        Raises:
            EngineError: No prompt works.
        """
        self._in_a_row += 1
        if self._in_a_row < _MOST_IN_A_ROW:
            return
        try:
            self._require_one_that_works(decoding, error)
        except EngineError:
            # Not before it is known: other threads, which may be well, heed this.
            self._is_broken = True
            raise

    def _require_one_that_works(self, decoding: Decoding, error: EngineError) -> None:
        if self._worked is None:
            raise error
        self._engine.generate([self._worked], decoding, lambda *_: None)
        self._note_success(self._worked)


def _halves(open_ones: set[int], prompts: Sequence[Prompt]) -> list[list[int]]:
    """The short prompts and the long ones: those are the likelier to be at fault."""
    ordered = sorted(open_ones, key=lambda index: (_length(prompts[index]), index))
    middle = len(ordered) // 2
    return [half for half in (ordered[:middle], ordered[middle:]) if half]


def _length(prompt: Prompt) -> int:
    return len(prompt.static) + len(prompt.tokens)


def _one_line(error: EngineError) -> str:
    return " ".join(str(error).split())
