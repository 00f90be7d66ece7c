"""Real systems' outputs: sacreBLEU's own command agrees, and the order is the one known."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from summarize.comparison.analysis import compare
from summarize.comparison.results import Comparison

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("SUMMARIZE_EVALUATION_DATA", ROOT / ".." / "shared" / "data"))

pytestmark = [
    pytest.mark.evaluation,
    pytest.mark.skipif(not DATA.is_dir(), reason=f"the evaluation data is not at {DATA}"),
]

DEGENERATE = {"copy", "copy again", "garbage", "other lines", "always the same"}


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "compare_benchmark", ROOT / "benchmarks/compare.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def made(benchmark: ModuleType) -> Comparison:
    return compare(benchmark.wmt("ru-en"))


def test_scores_are_those_of_sacrebleus_command(made: Comparison) -> None:
    folder = DATA / "systems/wmt22.ru-en"
    reference = DATA / "parallel/wmt22.ru-en/refA.en"
    for system in made.systems:
        output = str(folder / f"{system.name}.en")
        command = [sys.executable, "-m", "sacrebleu", str(reference), "-i", output]
        options = ["-m", "bleu", "chrf", "ter", "--chrf-word-order", "2", "--width", "10"]
        done = subprocess.run([*command, *options], check=True, capture_output=True)
        for found, name in zip(json.loads(done.stdout), ("bleu", "chrf", "ter"), strict=True):
            assert round(system.scores[name].score, 10) == found["score"]


def test_the_order_is_the_one_that_wmt_found(made: Comparison, benchmark: ModuleType) -> None:
    # WMT's own chrF (without words) orders these systems like this.
    assert [s.name for s in made.systems] == ["Online-G", "SRPOL", "Online-W", "ALMAnaCH-Inria"]
    assert made.systems[0].group == "a"
    assert made.systems[-1].group not in {system.group for system in made.systems[:-1]}


@pytest.mark.parametrize("name", ["en-ru", "ru-en"])
@pytest.mark.parametrize("references", [False, True])
def test_degenerate_systems_come_last(benchmark: ModuleType, name: str, references: bool) -> None:
    order = [
        system.name
        for system in benchmark.with_degenerate(name, references=references, segments=200).systems
    ]
    assert set(order[-len(DEGENERATE) :]) == DEGENERATE


@pytest.mark.parametrize("name", ["en-ru", "ru-en"])
def test_no_degenerate_system_beats_a_real_one_alone(benchmark: ModuleType, name: str) -> None:
    duels = benchmark.duels(name)
    assert len(duels) >= 20
    assert [winner for winner, _ in duels if winner in DEGENERATE] == []
