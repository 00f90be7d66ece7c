"""Stand-ins for CTranslate2's runtimes: they remember what they are asked and write at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any

END = "</s>"

Write = Callable[[list[str]], Sequence[str]]
"""What is written for the pieces of a prompt, the end included where the model ends by itself."""


def echo(pieces: list[str]) -> list[str]:
    """Write what was read, and end."""
    return [*pieces, END]


class Numbers:
    """A vocabulary whose pieces are the ids in words; the id 0 is the end."""

    end = 0

    def pieces(self, ids: Sequence[int]) -> list[str]:
        """See `Vocabulary.pieces`."""
        return [END if number == 0 else str(number) for number in ids]

    def ids(self, pieces: Sequence[str]) -> list[int]:
        """See `Vocabulary.ids`."""
        return [0 if piece == END else int(piece) for piece in pieces]


class Pending:
    """A result of the library that may still be on its way."""

    def __init__(self, result: Any, *, arrives: bool) -> None:
        self._result = result
        self._arrives = arrives

    def done(self) -> bool:
        """Whether it is there."""
        return self._arrives

    def result(self) -> Any:
        """The result, or the error in its place."""
        if isinstance(self._result, Exception):
            raise self._result
        return self._result


class StubRuntime:
    """Both runtimes at once.

    Args:
        write: What is written for a prompt; an exception it returns is raised with the result.

    Attributes:
        loaded: The arguments it was loaded with.
        batches: The prompts of each batch, in pieces.
        options: What else each batch was asked with.
        arrive: Whether results arrive.
        on_batch: Called with each batch.
    """

    compute_type = "int8_float32"

    def __init__(self, write: Callable[[list[str]], Any] = echo) -> None:
        self.loaded: dict[str, Any] = {}
        self.batches: list[list[list[str]]] = []
        self.options: list[dict[str, Any]] = []
        self.arrive = True
        self.on_batch: Callable[[dict[str, Any]], None] = lambda _: None
        self._write = write

    def __call__(self, folder: str, **options: Any) -> StubRuntime:
        """Load it."""
        self.loaded = {"folder": folder, **options}
        return self

    def translate_batch(
        self, source: list[list[str]], target_prefix: Any = None, **options: Any
    ) -> list[Pending]:
        """As of `ctranslate2.Translator`; a prefix is part of what is written."""
        return self._batch(source, {"target_prefix": target_prefix, **options})

    def generate_batch(self, start_tokens: list[list[str]], **options: Any) -> list[Pending]:
        """As of `ctranslate2.Generator`."""
        return self._batch(start_tokens, options)

    def _batch(self, prompts: list[list[str]], options: dict[str, Any]) -> list[Pending]:
        self.batches.append(prompts)
        self.options.append(options)
        self.on_batch(options)
        return [self._pending(prompt) for prompt in prompts]

    def _pending(self, prompt: list[str]) -> Pending:
        written = self._write(prompt)
        if isinstance(written, Exception):
            return Pending(written, arrives=True)
        result = SimpleNamespace(
            hypotheses=[list(written)],
            sequences_ids=[Numbers().ids(written)],
            scores=[-len(written) / 10],
        )
        return Pending(result, arrives=self.arrive)
