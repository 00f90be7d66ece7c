from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from summarize.errors import ModelCorruptError, ModelUnavailableError
from summarize.models.hub import HubFile, Snapshot, fetch, resolve
from summarize.types import ModelSpec
from support.hub import HubStandIn

REPOSITORY = "owner/tiny"
FILES = {
    "README.md": b"# tiny",
    "config.json": b"{}",
    "model.safetensors": b"weights" * 100,
    "pytorch_model.bin": b"the same weights",
    "vocab.json": b'{"a": 1}',
}
NEEDED = ["config.json", "model.safetensors", "vocab.json"]
MEGABYTE = 1024 * 1024


def spec(revision: str | None = None, file: str | None = None, **options: str) -> ModelSpec:
    return ModelSpec(
        "tiny", frozenset({"translate"}), ("en>ru",), REPOSITORY, file, revision, options
    )


def bring(model: ModelSpec, folder: Path) -> str:
    folder.mkdir(exist_ok=True)
    snapshot = resolve(model)
    fetch(model, snapshot, folder)
    return snapshot.revision


def names(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def test_fetches_what_is_needed_and_nothing_else(hub: HubStandIn, tmp_path: Path) -> None:
    revision = hub.commit(REPOSITORY, FILES)

    assert bring(spec(), tmp_path / "m") == revision

    assert names(tmp_path / "m") == NEEDED
    assert all((tmp_path / "m" / name).read_bytes() == FILES[name] for name in NEEDED)
    assert sorted(request.file for request in hub.downloads()) == NEEDED


def test_a_pinned_revision_holds_for_every_file(hub: HubStandIn, tmp_path: Path) -> None:
    pinned = hub.commit(REPOSITORY, FILES)
    moved = hub.commit(REPOSITORY, {name: b"newer " + FILES[name] for name in FILES})

    assert bring(spec(pinned), tmp_path / "m") == pinned
    assert all((tmp_path / "m" / name).read_bytes() == FILES[name] for name in NEEDED)
    assert {request.revision for request in hub.seen if request.revision} == {pinned}
    assert bring(spec(), tmp_path / "n") == moved


def test_an_open_revision_is_resolved_once(hub: HubStandIn, tmp_path: Path) -> None:
    first = hub.commit(REPOSITORY, FILES)
    (tmp_path / "m").mkdir()
    snapshot = resolve(spec())
    hub.commit(REPOSITORY, {**FILES, "config.json": b'{"newer": 1}'})

    fetch(spec(), snapshot, tmp_path / "m")

    assert snapshot.revision == first
    assert (tmp_path / "m/config.json").read_bytes() == b"{}"
    assert {request.revision for request in hub.seen if request.file} <= {first, ""}


def test_of_a_gguf_repository_only_the_file(hub: HubStandIn, tmp_path: Path) -> None:
    hub.commit(REPOSITORY, {"a-q4.gguf": b"four", "a-q8.gguf": b"eight", "config.json": b"{}"})

    bring(spec(file="a-q4.gguf"), tmp_path / "m")

    assert names(tmp_path / "m") == ["a-q4.gguf"]


def test_a_cut_connection_is_resumed(hub: HubStandIn, tmp_path: Path) -> None:
    weights = os.urandom(12 * MEGABYTE)
    hub.commit(REPOSITORY, {**FILES, "model.safetensors": weights})
    hub.cut("model.safetensors", after=11 * MEGABYTE)

    bring(spec(), tmp_path / "m")

    assert (tmp_path / "m/model.safetensors").read_bytes() == weights
    ranges = [request.range for request in hub.downloads("model.safetensors")]
    assert ranges == ["", f"bytes={10 * MEGABYTE}-"]


def test_a_part_of_an_earlier_attempt_is_used(hub: HubStandIn, tmp_path: Path) -> None:
    hub.commit(REPOSITORY, FILES)
    (tmp_path / "m").mkdir()
    (tmp_path / "m/model.safetensors.part").write_bytes(FILES["model.safetensors"][:300])
    (tmp_path / "m/config.json").write_bytes(FILES["config.json"])

    bring(spec(), tmp_path / "m")

    assert names(tmp_path / "m") == NEEDED
    assert [request.range for request in hub.downloads()] == ["bytes=300-", ""]


@pytest.mark.parametrize("part", [b"wrong bytes", b"x" * 700, b"x" * 5000])
def test_a_damaged_part_is_fetched_afresh(hub: HubStandIn, tmp_path: Path, part: bytes) -> None:
    hub.commit(REPOSITORY, FILES)
    (tmp_path / "m").mkdir()
    (tmp_path / "m/model.safetensors.part").write_bytes(part)

    bring(spec(), tmp_path / "m")

    assert (tmp_path / "m/model.safetensors").read_bytes() == FILES["model.safetensors"]


@pytest.mark.parametrize("file", ["model.safetensors", "config.json"])
def test_a_damaged_file_is_refused(hub: HubStandIn, tmp_path: Path, file: str) -> None:
    hub.commit(REPOSITORY, FILES)
    hub.damage(file)

    with pytest.raises(ModelCorruptError, match=f"tiny: {file} arrived damaged") as caught:
        bring(spec(), tmp_path / "m")

    assert "summarize models pull tiny" in caught.value.hint
    assert file not in names(tmp_path / "m")
    assert f"{file}.part" not in names(tmp_path / "m")


def test_a_pinned_checksum_is_compared_before_the_download(hub: HubStandIn) -> None:
    hub.commit(REPOSITORY, {"a.gguf": b"other bytes"})

    with pytest.raises(ModelCorruptError, match=r"has sha256 .* not 00"):
        resolve(spec(file="a.gguf", sha256="0" * 64))

    assert hub.downloads() == []


def test_progress_ends_at_the_size_of_all_files(hub: HubStandIn, tmp_path: Path) -> None:
    hub.commit(REPOSITORY, FILES)
    said: list[tuple[str, int, int | None]] = []
    (tmp_path / "m").mkdir()

    fetch(spec(), resolve(spec()), tmp_path / "m", progress=lambda *step: said.append(step))

    total = sum(len(FILES[name]) for name in NEEDED)
    assert said[-1] == ("fetching tiny", total, total)
    assert [done for _, done, _ in said] == sorted(done for _, done, _ in said)


def _missing_repository(hub: HubStandIn) -> ModelSpec:
    return spec()


def _private_repository(hub: HubStandIn) -> ModelSpec:
    hub.private.add(REPOSITORY)
    return spec()


def _gated_repository(hub: HubStandIn) -> ModelSpec:
    hub.commit(REPOSITORY, FILES)
    hub.gated.add(REPOSITORY)
    return spec()


def _missing_revision(hub: HubStandIn) -> ModelSpec:
    hub.commit(REPOSITORY, FILES)
    return spec("0" * 40)


def _missing_gguf(hub: HubStandIn) -> ModelSpec:
    hub.commit(REPOSITORY, FILES)
    return spec(file="a.gguf")


def _lost_file(hub: HubStandIn) -> ModelSpec:
    hub.commit(REPOSITORY, FILES)
    hub.lose("vocab.json")
    return spec()


def _no_weights(hub: HubStandIn) -> ModelSpec:
    hub.commit(REPOSITORY, {"config.json": b"{}", "tf_model.h5": b"weights"})
    return spec()


def _hub_down(hub: HubStandIn) -> ModelSpec:
    hub.down = True
    return spec()


@pytest.mark.parametrize(
    ("prepare", "message", "hint"),
    [
        (_missing_repository, "there is no model owner/tiny on http", "HF_TOKEN"),
        (_private_repository, "there is no model owner/tiny on http", "HF_TOKEN"),
        (_gated_repository, "access to owner/tiny is gated", "accept its terms at http"),
        (_missing_revision, "owner/tiny has no revision 00000", "correct its revision"),
        (_missing_gguf, "there is no file a.gguf in owner/tiny", "check its source"),
        (_lost_file, "a file of owner/tiny is missing on the Hub", "pin another revision"),
        (_no_weights, "holds no weights in safetensors or PyTorch", "name it in models.txt"),
        (_hub_down, "answered HTTP 503 for owner/tiny", "again later"),
    ],
)
def test_each_refusal_is_one_line_with_the_next_step(
    hub: HubStandIn,
    tmp_path: Path,
    prepare: Callable[[HubStandIn], ModelSpec],
    message: str,
    hint: str,
) -> None:
    model = prepare(hub)

    with pytest.raises(ModelUnavailableError) as caught:
        bring(model, tmp_path / "m")

    assert caught.value.message.startswith("tiny: ")
    assert message in caught.value.message
    assert hint in caught.value.hint
    assert "\n" not in str(caught.value)


def test_no_connection(hub: HubStandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:  # bound but not listening: connections are refused
        taken.bind(("127.0.0.1", 0))
        monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{taken.getsockname()[1]}")

        with pytest.raises(ModelUnavailableError, match="tiny: no connection to http") as caught:
            resolve(spec())

    assert "summarize models pull tiny" in caught.value.hint


def test_an_address_that_is_no_hub(hub: HubStandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    hub.commit(REPOSITORY, FILES)
    monkeypatch.setenv("HF_ENDPOINT", f"{hub.endpoint}/not-a-hub")

    with pytest.raises(ModelUnavailableError, match="does not answer as a Hub does") as caught:
        resolve(spec())

    assert "HF_ENDPOINT" in caught.value.hint


def test_room_is_looked_for_before_the_download(hub: HubStandIn, tmp_path: Path) -> None:
    huge = HubFile("model.safetensors", 10**18, "0" * 64, None)

    with pytest.raises(ModelUnavailableError, match=r"tiny: the disk is full: .* GB") as caught:
        fetch(spec(), Snapshot("0" * 40, (huge,)), tmp_path)

    assert "SUMMARIZE_HOME" in caught.value.hint
    assert hub.seen == []


FULL_DISK = """
import resource, sys
from pathlib import Path
from summarize.errors import ModelUnavailableError
from summarize.models.store import ModelStore
from summarize.types import ModelSpec
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
spec = ModelSpec("tiny", frozenset({"translate"}), ("en>ru",), "owner/tiny")
try:
    ModelStore(Path(sys.argv[1])).ensure(spec)
except ModelUnavailableError as error:
    print(error)
"""


def test_a_full_disk_is_told_and_leaves_nothing_to_use(hub: HubStandIn, tmp_path: Path) -> None:
    hub.commit(REPOSITORY, {**FILES, "model.safetensors": bytes(3 * MEGABYTE)})

    told = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(tmp_path / "home")],
        capture_output=True,
        text=True,
        check=True,
    )

    assert told.stdout.startswith("tiny: the disk is full: ")
    assert "SUMMARIZE_HOME" in told.stdout
    assert told.stdout.count("\n") == 1
    assert told.stderr == ""
    assert list((tmp_path / "home/models").glob("owner--tiny@*")) == []


def test_offline_by_the_environment_of_the_library(
    hub: HubStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)

    with pytest.raises(ModelUnavailableError, match="HF_HUB_OFFLINE forbids fetching it"):
        resolve(spec())
