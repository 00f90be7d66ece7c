"""The inputs of a job: what its patterns match, except for what the job itself has written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from summarize.batch.job import Job
from summarize.batch.ledger import Ledger
from summarize.batch.outcome import JobInput, record_key
from summarize.errors import ConfigError, ReadError
from summarize.readers.files import find_files, hash_file, identify, is_name, real, start_of

_WRITTEN = re.compile(
    r"run\.json|(?:documents|failures|runs)/[^/]+\.json"
    r"|[a-z]{2}/(?:digest|(?P<document>[^/]+-[0-9a-f]{8}))\.\w+"
)
"""What a job writes below its output folder, in whatever languages it did so before."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """Where the inputs of a job are.

    Attributes:
        files: What is read.
        passed_over: What its patterns match in its output folder and it has no record of, and in
            other output folders.
    """

    files: tuple[Path, ...]
    passed_over: tuple[Path, ...]


def find_inputs(job: Job) -> Inputs:
    """Find the inputs of a job.

    Nothing in its output folder is input. Where a pattern starts there, the folder is shared with
    the articles, and only what the job writes is none. What lies in the output folder of another
    job, or in one that the job had before, is input only to a pattern that starts there.

    Raises:
        ConfigError: A pattern cannot be one, or names a file that the job writes; or all that the
            patterns match is passed over.
    """
    starts = [start_of(job.folder, pattern) for pattern in job.inputs]
    folders = dict.fromkeys((real(job.directory), real(job.usual_directory)))
    matched = {path: real(path) for path in find_files(job.folder, job.inputs)}
    others = [folder for folder in _output_folders(matched.values()) if folder not in folders]
    shared = {
        folder: any(start.is_relative_to(folder) for start in starts)
        for folder in (*folders, *others)
    }
    named = {real(job.folder / pattern): pattern for pattern in job.inputs if is_name(pattern)}
    files, passed_over = [], []
    for path, place in matched.items():
        around = [folder for folder in shared if place.is_relative_to(folder)]
        written = {
            folder: name
            for folder in around
            if folder in folders and (name := _written(place, folder))
        }
        if written:
            if place in named:
                raise ConfigError(
                    f"{named[place]} is what this job writes",
                    hint=f"take it out of [input] paths in {job.path}",
                )
            if not any(_has_record(folder, name) for folder, name in written.items()):
                passed_over.append(path)  # an article may be called report-20261124.md
        elif all(shared[folder] for folder in around):
            files.append(path)
        else:
            passed_over.append(path)
    if passed_over and not files:
        raise ConfigError(
            f"all that [input] paths matches in {job.path} lies in output folders",
            hint="name another [output] directory, or write a pattern that starts there",
        )
    return Inputs(tuple(files), tuple(passed_over))


def _output_folders(places: Iterable[Path]) -> list[Path]:
    """Which folders around some files are output folders, of whatever job."""
    return [
        folder
        for folder in {parent for place in places for parent in place.parents}
        if (folder / "run.json").is_file() and (folder / "documents").is_dir()
    ]


def _written(place: Path, folder: Path) -> re.Match[str] | None:
    """The name of a file in an output folder, if it is one that the job gives."""
    return _WRITTEN.fullmatch(place.relative_to(folder).as_posix())


def _has_record(folder: Path, name: re.Match[str]) -> bool:
    """Whether the page of this name is surely the job's; what belongs to no document always is."""
    document_id = name["document"]
    return document_id is None or (folder / "documents" / f"{document_id}.json").exists()


def survey(job: Job, files: tuple[Path, ...], ledger: Ledger, signature: str) -> Iterator[JobInput]:
    """Look at files, and whether they are done.

    Args:
        job: The job.
        files: Its inputs.
        ledger: Its output tree.
        signature: Of everything but the file that a record depends on.
    """
    for path in files:
        document_id, source = identify(path, root=job.folder)
        try:
            sha256, size = hash_file(path, root=job.folder, max_bytes=job.max_bytes)
        except ReadError:
            yield JobInput(path, document_id, source, 0, None, False, signature)
            continue
        key = record_key(sha256, signature)
        yield JobInput(
            path, document_id, source, size, key, ledger.key(document_id) == key, signature
        )
