"""The command line in this process."""

from __future__ import annotations

import functools

import pytest
import typer.main

from summarize.cli.main import main

# Typer builds its commands anew for every call, which takes longer than most of them.
typer.main.get_command = functools.cache(typer.main.get_command)


def call(*words: str) -> int:
    """Run `summarize` with these words; its exit code."""
    with pytest.raises(SystemExit) as stopped:
        main([*words])
    assert isinstance(stopped.value.code, int)
    return stopped.value.code
