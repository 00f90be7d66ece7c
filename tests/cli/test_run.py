"""`summarize run` with models that are made up: its exit codes, and what its options reach."""

from __future__ import annotations

import json
import os
import re
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

import pytest
from filelock import FileLock

from summarize.cli import options
from summarize.engines.loading import Loader
from summarize.errors import ModelUnavailableError
from support import corpus
from support.command import call
from support.fake_models import FakeLoader, Reply
from support.jobs import write_job

Capture = pytest.CaptureFixture[str]
ARTICLE = replace(corpus.BRIDGE, paragraphs=corpus.BRIDGE.paragraphs[:1])
RUSSIAN = {pair.en: pair.ru for pair in ARTICLE.pairs()}
RUN = """
[run]
engine = "transformers"
compute_type = "float32"
device = "cpu"
"""


def translate(text: str) -> str:
    return RUSSIAN[text]


def leave_one_untranslated(text: str) -> str:
    return text if "412" in text else RUSSIAN[text]


class House:
    """A job on one article, and what the commands ask of the loader."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.reply: Reply | Exception = translate
        self.loaders: list[FakeLoader] = []
        self.asked: dict[str, Any] = {}
        (folder / "articles").mkdir()
        self.write("bridge", ARTICLE.text("en"))
        (folder / "models").mkdir()

    def write(self, name: str, content: str) -> None:
        (self.folder / "articles" / f"{name}.txt").write_text(content, "utf-8")

    def make_loader(self, models: Path | None, **asked: Any) -> Loader:
        self.asked = {"models": models, **asked}
        made = {
            "en-ru": ("translate en>ru", self.reply),
            "ru-en": ("translate ru>en", self.reply),
        }
        loader = FakeLoader(self.folder / "models", made, asked["stop"])
        self.loaders.append(loader)
        return loader

    def run(self, *words: str, extra: str = "") -> int:
        job = write_job(self.folder, extra=extra, summary="")
        return call("run", str(job), *words)

    @property
    def texts(self) -> int:
        """How many texts the last run's models were given."""
        return sum(len(engine.asked) for engine in self.loaders[-1].engines.values())


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    made = House(tmp_path)
    monkeypatch.setattr(options, "make_loader", made.make_loader)
    return made


def counts(capsys: Capture) -> dict[str, int]:
    found: dict[str, int] = json.loads(capsys.readouterr().out)["counts"]["documents"]
    return found


def test_a_run_tells_what_became_of_the_articles_and_where_they_are(
    house: House, capsys: Capture
) -> None:
    assert house.run() == 0
    captured = capsys.readouterr()
    lines = captured.out.splitlines()
    assert re.fullmatch(r"Test: 1 done, 0 done before, 0 failed in \d+ s", lines[0])
    assert lines[1].split() == ["segments", "accepted", "rescued", "flagged", "copied"]
    assert lines[2].split() == ["ru", str(len(RUSSIAN)), "0", "0", "0"]
    assert "tokens written" in lines[3]
    out = house.folder / "out"
    assert lines[4:] == [
        f"  {out / language / 'digest'}.{suffix}"
        for language in ("en", "ru")
        for suffix in ("md", "html")
    ]
    assert "articles: 1 articles" in captured.err


def test_what_is_done_is_not_done_again_unless_it_is_asked_for(
    house: House, capsys: Capture
) -> None:
    assert house.run() == 0
    assert house.run("--format", "json", "--quiet") == 0
    captured = capsys.readouterr()
    assert captured.err.count("articles: 1 articles") == 1
    assert '"skipped": 1' in captured.out
    assert house.texts == 0
    assert house.run("--fresh", "--format", "json") == 0
    assert counts(capsys) == {"done": 1, "skipped": 0, "failed": 0, "left": 0}
    assert house.texts == len(RUSSIAN), "not even from the memory"


def test_some_failed_is_1_and_none_succeeded_is_3(house: House, capsys: Capture) -> None:
    house.write("empty", "")
    assert house.run() == 1
    captured = capsys.readouterr()
    assert "1 done, 0 done before, 1 failed" in captured.out
    assert captured.out.splitlines()[-1] == f"  {house.folder / 'out' / 'failures'}"
    assert house.run() == 1, "what was done before is done"
    assert "0 done, 1 done before, 1 failed" in capsys.readouterr().out
    (house.folder / "articles" / "bridge.txt").unlink()
    assert house.run() == 3


def test_nothing_to_do_is_no_failure(house: House) -> None:
    (house.folder / "articles" / "bridge.txt").unlink()
    house.write("bridge", ARTICLE.text("en"))
    assert house.run() == 0
    assert house.run("--fail-on", "flagged") == 0


def test_flagged_passages_fail_a_run_that_is_to_fail_on_them(house: House, capsys: Capture) -> None:
    house.reply = leave_one_untranslated
    assert house.run() == 0
    assert "1 passages flagged" in capsys.readouterr().out
    assert house.run("--fresh", "--fail-on", "flagged") == 1
    capsys.readouterr()
    house.reply = translate
    assert house.run("--fresh", "--fail-on", "flagged") == 0
    assert "passages flagged" not in capsys.readouterr().out
    assert house.run("--fail-on", "warnings") == 2


def test_a_model_that_cannot_be_had_is_3_and_what_asks_for_it_wrongly_is_2(
    house: House, capsys: Capture
) -> None:
    house.reply = ModelUnavailableError("en-ru is not on this machine", hint="fetch it")
    assert house.run() == 3
    (line,) = [one for one in capsys.readouterr().err.splitlines() if "error" in one]
    assert "en-ru is not on this machine (fetch it)" in line
    report = json.loads((house.folder / "out" / "run.json").read_text("utf-8"))
    assert report["exit_code"] == 3
    assert house.run(extra="[invented]\nkey = 1\n") == 2


