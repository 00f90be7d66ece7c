"""How close a hypothesis is in meaning to its source, by a sentence encoder."""

from __future__ import annotations

from collections.abc import Callable
from statistics import fmean

import numpy as np

from summarize.comparison.texts import Texts
from summarize.engines.loading import Loader
from summarize.errors import ConfigError
from summarize.models.registry import embeds
from summarize.types import LangPair

NONE = "none"
"""Named instead of a model where quality is not to be measured."""


def require(loader: Loader, name: str, pair: LangPair) -> None:
    """Refuse a sentence encoder that cannot be used, before any system takes time.

    Raises:
        ConfigError: models.txt lacks the model, or the model does not embed both languages.
    """
    spec = loader.registry.get(name)
    for language in (pair.source, pair.target):
        if not embeds(spec, language):
            raise ConfigError(
                f"--quality {name}: it does not embed texts in {language}",
                hint="name a model with the task embed for both languages, or none",
            )


def distinct(texts: Texts) -> list[str]:
    """What is embedded: the sources and all hypotheses, equal ones once."""
    columns = (texts.sources, *(system.texts for system in texts.systems))
    return list(dict.fromkeys(text for column in columns for text in column if text.strip()))


def measure(
    loader: Loader,
    name: str,
    texts: Texts,
    on_done: Callable[[int], None],
    warn: Callable[[str], None],
) -> dict[str, float | None]:
    """For each system the mean cosine between source and hypothesis, -1 to 1.

    Args:
        loader: Loads the model.
        name: The sentence encoder, by its name in models.txt.
        texts: Aligned texts.
        on_done: Told how many more of the `distinct` texts are done.
        warn: Told what was assumed of a model that does not say how it is used.

    Returns:
        By the systems' names; None where no source has any text. An empty hypothesis counts 0.

    Raises:
        ModelError: The model cannot be had, loaded or run.
    """
    spoken = distinct(texts)
    embedder = loader.load_embedder(name)
    if embedder.assumption:
        warn(embedder.assumption)
    vectors = embedder.embed(spoken, on_done)
    rows = {text: row for row, text in enumerate(spoken)}

    def cosine(source: str, hypothesis: str) -> float:
        if hypothesis not in rows:
            return 0.0
        product = float(vectors[rows[source]] @ vectors[rows[hypothesis]])
        return float(np.clip(product, -1.0, 1.0))

    result: dict[str, float | None] = {}
    for system in texts.systems:
        cosines = [
            cosine(source, hypothesis)
            for source, hypothesis in zip(texts.sources, system.texts, strict=True)
            if source in rows
        ]
        result[system.name] = fmean(cosines) if cosines else None
    return result
