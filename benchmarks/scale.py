"""Time per article against the number of articles, and Ray's workers against one process.

    python benchmarks/scale.py [--sizes 100 1000 10000] [--ray --ray-articles 1000]

A small model, five sentences an article, gate on. "Each further article" is the difference to the
size before, so that starting up does not count; with --ray, to a tenth of the articles.
"""

from __future__ import annotations

from pathlib import Path

from harness import (
    Row,
    Run,
    arguments,
    fresh_home,
    note,
    prepared,
    run_job,
    show,
    workplace,
    write_job,
)
from synthetic import write_articles

SENTENCES_EACH = 5


def run(model: Path, folder: Path, size: int, *words: str) -> Run:
    """Translate so many articles."""
    note(" ".join((f"{size} articles", *words)))
    write_articles(folder / "articles", size, SENTENCES_EACH)
    return run_job(write_job(folder, gate="on"), model, fresh_home(model, folder / "home"), *words)


def growth(model: Path, scratch: Path, sizes: list[int]) -> list[Row]:
    """Milliseconds an article at each size."""
    rows: list[Row] = []
    before = (0, 0.0)
    for size in sizes:
        seconds = run(model, scratch / f"local-{size}", size).seconds
        further = (seconds - before[1]) / (size - before[0])
        rows.append(
            {
                "articles": size,
                "seconds": seconds,
                "ms an article": seconds / size * 1000,
                "ms each further article": further * 1000 if before[0] else "",
            }
        )
        before = (size, seconds)
    return rows


def executors(model: Path, scratch: Path, size: int) -> list[Row]:
    """Ray with one worker and with two against local, start-up aside."""
    ways: dict[str, tuple[str, ...]] = {"local": ()}
    for workers in ("1", "2"):
        ways[f"ray, {workers} workers"] = ("--executor", "ray", "--workers", workers)
    rows: list[Row] = []
    local = 0.0
    few = max(1, size // 10)
    for number, (name, words) in enumerate(ways.items()):
        seconds = [
            run(model, scratch / f"way-{number}-{count}", count, *words).seconds
            for count in (few, size)
        ]
        further = (seconds[1] - seconds[0]) / (size - few)
        local = local or further
        rows.append(
            {
                "executor": name,
                f"seconds for {few:,}": seconds[0],
                f"seconds for {size:,}": seconds[1],
                "ms each further article": further * 1000,
                "times as fast as local": local / further,
            }
        )
    return rows


def main() -> None:
    """Print the tables."""
    parser = arguments(__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000, 10000])
    parser.add_argument("--ray", action="store_true")
    parser.add_argument("--ray-articles", type=int, default=1000)
    options = parser.parse_args()
    with workplace(options.work) as (work, scratch):
        model = prepared(work, "small")
        tables = {"Scale": growth(model, scratch, options.sizes)}
        if options.ray:
            tables["Executors"] = executors(model, scratch, options.ray_articles)
    show(tables, options.format)


if __name__ == "__main__":
    main()
