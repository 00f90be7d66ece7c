"""Short summaries with evidence.

An article is summarised in one language and the summary translated into the others, so that the
digests of all languages say the same and every sentence keeps its evidence. An article longer
than the model's window is summarised in parts, and the parts' summaries again: nothing is cut.
What the model writes beyond the limit is left out once, before the translation, and a finding says
how much that is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, chain

from summarize.engines.model import Model
from summarize.models.registry import SUMMARIZE
from summarize.summary.evidence import EvidenceIndex
from summarize.text.chunker import pack, split_clauses
from summarize.text.segmenter import split_sentences
from summarize.translation.recall import Memory, Recall
from summarize.translation.rescue import ENGINE
from summarize.translation.translator import Translator
from summarize.types import (
    Check,
    Decoding,
    Hypothesis,
    LangPair,
    OnDone,
    Severity,
    Status,
    Summary,
    SummarySentence,
    Translation,
)

SINGLE = "single"
HIERARCHICAL = "hierarchical"
LEAD = "lead"

_PART_UNFINISHED = Check(
    "shortened", Severity.WARN, "the model did not finish the summary of a part of the article"
)

Said = tuple[str, tuple[Check, ...]]
"""A sentence of a summary, and what was found about it so far."""


@dataclass(frozen=True, slots=True)
class Article:
    """What is summarised: the ids and texts of an article's prose, all in one language."""

    language: str
    segments: tuple[tuple[int, str], ...]


class Summarizer:
    """Writes summaries with one model.

    Args:
        model: A model with the task `summarize`.
        max_words: The most words a summary may have as it is written (white space separates words);
            translated, it may have more.
        memory: Where summaries are kept between runs; None keeps none.
    """

    def __init__(self, model: Model, max_words: int, memory: Memory | None = None) -> None:
        self._model = model
        self._max_words = max_words
        self._memory = memory
        self._decoding = default_decoding(model)

    def summarize(self, articles: Sequence[Article], on_done: OnDone) -> list[Summary]:
        """One summary for each article, in the article's language.

        Args:
            articles: What to summarise; one without text gets an empty summary.
            on_done: Told how many more articles are done.

        Raises:
            EngineError: The engine failed.
            Interrupted: The work was asked to stop; the memory holds what was written.
        """
        parts = [self._parts([text for _, text in article.segments]) for article in articles]
        strategies = [SINGLE if len(part) < 2 else HIERARCHICAL for part in parts]
        finals: dict[int, list[Said]] = {}
        losses: dict[int, Check] = {}
        while open_ones := [index for index in range(len(articles)) if index not in finals]:
            written = self._write(articles, parts, open_ones, losses)
            for index in open_ones:
                if len(written[index]) > 1:
                    joined = self._parts([_text(said) for said in written[index]])
                    if len(joined) < len(parts[index]):
                        if any(checks for said in written[index] for _, checks in said):
                            losses.setdefault(index, _PART_UNFINISHED)
                        parts[index] = joined
                        continue
                finals[index] = list(chain.from_iterable(written[index]))
                on_done(1)
        return [
            self._finish(article, finals[index], strategies[index], losses.get(index))
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
        self,
        articles: Sequence[Article],
        parts: Sequence[Sequence[str]],
        indices: Sequence[int],
        losses: dict[int, Check],
    ) -> dict[int, list[list[Said]]]:
        """What is said of each part of the articles at `indices`, all of a language together.

        Where the engine fails on a part, nothing is said of it, and `losses` tells why.
        """
        written: dict[int, list[list[Said]]] = {}
        for language in dict.fromkeys(articles[index].language for index in indices):
            group = [index for index in indices if articles[index].language == language]
            made = self._hypotheses([part for index in group for part in parts[index]], language)
            for index in group:
                written[index] = [_sentences(made[part], language) for part in parts[index]]
                failed = (made[part].failure for part in parts[index] if made[part].failure)
                losses.update((index, _failed(failure)) for failure in failed)
        return written

    def _hypotheses(self, texts: Sequence[str], language: str) -> dict[str, Hypothesis]:
        """What the model makes, or has made before, of each distinct text."""
        key = self._model.signature(self._decoding, task=SUMMARIZE, max_words=self._max_words)
        # A summary can take seconds, so each is kept at once.
        recall = Recall(self._memory, key, LangPair(language, language), together=1)
        known = recall.find(texts)
        new = [text for text in dict.fromkeys(texts) if text not in known]

        def keep(index: int, hypothesis: Hypothesis) -> None:
            recall.keep(new[index], hypothesis)

        with recall:
            made = self._model.summarize(new, language, self._max_words, self._decoding, keep)
        return known | dict(zip(new, made, strict=True))

    def _finish(
        self, article: Article, written: Sequence[Said], strategy: str, loss: Check | None
    ) -> Summary:
        said = list({text: (text, checks) for text, checks in written}.values())
        if not said:
            strategy = LEAD
        kept, left_out = within(
            said or [(text, ()) for _, text in article.segments], self._max_words
        )
        if left_out and strategy != LEAD:
            kept[-1] = _shortened(kept[-1], f"{_count(left_out)} left out", self._max_words)
        if loss and kept:
            text, checks = kept[0]
            kept[0] = (text, (*checks, loss))
        index = EvidenceIndex(article.segments, article.language)
        supported = []
        for text, checks in kept:
            evidence = index.find(text)
            supported.append(SummarySentence(text, evidence, checks + index.checks(text, evidence)))
        return Summary(article.language, tuple(supported), strategy, self._model.spec.name)


