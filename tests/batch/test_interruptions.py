"""Runs that are killed, stopped, starved or doubled: nothing is lost, nothing half-written."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from summarize.translation.memory import MemoryUnavailableError, TranslationMemory
from support.fixtures import TinyModels
from support.jobs import write_many
from support.loading import Workshop, private_home, shared_home, write_models
from support.processes import finish, is_sound, records, run, tree, wait_until

pytestmark = pytest.mark.models

ARTICLES = 400
KILLS = 10


@pytest.fixture
def models(workshop: Workshop, tmp_path: Path) -> Path:
    return write_models(tmp_path / "models.txt", workshop.for_jobs())


@pytest.fixture
def home(workshop: Workshop, tmp_path: Path) -> Path:
    """A model store that shares the conversions of all tests, with a memory of its own."""
    return private_home(workshop, tmp_path / "own")


def wait_for_more(count: Callable[[], int], process: subprocess.Popen[str]) -> None:
    """Until the run has made more of what is counted, or is over."""
    before = count()
    wait_until(lambda: process.poll() is not None or count() > before)


def remembered(home: Path) -> int:
    """How many translations and summaries a memory holds; 0 while it cannot be read."""
    try:
        with TranslationMemory(home / "memory.sqlite3") as memory:
            return memory.stats().entries
    except MemoryUnavailableError:
        return 0


@pytest.fixture(scope="module")
def undisturbed(
    request: pytest.FixtureRequest,
    tiny_models: TinyModels,
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, Any]:
    """What the job writes when nothing happens to it."""
    folder = tmp_path_factory.mktemp("undisturbed")
    workshop = Workshop(tiny_models, shared_home(request, folder / "home"), folder)
    models = write_models(folder / "models.txt", workshop.for_jobs())
    job = write_many(folder / "job", ARTICLES)
    code, _, err = finish(run(job, models, private_home(workshop, folder / "own"), "--quiet"))
    assert code == 0, err
    content = tree(job.parent / "out")
    written = [record for name, record in content.items() if name.startswith("documents/")]
    assert len(written) == ARTICLES
    assert all(record["summaries"][lang]["text"] for record in written for lang in ("en", "ru"))
    return content


def test_killed_at_any_instant_it_goes_on_where_it_was(
    tmp_path: Path, models: Path, home: Path, undisturbed: dict[str, Any]
) -> None:
    job = write_many(tmp_path / "killed", ARTICLES)
    out = job.parent / "out"
    chance = random.Random(20261124)
    kept: dict[str, bytes] = {}
    for number in range(KILLS):
        process = run(job, models, home, "--quiet")
        # By turns while articles are written, and while they are translated or summarised.
        count = (lambda: remembered(home)) if number % 2 else (lambda: len(records(job)))
        wait_for_more(count, process)
        time.sleep(chance.uniform(0, 0.3))
        process.kill()
        finish(process)
        assert is_sound(out)
        now = {path.name: path.read_bytes() for path in records(job)}
        assert {name: now[name] for name in kept} == kept
        kept = now
        if len(now) == ARTICLES:
            for path in records(job)[: ARTICLES // 2]:  # there is still something to kill
                path.unlink()
            for path in home.glob("memory.sqlite3*"):
                path.unlink()
            kept = {path.name: path.read_bytes() for path in records(job)}
    code, _, err = finish(run(job, models, home, "--quiet"))
    assert (code, err) == (0, "")
    assert tree(out) == undisturbed


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_in_order(
    tmp_path: Path, models: Path, home: Path, undisturbed: dict[str, Any], number: int
) -> None:
    job = write_many(tmp_path / "stopped", ARTICLES)
    process = run(job, models, home)
    wait_until(lambda: records(job))
    process.send_signal(number)
    code, _, err = finish(process, seconds=60)
    assert code == 128 + number, err
    report = json.loads((job.parent / "out" / "run.json").read_text("utf-8"))
    documents = report["counts"]["documents"]
    assert report["stopped"] == signal.Signals(number).name
    assert documents["done"] == len(records(job))
    assert documents["done"] + documents["left"] == ARTICLES
    assert documents["left"] > 0
    assert (job.parent / "out/en/digest.md").exists()
    code, out, err = finish(run(job, models, home, "--quiet", "--format", "json"))
    assert code == 0, err
    assert json.loads(out)["counts"]["documents"]["skipped"] == documents["done"]
    assert tree(job.parent / "out") == undisturbed


def test_a_second_signal_ends_it_at_once(tmp_path: Path, models: Path, home: Path) -> None:
    job = write_many(tmp_path / "hasty", ARTICLES)
    process = run(job, models, home)
    wait_until(lambda: records(job))
    process.send_signal(signal.SIGTERM)
    process.send_signal(signal.SIGTERM)
    code, _, _ = finish(process, seconds=30)
    assert code == 128 + signal.SIGTERM
    assert is_sound(job.parent / "out")


def test_a_deadline_ends_it_in_order(tmp_path: Path, models: Path, home: Path) -> None:
    job = write_many(tmp_path / "late", ARTICLES)
    job.write_text(job.read_text("utf-8").replace("[job]\n", '[job]\ndeadline = "1s"\n'), "utf-8")
    code, _, err = finish(run(job, models, home, "--quiet"))
    assert code in (1, 3), err  # 3 where a slow machine has nothing done within the second
    report = json.loads((job.parent / "out" / "run.json").read_text("utf-8"))
    assert report["stopped"] == "deadline"
    assert report["counts"]["documents"]["left"] > 0
    assert report["counts"]["documents"]["done"] == len(records(job))


def test_one_run_at_a_time(tmp_path: Path, models: Path, home: Path) -> None:
    job = write_many(tmp_path / "doubled", ARTICLES)
    first = run(job, models, home)
    holder = job.parent / "out" / ".lock.holder"
    wait_until(holder.exists)
    code, _, err = finish(run(job, models, home))
    assert code == 75
    (line,) = err.splitlines()
    assert f"process {first.pid} on " in line
    first.kill()
    finish(first)
    code, _, err = finish(run(job, models, home, "--quiet", "--limit", "3"))
    assert code == 0, err  # who crashed does not hold the lock
    assert not holder.exists()


def test_an_output_folder_that_goes_away_comes_back(
    tmp_path: Path, models: Path, home: Path, undisturbed: dict[str, Any]
) -> None:
    job = write_many(tmp_path / "robbed", ARTICLES)
    process = run(job, models, home, "--quiet")
    wait_until(lambda: records(job))
    process.send_signal(signal.SIGSTOP)
    shutil.rmtree(job.parent / "out")
    process.send_signal(signal.SIGCONT)
    code, _, _ = finish(process)
    assert code in (0, 1)
    code, _, err = finish(run(job, models, home, "--quiet"))
    assert code == 0, err
    assert tree(job.parent / "out") == undisturbed


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small disk needs root")
def test_a_full_disk_loses_nothing(
    tmp_path: Path, models: Path, home: Path, undisturbed: dict[str, Any]
) -> None:
    job = write_many(tmp_path / "full", ARTICLES)
    out = job.parent / "out"
    out.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", str(out)], capture_output=True
    )
    if mounted.returncode:
        pytest.skip("this machine does not let us mount a small disk")
    try:
        code, _, err = finish(run(job, models, home, "--quiet"))
        assert code == 1, err
        assert "free some space" in err
        assert is_sound(out)
        assert 0 < len(records(job)) < ARTICLES
        subprocess.run(["mount", "-o", "remount,size=64m", str(out)], check=True)
        code, _, err = finish(run(job, models, home, "--quiet"))
        assert code == 0, err
        assert tree(out) == undisturbed
    finally:
        subprocess.run(["umount", str(out)], check=True)


def test_the_memory_spares_decoding_until_a_setting_changes(
    tmp_path: Path, models: Path, home: Path
) -> None:
    job = write_many(tmp_path / "again", 6)

    def tokens(*more: str) -> int:
        shutil.rmtree(job.parent / "out", ignore_errors=True)
        code, out, err = finish(run(job, models, home, "--quiet", "--format", "json", *more))
        assert code == 0, err
        return int(json.loads(out)["tokens"]["output"])

    first = tokens()
    assert first > 0
    assert tokens() == 0
    assert tokens("--fresh") == first
    text = job.read_text("utf-8")
    job.write_text(text.replace("max_words = 40", "max_words = 41"), "utf-8")
    summaries = tokens()
    assert 0 < summaries < first
    job.write_text(text.replace("[translate]\n", "[translate]\nbeam_size = 2\n"), "utf-8")
    assert tokens() == first - summaries
    job.write_text(text.replace("[translate]\n", '[translate]\nmemory = "off"\n'), "utf-8")
    assert tokens() == first
