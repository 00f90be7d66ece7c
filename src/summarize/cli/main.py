"""The `summarize` command: its subcommands, its errors and its exit codes."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from summarize import __version__
from summarize.cli import check, compare, doctor, file, memory, models, run
from summarize.errors import ConfigError, LockedError, SummarizeError

EXIT_USAGE = 2
EXIT_NOTHING_DONE = 3
EXIT_LOCKED = 75
EXIT_INTERRUPTED = 130

app = typer.Typer(
    name="summarize",
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Translate and summarise news articles with public Hugging Face models.",
    epilog="Start with: summarize file ARTICLE.txt --to ru",
)
app.command("run", short_help="Run a job: one folder of files per language.")(run.run)
app.command("file", short_help="Translate and summarise one article.")(file.file)
app.command("check", short_help="Check a translation line by line.")(check.check)
app.command("compare", short_help="Compare translation systems.")(compare.compare)
app.command("doctor", short_help="Tell what works here, and tune a model.")(doctor.doctor)
app.add_typer(models.app, name="models")
app.add_typer(memory.app, name="memory")


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"summarize {__version__}")
        raise typer.Exit


@app.callback()
def _common(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version."
        ),
    ] = False,
) -> None:
    del version


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit.

    Args:
        arguments: The words after `summarize`; by default those of this process.

    Raises:
        SystemExit: Always, with the exit code of the contract.
    """
    words = list(sys.argv[1:] if arguments is None else arguments) or ["--help"]
    try:
        result = app(words, prog_name="summarize", standalone_mode=False)
    except Exception as error:
        if "--debug" in words:
            raise
        sys.exit(_explain(error))
    except KeyboardInterrupt:
        _say("interrupted")
        sys.exit(EXIT_INTERRUPTED)
    sys.exit(result if isinstance(result, int) else 0)


def _explain(error: Exception) -> int:
    """Say in one line what went wrong; the exit code for it."""
    if isinstance(error, ConfigError):
        _say(str(error))
        return EXIT_USAGE
    if isinstance(error, LockedError):
        _say(str(error))
        return EXIT_LOCKED
    if isinstance(error, SummarizeError):
        _say(str(error))
        return EXIT_NOTHING_DONE
    if isinstance(error, typer.Abort):
        _say("interrupted")
        return EXIT_INTERRUPTED
    if isinstance(error, typer.TyperException):
        command = getattr(getattr(error, "ctx", None), "command_path", "summarize")
        _say(f"{error.format_message()} (see `{command} --help`)")
        return EXIT_USAGE
    _say(f"{type(error).__name__}: {error} (this is a bug; run again with --debug for details)")
    return EXIT_NOTHING_DONE


def _say(message: str) -> None:
    line = " ".join(message.split())
    print(f"summarize: error: {line}", file=sys.stderr)  # noqa: T201 - the one place errors are printed
