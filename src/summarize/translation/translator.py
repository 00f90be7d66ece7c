"""Documents into another language, every segment accounted for.

The segments of all documents are pooled, and equal ones translated once; what the translation
memory holds is not translated again. A hypothesis that the gate rejects climbs the rescue ladder;
what no rung does well is flagged, never dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import chain

from summarize.engines.model import Model
from summarize.errors import ConfigError, ModelError, SummarizeError
from summarize.translation.attempts import Attempts, Policy, Result, Results
from summarize.translation.recall import Memory
from summarize.translation.rescue import Budget, Rung, ladder
from summarize.types import Document, LangPair, OnDone, Status, TranslatedSegment, Translation

OnSkipped = Callable[[str, SummarizeError], None]
"""Told the system of a rung that could not be tried, and why."""


class Translator:
    """Translates with the systems of a language pair, the first one first.

    What becomes of a text depends on the text and its document alone, never on what else is
    translated at the same time, as long as the model's output does not.

    Args:
        names: The systems, by their names in models.txt.
        load: Gives the model of a name; called for a rescue system only when it is needed.
        policy: How to translate.
        memory: Where hypotheses are kept between runs; None keeps none.
        on_skipped: Told of each rung of the rescue ladder whose system cannot be had, loaded or
            run; what it would have rescued stays rejected. None raises the error instead.
    """

    def __init__(
        self,
        names: Sequence[str],
        load: Callable[[str], Model],
        policy: Policy,
        memory: Memory | None = None,
        on_skipped: OnSkipped | None = None,
    ) -> None:
        self.names = tuple(names)
        self._load = load
        self._policy = policy
        self._on_skipped = on_skipped
        self._attempts = Attempts(load, policy, memory)

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
            Interrupted: The work was asked to stop; the memory holds what was done.
        """
        sources = {document.language for document in documents}
        if not sources:
            return []
        (source,) = sources
        groups = [pool([document]) for document in documents]
        made = self.translate(groups, LangPair(source, target), on_done)
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
            for document, results in zip(documents, made, strict=True)
        ]

    def translate(
        self, groups: Sequence[Iterable[str]], pair: LangPair, on_done: OnDone
    ) -> list[Results]:
        """What stands for each distinct text of each group.

        Args:
            groups: The texts of one document each; a document has its own budget for rescues.
            pair: Source and target language.
            on_done: Told how many more distinct texts are done.

        Raises:
            ModelError: The first system cannot be used.
            Interrupted: The work was asked to stop; the memory holds what was done.
        """
        results = self.attempt(groups, pair, on_done)
        if self._policy.gate:
            self.rescue(results, pair)
        return results

    def attempt(
        self, groups: Sequence[Iterable[str]], pair: LangPair, on_done: OnDone
    ) -> list[Results]:
        """What the first rung makes of each text, rejected hypotheses included; see `translate`."""
        groups = [list(dict.fromkeys(group)) for group in groups]
        made = self._attempts.make(
            ladder(self.names)[0], chain.from_iterable(groups), pair, on_done
        )
        return [{text: made[text] for text in group} for group in groups]

    def rescue(self, groups: Sequence[Results], pair: LangPair) -> int:
        """Replace rejected results by better ones, rung by rung, within each group's budget.

        Args:
            groups: What `attempt` returned; changed in place.
            pair: Source and target language.

        Returns:
            The output tokens that it took, counted as if no two groups shared a text.

        Raises:
            ModelError: The first system cannot be used.
            Interrupted: The work was asked to stop; the memory holds what was done.
        """
        budgets = [
            Budget(
                self._policy.rescue_share,
                sum(result.hypothesis.output_tokens for result in results.values()),
            )
            for results in groups
        ]
        for rung in ladder(self.names)[1:]:
            try:
                self._climb(rung, groups, budgets, pair)
            except (ModelError, ConfigError) as error:
                if self._on_skipped is None:
                    raise
                self._on_skipped(rung.system, error)
        return sum(budget.spent for budget in budgets)

    def _climb(
        self, rung: Rung, groups: Sequence[Results], budgets: Sequence[Budget], pair: LangPair
    ) -> None:
        """Try one rung for each group; nothing changes if its system fails."""
        chosen = [
            self._affordable(rung, results, budget)
            for results, budget in zip(groups, budgets, strict=True)
        ]
        made = self._attempts.make(rung, chain.from_iterable(chosen), pair, _ignore)
        for results, texts, budget in zip(groups, chosen, budgets, strict=True):
            budget.spend(sum(made[text].hypothesis.output_tokens for text in texts))
            results.update(
                (text, made[text]) for text in texts if _rank(made[text]) > _rank(results[text])
            )

    def _affordable(self, rung: Rung, results: Results, budget: Budget) -> list[str]:
        """The rejected texts that a rung can help and the budget allows; the others say so."""
        rejected = [
            text
            for text, result in results.items()
            if result.verdict.rejected and rung.can_help(text, result.verdict.checks)
        ]
        if not rejected:
            return []
        model = self._load(rung.system)
        chosen = budget.affordable([model.length(text) for text in rejected])
        for position in set(range(len(rejected))) - set(chosen):
            former = results[rejected[position]]
            results[rejected[position]] = replace(former, out_of_budget=True)
        return [rejected[position] for position in chosen]


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


def _ignore(_: int) -> None:
    """Rescues are not progress."""
