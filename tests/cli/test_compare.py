from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from comparison.made import COPY, GOOD, POOR, REFERENCE, SOURCES
from summarize.cli.compare import compare
from summarize.errors import ConfigError, OutputError
from support.command import call

app = typer.Typer()
app.command()(compare)

LANGUAGES = ("--from", "en", "--to", "ru")


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.chdir(tmp_path)
    columns = {"source": SOURCES, "ref": REFERENCE, "good": GOOD.texts, "poor": POOR.texts}
    for name, lines in columns.items():
        (tmp_path / name).write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return ["--source", "source", "--hypothesis", "good=good", "--hypothesis", "poor=poor"]


def test_json_is_one_document(files: list[str]) -> None:
    result = CliRunner().invoke(
        app, [*files, *LANGUAGES, "--reference", "ref", "--format", "json", "--quiet"]
    )
    assert result.exit_code == 0, result.output
    content = json.loads(result.stdout)
    assert [system["name"] for system in content["systems"]] == ["good", "poor"]
    assert [system["group"] for system in content["systems"]] == ["a", "b"]
    assert len(content["segments"]) == len(SOURCES)


def test_the_table_goes_to_standard_output_and_progress_does_not(files: list[str]) -> None:
    result = CliRunner(env={"COLUMNS": "80"}).invoke(app, [*files, *LANGUAGES, "--show", "1"])
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith(f"en-ru, {len(SOURCES)} segments, no reference\n")
    assert "comparing" in result.stderr
    assert "comparing" not in result.stdout
    assert "\x1b" not in result.stdout


def test_a_copy_of_the_source_comes_last_with_an_exit_code_of_0(
    files: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    words = [*files, "--hypothesis", "copy=source", *LANGUAGES, "--format", "json", "--quiet"]
    assert call("compare", *words) == 0
    systems = json.loads(capsys.readouterr().out)["systems"]
    assert systems[-1]["name"] == "copy"
    assert systems[-1]["segments"]["rejected"] == len(COPY.texts)


def test_reports_and_exports_are_written(files: list[str], tmp_path: Path) -> None:
    exports = ["--export-segments", "judge.tsv", "--export", "good=good.txt"]
    result = CliRunner().invoke(
        app, [*files, *LANGUAGES, "--output", "report.json", *exports, "--show", "0"]
    )
    assert result.exit_code == 0, result.output
    assert json.loads((tmp_path / "report.json").read_text("utf-8"))["schema"] == 1
    assert (tmp_path / "judge.key.tsv").exists()
    assert (tmp_path / "good.txt").read_text("utf-8").splitlines() == list(GOOD.texts)
    assert "report.json written" in result.stderr


def test_the_page_is_one_html_file(files: list[str], tmp_path: Path) -> None:
    result = CliRunner().invoke(app, [*files, *LANGUAGES, "--output", "report.html", "--quiet"])
    assert result.exit_code == 0, result.output
    assert GOOD.texts[0] in (tmp_path / "report.html").read_text("utf-8")


def test_misaligned_files_exit_with_2_and_name_both_counts(
    files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (tmp_path / "poor").open("a", encoding="utf-8") as file:
        file.write("Лишняя строка.\n")
    assert call("compare", *files, *LANGUAGES) == 2
    message = capsys.readouterr().err
    assert f"source has {len(SOURCES)} segments, poor has {len(SOURCES) + 1}" in message
    assert message.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "nothing to compare"),
        (["--source", "source"], "nothing to compare"),
        (["a.txt"], "--system NAME is missing"),
        (["--system", "m"], "PATH is missing"),
        (["a.txt", "--system", "m", "--hypothesis", "a=b"], "do not go with"),
        (["--source", "source", "--hypothesis", "good"], "is not NAME=FILE"),
        (["--hypothesis", "a=good", "--hypothesis", "a=poor"], "names a twice"),
        (["--hypothesis", "a=good", "--output", "report.pdf"], "ending is not known"),
        (["--hypothesis", "a=good", "--export-segments", "x.xls"], "ending is not known"),
        (["--hypothesis", "a=good", "--export", "b=b.txt"], "no system of this name"),
        (["--hypothesis", "a=good"], "nothing says what the source is"),
    ],
)
@pytest.mark.usefixtures("files")
def test_wrong_usage_is_an_error(words: list[str], message: str) -> None:
    result = CliRunner().invoke(app, [*words, *LANGUAGES])
    assert isinstance(result.exception, ConfigError)
    assert message in result.exception.message


def test_a_folder_that_is_not_there_is_told_before_the_work(files: list[str]) -> None:
    result = CliRunner().invoke(app, [*files, *LANGUAGES, "--output", "no/report.html"])
    assert isinstance(result.exception, OutputError)
    assert "no/report.html" in result.exception.message
