"""`summarize check`: the acceptance gate over two aligned files, whoever made the translation."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from summarize.cli import options

if TYPE_CHECKING:
    from rich.console import Console

    from summarize.translation.gate import Verdict


class CheckFormat(StrEnum):
    """How the findings are printed."""

    TABLE = "table"
    JSONL = "jsonl"


def check(
    source: Annotated[Path, typer.Option(help="The source text, one segment a line.")],
    target: Annotated[Path, typer.Option(help="Its translation, line by line.")],
    source_language: Annotated[
        str, typer.Option("--from", metavar="LANG", help="The source's language, such as en.")
    ],
    target_language: Annotated[
        str, typer.Option("--to", metavar="LANG", help="The translation's language, such as ru.")
    ],
    output_format: Annotated[
        CheckFormat, typer.Option("--format", help="A table to read, or one object a line.")
    ] = CheckFormat.TABLE,
    debug: options.Debug = False,
) -> None:
    """Check a translation line by line: what is missing, made up, looping or left untranslated.

    The table lists the lines with findings; jsonl has an object for every line.
    """
    del debug
    from summarize.readers.aligned import read_aligned
    from summarize.translation.gate import examine
    from summarize.types import LangPair

    pair = LangPair(
        options.language(source_language, "--from"), options.language(target_language, "--to")
    )
    lines = read_aligned(source, target)
    verdicts = (examine(ours, theirs, pair) for ours, theirs in lines)
    if output_format is CheckFormat.JSONL:
        for number, verdict in enumerate(verdicts, start=1):
            typer.echo(json.dumps(_record(number, verdict), ensure_ascii=False))
    else:
        _print_table(list(verdicts))


def _record(number: int, verdict: Verdict) -> dict[str, object]:
    return {
        "line": number,
        "status": verdict.ruling,
        "checks": [
            {"name": found.name, "severity": found.severity, "detail": found.detail}
            for found in verdict.checks
        ],
        "score": verdict.score,
    }


def _print_table(verdicts: Sequence[Verdict]) -> None:
    from rich.console import Console

    from summarize.translation.gate import Ruling

    console = Console()
    found = [(number, verdict) for number, verdict in enumerate(verdicts, 1) if verdict.checks]
    if found:
        _print_findings(console, found)
    counts = Counter(verdict.ruling for verdict in verdicts)
    totals = ", ".join(f"{counts[ruling]} {ruling}" for ruling in Ruling)
    console.print(f"{len(verdicts)} {'line' if len(verdicts) == 1 else 'lines'}: {totals}")


def _print_findings(console: Console, found: Iterable[tuple[int, Verdict]]) -> None:
    from rich.text import Text

    from summarize.tables import Column, print_table

    styles = {"rejected": "bold red", "warned": "yellow"}
    rows = [
        (
            "" if position else str(number),
            Text("" if position else verdict.ruling, style=styles[verdict.ruling]),
            check_.name,
            check_.detail,
        )
        for number, verdict in found
        for position, check_ in enumerate(verdict.checks)
    ]
    columns = [Column("line", right=True), Column("status"), Column("check")]
    print_table(console, [*columns, Column("detail", wraps=True)], rows)
