"""Fetching models from the Hugging Face Hub: one resolved revision, every byte verified.

The library's own `hf_hub_download` begins a file again when a process was killed in the middle
of it; downloads here keep what has arrived in a `.part` file and go on from there.
"""

from __future__ import annotations

import errno
import io
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from summarize.errors import ModelCorruptError, ModelError, ModelUnavailableError
from summarize.models.environment import calm_libraries, hub_endpoint
from summarize.models.files import OnPiece, disk_error, git_blob_sha1_of, sha256_of
from summarize.models.progress import Progress, silent
from summarize.models.selection import select_files
from summarize.storage import sync
from summarize.types import ModelSpec

_TIMEOUT = 30.0
"""Seconds to wait for the Hub's answer about a repository."""


@dataclass(frozen=True, slots=True)
class HubFile:
    """A file of a repository.

    Attributes:
        name: Its path in the repository.
        size: In bytes.
        sha256: Of its content, which the Hub knows for large files only.
        blob_id: git's SHA-1 of its content, where `sha256` is None.
    """

    name: str
    size: int
    sha256: str | None
    blob_id: str | None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The files of a model at one commit (40 hex digits), as the Hub lists them."""

    revision: str
    files: tuple[HubFile, ...]

    @property
    def size(self) -> int:
        """All files together, in bytes."""
        return sum(file.size for file in self.files)


def resolve(spec: ModelSpec) -> Snapshot:
    """Ask the Hub which commit holds and which files it has; the pinned commit if there is one.

    Raises:
        ModelUnavailableError: No connection, no such repository, revision or file, no access.
        ModelCorruptError: The Hub's file is not the one that models.txt pins.
    """
    calm_libraries()
    from huggingface_hub import HfApi

    with _clear_errors(spec):
        api = HfApi(endpoint=hub_endpoint())
        info = api.model_info(
            spec.source, revision=spec.revision, files_metadata=True, timeout=_TIMEOUT
        )
    listed = {sibling.rfilename: sibling for sibling in info.siblings or ()}
    files = tuple(_hub_file(listed[name]) for name in _needed(spec, list(listed)))
    expected = files[0].sha256 if spec.file else None
    if spec.sha256 and expected and spec.sha256 != expected:
        raise ModelCorruptError(
            f"{spec.name}: {spec.file} on the Hub has sha256 {expected}, not {spec.sha256}",
            hint="correct the revision or the sha256 in models.txt",
        )
    return Snapshot(str(info.sha), files)


def fetch(
    spec: ModelSpec, snapshot: Snapshot, folder: Path, *, progress: Progress = silent
) -> None:
    """Download every file of the snapshot into `folder`, going on with what is there already.

    Raises:
        ModelUnavailableError: The connection broke, access was refused or the disk is full; what
            has arrived is kept for the next attempt.
        ModelCorruptError: A file is not what the Hub says it is; it is removed.
    """
    what, done = f"fetching {spec.name}", 0
    with _clear_errors(spec):
        _check_space(snapshot, folder)
        for file in snapshot.files:
            report = _Report(progress, what, done, snapshot.size)
            _fetch_file(spec, snapshot.revision, file, folder / file.name, report)
            done += file.size
            report(file.size)


@dataclass(frozen=True, slots=True)
class _Report:
    """Tells how much of all files has arrived, given how much of one has."""

    progress: Progress
    what: str
    before: int
    total: int

    def __call__(self, arrived: int) -> None:
        self.progress(self.what, self.before + arrived, self.total)


def _needed(spec: ModelSpec, names: list[str]) -> list[str]:
    if spec.file is not None:
        if spec.file not in names:
            raise ModelUnavailableError(
                f"{spec.name}: there is no file {spec.file} in {_place(spec)}",
                hint="check its source in models.txt",
            )
        return [spec.file]
    selected = select_files(names)
    if selected is None:
        raise ModelUnavailableError(
            f"{spec.name}: {_place(spec)} holds no weights in safetensors or PyTorch format",
            hint="for a GGUF file, name it in models.txt: owner/name:FILE.gguf",
        )
    return selected


def _hub_file(sibling: Any) -> HubFile:
    if sibling.lfs is not None:
        return HubFile(sibling.rfilename, sibling.lfs.size, sibling.lfs.sha256, None)
    return HubFile(sibling.rfilename, sibling.size, None, sibling.blob_id)


def _check_space(snapshot: Snapshot, folder: Path) -> None:
    there = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    missing = snapshot.size - there - shutil.disk_usage(folder).free
    if missing > 0:
        raise OSError(errno.ENOSPC, f"{missing / 1e9:.2f} GB more are needed")


def _fetch_file(
    spec: ModelSpec, revision: str, file: HubFile, target: Path, report: Callable[[int], None]
) -> None:
    if target.exists():  # verified by an earlier attempt
        return
    part = target.with_name(f"{target.name}.part")
    part.parent.mkdir(parents=True, exist_ok=True)
    part.touch()
    resumed = part.stat().st_size > 0
    _download(spec, revision, file, part, report)
    arrived = partial(report, file.size)
    if resumed and not _is_right(part, file, arrived):  # half-written by a power cut: once more
        part.write_bytes(b"")
        _download(spec, revision, file, part, report)
    if not _is_right(part, file, arrived):
        part.unlink()
        raise ModelCorruptError(
            f"{spec.name}: {file.name} arrived damaged: it is not the file of {_place(spec)}",
            hint=f"run `summarize models pull {spec.name}` again",
        )
    sync(part)
    part.rename(target)


def _is_right(path: Path, file: HubFile, on_piece: OnPiece) -> bool:
    if path.stat().st_size != file.size:
        return False
    if file.sha256 is not None:
        return sha256_of(path, on_piece) == file.sha256
    return git_blob_sha1_of(path, on_piece) == file.blob_id


def _download(
    spec: ModelSpec, revision: str, file: HubFile, part: Path, report: Callable[[int], None]
) -> None:
    """Bring `part` to the file's full size, as long as every attempt brings some bytes."""
    from huggingface_hub import hf_hub_url
    from huggingface_hub.errors import HfHubHTTPError, HTTPError
    from huggingface_hub.file_download import http_get
    from huggingface_hub.utils import build_hf_headers, silent_tqdm

    url = hf_hub_url(spec.source, file.name, revision=revision, endpoint=hub_endpoint())
    # A compressed answer has no ranges to go on from.
    headers = {**build_hf_headers(), "Accept-Encoding": "identity"}
    while True:
        there = part.stat().st_size
        if there > file.size:
            part.write_bytes(b"")
            there = 0
        try:
            with _ReportingWriter(part, report) as stream:
                stream.seek(there)
                http_get(
                    url,
                    stream,
                    resume_size=there,
                    headers=headers,
                    expected_size=file.size,
                    displayed_filename=file.name,
                    tqdm_class=silent_tqdm,
                )
        except HfHubHTTPError:
            raise
        except HTTPError:
            if part.stat().st_size <= there:
                raise
        else:
            return


