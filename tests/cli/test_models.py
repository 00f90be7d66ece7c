"""`summarize models` against a Hub of our own."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.command import call
from support.fixtures import TinyModels
from support.hub import HubStandIn

pytestmark = pytest.mark.models

REPOSITORY = "Helsinki-NLP/opus-mt-en-ru"


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "models.txt"
    path.write_text(f"# ours\nopus  translate  en>ru  {REPOSITORY}  licence=cc-by-4.0\n", "utf-8")
    monkeypatch.setenv("SUMMARIZE_MODELS", str(path))
    return path


def test_pull_lock_verify_path_remove(
    hub: HubStandIn, models: Path, tiny_models: TinyModels, capsys: pytest.CaptureFixture[str]
) -> None:
    revision = hub.add(REPOSITORY, tiny_models.marian("en-ru"))
    assert call("models", "pull", "opus", "--lock") == 0
    captured = capsys.readouterr()
    assert f"opus: ready, revision {revision}" in captured.out
    assert "converting opus to ctranslate2-int8" in captured.err
    assert models.read_text("utf-8") == (
        f"# ours\nopus  translate  en>ru  {REPOSITORY}@{revision}  licence=cc-by-4.0\n"
    )

    assert call("models", "verify") == 0
    assert capsys.readouterr().out == "opus: whole\n"
    assert call("models", "path", "opus") == 0
    folder = Path(capsys.readouterr().out.strip())
    weights = folder / "model.safetensors"
    data = bytearray(weights.read_bytes())
    data[len(data) // 2] ^= 1
    weights.write_bytes(data)
    assert call("models", "verify", "opus") == 3
    captured = capsys.readouterr()
    assert "model.safetensors" in captured.err
    assert captured.out == "opus: damaged\n"

    assert call("models", "remove", "opus") == 0
    assert "freed" in capsys.readouterr().out
    assert call("models", "path", "opus") == 3
    assert "summarize models pull opus" in capsys.readouterr().err


def test_a_pull_without_lock_names_the_revision_it_took(
    hub: HubStandIn, models: Path, tiny_models: TinyModels, capsys: pytest.CaptureFixture[str]
) -> None:
    before = models.read_bytes()
    revision = hub.add(REPOSITORY, tiny_models.marian("en-ru"))
    assert call("models", "pull", "opus") == 0
    assert f"--lock pins {revision}" in capsys.readouterr().err
    assert models.read_bytes() == before


def test_a_repository_that_is_not_there_is_one_line(
    hub: HubStandIn, models: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("models", "pull", "opus", "--quiet") == 3
    (line,) = capsys.readouterr().err.splitlines()
    assert REPOSITORY in line
