"""What it costs to find that all is done, and what is lost when runs are killed.

    python benchmarks/resume.py [--articles 400] [--kills 50] [--no-summaries]

One job runs undisturbed, then again with everything done. A second one, with a home of its own,
is killed (SIGKILL, the whole process group) at random moments until it is done or --kills are
used up, and then runs to its end. Its output must equal the first job's to the byte, but for the
times and seconds in records and reports.

The moments are chosen by the processor time that a run has had, and so that each kill, on average,
comes after an equal share of what is left to do. "Killed while" counts what the windows in flight
were doing, so that one sees that the kills hit every phase; a kill may hit several.

What was decoded twice cannot be read from a run that was killed. Work is therefore measured as
processor time, which the system counts of killed processes too: "work repeated" is what all runs
of the killed job took beyond the undisturbed one, as a share of that, each run's start-up (that of
a run of one article) left out. A run that was killed in its start-up counts as no work, so the
figure says little unless the work is many times the start-up: use some thousand articles. "Kept
twice" is exact, but only of what reached the translation memory: segments that replaced an entry,
as a share of all. "Last run" is the share of the tokens that was left for the run that ended.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing, suppress
from pathlib import Path

import psutil
from harness import (
    Row,
    arguments,
    command,
    environment,
    fresh_home,
    note,
    prepared,
    show,
    workplace,
    write_job,
)
from synthetic import SEED, write_articles

SENTENCES_EACH = 5
_TEMPORARY = re.compile(r"^\..*\.part$|^\.lock")


class Job:
    """A job in a folder and a home of its own."""

    def __init__(self, model: Path, folder: Path, articles: int, *, summaries: bool) -> None:
        write_articles(folder / "articles", articles, SENTENCES_EACH)
        job = write_job(folder, summaries=summaries)
        self._command = command(job, model, "--log-format", "json", quiet=False)
        self._home = fresh_home(model, folder / "home")
        self._environment = environment(self._home)
        self._log = folder / "log.txt"
        self.output = folder / "out"

    def run(self, *words: str, kill_after: float | None = None) -> tuple[bool, float, float]:
        """Run the job; whether it came to its end, wall seconds and processor seconds.

        Args:
            words: More options.
            kill_after: Processor seconds after which it is killed; None lets it end.
        """
        started = time.perf_counter()
        with self._log.open("wb") as log:
            process = subprocess.Popen(
                [*self._command, *words],
                env=self._environment,
                start_new_session=True,
                stdout=log,
                stderr=log,
            )
        ended, status, usage = 0, 0, None
        watched = psutil.Process(process.pid)
        while not ended:
            if kill_after is not None and sum(watched.cpu_times()[:2]) >= kill_after:
                os.killpg(process.pid, signal.SIGKILL)
            time.sleep(0.01)
            ended, status, usage = os.wait4(process.pid, os.WNOHANG)
        seconds = time.perf_counter() - started
        code = process.returncode = os.waitstatus_to_exitcode(status)
        if code not in (0, -signal.SIGKILL):
            sys.exit(f"exit code {code}\n{self._log.read_text('utf-8')}")
        assert usage is not None
        return code == 0, seconds, usage.ru_utime + usage.ru_stime

    def files(self) -> dict[str, bytes]:
        """The output tree without run reports and temporary files; records without times."""
        return {
            str(path.relative_to(self.output)): _timeless(path)
            for path in sorted(self.output.rglob("*"))
            if path.is_file() and path.name != "run.json" and not _TEMPORARY.search(path.name)
        }

    def phases(self) -> set[str]:
        """What the last run was doing when it was killed: the tasks that its log leaves open."""
        opened: Counter[str] = Counter()
        for line in self._log.read_text("utf-8").splitlines():
            with suppress(ValueError):  # the last line may be cut
                entry = json.loads(line)
                step = {"begin": 1, "end": -1}.get(entry["event"], 0)
                opened[entry.get("task", "")] += step
        if "articles" not in opened:
            return {"starting"}
        if not opened["articles"]:
            return {"finishing"}
        tasks = {task for task, count in opened.items() if count and task != "articles"}
        return tasks or {"loading, reading or writing"}

    def temporary(self) -> list[str]:
        """Files that a killed run left half-written."""
        return [path.name for path in self.output.rglob(".*.part")]

    def kept_twice(self) -> float:
        """Entries of the translation memory that were replaced, as a share of all.

        A new entry has a number above all others, so numbers that are missing were replaced.
        """
        with closing(sqlite3.connect(self._home / "memory.sqlite3")) as connection:
            last, count = connection.execute("SELECT max(id), count(*) FROM entries").fetchone()
        return float((last - count) / count)

    def tokens(self) -> int:
        """What the last run that ended has written."""
        report = json.loads((self.output / "run.json").read_bytes())
        return int(report["tokens"]["output"])

    def documents(self) -> Counter[str]:
        """How many records there are of each source."""
        return Counter(
            json.loads(path.read_bytes())["document"]["source"]
            for path in (self.output / "documents").glob("[!.]*.json")
        )


def _timeless(path: Path) -> bytes:
    if path.parent.name != "documents":
        return path.read_bytes()
    record = json.loads(path.read_bytes())
    for name in ("started", "seconds"):
        record["provenance"].pop(name, None)
    return json.dumps(record, ensure_ascii=False).encode()


def disturb(
    job: Job, articles: int, kills: int, startup: float, work: float
) -> tuple[list[tuple[bool, float, float]], Counter[str]]:
    """Kill runs of a job until it is done or the kills are used up; then let it end.

    A moment lies between half of the start-up and a point at which a run has done about twice its
    share of what is left.

    Args:
        job: The job.
        articles: How many it has.
        kills: How often it is killed.
        startup: Processor seconds of a run of one article.
        work: Processor seconds of all the others.

    Returns:
        The runs, and how many kills hit each phase.
    """
    chance = random.Random(SEED)  # noqa: S311 - a repeatable choice, not a secret
    runs: list[tuple[bool, float, float]] = []
    hit: Counter[str] = Counter()
    for number in range(kills):
        left = work * (1 - job.documents().total() / articles)
        latest = startup + 2 * left / (kills - number + 2)
        runs.append(job.run(kill_after=chance.uniform(startup / 2, latest)))
        if runs[-1][0]:
            note(f"run {number + 1}: done")
            return runs, hit
        hit.update(job.phases())
        note(f"run {number + 1}: killed while {', '.join(sorted(job.phases()))}")
    return [*runs, job.run()], hit


def main() -> None:
    """Print the tables."""
    parser = arguments(__doc__)
    parser.add_argument("--articles", type=int, default=400)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--summaries", action=argparse.BooleanOptionalAction, default=True)
    options = parser.parse_args()
    with workplace(options.work) as (work, scratch):
        model = prepared(work, "small")
        note(f"{options.articles} articles, undisturbed, twice")

        def job(name: str) -> Job:
            return Job(model, scratch / name, options.articles, summaries=options.summaries)

        calm = job("calm")
        _, seconds, processor = calm.run()
        tokens = calm.tokens()
        _, again, _ = calm.run()
        _, _, idle = job("single").run("--limit", "1")
        work_seconds = max(0.1, processor - idle)
        finished: Row = {
            "articles": options.articles,
            "first run, s": seconds,
            "all done before, s": again,
            "ratio": again / seconds,
        }
        killed = job("killed")
        runs, hit = disturb(killed, options.articles, options.kills, idle, work_seconds)
        expected, found = calm.files(), killed.files()
        records = killed.documents()
        spent = sum(max(0.0, run[2] - idle) for run in runs)
        loss: Row = {
            "kills": sum(not done for done, _, _ in runs),
            "documents missing": len(calm.documents() - records),
            "documents doubled": sum(count - 1 for count in records.values()),
            "files missing": len(expected.keys() - found.keys()),
            "files too many": len(found.keys() - expected.keys()),
            "files that differ": sum(
                found[name] != expected[name] for name in found.keys() & expected.keys()
            ),
            "temporary files left": len(killed.temporary()),
            "kept twice": killed.kept_twice(),
            "last run": killed.tokens() / tokens,
            "work repeated": spent / work_seconds - 1,
        }
    phases: list[Row] = [
        {"killed while": name, "kills": count} for name, count in hit.most_common()
    ]
    tables = {"Finding everything done": [finished], "After kills": [loss], "Phases": phases}
    show(tables, options.format)


if __name__ == "__main__":
    main()
