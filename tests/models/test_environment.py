"""What the environment says to the model layer, and what it says to the libraries."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from summarize.models.environment import calm_libraries, hub_endpoint, is_offline, store_home


def test_where_models_are_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("SUMMARIZE_HOME", "~/models")
    assert store_home() == tmp_path / "models"
    monkeypatch.setenv("SUMMARIZE_HOME", "")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert store_home() == tmp_path / "cache/summarize"


@pytest.mark.parametrize("name", ["HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"])
@pytest.mark.parametrize(
    ("value", "offline"),
    [("1", True), ("on", True), ("Yes", True), ("TRUE", True), ("0", False), ("", False)],
)
def test_the_network_may_be_forbidden(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, offline: bool
) -> None:
    for each in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"):
        monkeypatch.delenv(each, raising=False)
    assert not is_offline()
    monkeypatch.setenv(name, value)
    assert is_offline() is offline


def test_the_address_of_the_hub(monkeypatch: pytest.MonkeyPatch) -> None:
    assert hub_endpoint() is None
    monkeypatch.setenv("HF_ENDPOINT", "https://mirror.example//")
    assert hub_endpoint() == "https://mirror.example"
    monkeypatch.setenv("HF_ENDPOINT", "")
    assert hub_endpoint() is None


def test_libraries_talk_neither_to_the_hub_nor_to_the_terminal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calm = {
        "HF_HUB_DISABLE_PROGRESS_BARS": "1",
        "HF_HUB_VERBOSITY": "error",
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "DISABLE_SAFETENSORS_CONVERSION": "1",
    }
    for name in calm:
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    calm_libraries()
    assert {name: os.environ[name] for name in calm} == calm
    for name in calm:
        monkeypatch.setenv(name, "the user's")
    calm_libraries()
    assert {os.environ[name] for name in calm} == {"the user's"}
