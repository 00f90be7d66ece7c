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


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@A1", "\t=1", "  =1"])
def test_no_cell_is_a_formula(tmp_path: Path, start: str) -> None:
    hostile = Texts(PAIR, (start,), (System("a", (start,)),))
    export_segments(compare(hostile, workers=1), tmp_path / "judge.csv")
    (row,) = rows(tmp_path / "judge.csv")
    assert row["source"] == row["A"] == f"'{start}"


def test_a_systems_output_as_text(made: Comparison, tmp_path: Path) -> None:
    export_system(made, "fair", tmp_path / "fair.txt")
    assert (tmp_path / "fair.txt").read_text("utf-8").splitlines() == list(FAIR.texts)


def test_a_systems_output_as_tmx(made: Comparison, tmp_path: Path) -> None:
    export_system(made, "fair", tmp_path / "fair.tmx")
    segments = [seg.text for seg in etree.parse(tmp_path / "fair.tmx").iter("seg")]
    assert segments[:2] == [SOURCES[0], FAIR.texts[0]]
    assert len(segments) == 2 * len(SOURCES)


def test_the_json_report_is_one_document(made: Comparison, tmp_path: Path) -> None:
    write_report(made, tmp_path / "report.json")
    content = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert len(content["segments"]) == len(SOURCES)


def test_what_cannot_be_written_is_an_error(made: Comparison, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"neither \.csv nor \.tsv"):
        export_segments(made, tmp_path / "judge.xls")
    with pytest.raises(OutputError, match="cannot be written"):
        export_segments(made, tmp_path / "no" / "judge.csv")
    with pytest.raises(ConfigError, match="no system of this name"):
        export_system(made, "best", tmp_path / "best.txt")
