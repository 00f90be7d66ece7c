"""Which languages an article passes through on the way to what is wanted of it."""

from __future__ import annotations

from collections.abc import Sequence

from summarize.models.registry import summarizes
from summarize.types import LangPair, ModelSpec


def summary_language(spec: ModelSpec, source: str, wanted: Sequence[str]) -> str | None:
    """The language in which a model summarises articles in `source`.

    Their own where the model knows it, else the first wanted one that it knows; None where it
    knows neither.
    """
    return next((known for known in (source, *wanted) if summarizes(spec, known)), None)


def pairs_needed(source: str, wanted: Sequence[str], written_in: str | None) -> list[LangPair]:
    """What is translated for an article: the article itself, then its summary.

    Args:
        source: The language of the article.
        wanted: The languages that the article and its summary are wanted in.
        written_in: The language in which its summary is written: `source` or a wanted one; None
            for no summary.
    """
    pairs = [LangPair(source, target) for target in wanted if target != source]
    if written_in is not None:
        pairs += [LangPair(written_in, target) for target in wanted if target != written_in]
    return list(dict.fromkeys(pairs))
