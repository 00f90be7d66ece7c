"""What a job reads: not what it wrote, only regular files, and each as it is when it is read."""

from __future__ import annotations

import hashlib
import json
import os
import socket
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from summarize.batch.executors.local import LocalExecutor
from summarize.batch.job import load_job
from summarize.batch.outcome import JobInput, Portion, record_key
from summarize.batch.report import RunReport
from summarize.batch.reporting import Reporter, Silent
from summarize.batch.runner import Runner
from summarize.batch.worker import Worker
from summarize.errors import ConfigError
from summarize.stopping import Stop
from support import corpus
from support.fake_models import FakeLoader
from support.jobs import Recorder

ARTICLE = corpus.BRIDGE.text("en")
TRANSLATIONS = {pair.en: pair.ru for pair in corpus.PAIRS}


def translate(text: str) -> str:
    return TRANSLATIONS.get(text, "нет")


def write_job(folder: Path, paths: Sequence[str], directory: str = "out", extra: str = "") -> Path:
    path = folder / "job.toml"
    path.write_text(
        f"[input]\npaths = {json.dumps(paths)}\n{extra}\n"
        f'[output]\ndirectory = "{directory}"\n'
        '[translate]\nen-ru = ["en-ru"]\nru-en = ["ru-en"]\n',
        "utf-8",
    )
    return path


def write_article(path: Path, text: str = ARTICLE) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


class Meddling(LocalExecutor):
    """Does something between the survey and the reading."""

    def __init__(self, worker: Callable[[], Worker], meddle: Callable[[], object]) -> None:
        super().__init__(worker, Stop())
        self._meddle = meddle

    def run(self, windows: Sequence[Sequence[JobInput]]) -> Iterator[Portion]:
        self._meddle()
        return super().run(windows)


def runner(
    path: Path,
    *,
    directory: Path | None = None,
    meddle: Callable[[], object] = lambda: None,
    reporter: Reporter | None = None,
) -> Runner:
    job = load_job(path)
    if directory is not None:
        job = replace(job, directory=directory)
    columns = {"en-ru": "translate en>ru", "ru-en": "translate ru>en"}
    loader = FakeLoader(path.parent, {name: (said, translate) for name, said in columns.items()})
    executor = Meddling(lambda: Worker("local", job, loader, Silent(), None), meddle)
    return Runner(job, loader, executor, reporter or Silent())


def sources(path: Path) -> list[str]:
    return [item.source for item in runner(path).survey([])]


def counts(report: RunReport) -> tuple[int, int, int]:
    return len(report.done), len(report.skipped), len(report.failures)


# --- What the job wrote ---------------------------------------------------------------------------


@pytest.mark.parametrize("directory", ["out", ".", "articles/out", "en"])
def test_a_job_does_not_read_its_own_output(tmp_path: Path, directory: str) -> None:
    write_article(tmp_path / "articles" / "bridge.md", f"# {ARTICLE}")
    path = write_job(tmp_path, ["**/*.md"], directory)
    assert [counts(runner(path).run()) for _ in range(3)] == [(1, 0, 0), (0, 1, 0), (0, 1, 0)]
    assert (tmp_path / directory / "ru" / "digest.md").exists()


@pytest.mark.parametrize("directory", [".", "..", "articles"])
def test_an_output_folder_around_the_inputs_excludes_no_article(
    tmp_path: Path, directory: str
) -> None:
    home = tmp_path / "home"
    names = ["articles/a.md", "articles/en/b.md", "articles/en/c.md", "articles/documents/d.md"]
    for name in names:
        write_article(home / name)
    path = write_job(home, ["articles/**/*"], directory)
    runner(path).run()
    assert sources(path) == sorted(names)


def test_what_is_passed_over_in_the_output_folder_is_told(tmp_path: Path) -> None:
    write_article(tmp_path / "articles" / "bridge.md")
    path = write_job(tmp_path, ["**/*.md"])
    runner(path).run()
    for name in ("notes.md", "en/more.md"):
        write_article(tmp_path / "out" / name)
    listener = Recorder()
    report = runner(path, reporter=listener).run()
    assert counts(report) == (0, 1, 0)
    (warning,) = listener.warnings
    assert "out/en/more.md and 1 more" in warning


def test_articles_that_are_all_in_the_output_folder_are_not_left_out_in_silence(
    tmp_path: Path,
) -> None:
    write_article(tmp_path / "articles" / "bridge.md")
    with pytest.raises(ConfigError, match="lies in output folders"):
        runner(write_job(tmp_path, ["**/*.md"], "articles")).run()


def test_inputs_in_a_language_folder_of_the_output(tmp_path: Path) -> None:
    write_article(tmp_path / "en" / "bridge.md")
    path = write_job(tmp_path, ["en/*.md"], ".")
    runner(path).run()
    assert sources(path) == ["en/bridge.md"]


