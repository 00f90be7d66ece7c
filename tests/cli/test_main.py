"""The command line as a user types it."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from support import corpus
from support.command import call
from support.jobs import write_articles, write_job
from support.loading import Workshop, write_models

HEAVY = ("torch", "transformers", "ctranslate2", "ray", "numpy", "babel")


def error_line(capsys: pytest.CaptureFixture[str]) -> str:
    """The one line that standard error must hold."""
    captured = capsys.readouterr()
    assert captured.out == ""
    (line,) = [x for x in captured.err.splitlines() if not x.endswith("…")]
    assert "Traceback" not in line
    return line


@pytest.fixture
def models(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A models.txt of tiny models, and the store that the tests share."""
    monkeypatch.setenv("SUMMARIZE_HOME", str(workshop.home))
    for file in workshop.home.glob("memory.sqlite3*"):  # what an earlier version wrote
        file.unlink()
    lines = {**workshop.both_ways(), "t5": (workshop.models.t5(), "summarize en,ru")}
    return write_models(workshop.home / "models-for-cli.txt", lines)


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; from summarize.cli.main import main\n"
        "try: main(['--help'])\n"
        f"except SystemExit: print([m for m in {HEAVY} if m in sys.modules], file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stderr.strip() == "[]"
    assert all(f"\n  {command} " in ran.stdout for command in ("run", "file", "check", "models"))


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["fil"], "No such command 'fil'"),
        (["run"], "Missing argument 'JOB.toml'"),
        (["run", "--colour", "x"], "No such option: --colour"),
        (["run", "no.toml"], "no.toml does not exist"),
        (["file", "x.txt", "--from", "xx"], "--from xx is no language code"),
        (["file", "https://example.org/x"], "addresses are not read yet"),
        (["models", "path", "nobody"], "no model called 'nobody'"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_2(
    words: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(*words) == 2
    assert message in error_line(capsys)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("gone.txt", None, "gone.txt does not exist"),
        ("empty.txt", b"", "empty.txt is empty"),
        ("binary.txt", bytes(range(256)) * 8, "binary.txt"),
        ("digits.txt", b"1 2 3 4", "digits.txt holds no words"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_line_and_exit_3(
    name: str,
    content: bytes | None,
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    if content is not None:
        (tmp_path / name).write_bytes(content)
    assert call("file", name) == 3
    assert message in error_line(capsys)


def test_a_bad_line_of_models_txt_is_exit_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "models.txt").write_text("# fine\none translate en>en a/b\n", "utf-8")
    assert call("models", "list", "--models", str(tmp_path / "models.txt")) == 2
    assert "models.txt:2" in error_line(capsys)


def test_a_model_that_is_not_here_is_exit_3(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "models.txt").write_text("one translate,summarize * a/b\n", "utf-8")
    (tmp_path / "a.txt").write_text(corpus.BRIDGE.text("en"), "utf-8")
    words = ["--models", str(tmp_path / "models.txt"), "--offline"]
    assert call("file", str(tmp_path / "a.txt"), *words) == 3
    assert "summarize models pull one" in error_line(capsys)


def test_hf_hub_offline_is_honoured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    (tmp_path / "models.txt").write_text("one translate,summarize * a/b\n", "utf-8")
    assert call("models", "pull", "one", "--models", str(tmp_path / "models.txt")) == 3
    assert "fetching is off" in error_line(capsys)


def test_models_list_says_what_is_ready_and_what_is_not_free(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert call("models", "list", "--format", "json") == 0
    listed = {model["name"]: model for model in json.loads(capsys.readouterr().out)["models"]}
    assert listed["nllb-200-distilled-600M"]["non_commercial"]
    assert not listed["opus-mt-en-ru"]["non_commercial"]
    assert not listed["opus-mt-en-ru"]["ready"]
    assert call("models", "list") == 0
    table = capsys.readouterr().out
    assert "non-commercial" in table
    assert "not fetched" in table


@pytest.mark.models
def test_run_prints_where_the_digests_are(
    models: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_articles(tmp_path)
    job = write_job(tmp_path)
    assert call("run", str(job), "--models", str(models), "--dry-run", "--format", "json") == 0
    plan = json.loads(capsys.readouterr().out)
    assert {document["state"] for document in plan["documents"]} == {"to do"}
    assert call("run", str(job), "--models", str(models)) == 0
    captured = capsys.readouterr()
    assert "Test: 3 done, 0 done before, 0 failed" in captured.out
    assert str(tmp_path / "out" / "ru" / "digest.md") in captured.out
    assert "translating en to ru: 13 of 13 segments, done" in captured.err
    assert call("run", str(job), "--models", str(models), "--quiet", "--format", "json") == 0
    captured = capsys.readouterr()
    assert json.loads(captured.out)["counts"]["documents"]["skipped"] == 3
    assert captured.err == ""


@pytest.mark.models
def test_run_tells_that_some_failed(
    models: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_articles(tmp_path)
    (tmp_path / "articles" / "empty.txt").write_text("", "utf-8")
    assert call("run", str(write_job(tmp_path)), "--models", str(models)) == 1
    captured = capsys.readouterr()
    assert "3 done, 0 done before, 1 failed" in captured.out
    assert "articles/empty.txt is empty" in captured.err


@pytest.mark.models
@pytest.mark.parametrize(
    ("output_format", "marks"),
    [
        ("text", ["В Заречинске открылся новый мост\n===", "Кратко:"]),
        ("md", ["# В Заречинске открылся новый мост\n", "**Кратко.**"]),
        ("html", ["<h1>В Заречинске открылся новый мост</h1>", '<html lang="ru">']),
    ],
)
def test_file_prints_title_summary_and_translation(
    models: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    output_format: str,
    marks: list[str],
) -> None:
    article = tmp_path / "article.txt"
    article.write_text(corpus.BRIDGE.text("en"), "utf-8")
    assert call("file", str(article), "--models", str(models), "--format", output_format) == 0
    out = capsys.readouterr().out
    assert all(mark in out for mark in marks)
    words = " ".join(out.split())
    assert corpus.BRIDGE.paragraphs[2][1].ru in words
    assert corpus.BRIDGE.summary[1].ru in words


@pytest.mark.models
def test_file_reads_standard_input_and_writes_a_file(
    models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Input:
        buffer = io.BytesIO(corpus.LAKE.text("ru").encode("utf-16"))

    monkeypatch.setattr(sys, "stdin", Input())
    output = tmp_path / "lake.json"
    words: list[Any] = ["file", "-", "--to", "en", "--output", str(output), "--max-words", "40"]
    assert call(*words, "--models", str(models), "--quiet") == 0
    record = json.loads(output.read_text("utf-8"))
    assert [s["text"] for s in record["translations"]["en"]["segments"]] == [
        pair.en for pair in corpus.LAKE.pairs()
    ]
    assert [s["id"] for s in record["document"]["segments"]] == [
        s["id"] for s in record["translations"]["en"]["segments"]
    ]


@pytest.mark.models
def test_a_system_for_another_pair_is_refused(
    models: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    article = tmp_path / "article.txt"
    article.write_text(corpus.BRIDGE.text("en"), "utf-8")
    assert call("file", str(article), "--models", str(models), "--system", "ru-en") == 2
    assert "ru-en does not translate en-ru" in error_line(capsys)
