"""A job over a few articles on fake models, and who listens to it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from summarize.batch.executors import Executor
from summarize.batch.job import load_job
from summarize.batch.outcome import JobInput, Portion
from summarize.batch.reporting import RunState
from summarize.batch.runner import Runner
from summarize.errors import EngineError
from summarize.stopping import Stop
from support import corpus
from support.fake_models import FakeLoader, Reply
from support.jobs import Recorder, make_runner

KNOWN = {**corpus.translations("en", "ru"), **corpus.translations("ru", "en")}
BROKEN = "It breaks here."


def translate(text: str) -> str:
    """What the models write: every sentence of the corpus, and nothing else."""
    if text == BROKEN:
        raise IndexError("nobody foresaw this")
    return KNOWN.get(text, "")


def unusable(text: str) -> str:
    """What a broken engine writes."""
    raise EngineError(f"no memory for {text}")


class Listener(Recorder):
    """A reporter that keeps everything.

    Attributes:
        told: The tasks, as they begin, advance and end.
        states: How far the run was.
    """

    def __init__(self) -> None:
        super().__init__()
        self.told: list[tuple[object, ...]] = []
        self.states: list[RunState] = []

    def begin(self, task: str, total: int | None, unit: str) -> None:
        self.told.append(("begin", task, total, unit))

    def advance(self, task: str, count: int) -> None:
        self.told.append(("advance", task, count))

    def end(self, task: str) -> None:
        self.told.append(("end", task))

    def state(self, state: RunState) -> None:
        self.states.append(state)

    def advanced(self, task: str) -> int:
        """How many units of a task are done."""
        counts = (each[2] for each in self.told if each[:2] == ("advance", task))
        return sum(count for count in counts if isinstance(count, int))


class Watching:
    """An executor that keeps what it was asked to do together, and does nothing."""

    def __init__(self) -> None:
        self.windows: list[list[str]] = []

    def run(self, windows: Sequence[Sequence[JobInput]]) -> Iterator[Portion]:
        self.windows = [[item.source for item in window] for window in windows]
        return iter(())


class Press:
    """A job without summaries over the corpus.

    Attributes:
        job: The job file; it writes Markdown only.
        out: Its output folder.
        listener: Of the last run.
        loader: Of the last run.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.job = folder / "job.toml"
        self.out = folder / "out"
        self.listener = Listener()
        self.job.write_text(
            '[job]\nname = "Press"\n[input]\npaths = ["articles/*"]\n'
            '[output]\ndirectory = "out"\nformats = ["md"]\n'
            '[translate]\nen-ru = ["en-ru"]\nru-en = ["ru-en"]\n[run]\n',
            "utf-8",
        )
        (folder / "articles").mkdir()
        self.loader = self._loader(translate, Stop())

    def change(self, old: str, new: str) -> None:
        """Change the job file."""
        self.job.write_text(self.job.read_text("utf-8").replace(old, new), "utf-8")

    def write(self, name: str, text: str) -> Path:
        """Write an article."""
        path = self.folder / "articles" / name
        path.write_text(text, "utf-8")
        return path

    def write_corpus(self) -> None:
        """Write three articles: `bread` and `bridge` in English, `lake` in Russian."""
        self.write("bread.txt", corpus.BREAD.text("en"))
        self.write("bridge.txt", corpus.BRIDGE.text("en"))
        self.write("lake.txt", corpus.LAKE.text("ru"))

    def _loader(self, reply: Reply, stop: Stop) -> FakeLoader:
        models = {"en-ru": ("translate en>ru", reply), "ru-en": ("translate ru>en", reply)}
        return FakeLoader(self.folder, models, stop)

    def runner(
        self,
        *,
        reply: Reply = translate,
        stop: Stop | None = None,
        executor: Executor | None = None,
        **options: Any,
    ) -> Runner:
        """A runner of the job as it is now."""
        self.listener = Listener()
        self.loader = self._loader(reply, stop or Stop())
        if executor is None:
            return make_runner(self.job, self.loader, self.listener, stop=stop, **options)
        job = load_job(self.job)
        return Runner(job, self.loader, executor, self.listener, stop=stop, **options)

    def report(self) -> dict[str, Any]:
        """The `run.json` of the last run."""
        report: dict[str, Any] = json.loads((self.out / "run.json").read_text("utf-8"))
        return report

    def digest(self) -> str:
        """The digest in English."""
        return (self.out / "en" / "digest.md").read_text("utf-8")


def stems(names: Sequence[str]) -> list[str]:
    """The names of articles by the ids of their documents."""
    return [name.rsplit("-", 1)[0] for name in names]