def test_an_article_that_is_called_like_a_page_is_not_left_out_in_silence(tmp_path: Path) -> None:
    for name in ("bridge.md", "report-20261124.md"):
        write_article(tmp_path / "en" / name)
    path = write_job(tmp_path, ["en/*.md"], ".")
    for _ in range(2):
        listener = Recorder()
        runner(path, reporter=listener).run()
        (warning,) = listener.warnings
        assert warning.endswith("en/report-20261124.md")


def test_pages_of_languages_that_the_job_wrote_before(tmp_path: Path) -> None:
    write_article(tmp_path / "bridge.md")
    path = write_job(tmp_path, ["**/*.md"], ".")
    runner(path).run()
    (tmp_path / "ru").rename(tmp_path / "de")
    assert sources(path) == ["bridge.md"]


def test_output_through_links(tmp_path: Path) -> None:
    home, elsewhere = tmp_path / "home", tmp_path / "elsewhere"
    elsewhere.mkdir()
    write_article(home / "articles" / "bridge.md")
    (home / "out").symlink_to(elsewhere)
    path = write_job(home, ["**/*.md", "out/*/*.md", "pages/*.md"])
    runner(path).run()
    (home / "pages").symlink_to(elsewhere / "en")
    (home / "articles" / "digest.md").symlink_to(elsewhere / "ru" / "digest.md")
    assert sources(path) == ["articles/bridge.md"]


def test_output_elsewhere_for_once_makes_the_usual_output_no_input(tmp_path: Path) -> None:
    write_article(tmp_path / "bridge.md")
    path = write_job(tmp_path, ["**/*.md"])
    runner(path).run()
    assert counts(runner(path, directory=tmp_path / "other").run()) == (1, 0, 0)


def test_what_went_elsewhere_for_once_is_no_input_either(tmp_path: Path) -> None:
    write_article(tmp_path / "bridge.md")
    path = write_job(tmp_path, ["**/*.md"])
    runner(path, directory=tmp_path / "other").run()
    listener = Recorder()
    assert counts(runner(path, reporter=listener).run()) == (1, 0, 0)
    (warning,) = listener.warnings
    assert "not read, being in an output folder" in warning
    assert "other/en/bridge-" in warning


def test_a_job_may_read_what_another_has_written(tmp_path: Path) -> None:
    write_article(tmp_path / "first" / "bridge.md")
    runner(write_job(tmp_path / "first", ["*.md"])).run()
    (tmp_path / "second").mkdir()
    path = write_job(tmp_path / "second", ["../first/out/en/b*.md"])
    assert counts(runner(path).run()) == (1, 0, 0)


def test_a_page_of_its_own_that_a_job_names_is_an_error(tmp_path: Path) -> None:
    write_article(tmp_path / "bridge.md")
    runner(write_job(tmp_path, ["bridge.md"])).run()
    path = write_job(tmp_path, ["bridge.md", "out/en/digest.md"])
    with pytest.raises(ConfigError, match=r"out/en/digest\.md is what this job writes"):
        runner(path).run()


def test_a_file_of_the_user_in_the_output_folder_can_be_named(tmp_path: Path) -> None:
    write_article(tmp_path / "out" / "notes.md")
    path = write_job(tmp_path, ["out/notes.md"])
    assert counts(runner(path).run()) == (1, 0, 0)


def test_the_output_of_another_job_within_the_output_folder_is_no_input(tmp_path: Path) -> None:
    for name in ("out/a.md", "out/other/notes.md"):
        write_article(tmp_path / name)
    (tmp_path / "out" / "other" / "documents").mkdir()
    (tmp_path / "out" / "other" / "run.json").write_text("{}", "utf-8")
    assert sources(write_job(tmp_path, ["out/**/*.md"])) == ["out/a.md"]


# --- What is no article ---------------------------------------------------------------------------


