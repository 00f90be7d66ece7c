"""`summarize file`: what its options reach, and what it writes where."""

from __future__ import annotations

import io
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from summarize.batch.ledger import edition_of
from summarize.cli import options
from summarize.engines.loading import Loader
from summarize.types import Document
from summarize.writers import html, markdown, text
from summarize.writers.record import Record, dumps, to_json
from support.command import call
from support.fake_models import FakeLoader
from support.samples import DOUBTFUL

Capture = pytest.CaptureFixture[str]
ENGLISH = "The bridge over the river was closed on Monday, said the mayor of the town.\n"
RUSSIAN = "Мост через реку закрыли в понедельник, сообщил мэр этого города.\n"


class House:
    """Two articles, and what the command asks of the layers below."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.asked: dict[str, Any] = {}
        self.loading: dict[str, Any] = {}
        (folder / "en.txt").write_text(ENGLISH, "utf-8")
        (folder / "ru.txt").write_text(RUSSIAN, "utf-8")

    def make_loader(self, models: Path | None, **asked: Any) -> Loader:
        self.loading = {"models": models, **asked}
        return FakeLoader(self.folder, {"m": ("translate,summarize *", str)})

    def process_one(self, document: Document, **asked: Any) -> Record:
        self.asked = {"document": document, **asked}
        asked["reporter"].warn("all is made up")
        made = replace(DOUBTFUL.translations["ru"], language="de")
        return replace(DOUBTFUL, translations={"ru": DOUBTFUL.translations["ru"], "de": made})


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    made = House(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(options, "make_loader", made.make_loader)
    monkeypatch.setattr("summarize.batch.single.process_one", made.process_one)
    return made


def test_what_is_not_said_is_chosen(house: House) -> None:
    assert call("file", "en.txt") == 0
    document = house.asked["document"]
    assert (document.source, document.language) == ("en.txt", "en")
    assert document.segments[0].text == ENGLISH.strip()
    chosen = {name: house.asked[name] for name in ("targets", "system", "summarizer", "max_words")}
    assert chosen == {"targets": ("ru",), "system": None, "summarizer": None, "max_words": 60}
    assert house.asked["memory"] is not None
    assert house.loading["offline"] is False
    assert call("file", "ru.txt") == 0
    assert house.asked["document"].language == "ru"
    assert house.asked["targets"] == ("en",)


def test_what_is_said_is_handed_on(house: House) -> None:
    words = ["--system", "m", "--summarizer", "none", "--max-words", "5", "--offline"]
    languages = ["--from", "bg", "--to", " de, ru,de,"]
    assert call("file", "ru.txt", *languages, *words, "--models", "mine.txt") == 0
    assert house.asked["document"].language == "bg"
    chosen = {name: house.asked[name] for name in ("targets", "system", "summarizer", "max_words")}
    assert chosen == {
        "targets": ("de", "ru"), "system": "m", "summarizer": "none", "max_words": 5,
    }  # fmt: skip
    assert isinstance(house.asked["loader"], FakeLoader)
    assert (house.loading["models"], house.loading["offline"]) == (Path("mine.txt"), True)
    assert not house.loading["stop"].requested


@pytest.mark.parametrize(
    "words",
    [
        ["--to", " , "],
        ["--to", "xx"],
        ["--from", "xx"],
        ["--max-words", "4"],
        ["--max-words", "1001"],
        ["--format", "pdf"],
    ],
)
def test_wrong_usage_is_2(house: House, words: list[str]) -> None:
    assert call("file", "en.txt", *words) == 2
    assert house.asked == {}


def test_warnings_are_for_standard_error_and_progress_can_be_spared(
    house: House, capsys: Capture
) -> None:
    assert call("file", "en.txt", "--quiet") == 0
    captured = capsys.readouterr()
    assert captured.err == "summarize: all is made up\n"
    assert "made up" not in captured.out


PAGES = {
    "text": text.render(edition_of(DOUBTFUL, "ru")),
    "md": markdown.render(edition_of(DOUBTFUL, "ru")),
    "html": html.render(edition_of(DOUBTFUL, "ru")),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_printed_or_written(house: House, capsys: Capture, name: str) -> None:
    assert call("file", "en.txt", "--format", name) == 0
    assert capsys.readouterr().out == PAGES[name]
    output = house.folder / "page.json"
    assert call("file", "en.txt", "--format", name, "--output", str(output)) == 0
    assert output.read_bytes() == PAGES[name].encode()
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.md", "md"), ("a.HTML", "html"), ("a.text", "text"), ("a.txt", "text"), ("md", "text")],
)
def test_the_ending_of_the_file_says_how_it_is_written(house: House, name: str, kind: str) -> None:
    assert call("file", "en.txt", "--output", name) == 0
    assert (house.folder / name).read_text("utf-8") == PAGES[kind]


def test_the_record_and_several_languages(house: House, capsys: Capture) -> None:
    assert call("file", "en.txt", "--output", "a.json", "--to", "de,ru") == 0
    made = house.process_one(**house.asked)
    assert (house.folder / "a.json").read_text("utf-8") == dumps(to_json(made))
    assert json.loads((house.folder / "a.json").read_bytes())["schema"] == 1
    capsys.readouterr()
    assert call("file", "en.txt", "--to", "de,ru") == 0
    editions = [edition_of(made, language) for language in ("de", "ru")]
    assert capsys.readouterr().out == text.render(*editions)


def test_standard_input(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    class Input:
        buffer = io.BytesIO(RUSSIAN.encode("cp1251"))

    monkeypatch.setattr(sys, "stdin", Input())
    assert call("file", "-", "--from", "ru", "--quiet") == 0
    document = house.asked["document"]
    assert (document.segments[0].text, document.language) == (RUSSIAN.strip(), "ru")


def test_a_file_that_cannot_be_written_is_3_and_names_it(house: House, capsys: Capture) -> None:
    assert call("file", "en.txt", "--output", "no/page.md", "--quiet") == 3
    assert "no/page.md cannot be written" in capsys.readouterr().err


def test_an_output_of_another_encoding_is_still_read_by_all(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = io.BytesIO()
    with io.TextIOWrapper(raw, encoding="ascii") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        assert call("file", "en.txt", "--quiet") == 0
        assert raw.getvalue().decode("utf-8") == PAGES["text"]
