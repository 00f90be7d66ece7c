"""Keeping a measurement, and finding the best settings with an engine of known speed."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from summarize.engines import samples
from summarize.engines.base import OnOutput, Output, Padding, Prompt
from summarize.engines.measuring import (
    Choices,
    Measurement,
    Trial,
    enough,
    measure,
    search,
    thread_splits,
)
from summarize.engines.tuner import tune
from summarize.engines.tuning import (
    TUNING_FILE,
    Machine,
    Tuning,
    load_tuning,
    save_tuning,
    this_machine,
)
from summarize.errors import ConfigError, EngineError, OutputError
from summarize.types import Decoding
from support.loading import Workshop

HERE = Machine("Invented 9000", 8, "4.8.5")
START = Tuning("int8", 2048, 8, 1)
CHOICES = Choices(("int8", "float32"), thread_splits(8), (512, 1024, 2048, 4096))
PROMPTS = [Prompt((1, 2, 3), 10)] * 64
TOKENS = 5

Speed = Callable[[Tuning], float]


class FakeClock:
    """A clock that only the engine moves on."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


class FakeEngine:
    """Writes five tokens a prompt, at a known number of tokens per second; the first is slow."""

    name = "fake"

    def __init__(self, tuning: Tuning, speed: float, clock: FakeClock) -> None:
        self.compute_type = tuning.compute_type
        self.padding = Padding()
        self._speed = speed
        self._clock = clock
        self._is_warm = False

    def generate(
        self, prompts: Sequence[Prompt], decoding: Decoding, on_output: OnOutput
    ) -> list[Output]:
        self._clock.now += len(prompts) * TOKENS / self._speed
        self._clock.now += 0 if self._is_warm else 100
        self._is_warm = True
        return [Output((7,) * TOKENS, finished=True) for _ in prompts]


def found_with(speed: Speed, choices: Choices = CHOICES) -> Measurement:
    clock = FakeClock()

    def load(tuning: Tuning) -> FakeEngine:
        return FakeEngine(tuning, speed(tuning), clock)

    return search(START, choices, lambda tuning: measure(load, tuning, PROMPTS, clock=clock))


def test_stored_and_reloaded(tmp_path: Path) -> None:
    assert load_tuning(tmp_path, "d1", HERE) is None
    save_tuning(tmp_path, "d1", START, HERE)
    save_tuning(tmp_path, "d2", replace(START, replicas=4), HERE)
    assert load_tuning(tmp_path, "d1", HERE) == START
    assert load_tuning(tmp_path, "d2", HERE) == replace(START, replicas=4)
    save_tuning(tmp_path, "d1", replace(START, batch_tokens=512), HERE)
    assert load_tuning(tmp_path, "d1", HERE) == replace(START, batch_tokens=512)
    assert load_tuning(tmp_path, "d3", HERE) is None


@pytest.mark.parametrize(
    "other",
    [
        replace(HERE, cpu="Invented 9001"),
        replace(HERE, cores=16),
        replace(HERE, ctranslate2="4.9.0"),
    ],
)
def test_never_used_elsewhere(tmp_path: Path, other: Machine) -> None:
    save_tuning(tmp_path, "d1", START, HERE)
    assert load_tuning(tmp_path, "d1", other) is None
    save_tuning(tmp_path, "d1", replace(START, replicas=1), other)
    assert load_tuning(tmp_path, "d1", HERE) == START


def test_this_machine_is_the_default(tmp_path: Path) -> None:
    save_tuning(tmp_path, "d1", START)
    assert load_tuning(tmp_path, "d1") == load_tuning(tmp_path, "d1", this_machine()) == START
    assert this_machine().cpu
    (tmp_path / "proc").mkdir()
    (tmp_path / "proc/cpuinfo").write_text("processor\t: 0\nmodel name\t: Invented 9000\n\n")
    assert this_machine(tmp_path).cpu == "Invented 9000"


