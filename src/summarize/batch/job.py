"""Job files: what a scheduled run reads, writes and uses. Unknown keys are errors."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from summarize.batch.pipeline import NO_SUMMARY
from summarize.batch.settings import Table
from summarize.engines.loading import DEVICES, ENGINES
from summarize.errors import JobError
from summarize.readers.files import MAX_BYTES
from summarize.translation.attempts import Policy
from summarize.translation.rescue import DEFAULT_SHARE
from summarize.types import Decoding, LangPair

FORMATS = ("md", "json", "html")
STRATEGIES = ("auto",)
EXECUTORS = ("local", "ray")


@dataclass(frozen=True, slots=True)
class RunSettings:
    """How models are run.

    Attributes:
        engine: One of `ENGINES`.
        compute_type: As the engine names them, or `auto`.
        device: One of `DEVICES`.
        deterministic: Whether the batches follow from the job's content alone: each document is
            decoded by itself, without the translation memory.
        executor: One of `EXECUTORS`.
        workers: How many actors Ray starts (None: one a machine, or one a GPU), or how many cores
            this process uses (None: all it has).
    """

    engine: str = "auto"
    compute_type: str = "auto"
    device: str = "auto"
    deterministic: bool = False
    executor: str = "local"
    workers: int | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """A job file, read and checked.

    Attributes:
        path: The job file.
        name: Stands in digests and reports.
        schedule: When a scheduler should run it, in cron's five fields; None if it says nothing.
        timezone: The time zone of the schedule.
        deadline: Seconds after which a run stops in order; None for no limit.
        inputs: Glob patterns, relative to the job file.
        input_languages: The languages its articles may be in.
        max_bytes: The largest article that is read.
        directory: Where outputs go.
        usual_directory: Where they go unless the command line names another place.
        output_languages: The languages it writes.
        formats: Of `FORMATS`.
        systems: For each language pair the names of its systems, the primary one first.
        policy: How translations are made.
        memory: Whether the translation memory is used.
        summary_model: The name of the model that writes summaries; None for no summaries.
        max_words: The most words of a summary as it is written; translated, it may have more.
        run: How models are run.
    """

    path: Path
    name: str
    schedule: str | None
    timezone: str | None
    deadline: float | None
    inputs: tuple[str, ...]
    input_languages: tuple[str, ...]
    max_bytes: int
    directory: Path
    usual_directory: Path
    output_languages: tuple[str, ...]
    formats: tuple[str, ...]
    systems: Mapping[LangPair, tuple[str, ...]]
    policy: Policy
    memory: bool
    summary_model: str | None
    max_words: int
    run: RunSettings = field(default_factory=RunSettings)

    def without(self, systems: Collection[str]) -> Job:
        """The job without these rescue systems; the first system of a language pair stays."""
        kept = {
            pair: (first, *(name for name in others if name not in systems))
            for pair, (first, *others) in self.systems.items()
        }
        return replace(self, systems=kept)

    @property
    def folder(self) -> Path:
        """What relative paths are relative to."""
        return self.path.parent


def load_job(path: Path) -> Job:
    """Read a job file.

    Raises:
        JobError: The file is missing or no TOML, or has an unknown key or a value that cannot be;
            the message names the file and the key.
    """
    try:
        content = tomllib.loads(path.read_bytes().decode("utf-8"))
    except FileNotFoundError:
        raise JobError(f"{path} does not exist", hint="check the path of the job file") from None
    except OSError as error:
        raise JobError(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise JobError(f"{path} is not UTF-8 (byte {error.start})") from error
    except tomllib.TOMLDecodeError as error:
        raise JobError(f"{path} is not TOML: {error}") from error
    return _job(path.absolute(), path, content)


def _job(path: Path, shown: Path, content: dict[str, Any]) -> Job:
    top = Table(str(shown), "", content)
    job, reads, writes = top.table("job"), top.table("input"), top.table("output")
    translate, summarize, run = top.table("translate"), top.table("summarize"), top.table("run")
    _refuse_what_is_not_there_yet(reads)
    model = summarize.text("model", NO_SUMMARY)
    directory = path.parent / writes.text("directory", "output")
    result = Job(
        path=path,
        name=job.text("name", path.stem),
        schedule=job.optional_text("schedule"),
        timezone=job.optional_text("timezone"),
        deadline=job.duration("deadline"),
        inputs=reads.texts("paths"),
        input_languages=reads.languages("languages", ("en", "ru")),
        max_bytes=reads.number("max_bytes", MAX_BYTES, least=1),
        directory=directory,
        usual_directory=directory,
        output_languages=writes.languages("languages", ("en", "ru")),
        formats=writes.choices("formats", ("md", "json"), FORMATS),
        policy=Policy(
            decoding=Decoding(beam_size=translate.number("beam_size", 1, least=1, most=16)),
            gate=translate.choice("gate", "on", ("on", "off")) == "on",
            rescue_share=translate.share("rescue_share", DEFAULT_SHARE),
        ),
        memory=translate.choice("memory", "on", ("on", "off")) == "on",
        systems=_systems(translate),
        summary_model=None if model == NO_SUMMARY else model,
        max_words=summarize.number("max_words", 60, least=5, most=1000),
        run=RunSettings(
            engine=run.choice("engine", "auto", ENGINES),
            compute_type=run.text("compute_type", "auto"),
            device=run.choice("device", "auto", DEVICES),
            deterministic=run.flag("deterministic", default=False),
            executor=run.choice("executor", "local", EXECUTORS),
            workers=run.number("workers", 1, least=1) if run.has("workers") else None,
        ),
    )
    summarize.choice("strategy", "auto", STRATEGIES)
    top.finish()
    _require_systems(shown, result)
    return result


def _systems(translate: Table) -> dict[LangPair, tuple[str, ...]]:
    return {
        LangPair(*key.split("-")): translate.texts(key)
        for key in translate.keys_like(r"[a-z]{2}-[a-z]{2}")
    }


def _refuse_what_is_not_there_yet(reads: Table) -> None:
    """Keys of the contract that this version does not act on: better refused than ignored."""
    if reads.texts("feeds", ()):
        reads.refuse("feeds")


def _require_systems(shown: Path, job: Job) -> None:
    for source in job.input_languages:
        for target in job.output_languages:
            pair = LangPair(source, target)
            if source != target and not job.systems.get(pair):
                raise JobError(
                    f"{shown}: nothing translates {pair}",
                    hint=f'add {pair} = ["NAME"] to [translate], with a name of models.txt',
                )
