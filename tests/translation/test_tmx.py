"""A TMX file, as a translator's tool reads it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree

from summarize import __version__
from summarize.errors import OutputError
from summarize.translation.memory import MemoryEntry
from summarize.translation.tmx import write_tmx
from support.memories import EN_RU

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
ENTRY = MemoryEntry("Hello.", "Привет.", EN_RU, "opus", datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "all.tmx"


def segments(path: Path) -> list[str]:
    """The texts of a file, sources and targets."""
    return [str(segment.text or "") for segment in etree.parse(path).iter("seg")]


def test_a_unit_says_what_is_said_in_which_language_by_whom_and_when(path: Path) -> None:
    assert write_tmx([ENTRY, replace(ENTRY, source="Bye.", target="Пока.")], path) == 2
    root = etree.parse(path).getroot()
    assert (root.tag, dict(root.attrib)) == ("tmx", {"version": "1.4"})
    units = root.findall("body/tu")
    assert [dict(unit.attrib) for unit in units] == [
        {"srclang": "en", "creationdate": "20260102T030405Z"}
    ] * 2
    (prop,) = units[0].findall("prop")
    assert (prop.get("type"), prop.text) == ("x-system", "opus")
    said = [[(v.get(LANG), v.findtext("seg")) for v in unit.findall("tuv")] for unit in units]
    assert said == [
        [("en", "Hello."), ("ru", "Привет.")],
        [("en", "Bye."), ("ru", "Пока.")],
    ]


def test_the_header_says_what_the_standard_asks_for(path: Path) -> None:
    write_tmx([], path)
    (header,) = etree.parse(path).getroot().findall("header")
    assert dict(header.attrib) == {
        "creationtool": "summarize",
        "creationtoolversion": __version__,
        "segtype": "sentence",
        "o-tmf": "summarize",
        "adminlang": "en",
        "srclang": "*all*",
        "datatype": "plaintext",
    }


def test_it_is_utf8_that_says_so_and_people_can_read(path: Path) -> None:
    write_tmx([ENTRY], path)
    lines = path.read_text("utf-8").splitlines()
    assert lines[0].startswith("<?xml")
    assert "utf-8" in lines[0].lower()
    assert [line.strip() for line in lines].count("<seg>Привет.</seg>") == 1


@pytest.mark.parametrize(
    "kept",
    ["\t", "\n", "\r", " ", "\x7f", "\ud7ff", "\ue000", "\ufffd", "\U00010000", "\U0010ffff"],
)
def test_what_xml_can_hold_comes_back(path: Path, kept: str) -> None:
    write_tmx([replace(ENTRY, source=f"a{kept}b", target=f"{kept}в")], path)
    assert segments(path) == [f"a{kept}b", f"{kept}в"]


@pytest.mark.parametrize(
    "lost", ["\0", "\x08", "\x0b", "\x0c", "\x0e", "\x1f", "\ud800", "\ufffe", "\uffff"]
)
def test_what_xml_cannot_hold_shows_that_it_is_missing(path: Path, lost: str) -> None:
    entry = replace(ENTRY, source=f"a{lost}b", target=f"{lost}{lost}в", system=f"op{lost}us")
    write_tmx([entry], path)
    assert segments(path) == ["a\ufffdb", "\ufffd\ufffdв"]
    assert etree.parse(path).findtext("body/tu/prop") == "op\ufffdus"


def test_hostile_text_stays_text(path: Path) -> None:
    hostile = "</seg></tuv>]]><!-- & &amp; <tu srclang='xx'>"
    write_tmx([replace(ENTRY, source=hostile, target=hostile)], path)
    assert segments(path) == [hostile] * 2


def test_an_export_that_breaks_off_leaves_the_former_file(path: Path) -> None:
    def entries() -> Iterator[MemoryEntry]:
        yield ENTRY
        raise KeyboardInterrupt

    path.write_text("former", "utf-8")
    with pytest.raises(KeyboardInterrupt):
        write_tmx(entries(), path)
    assert path.read_text("utf-8") == "former"
    assert list(path.parent.iterdir()) == [path]


def test_a_file_that_cannot_be_written_is_named_with_what_is_in_the_way(tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "all.tmx"
    with pytest.raises(OutputError) as caught:
        write_tmx([ENTRY], path)
    assert str(path) in caught.value.message
    assert "No such file" in caught.value.message
    assert "folder" in caught.value.hint


def test_without_lxml_the_next_step_is_named(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "lxml", None)
    with pytest.raises(OutputError, match="lxml") as caught:
        write_tmx([ENTRY], path)
    assert "summarize[tmx]" in caught.value.hint
    assert not path.exists()
