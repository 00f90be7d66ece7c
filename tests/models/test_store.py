from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from summarize.errors import ModelCorruptError, ModelUnavailableError
from summarize.models.registry import load_registry
from summarize.models.store import ModelStore
from summarize.types import ModelSpec
from support.hub import HubStandIn

REPOSITORY = "owner/tiny"
FILES = {"config.json": b"{}", "model.safetensors": b"weights" * 100, "vocab.json": b'{"a": 1}'}
MEGABYTE = 1024 * 1024

ENSURE = """
import sys
from pathlib import Path
from summarize.models.store import ModelStore
from summarize.types import ModelSpec
spec = ModelSpec("tiny", frozenset({"translate"}), ("en>ru",), "owner/tiny")
print(ModelStore(Path(sys.argv[1])).ensure(spec).folder)
"""


def spec(
    source: str = REPOSITORY,
    revision: str | None = None,
    file: str | None = None,
    **options: str,
) -> ModelSpec:
    return ModelSpec("tiny", frozenset({"translate"}), ("en>ru",), source, file, revision, options)


def start(home: Path) -> subprocess.Popen[str]:
    """Another process that wants the model."""
    return subprocess.Popen(
        [sys.executable, "-c", ENSURE, str(home)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(child: subprocess.Popen[str]) -> str:
    out, err = child.communicate(timeout=60)
    assert child.returncode == 0, err
    return out.strip()


def listing_digest(files: dict[str, bytes]) -> str:
    lines = [f"{hashlib.sha256(files[n]).hexdigest()}  {n}\n" for n in sorted(files)]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def test_looking_creates_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUMMARIZE_HOME", str(tmp_path / "home"))
    store = ModelStore()

    assert store.home == tmp_path / "home"
    assert store.lookup(spec()) is None
    assert store.size(spec()) == 0
    assert store.remove(spec()) == 0
    with pytest.raises(ModelUnavailableError):
        store.verify(spec())
    assert list(tmp_path.iterdir()) == []


def test_a_fetched_model_is_found_again(hub: HubStandIn, store: ModelStore) -> None:
    revision = hub.commit(REPOSITORY, FILES)

    stored = store.ensure(spec())
    asked = len(hub.seen)

    assert stored.root == store.home / "models" / f"owner--tiny@{revision}"
    assert stored.folder == stored.root / "source"
    assert stored.revision == revision
    assert stored.digest == listing_digest(FILES)
    assert {p.name: p.read_bytes() for p in stored.folder.iterdir()} == FILES
    assert store.lookup(spec()) == stored
    assert store.ensure(spec()) == stored
    assert len(hub.seen) == asked
    assert store.verify(spec()) == []
    manifest = json.loads((stored.root / "manifest.json").read_text())
    assert (manifest["origin"], manifest["revision"]) == ("hub", revision)
    assert sorted(record["path"] for record in manifest["files"]) == sorted(FILES)
    assert list((store.home / "models/.partial").iterdir()) == []


def test_revisions_live_side_by_side(hub: HubStandIn, store: ModelStore) -> None:
    first = hub.commit(REPOSITORY, FILES)
    store.ensure(spec())
    second = hub.commit(REPOSITORY, {**FILES, "config.json": b'{"newer": 1}'})

    assert store.ensure(spec()).revision == first
    assert store.ensure(spec(), refresh=True, offline=True).revision == first
    assert store.ensure(spec(), refresh=True).revision == second
    assert store.ensure(spec()).revision == second
    pinned = store.lookup(spec(revision=first))
    assert pinned is not None
    assert pinned.revision == first
    assert store.lookup(spec(revision="0" * 40)) is None


def test_refreshing_what_has_not_moved_fetches_nothing(hub: HubStandIn, store: ModelStore) -> None:
    hub.commit(REPOSITORY, FILES)
    stored = store.ensure(spec())
    fetched = len(hub.downloads())

    assert store.ensure(spec(), refresh=True) == stored
    assert len(hub.downloads()) == fetched


def test_removing(hub: HubStandIn, store: ModelStore) -> None:
    first = hub.commit(REPOSITORY, FILES)
    store.ensure(spec())
    hub.commit(REPOSITORY, {**FILES, "config.json": b'{"newer": 1}'})
    store.ensure(spec(), refresh=True)
    size = store.size(spec())

    assert size > sum(len(content) for content in FILES.values())
    assert store.remove(spec(revision=first)) > 0
    assert store.lookup(spec(revision=first)) is None
    assert store.remove(spec()) == size
    assert store.lookup(spec()) is None
    assert [p.name for p in (store.home / "models").glob("[!.]*")] == []


def test_lock_writes_the_fetched_revision_back(
    hub: HubStandIn, store: ModelStore, tmp_path: Path
) -> None:
    revision = hub.commit(REPOSITORY, FILES)
    path = tmp_path / "models.txt"
    path.write_text("tiny translate en>ru owner/tiny licence=mit\n")
    registry = load_registry(path)

    registry.lock("tiny", store.ensure(registry.get("tiny")).revision)
    hub.commit(REPOSITORY, {**FILES, "config.json": b'{"newer": 1}'})

    assert path.read_text() == f"tiny translate en>ru owner/tiny@{revision} licence=mit\n"
    assert store.ensure(load_registry(path).get("tiny")).revision == revision


@pytest.mark.parametrize("by_environment", [False, True])
def test_offline_names_the_command(
    hub: HubStandIn, store: ModelStore, monkeypatch: pytest.MonkeyPatch, by_environment: bool
) -> None:
    hub.commit(REPOSITORY, FILES)
    if by_environment:
        monkeypatch.setenv("HF_HUB_OFFLINE", "1")

    with pytest.raises(ModelUnavailableError, match="tiny is not on this machine") as caught:
        store.ensure(spec(), offline=not by_environment)

    assert "summarize models pull tiny" in caught.value.hint
    assert hub.seen == []
    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
    stored = store.ensure(spec())
    assert store.ensure(spec(), offline=True) == stored


def test_a_corrupted_download_never_lands_in_the_store(hub: HubStandIn, store: ModelStore) -> None:
    hub.commit(REPOSITORY, FILES)
    hub.damage("model.safetensors")

    with pytest.raises(ModelCorruptError, match=r"model\.safetensors arrived damaged"):
        store.ensure(spec())

    assert store.lookup(spec()) is None
    assert list((store.home / "models").glob("owner--tiny@*")) == []


def test_a_pinned_digest_must_match(hub: HubStandIn, store: ModelStore) -> None:
    revision = hub.commit(REPOSITORY, FILES)
    wrong = spec(revision=revision, sha256="0" * 64)

    with pytest.raises(ModelCorruptError, match=r"tiny: its sha256 is .*, but models\.txt pins 00"):
        store.ensure(wrong)
    assert store.lookup(spec()) is None

    right = spec(revision=revision, sha256=listing_digest(FILES))
    assert store.ensure(right).digest == listing_digest(FILES)
    fetched = len(hub.downloads())
    with pytest.raises(ModelCorruptError):
        store.ensure(wrong)
    assert store.lookup(wrong) is None
    assert len(hub.downloads()) == fetched
    assert "models.txt pins 00" in store.verify(wrong)[0]


def test_verify_names_every_problem(hub: HubStandIn, store: ModelStore) -> None:
    hub.commit(REPOSITORY, FILES)
    folder = store.ensure(spec()).folder
    (folder / "config.json").write_bytes(b"[]")
    (folder / "vocab.json").unlink()
    (folder / "model.safetensors").write_bytes(b"short")
    (folder / "modeling_evil.py").write_bytes(b"print()")

    problems = store.verify(spec())

    assert [problem.split(folder.as_posix())[1][1:].split(" ")[0] for problem in problems] == [
        "config.json",
        "model.safetensors",
        "vocab.json",
        "modeling_evil.py",
    ]
    assert "has changed" in problems[0]
    assert "has 5 bytes, not 700" in problems[1]
    assert "is missing" in problems[2]
    assert "does not belong" in problems[3]


def test_a_damaged_store_is_mended(hub: HubStandIn, store: ModelStore) -> None:
    hub.commit(REPOSITORY, FILES)
    folder = store.ensure(spec()).folder
    (folder / "vocab.json").unlink()

    assert store.lookup(spec()) is None
    assert store.ensure(spec()).folder == folder
    assert store.verify(spec()) == []


def test_two_processes_share_one_download(hub: HubStandIn, tmp_path: Path) -> None:
    hub.commit(REPOSITORY, FILES)
    hub.stall("model.safetensors", after=10)
    other = start(tmp_path / "home")
    assert hub.stalled.wait(60)
    said: list[str] = []

    def listen(what: str, done: int, total: int | None) -> None:
        said.append(what)
        hub.release()

    stored = ModelStore(tmp_path / "home").ensure(spec(), progress=listen)

    assert finish(other) == str(stored.folder)
    assert said == ["waiting for another process that prepares tiny"]
    assert sorted(request.file for request in hub.downloads()) == sorted(FILES)


def test_a_killed_download_leaves_a_usable_store_and_is_resumed(
    hub: HubStandIn, store: ModelStore
) -> None:
    weights = os.urandom(12 * MEGABYTE)
    hub.commit(REPOSITORY, {**FILES, "model.safetensors": weights})
    hub.stall("model.safetensors", after=11 * MEGABYTE)
    child = start(store.home)
    assert hub.stalled.wait(60)
    part = store.home / "models/.partial"
    while not any(p.stat().st_size == 10 * MEGABYTE for p in part.rglob("*.part")):
        assert child.poll() is None
        time.sleep(0.01)
    child.send_signal(signal.SIGKILL)
    child.communicate()

    assert store.lookup(spec()) is None
    stored = store.ensure(spec())

    assert (stored.folder / "model.safetensors").read_bytes() == weights
    assert hub.downloads("model.safetensors")[-1].range == f"bytes={10 * MEGABYTE}-"
    assert len(hub.downloads("config.json")) == 1
    assert store.verify(spec()) == []
    assert list(part.iterdir()) == []


def test_what_killed_processes_left_is_swept_up(hub: HubStandIn, store: ModelStore) -> None:
    hub.commit(REPOSITORY, FILES)
    models = store.home / "models"
    abandoned = models / f".partial/owner--tiny@{'0' * 40}/source"
    half_removed = models / ".trash-x/owner--tiny@1"
    another_model = models / f".partial/owner--other@{'0' * 40}/source"
    for folder in (abandoned, half_removed, another_model):
        folder.mkdir(parents=True)
        (folder / "model.safetensors.part").write_bytes(b"part")

    store.ensure(spec())

    assert not abandoned.parent.exists()
    assert not half_removed.parent.exists()
    assert another_model.exists()


def local_model(folder: Path) -> Path:
    folder.mkdir()
    for name, content in FILES.items():
        (folder / name).write_bytes(content)
    (folder / "notes.md").write_text("not part of the model")
    return folder


def test_a_local_folder_is_used_in_place(store: ModelStore, tmp_path: Path) -> None:
    folder = local_model(tmp_path / "own")
    model = spec(str(folder))

    assert store.lookup(model) is None
    stored = store.ensure(model, offline=True)

    assert stored.folder == folder
    assert stored.digest == listing_digest(FILES)
    assert stored.revision == stored.digest[:40]
    assert stored.root.parent == store.home / "models"
    assert store.lookup(model) == stored
    assert store.verify(model) == []
    store.remove(model)
    assert sorted(p.name for p in folder.iterdir()) == sorted([*FILES, "notes.md"])


def test_changes_of_a_local_folder_are_noticed(store: ModelStore, tmp_path: Path) -> None:
    folder = local_model(tmp_path / "own")
    model = spec(str(folder))
    first = store.ensure(model)

    (folder / "config.json").write_bytes(b"[]")
    assert store.lookup(model) is None
    changed = store.ensure(model)
    assert changed.digest != first.digest
    assert changed.root != first.root

    (folder / "tokenizer.json").write_bytes(b"{}")
    assert store.lookup(model) is None
    (folder / "tokenizer.json").unlink()
    (folder / "config.json").write_bytes(FILES["config.json"])
    assert store.ensure(model) == first


def test_a_local_folder_must_hold_what_is_pinned(store: ModelStore, tmp_path: Path) -> None:
    folder = local_model(tmp_path / "own")

    with pytest.raises(ModelCorruptError, match=r"but models\.txt pins 00"):
        store.ensure(spec(str(folder), sha256="0" * 64))
    with pytest.raises(ModelUnavailableError, match="tiny: no model in "):
        store.ensure(spec(str(tmp_path)))
    with pytest.raises(ModelUnavailableError, match=r"a\.gguf"):
        store.ensure(spec(str(folder), file="a.gguf"))


def test_a_store_that_cannot_be_written(hub: HubStandIn, tmp_path: Path) -> None:
    hub.commit(REPOSITORY, FILES)
    (tmp_path / "home").write_text("a file in its place")

    with pytest.raises(ModelUnavailableError, match="tiny: cannot store it") as caught:
        ModelStore(tmp_path / "home").ensure(spec())

    assert caught.value.hint == "check SUMMARIZE_HOME"
