"""`summarize compare` with systems that translate now; they are made up."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from comparison.made import GOOD, POOR, REFERENCE, SOURCES
from summarize.cli import options
from summarize.comparison import quality
from summarize.engines.loading import Loader
from support import corpus
from support.command import call
from support.fake_models import FakeLoader

Capture = pytest.CaptureFixture[str]
ARTICLE = replace(corpus.BRIDGE, paragraphs=corpus.BRIDGE.paragraphs[:1])
SENTENCES = [*ARTICLE.pairs()]
RUSSIAN = {pair.en: pair.ru for pair in SENTENCES}
ENGLISH = {pair.ru: pair.en for pair in SENTENCES}
LANGUAGES = ("--from", "en", "--to", "ru")
LIVE = ("bridge.txt", *LANGUAGES, "--system", "good", "--system", "lazy", "--format", "json")
ALIGNED = ("--source", "source", "--hypothesis", "good=good", "--hypothesis", "poor=poor")


class House:
    """An article, made-up systems, and what the command asks of the loader."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.loaders: list[FakeLoader] = []
        self.asked: dict[str, Any] = {}
        (folder / "bridge.txt").write_text(ARTICLE.text("en"), "utf-8")
        lines = {"source": SOURCES, "good": GOOD.texts, "poor": POOR.texts, "ref": REFERENCE}
        for name, texts in lines.items():
            (folder / name).write_text("".join(f"{text}\n" for text in texts[:8]), "utf-8")

    def make_loader(self, models: Path | None, **asked: Any) -> Loader:
        self.asked = {"models": models, **asked}
        made = {
            "good": ("translate en>ru", RUSSIAN.__getitem__),
            "lazy": ("translate en>ru", lambda text: RUSSIAN[text].split()[0]),
            "back": ("translate ru>en", lambda text: ENGLISH.get(text, "Something else.")),
        }
        self.loaders.append(FakeLoader(self.folder, made))
        return self.loaders[-1]

    def texts_of(self, name: str) -> int:
        """How many texts a system was given since the last question."""
        loaders, self.loaders = self.loaders, []
        return sum(len(one.engines[name].asked) for one in loaders if name in one.engines)


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.chdir(tmp_path)
    made = House(tmp_path)
    monkeypatch.setattr(options, "make_loader", made.make_loader)
    monkeypatch.setattr("gc.collect", lambda: 0)  # there are no weights to free
    return made


def compared(capsys: Capture, *words: str) -> dict[str, Any]:
    assert call("compare", *words) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_systems_translate_the_article_and_are_ranked(house: House, capsys: Capture) -> None:
    found = compared(capsys, *LIVE, "--offline", "--models", "mine.txt", "--quiet")
    assert [system["name"] for system in found["systems"]] == ["good", "lazy"]
    assert [one["source"] for one in found["segments"]] == [pair.en for pair in SENTENCES]
    assert house.texts_of("back") == 0
    assert (house.asked["models"], house.asked["offline"]) == (Path("mine.txt"), True)
    assert not house.asked["stop"].requested


def test_a_limit_is_for_segments_of_all_kinds(house: House, capsys: Capture) -> None:
    (house.folder / "ref.txt").write_text(ARTICLE.text("ru"), "utf-8")
    found = compared(capsys, *LIVE, "--limit", "2", "--reference", "ref.txt")
    assert len(found["segments"]) == 2
    assert house.texts_of("good") == 2
    found = compared(capsys, *ALIGNED, *LANGUAGES, "--limit", "3", "--format", "json")
    assert len(found["segments"]) == 3
    assert call("compare", *LIVE, "--limit", "0") == 2


def test_what_is_remembered_is_not_made_again_unless_it_is_asked_for(
    house: House, capsys: Capture
) -> None:
    assert call("compare", *LIVE) == 0
    assert "from the translation memory" not in capsys.readouterr().err
    assert house.texts_of("good") == len(SENTENCES)
    assert call("compare", *LIVE, "--quiet") == 0
    assert "good: all from the translation memory" in capsys.readouterr().err
    assert house.texts_of("good") == 0
    assert call("compare", *LIVE, "--fresh") == 0
    captured = capsys.readouterr()
    assert "from the translation memory" not in captured.err
    assert f"good: {len(SENTENCES)} of {len(SENTENCES)} segments, done" in captured.err
    assert house.texts_of("good") == len(SENTENCES)


