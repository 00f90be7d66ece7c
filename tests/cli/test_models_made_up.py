"""`summarize models` over a store that is made up: what is listed, handed on and told."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from summarize.cli import options
from summarize.models import wheels
from summarize.models.registry import load_registry
from summarize.models.store import StoredModel
from summarize.types import ModelSpec
from support.command import call

Capture = pytest.CaptureFixture[str]
PIN = "1" * 40
LINES = f"""
pinned    translate            en>ru  owner/pinned@{PIN}       licence=apache-2.0
open      translate,summarize  *      owner/open               licence=cc-by-nc-4.0
local     translate            en>ru,en>uk,en>be,en>bg,en>cs,en>pl,en>sk,en>sl  /models/local
draft     summarize            en     owner/draft:a.gguf       quality=draft
"""


@dataclass
class Store:
    """Knows what is here and what is damaged, and remembers what it was asked."""

    here: set[str]
    damaged: dict[str, list[str]] = field(default_factory=dict)
    verified: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)

    def lookup(self, spec: ModelSpec) -> StoredModel | None:
        folder = Path("/store") / spec.name
        return (
            StoredModel(spec, folder, "2" * 40, "3" * 64, folder)
            if spec.name in self.here
            else None
        )

    def size(self, spec: ModelSpec) -> int | None:
        return 978_000_000 if spec.name in self.here else None

    def verify(self, spec: ModelSpec) -> list[str]:
        self.verified.append(spec.name)
        return self.damaged.get(spec.name, [])

    def remove(self, spec: ModelSpec) -> int:
        self.removed.append(spec.name)
        return 2_000_000 if spec.name in self.here else 0


class House:
    """A loader over that store, whose registry remembers what is locked."""

    def __init__(self, folder: Path) -> None:
        path = folder / "models.txt"
        path.write_text(LINES, "utf-8")
        self.registry = load_registry(path)
        self.store = Store({"pinned", "open"})
        self.asked: dict[str, Any] = {}
        self.fetched: list[tuple[str, bool]] = []
        self.converted: list[str] = []

    def make_loader(self, models: Path | None, **asked: Any) -> House:
        self.asked = {"models": models, **asked}
        return self

    def stored(self, name: str, *, refresh: bool = False) -> StoredModel:
        self.fetched.append((name, refresh))
        self.store.here.add(name)
        found = self.store.lookup(self.registry.get(name))
        assert found
        return found

    def convert(self, stored: StoredModel) -> None:
        self.converted.append(stored.spec.name)


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    made = House(tmp_path)
    monkeypatch.setattr(options, "make_loader", made.make_loader)
    return made


def test_the_list_for_programs(
    house: House, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setattr(wheels, "find", lambda spec: object() if spec.name == "draft" else None)
    assert call("models", "list", "--format", "json", "--models", "mine.txt") == 0
    listed = json.loads(capsys.readouterr().out)
    assert house.asked["models"] == Path("mine.txt")
    assert listed["models_file"] == str(house.registry.path)
    pinned, opened, local, draft = listed["models"]
    assert pinned == {
        "name": "pinned",
        "tasks": ["translate"],
        "languages": ["en>ru"],
        "licence": "apache-2.0",
        "draft": False,
        "non_commercial": False,
        "source": "owner/pinned",
        "revision": "2" * 40,
        "pinned": True,
        "ready": True,
        "bundled": False,
        "bytes": 978_000_000,
    }
    assert (opened["tasks"], opened["non_commercial"]) == (["summarize", "translate"], True)
    assert (opened["pinned"], opened["revision"]) == (False, "2" * 40)
    assert (local["ready"], local["revision"], local["bytes"]) == (False, None, None)
    assert (local["licence"], local["source"]) == ("unknown", "/models/local")
    assert (draft["draft"], draft["bundled"], draft["source"]) == (True, True, "owner/draft:a.gguf")
    house.store.here.clear()
    assert call("models", "list", "--format", "json") == 0
    assert json.loads(capsys.readouterr().out)["models"][0]["revision"] == PIN


def test_the_list_for_people(
    house: House, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setattr(wheels, "find", lambda spec: object() if spec.name == "draft" else None)
    assert call("models", "list") == 0
    rows = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert rows == [
        "name tasks languages licence state",
        "pinned translate en>ru apache-2.0 ready, 978.0 MB",
        "open summarize, translate many cc-by-nc-4.0 (non-commercial use only) ready, 978.0 MB",
        "local translate en>ru, en>uk, en>be, en>bg, en>cs, en>pl and 2 more unknown not fetched",
        "draft summarize en unknown in installed wheels; a draft, for trying out",
    ]


def test_pull_fetches_the_newest_and_converts_it(house: House, capsys: Capture) -> None:
    assert call("models", "pull", "draft", "local", "--models", "mine.txt", "--offline") == 0
    captured = capsys.readouterr()
    assert house.fetched == [("draft", True), ("local", True)]
    assert house.converted == ["draft", "local"]
    assert (house.asked["models"], house.asked["offline"]) == (Path("mine.txt"), True)
    assert not house.asked["stop"].requested
    assert captured.out.splitlines() == [
        f"{name}: ready, revision {'2' * 40}, sha256 {'3' * 64}" for name in ("draft", "local")
    ]
    assert f"draft: the revision is open; --lock pins {'2' * 40}" in captured.err
    assert "local:" not in captured.err
    assert house.registry.path.read_text("utf-8") == LINES


def test_pull_locks_what_comes_from_the_hub(house: House, capsys: Capture) -> None:
    assert call("models", "pull", "open", "local", "--lock") == 0
    assert "revision is open" not in capsys.readouterr().err
    content = house.registry.path.read_text("utf-8")
    assert f"owner/open@{'2' * 40}" in content
    assert "/models/local\n" in content
    assert call("models", "pull", "pinned") == 0
    assert "revision is open" not in capsys.readouterr().err
    assert house.asked["offline"] is False


def test_pull_knows_all_names_before_it_fetches_any(house: House) -> None:
    assert call("models", "pull", "open", "nobody") == 2
    assert house.fetched == []


def test_verify_asks_about_what_is_here_or_named(house: House, capsys: Capture) -> None:
    assert call("models", "verify", "--models", "mine.txt") == 0
    assert house.asked["models"] == Path("mine.txt")
    assert house.store.verified == ["pinned", "open"]
    assert capsys.readouterr().out == "pinned: whole\nopen: whole\n"
    house.store.damaged = {"pinned": ["a.bin is gone", "b.bin is another"]}
    assert call("models", "verify", "pinned", "open") == 3, "also if the last one is whole"
    captured = capsys.readouterr()
    assert captured.out == "pinned: damaged\nopen: whole\n"
    assert captured.err.splitlines()[:2] == ["pinned: a.bin is gone", "pinned: b.bin is another"]
    assert "models remove" in captured.err
    assert call("models", "verify", "open") == 0
    assert capsys.readouterr().err == ""


def test_path_and_remove(house: House, capsys: Capture) -> None:
    assert call("models", "path", "open", "--models", "mine.txt") == 0
    assert house.asked["models"] == Path("mine.txt")
    assert capsys.readouterr().out == "/store/open\n"
    assert call("models", "path", "draft") == 3
    assert "models pull draft" in capsys.readouterr().err
    assert call("models", "remove", "open", "draft", "--models", "yours.txt") == 0
    assert house.asked["models"] == Path("yours.txt")
    assert house.store.removed == ["open", "draft"]
    assert capsys.readouterr().out == "open: 2.0 MB freed\ndraft: was not here\n"
    assert call("models", "remove", "open", "nobody") == 2
    assert house.store.removed == ["open", "draft"], "nothing is removed by half"
