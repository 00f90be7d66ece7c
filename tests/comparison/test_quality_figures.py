"""The figure of a sentence encoder, by an encoder whose vectors are known."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from summarize.comparison import quality
from summarize.comparison.texts import System, Texts
from summarize.engines.pooling import Vectors
from summarize.errors import ConfigError
from summarize.types import LangPair
from support.fake_models import FakeLoader

PAIR = LangPair("en", "ru")
DEGREES = {"one": 0, "same": 0, "near": 60, "far": 180, "two": 90, "x": 5}


class Encoder:
    """Turns words into directions."""

    def __init__(self, assumption: str = "") -> None:
        self.assumption = assumption
        self.asked: list[str] = []

    def embed(self, texts: Sequence[str], on_done: Callable[[int], None]) -> Vectors:
        self.asked += texts
        on_done(len(texts))
        angles = np.radians([DEGREES[text] for text in texts])
        return 1.0000001 * np.stack([np.cos(angles), np.sin(angles)], axis=1)


class Loader(FakeLoader):
    """A loader of one encoder."""

    def __init__(self, folder: Path, columns: str, encoder: Encoder | None = None) -> None:
        super().__init__(folder, {"labse": (columns, str), "mt": ("translate en>ru", str)})
        self._encoder = encoder or Encoder()
        self.names: list[str] = []

    def load_embedder(self, name: str) -> Encoder:  # type: ignore[override]
        self.names.append(name)
        return self._encoder


def texts(**systems: tuple[str, ...]) -> Texts:
    made = tuple(System(name, lines) for name, lines in systems.items())
    return Texts(PAIR, ("one", "two", " "), made)


def test_it_is_the_mean_cosine_over_the_sources_that_say_something(tmp_path: Path) -> None:
    encoder, done, warnings = Encoder(), list[int](), list[str]()
    loader = Loader(tmp_path, "embed *", encoder)
    given = texts(
        copy=("one", "two", " "),
        half=("near", "two", "far"),
        empty=("", "\n", "x"),
        wrong=("far", "two", ""),
    )
    found = quality.measure(loader, "labse", given, done.append, warnings.append)
    assert found["half"] == pytest.approx(0.75)
    assert found == pytest.approx({"copy": 1, "half": 0.75, "empty": 0, "wrong": 0})
    assert max(value for value in found.values() if value is not None) <= 1
    assert encoder.asked == ["one", "two", "near", "far", "x"]
    assert sum(done) == 5
    assert warnings == []
    assert loader.names == ["labse"]


def test_it_goes_below_zero_and_not_below_minus_one(tmp_path: Path) -> None:
    given = Texts(PAIR, ("one",), (System("a", ("far",)),))
    found = quality.measure(Loader(tmp_path, "embed *"), "labse", given, print, print)
    assert found == {"a": -1.0}


def test_without_a_source_there_is_none(tmp_path: Path) -> None:
    given = Texts(PAIR, (" ",), (System("a", ("far",)),))
    found = quality.measure(Loader(tmp_path, "embed *"), "labse", given, print, print)
    assert found == {"a": None}


def test_what_was_assumed_of_an_encoder_is_told(tmp_path: Path) -> None:
    warnings: list[str] = []
    loader = Loader(tmp_path, "embed *", Encoder("it does not say"))
    quality.measure(loader, "labse", texts(a=("one", "two", "")), print, warnings.append)
    assert warnings == ["it does not say"]


@pytest.mark.parametrize("columns", ["embed *", "embed en,ru"])
def test_an_encoder_of_both_languages_is_taken(tmp_path: Path, columns: str) -> None:
    quality.require(Loader(tmp_path, columns), "labse", PAIR)


@pytest.mark.parametrize(
    ("columns", "name", "language"),
    [("embed en", "labse", "ru"), ("embed ru", "labse", "en"), ("embed *", "mt", "en")],
)
def test_an_encoder_of_one_language_or_none_is_refused(
    tmp_path: Path, columns: str, name: str, language: str
) -> None:
    with pytest.raises(ConfigError, match=f"--quality {name}.* embed texts in {language}"):
        quality.require(Loader(tmp_path, columns), name, PAIR)
