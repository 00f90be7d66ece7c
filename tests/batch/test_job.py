from __future__ import annotations

from pathlib import Path

import pytest

from summarize.batch.job import load_job
from summarize.errors import JobError
from summarize.types import LangPair

ROOT = Path(__file__).parents[2]
MINIMAL = """
[input]
paths = ["*.txt"]
[translate]
en-ru = ["one", "two"]
ru-en = ["three"]
"""


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "job.toml"
    path.write_text(text, "utf-8")
    return path


def test_a_minimal_job_has_sensible_defaults(tmp_path: Path) -> None:
    job = load_job(write(tmp_path, MINIMAL))
    assert job.name == "job"
    assert job.directory == tmp_path / "output"
    assert job.output_languages == job.input_languages == ("en", "ru")
    assert job.systems[LangPair("en", "ru")] == ("one", "two")
    assert job.summary_model is None
    assert job.max_words == 60
    assert job.policy.gate


@pytest.mark.parametrize("name", ["demo.toml", "nightly.toml"])
def test_the_jobs_we_ship_are_valid(name: str) -> None:
    assert load_job(ROOT / "jobs" / name).systems


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (MINIMAL + "beam = 4", r"\[translate\] beam is not a known key \(did you mean beam_size"),
        (MINIMAL + "[colour]\nred = 1", "colour is not a known key"),
        (MINIMAL + "beam_size = 0", r"beam_size must be a whole number from 1 to 16"),
        (MINIMAL + "beam_size = true", r"beam_size must be a whole number"),
        (MINIMAL + 'gate = "maybe"', r"gate must be one of on, off"),
        (MINIMAL + '[summarize]\nstrategy = "wild"', r"strategy must be one of auto"),
        (MINIMAL + '[output]\nlanguages = ["en", "xx"]', "'xx' is no ISO 639-1 language code"),
        (MINIMAL + '[output]\nformats = ["pdf"]', "formats must be a list of one or more of md"),
        (MINIMAL + '[output]\nlanguages = ["en", "de"]', "nothing translates en-de"),
        (MINIMAL + '[job]\ndeadline = "soon"', 'deadline must be a time such as "2h"'),
        (MINIMAL + '[job]\ndeadline = "0m"', "deadline must be a time"),
        (MINIMAL + '[run]\nexecutor = "spark"', "executor must be one of local, ray"),
        (MINIMAL + "[run]\nworkers = 0", "workers must be a whole number of at least 1"),
        (MINIMAL + '[run]\ndeterministic = "yes"', "deterministic must be true or false"),
        (MINIMAL.replace("[translate]\n", "[translate]\nrescue_share = 2\n"), "from 0 to 1"),
        ("[input]\npaths = []\n", r"\[input\] paths must not be empty"),
        ("[translate]\n", r"\[input\] paths is missing"),
        ("[input]\npaths = 3\n", r"paths must be a list of texts"),
        ("input = 3\n", "input must be a table"),
        ("[input\n", "is not TOML: .* line 1"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(JobError, match=message) as caught:
        load_job(write(tmp_path, text))
    assert str(tmp_path / "job.toml") in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_or_foreign_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(JobError, match=r"job\.toml does not exist"):
        load_job(tmp_path / "job.toml")
    (tmp_path / "job.toml").write_bytes(b"[job]\nname = '\xff'\n")
    with pytest.raises(JobError, match="is not UTF-8"):
        load_job(tmp_path / "job.toml")
