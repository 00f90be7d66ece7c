"""A comparison on a terminal: who is how good, and where the systems differ most."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from summarize.comparison.metrics import TITLES
from summarize.comparison.results import (
    Candidate,
    Comparison,
    SegmentResult,
    SystemResult,
)
from summarize.comparison.words import Kind, differences
from summarize.tables import Column, print_table
from summarize.text.printable import printable_line
from summarize.writers.labels import warning

_MARKS = {Kind.SAME: ("", ""), Kind.CHANGED: ("[", "]"), Kind.MISSING: ("{-", "-}")}
_STYLES = {Kind.SAME: "", Kind.CHANGED: "bold yellow", Kind.MISSING: "red strike"}
_STATUS_STYLES = {"accepted": "", "warned": "yellow", "rejected": "bold red"}
_ORDER = ("chrf", "bleu", "ter")
_MANY_PAIRS = 10


def show(comparison: Comparison, console: Console, segments: int) -> None:
    """Print a comparison.

    Args:
        comparison: What to print.
        console: Where to.
        segments: How many of the segments that differ most.
    """
    console.print(_title(comparison), highlight=False)
    for system in comparison.systems:
        if system.draft:
            told = " ".join(warning("en", system.draft))
            console.print(Text(f"⚠ {system.name}: {told}", style="yellow"))
    console.print()
    if comparison.references:
        _print_scores(comparison, console)
    else:
        _print_agreement(comparison, console)
    console.print(_legend(comparison), highlight=False)
    console.print()
    _print_findings(comparison, console)
    if any(system.cost for system in comparison.systems):
        console.print()
        _print_costs(comparison, console)
    for statement in _statements(comparison):
        console.print(Text(statement))
    for segment in _worst(comparison)[:segments]:
        _show_segment(comparison, segment, console)


def _title(comparison: Comparison) -> str:
    count, references = len(comparison.segments), comparison.references
    with_references = (
        "no reference" if not references else f"{references} reference{'s' * (references > 1)}"
    )
    return f"{comparison.pair}, {count} segment{'s' * (count != 1)}, {with_references}"


def _print_systems(
    comparison: Comparison,
    console: Console,
    figures: Iterable[Column],
    cells: Callable[[SystemResult], Iterable[str]],
) -> None:
    """A line for each system: its rank, its name, and what `cells` makes of it."""
    columns = [Column(right=True), Column("system"), *figures]
    rows = [(str(system.rank), system.name, *cells(system)) for system in comparison.systems]
    print_table(console, columns, rows)


def _figure(heading: str, *, spared: bool = False) -> Column:
    """A column whose heading, and whose interval if it has one, may go on in the next line."""
    return Column(heading, right=True, wraps=True, spared=spared)


def _print_scores(comparison: Comparison, console: Console) -> None:
    """Each score with its 95 % interval beside it, or below it where there is no room."""
    metrics = [name for name in _ORDER if name in comparison.systems[0].scores]

    def cells(system: SystemResult) -> Iterator[str]:
        yield system.group
        for found in (system.scores[name] for name in metrics):
            yield f"{found.score:.1f} ({found.low:.1f}–{found.high:.1f})"
        yield _rejected(system)

    scores = [_figure(TITLES[name], spared=name == _ORDER[-1]) for name in metrics]
    figures = [Column(), *scores, _figure("rejected")]
    _print_systems(comparison, console, figures, cells)


def _print_agreement(comparison: Comparison, console: Console) -> None:
    """What is known without references."""

    def cells(system: SystemResult) -> Iterable[str]:
        return _rejected(system), _number(system.consensus), _number(system.agreement)

    _print_systems(comparison, console, map(_figure, ("rejected", "consensus", "agreement")), cells)


def _rejected(system: SystemResult) -> str:
    return f"{system.segments['rejected'] / max(1, sum(system.segments.values())):.1%}"


def _legend(comparison: Comparison) -> str:
    if not comparison.references:
        return (
            "Rejected: by the acceptance gate, which decides first. Consensus: closeness to what "
            "the other systems wrote (chrF2++)."
        )
    return (
        "In brackets the 95 % interval. Systems that share a letter do not differ significantly "
        "by chrF2++. TER: lower is better."
    )


def _print_findings(comparison: Comparison, console: Console) -> None:
    """What the gate found, and what else was measured of any system."""
    optional: dict[str, Callable[[SystemResult], str]] = {
        "names": lambda system: _share(system.name_fidelity),
        "round trip": lambda system: _number(system.round_trip),
        "own score": lambda system: _number(system.model_score, 2),
        "quality": lambda system: _number(system.quality, 2),
    }
    shown = {
        heading: cell
        for heading, cell in optional.items()
        if any(cell(system) for system in comparison.systems)
    }

    def cells(system: SystemResult) -> Iterator[str]:
        yield str(system.segments["accepted"])
        yield str(system.segments["warned"])
        yield f"{system.length_ratio:.2f}"
        yield _share(system.number_fidelity)
        yield from (cell(system) for cell in shown.values())

    headings = ("accepted", "warned", "length", "numbers", *shown)
    figures = [_figure(heading, spared=heading == "own score") for heading in headings]
    _print_systems(comparison, console, figures, cells)


def _print_costs(comparison: Comparison, console: Console) -> None:
    """What the systems took."""

    def cells(system: SystemResult) -> Iterable[str]:
        cost = system.cost
        if cost is None:
            return "from memory", "", "", "", ""
        return (
            f"{cost.seconds:.1f}",
            f"{cost.tokens_per_second:.0f}",
            f"{cost.peak_memory_bytes / 1024**3:.1f} GiB",
            f"{cost.model_bytes / 1e9:.2f} GB",
            cost.licence,
        )

    figures = [
        Column("seconds", right=True),
        Column("tokens/s", right=True),
        Column("peak memory", right=True),
        Column("model size", right=True, spared=True),
        Column("licence", right=True),
    ]
    _print_systems(comparison, console, figures, cells)


def _number(value: float | None, digits: int = 1) -> str:
    return "" if value is None else f"{value:.{digits}f}"


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.1%}"


def _statements(comparison: Comparison) -> Iterator[str]:
    """What the tests say of each pair by chrF2++; of many, only of neighbours in rank."""
    chosen = [found for found in comparison.significance if found.metric == "chrf"]
    if not chosen:
        return
    yield ""
    if len(chosen) > _MANY_PAIRS:
        names = [system.name for system in comparison.systems]
        neighbours = set(pairwise(names))
        chosen = [
            found
            for found in chosen
            if not neighbours.isdisjoint({(found.first, found.second), (found.second, found.first)})
        ]
        yield "Neighbours in rank (all pairs with --format json):"
    for found in chosen:
        yield f"{found.statement}."


def _worst(comparison: Comparison) -> list[SegmentResult]:
    """The segments in which systems differ, the most different first."""
    differing = [segment for segment in comparison.segments if segment.disagreement > 0]
    return sorted(differing, key=lambda segment: (-segment.disagreement, segment.id))


def _show_segment(comparison: Comparison, segment: SegmentResult, console: Console) -> None:
    model = _model(segment)
    where = f"segment {segment.id}" + (f" of {segment.document}" if segment.document else "")
    console.print()
    console.print(
        Text(f"{where}, disagreement {segment.disagreement:.0f}", style="bold"), highlight=False
    )
    _paragraph(console, "source", Text(printable_line(segment.source)))
    for reference in segment.references:
        _paragraph(console, "reference", Text(printable_line(reference)))
    for system, candidate in zip(comparison.systems, segment.systems, strict=True):
        heading = Text(system.name)
        for part in _remarks(candidate):
            heading.append_text(part)
        colour = console.color_system is not None and not console.no_color
        text = _marked(candidate.text, model, colour=colour)
        _paragraph(console, heading, text)


def _model(segment: SegmentResult) -> str:
    """What the hypotheses are compared with: the reference, else what the others agree on most."""
    if segment.references:
        return segment.references[0]
    return max(segment.systems, key=lambda candidate: candidate.consensus or 0.0).text


def _remarks(candidate: Candidate) -> Iterator[Text]:
    if candidate.chrf is not None:
        yield Text(f"  chrF2++ {candidate.chrf:.1f}", style="dim")
    elif candidate.consensus is not None:
        yield Text(f"  consensus {candidate.consensus:.1f}", style="dim")
    if candidate.checks:
        names = ", ".join(dict.fromkeys(check.name for check in candidate.checks))
        yield Text(f"  {candidate.status}: {names}", style=_STATUS_STYLES[candidate.status])


def _paragraph(console: Console, heading: str | Text, text: Text) -> None:
    console.print(Padding(heading, (0, 0, 0, 2), expand=False), highlight=False)
    console.print(Padding(text, (0, 0, 0, 4), expand=False))


def _marked(text: str, model: str, *, colour: bool) -> Text:
    """The text with what differs from its model in colours, or in brackets where there are none."""
    marked = Text()
    for run in differences(printable_line(text), printable_line(model)):
        before, after = ("", "") if colour else _MARKS[run.kind]
        marked.append(" " if marked else "")
        marked.append(f"{before}{run.text}{after}", style=_STYLES[run.kind])
    return marked or Text("(nothing)", style="dim")
