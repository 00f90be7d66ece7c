"""`summarize models`: what models.txt lists, and getting it onto this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from summarize.cli import options

if TYPE_CHECKING:
    from rich.text import Text

    from summarize.engines.loading import Loader
    from summarize.types import ModelSpec

app = typer.Typer(
    name="models",
    help="List, fetch, verify, find and remove models.",
    no_args_is_help=True,
)

Names = Annotated[list[str], typer.Argument(metavar="NAME…", show_default=False)]


@app.command("list")
def list_models(
    models: options.Models = None,
    output_format: Annotated[
        options.TableFormat, typer.Option("--format")
    ] = options.TableFormat.TABLE,
    debug: options.Debug = False,
) -> int:
    """List the models: what they do, their licence, and whether they are on this machine."""
    del debug
    loader = options.make_loader(models)
    rows = [_row(loader, spec) for spec in loader.registry]
    if output_format is options.TableFormat.JSON:
        from summarize.writers.record import dumps

        typer.echo(dumps({"models_file": str(loader.registry.path), "models": rows}), nl=False)
        return 0
    _print_table(rows)
    return 0


@app.command()
def pull(
    names: Names,
    lock: Annotated[
        bool, typer.Option("--lock", help="Write the revision that was fetched into models.txt.")
    ] = False,
    models: options.Models = None,
    offline: options.Offline = False,
    quiet: options.Quiet = False,
    debug: options.Debug = False,
) -> int:
    """Fetch models, verify every file, and convert them for the engine of this machine.

    Of a model with an open revision the newest one is fetched.
    """
    del debug
    from summarize.cli.progress import display
    from summarize.cli.signals import stopped_by_signals

    with stopped_by_signals() as stop, display(quiet=quiet) as shown:
        loader = options.make_loader(models, offline=offline, stop=stop, progress=shown.model)
        specs = [loader.registry.get(name) for name in names]
        for spec in specs:
            stored = loader.stored(spec.name, refresh=True)
            loader.convert(stored)
            if lock and not spec.is_local:
                loader.registry.lock(spec.name, stored.revision)
            elif spec.revision is None and not spec.is_local:
                shown.warn(f"{spec.name}: the revision is open; --lock pins {stored.revision}")
            typer.echo(f"{spec.name}: ready, revision {stored.revision}, sha256 {stored.digest}")
    return 0


@app.command()
def verify(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME…]", show_default=False)
    ] = None,
    models: options.Models = None,
    debug: options.Debug = False,
) -> int:
    """Hash every file of the models on this machine (all of them by default) against its record."""
    del debug
    loader = options.make_loader(models)
    specs = (
        [loader.registry.get(name) for name in names]
        if names
        else [spec for spec in loader.registry if loader.store.lookup(spec)]
    )
    damaged = False
    for spec in specs:
        problems = loader.store.verify(spec)
        damaged = damaged or bool(problems)
        for problem in problems:
            typer.echo(f"{spec.name}: {problem}", err=True)
        typer.echo(f"{spec.name}: {'damaged' if problems else 'whole'}")
    if damaged:
        typer.echo("remove and pull what is damaged: summarize models remove NAME", err=True)
    return 3 if damaged else 0


@app.command()
def path(
    name: Annotated[str, typer.Argument(metavar="NAME", show_default=False)],
    models: options.Models = None,
    debug: options.Debug = False,
) -> int:
    """Print the folder of a model on this machine."""
    del debug
    from summarize.errors import ModelUnavailableError

    loader = options.make_loader(models)
    stored = loader.store.lookup(loader.registry.get(name))
    if stored is None:
        raise ModelUnavailableError(
            f"{name} is not on this machine", hint=f"run `summarize models pull {name}`"
        )
    typer.echo(str(stored.folder))
    return 0


@app.command()
def remove(names: Names, models: options.Models = None, debug: options.Debug = False) -> int:
    """Remove models, and what was converted from them, from this machine."""
    del debug
    loader = options.make_loader(models)
    for spec in [loader.registry.get(name) for name in names]:
        freed = loader.store.remove(spec)
        typer.echo(f"{spec.name}: {_size(freed)} freed" if freed else f"{spec.name}: was not here")
    return 0


def _row(loader: Loader, spec: ModelSpec) -> dict[str, Any]:
    from summarize.models import wheels
    from summarize.models.registry import is_non_commercial

    stored = loader.store.lookup(spec)
    return {
        "name": spec.name,
        "tasks": sorted(spec.tasks),
        "languages": list(spec.languages),
        "licence": spec.licence,
        "draft": spec.is_draft,
        "non_commercial": is_non_commercial(spec.licence),
        "source": spec.source + (f":{spec.file}" if spec.file else ""),
        "revision": stored.revision if stored else spec.revision,
        "pinned": spec.revision is not None,
        "ready": stored is not None,
        "bundled": wheels.find(spec) is not None,
        "bytes": loader.store.size(spec),
    }


def _print_table(rows: list[dict[str, Any]]) -> None:
    from rich.console import Console

    from summarize.tables import Column, print_table

    columns = [
        Column("name"),
        Column("tasks", wraps=True, spared=True),
        Column("languages", wraps=True, spared=True),
        Column("licence", wraps=True),
        Column("state", wraps=True),
    ]
    print_table(Console(), columns, map(_cells, rows))


def _cells(row: dict[str, Any]) -> tuple[str | Text, ...]:
    from rich.text import Text

    note = " (non-commercial use only)" if row["non_commercial"] else ""
    return (
        row["name"],
        ", ".join(row["tasks"]),
        _languages(row["languages"]),
        Text(row["licence"] + note, style="yellow" if note else ""),
        Text(_state(row), style="green" if row["ready"] else "dim"),
    )


def _languages(languages: list[str], most: int = 6) -> str:
    shown = ", ".join("many" if language == "*" else language for language in languages[:most])
    rest = len(languages) - most
    return f"{shown} and {rest} more" if rest > 0 else shown


def _state(row: dict[str, Any]) -> str:
    here = "in installed wheels" if row["bundled"] else "not fetched"
    state = f"ready, {_size(row['bytes'])}" if row["ready"] else here
    return f"{state}; a draft, for trying out" if row["draft"] else state


def _size(count: int) -> str:
    from rich.filesize import decimal

    return decimal(count)
