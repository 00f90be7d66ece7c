"""Which model is taken where none is named, and what is said in the place of a draft."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from summarize.models.choice import best, draft_of
from summarize.models.registry import Registry, covers, load_registry
from summarize.models.store import ModelStore
from summarize.types import Draft, LangPair, ModelSpec

SERVES = partial(covers, pair=LangPair("en", "ru"))


class Stocked(ModelStore):
    """A store that has these models."""

    def __init__(self, folder: Path, names: set[str]) -> None:
        super().__init__(folder)
        self._names = names

    def lookup(self, spec: ModelSpec):  # type: ignore[no-untyped-def]
        return spec if spec.name in self._names else None


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    path = tmp_path / "models.txt"
    path.write_text(
        "draft translate,summarize * a/draft quality=draft\n"
        "chat translate,summarize * a/chat\n"
        "pair translate en>ru a/pair\n"
        "other translate ru>en a/other\n"
        "third translate en>ru a/third\n"
        "rough translate en>ru a/rough quality=draft\n",
        "utf-8",
    )
    return load_registry(path)


@pytest.mark.parametrize(
    ("ready", "chosen"),
    [
        (set(), "draft"),  # what models.txt lists first is what it wants to be fetched first
        ({"draft"}, "draft"),
        ({"draft", "chat"}, "chat"),
        ({"draft", "chat", "pair", "third"}, "pair"),
        ({"other"}, "draft"),
        ({"rough", "chat"}, "chat"),
        ({"rough", "draft"}, "rough"),
    ],
)
def test_the_best_on_this_machine(
    registry: Registry, tmp_path: Path, ready: set[str], chosen: str
) -> None:
    found = best(registry, Stocked(tmp_path, ready), SERVES)
    assert found is not None
    assert found.name == chosen


def test_none_where_none_serves(registry: Registry, tmp_path: Path) -> None:
    assert best(registry, ModelStore(tmp_path), lambda _: False) is None


def test_what_is_said_of_a_draft(registry: Registry) -> None:
    assert draft_of(registry, {"draft", "pair"}, SERVES) == Draft(("draft",), ("chat", "pair"))
    assert draft_of(registry, {"pair"}, SERVES) is None
    assert draft_of(registry, {"somebody"}, SERVES) is None
