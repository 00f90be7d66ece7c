"""`summarize run`: a job from its file to its output tree."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from summarize.cli import options

if TYPE_CHECKING:
    from summarize.batch.job import Job
    from summarize.batch.report import RunReport
    from summarize.batch.runner import Runner


class Format(StrEnum):
    """How the result is printed."""

    TEXT = "text"
    JSON = "json"


class FailOn(StrEnum):
    """What else makes a run fail."""

    FLAGGED = "flagged"


def run(
    job: Annotated[Path, typer.Argument(metavar="JOB.toml", show_default=False)],
    output_dir: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Write here instead of where the job file says."),
    ] = None,
    limit: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Process at most N articles.")
    ] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Do again what is done.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be done; load no model.")
    ] = False,
    fail_on: Annotated[
        FailOn | None,
        typer.Option(
            "--fail-on", help="Exit with 1 also when passages are flagged.", show_default=False
        ),
    ] = None,
    output_format: Annotated[
        Format, typer.Option("--format", help="How the result is printed.")
    ] = Format.TEXT,
    models: options.Models = None,
    offline: options.Offline = False,
    quiet: options.Quiet = False,
    debug: options.Debug = False,
) -> int:
    """Run a job: translate and summarise its articles, one folder of files per language.

    What was done before is skipped, so a run that was killed is simply started again.
    Exit codes: 0 all done, 1 some articles failed, 2 wrong usage or configuration,
    3 nothing could be done.
    """
    del debug
    from dataclasses import replace

    from summarize.batch.job import load_job
    from summarize.batch.runner import Runner
    from summarize.cli.progress import display

    loaded = load_job(job)
    if output_dir is not None:
        loaded = replace(loaded, directory=output_dir.absolute())
    with display(quiet=quiet or dry_run) as shown:
        loader = options.make_loader(
            models,
            job_folder=loaded.folder,
            engine=loaded.run.engine,
            compute_type=loaded.run.compute_type,
            device=loaded.run.device,
            offline=offline,
            progress=shown.model,
        )
        runner = Runner(
            loaded, loader, shown, fresh=fresh, fail_on_flagged=fail_on is FailOn.FLAGGED
        )
        if dry_run:
            _print_plan(runner, output_format)
            return 0
        report = runner.run(limit)
    _print_report(loaded, report, output_format)
    return report.exit_code


def _print_plan(runner: Runner, output_format: Format) -> None:
    plan = runner.preview()
    if output_format is Format.JSON:
        from summarize.writers.record import dumps

        typer.echo(dumps(plan), nl=False)
        return
    for document in plan["documents"]:
        typer.echo(f"{document['state']:>10}  {document['source']}")
    for model in plan["models"]:
        state = "ready" if model["ready"] else "to be fetched"
        typer.echo(f"{state:>10}  {model['name']}")


def _print_report(job: Job, report: RunReport, output_format: Format) -> None:
    if output_format is Format.JSON:
        from summarize.writers.record import dumps

        typer.echo(dumps(report.to_json()), nl=False)
        return
    parts = [f"{len(report.done)} done", f"{len(report.skipped)} done before"]
    parts.append(f"{len(report.failures)} failed")
    if report.flagged:
        parts.append(f"{report.flagged} passages flagged")
    typer.echo(f"{job.name}: {', '.join(parts)} in {report.seconds:.0f} s")
    for language in job.output_languages:
        for suffix in job.formats:
            path = job.directory / language / f"digest.{suffix}"
            if path.exists():
                typer.echo(f"  {path}")
    if report.failures:
        typer.echo(f"  {job.directory / 'failures'}")
