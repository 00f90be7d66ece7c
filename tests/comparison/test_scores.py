from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from sacrebleu.metrics.bleu import BLEU
from sacrebleu.metrics.chrf import CHRF
from sacrebleu.metrics.ter import TER
from sacrebleu.significance import PairedTest

from comparison.made import COPY, EMPTY, EVEN, FAIR, GOOD, ODD, POOR, REFERENCE, texts
from summarize.comparison import measures, significance
from summarize.comparison.analysis import compare
from summarize.comparison.formulas import scores
from summarize.comparison.metrics import Chrf, metrics
from summarize.comparison.results import Comparison
from summarize.comparison.texts import System, Texts

Metrics = dict[str, BLEU | CHRF | TER]


def fresh_metrics() -> Metrics:
    return {"bleu": BLEU(), "chrf": CHRF(word_order=2), "ter": TER()}


@pytest.fixture(scope="module", params=[1, 2], ids=["one reference", "two references"])
def given(request: pytest.FixtureRequest) -> Texts:
    return texts(GOOD, POOR, FAIR, references=request.param)


@pytest.fixture(scope="module")
def made(given: Texts) -> Comparison:
    return compare(given, workers=1)


def test_scores_and_intervals_are_those_of_sacrebleu(given: Texts, made: Comparison) -> None:
    outputs = {system.name: system.texts for system in given.systems}
    for system in made.systems:
        for name, metric in fresh_metrics().items():
            expected = metric.corpus_score(
                outputs[system.name], [list(lines) for lines in given.references], n_bootstrap=1000
            )
            found = system.scores[name]
            assert found.score == expected.score
            assert (found.low + found.high) / 2 == pytest.approx(expected._mean, abs=1e-4)
            assert (found.high - found.low) / 2 == pytest.approx(expected._ci, abs=1e-6)
            assert found.signature == str(metric.get_signature())


@pytest.mark.parametrize("count", [1, 2])
def test_p_values_are_those_of_sacrebleu(monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    # As many as tell a wrong draw from a right one; test_significance.py looks at the full number.
    for name in ("RESAMPLES", "TRIALS"):
        monkeypatch.setattr(significance, name, 250)
    monkeypatch.setattr(significance, "_TRIALS_TOGETHER", 100)
    given = texts(ODD, EVEN, FAIR, references=count)
    made = compare(given, workers=1)
    named: list[tuple[str, Sequence[str]]] = [(one.name, one.texts) for one in given.systems]
    references = [list(lines) for lines in given.references]
    told: list[float | None] = []
    for baseline in range(len(named) - 1):
        systems = named[baseline:]
        for kind, field in (("bs", "p_bootstrap"), ("ar", "p_randomisation")):
            _, results = PairedTest(systems, fresh_metrics(), references, kind, 250)()
            for name, title in (("bleu", "BLEU"), ("chrf", "chrF2++"), ("ter", "TER")):
                for (other, _), result in zip(systems[1:], results[title][1:], strict=True):
                    found = [
                        getattr(difference, field)
                        for difference in made.significance
                        if difference.metric == name
                        and {difference.first, difference.second} == {systems[0][0], other}
                    ]
                    assert not isinstance(result, str)
                    assert found == [result.p_value], (kind, name, other)
                    told.append(result.p_value)
    assert len(set(told)) > 6


def test_segments_have_sacrebleus_sentence_scores(given: Texts, made: Comparison) -> None:
    metric = CHRF(word_order=2)
    for segment in made.segments[:10]:
        for candidate in segment.systems:
            expected = metric.sentence_score(candidate.text, list(segment.references))
            assert candidate.chrf == expected.score


def test_similarities_of_hypotheses_are_sacrebleus_too() -> None:
    chrf, metric = Chrf(), CHRF(word_order=2)
    for one, other in [*zip(REFERENCE, GOOD.texts, strict=True), ("", "да"), ("да", "нет, да")]:
        forth, back = chrf.match(chrf.ngrams(one), chrf.ngrams(other))
        assert chrf.f_score(forth) == metric.sentence_score(one, [other]).score
        assert chrf.f_score(back) == metric.sentence_score(other, [one]).score


@pytest.mark.parametrize("name", ["bleu", "chrf", "ter"])
def test_many_scores_at_once_are_sacrebleus(name: str) -> None:
    hypotheses = [*GOOD.texts, *POOR.texts, "", "да", "Нет, да.", *REFERENCE]
    references = [*REFERENCE, *REFERENCE, "", "нет", "", *REFERENCE]
    metric = metrics([references], "ru")[name]
    rows = metric.statistics(hypotheses)
    rows += [np.add(one, other).tolist() for one, other in pairwise(rows)]
    found = scores(name, np.array(rows, dtype=float))
    expected = [metric.score([float(value) for value in row]) for row in rows]
    assert found.tolist() == pytest.approx(expected, rel=1e-14, abs=1e-14)


def test_a_difference_is_stated_both_ways(made: Comparison) -> None:
    statements = {
        frozenset((found.first, found.second)): found.statement
        for found in made.significance
        if found.metric == "chrf"
    }
    statement = statements[frozenset(("good", "poor"))]
    assert statement.startswith("good is better than poor (chrF2++, p ")
    alike = compare(texts(GOOD, System("twin", GOOD.texts)), workers=1)
    (chrf,) = [found for found in alike.significance if found.metric == "chrf"]
    assert chrf.statement.startswith("no evidence of a difference between good and twin")
    assert (chrf.p_bootstrap, chrf.p_randomisation) == (1.0, 1.0)
    assert [system.group for system in alike.systems] == ["a", "a"]


def test_lower_ter_is_better(made: Comparison) -> None:
    (ter,) = [
        found
        for found in made.significance
        if found.metric == "ter" and {found.first, found.second} == {"good", "poor"}
    ]
    assert ter.statement.startswith("good is better than poor (TER")


def test_the_order_is_that_of_chrf(made: Comparison) -> None:
    assert [system.name for system in made.systems] == ["good", "fair", "poor"]
    assert [system.rank for system in made.systems] == [1, 2, 3]


def test_degenerate_systems_come_last_with_references() -> None:
    made = compare(texts(EMPTY, COPY, POOR), workers=1)
    assert made.systems[0].name == "poor"


@pytest.mark.parametrize("language", ["zh", "ja", "ko"])
def test_languages_without_spaces_have_a_tokenizer(language: str) -> None:
    signature = str(metrics([["一二三。"]], language)["bleu"].signature())
    assert ("tok:zh" if language == "zh" else "tok:char") in signature


@pytest.mark.system
def test_several_processes_find_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measures, "_WORTH_PROCESSES", 0)
    monkeypatch.setattr(measures, "_TOGETHER", 7)
    systems = texts(GOOD, POOR, COPY)
    assert compare(systems, workers=2) == compare(systems, workers=1)
