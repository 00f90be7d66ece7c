"""`summarize doctor`: what is here, what works, and what to do about the rest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from summarize.cli import options

if TYPE_CHECKING:
    from summarize.cli.diagnosis import Diagnosis
    from summarize.engines.measuring import Measurement, Trial

CANNOT_RUN = 3


def doctor(
    tune: Annotated[
        str | None,
        typer.Option(
            "--tune",
            metavar="NAME",
            help="Measure this model with different threads and batches on this machine's "
            "processor, and keep the fastest settings for its later runs. Takes minutes, and the "
            "machine should be idle.",
            show_default=False,
        ),
    ] = None,
    compute_types: Annotated[
        str,
        typer.Option(
            "--compute-types",
            metavar="TYPE[,TYPE…]",
            help="With --tune: the number formats that may be chosen, such as int8,float32. The "
            "first is the one to compare with. They differ in the text a model writes, a little, "
            "and in memory; so unless you name others, tuning stays with that of every run and "
            "leaves the text as it is. Each is converted once and kept on the disk.",
        ),
    ] = "int8",
    models: options.Models = None,
    hub: Annotated[
        bool,
        typer.Option("--hub", help="Ask the Hub for the sizes of the models that are not here."),
    ] = False,
    offline: options.Offline = False,
    output_format: Annotated[
        options.TableFormat, typer.Option("--format")
    ] = options.TableFormat.TABLE,
    quiet: options.Quiet = False,
    debug: options.Debug = False,
) -> int:
    """Tell what is installed, which engines and models work, and what to do about problems.

    The exit code is 0 if a run could work and 3 if not. The network is asked for nothing, except
    with --hub and for a model to tune.
    """
    del debug
    from summarize.cli.diagnosis import examine

    kinds = [kind for kind in (part.strip() for part in compute_types.split(",")) if kind]
    _check(kinds)
    found = examine(models, offline=offline, ask_hub=hub)
    if output_format is options.TableFormat.TABLE:
        _print(found)
    measured = None
    if tune and found.could_run:
        measured = _tune(tune, kinds, models, offline=offline, quiet=quiet)
    if output_format is options.TableFormat.JSON:
        from summarize.writers.record import dumps

        tuning = {"tuning": _as_json(measured)} if measured else {}
        typer.echo(dumps({**found.as_json(), **tuning}), nl=False)
    elif measured:
        _print_measurement(tune or "", measured)
    return 0 if found.could_run else CANNOT_RUN


def _check(kinds: Sequence[str]) -> None:
    from summarize.errors import ConfigError

    if not kinds:
        raise ConfigError("--compute-types names none", hint="for example int8,float32")


def _tune(
    name: str, kinds: Sequence[str], models: Path | None, *, offline: bool, quiet: bool
) -> Measurement:
    from summarize.cli.progress import display
    from summarize.cli.signals import stopped_by_signals
    from summarize.engines.tuner import tune

    with stopped_by_signals() as stop, display(quiet=quiet) as shown:
        loader = options.make_loader(
            models, device="cpu", offline=offline, stop=stop, progress=shown.model
        )
        return tune(loader, name, kinds, progress=shown.model)


def _as_json(measured: Measurement) -> dict[str, Any]:
    return {
        "best": asdict(measured.best.tuning),
        "candidates": [
            {
                **asdict(trial),
                "tokens_per_second": round(trial.speed, 1),
                "ratio": round(measured.ratio(trial), 3),
            }
            for trial in measured.trials
        ],
    }


def _print_measurement(name: str, measured: Measurement) -> None:
    _section(
        f"{name}, measured",
        ("compute type", "replicas × threads", "batch tokens", "tokens/s", "ratio"),
        [
            (
                trial.tuning.compute_type,
                f"{trial.tuning.replicas} × {trial.tuning.threads_per_replica}",
                str(trial.tuning.batch_tokens),
                f"{trial.speed:.1f}",
                _verdict(measured, trial),
            )
            for trial in measured.trials
        ],
    )
    typer.echo("\nThe chosen settings hold for this model on this machine from now on.")


def _verdict(measured: Measurement, trial: Trial) -> str:
    if trial.error:
        return trial.error
    return f"{measured.ratio(trial):.2f}{' ← chosen' if trial is measured.best else ''}"


def _print(found: Diagnosis) -> None:
    rows = [("summarize", found.summarize, ""), ("python", found.python, found.platform)]
    _section("installed", (), rows + [_package(package) for package in found.packages])
    _section("optional", (), [_extra(extra) for extra in found.extras])
    _section("engines", (), [_engine(engine) for engine in found.engines])
    _section("machine", (), _machine(found.machine) + _store(found.store))
    _section(
        f"models of {found.models_file}",
        ("name", "state", "size", "converted", "tuned"),
        [_model(model) for model in found.models],
    )
    if found.problems:
        typer.echo("\nproblems")
    for problem in found.problems:  # a step is a command: it is not wrapped
        weight = "no run can work:" if problem.fatal else "note:"
        typer.echo(f"{weight} {problem.what} → {problem.next_step}")
    verdict = "A run could work." if found.could_run else "No run could work."
    typer.echo(f"\n{verdict}")


def _package(package: dict[str, Any]) -> tuple[str, ...]:
    note = "" if package["fits"] else f"wanted: {package['wanted'] or 'any version'}"
    return package["name"], package["installed"] or "missing", note


def _extra(extra: dict[str, Any]) -> tuple[str, ...]:
    if extra["present"]:
        return extra["name"], "present", extra["use"]
    total, missing = len(extra["packages"]), len(extra["missing"])
    return (
        extra["name"],
        f"missing ({missing} of {total})" if total > 1 else "missing",
        extra["use"],
    )


def _engine(engine: dict[str, Any]) -> tuple[str, ...]:
    if not engine["works"]:
        return engine["name"], "does not work", engine["error"]
    devices = f"CPU, {engine['cuda_devices']} CUDA devices"
    return engine["name"], devices, ", ".join(engine["compute_types"])


def _machine(machine: dict[str, Any]) -> list[tuple[str, ...]]:
    quota = machine["cpu_quota"]
    cores = f"{machine['cores']} of {machine['cores_there']}"
    limits = f"bound to {machine['cores_bound']}, " + (
        f"CPU quota {quota:.2f}" if quota else "no CPU quota"
    )
    there = f"{_size(machine['memory_bytes'])} in the machine"
    return [
        ("cores", cores, limits),
        ("memory", _size(machine["memory_limit_bytes"]), there),
    ]


def _store(store: dict[str, Any]) -> list[tuple[str, ...]]:
    rights = "writable" if store["writable"] else "not writable"
    return [
        ("model store", store["home"], f"{rights}, from {store['from']}"),
        ("disk", f"{_size(store['free_bytes'])} free", ""),
    ]


def _model(model: dict[str, Any]) -> tuple[str, ...]:
    size = _size(model["bytes"]) if model["bytes"] is not None else "?"
    tuning = model["tuning"]
    tuned = f"{tuning['replicas']} × {tuning['threads_per_replica']}" if tuning else ""
    return model["name"], model["state"], size, "\n".join(model["converted"]), tuned


def _section(heading: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A heading and rows in columns, of which the last one is prose; nothing without rows."""
    from rich.console import Console

    from summarize.tables import Column, print_table

    cells = list(rows)
    if not cells:
        return
    typer.echo(f"\n{heading}")
    *first, last = columns or [""] * len(cells[0])
    print_table(Console(), [*map(Column, first), Column(last, wraps=True)], cells)


def _size(count: int) -> str:
    from rich.filesize import decimal

    return decimal(count)
