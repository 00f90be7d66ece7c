"""Hypotheses for texts on one rung of the ladder: remembered or made, then examined."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from summarize.engines.model import Model
from summarize.text.chunker import split_clauses
from summarize.translation import gate
from summarize.translation.gate import GATE_VERSION, Verdict
from summarize.translation.recall import Memory, Recall
from summarize.translation.rescue import DEFAULT_SHARE, ENGINE, FIRST, SPLIT, Rung
from summarize.types import (
    Check,
    Decoding,
    Hypothesis,
    LangPair,
    OnDone,
    Severity,
    Status,
    TranslatedSegment,
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


Results = dict[str, Result]
"""What stands for each text."""


class Attempts:
    """Makes one attempt at texts, on whatever rung.

    Args:
        load: Gives the model of a name.
        policy: How to translate.
        memory: Where hypotheses are kept between runs; None keeps none.
    """

    def __init__(self, load: Callable[[str], Model], policy: Policy, memory: Memory | None) -> None:
        self._load = load
        self._policy = policy
        self._memory = memory

    def make(self, rung: Rung, texts: Iterable[str], pair: LangPair, on_done: OnDone) -> Results:
        """A result for each distinct text, from the memory or from the rung's system.

        Hypotheses are examined and remembered as they come, while the engine makes others.

        Args:
            rung: Which system, and how it decodes.
            texts: Segments.
            pair: Source and target language.
            on_done: Told how many more are done.

        Raises:
            ModelError: The system cannot be used.
            Interrupted: The work was asked to stop; the memory holds what was done.
        """
        texts = list(dict.fromkeys(texts))
        if not texts:
            return {}
        model = self._load(rung.system)
        decoding = rung.decoding(self._policy.decoding, causal=model.causal)
        recall = Recall(self._memory, _key(rung, model, decoding), pair)
        results: Results = {}

        def finish(text: str, hypothesis: Hypothesis) -> None:
            results[text] = Result(hypothesis, self._examine(text, hypothesis, pair), rung)
            on_done(1)

        for text, hypothesis in recall.find(texts).items():
            finish(text, hypothesis)
        new = [text for text in texts if text not in results]
        assembly = _Assembly([self._pieces(rung, model, text) for text in new])

        def made(index: int, piece: Hypothesis) -> None:
            position, hypothesis = assembly.add(index, piece)
            if hypothesis is not None:
                recall.keep(new[position], hypothesis)
                finish(new[position], hypothesis)

        with recall:
            model.translate(assembly.texts, pair, decoding, made)
        return results

    def _pieces(self, rung: Rung, model: Model, text: str) -> list[tuple[str, str]]:
        """What is translated one by one for a text; one over the model's window goes in pieces."""
        if rung.kind == SPLIT:
            half = model.length(text) // 2 + 1
            return split_clauses(text, lambda part: model.length(part) <= half and model.fits(part))
        return [(text, "")] if model.fits(text) else split_clauses(text, model.fits)

    def _examine(self, text: str, hypothesis: Hypothesis, pair: LangPair) -> Verdict:
        if hypothesis.failure:
            return Verdict((Check(ENGINE, Severity.REJECT, hypothesis.failure),), score=0.0)
        if self._policy.gate:
            return gate.examine(
                text,
                hypothesis.text,
                pair,
                finished=hypothesis.finished,
                log_probability=hypothesis.score,
            )
        return gate.examine_form(text, hypothesis.text, pair, finished=hypothesis.finished)


class _Assembly:
    """Texts in pieces, and the hypotheses of the pieces until those of a text are complete."""

    def __init__(self, pieces: Sequence[Sequence[tuple[str, str]]]) -> None:
        self.texts = [piece for parts in pieces for piece, _ in parts]
        self._owners = [position for position, parts in enumerate(pieces) for _ in parts]
        self._starts = list(accumulate((len(parts) for parts in pieces), initial=0))
        self._after = [[after for _, after in parts] for parts in pieces]
        self._made: list[dict[int, Hypothesis]] = [{} for _ in pieces]

    def add(self, index: int, hypothesis: Hypothesis) -> tuple[int, Hypothesis | None]:
        """Take the hypothesis of a piece: the position of its text, and its whole if complete."""
        position = self._owners[index]
        made, after = self._made[position], self._after[position]
        made[index - self._starts[position]] = hypothesis
        if len(made) < len(after):
            return position, None
        return position, _joined([(made[part], end) for part, end in enumerate(after)])


def _key(rung: Rung, model: Model, decoding: Decoding) -> str:
    """Everything that the hypothesis of a text depends on, and the gate it was made for."""
    return model.signature(decoding, rung=rung.kind, gate=GATE_VERSION)


def _joined(parts: Sequence[tuple[Hypothesis, str]]) -> Hypothesis:
    if len(parts) == 1:
        return parts[0][0]
    scores = [part.score for part, _ in parts if part.score is not None]
    return Hypothesis(
        text="".join(part.text + after for part, after in parts).strip(),
        input_tokens=sum(part.input_tokens for part, _ in parts),
        output_tokens=sum(part.output_tokens for part, _ in parts),
        # A part without words would be missing from a text that looks whole.
        finished=all(part.finished and part.text.strip() for part, _ in parts),
        score=min(scores) if len(scores) == len(parts) else None,
        failure=next((part.failure for part, _ in parts if part.failure), ""),
    )
