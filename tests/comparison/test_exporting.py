from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from lxml import etree

from comparison.made import FAIR, GOOD, PAIR, POOR, SOURCES, texts
from summarize.comparison.analysis import compare
from summarize.comparison.exporting import export_segments, export_system, write_report
from summarize.comparison.results import Comparison
from summarize.comparison.texts import System, Texts
from summarize.errors import ConfigError, OutputError


@pytest.fixture(scope="module")
def made() -> Comparison:
    return compare(texts(GOOD, FAIR, POOR, references=0), workers=1)


def rows(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=delimiter))


@pytest.mark.parametrize(("suffix", "delimiter"), [("csv", ","), ("tsv", "\t")])
def test_the_key_tells_whose_output_each_letter_is(
    made: Comparison, tmp_path: Path, suffix: str, delimiter: str
) -> None:
    key_path = export_segments(made, tmp_path / f"judge.{suffix}")
    assert key_path == tmp_path / f"judge.key.{suffix}"
    sheet, key = rows(tmp_path / f"judge.{suffix}", delimiter), rows(key_path, delimiter)
    outputs = {system.name: system.texts for system in (GOOD, FAIR, POOR)}
    orders = set()
    for number, (row, names) in enumerate(zip(sheet, key, strict=True)):
        assert row["source"] == SOURCES[number]
        assert row["score A"] == ""
        orders.add(tuple(names[label] for label in "ABC"))
        for label in "ABC":
            assert row[label] == outputs[names[label]][number]
    assert len(orders) == 6
    assert "good" not in (tmp_path / f"judge.{suffix}").read_text("utf-8")


@pytest.mark.parametrize(
    "start", [*("=1+1", "+1", "-1", "@A1", "\t=1", "  =1", "\r=1"), *"＝＋－＠"]
)
@pytest.mark.parametrize(("suffix", "delimiter"), [("csv", ","), ("TSV", "\t")])
def test_no_cell_is_a_formula(tmp_path: Path, start: str, suffix: str, delimiter: str) -> None:
    hostile = Texts(PAIR, (start,), (System(start, (start,)),), documents=(start,))
    key = export_segments(compare(hostile, workers=1), tmp_path / f"judge.{suffix}")
    (row,) = rows(tmp_path / f"judge.{suffix}", delimiter)
    assert row["source"] == row["A"] == row["document"] == f"'{start}"
    (named,) = rows(key, delimiter)
    assert named == {"id": "1", "A": f"'{start}"}


@pytest.mark.parametrize("text", ["1+1", "a=b", "'=1", "", " a"])
def test_other_cells_stay_as_they_are(tmp_path: Path, text: str) -> None:
    export_segments(
        compare(Texts(PAIR, ("x",), (System("a", (text,)),)), workers=1), tmp_path / "judge.csv"
    )
    assert rows(tmp_path / "judge.csv")[0]["A"] == text


def test_delimiters_and_quotes_stay_within_a_cell(tmp_path: Path) -> None:
    text = 'He said "a, b;\tc"\nand left'
    made = compare(Texts(PAIR, (text,), (System("a", (text,)), System("b", ("x",)))), workers=1)
    for suffix, delimiter in (("csv", ","), ("tsv", "\t")):
        export_segments(made, tmp_path / f"judge.{suffix}")
        (row,) = rows(tmp_path / f"judge.{suffix}", delimiter)
        assert row["source"] == text
        assert {row["A"], row["B"]} == {text, "x"}
        assert list(row) == ["id", "document", "source", "A", "B", "score A", "score B"]


def test_spreadsheets_know_the_encoding_and_the_ends_of_lines(
    made: Comparison, tmp_path: Path
) -> None:
    for path in (tmp_path / "judge.csv", export_segments(made, tmp_path / "judge.csv")):
        content = path.read_bytes()
        assert content.startswith(b"\xef\xbb\xbf")
        assert content.count(b"\r\n") == content.count(b"\n") == len(SOURCES) + 1


def test_a_seed_gives_an_order_of_its_own_again_and_again(made: Comparison, tmp_path: Path) -> None:
    def key(**options: int) -> bytes:
        return export_segments(made, tmp_path / "judge.csv", **options).read_bytes()

    assert key() == key() == key(seed=1)
    assert key() != key(seed=2)


def test_a_systems_output_as_text(made: Comparison, tmp_path: Path) -> None:
    export_system(made, "fair", tmp_path / "fair.txt")
    assert (tmp_path / "fair.txt").read_text("utf-8").splitlines() == list(FAIR.texts)


def test_a_line_of_the_text_is_a_segment_whatever_is_in_it(tmp_path: Path) -> None:
    lines = ("one\ntwo", "a\u2028b\r\nc", "", "end")
    sources = ("1", "2", "3", "4")
    made = compare(Texts(PAIR, sources, (System("a", lines),)), workers=1)
    export_system(made, "a", tmp_path / "a.txt")
    assert (tmp_path / "a.txt").read_text("utf-8") == "one two\na b c\n\nend\n"


def test_a_system_is_found_by_its_name_not_by_its_rank(made: Comparison, tmp_path: Path) -> None:
    for system in (POOR, GOOD, FAIR):
        export_system(made, system.name, tmp_path / "out.txt")
        assert (tmp_path / "out.txt").read_text("utf-8").splitlines() == list(system.texts)


def test_a_systems_output_as_tmx(made: Comparison, tmp_path: Path) -> None:
    export_system(made, "fair", tmp_path / "fair.tmx")
    export_system(made, "fair", tmp_path / "upper.TMX")
    assert (tmp_path / "upper.TMX").read_bytes().startswith(b"<?xml")
    tree = etree.parse(tmp_path / "fair.tmx")
    segments = [seg.text for seg in tree.iter("seg")]
    languages = [tuv.get("{http://www.w3.org/XML/1998/namespace}lang") for tuv in tree.iter("tuv")]
    assert languages[:2] == ["en", "ru"]
    assert "fair" in (tmp_path / "fair.tmx").read_text("utf-8")
    assert segments[:2] == [SOURCES[0], FAIR.texts[0]]
    assert len(segments) == 2 * len(SOURCES)


def test_the_json_report_is_one_document(made: Comparison, tmp_path: Path) -> None:
    write_report(made, tmp_path / "report.json")
    content = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert len(content["segments"]) == len(SOURCES)


def test_the_page_is_known_by_its_ending(made: Comparison, tmp_path: Path) -> None:
    for name in ("a.html", "a.HTML"):
        write_report(made, tmp_path / name)
        assert (tmp_path / name).read_text("utf-8").startswith("<!doctype html>")
    write_report(made, tmp_path / "a")
    assert json.loads((tmp_path / "a").read_bytes())["schema"] == 1


def test_what_cannot_be_written_is_an_error(made: Comparison, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"neither \.csv nor \.tsv"):
        export_segments(made, tmp_path / "judge.xls")
    with pytest.raises(OutputError, match="cannot be written"):
        export_segments(made, tmp_path / "no" / "judge.csv")
    with pytest.raises(ConfigError, match="no system of this name"):
        export_system(made, "best", tmp_path / "best.txt")
    for name in ("a.txt", "a.tmx"):
        with pytest.raises(OutputError, match="cannot be written"):
            export_system(made, "good", tmp_path / "no" / name)
    with pytest.raises(OutputError, match="cannot be written"):
        write_report(made, tmp_path / "no" / "a.html")
