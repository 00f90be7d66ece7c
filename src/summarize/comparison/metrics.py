"""BLEU, chrF2++ and TER as sacreBLEU computes them, from statistics that add up over segments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Protocol, cast

from sacrebleu.metrics.bleu import BLEU
from sacrebleu.metrics.chrf import CHRF
from sacrebleu.metrics.ter import TER

METRICS = ("bleu", "chrf", "ter")
TITLES = {"bleu": "BLEU", "chrf": "chrF2++", "ter": "TER"}
LOWER_IS_BETTER = frozenset({"ter"})

_TOKENIZERS = {"zh": "zh", "ja": "char", "ko": "char"}
"""How BLEU splits what is written without spaces; sacreBLEU's own default otherwise. Its analysers
for Japanese and Korean are packages of their own."""

Statistics = list[float]
Ngrams = list[Counter[str]]


class Metric(Protocol):
    """A metric of sacreBLEU, seen through its sufficient statistics."""

    def statistics(self, hypotheses: Sequence[str]) -> list[Statistics]:
        """Those of each hypothesis against the references given at the beginning."""
        ...

    def total(self, statistics: Sequence[Statistics]) -> float:
        """The score of segments together, from the statistics of each."""
        ...

    def score(self, statistics: Any) -> float:
        """The score for statistics that are summed up already."""
        ...

    def signature(self) -> Any:
        """What has to be said for the score to be repeated."""
        ...


class _Open:
    """What sacreBLEU keeps to itself: it has no public way to statistics and back."""

    def statistics(self: Any, hypotheses: Sequence[str]) -> list[Statistics]:
        return cast(list[Statistics], self._extract_corpus_statistics(hypotheses, None))

    def total(self: Any, statistics: Sequence[Statistics]) -> float:
        return float(self._aggregate_and_compute(statistics).score)

    def score(self: Any, statistics: Any) -> float:
        return cast(float, self._compute_score_from_stats(statistics).score)

    def signature(self: Any) -> Any:
        return self.get_signature()


class _Bleu(_Open, BLEU):
    pass


class _Ter(_Open, TER):
    pass


class Chrf(_Open, CHRF):
    """chrF2++, which can also compare two hypotheses without counting their n-grams anew."""

    def __init__(self, references: Sequence[Sequence[str]] | None = None) -> None:
        super().__init__(word_order=2, references=references)

    def ngrams(self, text: str) -> Ngrams:
        """The n-grams of a text, for `match`."""
        info = self._extract_reference_info([self._preprocess_segment(text)])
        return cast(Ngrams, info["ref_ngrams"][0])

    def match(self, one: Ngrams, other: Ngrams) -> tuple[Statistics, Statistics]:
        """The statistics of one text with the other as its reference, and the other way round."""
        forth: Statistics = []
        back: Statistics = []
        for mine, theirs in zip(one, other, strict=True):
            _, reference, matched = self._get_match_statistics(mine, theirs)
            hypothesis = sum(mine.values())
            # sacreBLEU does not count what a hypothesis has of a kind that its reference lacks.
            forth += [hypothesis if theirs else 0, reference, matched]
            back += [reference if mine else 0, hypothesis, matched]
        return forth, back

    def f_score(self, statistics: Sequence[float]) -> float:
        """chrF2++ for statistics, from 0 to 100."""
        return self._compute_f_score(cast(list[int], statistics))


def metrics(references: Sequence[Sequence[str]], language: str) -> dict[str, Metric]:
    """The metrics against these references, each one text a segment.

    Args:
        references: At least one.
        language: The target language, as an ISO 639-1 code.
    """
    tokenizer = _TOKENIZERS.get(language)
    return {
        # `force` only silences a remark about texts that look tokenised.
        "bleu": _Bleu(tokenize=tokenizer, force=True, references=references),
        "chrf": Chrf(references),
        "ter": _Ter(references=references),
    }
