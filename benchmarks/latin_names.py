"""What becomes of names that stay in Latin letters in Russian news: HBO Max, G7, COVID-19.

Human references tell which: a Latin word of the source that the Russian reference also writes in
Latin letters. 200 news sentences of WMT22 and WMT23, 120 of them with such words or as many as
there are, from the half of the documents that the script mask was developed on (`--half dev`) or
from the other one.

    python benchmarks/latin_names.py --half test --output written.tsv
"""

from __future__ import annotations

import argparse
import csv
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import regex
from gate import SEED, half_of, read_lines, wmt_lines
from harness import Row, show
from rescue import MIXED_WORD
from sacrebleu.metrics.chrf import CHRF

from summarize.engines.loading import Loader
from summarize.models.registry import find_models_file, load_registry
from summarize.models.store import ModelStore
from summarize.text.phonetics import sound_alike
from summarize.text.scripts import KEPT
from summarize.translation.attempts import Policy, Result
from summarize.translation.translator import Translator
from summarize.types import LangPair

SENTENCES, WITH_NAMES = 200, 120
EN_RU = LangPair("en", "ru")
_NEWS_OF_WMT23 = range(500, 1016)
"""Its lines have no domain labels; before these come posts, after them talk and reviews."""
_LINES_TOGETHER = 25
_WORD = regex.compile(r"(?<!\w)[A-Za-z][A-Za-z0-9]*(?:[-+&][A-Za-z0-9]+)*")
_CYRILLIC_WORD = regex.compile(r"\p{Cyrillic}[\p{Cyrillic}-]+")
_NO_NAMES = frozenset("a an and as at by for i in is of on or the to with".split())


@dataclass(frozen=True, slots=True)
class Sentence:
    """A source sentence with its human translation."""

    source: str
    reference: str

    @property
    def names(self) -> list[str]:
        """The Latin words of the source that the reference has in Latin letters, too."""
        written = {word.casefold() for word in latin_words(self.reference)}
        return [word for word in latin_words(self.source) if word.casefold() in written]


def latin_words(text: str) -> list[str]:
    """The Latin words of `text` outside of addresses and tags, without articles and the like."""
    return [word for word in _WORD.findall(KEPT.sub(" ", text)) if word.casefold() not in _NO_NAMES]


def news(half: str) -> Iterator[Sentence]:
    """The news sentences of WMT22 and WMT23 in one half of the documents."""
    references = read_lines("parallel/wmt22.en-ru/refA.ru")
    for number, own_half, domain, source in wmt_lines("en-ru"):
        if own_half == half and domain == "news":
            yield Sentence(source, references[number])
    sources = read_lines("parallel/wmt23.en-ru/src.en")
    references = read_lines("parallel/wmt23.en-ru/refA.ru")
    for number in _NEWS_OF_WMT23:
        if half_of(f"wmt23-{number // _LINES_TOGETHER}") == half:
            yield Sentence(sources[number], references[number])


def sample(half: str) -> list[Sentence]:
    """Sentences with names and sentences without, drawn with a fixed seed, in their order."""
    chance = random.Random(SEED)  # noqa: S311 - a repeatable choice, not a secret
    sentences = list({sentence.source: sentence for sentence in news(half)}.values())
    named = [index for index, sentence in enumerate(sentences) if sentence.names]
    plain = [index for index, sentence in enumerate(sentences) if not sentence.names]
    chosen = chance.sample(named, min(WITH_NAMES, len(named)))
    chosen += chance.sample(plain, SENTENCES - len(chosen))
    return [sentences[index] for index in sorted(chosen)]


def kind(name: str) -> str:
    """How a name is written."""
    if regex.search(r"\d", name):
        return "with digits"
    if name.isupper():
        return "all capitals"
    if regex.search(r"\p{Ll}\p{Lu}", name):
        return "inner capital"
    return "capitalised" if name[0].isupper() else "lower case"


def fate(name: str, hypothesis: str) -> str:
    """What became of a name in a hypothesis."""
    if name.casefold() in {word.casefold() for word in latin_words(hypothesis)}:
        return "kept"
    if any(sound_alike(name, word) for word in _CYRILLIC_WORD.findall(hypothesis)):
        return "transliterated"
    return "translated or lost"