class _ReportingWriter(io.BufferedWriter):
    """A file that says after each write how many bytes it has."""

    def __init__(self, path: Path, report: Callable[[int], None]) -> None:
        super().__init__(io.FileIO(path, "r+"))
        self._report = report

    def write(self, piece: Any, /) -> int:
        written = super().write(piece)
        self._report(self.tell())
        return written


def _place(spec: ModelSpec) -> str:
    return f"{spec.source}@{spec.revision[:8]}" if spec.revision else spec.source


@contextmanager
def _clear_errors(spec: ModelSpec) -> Iterator[None]:
    """Turn what the libraries raise into one line that names the model and the next step."""
    from huggingface_hub.errors import HTTPError, OfflineModeIsEnabled

    try:
        yield
    except ModelError:
        raise
    except OfflineModeIsEnabled as error:
        raise ModelUnavailableError(
            f"{spec.name} is not on this machine, and HF_HUB_OFFLINE forbids fetching it",
            hint=f"run `summarize models pull {spec.name}` without it",
        ) from error
    except HTTPError as error:
        raise _network_error(spec, error) from error
    except OSError as error:
        if error.errno is not None:
            raise disk_error(spec.name, error) from error
        raise ModelUnavailableError(  # http_get's own check of the size
            f"{spec.name}: the download from {_hub()} broke off",
            hint=f"run `summarize models pull {spec.name}` to go on with it",
        ) from error
    except ValueError as error:
        raise ModelUnavailableError(
            f"{spec.name}: {_hub()} does not answer as a Hub does",
            hint="check HF_ENDPOINT and the proxy",
        ) from error


def _network_error(spec: ModelSpec, error: Exception) -> ModelUnavailableError:
    from huggingface_hub.errors import (
        GatedRepoError,
        HfHubHTTPError,
        RemoteEntryNotFoundError,
        RepositoryNotFoundError,
        RevisionNotFoundError,
    )

    if isinstance(error, GatedRepoError):
        return ModelUnavailableError(
            f"{spec.name}: access to {spec.source} is gated",
            hint=f"accept its terms at {_hub()}/{spec.source}, then set HF_TOKEN",
        )
    if isinstance(error, RevisionNotFoundError):
        return ModelUnavailableError(
            f"{spec.name}: {spec.source} has no revision {spec.revision}",
            hint="correct its revision in models.txt",
        )
    if isinstance(error, RemoteEntryNotFoundError):
        return ModelUnavailableError(
            f"{spec.name}: a file of {_place(spec)} is missing on the Hub",
            hint="pin another revision in models.txt",
        )
    if isinstance(error, RepositoryNotFoundError):
        return ModelUnavailableError(
            f"{spec.name}: there is no model {spec.source} on {_hub()}, or it is private",
            hint="check its source in models.txt; for a private one set HF_TOKEN",
        )
    if isinstance(error, HfHubHTTPError):
        status = error.response.status_code
        if status in (401, 403):
            return ModelUnavailableError(
                f"{spec.name}: {_hub()} refuses access to {spec.source} (HTTP {status})",
                hint="set HF_TOKEN to a token that may read it",
            )
        return ModelUnavailableError(
            f"{spec.name}: {_hub()} answered HTTP {status} for {spec.source}",
            hint=f"try `summarize models pull {spec.name}` again later",
        )
    return ModelUnavailableError(
        f"{spec.name}: no connection to {_hub()}",
        hint=f"check the network, then run `summarize models pull {spec.name}`",
    )


def _hub() -> str:
    return hub_endpoint() or "https://huggingface.co"
