"""Peak memory of `summarize run` against the number of articles: it must not grow with it.

    python benchmarks/memory.py [--sizes 200 2000 10000]

A small model, five sentences an article, nearly all of them distinct; gate on, three formats.
"""

from __future__ import annotations

from harness import Row, arguments, fresh_home, note, prepared, run_job, show, workplace, write_job
from synthetic import write_articles

SENTENCES_EACH = 5


def main() -> None:
    """Print the table."""
    parser = arguments(__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[200, 2000, 10000])
    options = parser.parse_args()
    rows: list[Row] = []
    with workplace(options.work) as (work, scratch):
        model = prepared(work, "small")
        first = 0.0
        for size in options.sizes:
            note(f"{size} articles")
            folder = scratch / str(size)
            sentences = write_articles(folder / "articles", size, SENTENCES_EACH)
            home = fresh_home(model, folder / "home")
            run = run_job(write_job(folder, gate="on"), model, home)
            peak = run.report["peak_memory_bytes"] / 1024**2
            first = first or peak
            rows.append(
                {
                    "articles": size,
                    "sentences": sentences,
                    "peak MiB": peak,
                    "ratio to the first": peak / first,
                    "bytes per further article": (peak - first)
                    * 1024**2
                    / max(1, size - options.sizes[0]),
                    "seconds": run.seconds,
                }
            )
    show({"Memory": rows}, options.format)


if __name__ == "__main__":
    main()
