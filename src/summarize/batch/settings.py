"""A table of a TOML file that is asked for its keys one by one, and knows which were not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any

from summarize.errors import JobError
from summarize.text.language import is_language_code


class Table:
    """Typed access to a TOML table; every error names the file, the table and the key.

    Args:
        file: The file's name, for messages.
        name: The table's name; empty for the top of the file.
        content: What the parser found.
    """

    def __init__(self, file: str, name: str, content: dict[str, Any]) -> None:
        self._file = file
        self._name = name
        self._content = content
        self._known: set[str] = set()
        self._tables: list[Table] = []

    def table(self, name: str) -> Table:
        """The table of this name; an empty one where the file has none."""
        value = self._get(name, {})
        if not isinstance(value, dict):
            raise self._error(name, "must be a table")
        table = Table(self._file, name, value)
        self._tables.append(table)
        return table

    def text(self, key: str, default: str) -> str:
        """A string that is not empty."""
        value = self._get(key, default)
        if not isinstance(value, str) or not value.strip():
            raise self._error(key, "must be a text")
        return value

    def optional_text(self, key: str) -> str | None:
        """A string, or None where there is none."""
        return self.text(key, "") if self.has(key) else self._get(key, None)

    def texts(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """A list of strings; required, and not empty, unless there is a default."""
        value = self._get(key, default)
        if value is None:
            raise self._error(key, "is missing")
        if not isinstance(value, Sequence) or isinstance(value, str):
            raise self._error(key, 'must be a list of texts, as in ["one", "two"]')
        if not all(isinstance(item, str) and item.strip() for item in value):
            raise self._error(key, 'must be a list of texts, as in ["one", "two"]')
        if not value and default is None:
            raise self._error(key, "must not be empty")
        return tuple(value)

    def languages(self, key: str, default: tuple[str, ...]) -> tuple[str, ...]:
        """A list of ISO 639-1 codes."""
        codes = self.texts(key, default)
        for code in codes:
            if not is_language_code(code):
                raise self._error(key, f"{code!r} is no ISO 639-1 language code, such as en or ru")
        if not codes:
            raise self._error(key, "must not be empty")
        return tuple(dict.fromkeys(codes))

    def number(self, key: str, default: int, *, least: int, most: int | None = None) -> int:
        """A whole number in a range."""
        value = self._get(key, default)
        fits = isinstance(value, int) and not isinstance(value, bool) and value >= least
        if not fits or (most is not None and value > most):
            span = f"of at least {least}" if most is None else f"from {least} to {most}"
            raise self._error(key, f"must be a whole number {span}")
        return int(value)

    def share(self, key: str, default: float) -> float:
        """A number from 0 to 1."""
        value = self._get(key, default)
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or not 0 <= value <= 1:
            raise self._error(key, "must be a number from 0 to 1")
        return float(value)

    def flag(self, key: str, *, default: bool) -> bool:
        """True or false."""
        value = self._get(key, default)
        if not isinstance(value, bool):
            raise self._error(key, "must be true or false")
        return value

    def duration(self, key: str) -> float | None:
        """A time such as `2h`, `90m` or `1h30m`, in seconds; None where there is none."""
        text = self.optional_text(key)
        if text is None:
            return None
        match = re.fullmatch(r"(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?", text.replace(" ", ""))
        seconds = sum(
            int(count or 0) * unit
            for count, unit in zip(match.groups() if match else (), (3600, 60, 1), strict=False)
        )
        if not seconds:
            raise self._error(key, 'must be a time such as "2h", "90m" or "1h30m"')
        return float(seconds)

    def choice(self, key: str, default: str, choices: Sequence[str]) -> str:
        """One of a few strings."""
        value = self._get(key, default)
        if value not in choices:
            raise self._error(key, f"must be one of {', '.join(choices)}")
        return str(value)

    def choices(
        self, key: str, default: tuple[str, ...], choices: Sequence[str]
    ) -> tuple[str, ...]:
        """Some of a few strings, at least one."""
        values = self.texts(key, default)
        if not values or not set(values) <= set(choices):
            raise self._error(key, f"must be a list of one or more of {', '.join(choices)}")
        return tuple(dict.fromkeys(values))

    def has(self, key: str) -> bool:
        """Whether the file says anything about a key."""
        return key in self._content

    def keys_like(self, pattern: str) -> list[str]:
        """The keys that a regular expression matches whole."""
        return [key for key in self._content if re.fullmatch(pattern, key)]

    def refuse(self, key: str) -> None:
        """A key that may not be there yet."""
        self._known.add(key)
        if key in self._content:
            raise self._error(key, "is not supported by this version", hint="remove the key")

    def finish(self) -> None:
        """Refuse a key that nobody asked for, here or in a table below.

        Raises:
            JobError: The table has such a key; the message names the first.
        """
        for key in self._content:
            if key not in self._known:
                close = get_close_matches(key, self._known, n=1)
                known = ", ".join(sorted(self._known))
                hint = f"did you mean {close[0]}?" if close else f"known are {known}"
                raise self._error(key, "is not a known key", hint=hint)
        for table in self._tables:
            table.finish()

    def _get(self, key: str, default: Any) -> Any:
        self._known.add(key)
        return self._content.get(key, default)

    def _error(self, key: str, problem: str, *, hint: str = "") -> JobError:
        place = f"[{self._name}] {key}" if self._name else key
        return JobError(f"{self._file}: {place} {problem}", hint=hint)
