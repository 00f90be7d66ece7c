"""Files at the limits, their digests, and what patterns leave out."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

import pytest

from summarize.errors import ConfigError, ReadError
from summarize.readers.files import (
    MAX_BYTES,
    find_files,
    hash_file,
    identify,
    is_name,
    read_bytes,
    read_file,
    real,
    start_of,
)
from summarize.types import SegmentKind

ENGLISH = b"The bridge\n\nThe bridge was opened on Monday. It took twelve years to build.\n"


def write(path: Path, data: bytes = ENGLISH) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


# --- Size -----------------------------------------------------------------------------------------


def test_a_file_of_exactly_the_limit_is_read(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt")
    size = len(ENGLISH)
    assert read_file(path, root=tmp_path, max_bytes=size).title == "The bridge"
    assert hash_file(path, root=tmp_path, max_bytes=size)[1] == size
    assert read_bytes(ENGLISH, max_bytes=size).title == "The bridge"
    message = f"has {size} bytes, more than the limit of {size - 1}"
    with pytest.raises(ReadError, match=f"a.txt {message}"):
        read_file(path, root=tmp_path, max_bytes=size - 1)
    with pytest.raises(ReadError, match=f"a.txt {message}"):
        hash_file(path, root=tmp_path, max_bytes=size - 1)
    with pytest.raises(ReadError, match=f"standard input {message}"):
        read_bytes(ENGLISH, max_bytes=size - 1)


def test_the_usual_limit_is_ten_million_bytes(tmp_path: Path) -> None:
    assert MAX_BYTES == 10_000_000
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    for read in (read_file, hash_file):
        with pytest.raises(ReadError, match="10,000,001 bytes"):
            read(path, root=tmp_path)
    with pytest.raises(ReadError, match="10,000,001 bytes"):
        read_bytes(path.read_bytes())


def test_a_file_that_grows_while_it_is_read_is_not_cut_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "a.txt")
    usual = os.fstat

    def grow(handle: int) -> os.stat_result:
        status = usual(handle)
        with path.open("ab") as file:
            file.write(b"More words. ")
        return status

    monkeypatch.setattr(os, "fstat", grow)
    with pytest.raises(ReadError, match=r"a\.txt has .* more than the limit"):
        read_file(path, root=tmp_path, max_bytes=len(ENGLISH))


# --- Digests and ids ------------------------------------------------------------------------------


def test_the_digest_is_that_of_the_bytes(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt")
    digest = hashlib.sha256(ENGLISH).hexdigest()
    assert hash_file(path, root=tmp_path) == (digest, len(ENGLISH))
    assert read_file(path, root=tmp_path).sha256 == digest
    assert read_bytes(ENGLISH).sha256 == digest


@pytest.mark.parametrize("name", ["no.txt", "folder"])
def test_what_has_no_bytes_has_no_digest(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(ReadError, match=f"^{name} "):
        hash_file(tmp_path / name, root=tmp_path)


def test_a_file_is_identified_without_being_read(tmp_path: Path) -> None:
    path = write(tmp_path / "news" / "a.txt")
    document = read_file(path, root=tmp_path)
    assert identify(path, root=tmp_path) == (document.id, document.source)
    path.unlink()
    assert identify(path, root=tmp_path) == (document.id, "news/a.txt")


def test_the_charset_is_remembered(tmp_path: Path) -> None:
    text = "Мост открыли\n\nМост через реку открыли в понедельник утром, сообщили в мэрии."
    assert read_file(write(tmp_path / "a.txt"), root=tmp_path).encoding == "utf-8"
    assert read_bytes(text.encode("koi8-r")).encoding == "koi8_r"


def test_bytes_with_a_name_are_known_by_it_and_others_by_what_they_are() -> None:
    other = ENGLISH + b"More of it.\n"
    named = [read_bytes(data, source="https://a.example/x/bridge.txt") for data in (ENGLISH, other)]
    assert named[0].id == named[1].id
    assert named[0].id.startswith("bridge-")
    assert named[0].source == "https://a.example/x/bridge.txt"
    assert named[0].id != read_bytes(ENGLISH, source="bridge.txt").id
    assert read_bytes(ENGLISH).id == read_bytes(ENGLISH).id != read_bytes(other).id


@pytest.mark.parametrize(("source", "is_markdown"), [("a.md", True), ("a.Markdown", True)])
def test_bytes_are_markdown_by_their_name(source: str, *, is_markdown: bool) -> None:
    text = b"# The bridge\n\nIt was *opened* on Monday by the mayor of the city.\n"
    assert read_bytes(text, source=source).title == "The bridge"
    assert read_bytes(text, source="a.txt").title == "# The bridge"
    assert read_bytes(text).title == "# The bridge"


# --- What is said and in which language -----------------------------------------------------------


def test_headings_and_titles_tell_the_language_and_code_does_not() -> None:
    code = "\n".join(["    the bridge was opened and it is of the city"] * 30)
    text = f"# Мост\n\n## Мост через реку открыли\n\nМост открыли утром.\n\n{code}\n"
    assert read_bytes(text.encode(), source="a.md").language == "ru"
    assert read_bytes("# Мост через реку открыли\n\n---\n".encode(), source="a.md").language == "ru"


def test_prose_alone_tells_the_language() -> None:
    assert read_bytes("Мост через реку открыли утром, сообщили в мэрии.".encode()).language == "ru"


def test_no_language_without_words_of_the_article() -> None:
    with pytest.raises(ReadError, match="standard input: its language cannot be told"):
        read_bytes(b"Add a Comment\n\nShare\n\nSubscribe\n")
    document = read_bytes(b"Add a Comment\n\nShare\n", language="en")
    assert {segment.kind for segment in document.segments} == {SegmentKind.BOILERPLATE}
    assert document.title == ""


def test_a_file_is_in_the_language_that_is_named_and_in_one_of_the_job(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt")
    assert read_file(path, root=tmp_path, language="ru").language == "ru"
    assert read_file(path, root=tmp_path, languages=["en"]).language == "en"
    with pytest.raises(ReadError, match=r"English \(en\), and the job takes ru"):
        read_file(path, root=tmp_path, languages=["ru"])


def test_a_language_the_job_takes_is_read() -> None:
    for languages in (None, ["en"], ["ru", "en"]):
        assert read_bytes(ENGLISH, languages=languages).language == "en"
    for language in (None, "en"):
        with pytest.raises(ReadError, match=r"English \(en\), and the job takes ru"):
            read_bytes(ENGLISH, languages=["ru"], language=language)


# --- Names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a", "news/a.txt", "a.b-c (1)"])
def test_names(name: str) -> None:
    assert is_name(name)


@pytest.mark.parametrize("pattern", ["*", "a?", "a[1]", "**/a.txt"])
def test_patterns(pattern: str) -> None:
    assert not is_name(pattern)


@pytest.mark.parametrize(
    ("pattern", "start"),
    [
        ("news/**/*.txt", "news"),
        ("news/day/a.txt", "news/day"),
        ("*.txt", ""),
        ("a.txt", ""),
        ("news/d?y/sub/*.txt", "news"),
        ("../other/*", "../other"),
    ],
)
def test_where_a_pattern_starts(tmp_path: Path, pattern: str, start: str) -> None:
    root = tmp_path / "job"
    assert start_of(root, pattern) == Path(os.path.normpath(root / start))
    assert start_of(root, f"{tmp_path}/x/*") == tmp_path / "x"


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_start_and_a_real_path_have_no_links(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert start_of(tmp_path, "link/*.txt") == tmp_path / "real"
    assert real(tmp_path / "link" / "a.txt") == tmp_path / "real" / "a.txt"
    assert real(Path("a\0b")) == Path.cwd() / "a\0b"


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_link_is_found_by_its_own_name_even_if_it_leads_nowhere(tmp_path: Path) -> None:
    write(tmp_path / "elsewhere" / "b.txt")
    job = tmp_path / "job"
    job.mkdir()
    (job / "a.txt").symlink_to(tmp_path / "elsewhere" / "b.txt")
    (job / "lost.txt").symlink_to(tmp_path / "nowhere")
    (job / "folder.txt").mkdir()
    assert find_files(job, ["*.txt"]) == [job / "a.txt", job / "lost.txt"]
    with pytest.raises(ReadError, match=r"lost\.txt does not exist"):
        read_file(job / "lost.txt", root=job)


def test_each_file_is_found_once_and_in_order(tmp_path: Path) -> None:
    paths = [write(tmp_path / name) for name in ("a.txt", "b.md", "sub/c.txt")]
    assert find_files(tmp_path, ["sub/*", "*", "**/*", "a.txt", "./a.txt"]) == paths


def test_a_job_may_lie_in_a_hidden_folder(tmp_path: Path) -> None:
    path = write(tmp_path / ".jobs" / "a.txt")
    write(tmp_path / ".jobs" / ".b.txt")
    write(tmp_path / ".jobs" / ".c" / "d.txt")
    assert find_files(tmp_path / ".jobs", ["**/*"]) == [path]
    assert find_files(tmp_path, ["**/*"]) == []


def test_a_root_may_be_relative(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / ".job" / "news" / "a.txt")
    monkeypatch.chdir(tmp_path)
    root = Path(".job")
    for pattern in ("news/a.txt", "news/*", "./news/../news/*", f"{tmp_path}/.job/news/*"):
        assert find_files(root, [pattern]) == [path]
    assert identify(path, root=root) == identify(path, root=tmp_path / ".job")
    assert read_file(path, root=root).source == "news/a.txt"
    assert read_file(root / "news" / "a.txt", root=tmp_path / ".job").source == "news/a.txt"


def test_a_match_of_which_nothing_is_known_is_not_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "a.txt")
    usual = Path.is_dir

    def refuse(self: Path) -> bool:
        if self.suffix:
            raise PermissionError
        return usual(self)

    monkeypatch.setattr(Path, "is_dir", refuse)
    assert find_files(tmp_path, ["*.txt"]) == [path]


def test_an_empty_pattern_is_an_error_of_the_job(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="'' is no file pattern"):
        find_files(tmp_path, [""])


@pytest.mark.parametrize(
    ("name", "message"),
    [("a", "a: a file without an ending is not read"), ("a.PDF", r"a\.PDF: \.pdf is not read")],
)
def test_other_files_are_refused_before_they_are_opened(
    tmp_path: Path, name: str, message: str
) -> None:
    with pytest.raises(ReadError, match=message):
        read_file(tmp_path / name, root=tmp_path)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_name_of_any_bytes_can_be_shown(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"\xff\xfea.txt")
    write(path)
    document = read_file(path, root=tmp_path)
    assert document.source == "\ufffd\ufffda.txt"
    assert document.id.startswith("a-")
    other = write(tmp_path / os.fsdecode(b"\xfe\xffa.txt"))
    assert read_file(other, root=tmp_path).id != document.id


def test_a_name_that_is_no_path_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="cannot be read"):
        read_file(tmp_path / "a\0.txt", root=tmp_path)
    with pytest.raises(ReadError, match="cannot be read"):
        read_file(tmp_path / ("a" * 300 + ".txt"), root=tmp_path)
