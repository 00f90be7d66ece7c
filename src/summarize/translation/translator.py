"""Documents into another language, every segment accounted for.

The segments of all documents are pooled, and equal ones translated once. A hypothesis that the
gate rejects climbs the rescue ladder; what no rung does well is flagged, never dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from summarize.engines.base import OnDone
from summarize.engines.model import Model
from summarize.text.chunker import split_clauses
from summarize.translation import gate
from summarize.translation.gate import Verdict
from summarize.translation.rescue import DEFAULT_SHARE, FIRST, SPLIT, Budget, Rung, ladder
from summarize.types import (
    Check,
    Decoding,
    Document,
    Hypothesis,
    LangPair,
    Severity,
    Status,
    TranslatedSegment,
    Translation,
)

_OUT_OF_BUDGET = Check("rescue-budget", Severity.WARN, "the budget for rescues was used up")


@dataclass(frozen=True, slots=True)
class Policy:
    """How a job translates.

    Attributes:
        decoding: How the first attempt searches.
        gate: Whether hypotheses are examined and rescued; without, only one that is empty or
            unfinished is flagged.
        rescue_share: How many tokens rescues may take, as a share of the first attempts'.
    """

    decoding: Decoding = field(default_factory=Decoding)
    gate: bool = True
    rescue_share: float = DEFAULT_SHARE


@dataclass(frozen=True, slots=True)
class Result:
    """What stands for one text: the best hypothesis there was, and what the gate says of it."""

    hypothesis: Hypothesis
    verdict: Verdict
    rung: Rung
    out_of_budget: bool = False

    @property
    def status(self) -> Status:
        """Accepted, rescued by a later rung, or flagged."""
        if self.verdict.rejected:
            return Status.FLAGGED
        return Status.ACCEPTED if self.rung.kind == FIRST else Status.RESCUED

    @property
    def checks(self) -> tuple[Check, ...]:
        """What is to be said about the text."""
        return self.verdict.checks + ((_OUT_OF_BUDGET,) if self.out_of_budget else ())

    def segment(self, number: int) -> TranslatedSegment:
        """The entry for a source segment with this id."""
        return TranslatedSegment(
            number,
            self.hypothesis.text,
            self.status,
            str(self.rung),
            self.checks,
            self.verdict.score,
            self.rung.system,
        )


class Translator:
    """Translates with the systems of a language pair, the first one first.

    Args:
        names: The systems, by their names in models.txt.
        load: Gives the model of a name; called for a rescue system only when it is needed.
        policy: How to translate.
    """

    def __init__(self, names: Sequence[str], load: Callable[[str], Model], policy: Policy) -> None:
        self.names = tuple(names)
        self._load = load
        self._policy = policy

    def translate_documents(
        self, documents: Sequence[Document], target: str, on_done: OnDone
    ) -> list[Translation]:
        """Each document in the target language; all of them are in one source language.

        Args:
            documents: What to translate.
            target: ISO 639-1 code.
            on_done: Told how many more distinct segments are done.

        Raises:
            ModelError: A system cannot be used.
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
                    results[segment.text].segment(segment.id)
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
            ModelError: A system cannot be used.
        """
        results = self.attempt(texts, pair, on_done)
        if self._policy.gate:
            self.rescue(results, pair)
        return results

    def attempt(self, texts: Iterable[str], pair: LangPair, on_done: OnDone) -> dict[str, Result]:
        """What the first rung makes of each distinct text, rejected hypotheses included.

        Args:
            texts: Segments.
            pair: Source and target language.
            on_done: Told how many more are done.

        Raises:
            ModelError: A system cannot be used.
        """
        results: dict[str, Result] = {}
        first = ladder(self.names)[0]
        self._try(first, list(dict.fromkeys(texts)), pair, results, on_done)
        return results

    def rescue(self, results: dict[str, Result], pair: LangPair) -> int:
        """Replace rejected results by better ones, rung by rung, within the budget.

        Args:
            results: What `attempt` returned; changed in place.
            pair: Source and target language.

        Returns:
            The output tokens that it took.

        Raises:
            ModelError: A system cannot be used.
        """
        spent = sum(result.hypothesis.output_tokens for result in results.values())
        budget = Budget(self._policy.rescue_share, spent)
        for rung in ladder(self.names)[1:]:
            rejected = [
                text
                for text, result in results.items()
                if result.verdict.rejected and rung.can_help(text, result.verdict.checks)
            ]
            self._rescue(rung, rejected, pair, results, budget)
        return budget.spent

    def _rescue(
        self,
        rung: Rung,
        rejected: Sequence[str],
        pair: LangPair,
        results: dict[str, Result],
        budget: Budget,
    ) -> None:
        """Try a rung on as many of the rejected texts as the budget allows."""
        if not rejected:
            return
        model = self._load(rung.system)
        chosen = set(budget.affordable([model.length(text) for text in rejected]))
        texts = [text for position, text in enumerate(rejected) if position in chosen]
        for position, text in enumerate(rejected):
            if position not in chosen:
                former = results[text]
                results[text] = Result(
                    former.hypothesis, former.verdict, former.rung, out_of_budget=True
                )
        before = model.usage.output_tokens
        self._try(rung, texts, pair, results, _ignore)
        budget.spend(model.usage.output_tokens - before)

    def _try(
        self,
        rung: Rung,
        texts: Sequence[str],
        pair: LangPair,
        results: dict[str, Result],
        on_done: OnDone,
    ) -> None:
        """Make hypotheses on a rung; keep those that are better than what there is."""
        for text, hypothesis in zip(texts, self._write(rung, texts, pair, on_done), strict=True):
            result = Result(hypothesis, self._examine(text, hypothesis, pair), rung)
            if text not in results or _rank(result) > _rank(results[text]):
                results[text] = result

    def _write(
        self, rung: Rung, texts: Sequence[str], pair: LangPair, on_done: OnDone
    ) -> list[Hypothesis]:
        """One hypothesis a text; a text over the model's window is translated in pieces."""
        if not texts:
            return []
        model = self._load(rung.system)
        pieces = [self._pieces(rung, model, text) for text in texts]
        flat = [piece for parts in pieces for piece, _ in parts]
        decoding = rung.decoding(self._policy.decoding, causal=model.causal)
        written = iter(model.translate(flat, pair, decoding, on_done))
        return [_joined([(next(written), after) for _, after in parts]) for parts in pieces]

    def _pieces(self, rung: Rung, model: Model, text: str) -> list[tuple[str, str]]:
        if rung.kind == SPLIT:
            half = model.length(text) // 2 + 1
            return split_clauses(text, lambda part: model.length(part) <= half and model.fits(part))
        return [(text, "")] if model.fits(text) else split_clauses(text, model.fits)

    def _examine(self, text: str, hypothesis: Hypothesis, pair: LangPair) -> Verdict:
        if self._policy.gate:
            return gate.examine(
                text,
                hypothesis.text,
                pair,
                finished=hypothesis.finished,
                log_probability=hypothesis.score,
            )
        return gate.examine_form(text, hypothesis.text, pair, finished=hypothesis.finished)


def pool(documents: Iterable[Document]) -> dict[str, None]:
    """The distinct texts to be translated, in the order of their first appearance."""
    return dict.fromkeys(
        segment.text
        for document in documents
        for segment in document.segments
        if segment.translatable
    )


def _rank(result: Result) -> tuple[bool, bool, float]:
    """What is accepted beats what is not, anything beats nothing, then the score decides."""
    return not result.verdict.rejected, bool(result.hypothesis.text), result.verdict.score


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


def _ignore(_: int) -> None:
    """Rescues are not progress."""
