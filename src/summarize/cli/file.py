"""`summarize file`: one article, answered at once."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from summarize.cli import options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarize.types import Document
    from summarize.writers.record import Record


class ArticleFormat(StrEnum):
    """How the result is written."""

    TEXT = "text"
    MD = "md"
    JSON = "json"
    HTML = "html"


def file(
    path: Annotated[
        str, typer.Argument(metavar="PATH|-", help="A .txt or .md file; - is standard input.")
    ],
    source: Annotated[
        str, typer.Option("--from", metavar="auto|LANG", help="The article's language.")
    ] = "auto",
    target: Annotated[
        str | None,
        typer.Option(
            "--to",
            metavar="LANG[,LANG…]",
            help="The languages to translate it into; by default Russian for an English article, "
            "English for any other.",
            show_default=False,
        ),
    ] = None,
    max_words: Annotated[
        int,
        typer.Option(
            min=5,
            max=1000,
            metavar="N",
            help="The most words of the summary as it is written; translated, it may have more.",
        ),
    ] = 60,
    system: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="The model that translates; by default the best one on this machine.",
            show_default=False,
        ),
    ] = None,
    summarizer: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="The model that summarises, or none; by default the best one on this machine.",
            show_default=False,
        ),
    ] = None,
    output_format: Annotated[
        ArticleFormat | None,
        typer.Option(
            "--format",
            help="By default what the ending of --output says, else text.",
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Write here, not to standard output.", show_default=False
        ),
    ] = None,
    models: options.Models = None,
    offline: options.Offline = False,
    quiet: options.Quiet = False,
    debug: options.Debug = False,
) -> int:
    """Translate and summarise one article and print it: title, summary, full text.

    With --format json, the ledger record: each sentence with its translation, status and checks.
    """
    del debug
    from summarize.batch.single import process_one
    from summarize.cli.progress import display
    from summarize.cli.signals import stopped_by_signals
    from summarize.translation.recall import recollection

    document = _read(path, source)
    targets = _targets(target, document.language)
    with (
        stopped_by_signals() as stop,
        display(quiet=quiet) as shown,
        recollection(shown.warn) as memory,
    ):
        loader = options.make_loader(models, offline=offline, stop=stop, progress=shown.model)
        record = process_one(
            document,
            targets=targets,
            system=system,
            summarizer=summarizer,
            max_words=max_words,
            loader=loader,
            reporter=shown,
            memory=memory,
        )
    _write(_rendered(record, targets, _format(output_format, output)), output)
    return 0


def _read(path: str, source: str) -> Document:
    from summarize.errors import ConfigError
    from summarize.readers.files import read_bytes, read_file

    if "://" in path:
        raise ConfigError(f"{path}: addresses are not read yet", hint="save the page as a file")
    language = None if source == "auto" else options.language(source, "--from")
    if path == "-":
        return read_bytes(sys.stdin.buffer.read(), language=language)
    return read_file(Path(path), root=Path.cwd(), language=language)


def _targets(target: str | None, source: str) -> tuple[str, ...]:
    from summarize.errors import ConfigError

    if target is None:
        return ("ru" if source == "en" else "en",)
    wanted = (code.strip() for code in target.split(","))
    codes = tuple(options.language(code, "--to") for code in dict.fromkeys(wanted) if code)
    if not codes:
        raise ConfigError("--to names no language", hint="for example --to ru")
    return codes


def _format(wanted: ArticleFormat | None, output: Path | None) -> ArticleFormat:
    if wanted is not None:
        return wanted
    suffix = output.suffix.removeprefix(".").lower() if output else ""
    return ArticleFormat(suffix) if suffix in list(ArticleFormat) else ArticleFormat.TEXT


def _rendered(record: Record, languages: Sequence[str], output_format: ArticleFormat) -> str:
    from summarize.batch.ledger import edition_of
    from summarize.writers import html, markdown, text
    from summarize.writers import record as ledger

    if output_format is ArticleFormat.JSON:
        return ledger.dumps(ledger.to_json(record))
    editions = [edition_of(record, language) for language in languages]
    renderers = {
        ArticleFormat.HTML: html.render,
        ArticleFormat.MD: markdown.render,
        ArticleFormat.TEXT: text.render,
    }
    return renderers[output_format](*editions)


def _write(content: str, output: Path | None) -> None:
    from summarize.errors import OutputError
    from summarize.storage import replace_file

    if output is None:
        sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
        sys.stdout.write(content)
        sys.stdout.flush()
        return
    try:
        replace_file(output, content.encode("utf-8"))
    except OSError as error:
        raise OutputError(
            f"{output} cannot be written: {error.strerror}", hint="name another file"
        ) from error
