"""What the gate finds in a system's translations, what rescue makes of it, and at what cost.

The source is a text file with one segment a line; without one, 200 sentences of WMT22 news of the
half that the checks were not developed on (see benchmarks/gate.py).

    python benchmarks/rescue.py --system qwen-coder-1.5b --from en --to ru
    python benchmarks/rescue.py --source injection.en --sample 100 --output judged.tsv
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import regex
from gate import SEED, wmt_lines

from summarize.engines.loading import Loader
from summarize.models.registry import find_models_file, load_registry
from summarize.models.store import ModelStore
from summarize.translation.attempts import Policy, Result
from summarize.translation.translator import Translator
from summarize.types import LangPair, Severity, Status

NEWS = 200
MIXED_WORD = regex.compile(r"\p{Latin}\p{M}*\p{Cyrillic}|\p{Cyrillic}\p{M}*\p{Latin}")


def news(pair: LangPair) -> list[str]:
    """News sentences of the half that the checks were not developed on."""
    return [
        text
        for _, half, domain, text in wmt_lines(str(pair))
        if half == "test" and domain == "news"
    ]


def sample(lines: list[str], count: int) -> list[str]:
    """Some of the lines, drawn with a fixed seed, in their order."""
    chance = random.Random(SEED)  # noqa: S311 - a repeatable choice, not a secret
    return [lines[index] for index in sorted(chance.sample(range(len(lines)), count))]


def findings(results: Iterable[Result]) -> dict[str, int]:
    """How many segments are rejected, warned about, and for what; and how many mix scripts.

    Mixed words (a Latin letter beside a Cyrillic one) are counted by a pattern of their own, so
    that the gate does not vouch for itself.
    """
    results = list(results)
    rejects: Counter[str] = Counter()
    for result in results:
        rejects.update(
            {check.name for check in result.verdict.checks if check.severity is Severity.REJECT}
        )
    return {
        "segments": len(results),
        "rejected": sum(result.verdict.rejected for result in results),
        "with a word of mixed scripts": sum(
            bool(MIXED_WORD.search(result.hypothesis.text)) for result in results
        ),
        **{f"rejected: {name}": count for name, count in sorted(rejects.items())},
    }


def measure(
    texts: list[str], pair: LangPair, system: str
) -> tuple[dict[str, object], list[Result]]:
    """The tables before and after rescue, and the final results."""
    loader = Loader(load_registry(find_models_file()), ModelStore(), offline=True)
    translator = Translator([system], loader.load, Policy())
    (results,) = translator.attempt([texts], pair, lambda _: None)
    before = findings(results.values())
    usage = loader.load(system).usage
    first = (usage.input_tokens, usage.output_tokens, usage.seconds)
    translator.rescue([results], pair)
    kept = [result for result in results.values() if result.status is not Status.FLAGGED]
    tables = {
        "before rescue": before,
        "after rescue": findings(results.values()),
        "after rescue, without what is flagged": findings(kept),
        "status": dict(Counter(str(result.status) for result in results.values())),
        "rungs": dict(Counter(str(result.rung) for result in results.values())),
        "out of budget": sum(result.out_of_budget for result in results.values()),
        "tokens of first attempts": {"input": first[0], "output": first[1]},
        "tokens of rescues": {
            "input": usage.input_tokens - first[0],
            "output": usage.output_tokens - first[1],
        },
        "rescue / first attempts": {
            "output tokens": round((usage.output_tokens - first[1]) / first[1], 3),
            "seconds": round((usage.seconds - first[2]) / first[2], 3),
        },
    }
    return tables, [results[text] for text in texts]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--source", type=Path)
    parser.add_argument("--from", dest="source_language", default="en")
    parser.add_argument("--to", dest="target_language", default="ru")
    parser.add_argument("--system", default="qwen-coder-1.5b")
    parser.add_argument("--sample", type=int, help="so many lines; by default all, of news 200")
    parser.add_argument("--output", type=Path, help="sources, hypotheses and statuses, as TSV")
    options = parser.parse_args()
    pair = LangPair(options.source_language, options.target_language)
    if options.source:
        lines = options.source.read_text(encoding="utf-8").rstrip("\n").split("\n")
        texts = sample(lines, min(options.sample or len(lines), len(lines)))
    else:
        texts = sample(news(pair), options.sample or NEWS)
    tables, results = measure(texts, pair, options.system)
    json.dump(tables, sys.stdout, ensure_ascii=False, indent=1)
    print()
    if options.output:
        with options.output.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter="\t")
            for text, result in zip(texts, results, strict=True):
                checks = " ".join(f"{check.severity}:{check.name}" for check in result.checks)
                writer.writerow([text, result.hypothesis.text, result.status, result.rung, checks])


if __name__ == "__main__":
    main()