@pytest.mark.parametrize(
    ("lines", "cpu"),
    [
        ("CPU part\t: 0xd0c\nHardware\t: Board", "Board"),
        ("cpu model\t\t: MIPS 24K", "MIPS 24K"),
        ("CPU part\t: 0xd0c", "0xd0c"),
        ("Hardware\t: Board\nmodel name : Invented: 9000 ", "Invented: 9000"),
        ("model name\t:\nHardware\t: Board", "Board"),
        ("processor\t: 0", "the platform's"),
        (None, "the platform's"),
    ],
)
def test_the_name_of_the_processor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: str | None, cpu: str
) -> None:
    monkeypatch.setattr("platform.processor", lambda: "")
    monkeypatch.setattr("platform.machine", lambda: "the platform's")
    if lines is not None:
        (tmp_path / "proc").mkdir()
        (tmp_path / "proc/cpuinfo").write_text(lines, "utf-8")
    assert this_machine(tmp_path).cpu == cpu


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"tunings": 3}', b'{"tunings": [3, null, {}]}'],
)
def test_a_damaged_file_counts_as_absent(tmp_path: Path, content: bytes) -> None:
    (tmp_path / TUNING_FILE).write_bytes(content)
    assert load_tuning(tmp_path, "d1", HERE) is None
    save_tuning(tmp_path, "d1", START, HERE)
    assert load_tuning(tmp_path, "d1", HERE) == START


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("replicas", 0),
        ("replicas", "8"),
        ("batch_tokens", -1),
        ("batch_tokens", 20.5),
        ("threads_per_replica", True),
        ("compute_type", 8),
        ("unknown", 1),
    ],
)
def test_a_damaged_entry_counts_as_absent(tmp_path: Path, field: str, value: object) -> None:
    save_tuning(tmp_path, "d1", START, HERE)
    save_tuning(tmp_path, "d2", START, HERE)
    content = json.loads((tmp_path / TUNING_FILE).read_bytes())
    content["tunings"][0]["tuning"][field] = value
    (tmp_path / TUNING_FILE).write_text(json.dumps(content), "utf-8")
    assert load_tuning(tmp_path, "d1", HERE) is None
    assert load_tuning(tmp_path, "d2", HERE) == START


def test_a_home_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", "utf-8")
    with pytest.raises(OutputError, match=TUNING_FILE):
        save_tuning(tmp_path / "file", "d1", START, HERE)


def test_every_split_takes_all_cores() -> None:
    assert thread_splits(8) == ((8, 1), (4, 2), (2, 4), (1, 8))
    assert thread_splits(1) == ((1, 1),)
    assert thread_splits(7) == ((7, 1), (1, 7))


def test_finds_the_best_of_each_setting() -> None:
    def speed(tuning: Tuning) -> float:
        by_split = {8: 100.0, 4: 150.0, 2: 120.0, 1: 50.0}[tuning.replicas]
        by_budget = {512: 0.7, 1024: 1.4, 2048: 1.0, 4096: 0.9}[tuning.batch_tokens]
        return by_split * by_budget * (0.5 if tuning.compute_type == "float32" else 1.0)

    found = found_with(speed)
    assert found.best.tuning == Tuning("int8", 1024, 4, 2)
    assert found.best.speed == pytest.approx(210)
    assert found.trials[0].tuning == START
    assert found.ratio(found.trials[0]) == 1
    assert found.ratio(found.best) == pytest.approx(2.1)
    assert len(found.trials) == len({trial.tuning for trial in found.trials}) == 1 + 1 + 3 + 3


def test_only_what_the_user_allows_is_tried() -> None:
    found = found_with(
        lambda tuning: 900.0 if tuning.compute_type == "float32" else 100.0,
        replace(CHOICES, compute_types=("int8",)),
    )
    assert {trial.tuning.compute_type for trial in found.trials} == {"int8"}


@pytest.mark.parametrize(("gain", "moves"), [(1.0, False), (1.01, False), (1.03, True)])
def test_noise_moves_nothing(gain: float, moves: bool) -> None:
    found = found_with(lambda tuning: 100.0 * (gain if tuning.replicas == 2 else 1))
    assert (found.best.tuning == replace(START, replicas=2, threads_per_replica=4)) is moves
    assert (found.best.tuning == START) is not moves


