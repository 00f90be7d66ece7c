"""Documents on a cluster: Ray Data hands them to a pool of actors, each with an engine of its own.

The output tree is the only thing that actors share. An actor that dies loses nothing that is
written: its documents go to another one, which skips those that are done by then.
"""

from __future__ import annotations

import logging
import os
import pickle
import queue
import socket
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from summarize.batch.executors.local import LocalExecutor
from summarize.batch.job import Job
from summarize.batch.ledger import Ledger
from summarize.batch.outcome import JobInput, Portion, outcome_of
from summarize.batch.reporting import Silent
from summarize.batch.worker import Worker
from summarize.engines.loading import Loader
from summarize.errors import ConfigError, SummarizeError
from summarize.models.registry import load_registry
from summarize.models.store import ModelStore
from summarize.stopping import Stop
from summarize.translation.recall import recollection

_WINDOWS_TO_A_TASK = 8
_TASKS_TO_A_WORKER = 4
_POLL_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Setup:
    """What an actor needs to begin, wherever it is.

    Attributes:
        job: The job; its folder and its output folder must be on storage that all machines share.
        models: The models.txt.
        home: The model store.
        cores: How many cores the actor may use.
        fresh: Whether what is known and done is made anew.
        memory: Whether the translation memory is used.
    """

    job: Job
    models: Path
    home: Path
    cores: int
    fresh: bool
    memory: bool


