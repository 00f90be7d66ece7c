"""A comparison as one self-contained HTML page.

Every text of the comparison is in the page once, as plain HTML that can be read with scripts
blocked; the script takes it from there. Only numbers and codes travel in the JSON block. That is
what keeps 5,000 segments of five systems small, and both ways of reading equal. Where the texts
alone would make the page too large, the last of them are compressed, and only the script reads
those.
"""

from __future__ import annotations

import gzip
import hashlib
from base64 import b64encode
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import accumulate, islice
from typing import Any

import orjson
import regex
from babel import Locale, UnknownLocaleError
from jinja2 import Environment
from markupsafe import Markup
from rapidfuzz.distance import Indel

from summarize.comparison.chart import chart
from summarize.writers.html import escaping
from summarize.writers.labels import language_name, warning
from summarize.writers.record import draft_from_json

NAMES = {
    "rank": "Rank",
    "group": "Group",
    "bleu": "BLEU",
    "chrf": "chrF2++",
    "ter": "TER",
    "p_bootstrap": "p, paired bootstrap",
    "p_randomisation": "p, approximate randomisation",
    "segments": "Accepted, warned, rejected",
    "accepted": "Accepted",
    "warned": "Warned",
    "rejected": "Rejected",
    "length_ratio": "Length ratio",
    "number_fidelity": "Numbers kept",
    "name_fidelity": "Names kept",
    "agreement": "Agreement",
    "consensus": "Consensus",
    "round_trip": "Round trip",
    "model_score": "Model's own score",
    "quality": "Quality model",
    "seconds": "Seconds",
    "tokens_per_second": "Tokens a second",
    "peak_memory_bytes": "Peak memory",
    "model_bytes": "Model size",
    "licence": "Licence",
}
WITHOUT_REFERENCE = (
    "length_ratio",
    "number_fidelity",
    "name_fidelity",
    "agreement",
    "consensus",
    "round_trip",
    "model_score",
    "quality",
)
COST = ("seconds", "tokens_per_second", "peak_memory_bytes", "model_bytes", "licence")
SHARES = ("number_fidelity", "name_fidelity")
# Word by word marks in the plain list cost time and space, so only reports that somebody may
# read from end to end have them there. The script marks every segment it shows.
MARKED_SEGMENTS = 500
# Bytes of plain HTML, about. The page must stay under 15 MB; with more text than PLAIN_BYTES in
# it, only SHORT_BYTES of it are plain and the rest is compressed.
PLAIN_BYTES = 13_000_000
SHORT_BYTES = 4_000_000

# The same words as in words.js: a number, letters with apostrophes and hyphens, or one character.
# Scripts without spaces have no words to see, so their characters stand alone.
_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_WORD = regex.compile(
    rf"[{_UNSPACED}]|\p{{N}}+(?:[.,:]\p{{N}}+)+|(?:(?![{_UNSPACED}])[\p{{L}}\p{{M}}\p{{N}}])+"
    rf"(?:['’-](?:(?![{_UNSPACED}])[\p{{L}}\p{{M}}\p{{N}}])+)*|\S"
)


def render(comparison: Mapping[str, Any]) -> str:
    """The page of a comparison, as `summarize compare --format json` writes it."""
    systems = comparison["systems"]
    pair = comparison["pair"]
    metrics = [
        name for name in ("chrf", "bleu", "ter") if any(name in s["scores"] for s in systems)
    ]
    metrics += sorted({name for system in systems for name in system["scores"]} - {*metrics})
    numbers = _present(systems, WITHOUT_REFERENCE)
    style, script = _asset("page.css"), _script()
    plain = _plain_segments(comparison["segments"])
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            comparison=comparison,
            notes=_notes(comparison, {*metrics, *numbers}),
            systems=systems,
            drafts=_drafts(systems),
            policy=_policy(style, script),
            style=Markup(style),  # noqa: S704 - our own file
            script=Markup(script),  # noqa: S704 - our own file
            data=_embedded(_codes(comparison)),
            packed=_packed(comparison["segments"][plain:]),
            languages={side: language_name(pair[side], "en") for side in ("source", "target")},
            source_attributes=_attributes(pair["source"]),
            target_attributes=_attributes(pair["target"]),
            metrics=metrics,
            signatures=_signatures(systems, metrics),
            numbers=numbers,
            costs=[name for name in COST if any(_cost(system, name) for system in systems)],
            checks=_checks(comparison),
            significance=_significance(comparison["significance"], metrics),
            chart=chart(systems, metrics),
            hidden=len(comparison["segments"]) - plain,
            plain=islice(_plain(comparison), plain),
            marked=len(comparison["segments"]) <= MARKED_SEGMENTS,
        )
    )


