"""Two files that say the same, line by line."""

from __future__ import annotations

from pathlib import Path

from summarize.errors import ConfigError, ReadError


def read_aligned(source: Path, target: Path) -> list[tuple[str, str]]:
    """Pair the lines of two UTF-8 files.

    Only line feeds end a line, so that other separators inside a sentence do not shift the pairs.

    Returns:
        Source and target line, without line ends.

    Raises:
        ReadError: A file is missing or not UTF-8 text.
        ConfigError: The files have different numbers of lines.
    """
    ours, theirs = _lines(source), _lines(target)
    if len(ours) != len(theirs):
        raise ConfigError(
            f"{source} has {len(ours)} lines, {target} has {len(theirs)}",
            hint="line N of one has to be the translation of line N of the other",
        )
    return list(zip(ours, theirs, strict=True))


def _lines(path: Path) -> list[str]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ReadError(f"{path} cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ReadError(
            f"{path}, line {line}: not UTF-8", hint="convert it, as with iconv -t UTF-8"
        ) from error
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    return lines[:-1] if lines[-1] == "" else lines
