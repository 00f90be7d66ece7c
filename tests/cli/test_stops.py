"""Commands that are stopped while they fetch or convert a model: soon, and nothing is left."""

from __future__ import annotations

import json
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from summarize.models.registry import load_registry
from summarize.models.store import ModelStore
from support import corpus
from support.hub import HubStandIn
from support.jobs import write_job
from support.loading import Workshop, write_models
from support.processes import children, finish, is_alive, press_ctrl_c, start, wait_until

pytestmark = pytest.mark.system

REPOSITORY = "owner/tiny"
WEIGHTS = bytes(5000)
SOON = 60
"""Seconds; without a stop none of these commands would ever end."""

Send = Callable[[subprocess.Popen[str]], None]


def terminate(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGTERM)


STOPS = pytest.mark.parametrize(
    ("send", "code"), [(terminate, 143), (press_ctrl_c, 130)], ids=["SIGTERM", "Ctrl-C"]
)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def fetched(hub: HubStandIn, tmp_path: Path) -> Path:
    """A models.txt whose models have to be fetched."""
    hub.commit(REPOSITORY, {"config.json": b"{}", "model.safetensors": WEIGHTS})
    path = tmp_path / "models.txt"
    path.write_text(
        f"en-ru translate en>ru {REPOSITORY}\nru-en translate ru>en {REPOSITORY}\n", "utf-8"
    )
    return path


def is_stored(models: Path, home: Path) -> bool:
    return ModelStore(home).lookup(load_registry(models).get("en-ru")) is not None


@STOPS
def test_a_download_that_stalls_is_left(
    hub: HubStandIn, fetched: Path, home: Path, send: Send, code: int
) -> None:
    hub.stall("model.safetensors", after=1000)
    process = start("models", "pull", "en-ru", "--models", str(fetched), home=home)
    assert hub.stalled.wait(SOON)
    send(process)
    assert finish(process, SOON)[0] == code
    assert not is_stored(fetched, home)

    hub.release()

    spec = load_registry(fetched).get("en-ru")
    stored = ModelStore(home).ensure(spec)  # nobody holds the lock, nothing is damaged
    assert (stored.folder / "model.safetensors").read_bytes() == WEIGHTS


def test_a_hub_that_does_not_answer_is_left(hub: HubStandIn, fetched: Path, home: Path) -> None:
    hub.deaf = True
    process = start("models", "pull", "en-ru", "--models", str(fetched), home=home)
    assert hub.stalled.wait(SOON)
    terminate(process)
    code, _, err = finish(process, SOON)
    assert code == 143
    assert "error" not in err


@STOPS
def test_a_run_that_waits_for_a_download_says_that_it_was_stopped(
    hub: HubStandIn, fetched: Path, home: Path, send: Send, code: int
) -> None:
    folder = fetched.parent
    (folder / "articles").mkdir()
    (folder / "articles" / "bridge.txt").write_text(corpus.BRIDGE.text("en"), "utf-8")
    job = write_job(folder, summary="")
    hub.stall("model.safetensors", after=1000)
    process = start("run", str(job), "--models", str(fetched), home=home)
    assert hub.stalled.wait(SOON)
    send(process)
    assert finish(process, SOON)[0] == code
    report = json.loads((folder / "out" / "run.json").read_text("utf-8"))
    assert report["stopped"] in ("SIGTERM", "SIGINT")
    assert report["exit_code"] == code
    assert not (folder / "out" / ".lock.holder").exists()
    assert not list((folder / "out").glob("*/digest.*"))  # of no articles, they would be wrong


def converter_of(process: subprocess.Popen[str]) -> psutil.Process:
    """The child that converts, as soon as there is one."""

    def find() -> list[psutil.Process]:
        assert process.poll() is None, process.communicate()
        return [child for child in children(process.pid) if is_converter(child)]

    wait_until(find)
    return find()[0]


def is_converter(child: psutil.Process) -> bool:
    try:
        return "summarize.models.converter" in child.cmdline()
    except psutil.Error:
        return False


def leftovers(home: Path) -> list[str]:
    """What conversions have left in a store, but for the locks."""
    return [
        path.name for path in home.glob("models/*/converted/*") if not path.name.endswith(".lock")
    ]


@pytest.fixture
def models(workshop: Workshop, tmp_path: Path) -> Path:
    return write_models(tmp_path / "local.txt", workshop.both_ways())


@pytest.fixture
def job(tmp_path: Path) -> Path:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "bridge.txt").write_text(corpus.BRIDGE.text("en"), "utf-8")
    return write_job(tmp_path, summary="")


@pytest.mark.models
@pytest.mark.parametrize(
    ("command", "send", "code"),
    [
        ("models pull en-ru", press_ctrl_c, 130),
        ("file {folder}/articles/bridge.txt --summarizer none", terminate, 143),
        ("run {folder}/job.toml", press_ctrl_c, 130),
        ("run {folder}/job.toml", terminate, 143),
        ("doctor --tune en-ru", terminate, 143),
        (
            "compare {folder}/articles/bridge.txt --from en --to ru --system en-ru",
            terminate,
            143,
        ),
    ],
)
def test_a_conversion_ends_with_its_command(
    job: Path, models: Path, home: Path, command: str, send: Send, code: int
) -> None:
    words = command.format(folder=job.parent).split()
    process = start(*words, "--models", str(models), home=home)
    converter = converter_of(process)
    send(process)
    found, _, err = finish(process, SOON)
    assert found == code, err
    assert not is_alive(converter)
    assert leftovers(home) == []
    assert "memory" not in err


@pytest.mark.models
def test_a_conversion_ends_with_a_command_that_is_killed(
    job: Path, models: Path, home: Path
) -> None:
    process = start("run", str(job), "--models", str(models), home=home)
    converter = converter_of(process)
    process.kill()
    finish(process)
    wait_until(lambda: not is_alive(converter), SOON)
    assert not any("partial" not in name for name in leftovers(home))
