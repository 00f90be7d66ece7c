"""Jobs with summaries, on fake models: what is asked of which model, and what is kept of it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from summarize.translation.memory import TranslationMemory
from summarize.translation.recall import Memory, Unread
from support import corpus
from support.fake_models import FakeLoader
from support.jobs import make_runner, write_articles, write_job

TRANSLATIONS = {**corpus.translations("en", "ru"), **corpus.translations("ru", "en")}


class Newsroom:
    """A job over the corpus, and the models it may use.

    Attributes:
        asked: What each model was asked, by its name.
    """

    def __init__(self, folder: Path, knows: str = "en,ru") -> None:
        write_articles(folder)
        self.job = write_job(folder)
        self.out = folder / "out"
        self.asked: dict[str, list[str]] = {"en-ru": [], "ru-en": [], "t5": []}
        self._folder = folder
        self._knows = knows

    def loader(self) -> FakeLoader:
        def translate(name: str, text: str) -> str:
            self.asked[name].append(text)
            return TRANSLATIONS.get(text, "")

        def summarize(text: str) -> str:
            self.asked["t5"].append(text)
            return " ".join(text.split(". ")[0].split()).rstrip(".") + "."

        return FakeLoader(
            self._folder,
            {
                "en-ru": ("translate en>ru", lambda text: translate("en-ru", text)),
                "ru-en": ("translate ru>en", lambda text: translate("ru-en", text)),
                "t5": (f"summarize {self._knows}", summarize),
            },
        )

    def run(self, memory: Memory | None = None) -> dict[str, Any]:
        """Run the job; its run.json."""
        for asked in self.asked.values():
            asked.clear()
        make_runner(self.job, self.loader(), memory=memory).run()
        report: dict[str, Any] = json.loads((self.out / "run.json").read_text("utf-8"))
        return report

    def records(self) -> dict[str, dict[str, Any]]:
        """The records by the name of the article."""
        paths = (self.out / "documents").glob("*.json")
        return {path.name.rsplit("-", 1)[0]: json.loads(path.read_text("utf-8")) for path in paths}


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    return Newsroom(tmp_path)


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[TranslationMemory]:
    with TranslationMemory(tmp_path / "memory.sqlite3") as memory:
        yield memory


def test_what_was_summarised_is_not_decoded_again(
    newsroom: Newsroom, memory: TranslationMemory
) -> None:
    first = newsroom.run(memory)
    before = newsroom.records()
    assert len(newsroom.asked["t5"]) == len(corpus.ARTICLES)
    assert first["tokens"]["output"] > 0
    shutil.rmtree(newsroom.out)
    assert newsroom.run(memory)["tokens"]["output"] == 0
    assert newsroom.asked == {"en-ru": [], "ru-en": [], "t5": []}
    assert [r["summaries"] for r in newsroom.records().values()] == [
        r["summaries"] for r in before.values()
    ]


@pytest.mark.parametrize("kind", ["fresh", "off"])
def test_a_run_that_does_not_read_the_memory_writes_anew(
    newsroom: Newsroom, memory: TranslationMemory, kind: str
) -> None:
    newsroom.run(memory)
    shutil.rmtree(newsroom.out)
    newsroom.run(Unread(memory) if kind == "fresh" else None)
    assert len(newsroom.asked["t5"]) == len(corpus.ARTICLES)
