"""What `summarize doctor` finds out, and on which side of a limit it says so."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections import namedtuple
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from summarize.cli import diagnosis, options
from summarize.cli.diagnosis import Diagnosis, Problem, examine, probe
from summarize.engines import tuner
from summarize.engines.measuring import Measurement, Trial
from summarize.engines.tuning import Tuning
from support.command import call

Capture = pytest.CaptureFixture[str]
Usage = namedtuple("Usage", "total used free")


@pytest.fixture(autouse=True)
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "models.txt"
    path.write_text(f"opus translate en>ru owner/opus\nmine translate en>ru {tmp_path}\n", "utf-8")
    monkeypatch.setenv("SUMMARIZE_MODELS", str(path))
    works = ({"compute_types": ["int8"], "cuda_devices": 0}, "")
    monkeypatch.setattr(diagnosis, "probe", lambda name: works)
    monkeypatch.setattr("summarize.engines.cgroups.memory_limit", lambda: 8 * 10**9)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(1, 1, 10**12))
    return path


def problems(**options_: Any) -> list[Problem]:
    return examine(None, **{"offline": False, "ask_hub": False} | options_).problems


@pytest.mark.parametrize(("memory", "is_little"), [(4 * 10**9, False), (4 * 10**9 - 1, True)])
def test_little_memory_is_a_note(
    monkeypatch: pytest.MonkeyPatch, memory: int, is_little: bool
) -> None:
    monkeypatch.setattr("summarize.engines.cgroups.memory_limit", lambda: memory)
    found = examine(None, offline=False, ask_hub=False)
    assert found.machine["memory_limit_bytes"] == memory
    assert [(one.what, one.fatal) for one in found.problems] == [
        ("there are 4.0 GB of memory", False)
    ] * is_little


@pytest.mark.parametrize(("free", "is_little"), [(6 * 10**9, False), (6 * 10**9 - 1, True)])
def test_little_room_on_the_disk_is_a_note(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, free: int, is_little: bool
) -> None:
    monkeypatch.setattr(
        shutil, "disk_usage", lambda path: Usage(1, 1, free if path == tmp_path else 0)
    )
    found = problems()
    assert [(one.what, one.fatal) for one in found] == [
        (f"{tmp_path / 'home'} has 6.0 GB of free space", False)
    ] * is_little


def test_a_machine_without_a_limit_has_all_its_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("summarize.engines.cgroups.memory_limit", lambda: None)
    machine = examine(None, offline=False, ask_hub=False).machine
    there = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    assert machine["memory_limit_bytes"] == machine["memory_bytes"] == there
    assert machine["cores_there"] == os.cpu_count()


def test_where_the_store_is_and_who_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    found = examine(None, offline=False, ask_hub=False).store
    assert (found["home"], found["from"]) == (str(tmp_path / "home"), "SUMMARIZE_HOME")
    assert (found["exists"], found["writable"]) == (False, True)
    monkeypatch.delenv("SUMMARIZE_HOME")
    assert examine(None, offline=False, ask_hub=False).store["from"] == "the platform"


def test_a_local_folder_that_is_gone_is_a_note_while_there_are_others(
    models: Path, tmp_path: Path
) -> None:
    models.write_text(f"a translate en>ru {tmp_path}/gone\nb translate en>ru owner/b\n", "utf-8")
    (problem,) = problems()
    assert (problem.what, problem.fatal) == (f"a: there is no folder {tmp_path}/gone", False)
    assert str(models) in problem.next_step
    lacking = problems(offline=True)
    assert [one.fatal for one in lacking] == [False, True]
    assert lacking[1].next_step == "run `summarize models pull a` with a network connection"


def test_offline_a_local_model_is_enough(tmp_path: Path) -> None:
    found = examine(None, offline=True, ask_hub=True)
    assert [(row["name"], row["state"]) for row in found.models] == [
        ("opus", "missing"),
        ("mine", "local folder"),
    ]
    assert found.could_run


@pytest.mark.parametrize(
    ("code", "out", "err", "expected"),
    [
        (0, 'noise\n{"cuda_devices": 1}\n', "", ({"cuda_devices": 1}, "")),
        (1, "", "Traceback\nImportError: libgomp\n", ({}, "ImportError: libgomp")),
        (1, "", "", ({}, "exit code 1")),
        (-4, "", "", ({}, "killed by signal 4; it may be built for another processor")),
    ],
)
def test_what_a_probe_tells(
    monkeypatch: pytest.MonkeyPatch, code: int, out: str, err: str, expected: tuple[Any, str]
) -> None:
    asked: list[list[str]] = []

    def run(command: list[str], **given: Any) -> subprocess.CompletedProcess[str]:
        asked.append(command)
        assert given["timeout"] >= 60, "loading takes long on a slow disk"
        assert not given.get("shell")
        return subprocess.CompletedProcess(command, code, out, err)

    monkeypatch.setattr(subprocess, "run", run)
    assert probe("ctranslate2") == expected
    assert asked[0][-2:] == ["summarize.engines.probe", "ctranslate2"]


def test_a_probe_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(command: list[str], **given: Any) -> None:
        raise subprocess.TimeoutExpired(command, given["timeout"])

    monkeypatch.setattr(subprocess, "run", run)
    found, error = probe("ctranslate2")
    assert (found, error.split(" seconds")[0]) == ({}, "no answer in 120")


@pytest.fixture
def tuned(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the loader and the tuner are asked."""
    asked: dict[str, Any] = {}

    def tune(loader: Any, name: str, kinds: Any, *, progress: Any) -> Measurement:
        asked.update(loader=loader, name=name, kinds=kinds)
        progress("measuring", 0, None)
        slow = Trial(Tuning("int8", 1024, 1, 4), output_tokens=100, seconds=2.0)
        fast = Trial(Tuning("float32", 2048, 2, 2), output_tokens=150, seconds=2.0)
        failed = Trial(Tuning("int8", 4096, 1, 4), error="no memory")
        return Measurement((slow, fast, failed), fast)

    monkeypatch.setattr(options, "make_loader", lambda models, **given: {"models": models, **given})
    monkeypatch.setattr(tuner, "tune", tune)
    return asked


