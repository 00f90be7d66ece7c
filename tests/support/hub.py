"""A stand-in for the Hugging Face Hub on loopback, with commits, large files and injected faults.

It speaks what `huggingface_hub` asks for: model info, trees, resolve with redirects of large files
to a second host, ETags, commit headers and ranges.

    with HubStandIn() as hub:
        revision = hub.add("owner/name", folder)     # or hub.commit("owner/name", {"f": b"..."})
        monkeypatch.setenv("HF_ENDPOINT", hub.endpoint)
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self

from support.hub_requests import HubRequestHandler

LARGE = (".safetensors", ".bin", ".gguf", ".spm", ".model", ".h5", ".msgpack")
"""Files that the real Hub keeps in Git LFS."""


@dataclass(frozen=True, slots=True)
class StandInFile:
    """A file of a commit."""

    content: bytes
    large: bool

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @property
    def blob_id(self) -> str:
        stored = self.pointer if self.large else self.content
        return hashlib.sha1(b"blob %d\0" % len(stored) + stored, usedforsecurity=False).hexdigest()

    @property
    def etag(self) -> str:
        return self.sha256 if self.large else self.blob_id

    @property
    def pointer(self) -> bytes:
        """What git holds in the stead of a large file."""
        return (
            "version https://git-lfs.github.com/spec/v1\n"
            f"oid sha256:{self.sha256}\nsize {len(self.content)}\n"
        ).encode()

    def in_info(self, name: str) -> dict[str, object]:
        """How a model's info lists it."""
        entry = {"rfilename": name, "size": len(self.content), "blobId": self.blob_id}
        return entry | ({"lfs": self._lfs("sha256")} if self.large else {})

    def in_tree(self, name: str) -> dict[str, object]:
        """How a tree lists it: the same under other names."""
        entry = {"type": "file", "path": name, "size": len(self.content), "oid": self.blob_id}
        return entry | ({"lfs": self._lfs("oid")} if self.large else {})

    def _lfs(self, key: str) -> dict[str, object]:
        return {key: self.sha256, "size": len(self.content), "pointerSize": len(self.pointer)}


@dataclass(frozen=True, slots=True)
class Seen:
    """A request that the stand-in got.

    Attributes:
        method: GET or HEAD.
        path: Without the query.
        file: The file it asked for; empty for questions about a repository.
        revision: The revision it named; empty where that is not part of the request.
        range: The Range header.
        content: Whether it was answered with content rather than with a redirect.
    """

    method: str
    path: str
    file: str
    revision: str
    range: str
    content: bool


@dataclass
class Repository:
    """The commits of a repository, the newest last: that one is `main`."""

    commits: dict[str, dict[str, StandInFile]] = field(default_factory=dict)

    def resolve(self, revision: str) -> str | None:
        if revision == "main":
            return list(self.commits)[-1]
        return revision if revision in self.commits else None


class HubStandIn:
    """The Hub, for as long as the `with` block lasts.

    Attributes:
        seen: Every request, in the order they came.
        private: Repositories that answer 401 as the Hub does for those one may not see.
        gated: Repositories whose files are refused until their terms are accepted.
        down: While true, every request is answered with 503.
        deaf: While true, no request is answered before the release.
        stalled: Set while an answer is held back: see `stall`.
    """

    def __init__(self) -> None:
        self.seen: list[Seen] = []
        self.private: set[str] = set()
        self.gated: set[str] = set()
        self.down = False
        self.deaf = False
        self.stalled = threading.Event()
        self._repositories: dict[str, Repository] = {}
        self._cuts: dict[str, int] = {}
        self._stalls: dict[str, int] = {}
        self._damaged: set[str] = set()
        self._missing: set[str] = set()
        self._released = threading.Event()
        self._site = self._serve()
        self._cdn = self._serve()

    def _serve(self) -> ThreadingHTTPServer:
        hub = self

        class Handler(HubRequestHandler):
            stand_in = hub

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        return server

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.release()
        for server in (self._site, self._cdn):
            server.shutdown()
            server.server_close()

    @property
    def endpoint(self) -> str:
        """What to set HF_ENDPOINT to."""
        return f"http://127.0.0.1:{self._site.server_port}"

    @property
    def cdn(self) -> str:
        """The host that large files are redirected to."""
        return f"http://127.0.0.1:{self._cdn.server_port}"

    def add(self, repository: str, folder: Path) -> str:
        """Commit every file of a folder; `main` is then exactly that. Returns the revision."""
        paths = [path for path in sorted(folder.rglob("*")) if path.is_file()]
        return self.commit(
            repository, {p.relative_to(folder).as_posix(): p.read_bytes() for p in paths}
        )

    def commit(self, repository: str, files: Mapping[str, bytes]) -> str:
        """Commit these files; `main` is then exactly that. Returns the revision (40 hex)."""
        commits = self._repositories.setdefault(repository, Repository()).commits
        tree = {name: StandInFile(files[name], name.endswith(LARGE)) for name in sorted(files)}
        text = repr((repository, len(commits), [(n, f.sha256) for n, f in tree.items()]))
        revision = hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()
        commits[revision] = tree
        return revision

    def cut(self, file: str, after: int) -> None:
        """Break the connection once, when so many bytes of this file's answer are sent."""
        self._cuts[file] = after

    def stall(self, file: str, after: int) -> None:
        """Hold one answer back after so many bytes; `stalled` tells when it has come to that."""
        self._stalls[file] = after

    def damage(self, file: str) -> None:
        """From now on, serve this file with one bit of its last byte flipped."""
        self._damaged.add(file)

    def lose(self, file: str) -> None:
        """From now on, list this file but answer that there is none."""
        self._missing.add(file)

    def downloads(self, file: str | None = None) -> list[Seen]:
        """The GET requests that were answered with content: one for each attempt at a file."""
        return [
            request
            for request in self.seen
            if request.method == "GET"
            and request.content
            and request.file == (file or request.file)
        ]

    def note(
        self, method: str, path: str, file: str, revision: str, wanted: str, content: bool
    ) -> None:
        self.seen.append(Seen(method, path, file, revision, wanted, content))

    def body(self, file: str, content: bytes) -> bytes:
        """What is sent for a file, faults included."""
        if file in self._damaged:
            return content[:-1] + bytes([content[-1] ^ 1])
        return content

    def limit(self, file: str) -> tuple[int | None, bool]:
        """After how many bytes to stop, if at all, and whether to stall rather than to cut."""
        if file in self._stalls:
            return self._stalls.pop(file), True
        return self._cuts.pop(file, None), False

    def release(self) -> None:
        """Let answers that are held back go on, now and later."""
        self._released.set()

    def hold(self) -> None:
        """Wait for the release, or the end of the block."""
        self.stalled.set()
        self._released.wait()

    def find(self, repository: str) -> Repository | None:
        return self._repositories.get(repository)

    def is_small(self, repository: str, file: str) -> bool:
        """Whether any commit has this file outside of Git LFS."""
        found = self._repositories.get(repository, Repository())
        return any(file in tree and not tree[file].large for tree in found.commits.values())

    def is_missing(self, file: str) -> bool:
        return file in self._missing

    def large_file(self, sha256: str) -> tuple[str, StandInFile] | None:
        for repository in self._repositories.values():
            for tree in repository.commits.values():
                for name, file in tree.items():
                    if file.large and file.sha256 == sha256:
                        return name, file
        return None