class RayExecutor:
    """Processes windows with Ray Data.

    Args:
        job: The job; `run.workers` says how many actors there are.
        loader: Tells the actors where models come from; loads nothing here.
        stop: Ends the run.
        fresh: Whether what is known and done is made anew.

    Raises:
        ConfigError: Ray is not installed.
    """

    def __init__(self, job: Job, loader: Loader, stop: Stop, *, fresh: bool = False) -> None:
        # Set before the first import: no reports to the makers, no chatter on our terminal.
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
        os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
        os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")
        try:
            with _hushed():
                import ray.data
        except ImportError as error:
            raise ConfigError(
                f"Ray is not installed: {error}", hint="run pip install 'summarize[ray]'"
            ) from error
        self._ray: Any = ray
        self._job = job
        self._loader = loader
        self._stop = stop
        self._fresh = fresh

    def run(self, windows: Sequence[Sequence[JobInput]]) -> Iterator[Portion]:
        """See `Executor.run`."""
        ours = not self._ray.is_initialized()
        if ours:
            with _hushed():
                self._ray.init(include_dashboard=False, log_to_driver=False, logging_level="error")
        try:
            yield from self._portions(windows)
        finally:
            if ours:
                self._ray.shutdown()

    def _portions(self, windows: Sequence[Sequence[JobInput]]) -> Iterator[Portion]:
        """Ray's results, through a queue, so that a stop need not wait for the next one."""
        arrived: queue.Queue[Portion | BaseException | None] = queue.Queue()

        def collect() -> None:
            try:
                for row in self._dataset(windows).iter_rows():
                    made = pickle.loads(row["made"])  # noqa: S301 - our own actors'
                    if isinstance(made, SummarizeError):
                        raise made  # noqa: TRY301 - handed over below, like Ray's own errors
                    for portion in made:
                        arrived.put(portion)
                arrived.put(None)
            except Exception as error:
                arrived.put(error)

        threading.Thread(target=collect, name="ray", daemon=True).start()
        while not self._stop.requested:
            try:
                portion = arrived.get(timeout=_POLL_SECONDS)
            except queue.Empty:
                continue
            if isinstance(portion, BaseException):
                raise portion
            if portion is None:
                return
            yield portion

    def _dataset(self, windows: Sequence[Sequence[JobInput]]) -> Any:
        ray = self._ray
        context = ray.data.DataContext.get_current()
        context.enable_progress_bars = False
        context.print_on_execution_start = False
        for name in ("ray", "ray.data"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
        nodes = [node["Resources"] for node in ray.nodes() if node["Alive"]]
        gpus = int(sum(node.get("GPU", 0) for node in nodes))
        use_gpu = gpus > 0 and self._job.run.device != "cpu"
        cpus = [int(node.get("CPU", 0)) for node in nodes]
        wanted = self._job.run.workers or (gpus if use_gpu else len(nodes))
        workers, cores = share_out(cpus, min(wanted, len(windows)))
        tasks = _tasks(windows, workers)
        setup = Setup(
            self._job.without(self._loader.missing),
            self._loader.registry.path,
            self._loader.store.home,
            cores,
            self._fresh,
            # SQLite's shared files do not work between machines.
            memory=self._job.memory and len(nodes) == 1,
        )
        return ray.data.from_items(
            [{"task": pickle.dumps(task)} for task in tasks], override_num_blocks=len(tasks)
        ).map(
            _Actor,
            fn_constructor_args=(setup,),
            compute=ray.data.ActorPoolStrategy(size=workers, max_tasks_in_flight_per_actor=2),
            num_cpus=cores,
            num_gpus=1 if use_gpu else 0,
        )


class _Actor:
    """One worker in a process of its own."""

    def __init__(self, setup: Setup) -> None:
        run = setup.job.run
        self._setup = setup
        self._stop = Stop()
        self._ledger = Ledger(setup.job.directory, setup.job.output_languages, setup.job.formats)
        self._loader = Loader(
            load_registry(setup.models),
            ModelStore(setup.home),
            engine=run.engine,
            compute_type=run.compute_type,
            device=run.device,
            offline=True,
            fixed_batches=run.deterministic,
            cores=setup.cores,
            stop=self._stop,
        )

    def __call__(self, row: dict[str, Any]) -> dict[str, Any]:
        """Process a task; an error of ours is handed over, since Ray would only keep its words."""
        windows: list[list[JobInput]] = pickle.loads(row["task"])  # noqa: S301 - our own driver's
        try:
            return {"made": pickle.dumps(self._process(windows))}
        except SummarizeError as error:
            return {"made": pickle.dumps(error)}

    def _process(self, windows: list[list[JobInput]]) -> list[Portion]:
        setup = self._setup
        written = {item.id for window in windows for item in window if self._is_written(item)}
        open_ones = [[item for item in window if item.id not in written] for window in windows]
        warnings: list[str] = []
        on = setup.memory and not setup.job.run.deterministic
        with recollection(warnings.append, on=on, fresh=setup.fresh) as memory:
            name = f"{socket.gethostname()}-{os.getpid()}"
            worker = Worker(name, setup.job, self._loader, Silent(), memory)
            executor = LocalExecutor(lambda: worker, self._stop)
            portions = list(executor.run([window for window in open_ones if window]))
        counted = tuple(outcome_of(self._ledger.read(name)) for name in sorted(written))
        return [*portions, Portion(counted, worker.work(), tuple(warnings))]

    def _is_written(self, item: JobInput) -> bool:
        """Whether an actor that died since had written it.

        What was done before the run is not sent, unless everything is made anew; then nobody can
        tell the two apart, and a task that lost its actor is made once more as a whole.
        """
        is_sent_undone = item.key is not None and not self._setup.fresh
        return is_sent_undone and self._ledger.key(item.id) == item.key


@contextmanager
def _hushed() -> Iterator[None]:
    """Ray's C++ side greets on standard error when it is loaded and when it starts."""
    sys.stderr.flush()
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def share_out(cpus: Sequence[int], wanted: int) -> tuple[int, int]:
    """How many workers there are, and how many cores each of them has.

    All get the same, and so that each fits on a machine: an actor that fits nowhere would be
    waited for without end.

    Args:
        cpus: The cores of each machine.
        wanted: How many workers are asked for.
    """
    workers = max(1, min(wanted, sum(cpus)))
    cores = max(cpus, default=1)
    while cores > 1 and sum(count // cores for count in cpus) < workers:
        cores -= 1
    return workers, max(1, cores)


def _tasks(windows: Sequence[Sequence[JobInput]], workers: int) -> list[list[Sequence[JobInput]]]:
    """Windows in tasks: long enough to keep an engine busy, short enough to be shared out."""
    size = max(1, min(_WINDOWS_TO_A_TASK, len(windows) // (workers * _TASKS_TO_A_WORKER)))
    return [list(windows[start : start + size]) for start in range(0, len(windows), size)]
