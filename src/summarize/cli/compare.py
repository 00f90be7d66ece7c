"""`summarize compare`: systems side by side on the same text."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from summarize.cli import options

if TYPE_CHECKING:
    from summarize.cli.wording import Display
    from summarize.comparison.analysis import Extras
    from summarize.comparison.results import Comparison
    from summarize.comparison.texts import Texts
    from summarize.engines.loading import Loader
    from summarize.types import LangPair

_REPORTS = (".html", ".json")
_SHEETS = (".csv", ".tsv")


@dataclass(frozen=True, slots=True)
class _Outputs:
    """What is written besides standard output, each only if it is asked for."""

    report: Path | None
    sheet: Path | None
    systems: Mapping[str, Path]

    def paths(self) -> list[Path]:
        return [path for path in (self.report, self.sheet, *self.systems.values()) if path]


def compare(
    source_language: Annotated[
        str, typer.Option("--from", metavar="LANG", help="The source's language, such as en.")
    ],
    target_language: Annotated[
        str, typer.Option("--to", metavar="LANG", help="The language translated into, such as ru.")
    ],
    path: Annotated[
        Path | None,
        typer.Argument(
            metavar="PATH", help="A .txt or .md file to translate now.", show_default=False
        ),
    ] = None,
    system: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME", help="With PATH: a model to translate it with.", show_default=False
        ),
    ] = None,
    source: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Without PATH: the source, one segment a line.", show_default=False
        ),
    ] = None,
    hypothesis: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=FILE",
            help="Without PATH: a system's output, line by line, or the output folder of a job.",
            show_default=False,
        ),
    ] = None,
    reference: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE", help="A translation by people, line by line.", show_default=False
        ),
    ] = None,
    round_trip: Annotated[
        bool, typer.Option("--round-trip", help="Translate back, too, and compare with the source.")
    ] = False,
    quality: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Compare with the source by this sentence encoder of models.txt, too.",
            show_default=False,
        ),
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option(
            min=1, metavar="N", help="Compare only the first N segments.", show_default=False
        ),
    ] = None,
    show: Annotated[
        int, typer.Option(min=0, metavar="N", help="Show the N segments that differ most.")
    ] = 5,
    output_format: Annotated[
        options.TableFormat, typer.Option("--format", help="A table to read, or one JSON document.")
    ] = options.TableFormat.TABLE,
    output: Annotated[
        Path | None,
        typer.Option(
            metavar="REPORT.html|.json", help="Also write a report here.", show_default=False
        ),
    ] = None,
    export_segments: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.csv|.tsv",
            help="Write a sheet to judge blindly, and the key to it.",
            show_default=False,
        ),
    ] = None,
    export: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=FILE.txt|.tmx", help="Write a system's output.", show_default=False
        ),
    ] = None,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Do not read the translation memory.")
    ] = False,
    models: options.Models = None,
    offline: options.Offline = False,
    quiet: options.Quiet = False,
    debug: options.Debug = False,
) -> int:
    """Compare translation systems, with references or without.

    Give either an article and the systems that translate it (PATH --system A --system B), or files
    that are aligned line by line (--source FILE --hypothesis A=FILE --hypothesis B=FILE).
    """
    del debug
    from summarize.cli.progress import display
    from summarize.cli.signals import stopped_by_signals
    from summarize.comparison.analysis import compare as analyse
    from summarize.types import LangPair

    pair = LangPair(
        options.language(source_language, "--from"), options.language(target_language, "--to")
    )
    files = _named(hypothesis or [], "--hypothesis")
    systems = system or []
    _require_one_way(path, systems, source, files)
    outputs = _Outputs(output, export_segments, _named(export or [], "--export"))
    _require_writable(outputs, systems or list(files))
    with stopped_by_signals() as stop, display(quiet=quiet) as shown:
        make_loader = partial(
            options.make_loader, models, offline=offline, stop=stop, progress=shown.model
        )
        stage = _Gathering(shown, make_loader, pair, limit, fresh=fresh)
        encoder = stage.encoder(quality)
        if path is not None:
            texts, extras = stage.live(path, systems, reference or [], round_trip=round_trip)
        else:
            texts, extras = stage.files(source, files, reference or [], round_trip=round_trip)
        if encoder:
            extras = stage.qualities(encoder, texts, extras)
        shown.begin("comparing", len(texts.sources), "segments")
        comparison = analyse(texts, extras, on_done=partial(shown.advance, "comparing"))
        shown.end("comparing")
    _write(comparison, outputs, quiet=quiet)
    _print(comparison, output_format, show)
    return 0


@dataclass(frozen=True, slots=True)
class _Gathering:
    """Gets the texts: reads them, or has them made."""

    shown: Display
    make_loader: Callable[[], Loader]
    pair: LangPair
    limit: int | None
    fresh: bool

    def encoder(self, name: str | None) -> str | None:
        """The sentence encoder that was asked for, if any.

        Raises:
            ConfigError: The encoder does not know both languages.
        """
        from summarize.comparison import quality

        if name in (None, quality.NONE):
            return None
        quality.require(self.make_loader(), name, self.pair)
        return name

    def qualities(
        self, encoder: str, texts: Texts, extras: Mapping[str, Extras]
    ) -> dict[str, Extras]:
        """What is known of the systems, with how close they are to the source."""
        from dataclasses import replace

        from summarize.comparison import quality
        from summarize.comparison.analysis import Extras

        task = f"quality by {encoder}"
        self.shown.begin(task, len(quality.distinct(texts)), "texts")
        found = quality.measure(
            self.make_loader(), encoder, texts, partial(self.shown.advance, task), self.shown.warn
        )
        self.shown.end(task)
        return {
            name: replace(extras.get(name, Extras()), quality=value)
            for name, value in found.items()
        }

    def files(
        self,
        source: Path | None,
        files: Mapping[str, Path],
        references: list[Path],
        *,
        round_trip: bool,
    ) -> tuple[Texts, dict[str, Extras]]:
        """Texts that are there already."""
        from summarize.comparison.reading import read_texts

        texts = read_texts(source, files, references, self.pair, self.limit)
        return texts, self._round_trips(texts, {}) if round_trip else {}

    def live(
        self, path: Path, names: list[str], references: list[Path], *, round_trip: bool
    ) -> tuple[Texts, dict[str, Extras]]:
        """Texts that systems make now, one after the other."""
        from summarize.comparison import live
        from summarize.comparison.texts import Texts, require_size
        from summarize.translation.recall import recollection

        document = live.read_article(path, self.pair.source)
        sources = live.segments(document)[: self.limit]
        require_size(len(sources), names)
        lines = [
            live.read_reference(one, document, self.pair.target)[: self.limit] for one in references
        ]
        made, extras = [], {}
        with recollection(self.shown.warn, fresh=self.fresh) as memory:
            stage = live.LiveSystems(self.make_loader, memory)
            stage.require(names, self.pair)
            if round_trip:
                stage.back_translator(self.pair)
            for name in names:
                self.shown.begin(name, len(set(sources)), "segments")
                done = partial(self.shown.advance, name)
                system, extras[name] = stage.translate(name, sources, self.pair, done)
                self.shown.end(name)
                made.append(system)
                if extras[name].cost is None:
                    self.shown.warn(
                        f"{name}: all from the translation memory, so its cost is not known; "
                        "--fresh translates anew"
                    )
        documents = (document.id,) * len(sources)
        texts = Texts(self.pair, sources, tuple(made), tuple(lines), documents)
        return texts, self._round_trips(texts, extras) if round_trip else extras

    def _round_trips(self, texts: Texts, extras: Mapping[str, Extras]) -> dict[str, Extras]:
        """What is known of the systems, with the translations back."""
        from dataclasses import replace

        from summarize.comparison.analysis import Extras
        from summarize.comparison.live import LiveSystems
        from summarize.translation.recall import recollection

        result = {}
        with recollection(self.shown.warn, fresh=self.fresh) as memory:
            stage = LiveSystems(self.make_loader, memory)
            back = stage.back_translator(self.pair)
            for system in texts.systems:
                task = f"{system.name} back by {back}"
                self.shown.begin(task, len(set(filter(None, system.texts))), "segments")
                score = stage.round_trip(
                    back, system.texts, texts.sources, self.pair, partial(self.shown.advance, task)
                )
                self.shown.end(task)
                known = extras.get(system.name, Extras())
                result[system.name] = replace(known, round_trip=score)
        return result


def _named(values: list[str], option: str) -> dict[str, Path]:
    """NAME=FILE, for each name its file.

    Raises:
        ConfigError: A value is not of this form, or names a name twice.
    """
    from summarize.errors import ConfigError

    result: dict[str, Path] = {}
    for value in values:
        name, equals, file = value.partition("=")
        if not (name and equals and file):
            raise ConfigError(f"{option} {value} is not NAME=FILE", hint=f"{option} mine=mine.txt")
        if name in result:
            raise ConfigError(f"{option} names {name} twice", hint="give each its own name")
        result[name] = Path(file)
    return result


def _require_one_way(
    path: Path | None, systems: list[str], source: Path | None, files: Mapping[str, Path]
) -> None:
    """Refuse words that do not say either what to translate or what is translated.

    Raises:
        ConfigError: The words say both, neither, or half of one.
    """
    from summarize.errors import ConfigError

    live, aligned = bool(path or systems), bool(source or files)
    hint = "give PATH and --system NAME …, or --source FILE and --hypothesis NAME=FILE …"
    if live and aligned:
        raise ConfigError("PATH and --system do not go with --source and --hypothesis", hint=hint)
    if live and not (path and systems):
        missing = "--system NAME" if path else "PATH"
        raise ConfigError(f"{missing} is missing", hint=hint)
    if not live and not files:
        raise ConfigError("nothing to compare", hint=hint)


def _require_writable(outputs: _Outputs, names: list[str]) -> None:
    """Better to know before hours of translation that its result cannot be written.

    Raises:
        ConfigError: An ending is not known, or a system is not compared.
        OutputError: A folder is not there.
    """
    from summarize.errors import ConfigError, OutputError

    for option, path, endings in (
        ("--output", outputs.report, _REPORTS),
        ("--export-segments", outputs.sheet, _SHEETS),
    ):
        if path and path.suffix.lower() not in endings:
            raise ConfigError(
                f"{option} {path}: the ending is not known", hint=f"use {' or '.join(endings)}"
            )
    for name in outputs.systems:
        if name not in names:
            raise ConfigError(
                f"--export {name}: no system of this name", hint=f"there are {', '.join(names)}"
            )
    for path in outputs.paths():
        if not path.absolute().parent.is_dir():
            raise OutputError(f"{path}: there is no such folder", hint="make it first")


def _write(comparison: Comparison, outputs: _Outputs, *, quiet: bool) -> None:
    from summarize.comparison.exporting import export_segments, export_system, write_report

    written: list[Path] = []
    if outputs.report:
        write_report(comparison, outputs.report)
        written.append(outputs.report)
    if outputs.sheet:
        key = export_segments(comparison, outputs.sheet)
        written += [outputs.sheet, key]
    for name, path in outputs.systems.items():
        export_system(comparison, name, path)
        written.append(path)
    if not quiet:
        for path in written:
            typer.echo(f"{path} written", err=True)


def _print(comparison: Comparison, output_format: options.TableFormat, segments: int) -> None:
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    if output_format is options.TableFormat.JSON:
        from summarize.comparison.results import to_json
        from summarize.writers.record import dumps

        typer.echo(dumps(to_json(comparison)), nl=False)
        return
    from rich.console import Console

    from summarize.comparison.terminal import show

    show(comparison, Console(), segments)
