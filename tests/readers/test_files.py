"""Files into documents, and every way in which that fails."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

import pytest

from summarize.errors import ConfigError, ReadError
from summarize.readers.files import find_files, read_bytes, read_file
from summarize.types import SegmentKind

RUSSIAN = (
    "В городе открыли мост\n\nМост открыли в понедельник. Его строили 12 лет.\n\n"
    "«Мы ждали этого! — сказал мэр. — Теперь всё будет иначе».\n\nДобавить комментарий\n"
)
ENGLISH = (
    "The bridge opens at last\n\n"
    "The bridge was opened on Monday. It took twelve years to build.\n\n"
    "Add a Comment\n"
)
UKRAINIAN = (
    "У місті відкрили міст\n\nМіст відкрили в понеділок. Його будували дванадцять років, і мешканці"
    " вже не вірили, що цей день настане.\n"
)


def write(path: Path, text: str, charset: str = "utf-8") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode(charset))
    return path


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "cp1251", "koi8-r"])
def test_a_russian_article(tmp_path: Path, charset: str) -> None:
    plain = RUSSIAN.replace("«", '"').replace("»", '"').replace("—", "-")
    text = plain if charset == "koi8-r" else RUSSIAN
    path = write(tmp_path / "news" / "Мост № 1.txt", text, charset)
    document = read_file(path, root=tmp_path, languages=["en", "ru"])
    assert document.language == "ru"
    assert document.title == "В городе открыли мост"
    assert document.source == "news/Мост № 1.txt"
    assert document.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert [segment.paragraph for segment in document.segments] == [0, 1, 1, 2, 3]
    assert document.segments[-1].kind is SegmentKind.BOILERPLATE
    paragraphs = [
        "".join(segment.text + segment.after for segment in group)
        for _, group in document.paragraphs()
    ]
    assert paragraphs == text.strip().split("\n\n")


def test_a_markdown_article(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.MD", "# The bridge opens\n\nIt was *opened* on Monday by the mayor.\n"
    )
    document = read_file(path, root=tmp_path)
    assert document.title == "The bridge opens"
    assert document.segments[1].text == "It was opened on Monday by the mayor."


def test_standard_input() -> None:
    document = read_bytes(ENGLISH.encode(), languages=["en"])
    assert (document.source, document.language) == ("-", "en")
    assert document.id.startswith("stdin-")
    assert document.id != read_bytes(RUSSIAN.encode()).id


def test_the_language_is_that_of_the_body() -> None:
    furniture = "\n\n".join(["Добавить комментарий", "Читайте также: Цены снова растут"] * 10)
    assert read_bytes(f"{ENGLISH}\n\n{furniture}".encode()).language == "en"


def test_a_language_that_is_named_is_not_detected() -> None:
    assert read_bytes(UKRAINIAN.encode(), languages=["ru"], language="ru").language == "ru"


def test_a_language_the_job_does_not_take() -> None:
    with pytest.raises(ReadError) as error:
        read_bytes(UKRAINIAN.encode(), source="a.txt", languages=["en", "ru"])
    assert error.value.message == "a.txt is in Ukrainian (uk), and the job takes en, ru"
    assert error.value.hint


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "a.txt is empty"),
        (b" \n\t\r\n", "a.txt is empty"),
        (b"123 --- 456", "a.txt holds no words"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a.txt is not a text file"),
        (b"a" * 101, "a.txt has 101 bytes, more than the limit of 100"),
    ],
)
def test_files_that_are_no_article(tmp_path: Path, data: bytes, message: str) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    with pytest.raises(ReadError) as error:
        read_file(tmp_path / "a.txt", root=tmp_path, max_bytes=100)
    assert error.value.message == message


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"^no/a\.txt does not exist"):
        read_file(tmp_path / "no" / "a.txt", root=tmp_path)


def test_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a.txt").mkdir()
    with pytest.raises(ReadError, match=r"^a\.txt is a folder"):
        read_file(tmp_path / "a.txt", root=tmp_path)


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="the superuser may read everything"
)
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", ENGLISH)
    path.chmod(0)
    with pytest.raises(ReadError, match="may not be read"):
        read_file(path, root=tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    with pytest.raises(ReadError, match="not a regular file"):
        read_file(tmp_path / "a.txt", root=tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_a_pipe_that_takes_the_place_of_a_file_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "a.txt", ENGLISH)
    open_file = os.open

    def swapped(name: Path, flags: int) -> int:
        path.unlink()
        os.mkfifo(path)
        return open_file(name, flags)

    monkeypatch.setattr(os, "open", swapped)
    with pytest.raises(ReadError, match="not a regular file"):
        read_file(path, root=tmp_path)


def test_other_files_are_an_error(tmp_path: Path) -> None:
    path = write(tmp_path / "a.docx", ENGLISH)
    with pytest.raises(ReadError, match=r"^a\.docx: \.docx is not read"):
        read_file(path, root=tmp_path)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Мост № 1.txt", "мост-1"),
        ("The Bridge_opens!.txt", "the-bridge-opens"),
        ("CON.txt", "con"),
        ("...txt", "document"),
        ("и\u0306од.txt", "йод"),
        ("हिन्दी.txt", "हिन्दी"),
        ("a" * 100 + ".txt", "a" * 60),
        ("a" * 59 + " b.txt", "a" * 59),
        ("😀.txt", "document"),
    ],
)
def test_ids_are_safe_file_names(tmp_path: Path, name: str, slug: str) -> None:
    path = write(tmp_path / name, ENGLISH)
    if path.suffix != ".txt":
        path = path.rename(tmp_path / "...a.txt").rename(tmp_path / "!.txt")
    document = read_file(path, root=tmp_path)
    key = hashlib.sha256(document.source.encode()).hexdigest()[:8]
    assert document.id == f"{slug}-{key}"


def test_ids_are_stable_and_unique(tmp_path: Path) -> None:
    paths = [write(tmp_path / folder / "a.txt", ENGLISH) for folder in ("x", "y")]
    first, second = (read_file(path, root=tmp_path) for path in paths)
    assert first.id != second.id
    assert read_file(tmp_path / "y" / ".." / "x" / "a.txt", root=tmp_path).id == first.id


def test_a_file_outside_the_root_keeps_its_path(tmp_path: Path) -> None:
    path = write(tmp_path / "elsewhere" / "a.txt", ENGLISH)
    document = read_file(path, root=tmp_path / "job")
    assert document.source == path.as_posix()
    assert "/" not in document.id


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in (
        "b.txt",
        "a.md",
        "c.docx",
        ".hidden.txt",
        "sub/d.markdown",
        "sub/E.TXT",
        ".git/f.txt",
    ):
        write(tmp_path / name, ENGLISH)
    return tmp_path


@pytest.mark.parametrize(
    ("patterns", "names"),
    [
        (["*"], ["a.md", "b.txt"]),
        (["**/*"], ["a.md", "b.txt", "sub/E.TXT", "sub/d.markdown"]),
        (["**"], ["a.md", "b.txt", "sub/E.TXT", "sub/d.markdown"]),
        (["sub/../*.txt", "b.txt"], ["b.txt"]),
        (["c.docx", "missing.txt"], ["c.docx", "missing.txt"]),
        ([".hidden.txt"], [".hidden.txt"]),
        (["none/*.txt"], []),
        ([], []),
    ],
)
def test_patterns(tree: Path, patterns: list[str], names: list[str]) -> None:
    found = [path.relative_to(tree).as_posix() for path in find_files(tree, patterns)]
    assert found == sorted(names)


def test_absolute_patterns_and_those_above_the_root(tree: Path) -> None:
    files = [tree / "sub" / "E.TXT", tree / "sub" / "d.markdown"]
    assert find_files(tree / "job", [f"{tree}/sub/*"]) == files
    assert find_files(tree / "sub", ["../sub/*"]) == files


def test_a_file_with_wildcards_in_its_name(tmp_path: Path) -> None:
    path = write(tmp_path / "news[1].txt", ENGLISH)
    assert find_files(tmp_path, ["news[1].txt"]) == [path]


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_links_to_folders_are_not_followed_in_circles(tree: Path) -> None:
    (tree / "sub" / "loop").symlink_to(tree)
    assert len(find_files(tree, ["**/*"])) == 4


@pytest.mark.skipif(sys.version_info >= (3, 13), reason="newer Pythons take `a**b` for `a*b`")
def test_an_impossible_pattern_is_an_error_of_the_job(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no file pattern"):
        find_files(tmp_path, ["a**b/*"])
