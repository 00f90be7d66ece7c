"""Which model the store gives out, keeps, and removes; the Hub is a few lines of its own."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock, Timeout

from summarize.errors import ModelCorruptError, ModelUnavailableError
from summarize.models import hub
from summarize.models import store as module
from summarize.models.files import size_of
from summarize.models.hub import HubFile, Snapshot
from summarize.models.manifest import Conversion, load_manifest, record_files
from summarize.models.store import ModelStore, StoredModel, wait_for
from summarize.types import ModelSpec

ONE, TWO = "1" * 40, "2" * 40


class Shelf:
    """A Hub that has one model at one revision; counts what is asked of it.

    Attributes:
        revision: The newest.
        files: Of the model.
        resolved: How often it was asked what there is.
        fetched: How often it was asked for it.
    """

    def __init__(self) -> None:
        self.revision = ONE
        self.files = {"config.json": b"{}", "model.safetensors": b"weights"}
        self.resolved = 0
        self.fetched = 0

    def resolve(self, spec: ModelSpec) -> Snapshot:
        self.resolved += 1
        names = [spec.file] if spec.file else sorted(self.files)
        files = tuple(HubFile(name, len(self.files[name]), None, None) for name in names)
        return Snapshot(spec.revision or self.revision, files)

    def fetch(self, spec: ModelSpec, snapshot: Snapshot, folder: Path, *, progress: Any) -> None:
        self.fetched += 1
        assert folder.is_dir()
        progress(f"fetching {spec.name}", 1, 2)
        for file in snapshot.files:
            (folder / file.name).parent.mkdir(exist_ok=True)
            (folder / file.name).write_bytes(self.files[file.name])


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> Shelf:
    made = Shelf()
    monkeypatch.setattr(hub, "resolve", made.resolve)
    monkeypatch.setattr(hub, "fetch", made.fetch)
    times = iter(float(number) for number in range(1000, 2000))
    monkeypatch.setattr(module.time, "time", lambda: next(times))  # type: ignore[attr-defined]
    monkeypatch.setattr(module, "_LOOK_SECONDS", 0.01)
    return made


def spec(source: str = "owner/tiny", revision: str | None = None, **options: str) -> ModelSpec:
    tasks = frozenset({"translate"})
    return ModelSpec("tiny", tasks, ("*",), source, None, revision, options)


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def two(shelf: Shelf, store: ModelStore) -> tuple[StoredModel, StoredModel]:
    """Two revisions of the model, the newer one stored last."""
    older = store.ensure(spec())
    shelf.revision = TWO
    shelf.files["config.json"] = b'{"newer": 1}'
    return older, store.ensure(spec(), refresh=True)


Two = tuple[StoredModel, StoredModel]


# --- Which one is given out -----------------------------------------------------------------------


def test_an_open_revision_takes_the_one_stored_last(store: ModelStore, two: Two) -> None:
    older, newer = two
    assert (older.revision, newer.revision) == (ONE, TWO)
    assert store.lookup(spec()) == newer
    assert store.lookup(spec(revision=ONE)) == replace(older, spec=spec(revision=ONE))
    assert store.lookup(spec(revision="3" * 40)) is None


def test_one_stored_later_is_taken_whatever_its_name(store: ModelStore, shelf: Shelf) -> None:
    shelf.revision = TWO
    store.ensure(spec())
    assert store.ensure(spec(revision=ONE)).revision == ONE
    found = store.lookup(spec())
    assert found is not None
    assert found.revision == ONE


def test_a_pinned_digest_finds_the_revision_that_has_it(store: ModelStore, two: Two) -> None:
    older, _ = two
    found = store.lookup(spec(sha256=older.digest))
    assert found is not None
    assert found.revision == ONE
    assert store.lookup(spec(sha256="0" * 64)) is None


def test_a_pinned_commit_with_another_digest_is_refused_at_once(
    store: ModelStore, shelf: Shelf
) -> None:
    store.ensure(spec())
    for offline in (True, False):
        with pytest.raises(ModelCorruptError, match=r"tiny: its sha256 is .* pins 000"):
            store.ensure(spec(revision=ONE, sha256="0" * 64), offline=offline)
    assert shelf.fetched == 1


def test_what_is_fetched_must_have_the_pinned_digest_and_is_not_kept_else(
    store: ModelStore, shelf: Shelf
) -> None:
    with pytest.raises(ModelCorruptError, match="pins 000"):
        store.ensure(spec(sha256="0" * 64))
    assert store.lookup(spec()) is None
    assert not list((store.home / "models/.partial").iterdir())


@pytest.mark.parametrize("how", ["argument", "HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"])
def test_offline_nothing_is_asked_of_the_hub(
    store: ModelStore, shelf: Shelf, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    if how != "argument":
        monkeypatch.setenv(how, "1")
    with pytest.raises(ModelUnavailableError, match="tiny is not on this machine") as caught:
        store.ensure(spec(), offline=how == "argument")
    assert "models pull tiny" in caught.value.hint
    assert shelf.resolved == 0
    assert not store.home.exists()
    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
    monkeypatch.delenv("TRANSFORMERS_OFFLINE", raising=False)
    stored = store.ensure(spec())
    shelf.revision = TWO
    assert store.ensure(spec(), offline=True, refresh=True) == stored


def test_a_pinned_revision_is_not_asked_for_again(store: ModelStore, shelf: Shelf) -> None:
    store.ensure(spec(revision=ONE))
    assert store.ensure(spec(revision=ONE), refresh=True).revision == ONE
    assert (shelf.resolved, shelf.fetched) == (1, 1)


def test_a_revision_that_has_not_moved_is_not_fetched_again(
    store: ModelStore, shelf: Shelf
) -> None:
    stored = store.ensure(spec())
    assert store.ensure(spec(), refresh=True) == stored
    assert (shelf.resolved, shelf.fetched) == (2, 1)
    (stored.folder / "config.json").write_bytes(b"longer")
    assert store.ensure(spec(), refresh=True) == stored
    assert shelf.fetched == 2
    assert (stored.folder / "config.json").read_bytes() == b"{}"


def test_what_another_process_stored_meanwhile_is_used(
    store: ModelStore, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    ModelStore(store.home).ensure(spec())
    lookup, answers = store.lookup, iter([None])
    monkeypatch.setattr(store, "lookup", lambda wanted: next(answers, lookup(wanted)))
    assert store.ensure(spec()).revision == ONE
    assert (shelf.resolved, shelf.fetched) == (1, 1)


# --- What is recorded -----------------------------------------------------------------------------


def test_a_manifest_tells_where_a_model_is_from(store: ModelStore, shelf: Shelf) -> None:
    told: list[tuple[str, int, int | None]] = []
    stored = store.ensure(spec(), progress=lambda *step: told.append(step))
    manifest = load_manifest(stored.root)
    assert manifest is not None
    assert (manifest.name, manifest.source, manifest.file) == ("tiny", "owner/tiny", None)
    assert (manifest.revision, manifest.origin, manifest.stored) == (ONE, "hub", 1000.0)
    assert manifest.digest == stored.digest
    assert [record.path for record in manifest.files] == sorted(shelf.files)
    assert told[0] == ("fetching tiny", 1, 2)
    assert told[-1] == ("hashing tiny", 0, None)


def test_a_single_file_has_a_place_and_a_digest_of_its_own(store: ModelStore, shelf: Shelf) -> None:
    shelf.files["sub/a.gguf"] = b"four"
    stored = store.ensure(replace(spec(), file="sub/a.gguf"))
    assert stored.root.name == f"owner--tiny--sub--a.gguf@{ONE}"
    assert stored.digest == sha256(b"four")
    assert store.lookup(spec()) is None


def test_only_what_belongs_to_the_model_is_kept_of_an_earlier_attempt(
    store: ModelStore, shelf: Shelf
) -> None:
    made = store.home / f"models/.partial/owner--tiny@{ONE}/source"
    (made / "sub").mkdir(parents=True)
    (made / "sub/old.json").write_bytes(b"{}")
    stored = store.ensure(spec())
    assert sorted(path.name for path in stored.folder.rglob("*") if path.is_file()) == [
        "config.json", "model.safetensors",
    ]  # fmt: skip


def test_only_what_is_left_of_this_model_is_swept_up(store: ModelStore, shelf: Shelf) -> None:
    models = store.home / "models"
    gone = [f".partial/owner--tiny@{TWO}", ".trash-a/x", ".partial/.trash-b/x"]
    kept = [f".partial/owner--other@{TWO}", f".partial/owner--tiny--a.gguf@{TWO}", "trash-c"]
    for name in (*gone, *kept):
        (models / name).mkdir(parents=True)
    store.ensure(spec())
    assert [(models / name).exists() for name in gone] == [False] * 3
    assert [(models / name).exists() for name in kept] == [True] * 3


# --- Local folders --------------------------------------------------------------------------------


def local(folder: Path) -> ModelSpec:
    folder.mkdir(parents=True)
    for name, content in {"config.json": b"{}", "model.safetensors": b"own"}.items():
        (folder / name).write_bytes(content)
    return spec(str(folder))


def test_folders_of_one_name_are_told_apart(store: ModelStore, tmp_path: Path) -> None:
    one, other = local(tmp_path / "a/m[1]"), local(tmp_path / "b/m[1]")
    assert store.ensure(one).root != store.ensure(other).root
    found = store.lookup(one)
    assert found is not None
    assert found.folder == tmp_path / "a/m[1]"
    assert store.remove(other) > 0
    assert store.lookup(one) == found
    assert store.lookup(other) is None


def test_modules_in_folders_of_their_own_belong_to_a_local_model(
    store: ModelStore, tmp_path: Path
) -> None:
    model = local(tmp_path / "m")
    for name in ("modules.json", "1_Pooling/config.json", "1_Pooling/x/config.json"):
        (tmp_path / "m" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "m" / name).write_bytes(b"[]")
    stored = store.ensure(model, offline=True)
    manifest = load_manifest(stored.root)
    assert manifest is not None
    assert [record.path for record in manifest.files] == [
        "1_Pooling/config.json", "config.json", "model.safetensors", "modules.json",
    ]  # fmt: skip
    assert manifest.origin == "local"
    assert stored.revision == stored.digest[:40]


def test_a_local_folder_that_was_written_to_is_another_model(
    store: ModelStore, tmp_path: Path
) -> None:
    import os

    model = local(tmp_path / "m")
    first = store.ensure(model)
    weights = tmp_path / "m/model.safetensors"
    weights.write_bytes(b"OWN")
    os.utime(weights, ns=(1, 1))
    assert store.lookup(model) is None
    assert store.ensure(model).digest != first.digest


# --- Looking after --------------------------------------------------------------------------------


def test_all_that_is_wrong_with_a_model_and_its_conversions_is_told(
    store: ModelStore, shelf: Shelf
) -> None:
    stored = store.ensure(spec())
    place = stored.root / "converted/ctranslate2-int8"
    (place / "model").mkdir(parents=True)
    (place / "model/model.bin").write_bytes(b"converted")
    Conversion("x", {}, record_files(place / "model", ["model.bin"])).save(place)
    (stored.root / "converted/.half.partial").mkdir()
    assert store.verify(spec()) == []
    (place / "model/model.bin").write_bytes(b"Converted")
    (stored.folder / "stranger.json").write_bytes(b"{}")
    stranger, changed = store.verify(spec())
    assert "stranger.json does not belong" in stranger
    assert "model.bin has changed" in changed
    (place / "manifest.json").unlink()
    assert store.verify(spec())[-1] == f"{place} has no readable manifest"
    pinned = store.verify(spec(sha256="0" * 64))
    assert any(f"models.txt pins {'0' * 64}" in line for line in pinned)
    assert not any("models.txt pins" in line for line in store.verify(spec(sha256=stored.digest)))


def test_strangers_in_a_local_folder_are_nobodys_business(
    store: ModelStore, tmp_path: Path
) -> None:
    model = local(tmp_path / "m")
    store.ensure(model)
    (tmp_path / "m/notes.md").touch()
    assert store.verify(model) == []


def test_one_revision_or_all_are_removed_with_what_is_half_fetched(
    store: ModelStore, two: Two
) -> None:
    older, newer = two
    half = store.home / f"models/.partial/owner--tiny@{TWO}"
    half.mkdir(parents=True)
    (half / "part").write_bytes(b"12345")
    size = size_of(older.root)
    assert store.remove(spec(revision=ONE)) == size
    assert half.exists()
    assert newer.root.exists()
    assert store.size(spec()) == size_of(newer.root) > 0
    both = size_of(newer.root) + 5
    assert store.remove(spec()) == both
    assert not newer.root.exists()
    assert not half.exists()
    assert store.size(spec()) == 0
    assert store.remove(spec()) == 0


# --- One at a time --------------------------------------------------------------------------------


def test_another_process_is_waited_for_and_that_is_told(
    store: ModelStore, shelf: Shelf, tmp_path: Path
) -> None:
    lock = FileLock(tmp_path / "lock")
    lock.acquire()
    told: list[str] = []

    def tell(what: str, done: int, total: int | None) -> None:
        assert (done, total) == (0, None)
        told.append(what)
        if len(told) == 2:
            lock.release()

    with wait_for(tmp_path / "lock", spec(), tell), pytest.raises(Timeout):
        FileLock(tmp_path / "lock").acquire(timeout=0)
    assert told == ["waiting for another process that prepares tiny"] * 2
    FileLock(tmp_path / "lock").acquire(timeout=0)


def test_a_full_disk_is_told(
    store: ModelStore, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise OSError(28, "No space left")

    monkeypatch.setattr(module, "install_folder", fail)
    with pytest.raises(ModelUnavailableError, match="tiny: the disk is full"):
        store.ensure(spec())
    assert store.lookup(spec()) is None


def test_the_home_is_the_environments_where_none_is_given(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SUMMARIZE_HOME", str(tmp_path / "own"))
    assert ModelStore().home == tmp_path / "own"
