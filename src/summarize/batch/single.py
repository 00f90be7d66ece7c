"""One document on demand, with the best systems that this machine has ready."""

from __future__ import annotations

from collections.abc import Callable

from summarize.batch.pipeline import Pipeline, Plan
from summarize.batch.reporting import Reporter
from summarize.engines.loading import Loader
from summarize.errors import ConfigError
from summarize.models.registry import covers, summarizes
from summarize.translation.attempts import Policy
from summarize.translation.recall import Memory
from summarize.types import Document, LangPair, ModelSpec
from summarize.writers.record import Record

NO_SUMMARY = "none"
_ON_DEMAND = "on demand"


def process_one(
    document: Document,
    *,
    targets: tuple[str, ...],
    system: str | None,
    summarizer: str | None,
    max_words: int,
    loader: Loader,
    reporter: Reporter,
    memory: Memory | None = None,
) -> Record:
    """Translate and summarise a document.

    Args:
        document: What to process.
        targets: The languages to translate it into; its own is among the summaries in any case.
        system: The name of the model that translates; None chooses one.
        summarizer: The name of the model that summarises, or `none`; None chooses one.
        max_words: The most words of a summary.
        loader: Where models come from.
        reporter: Told about the progress.
        memory: The translation memory; None for none.

    Raises:
        ConfigError: No model covers what is asked for.
        ModelError: A model cannot be had, loaded or run.
        DocumentError: The document cannot be processed.
    """
    languages = tuple(dict.fromkeys((document.language, *targets)))
    pairs = [LangPair(document.language, target) for target in languages[1:]]
    plan = Plan(
        languages=languages,
        systems={pair: (system or _translating(pair, loader),) for pair in pairs},
        policy=Policy(),
        summary_model=_summary_model(summarizer, document.language, loader),
        max_words=max_words,
    )
    pipeline = Pipeline(plan, loader, reporter, memory)
    pipeline.prepare([document.language])
    return pipeline.process([document], {document.id: _ON_DEMAND})[0]


def _translating(pair: LangPair, loader: Loader) -> str:
    return _best(loader, lambda spec: covers(spec, pair), str(pair))


def _summary_model(name: str | None, language: str, loader: Loader) -> str | None:
    if name == NO_SUMMARY:
        return None
    return name or _best(loader, lambda spec: summarizes(spec, language), f"{language} summaries")


def _best(loader: Loader, serves: Callable[[ModelSpec], bool], what: str) -> str:
    """The model to use where none is named.

    One that is on this machine, and rather one made for the task than a general chat model; else
    the first that models.txt lists.
    """
    candidates = [spec for spec in loader.registry if serves(spec)]
    if not candidates:
        raise ConfigError(f"no model for {what} in {loader.registry.path}", hint="add one")
    ready = [spec for spec in candidates if loader.store.lookup(spec)]
    return min(ready or candidates[:1], key=lambda spec: len(spec.tasks)).name
