"""What a stored model consists of: every file with its size and checksum."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from summarize.models.files import OnPiece, sha256_of
from summarize.storage import replace_file

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class FileRecord:
    """One file.

    Attributes:
        path: Relative to the model's folder, with `/` between folders.
        size: In bytes.
        sha256: Of its content, in hex.
        modified: When it was last changed, in nanoseconds since 1970.
    """

    path: str
    size: int
    sha256: str
    modified: int = 0


@dataclass(frozen=True, slots=True)
class Manifest:
    """A stored model.

    Attributes:
        name: What models.txt called it when it was stored.
        source: The Hub repository or local folder.
        file: The single file that is the model (GGUF), else None.
        revision: 40 hex digits: the commit, or of a local folder the beginning of its digest.
        origin: `hub`, `wheels` or `local`: where the bytes came from.
        digest: Of the whole model: see `digest_of`.
        stored: When, in seconds since 1970.
        files: Every file, sorted by path.
    """

    name: str
    source: str
    file: str | None
    revision: str
    origin: str
    digest: str
    stored: float
    files: tuple[FileRecord, ...]

    def save(self, folder: Path) -> None:
        """Write it into `folder`."""
        _save(asdict(self), folder)


@dataclass(frozen=True, slots=True)
class Conversion:
    """What was made of a model for an engine.

    Attributes:
        kind: The engine and the compute type.
        versions: Of our converter and of the libraries that made it.
        files: Every file, sorted by path.
    """

    kind: str
    versions: dict[str, str]
    files: tuple[FileRecord, ...]

    def save(self, folder: Path) -> None:
        """Write it into `folder`."""
        _save(asdict(self), folder)


def load_manifest(folder: Path) -> Manifest | None:
    """The manifest in `folder`; None when there is none that can be read."""
    fields = _load(folder)
    try:
        return Manifest(**fields)
    except TypeError:
        return None


def load_conversion(folder: Path) -> Conversion | None:
    """The manifest of the conversion in `folder`; None when there is none that can be read."""
    fields = _load(folder)
    try:
        return Conversion(**fields)
    except TypeError:
        return None


def record_files(
    folder: Path, names: Iterable[str], on_piece: OnPiece = lambda: None
) -> tuple[FileRecord, ...]:
    """Hash files of `folder`."""
    records = []
    for name in sorted(names):
        path = folder / name
        status = path.stat()
        digest = sha256_of(path, on_piece)
        records.append(FileRecord(name, status.st_size, digest, status.st_mtime_ns))
    return tuple(records)


def digest_of(records: tuple[FileRecord, ...]) -> str:
    """One SHA-256 for a model: its file's own if it is one file, else that of a listing.

    The listing has a line `<sha256>  <path>` for each file, sorted by path, which is what
    `sha256sum` prints.
    """
    if len(records) == 1:
        return records[0].sha256
    lines = (f"{record.sha256}  {record.path}\n" for record in sorted(records, key=_path))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def is_intact(folder: Path, records: tuple[FileRecord, ...]) -> bool:
    """Whether every file is there with the size it should have; a quick look, without hashing."""
    return all(_size(folder / record.path) == record.size for record in records)


def is_unchanged(folder: Path, records: tuple[FileRecord, ...]) -> bool:
    """Whether no file was written to since it was recorded, by size and time."""
    try:
        return all(
            (status.st_size, status.st_mtime_ns) == (record.size, record.modified)
            for record in records
            for status in [(folder / record.path).stat()]
        )
    except OSError:
        return False


def problems_in(folder: Path, records: tuple[FileRecord, ...], *, strict: bool = True) -> list[str]:
    """What is wrong with the files, by hashing every one: a line for each problem.

    Args:
        folder: Where they are.
        records: What they should be.
        strict: Whether a file that is not recorded is a problem too.
    """
    problems = []
    for record in records:
        path = folder / record.path
        if (size := _size(path)) is None:
            problems.append(f"{path} is missing")
        elif size != record.size:
            problems.append(f"{path} has {size} bytes, not {record.size}")
        elif (found := sha256_of(path)) != record.sha256:
            problems.append(f"{path} has changed: its sha256 is {found}, not {record.sha256}")
    if strict:
        known = {record.path for record in records}
        problems += [
            f"{path} does not belong to the model"
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path.relative_to(folder).as_posix() not in known
        ]
    return problems


def _save(fields: dict[str, Any], folder: Path) -> None:
    content = json.dumps(fields, indent=1, ensure_ascii=False) + "\n"
    replace_file(folder / MANIFEST, content.encode())


def _load(folder: Path) -> dict[str, Any]:
    """The fields of a manifest; none when it cannot be read."""
    try:
        fields = json.loads((folder / MANIFEST).read_bytes())
        fields["files"] = tuple(FileRecord(**record) for record in fields["files"])
    except (OSError, ValueError, TypeError, KeyError):
        return {}
    return dict(fields)


def _path(record: FileRecord) -> str:
    return record.path


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None
