"""`summarize doctor`."""

from __future__ import annotations

import json
from email.message import Message
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from summarize.cli import diagnosis
from summarize.engines.tuning import load_tuning
from support.command import call
from support.fixtures import TinyModels
from support.hub import HubStandIn
from support.loading import write_models

WORKING = {"compute_types": ["float32", "int8"], "cuda_devices": 0}


@pytest.fixture
def working(monkeypatch: pytest.MonkeyPatch) -> None:
    """Engines that answer at once."""
    monkeypatch.setattr(diagnosis, "probe", lambda name: (WORKING, ""))


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "models.txt"
    path.write_text("opus  translate  en>ru  Helsinki-NLP/opus-mt-en-ru\n", "utf-8")
    monkeypatch.setenv("SUMMARIZE_MODELS", str(path))
    return path


def report(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> dict[str, Any]:
    assert call("doctor", "--format", "json", *words) == code
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert found["ok"] is (code == 0)
    return found


@pytest.mark.system
def test_the_engines_are_really_tried(models: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = report(capsys)
    assert [engine["name"] for engine in found["engines"]] == ["ctranslate2", "transformers"]
    assert all(engine["works"] and not engine["error"] for engine in found["engines"])
    assert "int8" in found["engines"][0]["compute_types"]


@pytest.mark.usefixtures("working")
def test_json(models: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = report(capsys)
    assert found["models_file"] == str(models)
    assert found["store"]["home"] == str(tmp_path / "home")
    assert found["store"]["writable"] is True
    assert found["store"]["exists"] is (tmp_path / "home").exists() is False
    assert 1 <= found["machine"]["cores"] <= found["machine"]["cores_bound"]
    assert found["machine"]["memory_limit_bytes"] <= found["machine"]["memory_bytes"]
    (ctranslate2,) = (x for x in found["packages"] if x["name"] == "ctranslate2")
    assert ctranslate2["installed"] == metadata.version("ctranslate2")
    assert found["models"] == [
        {
            "name": "opus",
            "source": "Helsinki-NLP/opus-mt-en-ru",
            "state": "to be fetched",
            "bytes": None,
            "converted": [],
            "tuning": None,
        }
    ]


@pytest.mark.usefixtures("working", "models")
def test_the_table_can_be_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("doctor") == 0
    out = capsys.readouterr().out
    for heading in ("installed", "optional", "engines", "machine", "models of "):
        assert f"\n{heading}" in out
    rows = [" ".join(line.split()) for line in out.splitlines()]
    assert "ctranslate2 CPU, 0 CUDA devices float32, int8" in rows
    assert "opus to be fetched ?" in rows
    assert rows[-1] == "A run could work."


@pytest.mark.usefixtures("working", "models")
def test_missing_extras_are_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(
        metadata, "requires", lambda _: ["typer>=0.20", 'invented-tmx>=1; extra == "tmx"']
    )
    monkeypatch.setattr(diagnosis, "_OPTIONAL", {"invented-ray": "several processes"})
    ours = Message()
    ours["Provides-Extra"] = "tmx"
    ours["Provides-Extra"] = "dev"
    monkeypatch.setattr(metadata, "metadata", lambda _: ours)
    found = report(capsys)
    assert [package["name"] for package in found["packages"]] == ["typer"]
    assert [(x["name"], x["present"], x["missing"]) for x in found["extras"]] == [
        ("invented-ray", False, ["invented-ray"]),
        ("tmx", False, ["invented-tmx"]),
    ]
    assert call("doctor") == 0
    assert "several processes" in capsys.readouterr().out


@pytest.mark.usefixtures("working", "models")
def test_a_missing_package_and_an_old_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(metadata, "requires", lambda _: ["invented-engine>=2", "typer<0.1"])
    problems = report(capsys, code=3)["problems"]
    assert [(p["what"].split(" is ")[0], p["fatal"]) for p in problems[:2]] == [
        ("invented-engine", True),
        (f"typer {metadata.version('typer')}", False),
    ]
    assert all(problem["next_step"] for problem in problems)


@pytest.mark.usefixtures("models")
def test_an_engine_that_does_not_work(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(diagnosis, "probe", lambda name: ({}, "ImportError: libgomp.so.1"))
    assert call("doctor") == 3
    out = " ".join(capsys.readouterr().out.split())
    assert "ctranslate2 does not work ImportError: libgomp.so.1" in out
    assert "pip install --force-reinstall ctranslate2" in out
    assert out.endswith("No run could work.")
    assert call("doctor", "--tune", "opus") == 3


def test_a_probe_that_fails() -> None:
    found, error = diagnosis.probe("invented")
    assert found == {}
    assert "KeyError" in error


@pytest.mark.usefixtures("working", "models")
def test_nothing_to_be_had_offline(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = report(capsys, "--offline", code=3)
    assert found["models"][0]["state"] == "missing"
    assert "models pull opus" in found["problems"][-1]["next_step"]
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    assert report(capsys, "--hub", code=3)["models"] == found["models"]


@pytest.mark.usefixtures("working")
def test_a_bad_models_file(models: Path, capsys: pytest.CaptureFixture[str]) -> None:
    models.write_text("opus translate\n", "utf-8")
    found = report(capsys, code=3)
    assert f"{models}:1" in found["problems"][-1]["what"]
    assert found["models"] == []


@pytest.mark.usefixtures("working", "models")
def test_a_store_that_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("no folder", "utf-8")
    monkeypatch.setenv("SUMMARIZE_HOME", str(tmp_path / "file"))
    found = report(capsys, code=3)
    assert found["store"]["writable"] is False
    assert "SUMMARIZE_HOME" in found["problems"][-1]["next_step"]


@pytest.mark.usefixtures("working")
def test_the_hub_tells_sizes_when_it_is_asked(
    models: Path,
    hub: HubStandIn,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("SUMMARIZE_MODELS", str(models))
    found = report(capsys, "--hub")
    assert "Helsinki-NLP/opus-mt-en-ru" in found["problems"][-1]["what"]
    files = {"config.json": b"{}", "model.safetensors": b"x" * 1000}
    hub.commit("Helsinki-NLP/opus-mt-en-ru", files)
    found = report(capsys, "--hub")
    assert found["models"][0]["bytes"] >= 1002
    assert found["problems"] == []


def test_no_compute_type(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("doctor", "--compute-types", " , ") == 2
    assert "--compute-types" in capsys.readouterr().err


@pytest.mark.models
@pytest.mark.usefixtures("working")
def test_tune(
    tiny_models: TinyModels,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("summarize.engines.tuner.SECONDS", 0.01)
    lines = {"tiny": (tiny_models.marian("en-ru"), "translate en>ru")}
    write_models(tmp_path / "models.txt", lines)
    monkeypatch.setenv("SUMMARIZE_MODELS", str(tmp_path / "models.txt"))
    before = report(capsys)
    assert before["models"][0]["state"] == "local folder"

    assert call("doctor", "--tune", "tiny", "--compute-types", "int8,float32") == 0
    captured = capsys.readouterr()
    assert "measuring tiny: int8" in captured.err
    assert captured.out.count("← chosen") == 1
    rows = [" ".join(line.split()) for line in captured.out.splitlines()]
    start = rows.index("tiny, measured")
    assert rows[start + 1] == "compute type replicas × threads batch tokens tokens/s ratio"
    assert rows[start + 2].startswith("int8 ")
    assert " 1.00" in rows[start + 2]
    assert any(row.startswith("float32 ") for row in rows)

    found = report(capsys, "--tune", "tiny", "--quiet")
    (model,) = found["models"]
    assert model["state"] == "ready"
    assert model["converted"] == ["ctranslate2-float32", "ctranslate2-int8"]
    assert model["tuning"]["replicas"] >= 1
    assert found["tuning"]["candidates"][0]["ratio"] == 1
    assert any(load_tuning(tmp_path / "home", x) for x in _digests(tmp_path / "home"))


def _digests(home: Path) -> list[str]:
    return [json.loads(path.read_bytes())["digest"] for path in home.glob("models/*/manifest.json")]