def _drafts(systems: Sequence[Mapping[str, Any]]) -> list[tuple[str, str, str]]:
    """What a reader is told of the systems that are machine drafts, each with its name."""
    return [
        (system["name"], *warning("en", draft_from_json(system["draft"])))
        for system in systems
        if system.get("draft")
    ]


def _asset(name: str) -> str:
    return files("summarize.comparison").joinpath("templates", name).read_text(encoding="utf-8")


def _script() -> str:
    """Our script in a function of its own, so that its names meet none of the browser's."""
    return f'(() => {{\n"use strict";\n{_asset("words.js")}{_asset("page.js")}}})();\n'


def _policy(style: str, script: str) -> str:
    """Nothing is loaded, and only our own style and script apply: a text can start neither."""
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(content: str) -> str:
    return "sha256-" + b64encode(hashlib.sha256(content.encode()).digest()).decode()


def _embedded(data: object) -> Markup:
    """JSON that cannot end the script element it stands in."""
    text = orjson.dumps(data).decode()
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704 - nothing is left that HTML would read


def _attributes(language: str) -> Markup:
    """What tells a browser the language of a text, and its direction where that is unusual."""
    attributes = Markup('lang="{}"').format(language)
    try:
        right_to_left = Locale.parse(language, sep="-").text_direction == "rtl"
    except (UnknownLocaleError, ValueError):
        right_to_left = False
    return attributes + Markup(' dir="rtl"') if right_to_left else attributes


def _codes(comparison: Mapping[str, Any]) -> dict[str, Any]:
    """What the script needs beside the texts; lists in place of names for the sake of size."""
    checks = _checks(comparison)
    places = {name: place for place, name in enumerate(checks)}
    return {
        "systems": [system["name"] for system in comparison["systems"]],
        "references": comparison["references"],
        "checks": checks,
        "segments": [
            [
                segment["id"],
                segment["document"],
                _rounded(segment["disagreement"]),
                [
                    [
                        _rounded(output["chrf"]),
                        _rounded(output["consensus"]),
                        output["status"][0],
                        _rounded(output["score"]),
                        [
                            [places[check["name"]], check["severity"][0]]
                            for check in output["checks"]
                        ],
                    ]
                    for output in segment["systems"]
                ],
            ]
            for segment in comparison["segments"]
        ],
    }


def _texts(segment: Mapping[str, Any]) -> list[str]:
    outputs = (output["text"] for output in segment["systems"])
    return [segment["source"], *segment["references"], *outputs]


def _details(segment: Mapping[str, Any]) -> list[str]:
    return [check["detail"] for output in segment["systems"] for check in output["checks"]]


def _plain_segments(segments: Sequence[Mapping[str, Any]]) -> int:
    """How many of the segments, from the first, can be plain HTML."""
    sizes = list(accumulate(_size(segment) for segment in segments))
    if not sizes or sizes[-1] <= PLAIN_BYTES:
        return len(segments)
    return bisect_right(sizes, SHORT_BYTES)


def _size(segment: Mapping[str, Any]) -> int:
    texts = [*_texts(segment), *_details(segment)]
    return sum(len(text.encode()) + 70 for text in texts)


def _packed(segments: Sequence[Mapping[str, Any]]) -> str:
    """The texts of the segments that are not plain, as Base64 of compressed JSON."""
    if not segments:
        return ""
    texts = orjson.dumps([[_texts(segment), _details(segment)] for segment in segments])
    return b64encode(gzip.compress(texts, 6, mtime=0)).decode()


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, 2)


def _checks(comparison: Mapping[str, Any]) -> list[str]:
    """The checks that found something, the most frequent first."""
    totals: dict[str, int] = {}
    for system in comparison["systems"]:
        for name, count in system["checks"].items():
            totals[name] = totals.get(name, 0) + count
    for segment in comparison["segments"]:
        for output in segment["systems"]:
            for check in output["checks"]:
                totals.setdefault(check["name"], 0)
    return sorted(totals, key=lambda name: (-totals[name], name))


