"""How well and how fast the acceptance gate tells good translations from bad ones.

Prints every table of docs/gate.md. The data lies beside the repository (or where
SUMMARIZE_EVALUATION_DATA points); `--half dev` is what the checks were developed on, `--half test`
what they were not. Documents are never split between the halves.

    python benchmarks/gate.py --half test --format table
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import statistics
import sys
import time
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from made_errors import FILLERS, MADE, Item

from summarize.translation.gate import Verdict, examine
from summarize.types import LangPair

DATA = Path(
    os.environ.get(
        "SUMMARIZE_EVALUATION_DATA", Path(__file__).resolve().parents[1] / ".." / "shared" / "data"
    )
)
PAIRS = {"en-ru": LangPair("en", "ru"), "ru-en": LangPair("ru", "en")}
SEED = 20221207
BLOCK = 40  # consecutive lines of WMT23, which names no documents


def read_lines(path: str) -> list[str]:
    """The lines of an evaluation file."""
    return (DATA / path).read_text(encoding="utf-8").rstrip("\n").split("\n")


def half_of(document: str) -> str:
    """Which half a document belongs to, by a checksum of its name."""
    return "test" if zlib.crc32(document.encode()) % 2 else "dev"


def wmt_lines(pair: str) -> Iterator[tuple[int, str, str, str]]:
    """Line number, half, domain and source of the WMT22 set of a langpair."""
    folder, source = f"parallel/wmt22.{pair}", f"src.{pair[:2]}"
    rows = zip(
        read_lines(f"{folder}/docid"),
        read_lines(f"{folder}/domain"),
        read_lines(f"{folder}/{source}"),
        strict=True,
    )
    for number, (document, domain, text) in enumerate(rows):
        yield number, half_of(document), "news" if domain == "news" else "other", text


def half_of_line(number: int) -> str:
    """Which half a line of WMT23 belongs to: every other block of lines is for counting."""
    return "test" if number // BLOCK % 2 else "dev"


def references() -> dict[str, list[Item]]:
    """Human translations by set, both directions.

    WMT22 news and other domains, FLORES-200, and WMT23, which is text of another year. What was
    not translated at all (a document of WMT23) is left out.
    """
    sets: dict[str, list[Item]] = defaultdict(list)
    for name, pair in PAIRS.items():
        targets = read_lines(f"parallel/wmt22.{name}/refA.{pair.target}")
        for number, half, domain, source in wmt_lines(name):
            sets[f"wmt22 {name} {domain}"].append(Item(half, source, targets[number], pair))
        lines = {code: read_lines(f"parallel/flores200-dev/{code}") for code in ("en", "ru")}
        rows = zip(lines[pair.source], lines[pair.target], strict=True)
        for number, (source, target) in enumerate(rows):
            half = half_of(str(number // 5))
            sets[f"flores {name}"].append(Item(half, source, target, pair))
        later = f"parallel/wmt23.{name}"
        rows = zip(
            read_lines(f"{later}/src.{pair.source}"),
            read_lines(f"{later}/refA.{pair.target}"),
            strict=True,
        )
        for number, (source, target) in enumerate(rows):
            half = half_of_line(number)
            sets[f"wmt23 {name}"].append(Item(half, source, target, pair))
    return {name: list(filter(_is_translated, items)) for name, items in sets.items()}


def _is_translated(item: Item) -> bool:
    return item.source != item.target or len(item.source.split()) <= 4


def systems() -> dict[str, list[tuple[Item, str]]]:
    """Outputs of real systems on WMT22, each with the reference."""
    outputs: dict[str, list[tuple[Item, str]]] = defaultdict(list)
    for name, pair in PAIRS.items():
        targets = read_lines(f"parallel/wmt22.{name}/refA.{pair.target}")
        for file in sorted((DATA / f"systems/wmt22.{name}").glob(f"*.{pair.target}")):
            lines = read_lines(str(file.relative_to(DATA)))
            for number, half, _, source in wmt_lines(name):
                item = Item(half, source, lines[number], pair)
                outputs[f"{file.stem} {name}"].append((item, targets[number]))
    return dict(outputs)


def news(half: str) -> list[Item]:
    """The news references of four words or more."""
    return [
        item
        for name, items in references().items()
        if name.endswith("news")
        for item in items
        if item.half == half and len(item.target.split()) >= 4
    ]


def made_errors(half: str) -> dict[str, list[Verdict]]:
    """The verdicts about errors made on news references of four words or more."""
    chance = random.Random(SEED)  # noqa: S311 - a repeatable choice, not a secret
    return {
        kind: [examine(item.source, make(item, chance), item.pair) for item in news(half)]
        for kind, make in MADE.items()
    }


def fillers(half: str) -> dict[str, dict[str, float]]:
    """The share rejected of news references with one chat filler, by filler and langpair."""
    table: dict[str, dict[str, float]] = {}
    for place, texts in FILLERS.items():
        for text in texts:
            verdicts: dict[str, list[Verdict]] = defaultdict(list)
            for item in news(half):
                filled = text + item.target if place == "before" else item.target + text
                verdicts[str(item.pair)].append(examine(item.source, filled, item.pair))
            shares = {pair: rates(found)["rejected"] for pair, found in sorted(verdicts.items())}
            table[f"{place}: {text.strip()}"] = shares
    return table


# --- tables --------------------------------------------------------------------------------------


def rates(verdicts: Iterable[Verdict]) -> dict[str, float]:
    """How many there are, and the shares rejected and warned."""
    listed = list(verdicts)
    count = max(len(listed), 1)
    return {
        "segments": len(listed),
        "rejected": round(sum(verdict.rejected for verdict in listed) / count, 4),
        "warned": round(sum(verdict.warned for verdict in listed) / count, 4),
    }


def false_alarms(half: str) -> dict[str, dict[str, float]]:
    """Rates on human references."""
    return {
        name: rates(
            examine(item.source, item.target, item.pair) for item in items if item.half == half
        )
        for name, items in references().items()
    }


def alarms_by_check(half: str) -> dict[str, float]:
    """The share of news and FLORES references that each check speaks about."""
    counts: dict[str, int] = defaultdict(int)
    total = 0
    for name, items in references().items():
        if name.endswith("other"):
            continue
        for item in items:
            if item.half == half:
                total += 1
                for check in examine(item.source, item.target, item.pair).checks:
                    counts[f"{check.name} ({check.severity})"] += 1
    return {name: round(count / total, 4) for name, count in sorted(counts.items())}


def controlled_errors() -> dict[str, dict[str, float]]:
    """DEMETR: rates by kind of error, and on the translations without one."""
    with (DATA / "robust/demetr_ru-en.tsv").open(encoding="utf-8", newline="") as file:
        rows = [
            row
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            if row["applied"] == "True"
        ]
    verdicts: dict[str, list[Verdict]] = defaultdict(list)
    for row in rows:
        verdict = examine(row["src_ru"], row["perturbed_en"], PAIRS["ru-en"])
        verdicts[row["perturbation"]].append(verdict)
    for column in ("mt_en", "human_en"):
        for source, target in {(row["src_ru"], row[column]) for row in rows}:
            verdicts[f"none ({column})"].append(examine(source, target, PAIRS["ru-en"]))
    return {kind: rates(found) for kind, found in sorted(verdicts.items())}


def degenerate_outputs() -> dict[str, float]:
    """Real system outputs that are degenerate by comparison with the reference.

    That is: under a third or over three times its length, or the source where the reference is not.
    References under twenty characters are left out: "Try." is not degenerate for "Give it a try."
    """
    found = []
    for outputs in systems().values():
        for item, reference in outputs:
            ratio = (len(item.target) + 1) / (len(reference) + 1)
            copied = item.target == item.source != reference
            if len(reference) >= 20 and (not 1 / 3 < ratio < 3 or copied):
                found.append(examine(item.source, item.target, item.pair))
    return rates(found)


def area_under_curve(scores: list[float], faulty: list[bool]) -> float:
    """The chance that a faulty item scores below a sound one; ties count half."""
    bad = [score for score, wrong in zip(scores, faulty, strict=True) if wrong]
    good = [score for score, wrong in zip(scores, faulty, strict=True) if not wrong]
    wins = sum((b < g) + 0.5 * (b == g) for b in bad for g in good)
    return wins / max(len(bad) * len(good), 1)


def expert_agreement() -> dict[str, dict[str, float]]:
    """AUC of the score for "has a major error" on WMT-QE 2022 MQM, English to Russian.

    The annotators' score is 100 less the penalty per hundred words; a major error costs 5.
    """
    table = {}
    for name in ("dev2022", "test2022"):
        path = DATA / f"quality/wmt-qe-2022_en-ru_mqm/{name}.tsv"
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
        scores, faulty = [], []
        for row in rows:
            penalty = (100 - float(row["mqm_score"])) / 100 * len(row["mt"].split())
            faulty.append(penalty >= 5)
            scores.append(examine(row["src"], row["mt"], PAIRS["en-ru"]).score)
        table[name] = {
            "segments": len(rows),
            "with a major error": round(sum(faulty) / len(faulty), 3),
            "AUC": round(area_under_curve(scores, faulty), 3),
        }
    return table


def speed() -> dict[str, float]:
    """Segments a second on one core: the median of five passes over WMT22 news."""
    items = [*news("dev"), *news("test")]
    passes = []
    for _ in range(5):
        start = time.process_time()
        for item in items:
            examine(item.source, item.target, item.pair)
        passes.append(len(items) / (time.process_time() - start))
    return {"first pass": round(passes[0]), "median": round(statistics.median(passes))}


def measure(half: str) -> dict[str, object]:
    """Every table."""
    return {
        "half": half,
        "false alarms": false_alarms(half),
        "alarms by check": alarms_by_check(half),
        "made errors": {kind: rates(found) for kind, found in made_errors(half).items()},
        "fillers": fillers(half),
        "degenerate outputs": degenerate_outputs(),
        "controlled errors": controlled_errors(),
        "expert agreement": expert_agreement(),
        "speed": speed(),
    }


def _print_tables(tables: dict[str, object]) -> None:
    for title, table in tables.items():
        print(f"\n## {title}\n")
        if not isinstance(table, dict):
            print(table)
            continue
        for name, row in table.items():
            cells = row.items() if isinstance(row, dict) else [("", row)]
            print(f"| {name} | " + " | ".join(f"{key} {value}".strip() for key, value in cells))


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=("dev", "test"), default="dev")
    parser.add_argument("--format", choices=("table", "json"), default="table")
    options = parser.parse_args()
    if not DATA.is_dir():
        sys.exit(f"{DATA} is missing (set SUMMARIZE_EVALUATION_DATA)")
    tables = measure(options.half)
    if options.format == "json":
        print(json.dumps(tables, ensure_ascii=False, indent=1))
    else:
        _print_tables(tables)


if __name__ == "__main__":
    main()
