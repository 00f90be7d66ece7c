"""What the key of a record is made of: each part that an output depends on, and nothing else.

A part that is left out costs the user most: a changed setting would change nothing in silence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from summarize.batch.job import load_job
from summarize.batch.outcome import JobInput, Portion
from summarize.batch.reporting import Silent
from summarize.batch.runner import Runner
from summarize.engines.tuning import Tuning
from summarize.models.store import StoredModel
from support import corpus
from support.fake_models import FakeLoader
from support.jobs import make_runner

KNOWN = {**corpus.translations("en", "ru"), **corpus.translations("ru", "en")}
COLUMNS = {
    "one": "translate,summarize en>ru,ru>en,en,ru",
    "two": "translate,summarize en>ru,ru>en,en,ru",
    "writer": "summarize en,ru",
}
JOB = """
[job]
name = "Night"
[input]
paths = ["articles/*"]
[output]
directory = "out"
languages = ["en", "ru"]
formats = ["md"]
[translate]
en-ru = ["one", "two"]
ru-en = ["one"]
[summarize]
model = "writer"
[run]
engine = "auto"
"""

Change = Callable[[StoredModel], StoredModel]


def said(text: str) -> str:
    return KNOWN.get(text, text.split(". ")[0])


class Idle:
    """An executor that has nothing to do."""

    def run(self, windows: Sequence[Sequence[JobInput]]) -> Iterator[Portion]:
        raise AssertionError("nothing is processed here")


class Desk:
    """A job over one article that is done; `is_done` says whether it still is after a change."""

    def __init__(self, folder: Path, text: str = JOB) -> None:
        self.path = folder / "job.toml"
        self.path.write_text(text, "utf-8")
        self.article = folder / "articles" / "bridge.txt"
        self.article.parent.mkdir()
        self.article.write_text(corpus.BRIDGE.text("en"), "utf-8")
        models = {name: (columns, said) for name, columns in COLUMNS.items()}
        self.loader = FakeLoader(folder, models)
        assert make_runner(self.path, self.loader).run().exit_code == 0

    def is_done(
        self, text: str = JOB, *, change: Change = lambda model: model, model: str = "one"
    ) -> bool:
        """Whether a run of this job file, with one of the models changed, has nothing to do."""
        changed = self.path.with_name("changed.toml")
        changed.write_text(text, "utf-8")
        job = replace(load_job(changed), path=self.path)
        names = {name for systems in job.systems.values() for name in systems}
        stored = [self.loader.stored(name) for name in sorted({*names, job.summary_model or "one"})]
        stored = [change(one) if one.spec.name == model else one for one in stored]
        (item,) = Runner(job, self.loader, Idle(), Silent()).survey(stored)
        return item.done


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(tmp_path_factory.mktemp("desk"))


def test_touching_nothing_leaves_it_done(desk: Desk) -> None:
    assert desk.is_done()


@pytest.mark.parametrize(
    ("table", "line"),
    [
        ("[translate]", "beam_size = 2"),
        ("[translate]", 'gate = "off"'),
        ("[translate]", "rescue_share = 0.125"),
        ("[summarize]", "max_words = 61"),
        ("[input]", 'languages = ["en"]'),
        ("[input]", 'languages = ["ru", "en"]'),
        ("[run]", 'compute_type = "float32"'),
        ("[run]", 'device = "cpu"'),
        ("[run]", "deterministic = true"),
    ],
)
def test_a_setting_that_changes_outputs(desk: Desk, table: str, line: str) -> None:
    assert not desk.is_done(JOB.replace(f"{table}\n", f"{table}\n{line}\n"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('languages = ["en", "ru"]', 'languages = ["en"]'),
        ('languages = ["en", "ru"]', 'languages = ["ru", "en"]'),
        ('en-ru = ["one", "two"]', 'en-ru = ["two", "one"]'),
        ('en-ru = ["one", "two"]', 'en-ru = ["one"]'),
        ('ru-en = ["one"]', 'ru-en = ["two"]'),
        ('ru-en = ["one"]', 'ru-en = ["one", "two"]'),
        ('model = "writer"', 'model = "one"'),
        ('model = "writer"', 'model = "none"'),
        ('engine = "auto"', 'engine = "transformers"'),
    ],
)
def test_another_value_of_a_setting_that_changes_outputs(desk: Desk, old: str, new: str) -> None:
    assert not desk.is_done(JOB.replace(old, new))


@pytest.mark.parametrize(
    ("table", "line"),
    [
        ("[job]", 'deadline = "2h"'),
        ("[job]", 'schedule = "0 6 * * *"'),
        ("[job]", 'timezone = "UTC"'),
        ("[input]", "max_bytes = 100000"),
        ("[translate]", 'memory = "off"'),
        ("[run]", 'executor = "ray"'),
        ("[run]", "workers = 1"),
    ],
)
def test_a_setting_that_changes_no_output(desk: Desk, table: str, line: str) -> None:
    assert desk.is_done(JOB.replace(f"{table}\n", f"{table}\n{line}\n"))


def test_another_name_or_format_changes_no_record(desk: Desk) -> None:
    assert desk.is_done(JOB.replace("Night", "Day"))
    assert desk.is_done(JOB.replace('formats = ["md"]', 'formats = ["html"]'))


def test_another_of_its_models_writes_the_summaries(tmp_path: Path) -> None:
    text = JOB.replace('model = "writer"', 'model = "one"')
    desk = Desk(tmp_path, text)
    assert desk.is_done(text)
    assert not desk.is_done(text.replace('model = "one"', 'model = "two"'))


def with_option(key: str, value: str) -> Change:
    def change(model: StoredModel) -> StoredModel:
        return replace(model, spec=replace(model.spec, options={key: value}))

    return change


@pytest.mark.parametrize("model", ["one", "two", "writer"])
@pytest.mark.parametrize(
    "change",
    [
        lambda model: replace(model, revision="1" * 40),
        lambda model: replace(model, digest="1" * 64),
        with_option("prefix", "translate:_"),
        with_option("prompt", "another"),
        with_option("quality", "draft"),
    ],
)
def test_another_revision_or_other_bytes_or_options_of_a_model(
    desk: Desk, model: str, change: Change
) -> None:
    assert not desk.is_done(change=change, model=model)


@pytest.mark.parametrize("key", ["licence", "sha256"])
def test_options_that_say_nothing_of_outputs(desk: Desk, key: str) -> None:
    assert desk.is_done(change=with_option(key, "other"))


@pytest.mark.parametrize(
    "tuning",
    [Tuning("float32", 512, 1, 2), Tuning("int8", 512, 1, 2), Tuning("int8", 1024, 2, 1)],
)
def test_another_tuning(desk: Desk, monkeypatch: pytest.MonkeyPatch, tuning: Tuning) -> None:
    monkeypatch.setattr(desk.loader, "tuning", lambda model: tuning)
    assert not desk.is_done()


@pytest.mark.parametrize(
    ("name", "value"), [("GATE_VERSION", "another"), ("__version__", "99"), ("SCHEMA", 99)]
)
def test_another_gate_program_or_schema(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, name: str, value: object
) -> None:
    monkeypatch.setattr(f"summarize.batch.runner.{name}", value)
    assert not desk.is_done()


def test_other_bytes_of_the_article(desk: Desk) -> None:
    before = desk.article.read_bytes()
    desk.article.write_bytes(before + b"\n")
    assert not desk.is_done()
    desk.article.write_bytes(before)
    assert desk.is_done()


def test_a_record_of_another_schema(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was written by a version with other fields is not read as if it had these."""
    monkeypatch.setattr("summarize.batch.ledger.SCHEMA", 2)
    assert not desk.is_done()