def _plain(comparison: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The segments as they are read with scripts blocked."""
    names = [system["name"] for system in comparison["systems"]]
    marked = len(comparison["segments"]) <= MARKED_SEGMENTS
    for segment in comparison["segments"]:
        outputs = segment["systems"]
        base = _base(segment) if marked else None
        yield {
            "id": segment["id"],
            "document": segment["document"],
            "source": segment["source"],
            "references": segment["references"],
            "outputs": [
                {
                    "name": name,
                    "text": output["text"] if base is None else _differing(output["text"], base),
                    "standing": _standing(output),
                    "checks": output["checks"],
                }
                for name, output in zip(names, outputs, strict=True)
            ],
        }


def _base(segment: Mapping[str, Any]) -> str | None:
    """What the outputs of a segment are compared with: the first reference or the consensus."""
    if segment["references"]:
        return str(segment["references"][0])
    outputs = [output for output in segment["systems"] if output["consensus"] is not None]
    usable = [output for output in outputs if output["status"] != "rejected"] or outputs
    return str(max(usable, key=lambda output: output["consensus"])["text"]) if usable else None


def _standing(output: Mapping[str, Any]) -> str:
    metric = "consensus" if output["chrf"] is None else "chrf"
    score = output[metric]
    words = [] if score is None else [f"{NAMES[metric]} {score:.1f}"]
    if output["status"] != "accepted":
        words.append(output["status"])
    return " · ".join(words)


def _differing(text: str, base: str) -> Markup:
    """`text` with `<ins>` around what `base` does not say; the letters stay as they are."""
    words = list(_WORD.finditer(text))
    steps = Indel.opcodes(_WORD.findall(base), [word.group() for word in words])
    parts, done = [], 0
    for step in steps:
        if step.tag == "insert":
            start, end = words[step.dest_start].start(), words[step.dest_end - 1].end()
            parts.append(Markup("{}<ins>{}</ins>").format(text[done:start], text[start:end]))
            done = end
    return Markup("").join([*parts, text[done:]])


def _present(systems: Sequence[Mapping[str, Any]], names: Sequence[str]) -> list[str]:
    return [name for name in names if any(system[name] is not None for system in systems)]


def _notes(comparison: Mapping[str, Any], numbers: set[str]) -> dict[str, str]:
    """The notes on numbers that the page shows."""
    absent = {"bleu", "chrf", "ter", *WITHOUT_REFERENCE} - numbers
    if not comparison["significance"]:
        absent |= {"group", "p_bootstrap", "p_randomisation"}
    if not any(system["cost"] for system in comparison["systems"]):
        absent.add("cost")
    return {name: note for name, note in comparison["notes"].items() if name not in absent}


def _signatures(systems: Sequence[Mapping[str, Any]], metrics: Sequence[str]) -> list[str]:
    found = (
        system["scores"][metric]["signature"]
        for metric in metrics
        for system in systems
        if metric in system["scores"]
    )
    return list(dict.fromkeys(found))


def _significance(
    comparisons: Sequence[Mapping[str, Any]], metrics: Sequence[str]
) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """The tests by metric, that of the ranking first."""
    grouped = [(name, [test for test in comparisons if test["metric"] == name]) for name in metrics]
    return [(name, tests) for name, tests in grouped if tests]


def _cost(system: Mapping[str, Any], name: str) -> str:
    value = (system["cost"] or {}).get(name)
    if value is None:
        return ""
    if name.endswith("_bytes"):
        return f"{value / 1e9:.1f} GB" if value >= 1e9 else f"{value / 1e6:.0f} MB"
    return str(value) if isinstance(value, str) else f"{value:,.1f}"


def _number(value: float | None, name: str = "") -> str:
    """A number as a table shows it; fidelity is a share."""
    if value is None:
        return "–"
    if name in SHARES:
        return f"{100 * value:.1f} %"
    return f"{value:.2f}" if name in ("length_ratio", "model_score", "quality") else f"{value:.1f}"


def _probability(value: float | None) -> str:
    if value is None:
        return "–"
    return "< 0.001" if value < 0.001 else f"{value:.3f}"


def _named(name: str) -> str:
    return NAMES.get(name) or name.replace("_", " ").capitalize()


@cache
def _environment() -> Environment:
    environment = escaping("summarize.comparison")
    environment.filters |= {
        "number": _number,
        "probability": _probability,
        "named": _named,
        "cost": _cost,
    }
    return environment
