"""How well `summarize compare` ranks systems without a reference, and how long it takes.

Prints the tables of docs/compare.md from the WMT outputs beside the repository (or where
SUMMARIZE_EVALUATION_DATA points).

    python benchmarks/compare.py --format table
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from summarize.comparison.analysis import compare
from summarize.comparison.results import Comparison
from summarize.comparison.texts import System, Texts
from summarize.types import LangPair

DATA = Path(
    os.environ.get(
        "SUMMARIZE_EVALUATION_DATA", Path(__file__).resolve().parents[1] / ".." / "shared" / "data"
    )
)
SETS = ("en-ru", "ru-en")
SEED = 20221207
TIMED_SEGMENTS, TIMED_SYSTEMS = 2_000, 5


def read_lines(path: str) -> tuple[str, ...]:
    """The lines of an evaluation file."""
    return tuple((DATA / path).read_text(encoding="utf-8").rstrip("\n").split("\n"))


def wmt(name: str, *, references: bool = True, segments: int | None = None) -> Texts:
    """The WMT22 outputs at hand for a language pair such as `en-ru`."""
    source, target = name.split("-")
    parallel, outputs = f"parallel/wmt22.{name}", f"systems/wmt22.{name}"
    paths = sorted((DATA / outputs).glob(f"*.{target}"))
    texts = Texts(
        LangPair(source, target),
        read_lines(f"{parallel}/src.{source}"),
        tuple(System(path.stem, read_lines(f"{outputs}/{path.name}")) for path in paths),
        (read_lines(f"{parallel}/refA.{target}"),) if references else (),
        read_lines(f"{parallel}/docid"),
    )
    return texts.part(0, segments or len(texts.sources))


def judgements(name: str) -> dict[str, dict[str, float]]:
    """What others say of the systems: COMET with a reference, and people where there are any."""
    found: dict[str, dict[str, float]] = {"COMET-22": {}}
    with (DATA / f"systems/wmt22.{name}/auto_scores.tsv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream, delimiter="\t"):
            if row["metric"] == "COMET-A":
                found["COMET-22"][row["system"]] = float(row["score"])
    path = DATA / f"systems/wmt22.{name}/human_DA_sys.txt"
    if path.exists():
        rows = [line.split() for line in path.read_text("utf-8").splitlines()]
        found["people (DA z)"] = {row[5]: float(row[1]) for row in rows}
    return found


def spearman(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """The rank correlation over the names of `one`; without regard for ties."""
    names = list(one)
    ranks = [
        {name: place for place, name in enumerate(sorted(names, key=lambda n: scores[n]))}
        for scores in (one, other)
    ]
    squares = sum((ranks[0][name] - ranks[1][name]) ** 2 for name in names)
    count = len(names)
    return 1 - 6 * squares / (count * (count**2 - 1))


def rankings(name: str) -> dict[str, dict[str, float]]:
    """What `summarize compare` says of the systems, each number larger for a better system."""
    blind, seeing = compare(wmt(name, references=False)), compare(wmt(name))
    return {
        "rank without reference": {s.name: -float(s.rank) for s in blind.systems},
        "consensus": {s.name: s.consensus or 0.0 for s in blind.systems},
        "agreement": {s.name: s.agreement or 0.0 for s in blind.systems},
        "gate score": {s.name: mean_gate_score(blind, s.rank) for s in blind.systems},
        "not rejected": {s.name: -float(s.segments["rejected"]) for s in blind.systems},
        "accepted": {s.name: float(s.segments["accepted"]) for s in blind.systems},
        "numbers": {s.name: s.number_fidelity for s in blind.systems},
        "names": {s.name: s.name_fidelity or 0.0 for s in blind.systems},
        "chrF2++ with reference": {s.name: s.scores["chrf"].score for s in seeing.systems},
        "BLEU with reference": {s.name: s.scores["bleu"].score for s in seeing.systems},
    }


def mean_gate_score(made: Comparison, rank: int) -> float:
    """What the gate gives the segments of the system of this rank, on average."""
    return sum(segment.systems[rank - 1].score for segment in made.segments) / len(made.segments)


def correlations() -> list[dict[str, Any]]:
    """For each set and judgement the rank correlation of each number."""
    rows = []
    for name in SETS:
        ours = rankings(name)
        for judge, scores in judgements(name).items():
            row: dict[str, Any] = {"set": f"wmt22 {name}", "judge": judge}
            for number, values in ours.items():
                row["systems"] = len(values)
                row[number] = round(spearman(values, scores), 2)
            rows.append(row)
    return rows


def degenerate(texts: Texts) -> tuple[System, ...]:
    """Systems that must come last, made from the source and the first system's output."""
    output, chance = texts.systems[0].texts, random.Random(SEED)  # noqa: S311 - no secret
    words = [word for text in output for word in text.split()]
    garbage = tuple(" ".join(chance.choice(words) for _ in text.split()) for text in output)
    shuffled = tuple(chance.sample(output, len(output)))
    typical = sorted(output, key=len)[len(output) // 2]
    return (
        System("copy", texts.sources),
        System("copy again", texts.sources),
        System("garbage", garbage),
        System("other lines", shuffled),
        System("always the same", (typical,) * len(output)),
    )


def with_degenerate(name: str, *, references: bool, segments: int = 500) -> Comparison:
    """The systems of a set, each kind of degenerate system among them."""
    texts = wmt(name, references=references, segments=segments)
    systems = (*degenerate(texts), *texts.systems)
    return compare(Texts(texts.pair, texts.sources, systems, texts.references))


def duels(name: str, segments: int = 200) -> list[tuple[str, str]]:
    """Each real system alone with each degenerate one, without references: winner and loser."""
    texts = wmt(name, references=False, segments=segments)
    return [
        (made.systems[0].name, made.systems[1].name)
        for system in texts.systems
        for bad in degenerate(texts)
        for made in [compare(Texts(texts.pair, texts.sources, (bad, system)))]
    ]


def bottom() -> list[dict[str, Any]]:
    """How the degenerate systems rank among real ones."""
    rows = []
    for name in SETS:
        for references in (False, True):
            made = with_degenerate(name, references=references)
            row: dict[str, Any] = {"set": f"wmt22 {name}", "references": int(references)}
            row["order"] = [system.name for system in made.systems]
            rows.append(row)
    return rows


def timing() -> dict[str, Any]:
    """How long 2,000 segments of five systems take, with 1,000 resamples and 10,000 trials."""
    texts = wmt("en-ru", segments=TIMED_SEGMENTS)
    assert len(texts.systems) == TIMED_SYSTEMS
    started = time.perf_counter()
    compare(texts)
    return {
        "segments": len(texts.sources),
        "systems": len(texts.systems),
        "seconds": round(time.perf_counter() - started, 1),
    }


TABLES: dict[str, Callable[[], Any]] = {
    "correlations": correlations,
    "bottom": bottom,
    "timing": timing,
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Print what was measured."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", choices=TABLES)
    parser.add_argument("--format", choices=("table", "json"), default="table")
    chosen = parser.parse_args(arguments)
    found = {name: make() for name, make in TABLES.items() if chosen.only in (None, name)}
    if chosen.format == "json":
        print(json.dumps(found, ensure_ascii=False, indent=1))
        return
    for title, content in found.items():
        print(title)
        for row in content if isinstance(content, list) else [content]:
            print("  " + "; ".join(f"{key} {value}" for key, value in row.items()))


if __name__ == "__main__":
    main()
