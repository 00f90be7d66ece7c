from __future__ import annotations

import json
from pathlib import Path

import pytest

from summarize.peak import peak_memory, reset_peak_memory
from support.command import call
from support.corpus import BRIDGE
from support.loading import Workshop, private_home, write_models

pytestmark = pytest.mark.models


@pytest.fixture
def words(workshop: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """An article, its reference, two systems for it and one for the way back."""
    monkeypatch.setenv("SUMMARIZE_HOME", str(private_home(workshop, tmp_path / "home")))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bridge.txt").write_text(BRIDGE.text("en"), "utf-8")
    (tmp_path / "bridge.ru.txt").write_text(BRIDGE.text("ru"), "utf-8")
    models = workshop.models
    write_models(
        tmp_path / "models.txt",
        {
            "marian": (models.marian("en-ru"), "translate en>ru licence=cc-by-4.0"),
            "nllb": (models.nllb(), "translate en,ru licence=cc-by-nc-4.0"),
            "back": (models.marian("ru-en"), "translate ru>en"),
        },
    )
    return [
        *("compare", "bridge.txt", "--from", "en", "--to", "ru", "--system", "marian"),
        *("--system", "nllb", "--models", "models.txt", "--offline", "--format", "json"),
    ]


def test_systems_translate_now_and_their_cost_is_measured(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(*words, "--quiet", "--reference", "bridge.ru.txt", "--round-trip") == 0
    content = json.loads(capsys.readouterr().out)
    pairs = list(BRIDGE.pairs())
    assert [segment["source"] for segment in content["segments"]] == [pair.en for pair in pairs]
    (document,) = {segment["document"] for segment in content["segments"]}
    assert document.startswith("bridge")
    assert {system["name"] for system in content["systems"]} == {"marian", "nllb"}
    for system in content["systems"]:
        assert system["scores"]["chrf"]["score"] > 95  # they know the article by heart
        assert system["round_trip"] > 95
        assert system["model_score"] <= 0
        cost = system["cost"]
        assert cost["seconds"] > 0
        assert cost["tokens_per_second"] > 0
        assert cost["peak_memory_bytes"] > 10_000_000
        assert cost["model_bytes"] > 0
        assert cost["licence"].startswith("cc-by")


def test_files_are_translated_back_on_request(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pairs = list(BRIDGE.pairs())
    (tmp_path / "s").write_text("".join(f"{pair.en}\n" for pair in pairs), "utf-8")
    (tmp_path / "h").write_text("".join(f"{pair.ru}\n" for pair in pairs[:-1]) + "\n", "utf-8")
    options = words[words.index("--models") :]
    files = ("--source", "s", "--hypothesis", "h=h", "--from", "en", "--to", "ru", "--round-trip")
    assert call("compare", *files, *options, "--quiet") == 0
    (system,) = json.loads(capsys.readouterr().out)["systems"]
    assert 70 < system["round_trip"] < 100  # the last segment is missing
    assert system["cost"] is None


def test_what_the_memory_holds_has_no_cost(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(*words) == 0
    first = json.loads(capsys.readouterr().out)
    assert call(*words) == 0
    printed = capsys.readouterr()
    again = json.loads(printed.out)
    assert [system["cost"] for system in again["systems"]] == [None, None]
    assert "marian: all from the translation memory" in printed.err
    assert again["segments"] == first["segments"]
    assert call(*words, "--fresh") == 0
    anew = json.loads(capsys.readouterr().out)
    assert all(system["cost"] for system in anew["systems"])


def test_a_limit_leaves_the_rest_untranslated(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(*words, "--limit", "2", "--reference", "bridge.ru.txt") == 0
    printed = capsys.readouterr()
    assert len(json.loads(printed.out)["segments"]) == 2
    assert "nllb: 2 segments" in printed.err


def test_a_reference_that_does_not_fit_is_an_error(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "short.txt").write_text("Один.\nДва.\n", "utf-8")
    assert call(*words, "--quiet", "--reference", "short.txt") == 2
    assert "bridge.txt has 7 segments, short.txt has 2 lines" in capsys.readouterr().err


def test_systems_that_cannot_translate_the_pair_are_told_before_the_work(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(*words, "--quiet", "--system", "back") == 2
    assert "back does not translate en-ru" in capsys.readouterr().err


def test_the_peak_of_memory_begins_anew() -> None:
    block = bytearray(80_000_000)
    high = peak_memory()
    del block
    reset_peak_memory()
    assert 0 < peak_memory() <= high