def test_a_model_is_tuned_as_it_is_asked_for(
    tuned: dict[str, Any], models: Path, capsys: Capture
) -> None:
    kinds = ["--compute-types", " int8 , float32,"]
    assert call("doctor", "--tune", "mine", *kinds, "--offline", "--models", str(models)) == 0
    assert (tuned["name"], tuned["kinds"]) == ("mine", ["int8", "float32"])
    loader = tuned["loader"]
    assert (loader["models"], loader["device"], loader["offline"]) == (models, "cpu", True)
    assert not loader["stop"].requested
    captured = capsys.readouterr()
    rows = [" ".join(line.split()) for line in captured.out.splitlines()]
    start = rows.index("mine, measured")
    assert rows[start + 2 : start + 5] == [
        "int8 1 × 4 1024 50.0 1.00",
        "float32 2 × 2 2048 75.0 1.50 ← chosen",
        "int8 1 × 4 4096 0.0 no memory",
    ]
    assert "measuring" in captured.err
    assert call("doctor", "--tune", "mine", "--quiet", "--format", "json") == 0
    assert tuned["kinds"] == ["int8"], "of other types the text would be another"
    captured = capsys.readouterr()
    assert captured.err == ""
    tuning = json.loads(captured.out)["tuning"]
    assert tuning["best"]["compute_type"] == "float32"
    assert [(one["ratio"], one["tokens_per_second"]) for one in tuning["candidates"]] == [
        (1.0, 50.0),
        (1.5, 75.0),
        (0.0, 0.0),
    ]


def test_nothing_is_tuned_unless_it_is_asked_for(tuned: dict[str, Any], capsys: Capture) -> None:
    assert call("doctor", "--format", "json") == 0
    assert tuned == {}
    assert "tuning" not in json.loads(capsys.readouterr().out)


def test_what_is_asked_reaches_the_examination(
    monkeypatch: pytest.MonkeyPatch, models: Path, capsys: Capture
) -> None:
    asked: list[tuple[Any, ...]] = []
    usual = examine

    def record(path: Path | None, *, offline: bool, ask_hub: bool) -> Diagnosis:
        asked.append((path, offline, ask_hub))
        found = usual(path, offline=True, ask_hub=False)
        return replace(found, problems=[Problem("a is wrong", "mend a", fatal=offline)])

    monkeypatch.setattr(diagnosis, "examine", record)
    assert call("doctor", "--hub", "--models", str(models)) == 0
    out = capsys.readouterr().out.splitlines()
    assert "note: a is wrong → mend a" in out
    assert out[-1] == "A run could work."
    assert call("doctor", "--offline") == 3
    out = capsys.readouterr().out.splitlines()
    assert "no run can work: a is wrong → mend a" in out
    assert out[-1] == "No run could work."
    assert asked == [(models, False, True), (models, True, False)]
