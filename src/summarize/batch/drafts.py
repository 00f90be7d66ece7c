"""Which outputs are machine drafts, and what to use instead."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from summarize.models.registry import Registry, covers, summarizes
from summarize.types import Draft, LangPair, ModelSpec, Summary, Translation

_MOST_NAMED = 2
"""Better models that are named for a task: enough to begin with, few enough to be read."""


def draft_in(
    registry: Registry,
    source: str,
    translation: Translation | None,
    summary: Summary | None,
    summarized_in: str,
) -> Draft | None:
    """What is to be said of the models that made an edition of a document; None if all are good.

    Args:
        registry: Which models are drafts, and which there are beside them.
        source: The language of the article.
        translation: Of the edition; None for the original.
        summary: Of the edition; None for none.
        summarized_in: The language in which the summary was written.
    """
    drafts = []
    if translation:
        pair = LangPair(source, translation.language)
        names = {segment.system for segment in translation.segments}
        drafts.append(_draft(registry, names, partial(covers, pair=pair)))
    if summary:
        into = LangPair(summarized_in, summary.language)
        names = {sentence.system for sentence in summary.sentences}
        drafts.append(_draft(registry, names, partial(covers, pair=into)))
        writes = partial(summarizes, language=summarized_in)
        drafts.append(_draft(registry, {summary.model}, writes))
    return Draft.together(draft for draft in drafts if draft)


def _draft(
    registry: Registry, names: set[str], serves: Callable[[ModelSpec], bool]
) -> Draft | None:
    poor = tuple(spec.name for spec in registry if spec.name in names and spec.is_draft)
    better = [spec.name for spec in registry if serves(spec) and not spec.is_draft]
    return Draft(poor, tuple(better[:_MOST_NAMED])) if poor else None
