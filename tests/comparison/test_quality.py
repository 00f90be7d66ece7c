from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from comparison.made import GOOD, POOR, SOURCES
from support.command import call
from support.corpus import BRIDGE
from support.loading import Workshop, private_home, write_models
from support.tiny_encoder import build_xlm_roberta, describe

pytestmark = pytest.mark.models

LANGUAGES = ("--from", "en", "--to", "ru", "--models", "models.txt", "--offline")


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_xlm_roberta(tmp_path_factory.mktemp("encoder") / "encoder")


@pytest.fixture
def words(encoder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A comparison of files, one of them a copy of the source and one empty."""
    monkeypatch.chdir(tmp_path)
    columns = {
        "source": SOURCES,
        "good": GOOD.texts,
        "poor": POOR.texts,
        "copy": SOURCES,
        "empty": [""] * len(SOURCES),
    }
    for name, lines in columns.items():
        (tmp_path / name).write_text("".join(f"{line}\n" for line in lines), "utf-8")
    write_models(
        tmp_path / "models.txt",
        {"labse": (encoder, "embed *"), "russian": (encoder, "embed ru prefix=query:_")},
    )
    files = [f"--hypothesis={name}={name}" for name in columns if name != "source"]
    return ["compare", "--source", "source", *files, *LANGUAGES, "--format", "json"]


def test_files_get_a_quality_on_request_that_decides_nothing(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(*words, "--quality", "labse") == 0
    printed = capsys.readouterr()
    content = json.loads(printed.out)
    quality = {system["name"]: system["quality"] for system in content["systems"]}
    assert quality["copy"] == pytest.approx(1)
    assert quality["empty"] == 0
    assert -1 <= quality["good"] < 1
    assert "quality by labse" in printed.err
    assert "labse does not say how it makes a vector of a text" in printed.err

    assert call(*words, "--quiet", "--quality", "none") == 0
    without = json.loads(capsys.readouterr().out)
    assert {system["quality"] for system in without["systems"]} == {None}
    for system in content["systems"]:
        del system["quality"]
    for system in without["systems"]:
        del system["quality"]
    assert content == without


def test_an_encoder_that_says_how_it_is_used_needs_no_warning(
    words: list[str], encoder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(encoder, tmp_path / "described")
    describe(tmp_path / "described", {"pooling_mode_cls_token": True})
    write_models(tmp_path / "models.txt", {"labse": (tmp_path / "described", "embed *")})
    assert call(*words, "--quality", "labse") == 0
    assert "does not say" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("russian", "--quality russian: it does not embed texts in en"),
        ("lapse", "no model called 'lapse'"),
    ],
)
def test_an_encoder_that_does_not_do_is_told_before_the_work(
    words: list[str], capsys: pytest.CaptureFixture[str], name: str, message: str
) -> None:
    assert call(*words, "--quality", name) == 2
    printed = capsys.readouterr()
    assert message in printed.err
    assert not printed.out


def test_an_article_is_translated_back_and_measured(
    encoder: Path,
    workshop: Workshop,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("SUMMARIZE_HOME", str(private_home(workshop, tmp_path / "home")))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bridge.txt").write_text(BRIDGE.text("en"), "utf-8")
    translators = {
        name: (folder, columns) for name, (folder, columns) in workshop.both_ways().items()
    }
    write_models(tmp_path / "models.txt", {"labse": (encoder, "embed en,ru"), **translators})
    words = ["compare", "bridge.txt", "--system", "en-ru", *LANGUAGES, "--format", "json"]
    assert call(*words, "--quiet", "--quality", "labse", "--round-trip") == 0
    (system,) = json.loads(capsys.readouterr().out)["systems"]
    assert -1 <= system["quality"] < 1
    assert system["round_trip"] > 95

    assert call(*words, "--quiet", "--system", "labse") == 2
    assert "labse does not translate en-ru" in capsys.readouterr().err


def test_models_commands_know_encoders(
    words: list[str], encoder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    models = ("--models", "models.txt")
    assert call("models", "pull", "labse", *models, "--quiet") == 0
    assert "labse: ready" in capsys.readouterr().out
    assert call("models", "list", *models, "--format", "json") == 0
    listed = {row["name"]: row for row in json.loads(capsys.readouterr().out)["models"]}
    assert listed["labse"]["tasks"] == ["embed"]
    assert listed["labse"]["ready"]
    assert call("models", "verify", *models) == 0
    assert call("models", "remove", "labse", *models) == 0
    assert encoder.is_dir()
