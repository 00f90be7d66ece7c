"""Summaries by made-up models, for tests that need no weights."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from summarize.engines.model import Model
from summarize.summary.summarizer import Article, Summarizer
from summarize.translation.recall import Memory
from summarize.types import Check, ModelSpec, Summary
from support.fake_models import fake_model
from support.loading import done

BRIDGE = (
    "The council closed the old bridge on Monday.",
    "Repairs will take two years.",
    "Shop owners are worried.",
)


class Asked(list[str]):
    """A model's reply, always the same, that keeps what it was asked."""

    def __init__(self, reply: str) -> None:
        super().__init__()
        self._reply = reply

    def __call__(self, text: str) -> str:
        self.append(text)
        return self._reply


def model_of(reply: Callable[[str], str], name: str = "fake") -> Model:
    """A model with this name that writes what `reply` says."""
    return fake_model(ModelSpec(name, frozenset({"summarize"}), ("*",), f"/{name}"), reply)


def article(*sentences: str, language: str = "en") -> Article:
    """An article of these sentences; their ids are from 2, since the first is a title's."""
    return Article(language, tuple(enumerate(sentences, start=2)))


def long_sentence(number: int) -> str:
    """A hundred words: the window of a fake model holds five such sentences."""
    return f"Part {number} says " + "very " * 95 + "much."


def summaries(
    reply: Callable[[str], str],
    *articles: Article,
    max_words: int = 60,
    memory: Memory | None = None,
) -> list[Summary]:
    """What a model that writes what `reply` says makes of articles."""
    return Summarizer(model_of(reply), max_words, memory).summarize(articles, done)


def names(checks: Sequence[Check]) -> list[str]:
    """The names of findings."""
    return [check.name for check in checks]
