"""`summarize memory`: what the translation memory holds, and forgetting or exporting it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from summarize.cli import options

if TYPE_CHECKING:
    from summarize.translation.memory import MemoryStats, TranslationMemory
    from summarize.types import LangPair

app = typer.Typer(
    name="memory",
    help="Count, prune and export the translations and summaries that are kept between runs.",
    no_args_is_help=True,
)


@app.command()
def stats(
    output_format: Annotated[
        options.TableFormat, typer.Option("--format")
    ] = options.TableFormat.TABLE,
    debug: options.Debug = False,
) -> int:
    """Count what the translation memory holds, by system, language pair and summary language."""
    del debug
    with _memory() as memory:
        held = memory.stats()
    if output_format is options.TableFormat.JSON:
        from summarize.writers.record import dumps

        typer.echo(dumps(_record(memory.path, held)), nl=False)
    else:
        _print_stats(memory.path, held)
    return 0


@app.command()
def prune(
    unused_days: Annotated[
        int | None,
        typer.Option(
            min=0,
            max=36_500,
            metavar="N",
            help="Forget what no run has used for more than N days.",
            show_default=False,
        ),
    ] = None,
    system: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="Forget only what this system wrote.", show_default=False
        ),
    ] = None,
    output_format: Annotated[
        options.TableFormat, typer.Option("--format")
    ] = options.TableFormat.TABLE,
    debug: options.Debug = False,
) -> int:
    """Forget translations and summaries, and give their space back.

    With both options, what this system wrote and no run has used for so long.
    """
    del debug
    from summarize.errors import ConfigError

    if unused_days is None and system is None:
        raise ConfigError(
            "say what to forget: --unused-days N, --system NAME or both",
            hint="`summarize memory stats` lists the systems",
        )
    with _memory() as memory:
        before = memory.stats().size
        removed = memory.prune(unused_days=unused_days, system_name=system)
        freed = max(0, before - memory.stats().size)
    if output_format is options.TableFormat.JSON:
        from summarize.writers.record import dumps

        typer.echo(dumps({"removed": removed, "freed_bytes": freed}), nl=False)
    else:
        typer.echo(f"{_entries(removed)} removed, {_size(freed)} freed")
    return 0


@app.command()
def export(
    output: Annotated[
        Path,
        typer.Option("--output", "-o", metavar="FILE.tmx", help="The file to write."),
    ],
    source_language: Annotated[
        str | None,
        typer.Option("--from", metavar="LANG", help="Only from this language.", show_default=False),
    ] = None,
    target_language: Annotated[
        str | None,
        typer.Option("--to", metavar="LANG", help="Only to this language.", show_default=False),
    ] = None,
    debug: options.Debug = False,
) -> int:
    """Write the translations, or those of one language pair, as TMX 1.4; summaries are left out."""
    del debug
    from summarize.translation.tmx import write_tmx

    pair = _pair(source_language, target_language)
    with _memory() as memory:
        count = write_tmx(memory.entries(pair), output)
    typer.echo(f"{output}: {_entries(count)}")
    return 0


def _memory() -> TranslationMemory:
    from summarize.translation.memory import TranslationMemory, memory_path

    return TranslationMemory(memory_path(), warn=_warn)


def _warn(message: str) -> None:
    typer.echo(f"summarize: {message}", err=True)


def _pair(source: str | None, target: str | None) -> LangPair | None:
    """The pair that the options name.

    Raises:
        ConfigError: The options name half a pair, or something that is no language.
    """
    from summarize.errors import ConfigError
    from summarize.types import LangPair

    if source is None and target is None:
        return None
    if source is None or target is None:
        raise ConfigError("--from and --to belong together", hint="name both languages or neither")
    return LangPair(options.language(source, "--from"), options.language(target, "--to"))


def _record(path: Path, held: MemoryStats) -> dict[str, object]:
    return {
        "path": str(path),
        "entries": held.entries,
        "systems": held.systems,
        "pairs": held.pairs,
        "summaries": held.summaries,
        "bytes": held.size,
        "oldest": held.oldest and held.oldest.isoformat(),
        "newest": held.newest and held.newest.isoformat(),
    }


def _print_stats(path: Path, held: MemoryStats) -> None:
    from rich.console import Console

    from summarize.tables import Column, print_table

    typer.echo(f"{path}: {_entries(held.entries)}, {_size(held.size)}")
    if held.oldest is None or held.newest is None:
        return
    typer.echo(f"made from {held.oldest:%Y-%m-%d} to {held.newest:%Y-%m-%d}")
    kinds = {"system": held.systems, "pair": held.pairs, "summaries": held.summaries}
    rows = [
        (f"{kind} {name}", str(count))
        for kind, counts in kinds.items()
        for name, count in counts.items()
    ]
    print_table(Console(), [Column(), Column("entries", right=True)], rows)


def _entries(count: int) -> str:
    return "1 entry" if count == 1 else f"{count} entries"


def _size(count: int) -> str:
    from rich.filesize import decimal

    return decimal(count)