def doubted(summary: Summary, basis: Translation | None) -> Summary:
    """A summary of a translation, in doubt wherever the translation is.

    Args:
        summary: What was made of it.
        basis: The translation; None where the article itself was summarised.
    """
    if basis is None:
        return summary
    flagged = {entry.id for entry in basis.segments if entry.status is Status.FLAGGED}
    detail = "the translation that was summarised is in doubt here"
    doubt = Check("doubtful-evidence", Severity.REJECT, detail)
    return replace(
        summary,
        sentences=tuple(
            sentence
            if flagged.isdisjoint(sentence.evidence)
            else replace(sentence, checks=(*sentence.checks, doubt))
            for sentence in summary.sentences
        ),
    )


def translate_summaries(
    summaries: Sequence[Summary], target: str, translator: Translator, on_done: OnDone
) -> list[Summary]:
    """Each summary in the target language, sentence by sentence; all of them are in one language.

    A sentence keeps its evidence and its findings. None is left out, though a translation may have
    more words than the summary was allowed: all languages say the same.

    Raises:
        ModelError: The first system cannot be used.
    """
    languages = {summary.language for summary in summaries}
    if not languages:
        return []
    (source,) = languages
    texts = [[sentence.text for sentence in summary.sentences] for summary in summaries]
    made = translator.translate(texts, LangPair(source, target), on_done)
    return [
        replace(
            summary,
            language=target,
            sentences=tuple(
                replace(
                    sentence,
                    text=results[sentence.text].hypothesis.text or sentence.text,
                    checks=sentence.checks + results[sentence.text].checks,
                    source=sentence.text,
                    system=results[sentence.text].rung.system,
                )
                for sentence in summary.sentences
            ),
        )
        for summary, results in zip(summaries, made, strict=True)
    ]


def within(sentences: Sequence[Said], max_words: int) -> tuple[list[Said], int]:
    """The first sentences that have at most `max_words` words together, and how many are left out.

    If even the first is too long, it is broken off at a clause, and the finding says so.
    """
    totals = accumulate(len(text.split()) for text, _ in sentences)
    fitting = sum(total <= max_words for total in totals)
    kept = list(sentences[:fitting])
    if sentences and not kept:
        text, checks = sentences[0]
        start, _ = split_clauses(text, lambda part: len(part.split()) <= max_words)[0]
        broken = start.rstrip(" ,;:—–-") + "…"
        kept = [_shortened((broken, checks), "broken off", max_words)]
    return kept, len(sentences) - len(kept)


def _shortened(said: Said, how: str, max_words: int) -> Said:
    """A sentence with the finding that there was more."""
    text, checks = said
    detail = f"{how} to stay within {max_words} words"
    return text, (*checks, Check("shortened", Severity.WARN, detail))


def _failed(why: str) -> Check:
    detail = f"the model failed on the article or a part of it: {why}"
    return Check(ENGINE, Severity.REJECT, detail)


def _count(sentences: int) -> str:
    return "1 sentence" if sentences == 1 else f"{sentences} sentences"


def default_decoding(model: Model) -> Decoding:
    """Greedy for chat models; beams without repeated trigrams for summarization models."""
    return Decoding() if model.causal else Decoding(beam_size=4, no_repeat_ngram_size=3)


def _sentences(written: Hypothesis, language: str) -> list[Said]:
    """The sentences that a model wrote; of one that it did not finish, the finding at least."""
    texts = [text for text, _ in split_sentences(written.text, language)]
    said: list[Said] = [(text, ()) for text in texts]
    if written.finished or not said:
        return said
    if len(said) == 1:
        finding = Check("unfinished", Severity.REJECT, "the model did not finish this sentence")
        return [(texts[0], (finding,))]
    finding = Check("shortened", Severity.WARN, "the model did not finish the sentence after this")
    return [*said[:-2], (texts[-2], (finding,))]


def _text(said: Sequence[Said]) -> str:
    return " ".join(text for text, _ in said)
