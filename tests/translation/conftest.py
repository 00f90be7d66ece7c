from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from summarize.translation.memory import TranslationMemory


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a translation memory is to be; not even its folder is there."""
    return tmp_path / "home" / "memory.sqlite3"


@pytest.fixture
def warnings() -> list[str]:
    """What the memory warned of."""
    return []


@pytest.fixture
def memory(path: Path, warnings: list[str]) -> Iterator[TranslationMemory]:
    with TranslationMemory(path, warn=warnings.append) as memory:
        yield memory
