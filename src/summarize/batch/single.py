"""One document on demand, with the best systems that this machine has ready."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from summarize.batch.languages import pairs_needed, summary_language
from summarize.batch.pipeline import NO_SUMMARY, Pipeline, Plan
from summarize.batch.reporting import Reporter
from summarize.engines.loading import Loader
from summarize.errors import ConfigError
from summarize.models.choice import best
from summarize.models.registry import covers, summarizes
from summarize.translation.attempts import Policy
from summarize.translation.recall import Memory
from summarize.types import Document, LangPair, ModelSpec
from summarize.writers.record import Record

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
        targets: The languages it is wanted in. Its own has a summary, too, where one is written
            in it anyway.
        system: The name of the model that translates; None chooses one for each language pair.
        summarizer: The name of the model that summarises, or `none`; None chooses one.
        max_words: The most words of a summary as it is written.
        loader: Where models come from.
        reporter: Told about the progress.
        memory: The translation memory; None for none.

    Raises:
        ConfigError: No model covers what is asked for.
        ModelError: A model cannot be had, loaded or run.
        DocumentError: The document cannot be processed.
    """
    source = document.language
    writer = _summary_model(summarizer, (source, *targets), loader)
    home = _home(writer, (source, *targets)) if writer else None
    languages = tuple(dict.fromkeys((source, *targets) if home == source else targets))
    systems = {}
    for pair in pairs_needed(source, languages, home):
        purpose = ""
        if writer and pair.source != source:
            purpose = f", which the summary needs: {writer.name} writes in {home}"
        systems[pair] = (_system(system, pair, purpose, loader),)
    plan = Plan(languages, systems, Policy(), writer.name if writer else None, max_words)
    pipeline = Pipeline(plan, loader, reporter, memory)
    pipeline.prepare([source])
    return pipeline.process([document], {document.id: _ON_DEMAND})[0]


def _system(name: str | None, pair: LangPair, purpose: str, loader: Loader) -> str:
    """The model that translates a pair."""
    if name is None:
        found = best(loader.registry, loader.store, lambda spec: covers(spec, pair))
        if found is None:
            raise _lacking(str(pair), loader, purpose)
        return found.name
    if not covers(loader.registry.get(name), pair):
        raise ConfigError(
            f"{name} does not translate {pair}{purpose}",
            hint="name another model with --system, or none to have the best one chosen",
        )
    return name


def _summary_model(name: str | None, languages: Sequence[str], loader: Loader) -> ModelSpec | None:
    """The model that summarises; where none is named, one for the first language that has any."""
    if name == NO_SUMMARY:
        return None
    if name is not None:
        return loader.registry.get(name)
    for language in languages:
        found = best(loader.registry, loader.store, partial(summarizes, language=language))
        if found is not None:
            return found
    raise _lacking(f"summaries in {', '.join(dict.fromkeys(languages))}", loader)


def _home(writer: ModelSpec, languages: Sequence[str]) -> str:
    """The language in which the summary is written."""
    source, *targets = languages
    home = summary_language(writer, source, targets)
    if home is None:
        raise ConfigError(
            f"{writer.name} summarises none of {', '.join(dict.fromkeys(languages))}",
            hint="name another model, or none, with --summarizer",
        )
    return home


def _lacking(what: str, loader: Loader, purpose: str = "") -> ConfigError:
    return ConfigError(f"no model for {what} in {loader.registry.path}{purpose}", hint="add one")
