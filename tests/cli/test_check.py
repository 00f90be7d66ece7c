from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from summarize.cli.check import check
from summarize.errors import ConfigError

app = typer.Typer()
app.command()(check)

SOURCE = (
    "The minister arrived in Ankara on Monday.\n"
    "At least 320 thousand people were told to leave.\n"
    "Nobody was hurt [citation needed].\n"
)
TARGET = (
    "Министр прибыл в Анкару в понедельник.\n"
    "Уехать велели как минимум 230 тысячам человек.\n"
    "Никто не пострадал \x1b[31m[citation needed].\n"
)


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    (tmp_path / "news.en").write_text(SOURCE, encoding="utf-8")
    (tmp_path / "news.ru").write_text(TARGET, encoding="utf-8")
    return [
        *("--source", str(tmp_path / "news.en"), "--target", str(tmp_path / "news.ru")),
        *("--from", "en", "--to", "ru"),
    ]


def test_jsonl_has_one_object_for_every_line(files: list[str]) -> None:
    result = CliRunner().invoke(app, [*files, "--format", "jsonl"])
    assert result.exit_code == 0
    assert "230 тысячам" in result.stdout, "letters, not their numbers"
    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert [record["line"] for record in records] == [1, 2, 3]
    assert [record["status"] for record in records] == ["accepted", "rejected", "rejected"]
    assert records[0]["checks"] == []
    assert records[1]["checks"] == [
        {
            "name": "numbers",
            "severity": "reject",
            "detail": '"320 thousand" became "230 тысячам"',
        }
    ]
    assert 0 <= records[1]["score"] < records[0]["score"] <= 1


def test_the_table_lists_only_findings_and_counts_all(files: list[str]) -> None:
    result = CliRunner().invoke(app, files)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0].split() == ["line", "status", "check", "detail"]
    assert lines[1].split()[:3] == ["2", "rejected", "numbers"]
    assert not any(line.split()[:1] == ["1"] for line in lines)
    assert lines[-1] == "3 lines: 1 accepted, 0 warned, 2 rejected"


def test_texts_cannot_control_the_terminal(files: list[str]) -> None:
    assert "\x1b[31m" not in CliRunner().invoke(app, files).stdout


def test_a_clean_translation_has_no_table(files: list[str], tmp_path: Path) -> None:
    for name, text in (("news.en", SOURCE), ("news.ru", TARGET)):
        (tmp_path / name).write_text(text.splitlines()[0] + "\n", encoding="utf-8")
    assert CliRunner().invoke(app, files).stdout == "1 line: 1 accepted, 0 warned, 0 rejected\n"


def test_unequal_line_counts_are_an_error_that_names_both(files: list[str], tmp_path: Path) -> None:
    with (tmp_path / "news.ru").open("a", encoding="utf-8") as file:
        file.write("Лишняя строка.\n")
    result = CliRunner().invoke(app, files)
    assert isinstance(result.exception, ConfigError)
    assert "has 3 lines" in result.exception.message
    assert "has 4" in result.exception.message


@pytest.mark.parametrize(("option", "code"), [("--from", "english"), ("--to", "xx")])
def test_an_unknown_language_is_an_error(files: list[str], option: str, code: str) -> None:
    arguments = list(files)
    arguments[arguments.index(option) + 1] = code
    result = CliRunner().invoke(app, arguments)
    assert isinstance(result.exception, ConfigError)
    assert f"{option} {code}" in result.exception.message


def test_a_line_with_two_findings_is_numbered_once(files: list[str], tmp_path: Path) -> None:
    lines = (SOURCE.splitlines()[1], "Ann paid 5 euros.", "All is well here.")
    (tmp_path / "news.en").write_text("".join(f"{line}\n" for line in lines), "utf-8")
    (tmp_path / "news.ru").write_text("Yes yes yes yes yes.\n\nВсё здесь хорошо.\n", "utf-8")
    rows = [line.split() for line in CliRunner().invoke(app, files).stdout.splitlines()]
    records = [
        json.loads(line)
        for line in CliRunner().invoke(app, [*files, "--format", "jsonl"]).stdout.splitlines()
    ]
    names = [[found["name"] for found in record["checks"]] for record in records]
    assert len(names[0]) > 1
    assert [row[0] for row in rows[1:-1]] == [
        *("1", *names[0][1:]), *("2", *names[1][1:]),
    ]  # fmt: skip
    assert rows[-1][:2] == ["3", "lines:"]


def test_the_languages_are_those_that_were_given(files: list[str]) -> None:
    swapped = [*files[:4], "--from", "ru", "--to", "en"]
    found = CliRunner().invoke(app, [*swapped, "--format", "jsonl"]).stdout.splitlines()
    assert json.loads(found[0])["status"] == "rejected"