def test_another_run_of_the_job_is_75(house: House, capsys: Capture) -> None:
    assert house.run("--quiet") == 0
    (lock,) = [path for path in (house.folder / "out").glob("*lock*") if path.suffix != ".holder"]
    with FileLock(lock):
        assert house.run() == 75
    assert "error" in capsys.readouterr().err


def test_a_limit_leaves_articles_for_the_next_run(house: House, capsys: Capture) -> None:
    for name in ("second", "third"):
        house.write(name, ARTICLE.text("en") + f"\n\n{name.title()} 1.")
    house.reply = lambda text: RUSSIAN.get(text, text)
    house.run("--limit", "2", "--format", "json")
    assert counts(capsys)["done"] == 2
    house.run("--format", "json")
    assert counts(capsys) == {"done": 1, "skipped": 2, "failed": 0, "left": 0}
    assert house.run("--limit", "0") == 2


def test_a_rehearsal_loads_and_writes_nothing(house: House, capsys: Capture) -> None:
    assert house.run("--dry-run") == 0
    captured = capsys.readouterr()
    assert [line.split() for line in captured.out.splitlines()] == [
        ["to", "do", "articles/bridge.txt"],
        ["to", "be", "fetched", "en-ru"],
        ["to", "be", "fetched", "ru-en"],
    ]
    assert captured.err == ""
    assert not (house.folder / "out").exists()
    assert (house.loaders[-1].fetches, house.loaders[-1].loads) == ([], [])
    assert house.run("--dry-run", "--format", "json") == 0
    plan = json.loads(capsys.readouterr().out)
    assert [one["state"] for one in plan["documents"]] == ["to do"]


def test_where_a_run_writes(house: House, capsys: Capture) -> None:
    other = house.folder / "other"
    assert house.run("--output-dir", str(other), "--metrics-file", str(house.folder / "m")) == 0
    assert f"  {other / 'ru' / 'digest.md'}" in capsys.readouterr().out.splitlines()
    assert not (house.folder / "out").exists()
    assert 'job_name="Test"' in (house.folder / "m").read_text("utf-8")


def test_progress_for_collectors(house: House, capsys: Capture) -> None:
    assert house.run("--log-format", "json") == 0
    entries = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert {"task": "articles", "total": 1}.items() <= entries[0].items()


def test_the_loader_is_told_what_the_job_and_the_options_say(house: House) -> None:
    chosen = house.folder / "mine.txt"
    assert house.run("--offline", "--workers", "3", "--models", str(chosen), extra=RUN) == 0
    stop, progress = house.asked.pop("stop"), house.asked.pop("progress")
    assert not stop.requested
    assert callable(progress)
    assert house.asked == {
        "models": chosen,
        "job_folder": house.folder,
        "engine": "transformers",
        "compute_type": "float32",
        "device": "cpu",
        "offline": True,
        "fixed_batches": False,
        "cores": 3,
    }
    assert house.run(extra="[run]\ndeterministic = true\n") == 0
    assert {"offline": False, "fixed_batches": True, "cores": None, "engine": "auto"}.items() <= (
        house.asked.items()
    )


@pytest.mark.parametrize("extra", ["", "[run]\ndeterministic = true\n"])
def test_the_memory_serves_runs_that_may_use_it(house: House, extra: str) -> None:
    assert house.run(extra=extra) == 0
    assert house.run("--output-dir", str(house.folder / "b"), extra=extra) == 0
    assert house.texts == (len(RUSSIAN) if extra else 0)


def test_the_executor_that_is_asked_for(
    house: House, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    made: list[dict[str, Any]] = []

    class Cluster:
        def __init__(self, job: Any, loader: Loader, stop: Any, *, fresh: bool) -> None:
            made.append({"job": job.run.executor, "workers": job.run.workers, "fresh": fresh})
            raise ModelUnavailableError("no cluster")

    monkeypatch.setattr("summarize.batch.executors.ray.RayExecutor", Cluster)
    assert house.run("--executor", "ray", "--workers", "2", "--fresh") == 3
    assert house.run(extra='[run]\nexecutor = "ray"\n') == 3
    assert made == [
        {"job": "ray", "workers": 2, "fresh": True},
        {"job": "ray", "workers": None, "fresh": False},
    ]
    assert house.run("--executor", "local", extra='[run]\nexecutor = "ray"\n') == 0


class Left(BaseException):
    """The process would have ended here."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


@pytest.fixture
def ending(monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """Runs what ends the process at once, and gives its exit code."""

    def leave(code: int) -> NoReturn:
        raise Left(code)

    def run(house: House, *words: str) -> int:
        monkeypatch.setattr(os, "_exit", leave)
        with pytest.raises(Left) as left:
            house.run(*words)
        return left.value.code

    return run


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_run_that_a_signal_stops_says_so_and_goes_on_the_next_time(
    house: House, ending: Callable[..., int], capsys: Capture, sent: signal.Signals, code: int
) -> None:
    def interrupted(text: str) -> str:
        signal.pthread_kill(threading.main_thread().ident or 0, sent)
        while not house.asked["stop"].requested:  # the main thread handles the signal
            time.sleep(0.001)
        return RUSSIAN[text]

    house.reply = interrupted
    former = signal.getsignal(sent)
    assert ending(house) == code
    captured = capsys.readouterr()
    assert f"1 left ({sent.name})" in captured.out
    assert signal.getsignal(sent) is former
    report = json.loads((house.folder / "out" / "run.json").read_text("utf-8"))
    assert (report["exit_code"], report["stopped"]) == (code, sent.name)
    house.reply = translate
    assert house.run("--format", "json") == 0
    assert counts(capsys)["done"] == 1