def test_what_fails_is_told_and_never_chosen() -> None:
    def speed(tuning: Tuning) -> float:
        if tuning.replicas == 1:
            raise EngineError("out of memory")
        return 100.0

    found = found_with(speed)
    assert found.best.tuning == START
    (failed,) = (trial for trial in found.trials if trial.error)
    assert (failed.error, failed.speed) == ("out of memory", 0)
    assert failed.tuning == replace(START, replicas=1, threads_per_replica=8)


def test_a_failure_without_words_is_told_by_its_kind() -> None:
    def load(_: Tuning) -> FakeEngine:
        raise MemoryError

    assert measure(load, START, PROMPTS).error == "MemoryError"


def test_each_candidate_is_told_as_it_is_measured() -> None:
    told: list[Trial] = []
    clock = FakeClock()

    def load(tuning: Tuning) -> FakeEngine:
        return FakeEngine(tuning, 100.0, clock)

    found = search(
        START,
        CHOICES,
        lambda tuning: measure(load, tuning, PROMPTS, clock=clock),
        on_trial=told.append,
    )
    assert tuple(told) == found.trials


def test_nothing_is_compared_with_what_does_not_run() -> None:
    def speed(_: Tuning) -> float:
        raise EngineError("no such file")

    with pytest.raises(EngineError, match="no such file"):
        found_with(speed)


def test_warming_up_is_not_timed() -> None:
    clock = FakeClock()
    trial = measure(lambda t: FakeEngine(t, 10.0, clock), START, PROMPTS, clock=clock)
    assert (trial.tuning, trial.output_tokens) == (START, TOKENS * len(PROMPTS))
    assert trial.seconds == pytest.approx(32.0)


@pytest.mark.parametrize(("speed", "count"), [(0.001, 32), (20.0, 40), (1e9, 64)])
def test_a_measurement_takes_about_as_long_as_it_may(speed: float, count: int) -> None:
    clock = FakeClock()

    def load(tuning: Tuning) -> FakeEngine:
        return FakeEngine(tuning, speed, clock)

    assert len(enough(load, START, PROMPTS, 10.0, clock=clock)) == count


@pytest.mark.parametrize("language", samples.LANGUAGES)
def test_the_samples_are_always_the_same_and_of_mixed_length(language: str) -> None:
    texts = samples.sentences(language, 200)
    assert texts == samples.sentences(language, 300)[:200]
    assert len(set(texts)) > 150
    words = sorted(len(text.split()) for text in texts)
    assert words[0] < 10
    assert words[-1] > 30
    articles = samples.articles(language, 20)
    assert articles == samples.articles(language, 30)[:20]
    assert all(len(text.split()) >= 20 for text in articles)
    assert not set(articles) & set(samples.articles({"en": "ru", "ru": "en"}[language], 20))


@pytest.mark.models
@pytest.mark.parametrize(
    ("kind", "columns"),
    [("marian", "translate en>ru"), ("t5", "summarize en,ru"), ("nllb", "translate de,fr,*")],
)
def test_a_real_model(workshop: Workshop, tmp_path: Path, kind: str, columns: str) -> None:
    folder = (
        workshop.models.marian("en-ru") if kind == "marian" else getattr(workshop.models, kind)()
    )
    loader = workshop.loader({kind: (folder, columns)})
    loader.store.home = tmp_path / "tunings"
    loader.store.home.mkdir()
    found = tune(loader, kind, ["int8"], seconds=0.01)
    assert all(trial.output_tokens > 0 for trial in found.trials)
    digest = loader.stored(kind).digest
    assert load_tuning(tmp_path / "tunings", digest) == found.best.tuning


@pytest.mark.models
def test_a_compute_type_that_is_none(workshop: Workshop) -> None:
    with pytest.raises(ConfigError, match="int9"):
        tune(workshop.loader(workshop.both_ways()), "en-ru", ["int8", "int9"])
