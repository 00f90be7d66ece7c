"""How a command ends: its exit code and its last words, whatever went wrong."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

import pytest
import typer

from summarize import __version__
from summarize.cli import main as edge
from summarize.cli.signals import EXIT_STOPPED, leave, stopped_by_signals
from summarize.errors import (
    ConfigError,
    Interrupted,
    LockedError,
    ModelUnavailableError,
    OutputError,
    ReadError,
)
from support.command import call
from support.processes import finish, start

Capture = pytest.CaptureFixture[str]


def end_with(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def fail(*_: object, **__: object) -> NoReturn:
        raise error

    monkeypatch.setattr(edge, "app", fail)


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (ConfigError("a key\nis wrong", hint="mend it"), 2, "a key is wrong (mend it)"),
        (LockedError("another run"), 75, "another run"),
        (ReadError("empty"), 3, "empty"),
        (ModelUnavailableError("not here"), 3, "not here"),
        (OutputError("disk full"), 3, "disk full"),
        (Interrupted("stopped: deadline"), 3, "stopped: deadline"),
        (typer.Abort(), 130, "interrupted"),
        (KeyboardInterrupt(), 130, "interrupted"),
        (typer.BadParameter("no number"), 2, "no number"),
    ],
)
def test_an_error_is_one_line_and_an_exit_code(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture, error: BaseException, code: int, words: str
) -> None:
    end_with(monkeypatch, error)
    assert call("run") == code
    captured = capsys.readouterr()
    (line,) = captured.err.splitlines()
    assert line.startswith("summarize: error: ")
    assert words in line
    assert captured.out == ""


def test_a_fault_of_ours_says_so_and_shows_where_only_on_request(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    end_with(monkeypatch, ZeroDivisionError("by nothing"))
    assert call("run", "job.toml") == 3
    (line,) = capsys.readouterr().err.splitlines()
    assert "ZeroDivisionError: by nothing" in line
    assert "--debug" in line
    with pytest.raises(ZeroDivisionError):
        edge.main(["run", "--debug"])


def test_wrong_usage_names_the_command_whose_help_helps(capsys: Capture) -> None:
    assert call("models", "pull") == 2
    assert "(see `summarize models pull --help`)" in capsys.readouterr().err
    assert call("--colour") == 2
    assert "(see `summarize --help`)" in capsys.readouterr().err


def test_no_words_and_help_and_version_are_no_errors(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    assert call("--version") == 0
    assert capsys.readouterr().out == f"summarize {__version__}\n"
    assert call() == 0
    helped = capsys.readouterr().out
    assert "Usage: summarize" in helped
    assert call("-h") == 0
    assert capsys.readouterr().out == helped
    monkeypatch.setattr(sys, "argv", ["summarize", "--version"])
    with pytest.raises(SystemExit) as stopped:
        edge.main()
    assert stopped.value.code == 0
    assert __version__ in capsys.readouterr().out


@pytest.mark.parametrize(("result", "code"), [(0, 0), (1, 1), (75, 75), (None, 0), ("text", 0)])
def test_what_a_command_returns_is_the_exit_code(
    monkeypatch: pytest.MonkeyPatch, result: object, code: int
) -> None:
    monkeypatch.setattr(edge, "app", lambda *_, **__: result)
    assert call("run") == code


def test_a_reader_of_our_output_who_goes_away_is_no_fault_but_told(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    broken = os.fdopen(theirs, "w")
    monkeypatch.setattr(sys, "stdout", broken)
    assert call("models", "list", "--format", "json") == 1
    assert capsys.readouterr().err == ""
    with suppress(BrokenPipeError):
        broken.close()


@pytest.mark.system
@pytest.mark.parametrize("words", [("--help",), ("models", "list", "--format", "json")])
def test_nor_does_a_process_whose_reader_has_gone_show_where_it_was(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    process = start(*words, home=tmp_path, stdout=theirs)
    os.close(theirs)
    code, _, said = finish(process)
    assert (code, said) == (1, "")


@pytest.mark.parametrize("error", [KeyboardInterrupt, typer.Abort])
def test_ctrl_c_in_a_command_that_does_not_handle_it_is_130(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture, error: type[BaseException]
) -> None:
    def interrupt(*_: object, **__: object) -> NoReturn:
        raise error

    monkeypatch.setattr("summarize.cli.options.make_loader", interrupt)
    assert call("models", "list") == 130
    assert capsys.readouterr().out == ""


class Left(BaseException):
    """The process would have ended here."""


@pytest.fixture
def left(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The exit codes with which the process would have ended at once."""
    codes: list[int] = []

    def end(code: int) -> NoReturn:
        codes.append(code)
        raise Left

    monkeypatch.setattr(os, "_exit", end)
    return codes


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_the_first_signal_asks_and_the_second_ends(
    left: list[int], capfd: Capture, sent: signal.Signals, code: int
) -> None:
    former = signal.getsignal(sent)
    with pytest.raises(Left), stopped_by_signals() as stop:  # noqa: PT012
        assert not stop.requested
        signal.raise_signal(sent)
        assert (stop.requested, stop.reason, left) == (True, sent.name, [])
        signal.raise_signal(sent)
    assert left == [code]
    assert signal.getsignal(sent) is former
    (line,) = capfd.readouterr().err.splitlines()
    assert sent.name in line


@pytest.mark.parametrize(
    ("reason", "code"), [("SIGINT", 130), ("SIGTERM", 143), ("deadline", EXIT_STOPPED)]
)
def test_work_that_was_stopped_ends_the_process(left: list[int], reason: str, code: int) -> None:
    former = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    with pytest.raises(Left), stopped_by_signals() as stop:  # noqa: PT012
        stop.request(reason)
        stop.check()
    assert left == [code] != [0]
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == former


def test_other_errors_go_on_their_way(left: list[int]) -> None:
    former = signal.getsignal(signal.SIGTERM)
    with pytest.raises(KeyError), stopped_by_signals():
        raise KeyError
    assert signal.getsignal(signal.SIGTERM) is former
    assert left == []


def test_nothing_that_was_said_is_lost_by_leaving(
    left: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed: list[str] = []
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        monkeypatch.setattr(stream, "flush", lambda name=name: flushed.append(name))
    with pytest.raises(Left):
        leave("done", 7)
    assert (left, sorted(flushed)) == ([7], ["stderr", "stdout"])
