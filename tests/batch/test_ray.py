"""The same job on Ray: the same output, also when a worker dies."""

from __future__ import annotations

import json
import pickle
import subprocess
from pathlib import Path

import psutil
import pytest

from summarize.batch.executors.ray import Setup, _Actor
from summarize.batch.job import Job, load_job
from summarize.batch.outcome import Portion
from support.jobs import make_runner, write_many
from support.loading import Workshop, private_home, write_models
from support.processes import finish, records, run, tree, wait_until

pytestmark = pytest.mark.models

ARTICLES = 400


def test_a_task_that_lost_its_actor_skips_what_is_written_unless_all_is_made_anew(
    workshop: Workshop, tmp_path: Path
) -> None:
    models = write_models(tmp_path / "models.txt", workshop.for_jobs())
    job = load_job(write_many(tmp_path / "job", 2))
    runner = make_runner(job.path, workshop.loader(workshop.for_jobs()))
    stored = [
        workshop.loader(workshop.for_jobs()).stored(name) for name in ("en-ru", "ru-en", "t5")
    ]
    row = {"task": pickle.dumps([runner.survey(stored)])}
    home = private_home(workshop, tmp_path / "own")

    def decoded(*, fresh: bool) -> int:
        actor = _Actor(Setup(job, models, home, cores=1, fresh=fresh, memory=False))
        portions: list[Portion] = pickle.loads(actor(row)["made"])
        assert sorted(o.id for p in portions for o in p.outcomes) == sorted(
            item.id for item in runner.survey(stored)
        )
        return portions[-1].work.output_tokens

    first = decoded(fresh=False)
    assert first > 0
    assert decoded(fresh=False) == 0
    assert decoded(fresh=True) == first


def test_an_actor_tells_of_a_rescue_system_that_fails_there_unless_it_was_missing_before(
    workshop: Workshop, tmp_path: Path
) -> None:
    lines = workshop.for_jobs()
    lines |= {
        "en-ru": (workshop.models.marian("ru-en"), "translate en>ru"),  # the wrong way round
        "big": (tmp_path / "nowhere", "translate en>ru"),
    }
    models = write_models(tmp_path / "models.txt", lines)
    path = write_many(tmp_path / "job", 2)
    text = path.read_text("utf-8").replace('en-ru = ["en-ru"]', 'en-ru = ["en-ru", "big"]')
    path.write_text(text, "utf-8")
    job = load_job(path)
    row = {"task": pickle.dumps([make_runner(path, workshop.loader(lines)).survey([])])}
    home = private_home(workshop, tmp_path / "own")

    def warnings(job: Job) -> list[str]:
        actor = _Actor(Setup(job, models, home, cores=1, fresh=True, memory=False))
        portions: list[Portion] = pickle.loads(actor(row)["made"])
        assert not any(outcome.failure for p in portions for outcome in p.outcomes)
        return [warning for portion in portions for warning in portion.warnings]

    (warning,) = warnings(job)
    assert warning.startswith("rescue by big is left out")
    assert warnings(job.without({"big"})) == []


def actors(process: subprocess.Popen[str]) -> list[psutil.Process]:
    """The processes of a run in which Ray's actors live."""
    return [
        child
        for child in psutil.Process(process.pid).children(recursive=True)
        if "ray::" in "".join(child.cmdline()) and "Map" in "".join(child.cmdline())
    ]


def test_ray_writes_what_this_machine_writes_though_a_worker_dies(
    workshop: Workshop, tmp_path: Path
) -> None:
    models = write_models(tmp_path / "models.txt", workshop.for_jobs())
    local = write_many(tmp_path / "local", ARTICLES)
    code, _, err = finish(run(local, models, private_home(workshop, tmp_path / "one"), "--quiet"))
    assert code == 0, err

    job = write_many(tmp_path / "ray", ARTICLES)
    home = private_home(workshop, tmp_path / "two")
    process = run(job, models, home, "--quiet", "--executor", "ray", "--workers", "2")
    wait_until(lambda: records(job), seconds=300)
    victims = actors(process)
    assert victims
    victims[0].kill()
    code, _, err = finish(process, seconds=600)
    assert (code, err) == (0, "")
    assert tree(job.parent / "out") == tree(local.parent / "out")
    report = json.loads((job.parent / "out" / "run.json").read_text("utf-8"))
    assert report["counts"]["documents"]["done"] == ARTICLES
    assert report["counts"]["documents"]["failed"] == 0
    assert report["workers"] >= 2


def test_a_model_that_cannot_be_loaded_is_one_line(workshop: Workshop, tmp_path: Path) -> None:
    models = write_models(tmp_path / "models.txt", workshop.for_jobs())
    job = write_many(tmp_path / "broken", 3)
    text = job.read_text("utf-8")
    job.write_text(text + '[run]\nengine = "ctranslate2"\ncompute_type = "float99"\n', "utf-8")
    home = private_home(workshop, tmp_path / "own")
    code, _, err = finish(run(job, models, home, "--quiet", "--executor", "ray"), seconds=300)
    assert code == 3
    (line,) = err.splitlines()
    assert "float99" in line
