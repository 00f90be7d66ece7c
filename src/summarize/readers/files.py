"""Files into documents: found by pattern, read whole, decoded, structured, segmented."""

from __future__ import annotations

import hashlib
import os
import stat
import unicodedata
from collections.abc import Collection, Sequence
from itertools import takewhile
from pathlib import Path, PurePath

import regex

from summarize.errors import ConfigError, ReadError
from summarize.readers.charset import decode
from summarize.readers.markdown import markdown_paragraphs
from summarize.readers.structure import plain_paragraphs
from summarize.text.language import detect_language, english_name
from summarize.text.segmenter import Paragraph, segment
from summarize.types import Document, SegmentKind

MAX_BYTES = 10_000_000
"""The default limit of one file."""
STANDARD_INPUT = "-"

_MARKDOWN = frozenset({".md", ".markdown"})
_READABLE = _MARKDOWN | {".txt"}
_SPOKEN = (SegmentKind.TITLE, SegmentKind.HEADING, SegmentKind.PROSE)
_SLUG_LENGTH = 60
_WILDCARD = regex.compile(r"[*?\[]")


def find_files(root: Path, patterns: Sequence[str]) -> list[Path]:
    """Find the files that glob patterns name.

    Args:
        root: The folder that relative patterns start from.
        patterns: Such as `news/**/*.txt`, relative or absolute. One without wildcards names a file
            of any type, whether it is there or not, so that reading it tells what is wrong.

    Returns:
        Absolute paths, sorted, each once. Wildcards match .txt, .md and .markdown files only, and
        nothing that is hidden. What they match that is no folder is among them even if it cannot
        be read, such as a pipe or a link that leads nowhere.

    Raises:
        ConfigError: A pattern cannot be one.
    """
    found: set[Path] = set()
    for pattern in patterns:
        path = root / pattern
        if pattern and (path.is_file() or is_name(pattern)):
            found.add(_absolute(path))
            continue
        base = Path(path.anchor) if Path(pattern).is_absolute() else root
        relative = os.path.relpath(pattern, base) if Path(pattern).is_absolute() else pattern
        # Before Python 3.13 a last `**` matches folders only.
        relative += "/*" if PurePath(relative).name == "**" else ""
        try:
            matches = [_absolute(match) for match in base.glob(relative)]
        except (ValueError, NotImplementedError, IndexError) as error:
            raise ConfigError(
                f"{pattern!r} is no file pattern: {error}", hint="write e.g. news/**/*.txt"
            ) from error
        found.update(match for match in matches if _is_article(match, _absolute(root)))
    return sorted(found)


def is_name(pattern: str) -> bool:
    """Whether a pattern names one file."""
    return _WILDCARD.search(pattern) is None


def start_of(root: Path, pattern: str) -> Path:
    """The folder that a pattern's matches lie in or below, without links.

    Args:
        root: The folder that a relative pattern starts from.
        pattern: As in `find_files`.
    """
    fixed = list(takewhile(is_name, PurePath(pattern).parts))
    return real(root.joinpath(*(fixed[:-1] if is_name(pattern) else fixed)))


def real(path: Path) -> Path:
    """An absolute path without links; unlike `Path.resolve`, of whatever cannot be read, too."""
    try:
        return Path(os.path.realpath(path))
    except ValueError:  # no path at all: reading it will tell what is wrong
        return _absolute(path)


def read_file(
    path: Path,
    *,
    root: Path,
    languages: Collection[str] | None = None,
    language: str | None = None,
    max_bytes: int = MAX_BYTES,
) -> Document:
    """Read one .txt or .md file.

    Args:
        path: The file.
        root: The folder that document ids and sources are relative to, a job file's.
        languages: The languages a job takes, as ISO 639-1 codes; None takes any.
        language: What the file is in; None detects it.
        max_bytes: The largest file that is read.

    Raises:
        ReadError: The file is missing, not readable, too large, no text, or in another language.
    """
    document_id, source = identify(path, root=root)
    suffix = path.suffix.lower()
    if suffix not in _READABLE:
        raise ReadError(
            f"{source}: {suffix or 'a file without an ending'} is not read",
            hint="save it as .txt or .md",
        )
    data = _read(path, source, max_bytes)
    return _document(
        data,
        source=source,
        document_id=document_id,
        languages=languages,
        language=language,
    )


def hash_file(path: Path, *, root: Path, max_bytes: int = MAX_BYTES) -> tuple[str, int]:
    """The sha256 of the bytes of a file, in hex, and how many there are.

    Args:
        path: The file.
        root: As in `read_file`.
        max_bytes: As in `read_file`.

    Raises:
        ReadError: The file is missing, not readable, too large, or not a regular file.
    """
    data = _read(path, identify(path, root=root)[1], max_bytes)
    return hashlib.sha256(data).hexdigest(), len(data)


def identify(path: Path, *, root: Path) -> tuple[str, str]:
    """The id and the source of the document that a file is, or would be if it could be read.

    Args:
        path: The file.
        root: As in `read_file`.
    """
    shown = _shown(path, root)
    return _document_id(_unicode(path.stem), os.fsencode(shown)), _unicode(shown)