@pytest.fixture
def oddities(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one article and much that looks like one by its name."""
    folder = tmp_path / "articles"
    write_article(folder / "bridge.txt")
    (folder / "folder.txt").mkdir()
    os.mkfifo(folder / "pipe.txt")
    (folder / "zero.txt").symlink_to("/dev/zero")
    (folder / "gone.txt").symlink_to("nowhere")
    (folder / "circle.txt").symlink_to("circle.txt")
    monkeypatch.chdir(folder)  # the path of a socket may not be long
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket.txt")
    return tmp_path


def test_only_regular_files_are_read(oddities: Path) -> None:
    path = write_job(oddities, ["articles/*", "articles/pipe.txt"])
    report = runner(path).run()
    assert len(report.done) == 1
    assert [failure["message"] for failure in report.failures] == [
        "articles/circle.txt cannot be read: Too many levels of symbolic links",
        "articles/gone.txt does not exist",
        "articles/pipe.txt is not a regular file",
        "articles/socket.txt is not a regular file",
        "articles/zero.txt is not a regular file",
    ]
    assert all("\n" not in failure["message"] for failure in report.failures)
    assert report.exit_code == 1


def test_a_name_that_no_file_can_have(tmp_path: Path) -> None:
    report = runner(write_job(tmp_path, ["a\0b.txt"])).run()
    (failure,) = report.failures
    assert "cannot be read: embedded null byte" in failure["message"]


def test_a_preview_tells_them(oddities: Path) -> None:
    plan = runner(write_job(oddities, ["articles/*"])).preview()
    states = {document["source"]: document["state"] for document in plan["documents"]}
    assert states.pop("articles/bridge.txt") == "to do"
    assert set(states.values()) == {"unreadable"}
    assert len(states) == 5


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = write_job(tmp_path, ["l*.txt"], extra="max_bytes = 1000")
    with (tmp_path / "large.txt").open("wb") as file:
        file.truncate(1 << 40)  # of holes; hashing them would take an hour
    (found,) = runner(path).survey([])
    assert found.key is None
    report = runner(path).run()
    (failure,) = report.failures
    assert "1,099,511,627,776 bytes, more than the limit of 1,000" in failure["message"]


@pytest.mark.parametrize(("limit", "fits"), [(1000, True), (999, False)])
def test_the_limit_is_that_of_the_job(tmp_path: Path, limit: int, fits: bool) -> None:
    write_article(tmp_path / "long.txt", "x" * 1000)
    (found,) = runner(write_job(tmp_path, ["l*.txt"], extra=f"max_bytes = {limit}")).survey([])
    assert (found.key is not None) == fits


# --- What changes meanwhile -----------------------------------------------------------------------


def test_the_key_is_that_of_the_bytes_that_were_read(tmp_path: Path) -> None:
    article = write_article(tmp_path / "bridge.txt")
    path = write_job(tmp_path, ["b*.txt"])
    later = corpus.LAKE.text("en")
    report = runner(path, meddle=lambda: write_article(article, later)).run()
    assert counts(report) == (1, 0, 0)
    assert counts(runner(path).run()) == (0, 1, 0)
    write_article(article)
    assert counts(runner(path).run()) == (1, 0, 0)


def test_a_file_that_was_not_there_at_first_is_read_all_the_same(tmp_path: Path) -> None:
    path = write_job(tmp_path, ["late.txt"])
    report = runner(path, meddle=lambda: write_article(tmp_path / "late.txt")).run()
    assert counts(report) == (1, 0, 0)
    assert counts(runner(path).run()) == (0, 1, 0)


# --- What is an output folder, and what is written there ------------------------------------------


@pytest.mark.parametrize(
    ("name", "is_written"),
    [
        ("run.json", True),
        ("documents/a.json", True),
        ("failures/a.json", True),
        ("runs/20260101.json", True),
        ("en/digest.md", True),
        ("de/digest.html", True),
        ("notes.json", False),
        ("documents/a.md", False),
        ("other/a.json", False),
        ("en/notes.md", False),
        ("eng/digest.md", False),
        ("en/more/digest.md", False),
        ("en/report-2026112.md", False),
    ],
)
def test_only_what_a_job_writes_may_not_be_named(
    tmp_path: Path, name: str, is_written: bool
) -> None:
    write_article(tmp_path / "out" / name)
    path = write_job(tmp_path, [f"out/{name}"])
    if is_written:
        with pytest.raises(ConfigError, match="is what this job writes"):
            sources(path)
    else:
        assert sources(path) == [f"out/{name}"]


@pytest.mark.parametrize(
    ("parts", "is_output"),
    [(["run.json", "documents/"], True), (["run.json"], False), (["documents/"], False)],
)
def test_a_folder_with_a_report_and_records_is_an_output_folder(
    tmp_path: Path, parts: list[str], is_output: bool
) -> None:
    write_article(tmp_path / "first.md")
    write_article(tmp_path / "other" / "en" / "second.md")
    for part in parts:
        target = tmp_path / "other" / part
        target.mkdir() if part.endswith("/") else target.touch()
    found = sources(write_job(tmp_path, ["**/*.md"]))
    assert found == ["first.md"] + ["other/en/second.md"] * (not is_output)


def test_an_input_is_described(tmp_path: Path) -> None:
    article = write_article(tmp_path / "bridge.txt")
    path = write_job(tmp_path, ["bridge.txt", "missing.txt"])
    found, missing = runner(path).survey([])
    assert (found.path, found.source, found.size) == (article, "bridge.txt", len(ARTICLE.encode()))
    assert (found.done, missing.done) == (False, False)
    assert (missing.source, missing.size, missing.key) == ("missing.txt", 0, None)
    assert found.signature == missing.signature
    assert found.key == record_key(
        hashlib.sha256(article.read_bytes()).hexdigest(), found.signature
    )
