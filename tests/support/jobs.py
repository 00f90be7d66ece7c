"""Jobs over the tiny models, as a user would write them."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from summarize.batch.executors.local import LocalExecutor
from summarize.batch.job import load_job
from summarize.batch.reporting import Reporter, Silent
from summarize.batch.runner import Runner
from summarize.batch.worker import Worker
from summarize.engines.loading import Loader
from summarize.stopping import Stop
from summarize.translation.recall import Memory
from support import corpus

SUMMARY = '[summarize]\nmodel = "t5"\nmax_words = 40\n'


class Recorder(Silent):
    """A reporter that keeps the warnings."""

    def __init__(self) -> None:
        self.warnings: list[str] = []

    def warn(self, message: str) -> None:
        self.warnings.append(message)


def write_job(folder: Path, *, extra: str = "", summary: str = SUMMARY) -> Path:
    """Write a job file that reads `articles/*` and uses the models `en-ru`, `ru-en` and `t5`."""
    path = folder / "job.toml"
    path.write_text(
        '[job]\nname = "Test"\n[input]\npaths = ["articles/*"]\n'
        '[output]\ndirectory = "out"\nformats = ["md", "json", "html"]\n'
        f'[translate]\nen-ru = ["en-ru"]\nru-en = ["ru-en"]\n{summary}{extra}',
        "utf-8",
    )
    return path


def make_runner(
    path: Path,
    loader: Loader,
    reporter: Reporter | None = None,
    *,
    stop: Stop | None = None,
    memory: Memory | None = None,
    **options: Any,
) -> Runner:
    """A runner of a job file in this process."""
    job, chosen, listener = load_job(path), stop or Stop(), reporter or Silent()
    executor = LocalExecutor(lambda: Worker("local", job, loader, listener, memory), chosen)
    return Runner(job, loader, executor, listener, stop=chosen, **options)


def write_articles(folder: Path) -> None:
    """Write the corpus: two articles in English, one in Russian, one of them in cp1251."""
    articles = folder / "articles"
    articles.mkdir()
    (articles / "bridge.txt").write_text(corpus.BRIDGE.text("en"), "utf-8")
    (articles / "lake.txt").write_bytes(corpus.LAKE.text("ru").encode("cp1251"))
    (articles / "bread.md").write_text("# " + corpus.BREAD.text("en"), "utf-8")


def write_many(folder: Path, count: int) -> Path:
    """A job over many articles in both languages, with summaries; the job file.

    Each article has its sentences in an order of its own: no summary is like another to the memory,
    though the tiny models know every sentence.
    """
    articles = folder / "articles"
    articles.mkdir(parents=True)
    for number in range(count):
        title, *sentences = corpus.ARTICLES[number % len(corpus.ARTICLES)].pairs()
        random.Random(number).shuffle(sentences)
        language = "en" if number % 2 else "ru"
        text = "\n\n".join(pair.text(language) for pair in (title, *sentences))
        (articles / f"{number:04}.txt").write_text(text, "utf-8")
    return write_job(folder)
