"""How the stand-in for the Hub answers requests."""

from __future__ import annotations

import contextlib
import json
import re
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit

if TYPE_CHECKING:
    from support.hub import HubStandIn, StandInFile


class HubRequestHandler(BaseHTTPRequestHandler):
    """Answers for the site and for the host of large files alike."""

    stand_in: HubStandIn
    protocol_version = "HTTP/1.1"

    _INFO = re.compile(r"/api/models/([^/]+/[^/]+)(?:/revision/(.+))?")
    _TREE = re.compile(r"/api/models/([^/]+/[^/]+)/tree/([^/]+)(?:/.*)?")
    _FILE = re.compile(r"/([^/]+/[^/]+)/resolve/([^/]+)/(.+)")
    _BLOB = re.compile(r"/blobs/([0-9a-f]{64})")

    def log_message(self, *_: object) -> None:
        """Keep the test's output clean."""

    def do_HEAD(self) -> None:
        self._answer()

    def handle(self) -> None:
        """Serve a connection; a client that was killed is none of our concern."""
        with contextlib.suppress(ConnectionError):
            super().handle()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        path = unquote(urlsplit(self.path).path)
        if self.stand_in.deaf:
            self.stand_in.hold()
        if path.startswith("/not-a-hub/"):
            self._page(path)
        elif self.stand_in.down:
            self._note(path)
            self._refuse(503, "", "Service unavailable")
        elif match := self._BLOB.fullmatch(path):
            self._blob(path, match.group(1))
        elif match := self._TREE.fullmatch(path):
            self._about(path, match.group(1), match.group(2), self._tree)
        elif match := self._INFO.fullmatch(path):
            self._about(path, match.group(1), match.group(2) or "main", self._info)
        elif match := self._FILE.fullmatch(path):
            self._file(path, *match.groups())
        else:
            self._note(path)
            self._refuse(404, "", "Not found")

    def _note(self, path: str, file: str = "", revision: str = "", content: bool = False) -> None:
        wanted = self.headers.get("Range", "")
        self.stand_in.note(self.command, path, file, revision, wanted, content)

    def _about(self, path: str, repository: str, revision: str, answer: object) -> None:
        self._note(path, revision=revision)
        if (found := self._commit(repository, revision)) is not None:
            assert callable(answer)
            answer(repository, *found)

    def _commit(self, repository: str, revision: str) -> tuple[str, dict[str, StandInFile]] | None:
        """The commit, or None after the refusal was sent."""
        if repository in self.stand_in.private:
            self._refuse(401, "RepoNotFound", "Invalid username or password.")
            return None
        found = self.stand_in.find(repository)
        if found is None:
            self._refuse(404, "RepoNotFound", "Repository not found")
            return None
        commit = found.resolve(revision)
        if commit is None:
            self._refuse(404, "RevisionNotFound", f"Invalid rev id: {revision}")
            return None
        return commit, found.commits[commit]

    def _info(self, repository: str, commit: str, tree: dict[str, StandInFile]) -> None:
        blobs = "blobs" in parse_qs(urlsplit(self.path).query)
        siblings = [
            file.in_info(name) if blobs else {"rfilename": name} for name, file in tree.items()
        ]
        gated = "manual" if repository in self.stand_in.gated else False
        self._json({"id": repository, "sha": commit, "gated": gated, "siblings": siblings})

    def _tree(self, repository: str, commit: str, tree: dict[str, StandInFile]) -> None:
        self._json([file.in_tree(name) for name, file in tree.items()])

    def _file(self, path: str, repository: str, revision: str, name: str) -> None:
        self._note(path, name, revision, content=self.stand_in.is_small(repository, name))
        if (found := self._commit(repository, revision)) is None:
            return
        commit, tree = found
        if repository in self.stand_in.gated:
            self._refuse(401, "GatedRepo", f"Access to model {repository} is restricted.")
            return
        if name not in tree or self.stand_in.is_missing(name):
            self._refuse(404, "EntryNotFound", "Entry not found")
            return
        file = tree[name]
        headers = {"X-Repo-Commit": commit, "ETag": f'"{file.etag}"', "Accept-Ranges": "bytes"}
        if file.large:
            self.send_response(302)
            headers["Location"] = f"{self.stand_in.cdn}/blobs/{file.sha256}"
            headers["X-Linked-Etag"] = f'"{file.etag}"'
            headers["X-Linked-Size"] = str(len(file.content))
            self._head(headers, 0)
        else:
            self._content(name, file.content, headers)

    def _blob(self, path: str, sha256: str) -> None:
        found = self.stand_in.large_file(sha256)
        self._note(path, found[0] if found else "", content=True)
        if found is None:
            self._refuse(404, "", "Not found")
            return
        name, file = found
        self._content(name, file.content, {"ETag": f'"{sha256}"', "Accept-Ranges": "bytes"})

    def _content(self, name: str, content: bytes, headers: dict[str, str]) -> None:
        body, start = self.stand_in.body(name, content), 0
        if match := re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", "")):
            start = int(match.group(1))
            headers["Content-Range"] = f"bytes {start}-{len(body) - 1}/{len(body)}"
            self.send_response(206)
        else:
            self.send_response(200)
        self._head(headers, len(body) - start)
        if self.command == "HEAD":
            return
        after, stall = self.stand_in.limit(name)
        if after is None:
            self.wfile.write(body[start:])
            return
        self.wfile.write(body[start : start + after])
        self.wfile.flush()
        if stall:
            self.stand_in.hold()
            self.wfile.write(body[start + after :])
        else:
            self.close_connection = True

    def _page(self, path: str) -> None:
        """What a proxy's log-in page answers."""
        self._note(path)
        body = b"<!doctype html><title>Please log in</title>"
        self.send_response(200)
        self._head({"Content-Type": "text/html"}, len(body))
        self.wfile.write(body)

    def _json(self, answer: object) -> None:
        body = json.dumps(answer).encode()
        self.send_response(200)
        self._head({"Content-Type": "application/json"}, len(body))
        self.wfile.write(body)

    def _refuse(self, status: int, code: str, message: str) -> None:
        body = json.dumps({"error": message}).encode()
        self.send_response(status)
        headers = {"X-Error-Message": message, "Content-Type": "application/json"}
        self._head(headers | ({"X-Error-Code": code} if code else {}), len(body))
        if self.command != "HEAD":
            self.wfile.write(body)

    def _head(self, headers: dict[str, str], length: int) -> None:
        for key, value in headers.items():
            self.send_header(key, value)
        self.send_header("Content-Length", str(length))
        self.end_headers()
