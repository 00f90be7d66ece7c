"""Measuring how fast a model is under several settings, and which of them is the best.

The settings are searched one after another (compute type, threads, batches), each from the best of
those before it: the full product of them would take hours. Every candidate has the same prompts,
first some of them to warm up and then all of them against the clock.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from summarize.engines.base import Engine, Output, Prompt
from summarize.engines.tuning import Tuning
from summarize.errors import EngineError
from summarize.types import Decoding

LoadEngine = Callable[[Tuning], Engine]
Clock = Callable[[], float]

TRANSLATOR_BUDGETS = (512, 1024, 2048, 4096, 8192)
GENERATOR_BUDGETS = (128, 256, 384, 512, 1024)
"""Batch budgets worth a try, in prompt tokens."""

WORTH = 1.02
"""How much faster a setting must be to replace another: less is noise."""

_PROBE = 16
"""Prompts to warm up with, and to guess the speed from."""

_FEWEST = 32
"""Prompts of a measurement, however slow the model."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One candidate, measured.

    Attributes:
        tuning: The candidate.
        output_tokens: Written for all prompts.
        seconds: Taken for them, loading and warming up not counted.
        error: Why it could not be measured; empty when it was.
    """

    tuning: Tuning
    output_tokens: int = 0
    seconds: float = 0.0
    error: str = ""

    @property
    def speed(self) -> float:
        """Output tokens per second; 0 for a candidate that failed."""
        return self.output_tokens / self.seconds if self.seconds > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Measurement:
    """What became of all candidates.

    Attributes:
        trials: In the order they were measured; the first is what a run takes without a tuning.
        best: The fastest, up to noise.
    """

    trials: tuple[Trial, ...]
    best: Trial

    def ratio(self, trial: Trial) -> float:
        """How many times as fast as the first candidate one is."""
        return trial.speed / self.trials[0].speed


@dataclass(frozen=True, slots=True)
class Choices:
    """The candidates of each setting.

    Attributes:
        compute_types: Those the user allows; they change what a model writes a little.
        splits: Pairs of replicas and threads for each.
        budgets: Of prompt tokens for a batch.
    """

    compute_types: tuple[str, ...]
    splits: tuple[tuple[int, int], ...]
    budgets: tuple[int, ...]

    def variants(self) -> Iterator[Callable[[Tuning], list[Tuning]]]:
        """For each setting in turn, how to vary it alone."""
        yield lambda best: [replace(best, compute_type=kind) for kind in self.compute_types]
        yield lambda best: [
            replace(best, replicas=replicas, threads_per_replica=threads)
            for replicas, threads in self.splits
        ]
        yield lambda best: [replace(best, batch_tokens=budget) for budget in self.budgets]


def thread_splits(cores: int) -> tuple[tuple[int, int], ...]:
    """Every way to give all cores to replicas, the most replicas first."""
    return tuple((n, cores // n) for n in range(cores, 0, -1) if cores % n == 0)


def search(
    start: Tuning,
    choices: Choices,
    measure: Callable[[Tuning], Trial],
    *,
    on_trial: Callable[[Trial], None] = lambda _: None,
) -> Measurement:
    """Find the fastest candidate, setting by setting.

    Args:
        start: What a run takes without a tuning; measured first.
        choices: The candidates of each setting.
        measure: Measures one candidate; each is measured once.
        on_trial: Told each result as it is there.

    Raises:
        EngineError: Not even `start` can be measured.
    """
    trials: dict[Tuning, Trial] = {}

    def tried(tuning: Tuning) -> Trial:
        if tuning not in trials:
            trials[tuning] = measure(tuning)
            on_trial(trials[tuning])
        return trials[tuning]

    best = tried(start)
    if best.speed == 0:
        raise EngineError(f"the usual settings cannot be measured: {best.error or 'no output'}")
    for variants in choices.variants():
        for candidate in variants(best.tuning):
            trial = tried(candidate)
            best = trial if trial.speed > best.speed * WORTH else best
    return Measurement(tuple(trials.values()), best)


def measure(
    load_engine: LoadEngine,
    tuning: Tuning,
    prompts: Sequence[Prompt],
    *,
    clock: Clock = time.perf_counter,
) -> Trial:
    """Load an engine with these settings and time it; a failure is a result too.

    Args:
        load_engine: Loads the model with given settings.
        tuning: The settings.
        prompts: What it is to write for, the same for all candidates.
        clock: Seconds from any beginning.
    """
    try:
        engine = load_engine(tuning)
        _generate(engine, prompts[:_PROBE])
        started = clock()
        outputs = _generate(engine, prompts)
        seconds = clock() - started
    except (EngineError, MemoryError) as error:
        return Trial(tuning, error=str(error) or type(error).__name__)
    return Trial(tuning, sum(len(output.tokens) for output in outputs), seconds)


def enough(
    load_engine: LoadEngine,
    tuning: Tuning,
    prompts: Sequence[Prompt],
    seconds: float,
    *,
    clock: Clock = time.perf_counter,
) -> Sequence[Prompt]:
    """As many of the prompts as take about `seconds`, going by a few of them; at least 32.

    A large chat model would else take hours, and a small translator would be done before all
    cores have begun.

    Raises:
        EngineError: The engine cannot be loaded or run.
    """
    engine = load_engine(tuning)
    _generate(engine, prompts[:1])
    started = clock()
    _generate(engine, prompts[:_PROBE])
    taken = max(clock() - started, 1e-6)
    return prompts[: max(_FEWEST, int(_PROBE * seconds / taken))]


def _generate(engine: Engine, prompts: Sequence[Prompt]) -> list[Output]:
    """Outputs as most runs make them: greedily."""
    return engine.generate(prompts, Decoding(), lambda *_: None)
