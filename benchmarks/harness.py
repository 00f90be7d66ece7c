"""What the benchmarks share: prepared models, jobs, the command line as a user runs it, tables."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Run:
    """A run of `summarize run` that came to its end.

    Attributes:
        seconds: Wall clock of the whole process.
        report: Its run.json.
    """

    seconds: float
    report: dict[str, Any]

    @property
    def working_seconds(self) -> float:
        """Without starting the process and loading the model."""
        seconds = self.report["seconds"]
        return float(seconds["wall"] - seconds["load"])

    @property
    def output_tokens(self) -> int:
        """What the models wrote."""
        return int(self.report["tokens"]["output"])


def arguments(doc: str | None) -> argparse.ArgumentParser:
    """A parser with the options every benchmark has."""
    parser = argparse.ArgumentParser(
        description=doc, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--format", choices=("table", "json"), default="table")
    parser.add_argument("--work", type=Path, help="keep prepared models here between runs")
    return parser


@contextmanager
def workplace(work: Path | None) -> Iterator[tuple[Path, Path]]:
    """A folder for prepared models, kept if the user names it, and one that is removed."""
    with tempfile.TemporaryDirectory() as scratch:
        kept = work.absolute() if work else Path(scratch) / "work"
        kept.mkdir(parents=True, exist_ok=True)
        yield kept, Path(scratch)


def prepared(work: Path, shape: str) -> Path:
    """The folder of a synthetic model, made and converted in a process of its own if need be."""
    folder = work / f"synthetic-{shape}"
    ready = folder / "ready"
    if not ready.exists():
        note(f"preparing the {shape} model")
        shutil.rmtree(folder, ignore_errors=True)
        program = str(HERE / "synthetic_model.py")
        subprocess.run(
            [sys.executable, program, str(folder), "--shape", shape], check=True, stdout=sys.stderr
        )
        ready.touch()
    return folder


def fresh_home(model: Path, folder: Path) -> Path:
    """A SUMMARIZE_HOME that has the model and nothing else, such as translations of other runs."""
    folder.mkdir(parents=True)
    (folder / "models").symlink_to(model / "home" / "models")
    return folder


def write_job(
    folder: Path,
    *,
    beam_size: int = 1,
    gate: str = "off",
    articles: str = "articles/*.txt",
    output: str = "out",
    summaries: bool = False,
) -> Path:
    """Write a job that translates articles into Russian, without rescues.

    Nothing that random weights write is worth a rescue; that would be decoding again.
    """
    path = folder / f"{output}.toml"
    share = "rescue_share = 0.0\n" if gate == "on" else ""
    path.write_text(
        f'[job]\nname = "{output}"\n'
        f'[input]\npaths = ["{articles}"]\nlanguages = ["en"]\n'
        f'[output]\ndirectory = "{output}"\nformats = ["md", "json", "html"]\n'
        f'[translate]\nen-ru = ["synthetic"]\nbeam_size = {beam_size}\ngate = "{gate}"\n{share}'
        + ('[summarize]\nmodel = "synthetic"\n' if summaries else ""),
        "utf-8",
    )
    return path


def command(job: Path, model: Path, *words: str, quiet: bool = True) -> list[str]:
    """`summarize run` as a user starts it: the console script beside this interpreter, if any."""
    words = ("--quiet", *words) if quiet else words
    script = shutil.which("summarize", path=str(Path(sys.executable).parent))
    start = [script] if script else [sys.executable, "-c", _ENTRY]
    return [*start, "run", str(job), "--models", str(model / "models.txt"), *words]


_ENTRY = "from summarize.cli.main import main; main()"


def environment(home: Path) -> dict[str, str]:
    """The user's, with a home of our own and off the network."""
    quiet = {"HF_HUB_OFFLINE": "1", "HF_HUB_DISABLE_PROGRESS_BARS": "1"}
    return {**os.environ, **quiet, "SUMMARIZE_HOME": str(home)}


def run_job(job: Path, model: Path, home: Path, *words: str) -> Run:
    """Run a job to its end; stops the benchmark if not everything was done."""
    started = time.perf_counter()
    done = subprocess.run(
        command(job, model, *words),
        env=environment(home),
        capture_output=True,
        text=True,
        check=False,
    )
    seconds = time.perf_counter() - started
    if done.returncode != 0:
        sys.exit(f"{job.name}: exit code {done.returncode}\n{done.stderr}{done.stdout}")
    return Run(seconds, json.loads((job.parent / job.stem / "run.json").read_text("utf-8")))


def note(text: str) -> None:
    """Tell the one who waits."""
    print(time.strftime("%H:%M:%S"), text, file=sys.stderr, flush=True)


def show(tables: Mapping[str, Sequence[Row]], form: str) -> None:
    """Print tables by their titles, as Markdown or as one JSON document."""
    if form == "json":
        print(json.dumps(tables, indent=1, ensure_ascii=False))
        return
    for title, rows in tables.items():
        columns = list(dict.fromkeys(name for row in rows for name in row))
        print(f"\n## {title}\n\n| {' | '.join(columns)} |\n|{'---|' * len(columns)}")
        for row in rows:
            print(f"| {' | '.join(_cell(row.get(name, '')) for name in columns)} |")


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
    return f"{value:,}" if isinstance(value, int) else str(value)
