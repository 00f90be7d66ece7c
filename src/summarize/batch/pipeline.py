"""Documents in, ledger records out: translation and summaries, for a job or for one file."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from summarize.batch.drafts import draft_in
from summarize.batch.languages import pairs_needed, summary_language
from summarize.batch.reporting import Reporter
from summarize.engines.loading import Loader
from summarize.engines.model import Model
from summarize.errors import ConfigError, SummarizeError
from summarize.models.registry import covers
from summarize.summary.summarizer import (
    Article,
    Summarizer,
    default_decoding,
    doubted,
    translate_summaries,
)
from summarize.translation.attempts import Policy
from summarize.translation.recall import Memory
from summarize.translation.translator import Translator, pool
from summarize.types import (
    Decoding,
    Document,
    Draft,
    LangPair,
    OnDone,
    Segment,
    SegmentKind,
    Status,
    Summary,
    SystemRecord,
    Translation,
)
from summarize.writers.record import Provenance, Record

T = TypeVar("T")


NO_SUMMARY = "none"
"""Stands in job files and on the command line for no summaries."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is made of a document.

    Attributes:
        languages: The languages it is wanted in.
        systems: For each language pair the names of its systems, the primary one first.
        policy: How translations are made.
        summary_model: Who writes summaries; None for no summaries.
        max_words: The most words of a summary as it is written; translated, it may have more.
    """

    languages: tuple[str, ...]
    systems: Mapping[LangPair, tuple[str, ...]]
    policy: Policy
    summary_model: str | None
    max_words: int

    def names(self) -> list[str]:
        """The models it may need, those that it cannot do without before the rescue systems."""
        rescues = [name for names in self.systems.values() for name in names[1:]]
        return list(dict.fromkeys([*self.required(), *rescues]))

    def required(self) -> list[str]:
        """The models that it cannot do without."""
        firsts = [names[0] for names in self.systems.values()]
        return [*firsts, self.summary_model] if self.summary_model else firsts


class Pipeline:
    """Carries out a plan.

    Args:
        plan: What is made of each document.
        loader: Where models come from.
        reporter: Told about the progress.
        memory: Where hypotheses are kept between runs; None keeps none.
        warn: Told once of each system that cannot rescue; by default the reporter.
    """

    def __init__(
        self,
        plan: Plan,
        loader: Loader,
        reporter: Reporter,
        memory: Memory | None = None,
        warn: Callable[[str], None] | None = None,
    ) -> None:
        self._plan = plan
        self._loader = loader
        self._reporter = reporter
        self._memory = memory
        self._warn = warn or reporter.warn
        self._translators: dict[LangPair, Translator] = {}
        self._skipped: dict[str, None] = {}
        self._lock = threading.Lock()

    def require(self, sources: Iterable[str]) -> None:
        """Make sure that there is a system for whatever these source languages need.

        Raises:
            ConfigError: A language pair has no system, or the model summarises no language at hand.
        """
        for source in sources:
            for pair in self._pairs(source):
                purpose = ""
                if pair.source != source:
                    purpose = (
                        f", which summaries of articles in {source} need: "
                        f"{self._plan.summary_model} writes in {pair.source}"
                    )
                self._translator(pair, purpose)

    def prepare(self, sources: Iterable[str]) -> None:
        """Load what these source languages need.

        Raises:
            ConfigError: A language pair has no system, or the model summarises no language at hand.
            ModelError: A model cannot be had or loaded.
        """
        for source in sources:
            for pair in self._pairs(source):
                self._loader.load(self._translator(pair).names[0])
            if self._plan.summary_model:
                self._loader.load(self._plan.summary_model)

    def _pairs(self, source: str) -> list[LangPair]:
        """What is translated for an article in `source`: the article and its summary."""
        home = self._home(source) if self._plan.summary_model else None
        return pairs_needed(source, self._plan.languages, home)

    def process(self, documents: Sequence[Document], keys: Mapping[str, str]) -> list[Record]:
        """Translate and summarise documents together.

        Args:
            documents: What to process.
            keys: For each document's id the key its record gets.

        Returns:
            One record a document, in the same order.

        Raises:
            ModelError: A model that the plan cannot do without could not be loaded or run.
            TokenBudgetExceeded: A text could not be split for a model's window.
        """
        started, clock = datetime.now(UTC), time.perf_counter()
        translations = self._translate(documents)
        summaries = self._summarize(documents, translations)
        seconds = time.perf_counter() - clock
        whole = sum(map(_size, documents))
        return [
            Record(
                document,
                translations[document.id],
                summaries[document.id],
                Provenance(
                    self._key(keys[document.id], translations[document.id], summaries[document.id]),
                    self._systems(translations[document.id], summaries[document.id]),
                    started.isoformat(timespec="seconds"),
                    round(seconds * _size(document) / whole, 3),
                ),
                self._drafts(document, translations[document.id], summaries[document.id]),
            )
            for document in documents
        ]

    def _key(
        self, key: str, translations: Mapping[str, Translation], summaries: Mapping[str, Summary]
    ) -> str:
        """The key of a record: one that no run asks for, if a system may yet rescue something.

        The next run then tries again. A system that was missing from the start is part of the key.
        """
        with self._lock:
            skipped = ", ".join(self._skipped)
        statuses = {
            *(entry.status for made in translations.values() for entry in made.segments),
            *(entry.status for made in summaries.values() for entry in made.sentences),
        }
        return f"{key} without {skipped}" if skipped and Status.FLAGGED in statuses else key

    def _skip(self, system: str, error: SummarizeError) -> None:
        """Go on without a system that cannot rescue."""
        with self._lock:
            is_new = system not in self._skipped
            self._skipped[system] = None
        if is_new:
            self._warn(cannot_rescue(system, error))

    def _drafts(
        self,
        document: Document,
        translations: Mapping[str, Translation],
        summaries: Mapping[str, Summary],
    ) -> dict[str, Draft]:
        """By language, what is to be said of outputs that are no more than drafts."""
        home = self._home(document.language) if summaries else ""
        found = {
            language: draft_in(
                self._loader.registry,
                document.language,
                translations.get(language),
                summaries.get(language),
                home,
            )
            for language in self._plan.languages
        }
        # A summary of a translation is no better than the translation.
        basis = found.get(home) if home != document.language else None
        drafts = {
            language: Draft.together(one for one in (draft, basis) if one)
            for language, draft in found.items()
        }
        return {language: draft for language, draft in drafts.items() if draft}

    def _translate(self, documents: Sequence[Document]) -> dict[str, dict[str, Translation]]:
        made: dict[str, dict[str, Translation]] = {document.id: {} for document in documents}
        for source, group in _grouped(documents, lambda document: document.language):
            for target in self._plan.languages:
                if target == source:
                    continue
                translator = self._translator(LangPair(source, target))
                count = len(pool(group))
                with self._task(f"translating {source} to {target}", count, "segments") as done:
                    results = translator.translate_documents(group, target, done)
                for document, translation in zip(group, results, strict=True):
                    made[document.id][target] = translation
        return made

    def _summarize(
        self, documents: Sequence[Document], translations: Mapping[str, Mapping[str, Translation]]
    ) -> dict[str, dict[str, Summary]]:
        made: dict[str, dict[str, Summary]] = {document.id: {} for document in documents}
        if self._plan.summary_model is None:
            return made
        model = self._loader.load(self._plan.summary_model)
        summarizer = Summarizer(model, self._plan.max_words, self._memory)
        articles = {
            document.id: article
            for document in documents
            if (article := self._article(document, translations[document.id])).segments
        }
        with self._task("summarising", len(articles), "articles") as done:
            written = summarizer.summarize(list(articles.values()), done)
        doubting = [
            doubted(summary, translations[document_id].get(summary.language))
            for document_id, summary in zip(articles, written, strict=True)
        ]
        for home, group in _grouped(
            list(zip(articles, doubting, strict=True)), lambda pair: pair[1].language
        ):
            for target in self._plan.languages:
                said = self._said([summary for _, summary in group], home, target)
                for (document_id, _), summary in zip(group, said, strict=True):
                    made[document_id][target] = summary
        return made

    def _said(self, summaries: list[Summary], home: str, target: str) -> list[Summary]:
        """The summaries in the target language."""
        if home == target:
            return summaries
        translator = self._translator(LangPair(home, target))
        count = sum(len(summary.sentences) for summary in summaries)
        with self._task(f"translating summaries to {target}", count, "sentences") as done:
            return translate_summaries(summaries, target, translator, done)

    def _article(self, document: Document, translations: Mapping[str, Translation]) -> Article:
        """The prose of a document in the language it is summarised in."""
        home = self._home(document.language)
        prose = {segment.id: segment.text for segment in document.segments if _is_prose(segment)}
        if home != document.language:
            said = {segment.id: segment.text for segment in translations[home].segments}
            prose = {number: said[number] or text for number, text in prose.items()}
        return Article(home, tuple(prose.items()))

    def _home(self, source: str) -> str:
        """The language in which articles in `source` are summarised."""
        assert self._plan.summary_model is not None
        spec = self._loader.registry.get(self._plan.summary_model)
        home = summary_language(spec, source, self._plan.languages)
        if home is None:
            wanted = ", ".join(dict.fromkeys((source, *self._plan.languages)))
            raise ConfigError(
                f"{spec.name} summarises none of {wanted}",
                hint="name another model, or none, in [summarize]",
            )
        return home

    def _translator(self, pair: LangPair, purpose: str = "") -> Translator:
        if pair not in self._translators:
            names = self._plan.systems.get(pair)
            if not names:
                raise ConfigError(
                    f"nothing translates {pair}{purpose}",
                    hint=f"name a system for {pair} in [translate]",
                )
            for name in names:
                if not covers(self._loader.registry.get(name), pair):
                    raise ConfigError(
                        f"{name} does not translate {pair}",
                        hint=f"see its line in {self._loader.registry.path}",
                    )
            self._translators[pair] = Translator(
                names, self._loader.load, self._plan.policy, self._memory, self._skip
            )
        return self._translators[pair]

    def _systems(
        self, translations: Mapping[str, Translation], summaries: Mapping[str, Summary]
    ) -> tuple[SystemRecord, ...]:
        """The systems whose output stands in a record."""
        translating = {
            segment.system
            for translation in translations.values()
            for segment in translation.segments
        } | {sentence.system for summary in summaries.values() for sentence in summary.sentences}
        summarising = {summary.model for summary in summaries.values()}
        records = []
        order = {name: position for position, name in enumerate(self._plan.names())}
        ours = [model for model in self._loader.loaded if model.spec.name in order]
        for model in sorted(ours, key=lambda model: order[model.spec.name]):
            if model.spec.name in translating:
                records.append(_record(model, self._plan.policy.decoding))
            if model.spec.name in summarising:
                records.append(_record(model, default_decoding(model)))
        return tuple(dict.fromkeys(records))

    @contextmanager
    def _task(self, name: str, total: int, unit: str) -> Iterator[OnDone]:
        self._reporter.begin(name, total, unit)
        try:
            yield lambda count: self._reporter.advance(name, count)
        finally:
            self._reporter.end(name)


def cannot_rescue(system: str, error: SummarizeError) -> str:
    """What the user is told of a system that cannot rescue."""
    return f"rescue by {system} is left out, what it might have mended is flagged: {error}"


def _size(document: Document) -> int:
    """Stands for how much work a document is; never 0."""
    return 1 + sum(len(segment.text) for segment in document.segments)


def _is_prose(segment: Segment) -> bool:
    return segment.kind is SegmentKind.PROSE


def _grouped(items: Sequence[T], key: Callable[[T], str]) -> list[tuple[str, list[T]]]:
    groups: dict[str, list[T]] = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return list(groups.items())


def _record(model: Model, decoding: Decoding) -> SystemRecord:
    return SystemRecord(
        name=model.spec.name,
        source=model.spec.source + (f":{model.spec.file}" if model.spec.file else ""),
        revision=model.revision,
        sha256=model.sha256,
        engine=model.engine,
        compute_type=model.compute_type,
        decoding=decoding,
    )
