"""What a loader does once, what it remembers, and that a stop ends it."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from summarize import stopping
from summarize.engines.loading import Loader
from summarize.errors import (
    ConfigError,
    EngineError,
    Interrupted,
    ModelUnavailableError,
    SummarizeError,
)
from summarize.models.registry import load_registry
from summarize.models.store import ModelStore
from summarize.stopping import Stop
from support.fake_models import FakeLoader, Reply
from support.hub import HubStandIn

REPOSITORY = "owner/tiny"
MEGABYTE = 1024 * 1024


def loader(folder: Path, reply: Reply | Exception, stop: Stop | None = None) -> FakeLoader:
    return FakeLoader(
        folder, {"good": ("translate en>ru", str), "one": ("translate *", reply)}, stop
    )


def test_a_model_is_loaded_once(tmp_path: Path) -> None:
    models = loader(tmp_path, str)
    assert models.load("good") is models.load("good")
    assert models.loads == ["good"]


@pytest.mark.parametrize(
    "error",
    [
        EngineError("one: its conversion failed", hint="check the disk"),
        ConfigError("one is not a chat model"),
    ],
)
def test_what_cannot_be_loaded_is_not_tried_again(tmp_path: Path, error: SummarizeError) -> None:
    models = loader(tmp_path, error)
    for _ in range(3):
        with pytest.raises(type(error)) as caught:
            models.load("one")
        assert caught.value is error
    assert models.loads == ["one"]
    assert models.missing == frozenset()
    models.load("good")


def test_what_cannot_be_had_is_not_fetched_again(tmp_path: Path) -> None:
    error = ModelUnavailableError("one: no connection")
    models = loader(tmp_path, error)
    for ask in (models.stored, models.load, models.stored):
        with pytest.raises(ModelUnavailableError) as caught:
            ask("one")
        assert caught.value is error
    assert models.fetches == ["one"]
    assert models.missing == {"one"}


def test_windows_that_want_the_same_model_wait_for_one_failure(tmp_path: Path) -> None:
    models = loader(tmp_path, EngineError("one: its conversion failed"))
    met: list[Exception] = []

    def load() -> None:
        try:
            models.load("one")
        except EngineError as error:
            met.append(error)

    threads = [threading.Thread(target=load) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(met) == 8
    assert models.loads == ["one"]


def test_what_a_library_raises_names_the_model_and_the_next_step(tmp_path: Path) -> None:
    models = loader(tmp_path, KeyError("data did not match any variant"))
    with pytest.raises(EngineError, match=r"one cannot be used: KeyError: .*models verify one"):
        models.load("one")


def test_a_remembered_failure_does_not_grow(tmp_path: Path) -> None:
    models = loader(tmp_path, EngineError("one: its conversion failed"))
    depths = set()
    for _ in range(5):
        with pytest.raises(EngineError) as caught:
            models.load("one")
        depths.add(len(caught.traceback))
    assert len(depths) <= 2  # the first time, and all the others


def test_a_stop_is_no_failure_of_the_model(tmp_path: Path) -> None:
    stop = Stop()
    models = loader(tmp_path, Interrupted("stopped: SIGTERM"), stop)
    with pytest.raises(Interrupted):
        models.load("one")
    with pytest.raises(Interrupted):
        models.load("one")
    assert models.loads == ["one", "one"]
    stop.request("SIGTERM")
    with pytest.raises(Interrupted):
        models.load("good")
    assert models.loads == ["one", "one"]


def hub_loader(folder: Path, stop: Stop) -> Loader:
    path = folder / "models.txt"
    path.write_text(f"tiny translate en>ru {REPOSITORY}\n", "utf-8")
    return Loader(load_registry(path), ModelStore(folder / "home"), stop=stop)


def commit(hub: HubStandIn, weights: bytes) -> None:
    hub.commit(REPOSITORY, {"config.json": b"{}", "model.safetensors": weights})


def test_a_stop_ends_a_download_and_what_has_arrived_is_used_later(
    hub: HubStandIn, tmp_path: Path
) -> None:
    weights = bytes(22 * MEGABYTE)
    commit(hub, weights)
    stop = Stop()
    models = hub_loader(tmp_path, stop)
    models._progress = lambda what, done, total: stop.request("SIGTERM") if done > 1000 else None
    with pytest.raises(Interrupted):
        models.stored("tiny")
    assert models.store.lookup(models.registry.get("tiny")) is None

    stored = hub_loader(tmp_path, Stop()).stored("tiny")  # nobody holds the lock any more

    assert (stored.folder / "model.safetensors").read_bytes() == weights
    resumed = [seen.range for seen in hub.downloads("model.safetensors")]
    assert resumed == ["", f"bytes={20 * MEGABYTE}-"]
    assert not list((tmp_path / "home/models/.partial").iterdir())


def test_a_stop_does_not_wait_for_a_connection_that_stalls(
    hub: HubStandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stopping, "_TIDY_SECONDS", 0.2)
    commit(hub, bytes(5000))
    hub.stall("model.safetensors", after=1000)
    stop = Stop()

    def request() -> None:
        hub.stalled.wait()
        stop.request("SIGTERM")

    threading.Thread(target=request).start()
    with pytest.raises(Interrupted):
        hub_loader(tmp_path, stop).stored("tiny")
    assert hub.stalled.is_set()  # and was not released
