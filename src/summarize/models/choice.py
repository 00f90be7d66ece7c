"""Which model to use where none is named, and what to use in the place of a draft."""

from __future__ import annotations

from collections.abc import Callable, Collection

from summarize.models.registry import Registry
from summarize.models.store import ModelStore
from summarize.types import Draft, ModelSpec

Serves = Callable[[ModelSpec], bool]
"""Whether a model does what is wanted."""

_MOST_NAMED = 2
"""Better models that are named: enough to begin with, few enough to be read."""


def best(registry: Registry, store: ModelStore, serves: Serves) -> ModelSpec | None:
    """The model to use where none is named; None if none serves.

    Of those on this machine, rather one that is no draft, and rather one made for the task than a
    general chat model. If none is on this machine, the first that models.txt lists.
    """
    candidates = [spec for spec in registry if serves(spec)]
    ready = [spec for spec in candidates if store.lookup(spec)]
    return min(
        ready or candidates[:1], key=lambda spec: (spec.is_draft, len(spec.tasks)), default=None
    )


def draft_of(registry: Registry, names: Collection[str], serves: Serves) -> Draft | None:
    """What is to be said of models that made a text together; None if none of them is a draft.

    Args:
        registry: Which models are drafts, and which there are beside them.
        names: The models; a name that models.txt does not list is none of ours.
        serves: Which others could have done it.
    """
    poor = tuple(spec.name for spec in registry if spec.name in names and spec.is_draft)
    better = [spec.name for spec in registry if serves(spec) and not spec.is_draft]
    return Draft(poor, tuple(better[:_MOST_NAMED])) if poor else None
