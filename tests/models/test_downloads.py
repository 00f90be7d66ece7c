"""How a file is brought from the Hub to its full size: the transfer itself is a stand-in."""

from __future__ import annotations

import hashlib
import shutil
from collections import namedtuple
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from summarize.errors import ModelCorruptError, ModelUnavailableError
from summarize.models import hub
from summarize.models.hub import HubFile, Snapshot, fetch
from summarize.types import ModelSpec

WEIGHTS, CONFIG = b"weights of a model", b"{}"
SPEC = ModelSpec("tiny", frozenset({"translate"}), ("en>ru",), "owner/tiny")
REVISION = "1" * 40
LARGE = HubFile("sub/m.bin", len(WEIGHTS), hashlib.sha256(WEIGHTS).hexdigest(), None)
SMALL = HubFile(
    "config.json",
    len(CONFIG),
    None,
    hashlib.sha1(b"blob 2\0" + CONFIG, usedforsecurity=False).hexdigest(),
)


class Wire:
    """Sends some bytes at each attempt, and then breaks as told.

    Attributes:
        attempts: For each attempt where it went on and what it was asked with.
        script: For each attempt how many bytes are sent, and what is raised then.
    """

    def __init__(self, content: bytes, *script: tuple[int, Exception | None]) -> None:
        self.attempts: list[tuple[int, dict[str, Any]]] = []
        self.script = list(script) or [(len(content), None)]
        self._content = content

    def get(self, url: str, stream: Any, **options: Any) -> None:
        start = options["resume_size"]
        assert stream.tell() == start
        self.attempts.append((start, {"url": url, **options}))
        count, error = self.script.pop(0)
        stream.write(self._content[start : start + count])
        stream.flush()
        if error:
            raise error


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> Callable[[Wire], Wire]:
    def connect(made: Wire) -> Wire:
        import huggingface_hub.file_download

        monkeypatch.setattr(huggingface_hub.file_download, "http_get", made.get)
        return made

    monkeypatch.setenv("HF_ENDPOINT", "https://hub.example")
    return connect


def bring(folder: Path, *files: HubFile) -> list[tuple[str, int, int | None]]:
    told: list[tuple[str, int, int | None]] = []
    snapshot = Snapshot(REVISION, files)
    fetch(SPEC, snapshot, folder, progress=lambda *step: told.append(step))
    return told


def broken() -> Exception:
    from huggingface_hub.errors import HTTPError

    error: Exception = HTTPError("connection reset")
    return error


def test_a_file_is_asked_for_at_its_commit_and_without_compression(
    wire: Callable[[Wire], Wire], tmp_path: Path
) -> None:
    made = wire(Wire(WEIGHTS))
    told = bring(tmp_path, LARGE)
    ((start, asked),) = made.attempts
    assert start == 0
    assert asked["url"] == f"https://hub.example/owner/tiny/resolve/{REVISION}/sub/m.bin"
    assert asked["headers"]["Accept-Encoding"] == "identity"
    assert "user-agent" in asked["headers"]
    assert asked["expected_size"] == len(WEIGHTS)
    assert (tmp_path / "sub/m.bin").read_bytes() == WEIGHTS
    assert told[-1] == ("fetching tiny", len(WEIGHTS), len(WEIGHTS))


def test_a_transfer_that_breaks_goes_on_where_it_broke_as_long_as_it_brings_anything(
    wire: Callable[[Wire], Wire], tmp_path: Path
) -> None:
    made = wire(Wire(WEIGHTS, (3, broken()), (1, broken()), (99, None)))
    bring(tmp_path, LARGE)
    assert [start for start, _ in made.attempts] == [0, 3, 4]
    assert (tmp_path / "sub/m.bin").read_bytes() == WEIGHTS
    assert [path.name for path in (tmp_path / "sub").iterdir()] == ["m.bin"]


def test_a_transfer_that_brings_nothing_is_given_up_and_what_is_there_is_kept(
    wire: Callable[[Wire], Wire], tmp_path: Path
) -> None:
    made = wire(Wire(WEIGHTS, (3, broken()), (0, broken())))
    with pytest.raises(ModelUnavailableError, match=r"no connection to https://hub\.example"):
        bring(tmp_path, LARGE)
    assert len(made.attempts) == 2
    assert (tmp_path / "sub/m.bin.part").read_bytes() == WEIGHTS[:3]
    assert not (tmp_path / "sub/m.bin").exists()


