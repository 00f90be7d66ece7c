"""Systems that translate now, one after the other, and what each of them takes."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from summarize.comparison.analysis import Extras
from summarize.comparison.metrics import Chrf
from summarize.comparison.results import Cost
from summarize.comparison.texts import System
from summarize.engines.loading import Loader
from summarize.errors import ConfigError
from summarize.models.choice import best, draft_of
from summarize.models.registry import covers
from summarize.peak import peak_memory, reset_peak_memory
from summarize.readers.aligned import read_aligned
from summarize.readers.files import read_file
from summarize.translation.attempts import Policy
from summarize.translation.recall import Memory
from summarize.translation.translator import Translator
from summarize.types import Document, Draft, Hypothesis, LangPair, OnDone


@dataclass(frozen=True, slots=True)
class _Made:
    """The hypotheses of one system, in the order of the texts, and what they took."""

    hypotheses: tuple[Hypothesis, ...]
    cost: Cost | None
    draft: Draft | None


class LiveSystems:
    """Where systems translate, each as it is: no gate, no rescue.

    Each system has a loader of its own, so that its memory is given back before the next one.

    Args:
        make_loader: Makes a loader.
        memory: The translation memory; None for none.
    """

    def __init__(self, make_loader: Callable[[], Loader], memory: Memory | None) -> None:
        self._make_loader = make_loader
        self._memory = memory

    def require(self, names: Sequence[str], pair: LangPair) -> None:
        """Refuse systems that cannot translate this pair, before any of them takes time.

        Raises:
            ConfigError: models.txt lacks a system, or a system does not translate this pair.
        """
        registry = self._make_loader().registry
        for name in names:
            if not covers(registry.get(name), pair):
                raise ConfigError(
                    f"{name} does not translate {pair}",
                    hint="`summarize models list` tells which do",
                )

    def back_translator(self, pair: LangPair) -> str:
        """The system that translates back: one on this machine and made for the task, if possible.

        Raises:
            ConfigError: No model of models.txt translates back.
        """
        loader, back = self._make_loader(), LangPair(pair.target, pair.source)
        spec = best(loader.registry, loader.store, partial(covers, pair=back))
        if spec is None:
            raise ConfigError(
                f"nothing in {loader.registry.path} translates {back} for --round-trip",
                hint="add a model, or leave the option out",
            )
        return spec.name

    def translate(
        self, name: str, sources: Sequence[str], pair: LangPair, on_done: OnDone
    ) -> tuple[System, Extras]:
        """What a system makes of the source.

        Args:
            name: The system, by its name in models.txt.
            sources: The source segments.
            pair: Source and target language.
            on_done: Told how many more distinct segments are done.

        Raises:
            ModelError: The system cannot be had, loaded or run.
            Interrupted: The work was asked to stop; the memory holds what was done.
        """
        made = self._make(name, sources, pair, on_done)
        scores = [made.score for made in made.hypotheses if made.score is not None]
        unfinished = frozenset(n for n, one in enumerate(made.hypotheses) if not one.finished)
        return (
            System(name, tuple(one.text for one in made.hypotheses), unfinished, made.draft),
            Extras(model_score=sum(scores) / len(scores) if scores else None, cost=made.cost),
        )

    def round_trip(
        self,
        name: str,
        texts: Sequence[str],
        sources: Sequence[str],
        pair: LangPair,
        on_done: OnDone,
    ) -> float:
        """chrF2++ of the source and hypotheses translated back, 0 to 100.

        Args:
            name: The system that translates back.
            texts: The hypotheses.
            sources: What they are translations of.
            pair: From the source's language into that of the hypotheses.
            on_done: Told how many more distinct segments are done.

        Raises:
            ModelError: The system cannot be had, loaded or run.
        """
        spoken = [text for text in dict.fromkeys(texts) if text.strip()]
        made = self._make(name, spoken, LangPair(pair.target, pair.source), on_done)
        back = dict(zip(spoken, (one.text for one in made.hypotheses), strict=True))
        chrf = Chrf([list(sources)])
        return chrf.total(chrf.statistics([back.get(text, "") for text in texts]))

    def _make(self, name: str, sources: Sequence[str], pair: LangPair, on_done: OnDone) -> _Made:
        gc.collect()
        reset_peak_memory()
        loader = self._make_loader()
        model = loader.load(name)
        translator = Translator([name], loader.load, Policy(gate=False), self._memory)
        (results,) = translator.translate([sources], pair, on_done)
        usage = model.usage
        cost = None
        if usage.output_tokens:
            cost = Cost(
                seconds=usage.seconds,
                tokens_per_second=usage.output_tokens / max(usage.seconds, 1e-9),
                peak_memory_bytes=peak_memory(),
                model_bytes=loader.store.size(model.spec),
                licence=model.spec.licence,
            )
        return _Made(
            tuple(results[source].hypothesis for source in sources),
            cost,
            draft_of(loader.registry, {name}, partial(covers, pair=pair)),
        )


def read_article(path: Path, language: str) -> Document:
    """The article whose segments are translated.

    Raises:
        ReadError: The file cannot be read.
    """
    return read_file(path, root=Path.cwd(), language=language)


def read_reference(path: Path, document: Document, language: str) -> tuple[str, ...]:
    """A reference for an article: a line a segment, or the same article in the other language.

    Raises:
        ReadError: The file cannot be read.
        ConfigError: Neither its lines nor its segments are as many as the article's.
    """
    wanted = len(segments(document))
    lines = tuple(line for line, _ in read_aligned(path, path))
    # Blank lines part an article's paragraphs: then an equal count is chance.
    if len(lines) == wanted and all(line.strip() for line in lines):
        return lines
    found = segments(read_file(path, root=Path.cwd(), language=language))
    if len(found) != wanted:
        raise ConfigError(
            f"{document.source} has {wanted} segments, {path} has {len(lines)} lines and "
            f"{len(found)} segments",
            hint="write the translation of each segment on a line of its own",
        )
    return found


def segments(document: Document) -> tuple[str, ...]:
    """The segments that are translated, in reading order."""
    return tuple(segment.text for segment in document.segments if segment.translatable)
