"""Documents into another language, every segment accounted for.

The segments of all documents are pooled, and equal ones translated once. A hypothesis that is
rejected goes to the next system of the job; what no system does well is flagged, never dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from summarize.engines.base import OnDone
from summarize.engines.model import Model
from summarize.text.chunker import split_clauses
from summarize.translation.acceptance import examine, is_rejected
from summarize.types import (
    Check,
    Decoding,
    Document,
    Hypothesis,
    LangPair,
    Status,
    TranslatedSegment,
    Translation,
)


@dataclass(frozen=True, slots=True)
class Result:
    """What stands for one text: the best hypothesis there was, and what is wrong with it."""

    text: str
    status: Status
    rung: str
    system: str
    checks: tuple[Check, ...]
    score: float | None


class Translator:
    """Translates with the systems of a language pair, the first one first.

    Args:
        names: The systems, by their names in models.txt.
        load: Gives the model of a name; called for a rescue system only when it is needed.
        decoding: How to search.
    """

    def __init__(
        self, names: Sequence[str], load: Callable[[str], Model], decoding: Decoding
    ) -> None:
        self.names = tuple(names)
        self._load = load
        self._decoding = decoding

    def translate_documents(
        self, documents: Sequence[Document], target: str, on_done: OnDone
    ) -> list[Translation]:
        """Each document in the target language; all of them are in one source language.

        Args:
            documents: What to translate.
            target: ISO 639-1 code.
            on_done: Told how many more distinct segments are done.

        Raises:
            ModelError: The first system cannot be used.
        """
        sources = {document.language for document in documents}
        if not sources:
            return []
        (source,) = sources
        results = self.translate(pool(documents), LangPair(source, target), on_done)
        return [
            Translation(
                target,
                self.names[0],
                tuple(
                    _translated(segment.id, results[segment.text])
                    if segment.translatable
                    else TranslatedSegment(segment.id, segment.text, Status.COPIED, "copy")
                    for segment in document.segments
                ),
            )
            for document in documents
        ]

    def translate(self, texts: Iterable[str], pair: LangPair, on_done: OnDone) -> dict[str, Result]:
        """What stands for each distinct text.

        Args:
            texts: Segments.
            pair: Source and target language.
            on_done: Told how many more are done.

        Raises:
            ModelError: The first system cannot be used.
        """
        pending = list(dict.fromkeys(texts))
        results: dict[str, Result] = {}
        for rung, name in enumerate(self.names):
            if not pending:
                break
            hypotheses = self._hypotheses(
                self._load(name), pending, pair, on_done if rung == 0 else _ignore
            )
            for text, hypothesis in zip(pending, hypotheses, strict=True):
                checks = examine(hypothesis)
                if text not in results or not is_rejected(checks):
                    results[text] = Result(
                        hypothesis.text,
                        _status(checks, rung),
                        "first" if rung == 0 else f"system:{name}",
                        name,
                        checks,
                        hypothesis.score,
                    )
            pending = [text for text in pending if results[text].status is Status.FLAGGED]
        return results

    def _hypotheses(
        self, model: Model, texts: Sequence[str], pair: LangPair, on_done: OnDone
    ) -> list[Hypothesis]:
        """One hypothesis a text; a text over the model's window is translated in pieces."""
        pieces = [
            [(text, "")] if model.fits(text) else split_clauses(text, model.fits) for text in texts
        ]
        flat = [piece for parts in pieces for piece, _ in parts]
        written = iter(model.translate(flat, pair, self._decoding, on_done))
        return [_joined([(next(written), after) for _, after in parts]) for parts in pieces]


def pool(documents: Iterable[Document]) -> dict[str, None]:
    """The distinct texts to be translated, in the order of their first appearance."""
    return dict.fromkeys(
        segment.text
        for document in documents
        for segment in document.segments
        if segment.translatable
    )


def _joined(parts: Sequence[tuple[Hypothesis, str]]) -> Hypothesis:
    if len(parts) == 1:
        return parts[0][0]
    scores = [part.score for part, _ in parts if part.score is not None]
    return Hypothesis(
        text="".join(part.text + after for part, after in parts).strip(),
        input_tokens=sum(part.input_tokens for part, _ in parts),
        output_tokens=sum(part.output_tokens for part, _ in parts),
        finished=all(part.finished for part, _ in parts),
        score=min(scores) if len(scores) == len(parts) else None,
    )


def _status(checks: tuple[Check, ...], rung: int) -> Status:
    if is_rejected(checks):
        return Status.FLAGGED
    return Status.ACCEPTED if rung == 0 else Status.RESCUED


def _translated(number: int, result: Result) -> TranslatedSegment:
    return TranslatedSegment(
        number,
        result.text,
        result.status,
        result.rung,
        result.checks,
        result.score,
        result.system,
    )


def _ignore(_: int) -> None:
    """Rescues are not progress."""
