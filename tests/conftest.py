from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from support.fixtures import TinyModels, tiny_models
from support.hub import HubStandIn
from support.loading import Workshop, shared_home

__all__ = ["tiny_models"]

# The same examples in every run, however long a library takes to load. New ones are looked for with
# pytest --hypothesis-profile=search.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("search", deadline=None, max_examples=2000)
settings.load_profile("same")


_homes = itertools.count()


@pytest.fixture(autouse=True)
def environment(
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Nothing of the user's environment, and a model store of the test's own."""
    for name in ("SUMMARIZE_MODELS", "HF_ENDPOINT", "HF_TOKEN", "HF_HUB_OFFLINE", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    if "tmp_path" in request.fixturenames:
        home = request.getfixturevalue("tmp_path") / "home"
    else:  # most tests write nothing: a folder for each would take longer than they do
        home = tmp_path_factory.getbasetemp() / "homes" / str(next(_homes))
    monkeypatch.setenv("SUMMARIZE_HOME", str(home))
    monkeypatch.setattr(os, "fsync", lambda handle: None)  # nobody pulls the plug on a test


@pytest.fixture
def workshop(request: pytest.FixtureRequest, tiny_models: TinyModels, tmp_path: Path) -> Workshop:
    """Loads tiny models through the product's own store."""
    return Workshop(tiny_models, shared_home(request, tmp_path / "home"), tmp_path)


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[HubStandIn]:
    """A Hub of our own, with nothing of the user's environment."""
    from huggingface_hub.utils import close_session

    for name in ("HF_TOKEN", "HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "SUMMARIZE_MODELS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hf"))
    monkeypatch.setenv("SUMMARIZE_HOME", str(tmp_path / "home"))
    with HubStandIn() as stand_in:
        monkeypatch.setenv("HF_ENDPOINT", stand_in.endpoint)
        yield stand_in
        close_session()
