"""Short summaries with evidence.

An article is summarised in one language and the summary translated into the others, so that the
digests of all languages say the same and every sentence keeps its evidence. An article longer
than the model's window is summarised in parts, and the parts' summaries again: nothing is cut.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from summarize.engines.model import Model
from summarize.summary.evidence import EvidenceIndex
from summarize.text.chunker import pack, split_clauses
from summarize.text.segmenter import split_sentences
from summarize.translation.attempts import OnDone
from summarize.translation.translator import Translator
from summarize.types import (
    Check,
    Decoding,
    Hypothesis,
    LangPair,
    Severity,
    Summary,
    SummarySentence,
)

SINGLE = "single"
HIERARCHICAL = "hierarchical"
LEAD = "lead"


@dataclass(frozen=True, slots=True)
class Article:
    """What is summarised: the ids and texts of an article's prose, all in one language."""

    language: str
    segments: tuple[tuple[int, str], ...]


class Summarizer:
    """Writes summaries with one model.

    Args:
        model: A model with the task `summarize`.
        max_words: The most words a summary may have (white space separates words).
        decoding: How to search; by default what suits the kind of model.
    """

    def __init__(self, model: Model, max_words: int, decoding: Decoding | None = None) -> None:
        self._model = model
        self._max_words = max_words
        self._decoding = decoding or default_decoding(model)

    def summarize(self, articles: Sequence[Article], on_done: OnDone) -> list[Summary]:
        """One summary for each article, in the article's language.

        Args:
            articles: What to summarise; one without text gets an empty summary.
            on_done: Told how many more articles are done.

        Raises:
            EngineError: The engine failed.
        """
        parts = [self._parts([text for _, text in article.segments]) for article in articles]
        strategies = [SINGLE if len(part) < 2 else HIERARCHICAL for part in parts]
        finals: dict[int, Hypothesis | None] = {}
        while len(finals) < len(articles):
            open_ones = [index for index in range(len(articles)) if index not in finals]
            written = self._write(articles, parts, open_ones)
            for index in open_ones:
                if len(written[index]) < 2:
                    finals[index] = written[index][0] if written[index] else None
                    on_done(1)
                    continue
                joined = self._parts([hypothesis.text for hypothesis in written[index]])
                if len(joined) >= len(parts[index]):  # no progress: the parts are the summary
                    finals[index] = replace(written[index][0], text=" ".join(joined))
                    on_done(1)
                parts[index] = joined
        return [
            self._finish(article, finals[index], strategies[index])
            for index, article in enumerate(articles)
        ]

    def _parts(self, texts: Sequence[str]) -> list[str]:
        """The texts in as few parts as the model's window allows."""
        window = self._model.summary_window

        def fits(text: str) -> bool:
            return self._model.length(text) <= window

        pieces = [
            piece
            for text in texts
            for piece in ([text] if fits(text) else [part for part, _ in split_clauses(text, fits)])
            if piece
        ]
        return [" ".join(group) for group in pack(pieces, self._cost, window)]

    def _cost(self, text: str) -> int:
        return self._model.length(text) + 1

    def _write(
        self, articles: Sequence[Article], parts: Sequence[Sequence[str]], indices: Sequence[int]
    ) -> dict[int, list[Hypothesis]]:
        """A summary for each part of the articles at `indices`, all of a language together."""
        written: dict[int, list[Hypothesis]] = {index: [] for index in indices}
        for language in dict.fromkeys(articles[index].language for index in indices):
            owners = [
                index
                for index in indices
                if articles[index].language == language
                for _ in parts[index]
            ]
            texts = [
                part
                for index in indices
                if articles[index].language == language
                for part in parts[index]
            ]
            hypotheses = self._model.summarize(
                texts, language, self._max_words, self._decoding, lambda *_: None
            )
            for owner, hypothesis in zip(owners, hypotheses, strict=True):
                written[owner].append(hypothesis)
        return written

    def _finish(self, article: Article, written: Hypothesis | None, strategy: str) -> Summary:
        sentences = _sentences(written, article.language) if written else []
        if not sentences:
            strategy = LEAD
            sentences = [(text, ()) for _, text in article.segments]
        index = EvidenceIndex(article.segments, article.language)
        supported = []
        for text, checks in within(sentences, self._max_words):
            evidence = index.find(text)
            supported.append(SummarySentence(text, evidence, checks + index.checks(text, evidence)))
        return Summary(article.language, tuple(supported), strategy, self._model.spec.name)


def translate_summaries(
    summaries: Sequence[Summary],
    target: str,
    translator: Translator,
    max_words: int,
    on_done: OnDone,
) -> list[Summary]:
    """Each summary in the target language; all of them are in one language.

    A sentence keeps its evidence; one whose translation is flagged keeps the findings.

    Raises:
        ModelError: The first system cannot be used.
    """
    languages = {summary.language for summary in summaries}
    if not languages:
        return []
    (source,) = languages
    texts = [[sentence.text for sentence in summary.sentences] for summary in summaries]
    made = translator.translate(texts, LangPair(source, target), on_done)
    translated = []
    for summary, results in zip(summaries, made, strict=True):
        said = [
            replace(
                sentence,
                text=results[sentence.text].hypothesis.text or sentence.text,
                checks=sentence.checks + results[sentence.text].checks,
                source=sentence.text,
                system=results[sentence.text].rung.system,
            )
            for sentence in summary.sentences
        ]
        kept = within([(sentence.text, sentence.checks) for sentence in said], max_words)
        translated.append(
            replace(
                summary,
                language=target,
                sentences=tuple(
                    replace(sentence, text=text, checks=checks)
                    for sentence, (text, checks) in zip(said, kept, strict=False)
                ),
            )
        )
    return translated


def within(
    sentences: Sequence[tuple[str, tuple[Check, ...]]], max_words: int
) -> list[tuple[str, tuple[Check, ...]]]:
    """The first sentences that have at most `max_words` words together.

    If even the first is too long, it is broken off at a clause, and the finding says so.
    """
    kept: list[tuple[str, tuple[Check, ...]]] = []
    words = 0
    for text, checks in sentences:
        words += len(text.split())
        if words > max_words:
            break
        kept.append((text, checks))
    if kept or not sentences:
        return kept
    text, checks = sentences[0]
    start, _ = split_clauses(text, lambda part: len(part.split()) <= max_words)[0]
    finding = Check("shortened", Severity.WARN, f"broken off to stay within {max_words} words")
    return [(start.rstrip(" ,;:—–-") + "…", (*checks, finding))]


def default_decoding(model: Model) -> Decoding:
    """Greedy for chat models; beams without repeated trigrams for summarization models."""
    return Decoding() if model.causal else Decoding(beam_size=4, no_repeat_ngram_size=3)


def _sentences(written: Hypothesis, language: str) -> list[tuple[str, tuple[Check, ...]]]:
    """The distinct sentences of what the model wrote, without one that it did not finish."""
    texts = dict.fromkeys(text for text, _ in split_sentences(written.text, language))
    sentences: list[tuple[str, tuple[Check, ...]]] = [(text, ()) for text in texts]
    if written.finished or not sentences:
        return sentences
    if len(sentences) > 1:
        return sentences[:-1]
    finding = Check("unfinished", Severity.REJECT, "the model did not finish this sentence")
    return [(sentences[0][0], (finding,))]