def read_bytes(
    data: bytes,
    *,
    source: str = STANDARD_INPUT,
    languages: Collection[str] | None = None,
    language: str | None = None,
    max_bytes: int = MAX_BYTES,
) -> Document:
    """Make a document of bytes that are at hand, as from standard input.

    Args:
        data: The text; Markdown if `source` ends in .md, else plain.
        source: Where it came from. The id of a document from `-` follows its bytes.
        languages: As in `read_file`.
        language: As in `read_file`.
        max_bytes: As in `read_file`.

    Raises:
        ReadError: As `read_file`.
    """
    name = "standard input" if source == STANDARD_INPUT else source
    _check_size(len(data), name, max_bytes)
    key = data if source == STANDARD_INPUT else source.encode()
    return _document(
        data,
        source=source,
        document_id=_document_id(
            "stdin" if source == STANDARD_INPUT else PurePath(source).stem, key
        ),
        languages=languages,
        language=language,
    )


def _document(
    data: bytes,
    *,
    source: str,
    document_id: str,
    languages: Collection[str] | None,
    language: str | None,
) -> Document:
    name = "standard input" if source == STANDARD_INPUT else source
    text, encoding = decode(data, name)
    if not any(character.isalpha() for character in text):
        raise ReadError(f"{name} is empty" if not text.strip() else f"{name} holds no words")
    is_markdown = PurePath(source).suffix.lower() in _MARKDOWN
    paragraphs = markdown_paragraphs(text) if is_markdown else plain_paragraphs(text)
    language = language or _language(paragraphs, name)
    if languages is not None and language not in languages:
        raise ReadError(
            f"{name} is in {english_name(language)} ({language}),"
            f" and the job takes {', '.join(languages)}",
            hint="add the language to the job, or name it if it was taken for another",
        )
    segments = segment(paragraphs, language)
    return Document(
        id=document_id,
        source=source,
        sha256=hashlib.sha256(data).hexdigest(),
        language=language,
        title=next((p.text for p in paragraphs if p.kind is SegmentKind.TITLE), ""),
        segments=segments,
        encoding=encoding,
    )


def _language(paragraphs: Sequence[Paragraph], name: str) -> str:
    """The language of what the article says; what the site says around it does not count."""
    spoken = "\n".join(paragraph.text for paragraph in paragraphs if paragraph.kind in _SPOKEN)
    if language := detect_language(spoken):
        return language
    raise ReadError(f"{name}: its language cannot be told", hint="name the language")


# --- Files ----------------------------------------------------------------------------------------


def _read(path: Path, source: str, max_bytes: int) -> bytes:
    try:
        _require_regular(path.stat(), source)
        # Without waiting, as a pipe may have taken the place of the file meanwhile.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(handle, "rb") as file:
            status = os.fstat(handle)
            _require_regular(status, source)
            _check_size(status.st_size, source, max_bytes)
            data = file.read(max_bytes + 1)
    except FileNotFoundError as error:
        raise ReadError(f"{source} does not exist", hint="check the path") from error
    except PermissionError as error:
        raise ReadError(f"{source} may not be read", hint="check its permissions") from error
    except OSError as error:
        raise ReadError(f"{source} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise ReadError(f"{source} cannot be read: {error}") from error
    _check_size(len(data), source, max_bytes)
    return data


def _require_regular(status: os.stat_result, source: str) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise ReadError(f"{source} is a folder", hint=f"name its files: {source}/**/*.txt")
    if not stat.S_ISREG(status.st_mode):
        raise ReadError(f"{source} is not a regular file", hint="give it on standard input")


def _check_size(size: int, name: str, max_bytes: int) -> None:
    if size > max_bytes:
        raise ReadError(
            f"{name} has {size:,} bytes, more than the limit of {max_bytes:,}",
            hint="split it, or raise max_bytes",
        )


def _is_article(path: Path, root: Path) -> bool:
    """Whether a wildcard's match is an article by its name, and not hidden below the root."""
    below = path.relative_to(root) if path.is_relative_to(root) else Path(path.name)
    is_hidden = any(part.startswith(".") for part in below.parts)
    return path.suffix.lower() in _READABLE and not is_hidden and not _is_folder(path)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # reading it will tell what is wrong
        return False


def _absolute(path: Path) -> Path:
    """Without `..`; links are kept, as they are what the user named."""
    return Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links


def _shown(path: Path, root: Path) -> str:
    """The path relative to the root, or as given where it is outside."""
    absolute, base = _absolute(path), _absolute(root)
    return (absolute.relative_to(base) if absolute.is_relative_to(base) else path).as_posix()


def _unicode(name: str) -> str:
    """A name that can be written as UTF-8, whatever bytes the file system holds."""
    return os.fsencode(name).decode("utf-8", "replace")


def _document_id(name: str, key: bytes) -> str:
    """A file name for a document: readable, unique, and safe on every file system.

    With its hash at the end it is neither empty nor a name that Windows reserves.
    """
    name = unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).lower())
    slug = regex.sub(r"[^\p{L}\p{M}\p{Nd}]+", "-", name).strip("-")[:_SLUG_LENGTH].strip("-")
    return f"{slug or 'document'}-{hashlib.sha256(key).hexdigest()[:8]}"
