"""Which editions of a document are machine drafts."""

from __future__ import annotations

from functools import partial

from summarize.models.choice import draft_of
from summarize.models.registry import Registry, covers, summarizes
from summarize.types import Draft, LangPair, Summary, Translation


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
        drafts.append(draft_of(registry, names, partial(covers, pair=pair)))
    if summary:
        into = LangPair(summarized_in, summary.language)
        names = {sentence.system for sentence in summary.sentences}
        drafts.append(draft_of(registry, names, partial(covers, pair=into)))
        writes = partial(summarizes, language=summarized_in)
        drafts.append(draft_of(registry, {summary.model}, writes))
    return Draft.together(draft for draft in drafts if draft)
