"""What the shared options stand for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from summarize.cli import options
from summarize.errors import ConfigError
from summarize.models.progress import silent
from summarize.stopping import Stop


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the loader is made with."""
    found: dict[str, Any] = {}

    def loader(registry: Any, store: Any, **given: Any) -> None:
        found.update(registry=registry, store=store, **given)

    monkeypatch.setattr("summarize.engines.loading.Loader", loader)
    return found


def write(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / "models.txt"
    path.write_text("m translate en>ru owner/m\n", "utf-8")
    return path


def test_all_that_is_said_reaches_the_loader(asked: dict[str, Any], tmp_path: Path) -> None:
    stop = Stop()
    said = {
        "engine": "transformers",
        "compute_type": "float32",
        "device": "cpu",
        "offline": True,
        "fixed_batches": True,
        "cores": 3,
        "stop": stop,
        "progress": print,
    }
    options.make_loader(write(tmp_path / "a"), **said)  # type: ignore[arg-type]
    registry, store = asked.pop("registry"), asked.pop("store")
    assert registry.path == tmp_path / "a" / "models.txt"
    assert store.home == tmp_path / "home"
    assert asked == said


def test_what_is_not_said_is_chosen_and_fetched(asked: dict[str, Any], tmp_path: Path) -> None:
    path = write(tmp_path / "job")
    options.make_loader(None, job_folder=tmp_path / "job")
    assert asked["registry"].path == path
    chosen = {name: asked[name] for name in ("engine", "compute_type", "device")}
    assert set(chosen.values()) == {"auto"}
    assert (asked["offline"], asked["fixed_batches"], asked["cores"]) == (False, False, None)
    assert (asked["stop"], asked["progress"]) == (None, silent)


def test_a_language_is_a_code() -> None:
    assert options.language("ru", "--to") == "ru"
    with pytest.raises(ConfigError, match="--to Russian is no language code"):
        options.language("Russian", "--to")
