"""What stands around Ray: its actors and the way of their results, without a cluster."""

from __future__ import annotations

import pickle
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from summarize.batch.executors import ray as module
from summarize.batch.executors.ray import RayExecutor, Setup, _Actor
from summarize.batch.job import Job, load_job
from summarize.batch.outcome import JobInput, Outcome, Portion, Work
from summarize.batch.worker import Worker
from summarize.errors import ConfigError, ModelUnavailableError
from summarize.stopping import Stop
from summarize.translation.recall import Unread
from support.fake_models import FakeLoader
from support.press import Press, stems, translate

MODELS: dict[str, tuple[str, Any]] = {
    "en-ru": ("translate en>ru", translate),
    "ru-en": ("translate ru>en", translate),
}


def items(count: int) -> list[list[JobInput]]:
    return [
        [JobInput(Path(f"{n}.txt"), f"d{n}", f"{n}.txt", 1, "key", False, "s")]
        for n in range(count)
    ]


# --- An actor -------------------------------------------------------------------------------------


class Stage:
    """A job, and actors that work on it with fake models."""

    def __init__(self, press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
        self.press = press
        self.options: dict[str, Any] = {}
        self.loader = FakeLoader(press.folder, MODELS)
        monkeypatch.setattr(module, "Loader", self._load)

    def _load(self, registry: object, store: object, **options: Any) -> FakeLoader:
        self.options = options
        self.loader = FakeLoader(self.press.folder, MODELS)
        return self.loader

    def job(self) -> Job:
        return load_job(self.press.job)

    def found(self) -> list[JobInput]:
        runner = self.press.runner()
        return runner.survey([self.press.loader.stored(name) for name in MODELS])

    def act(self, windows: list[list[JobInput]], **options: Any) -> list[Portion]:
        setup: dict[str, Any] = {
            "cores": 2,
            "fresh": False,
            "memory": False,
            "job": self.job(),
        } | options
        actor = _Actor(
            Setup(models=self.press.folder / "models.txt", home=self.press.folder / "home", **setup)
        )
        made = pickle.loads(actor({"task": pickle.dumps(windows)})["made"])
        if isinstance(made, Exception):
            raise made
        portions: list[Portion] = made
        return portions


@pytest.fixture
def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stage:
    press = Press(tmp_path)
    press.write_corpus()
    monkeypatch.setenv("SUMMARIZE_HOME", str(tmp_path / "home"))
    return Stage(press, monkeypatch)


def outcomes(portions: Sequence[Portion]) -> list[str]:
    return stems([outcome.id for portion in portions for outcome in portion.outcomes])


def test_an_actor_makes_what_it_is_sent(stage: Stage) -> None:
    found = stage.found()
    portions = stage.act([found[:2], found[2:]])
    assert outcomes(portions) == ["bread", "bridge", "lake"]
    assert portions[-1].work.output_tokens > 0
    assert all(item.done for item in stage.found())


def test_what_an_actor_that_died_had_written_is_counted_and_not_made_again(stage: Stage) -> None:
    found = stage.found()
    stage.act([found[:2]])
    portions = stage.act([found[:2], found[2:]])
    assert sorted(outcomes(portions)) == ["bread", "bridge", "lake"]
    assert stage.loader.loads == ["ru-en"]
    counted = portions[-1].outcomes
    assert stems([outcome.id for outcome in counted]) == ["bread", "bridge"]
    assert all(outcome.statuses["ru"]["accepted"] for outcome in counted)
    stage.act([found], fresh=True)
    assert sorted(stage.loader.loads) == ["en-ru", "ru-en"]


def test_a_record_with_another_key_is_made_again(stage: Stage) -> None:
    found = stage.found()
    stage.act([found])
    for key in ("another", None):
        stage.act([[replace(found[0], key=key)]])
        assert stage.loader.loads == ["en-ru"]


def test_an_actor_runs_models_as_the_job_says(stage: Stage) -> None:
    stage.press.change(
        "[run]\n",
        '[run]\nengine = "transformers"\ncompute_type = "bfloat16"\ndevice = "cpu"\n'
        "deterministic = true\n",
    )
    stage.act([stage.found()], cores=3)
    stop = stage.options.pop("stop")
    assert isinstance(stop, Stop)
    assert stage.options == {
        "engine": "transformers",
        "compute_type": "bfloat16",
        "device": "cpu",
        "offline": True,
        "fixed_batches": True,
        "cores": 3,
    }


@pytest.mark.parametrize(
    ("memory", "deterministic", "fresh", "remembers", "reads"),
    [
        (True, False, False, True, True),
        (True, False, True, True, False),
        (False, False, False, False, False),
        (True, True, False, False, False),
    ],
)
def test_an_actor_uses_the_memory_as_a_run_does(
    stage: Stage,
    monkeypatch: pytest.MonkeyPatch,
    memory: bool,
    deterministic: bool,
    fresh: bool,
    remembers: bool,
    reads: bool,
) -> None:
    seen: list[object] = []

    def watch(name: str, job: Job, loader: Any, reporter: Any, memory: Any) -> Any:
        seen.append(memory)
        return Worker(name, job, loader, reporter, memory)

    monkeypatch.setattr(module, "Worker", watch)
    if deterministic:
        stage.press.change("[run]\n", "[run]\ndeterministic = true\n")
    stage.act([stage.found()], memory=memory, fresh=fresh)
    (used,) = seen
    assert (used is not None) == remembers
    assert (used is not None and not isinstance(used, Unread)) == reads


def test_an_error_of_ours_is_handed_over_whole(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    error = ModelUnavailableError("ru-en: no such folder", hint="pull it")
    monkeypatch.setitem(MODELS, "ru-en", ("translate ru>en", error))
    with pytest.raises(ModelUnavailableError) as caught:
        stage.act([stage.found()])
    assert (caught.value.message, caught.value.hint) == ("ru-en: no such folder", "pull it")


# --- The executor ---------------------------------------------------------------------------------


class Cluster(ModuleType):
    """Stands for Ray: runs the actors here, one task after another.

    Attributes:
        running: Whether it was started.
        log: What it was asked for.
        settings: Those of `map`.
    """

    def __init__(self, nodes: list[dict[str, Any]]) -> None:
        super().__init__("ray")
        self.running = False
        self.log: list[str] = []
        self.settings: dict[str, Any] = {}
        self.actor: Callable[[dict[str, Any]], dict[str, Any]] | None = None
        self._nodes = nodes
        self.data = self

    DataContext = SimpleNamespace(get_current=SimpleNamespace)

    def is_initialized(self) -> bool:
        return self.running

    def init(self, **_: object) -> None:
        self.running = True
        self.log.append("init")

    def shutdown(self) -> None:
        self.log.append("shutdown")

    def nodes(self) -> list[dict[str, Any]]:
        return self._nodes

    def ActorPoolStrategy(self, **options: Any) -> dict[str, Any]:  # noqa: N802 - Ray's name
        return options

    def from_items(self, rows: list[dict[str, Any]], *, override_num_blocks: int) -> Cluster:
        assert override_num_blocks == len(rows)
        self.rows = rows
        return self

    def map(self, actor: object, **settings: Any) -> Cluster:
        self.settings = settings
        return self

    def iter_rows(self) -> Iterator[dict[str, Any]]:
        assert self.actor is not None
        for row in self.rows:
            yield self.actor(row)


def node(cpus: int, gpus: int = 0, *, alive: bool = True) -> dict[str, Any]:
    return {"Alive": alive, "Resources": {"CPU": cpus, "GPU": gpus}}


class Tour:
    """An executor over a pretended cluster."""

    def __init__(
        self,
        stage: Stage,
        monkeypatch: pytest.MonkeyPatch,
        nodes: list[dict[str, Any]],
        *,
        fresh: bool = False,
    ) -> None:
        self.cluster = Cluster(nodes)
        monkeypatch.setitem(sys.modules, "ray", self.cluster)
        monkeypatch.setitem(sys.modules, "ray.data", self.cluster)
        self.cluster.actor = lambda row: {"made": pickle.dumps(self.make(row))}
        self.stop = Stop()
        self.executor = RayExecutor(stage.job(), stage.loader, self.stop, fresh=fresh)

    def make(self, row: dict[str, Any]) -> object:
        windows: list[list[JobInput]] = pickle.loads(row["task"])
        return [Portion(tuple(Outcome(i.id) for i in window), Work("far")) for window in windows]

    def setup(self) -> Setup:
        (setup,) = self.cluster.settings["fn_constructor_args"]
        assert isinstance(setup, Setup)
        return setup


def test_every_window_comes_back_once(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    tour = Tour(stage, monkeypatch, [node(4)])
    portions = list(tour.executor.run(items(20)))
    assert [o.id for p in portions for o in p.outcomes] == [f"d{n}" for n in range(20)]
    assert tour.cluster.log == ["init", "shutdown"]


def test_a_cluster_that_is_running_is_left_running(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    tour = Tour(stage, monkeypatch, [node(4)])
    tour.cluster.running = True
    list(tour.executor.run(items(2)))
    assert tour.cluster.log == []


@pytest.mark.parametrize("error", [ModelUnavailableError("far away: no model"), OSError("node")])
def test_an_error_there_is_an_error_here(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    tour = Tour(stage, monkeypatch, [node(4)])

    def fail(_: object) -> object:
        if isinstance(error, OSError):
            raise error
        return error

    monkeypatch.setattr(tour, "make", fail)
    with pytest.raises(type(error), match=str(error)):
        list(tour.executor.run(items(2)))
    assert tour.cluster.log == ["init", "shutdown"]


def test_a_stop_does_not_wait_for_the_next_result(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    tour = Tour(stage, monkeypatch, [node(4)])
    tour.stop.request("SIGTERM")
    assert list(tour.executor.run(items(5))) == []
    assert tour.cluster.log == ["init", "shutdown"]


@pytest.mark.parametrize(
    ("nodes", "extra", "workers", "cores", "gpus"),
    [
        ([node(8)], "", 1, 8, 0),
        ([node(8), node(8)], "", 2, 8, 0),
        ([node(8), node(8, alive=False)], "", 1, 8, 0),
        ([node(8)], "workers = 4", 4, 2, 0),
        ([node(8, 2)], "", 2, 4, 1),
        ([node(8, 2)], 'device = "cpu"', 1, 8, 0),
        ([node(64)], "workers = 50", 9, 7, 0),
    ],
)
def test_actors_are_as_many_as_there_is_room_and_work_for(
    stage: Stage,
    monkeypatch: pytest.MonkeyPatch,
    nodes: list[dict[str, Any]],
    extra: str,
    workers: int,
    cores: int,
    gpus: int,
) -> None:
    stage.press.change("[run]\n", f"[run]\n{extra}\n")
    tour = Tour(stage, monkeypatch, nodes)
    list(tour.executor.run(items(9)))
    settings = tour.cluster.settings
    assert settings["compute"]["size"] == workers
    assert (settings["num_cpus"], settings["num_gpus"]) == (cores, gpus)
    assert tour.setup().cores == cores


@pytest.mark.parametrize("fresh", [True, False])
def test_actors_are_told_what_the_run_was(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, fresh: bool
) -> None:
    stage.press.change('["en-ru"]', '["en-ru", "big"]')
    absent = ModelUnavailableError("big: no connection")
    stage.loader = FakeLoader(stage.press.folder, {**MODELS, "big": ("translate en>ru", absent)})
    with pytest.raises(ModelUnavailableError):
        stage.loader.stored("big")
    tour = Tour(stage, monkeypatch, [node(4)], fresh=fresh)
    list(tour.executor.run(items(2)))
    setup = tour.setup()
    assert setup.job == stage.job().without({"big"}) != stage.job()
    assert (setup.models, setup.home) == (
        stage.press.folder / "models.txt",
        stage.loader.store.home,
    )
    assert setup.fresh is fresh


@pytest.mark.parametrize(
    ("nodes", "setting", "memory"),
    [
        ([node(4)], "on", True),
        ([node(4)], "off", False),
        ([node(4), node(4)], "on", False),
        ([node(4), node(4, alive=False)], "on", True),
    ],
)
def test_only_on_one_machine_there_is_a_memory(
    stage: Stage,
    monkeypatch: pytest.MonkeyPatch,
    nodes: list[dict[str, Any]],
    setting: str,
    memory: bool,
) -> None:
    stage.press.change("[translate]\n", f'[translate]\nmemory = "{setting}"\n')
    tour = Tour(stage, monkeypatch, nodes)
    list(tour.executor.run(items(2)))
    assert tour.setup().memory is memory


def test_without_ray_the_extra_is_named(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(ConfigError, match="Ray is not installed") as caught:
        RayExecutor(stage.job(), stage.loader, Stop())
    assert "summarize[ray]" in caught.value.hint
