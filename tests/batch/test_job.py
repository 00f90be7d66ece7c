"""Job files: every default, limit and refusal."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from summarize.batch.job import Job, RunSettings, load_job
from summarize.errors import JobError
from summarize.translation.attempts import Policy
from summarize.types import Decoding, LangPair

ROOT = Path(__file__).parents[2]
MINIMAL = """
[input]
paths = ["*.txt"]
[translate]
en-ru = ["one", "two"]
ru-en = ["three"]
"""
EN_RU, RU_EN = LangPair("en", "ru"), LangPair("ru", "en")


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "job.toml"
    path.write_text(text, "utf-8")
    return path


def with_line(table: str, line: str) -> str:
    """The minimal job with one more line in a table."""
    if f"[{table}]\n" in MINIMAL:
        return MINIMAL.replace(f"[{table}]\n", f"[{table}]\n{line}\n")
    return f"{MINIMAL}[{table}]\n{line}\n"


def test_a_minimal_job_has_sensible_defaults(tmp_path: Path) -> None:
    path = write(tmp_path, MINIMAL)
    assert load_job(path) == Job(
        path=path,
        name="job",
        schedule=None,
        timezone=None,
        deadline=None,
        inputs=("*.txt",),
        input_languages=("en", "ru"),
        max_bytes=10_000_000,
        directory=tmp_path / "output",
        usual_directory=tmp_path / "output",
        output_languages=("en", "ru"),
        formats=("md", "json"),
        systems={EN_RU: ("one", "two"), RU_EN: ("three",)},
        policy=Policy(Decoding(beam_size=1), gate=True, rescue_share=0.5),
        memory=True,
        summary_model=None,
        max_words=60,
        run=RunSettings("auto", "auto", "auto", False, "local", None),
    )


def test_a_job_has_what_its_file_says(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        """
        [job]
        name = "Nacht"
        schedule = "0 6 * * *"
        timezone = "Europe/Berlin"
        deadline = "1h30m"
        [input]
        paths = ["b/*", "a/*"]
        feeds = []
        languages = ["de", "en", "de"]
        max_bytes = 1000
        [output]
        directory = "../pages"
        languages = ["ru", "ru"]
        formats = ["html", "md", "html"]
        [translate]
        de-ru = ["four", "five"]
        en-ru = ["one"]
        beam_size = 4
        gate = "off"
        memory = "off"
        rescue_share = 0.25
        [summarize]
        model = "writer"
        max_words = 25
        strategy = "auto"
        [run]
        engine = "transformers"
        compute_type = "bfloat16"
        device = "cpu"
        deterministic = true
        executor = "ray"
        workers = 3
        """,
    )
    assert load_job(path) == Job(
        path=path,
        name="Nacht",
        schedule="0 6 * * *",
        timezone="Europe/Berlin",
        deadline=5400.0,
        inputs=("b/*", "a/*"),
        input_languages=("de", "en"),
        max_bytes=1000,
        directory=tmp_path / "../pages",
        usual_directory=tmp_path / "../pages",
        output_languages=("ru",),
        formats=("html", "md"),
        systems={LangPair("de", "ru"): ("four", "five"), EN_RU: ("one",)},
        policy=Policy(Decoding(beam_size=4), gate=False, rescue_share=0.25),
        memory=False,
        summary_model="writer",
        max_words=25,
        run=RunSettings("transformers", "bfloat16", "cpu", True, "ray", 3),
    )


def test_paths_are_relative_to_the_job_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "jobs").mkdir()
    write(tmp_path / "jobs", MINIMAL)
    monkeypatch.chdir(tmp_path)
    job = load_job(Path("jobs/job.toml"))
    assert job.path == tmp_path / "jobs" / "job.toml"
    assert job.folder == tmp_path / "jobs"
    assert job.directory == tmp_path / "jobs" / "output"


def test_only_rescue_systems_can_be_left_out(tmp_path: Path) -> None:
    job = load_job(write(tmp_path, MINIMAL))
    assert job.without({"two", "three"}).systems == {EN_RU: ("one",), RU_EN: ("three",)}
    assert job.without({"one"}).systems == job.systems
    assert job.without(()) == job


@pytest.mark.parametrize("name", ["demo.toml", "nightly.toml"])
def test_the_jobs_we_ship_are_valid(name: str) -> None:
    assert load_job(ROOT / "jobs" / name).systems


# --- Limits, on both sides ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "key", "fits", "does_not"),
    [
        ("translate", "beam_size", [1, 16], [0, 17, -1, "true", "1.0", '"2"']),
        (
            "translate",
            "rescue_share",
            ["0", "0.0", "1", "1.0"],
            ["1.01", "-0.1", "nan", "true", '"1"'],
        ),
        ("translate", "gate", ['"on"', '"off"'], ['"On"', "true", '""']),
        ("translate", "memory", ['"on"', '"off"'], ['"yes"', "false"]),
        ("summarize", "max_words", [5, 1000], [4, 1001, "false"]),
        ("summarize", "strategy", ['"auto"'], ['"lead"', "1"]),
        ("summarize", "model", ['"none"', '"writer"'], ['""', '" "', "1", "false"]),
        ("input", "max_bytes", [1, 10**12], [0, -5, "1e6", "true"]),
        ("input", "languages", ['["en"]', '["ru", "en"]'], ["[]", '["xx"]', '["EN"]', '"en"']),
        ("output", "languages", ['["ru"]', '["en"]'], ["[]", '["русский"]', '["eng"]', "[1]"]),
        ("output", "formats", ['["html"]', '["json"]'], ["[]", '["md", "pdf"]', '"md"', '[""]']),
        ("output", "directory", ['"a/b"', '"."'], ['""', "1", '"\\t"']),
        ("job", "name", ['"Ночь"'], ['""', '"  "', "7"]),
        ("job", "schedule", ['"@daily"'], ['""', "6"]),
        ("job", "timezone", ['"UTC"'], ['" "', "[]"]),
        ("run", "engine", ['"auto"', '"ctranslate2"'], ['"llama"', "1"]),
        ("run", "device", ['"auto"', '"cuda"'], ['"gpu"', "0"]),
        ("run", "compute_type", ['"int8"'], ['""', "8"]),
        ("run", "executor", ['"local"', '"ray"'], ['"spark"', "true"]),
        ("run", "workers", [1, 64], [0, -1, '"2"', "true", "1.5"]),
        ("run", "deterministic", ["true", "false"], ['"yes"', "1", "0"]),
        ("translate", "en-ru", ['["one"]'], ["[]", '"one"', '["one", ""]', '["one", 2]', "3"]),
    ],
)
def test_what_fits_and_what_does_not(
    tmp_path: Path, table: str, key: str, fits: list[Any], does_not: list[Any]
) -> None:
    def text(value: object) -> str:
        return with_line(table, f"{key} = {value}").replace(
            'en-ru = ["one", "two"]\n', "", key == "en-ru"
        )

    for value in fits:
        load_job(write(tmp_path, text(value)))
    for value in does_not:
        with pytest.raises(JobError) as caught:
            load_job(write(tmp_path, text(value)))
        assert str(caught.value).startswith(f"{tmp_path / 'job.toml'}: [{table}] {key} ")


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("2h", 7200),
        ("90m", 5400),
        ("45s", 45),
        ("1h30m", 5400),
        ("1h 2m 3s", 3723),
        ("0h1s", 1),
    ],
)
def test_a_deadline_is_a_time(tmp_path: Path, said: str, seconds: float) -> None:
    job = load_job(write(tmp_path, with_line("job", f'deadline = "{said}"')))
    assert job.deadline == seconds


@pytest.mark.parametrize("said", ["soon", "0m", "0h0m0s", "5", "2h later", "h", "-2h", "30m1h", ""])
def test_what_is_no_time_is_refused(tmp_path: Path, said: str) -> None:
    with pytest.raises(JobError, match=r"\[job\] deadline must be"):
        load_job(write(tmp_path, with_line("job", f'deadline = "{said}"')))


# --- What is wrong --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (MINIMAL + "beam = 4", r"\[translate\] beam is not a known key \(did you mean beam_size"),
        (MINIMAL + "[colour]\nred = 1", r": colour is not a known key"),
        (MINIMAL + "[run]\ncolour = 1", r"known are compute_type, deterministic, device,"),
        (MINIMAL + 'EN-RU = ["x"]', r"\[translate\] EN-RU is not a known key"),
        (MINIMAL + 'en-rus = ["x"]', r"\[translate\] en-rus is not a known key"),
        (with_line("job", "x = 1"), r"\[job\] x is not a known key"),
        (with_line("input", "path = 1"), r"\[input\] path is not .*did you mean paths"),
        (with_line("output", "format = 1"), r"\[output\] format is not .*did you mean formats"),
        (with_line("summarize", "words = 1"), r"\[summarize\] words is not a known key"),
        (with_line("input", 'feeds = ["https://a.example"]'), "feeds is not supported by this"),
        (with_line("input", 'feeds = "x"'), "feeds must be a list of texts"),
        (with_line("translate", "beam_size = 0"), r"must be a whole number from 1 to 16"),
        (with_line("run", "workers = 0"), "must be a whole number of at least 1"),
        (with_line("translate", "rescue_share = 2"), "must be a number from 0 to 1"),
        (with_line("translate", 'gate = "maybe"'), r"must be one of on, off"),
        (with_line("run", 'deterministic = "yes"'), "must be true or false"),
        (with_line("output", 'languages = ["en", "xx"]'), "'xx' is no ISO 639-1 language code"),
        (with_line("output", 'formats = ["pdf"]'), "must be a list of one or more of md, json, ht"),
        (with_line("output", 'languages = ["en", "de"]'), "nothing translates en-de"),
        (with_line("input", 'languages = ["de"]'), "nothing translates de-en"),
        (with_line("job", 'deadline = "soon"'), 'must be a time such as "2h"'),
        ("[input]\npaths = []\n", r"\[input\] paths must not be empty"),
        ("[translate]\n", r"\[input\] paths is missing"),
        ("[input]\npaths = 3\n", r"paths must be a list of texts"),
        ('[input]\npaths = ["a", " "]\n', r"paths must be a list of texts"),
        ("input = 3\n", ": input must be a table"),
        ("[input\n", "is not TOML: .* line 1"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(JobError, match=message) as caught:
        load_job(write(tmp_path, text))
    assert str(tmp_path / "job.toml") in str(caught.value)
    assert "\n" not in str(caught.value)


def test_what_nobody_translates_says_what_to_add(tmp_path: Path) -> None:
    with pytest.raises(JobError) as caught:
        load_job(write(tmp_path, MINIMAL.replace('ru-en = ["three"]', "")))
    assert 'ru-en = ["NAME"]' in caught.value.hint


def test_a_language_is_not_translated_into_itself(tmp_path: Path) -> None:
    text = '[input]\npaths = ["a"]\nlanguages = ["en"]\n[output]\nlanguages = ["en"]\n'
    assert load_job(write(tmp_path, text)).systems == {}


def test_a_missing_or_foreign_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(JobError, match=r"job\.toml does not exist"):
        load_job(tmp_path / "job.toml")
    with pytest.raises(JobError, match=r"cannot be read: Is a directory"):
        load_job(tmp_path)
    (tmp_path / "job.toml").write_bytes(b"[job]\nname = '\xff'\n")
    with pytest.raises(JobError, match=r"is not UTF-8 \(byte 14\)"):
        load_job(tmp_path / "job.toml")