def fates(sentences: Sequence[Sentence], hypotheses: Sequence[str]) -> list[Row]:
    """What became of the names that stay in Latin letters, by how they are written."""
    counts: dict[str, Counter[str]] = {}
    for sentence, hypothesis in zip(sentences, hypotheses, strict=True):
        for name in sentence.names:
            for row in (kind(name), "all"):
                counts.setdefault(row, Counter())[fate(name, hypothesis)] += 1
    return [
        {
            "written": row,
            "names": found.total(),
            **{name: found[name] for name in ("kept", "transliterated", "translated or lost")},
        }
        for row, found in sorted(counts.items(), key=lambda item: item[1].total())
    ]


def price(sentences: Sequence[Sentence], results: Sequence[Result], decoded: int) -> list[Row]:
    """What keeping names costs on the other side."""
    hypotheses = [result.hypothesis.text for result in results]
    references = [sentence.reference for sentence in sentences]
    extra = [list(_extra(*pair)) for pair in zip(sentences, hypotheses, strict=True)]
    made = sum(result.hypothesis.output_tokens for result in results)
    rejected = [result for result in results if result.verdict.rejected]
    figures: dict[str, object] = {
        "sentences": len(sentences),
        "Latin words that the reference lacks": sum(map(len, extra)),
        "of them, words that the source lacks": sum(
            word.casefold() not in sentence.source.casefold()
            for sentence, words in zip(sentences, extra, strict=True)
            for word in words
        ),
        "sentences with such a word": sum(map(bool, extra)),
        "words of mixed scripts": sum(len(MIXED_WORD.findall(text)) for text in hypotheses),
        "rejected by the gate": len(rejected),
        **{f"rejected for {name}": count for name, count in _rejections(rejected)},
        "chrF": round(CHRF().corpus_score(hypotheses, [references]).score, 2),
        "output tokens": made,
        "of them decoded again": f"{decoded / made - 1:.1%}",
    }
    return [{"": name, "first attempts": value} for name, value in figures.items()]


def _extra(sentence: Sentence, hypothesis: str) -> Iterator[str]:
    wanted = {word.casefold() for word in latin_words(sentence.reference)}
    return (word for word in latin_words(hypothesis) if word.casefold() not in wanted)


def _rejections(rejected: Iterable[Result]) -> list[tuple[str, int]]:
    names = Counter(
        name
        for result in rejected
        for name in {check.name for check in result.checks if check.severity == "reject"}
    )
    return sorted(names.items())


def translated(sentences: Sequence[Sentence], system: str) -> tuple[list[Result], int]:
    """What the system's first attempts are, and how many tokens were decoded for them."""
    loader = Loader(load_registry(find_models_file()), ModelStore(), offline=True)
    translator = Translator([system], loader.load, Policy())
    sources = [sentence.source for sentence in sentences]
    (made,) = translator.attempt([sources], EN_RU, lambda _: None)
    return [made[source] for source in sources], loader.load(system).usage.output_tokens


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=("dev", "test"), default="dev")
    parser.add_argument("--system", default="qwen-coder-1.5b")
    parser.add_argument("--format", choices=("table", "json"), default="table")
    parser.add_argument("--output", type=Path, help="sources, references and hypotheses, as TSV")
    options = parser.parse_args()
    sentences = sample(options.half)
    results, decoded = translated(sentences, options.system)
    hypotheses = [result.hypothesis.text for result in results]
    tables = {
        "Names that stay in Latin letters": fates(sentences, hypotheses),
        "The price": price(sentences, results, decoded),
    }
    show(tables, options.format)
    if options.output:
        with options.output.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter="\t")
            for sentence, result in zip(sentences, results, strict=True):
                checks = " ".join(f"{check.severity}:{check.name}" for check in result.checks)
                names = " ".join(sentence.names)
                text = result.hypothesis.text
                writer.writerow([sentence.source, sentence.reference, text, names, checks])


if __name__ == "__main__":
    main()
