"""Tiny models as the product loads them: through a models.txt, the store and a conversion."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from summarize.engines.loading import Loader
from summarize.models.registry import load_registry
from summarize.models.store import ModelStore
from support.fixtures import TinyModels


def done(*_: object) -> None:
    """Progress is of no interest here."""


def write_models(path: Path, lines: Mapping[str, tuple[Path, str]]) -> Path:
    """Write a models.txt.

    Args:
        path: Where to.
        lines: For each name the model's folder and the other columns: `TASKS LANGUAGES [OPTIONS]`.
    """
    rows = []
    for name, (folder, columns) in lines.items():
        tasks, languages, *rest = columns.split(maxsplit=2)
        rows.append(" ".join([name, tasks, languages, str(folder), *rest]))
    path.write_text("\n".join(rows) + "\n", "utf-8")
    return path


class Workshop:
    """Loads tiny models; conversions are kept between tests and runs.

    Args:
        models: The tiny models.
        home: The model store that all tests share.
        folder: Where models.txt files go.
    """

    def __init__(self, models: TinyModels, home: Path, folder: Path) -> None:
        self.models = models
        self.home = home
        self._folder = folder

    def loader(
        self,
        lines: Mapping[str, tuple[Path, str]],
        *,
        engine: str = "auto",
        compute_type: str = "auto",
    ) -> Loader:
        """A loader over these models."""
        return Loader(
            load_registry(write_models(self._folder / "models.txt", lines)),
            ModelStore(self.home),
            engine=engine,
            compute_type=compute_type,
            device="cpu",
            offline=True,
        )

    def both_ways(self) -> dict[str, tuple[Path, str]]:
        """Marian in both directions, as `en-ru` and `ru-en`."""
        return {
            "en-ru": (self.models.marian("en-ru"), "translate en>ru"),
            "ru-en": (self.models.marian("ru-en"), "translate ru>en"),
        }

    def for_jobs(self) -> dict[str, tuple[Path, str]]:
        """What the jobs of `support.jobs` name: `en-ru` and `ru-en`, and `t5` for summaries."""
        return {**self.both_ways(), "t5": (self.models.t5(), "summarize en,ru")}


def shared_home(request: pytest.FixtureRequest, fallback: Path) -> Path:
    """A model store in pytest's cache directory, or a temporary one where the cache is off."""
    cache: pytest.Cache | None = getattr(request.config, "cache", None)
    return cache.mkdir("model-store") if cache else fallback


def private_home(workshop: Workshop, folder: Path) -> Path:
    """A model store that shares the conversions of another one, and has a memory of its own."""
    folder.mkdir()
    (workshop.home / "models").mkdir(exist_ok=True)
    (folder / "models").symlink_to(workshop.home / "models")
    return folder
