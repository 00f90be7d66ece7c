"""The command line in this process."""

from __future__ import annotations

import pytest

from summarize.cli.main import main


def call(*words: str) -> int:
    """Run `summarize` with these words; its exit code."""
    with pytest.raises(SystemExit) as stopped:
        main([*words])
    assert isinstance(stopped.value.code, int)
    return stopped.value.code