def test_a_round_trip_is_made_where_it_is_asked_for(house: House, capsys: Capture) -> None:
    found = compared(capsys, *LIVE, "--round-trip")
    scores = [system["round_trip"] for system in found["systems"]]
    assert scores[0] == pytest.approx(100)
    assert scores[1] < 50
    assert house.texts_of("back") > 0
    found = compared(capsys, *LIVE)
    assert [system["round_trip"] for system in found["systems"]] == [None, None]
    (house.folder / "source").write_text(SENTENCES[0].en + "\n", "utf-8")
    (house.folder / "good").write_text(SENTENCES[0].ru + "\n", "utf-8")
    words = ["--source", "source", "--hypothesis", "good=good", *LANGUAGES, "--format", "json"]
    assert compared(capsys, *words, "--round-trip")["systems"][0]["round_trip"] == 100


def test_the_closeness_to_the_source_is_measured_by_the_encoder_that_is_named(
    house: House, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    named: list[object] = []

    def require(loader: Loader, name: str, pair: object) -> None:
        named.append((name, str(pair)))

    def measure(loader: Loader, name: str, *_: object) -> dict[str, float]:
        named.append(name)
        return {"good": 0.75, "poor": 0.25}

    monkeypatch.setattr(quality, "require", require)
    monkeypatch.setattr(quality, "measure", measure)
    words = [*ALIGNED, *LANGUAGES, "--format", "json"]
    found = compared(capsys, *words, "--quality", "encoder")
    assert {one["name"]: one["quality"] for one in found["systems"]} == {"good": 0.75, "poor": 0.25}
    assert named == [("encoder", "en-ru"), "encoder"]
    found = compared(capsys, *words, "--quality", quality.NONE)
    assert [one["quality"] for one in found["systems"]] == [None, None]
    compared(capsys, *words)
    assert len(named) == 2


def test_a_system_for_another_pair_is_refused_before_the_work(house: House) -> None:
    assert call("compare", *LIVE, "--system", "back") == 2
    assert house.texts_of("good") == 0


def test_as_many_segments_are_shown_as_are_asked_for(house: House, capsys: Capture) -> None:
    shown = []
    for words in ([], ["--show", "0"], ["--show", "2"]):
        assert call("compare", *ALIGNED, *LANGUAGES, *words, "--quiet") == 0
        out = capsys.readouterr().out
        shown.append(sum(source in " ".join(out.split()) for source in set(SOURCES[:8])))
    assert shown == [5, 0, 2]


def test_what_is_written_is_told_unless_it_shall_be_quiet(house: House, capsys: Capture) -> None:
    outputs = ["--output", "a.JSON", "--export-segments", "b.csv", "--export", "poor=poor.txt"]
    assert call("compare", *ALIGNED, *LANGUAGES, *outputs) == 0
    err = capsys.readouterr().err
    assert [f"{name} written" in err for name in ("a.JSON", "b.csv", "b.key.csv", "poor.txt")] == [
        True
    ] * 4
    assert (house.folder / "poor.txt").read_text("utf-8").splitlines() == list(POOR.texts[:8])
    assert call("compare", *ALIGNED, *LANGUAGES, *outputs, "--quiet") == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    "outputs",
    [["--output", "no/a.json"], ["--export-segments", "no/a.csv"], ["--export", "good=no/a.txt"]],
)
def test_a_folder_that_is_not_there_ends_it_before_the_work(
    house: House, outputs: list[str]
) -> None:
    assert call("compare", *LIVE, *outputs) == 3
    assert house.loaders == []


@pytest.mark.parametrize("words", [["--hypothesis", "=a"], ["--hypothesis", "a="]])
def test_half_a_name_is_refused(house: House, words: list[str]) -> None:
    assert call("compare", "--source", "source", *words, *LANGUAGES) == 2
