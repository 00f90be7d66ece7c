"""Output tokens a second: `summarize run` from files to files, against what one would use instead.

    python benchmarks/throughput.py [--work FOLDER] [--chat HOME] [--argos-python PYTHON]

The model has random weights and the shape of Helsinki-NLP/opus-mt-en-ru, and ends its sentences
as a trained one does, the same in every engine (see synthetic_model.py): every contender reads the
same sentences and writes outputs of the same lengths. Limits on new tokens are the product's for
all, and no output reaches them. End-of-sequence tokens are not counted.

    a   transformers, float32, one sentence at a time
    b   transformers, float32, batches of 16, sorted by length
    c   CTranslate2 int8 on ready tokens, at the best of all settings tried
    d   summarize run, gate on, three formats: reading, segmenting, gate, pages and ledger included
    d2  the same, gate off
    f   Argos Translate

Each runs in a process of its own. "Tokens/s" leaves starting the process and loading the model
out, "with start" is over the whole life of the process. The slow ones get fewer sentences.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from harness import (
    HERE,
    Row,
    arguments,
    environment,
    fresh_home,
    note,
    prepared,
    run_job,
    show,
    workplace,
    write_job,
)
from synthetic import write_articles

SENTENCES_EACH = 20
BATCH_TOKENS = (512, 1024, 2048, 4096, 8192)


def contend(program: Sequence[str], home: Path) -> dict[str, Any]:
    """Run a contender; its figures, and the wall clock of its process."""
    started = time.perf_counter()
    done = subprocess.run(
        program, env=environment(home), stdout=subprocess.PIPE, text=True, check=True
    )
    whole = time.perf_counter() - started
    return {**json.loads(done.stdout.splitlines()[-1]), "whole": whole}


def library(name: str, home: Path, **options: object) -> dict[str, Any]:
    """Run one of contenders.py."""
    program = [sys.executable, str(HERE / "contenders.py"), name, json.dumps(options)]
    return contend(program, home)


def settings(cores: int) -> list[tuple[int, int, int]]:
    """Replicas, threads of each and batch tokens to try: one replica, or one a core."""
    splits = dict.fromkeys(((1, cores), (cores, 1)))
    return [(*split, budget) for split in splits for budget in BATCH_TOKENS]


def row(contender: str, beam: int, sentences: int, figures: dict[str, Any]) -> dict[str, object]:
    """A line of the table."""
    tokens = figures["tokens"]
    return {
        "contender": contender,
        "beam": beam,
        "sentences": sentences,
        "output tokens": tokens,
        "seconds": figures["seconds"],
        "tokens/s": tokens / figures["seconds"],
        "tokens/s with start": tokens / figures["whole"],
        "remarks": figures.get("remarks", ""),
    }


def product(
    model: Path, scratch: Path, articles: Path, beam: int, gate: str, tuning: Path | None
) -> dict[str, Any]:
    """Run the whole job."""
    name = f"job-{beam}-{gate}"
    home = fresh_home(model, scratch / f"home-{name}")
    if tuning:
        (home / "tuning.json").write_bytes(tuning.read_bytes())
    job = write_job(scratch, beam_size=beam, gate=gate, articles=f"{articles.name}/*", output=name)
    run = run_job(job, model, home)
    remarks = [f"model {run.report['seconds']['model']:.3g} s"]
    wasted = run.report["tokens"].get("padding")
    if wasted is not None:
        remarks.append(f"padding {wasted:,} tokens")
    return {
        "tokens": run.output_tokens,
        "seconds": run.working_seconds,
        "whole": run.seconds,
        "remarks": ", ".join(remarks),
    }


def measure_beam(
    options: argparse.Namespace, model: Path, scratch: Path, articles: Path, beam: int
) -> list[dict[str, object]]:
    """All contenders with one beam size."""
    home = scratch / "home"
    shared: dict[str, object] = {"model": str(model), "beam": beam}
    rows = []
    for name, sentences, batch in (("a", options.single, 1), ("b", options.batched, 16)):
        note(f"beam {beam}: transformers, batches of {batch}")
        figures = library(
            "transformers",
            home,
            **shared,
            sentences=sentences,
            batch=batch,
            threads=options.cores,
        )
        rows.append(row(f"{name} transformers, batch {batch}", beam, sentences, figures))
    note(f"beam {beam}: CTranslate2, the best of {len(settings(options.cores))} settings")
    tried = library(
        "ctranslate2",
        home,
        **shared,
        sentences=min(options.search, options.sentences),
        settings=settings(options.cores),
    )
    figures = library(
        "ctranslate2", home, **shared, sentences=options.sentences, settings=[tried["setting"]]
    )
    figures["remarks"] = figures["name"]
    rows.append(row("c CTranslate2 on ready tokens", beam, options.sentences, figures))
    for name, gate in (("d", "on"), ("d2", "off")):
        note(f"beam {beam}: summarize run, gate {gate}")
        figures = product(model, scratch, articles, beam, gate, options.tuning)
        rows.append(row(f"{name} summarize run, gate {gate}", beam, options.sentences, figures))
    return rows


def argos(options: argparse.Namespace, model: Path, scratch: Path) -> dict[str, object]:
    """Argos Translate, where there is one."""
    name = "f Argos Translate"
    if options.argos_python is None:
        return {"contender": name, "beam": 4, "remarks": "not installed"}
    note("Argos Translate")
    program = (options.argos_python, HERE / "argos.py", model, scratch, options.single)
    return row(name, 4, options.single, contend([str(word) for word in program], scratch / "home"))


def chat(options: argparse.Namespace, home: Path) -> list[dict[str, object]]:
    """The chat model through the product and bare."""
    rows = []
    for contender, ours in (("CTranslate2 Generator, no mask", False), ("Model.translate", True)):
        note(f"{options.chat_model}: {contender}")
        figures = library(
            "chat",
            home,
            store=str(options.chat.absolute()),
            models=str(options.models.absolute()),
            system=options.chat_model,
            sentences=options.chat_sentences,
            ours=ours,
            cores=options.cores,
        )
        rows.append(row(contender, 1, options.chat_sentences, figures))
    rows[1]["remarks"] = f"{_ratio(rows[1], rows[0], 'tokens/s'):.3g} of the bare library"
    return rows


def ratios(rows: Sequence[Row]) -> list[Row]:
    """How many times as fast as each other contender the product is."""
    found: list[Row] = []
    for ours in rows:
        if not str(ours["contender"]).startswith("d"):
            continue
        for other in rows:
            same = other["beam"] == ours["beam"] and "tokens/s" in other
            if not same or str(other["contender"]).startswith("d"):
                continue
            names = [str(row["contender"]).split()[0] for row in (ours, other)]
            found.append(
                {
                    "ratio": "/".join(names),
                    "beam": ours["beam"],
                    "without start": _ratio(ours, other, "tokens/s"),
                    "with start": _ratio(ours, other, "tokens/s with start"),
                }
            )
    return found


def _ratio(ours: Row, other: Row, column: str) -> float:
    return float(str(ours[column])) / float(str(other[column]))


def main() -> None:
    """Print the tables."""
    parser = arguments(__doc__)
    parser.add_argument("--sentences", type=int, default=2000, help="for c and d")
    parser.add_argument("--search", type=int, default=400, help="sentences to try settings of c on")
    parser.add_argument("--single", type=int, default=50, help="sentences for a and Argos")
    parser.add_argument("--batched", type=int, default=320, help="sentences for b")
    parser.add_argument("--beams", type=int, nargs="+", default=[1, 4])
    parser.add_argument("--cores", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--tuning", type=Path, help="a tuning.json for the product")
    parser.add_argument("--argos-python", type=Path, help="an interpreter that has Argos Translate")
    parser.add_argument(
        "--chat",
        type=Path,
        metavar="HOME",
        help="a SUMMARIZE_HOME with the chat model converted: measure that too",
    )
    parser.add_argument("--chat-model", default="qwen-coder-1.5b")
    parser.add_argument("--chat-sentences", type=int, default=64)
    parser.add_argument("--models", type=Path, default=HERE.parent / "models.txt")
    options = parser.parse_args()
    with workplace(options.work) as (work, scratch):
        model = prepared(work, "opus")
        articles = scratch / "articles"
        count = -(-options.sentences // SENTENCES_EACH)
        options.sentences = write_articles(articles, count, SENTENCES_EACH)
        rows: list[Row] = []
        for beam in options.beams:
            rows += measure_beam(options, model, scratch, articles, beam)
        rows.append(argos(options, model, scratch))
        tables: dict[str, Sequence[Row]] = {"Throughput": rows, "Ratios": ratios(rows)}
        if options.chat:
            tables["Chat model"] = chat(options, scratch / "home")
    show(tables, options.format)


if __name__ == "__main__":
    main()