def test_a_refusal_is_not_tried_again(wire: Callable[[Wire], Wire], tmp_path: Path) -> None:
    from huggingface_hub.errors import HfHubHTTPError

    for status, said in ((403, "refuses access"), (401, "refuses access"), (500, "HTTP 500")):
        response: Any = SimpleNamespace(status_code=status, headers={}, request=None)
        made = wire(Wire(WEIGHTS, (3, HfHubHTTPError("no", response=response))))
        with pytest.raises(ModelUnavailableError, match=said):
            bring(tmp_path, LARGE)
        assert len(made.attempts) == 1


def test_what_broke_off_without_a_word_is_told(
    wire: Callable[[Wire], Wire], tmp_path: Path
) -> None:
    wire(Wire(WEIGHTS, (3, OSError("Consistency check failed"))))
    with pytest.raises(ModelUnavailableError, match=r"the download from https://hub\.ex.* broke"):
        bring(tmp_path, LARGE)
    assert (tmp_path / "sub/m.bin.part").read_bytes() == WEIGHTS[:3]


def test_what_is_there_already_is_not_fetched_again(
    wire: Callable[[Wire], Wire], tmp_path: Path
) -> None:
    (tmp_path / "config.json").write_bytes(CONFIG)
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub/m.bin.part").write_bytes(WEIGHTS[:5])
    made = wire(Wire(WEIGHTS))
    told = bring(tmp_path, SMALL, LARGE)
    assert [start for start, _ in made.attempts] == [5]
    assert told[0] == ("fetching tiny", len(CONFIG), len(CONFIG) + len(WEIGHTS))
    assert told[-1][1:] == (len(CONFIG) + len(WEIGHTS),) * 2


@pytest.mark.parametrize(
    ("part", "starts"), [(b"x" * 5, [5, 0]), (b"x" * 18, [18, 0]), (b"x" * 99, [0])]
)
def test_a_part_that_turns_out_to_be_something_else_is_fetched_afresh_once(
    wire: Callable[[Wire], Wire], tmp_path: Path, part: bytes, starts: list[int]
) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub/m.bin.part").write_bytes(part)
    made = wire(Wire(WEIGHTS, (99, None), (99, None)))
    bring(tmp_path, LARGE)
    assert [start for start, _ in made.attempts] == starts
    assert (tmp_path / "sub/m.bin").read_bytes() == WEIGHTS


@pytest.mark.parametrize(
    ("file", "content"),
    [
        (LARGE, WEIGHTS[:-1] + b"!"),
        (LARGE, WEIGHTS[:-1]),
        (SMALL, b"[]"),
        (SMALL, b"{"),
    ],
)
def test_a_file_that_is_not_what_the_hub_says_is_refused(
    wire: Callable[[Wire], Wire], tmp_path: Path, file: HubFile, content: bytes
) -> None:
    made = wire(Wire(content))
    with pytest.raises(ModelCorruptError, match=f"tiny: {file.name} arrived damaged"):
        bring(tmp_path, file)
    assert len(made.attempts) == 1
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_small_file_goes_by_the_id_that_git_gives_it(
    wire: Callable[[Wire], Wire], tmp_path: Path
) -> None:
    wire(Wire(CONFIG))
    bring(tmp_path, SMALL)
    assert (tmp_path / "config.json").read_bytes() == CONFIG


def test_a_file_is_on_the_disk_before_it_has_its_name(
    wire: Callable[[Wire], Wire], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[tuple[str, bool]] = []
    target = tmp_path / "config.json"
    monkeypatch.setattr(hub, "sync", lambda path: synced.append((path.name, target.exists())))
    wire(Wire(CONFIG))
    bring(tmp_path, SMALL)
    assert synced == [("config.json.part", False)]


@pytest.mark.parametrize(
    ("free", "there", "fits"),
    [(len(WEIGHTS), 0, True), (len(WEIGHTS) - 1, 0, False), (len(WEIGHTS) - 4, 4, True)],
)
def test_room_is_needed_for_what_is_not_there_yet(
    wire: Callable[[Wire], Wire],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    free: int,
    there: int,
    fits: bool,
) -> None:
    usage = namedtuple("usage", "free")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub/m.bin.part").write_bytes(WEIGHTS[:there])
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(free))
    made = wire(Wire(WEIGHTS))
    if fits:
        bring(tmp_path, LARGE)
    else:
        with pytest.raises(ModelUnavailableError, match="the disk is full"):
            bring(tmp_path, LARGE)
    assert bool(made.attempts) is fits
