"""`summarize run`: a job from its file to its output tree."""

from __future__ import annotations

from contextlib import contextmanager
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from summarize.cli import options
from summarize.cli.progress import LogFormat

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarize.batch.executors import Executor
    from summarize.batch.job import Job
    from summarize.batch.report import RunReport
    from summarize.batch.reporting import Reporter
    from summarize.batch.runner import Runner
    from summarize.engines.loading import Loader
    from summarize.stopping import Stop


class ReportFormat(StrEnum):
    """How the result is printed."""

    TEXT = "text"
    JSON = "json"


class ExecutorName(StrEnum):
    """Who processes the articles."""

    LOCAL = "local"
    RAY = "ray"


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
    executor: Annotated[
        ExecutorName | None,
        typer.Option(
            help="Who processes the articles: this process, or Ray's actors (extra `ray`).",
            show_default=False,
        ),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(
            min=1,
            metavar="N",
            help="How many actors Ray starts, or how many cores this process uses.",
            show_default=False,
        ),
    ] = None,
    output_format: Annotated[
        ReportFormat, typer.Option("--format", help="How the result is printed.")
    ] = ReportFormat.TEXT,
    log_format: Annotated[
        LogFormat, typer.Option(help="How progress is written to standard error.")
    ] = LogFormat.TEXT,
    metrics_file: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Keep the run's figures here for Prometheus.", show_default=False
        ),
    ] = None,
    models: options.Models = None,
    offline: options.Offline = False,
    quiet: options.Quiet = False,
    debug: options.Debug = False,
) -> int:
    """Run a job: translate and summarise its articles, one folder of files per language.

    What was done before is skipped, so a run that was killed is simply started again. Ctrl-C and
    SIGTERM end it in order within ten seconds; a second one ends it at once.
    Exit codes: 0 all done, 1 some articles failed or are left, 2 wrong usage or configuration,
    3 nothing could be done, 75 another run of the job is going on, 130 and 143 stopped by a signal.
    """
    del debug
    from dataclasses import replace

    from summarize.batch.job import load_job
    from summarize.batch.metrics import MetricsFile
    from summarize.batch.runner import Runner
    from summarize.cli.progress import display
    from summarize.cli.signals import leave, stopped_by_signals

    loaded = load_job(job)
    if output_dir is not None:
        loaded = replace(loaded, directory=output_dir.absolute())
    if executor is not None:
        loaded = replace(loaded, run=replace(loaded.run, executor=executor.value))
    if workers is not None:
        loaded = replace(loaded, run=replace(loaded.run, workers=workers))
    with (
        stopped_by_signals() as stop,
        display(quiet=quiet or dry_run, log_format=log_format) as shown,
    ):
        loader = options.make_loader(
            models,
            job_folder=loaded.folder,
            engine=loaded.run.engine,
            compute_type=loaded.run.compute_type,
            device=loaded.run.device,
            offline=offline,
            fixed_batches=loaded.run.deterministic,
            cores=loaded.run.workers,
            stop=stop,
            progress=shown.model,
        )
        with _executor(loaded, loader, shown, stop, fresh=fresh) as chosen:
            runner = Runner(
                loaded,
                loader,
                chosen,
                shown,
                stop=stop,
                metrics=MetricsFile(metrics_file, loaded.name) if metrics_file else None,
                fresh=fresh,
                fail_on_flagged=fail_on is FailOn.FLAGGED,
            )
            if dry_run:
                _print_plan(runner, output_format)
                return 0
            report = runner.run(limit)
    _print_report(loaded, report, output_format)
    if report.stopped:
        leave(report.stopped, report.exit_code)
    return report.exit_code


@contextmanager
def _executor(
    job: Job, loader: Loader, reporter: Reporter, stop: Stop, *, fresh: bool
) -> Iterator[Executor]:
    """Who processes the job's articles; the translation memory is open as long as it is needed."""
    if job.run.executor == ExecutorName.RAY:
        from summarize.batch.executors.ray import RayExecutor

        yield RayExecutor(job, loader, stop, fresh=fresh)
        return
    from summarize.batch.executors.local import LocalExecutor
    from summarize.batch.worker import Worker
    from summarize.translation.recall import recollection

    # What the memory holds is missing from the batches, which a deterministic run must not see.
    on = job.memory and not job.run.deterministic
    with recollection(reporter.warn, on=on, fresh=fresh) as memory:
        worker = partial(Worker, "local", job, loader, reporter, memory)
        yield LocalExecutor(worker, stop)


def _print_plan(runner: Runner, output_format: ReportFormat) -> None:
    plan = runner.preview()
    if output_format is ReportFormat.JSON:
        from summarize.writers.record import dumps

        typer.echo(dumps(plan), nl=False)
        return
    for document in plan["documents"]:
        typer.echo(f"{document['state']:>10}  {document['source']}")
    for model in plan["models"]:
        state = "ready" if model["ready"] else "to be fetched"
        typer.echo(f"{state:>10}  {model['name']}")


def _print_report(job: Job, report: RunReport, output_format: ReportFormat) -> None:
    if output_format is ReportFormat.JSON:
        from summarize.writers.record import dumps

        typer.echo(dumps(report.to_json()), nl=False)
        return
    parts = [f"{len(report.done):,} done", f"{len(report.skipped):,} done before"]
    parts.append(f"{len(report.failures):,} failed")
    if report.stopped:
        parts.append(f"{report.left:,} left ({report.stopped})")
    if report.flagged:
        parts.append(f"{report.flagged:,} passages flagged")
    from summarize.writers.labels import warning

    typer.echo(f"{job.name}: {', '.join(parts)} in {report.seconds:.0f} s")
    _print_table(report)
    if report.draft:
        typer.echo("\n".join(f"  {line}" for line in warning("en", report.draft)))
    for language in job.output_languages:
        for suffix in job.formats:
            path = job.directory / language / f"digest.{suffix}"
            if path.exists():
                typer.echo(f"  {path}")
    if report.failures:
        typer.echo(f"  {job.directory / 'failures'}")


def _print_table(report: RunReport) -> None:
    """What became of segments and of summaries' sentences, and what it took."""
    content = report.to_json()
    if not content["counts"]["segments"]:
        return
    statuses = ("accepted", "rescued", "flagged", "copied")
    for heading in ("segments", "summaries"):
        if counted := content["counts"][heading]:
            typer.echo("  " + heading.ljust(10) + "".join(f"{name:>10}" for name in statuses))
        for language, counts in counted.items():
            cells = "".join(f"{counts.get(name, 0):>10,}" for name in statuses)
            typer.echo(f"  {language:<10}{cells}")
    tokens, memory = content["tokens"]["output"], content["peak_memory_bytes"] / 1024**3
    rate = report.state.tokens_per_second
    typer.echo(f"  {tokens:,} tokens written, {rate:,.0f} a second; {memory:.1f} GiB at most")
