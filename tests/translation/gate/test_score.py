"""How much each finding and each doubt costs, and what a verdict says."""

from __future__ import annotations

import math

import pytest

from summarize.translation.gate import Ruling, Verdict, examine, examine_form
from summarize.translation.gate.reading import Reading
from summarize.translation.gate.shape import length_deviation
from summarize.translation.gate.verdict import quoted, reject, warn
from summarize.types import LangPair

EN_RU = LangPair("en", "ru")
SOURCE = "The old harbour was closed."  # five words
GOOD = "Старый порт был закрыт снова."  # no longer and no shorter than is usual


def logistic(evidence: float) -> float:
    return 1 / (1 + math.exp(-evidence))


def score(source: str, hypothesis: str, log_probability: float | None = None) -> float:
    return examine(source, hypothesis, EN_RU, log_probability=log_probability).score


def near(evidence: float) -> object:
    return pytest.approx(logistic(evidence), abs=6e-5)


def test_a_sentence_without_findings_loses_a_little_for_each_word() -> None:
    assert score(SOURCE, GOOD) == near(3.5 - 5 * 0.04)
    longer = score("The very old harbour was closed.", f"Очень с{GOOD[1:]}")
    assert longer == near(3.5 - 6 * 0.04)


def test_the_engine_moves_the_score_but_never_beyond_its_ends() -> None:
    assert score(SOURCE, GOOD, -0.5) == near(3.3 - 0.5)
    assert score(SOURCE, GOOD, 0.0) == near(3.3)
    assert score(SOURCE, GOOD, -5000.0) == 0.0
    assert score(SOURCE, GOOD, 5000.0) == 1.0


def test_a_warning_costs_one_and_a_rejection_three() -> None:
    assert score(SOURCE, GOOD[:-1]) == near(3.3 - 1)
    unfinished = examine(SOURCE, GOOD, EN_RU, finished=False)
    assert unfinished.score == near(3.3 - 3)


def test_latin_words_and_lost_names_are_doubts() -> None:
    source, hypothesis = "They like old Vestara here.", "Им тут нравится Vestara давно."
    assert score(source, hypothesis) == near(3.5 - 5 * 0.04 - 0.2)
    source = "The new trams in Oslo are blue."
    assert score(source, "Новые трамваи теперь все голубые.") == near(3.5 - 7 * 0.04 - 0.2 - 1)
    assert score(source, "Новые трамваи в Твери все голубые.") == near(3.5 - 7 * 0.04 - 0.4 - 1)


def test_a_latin_text_has_no_doubt_for_its_letters() -> None:
    verdict = examine("Старый порт снова закрыт.", "The old port is closed.", LangPair("ru", "en"))
    assert verdict.score == near(3.5 - 4 * 0.04)


@pytest.mark.parametrize(("more", "less"), [(" опять", "Старый порт"), (" теперь опять", "Порт")])
def test_an_unusual_length_is_a_doubt_from_half_a_deviation_on(more: str, less: str) -> None:
    for hypothesis in (f"{GOOD[:-1]}{more}.", f"{less} был закрыт."):
        deviation = length_deviation(Reading(SOURCE, "en"), Reading(hypothesis, "ru"), EN_RU)
        assert 0.5 < abs(deviation) < 3.6
        assert score(SOURCE, hypothesis) == near(3.3 - 0.15 * (abs(deviation) - 0.5))


def test_the_form_alone_asks_for_a_text_that_is_finished() -> None:
    assert examine_form(SOURCE, GOOD, EN_RU).checks == ()
    assert examine_form(SOURCE, GOOD, EN_RU).score == near(3.5)
    assert examine_form(SOURCE, SOURCE, EN_RU).checks == ()
    unfinished = examine_form(SOURCE, GOOD, EN_RU, finished=False)
    assert [check.name for check in unfinished.checks] == ["unfinished"]
    assert unfinished.score == near(0.5)
    neither = examine_form(SOURCE, " \n ", EN_RU, finished=False)
    assert [check.name for check in neither.checks] == ["unfinished", "empty"]
    assert examine_form("  ", "\n", EN_RU).checks == ()


def test_white_space_around_a_text_is_no_part_of_it() -> None:
    assert examine(f"  {SOURCE}\n", f"\n\n {GOOD} \n", EN_RU) == examine(SOURCE, GOOD, EN_RU)


def test_a_rejected_hypothesis_is_looked_at_no_closer() -> None:
    verdict = examine(f"{SOURCE} It cost 5.", f"Sure! {GOOD} Это стоило 6.", EN_RU)
    assert {check.name for check in verdict.checks} == {"preamble"}


def test_what_is_copied_is_judged_for_neither_language_nor_length() -> None:
    verdict = examine(SOURCE, SOURCE, EN_RU)
    assert [check.name for check in verdict.checks] == ["copied"]


def test_a_verdict_in_one_word() -> None:
    warning, rejection = warn("kept", "a"), reject("loop", "b")
    for checks, ruling in (
        ((), Ruling.ACCEPTED),
        ((warning,), Ruling.WARNED),
        ((rejection,), Ruling.REJECTED),
        ((warning, rejection), Ruling.REJECTED),
    ):
        verdict = Verdict(checks, 0.5)
        assert verdict.ruling is ruling
        assert verdict.rejected is (ruling is Ruling.REJECTED)
        assert verdict.warned is (ruling is Ruling.WARNED)


def test_a_detail_shows_three_things_and_counts_the_others() -> None:
    assert quoted(["a", "b", "c"]) == '"a", "b", "c"'
    assert quoted(["a", "b", "a", "c", "d"]) == '"a", "b", "c" and 1 more'
    assert quoted("abcdef", limit=2) == '"a", "b" and 4 more'
    assert quoted(["x" * 40]) == f'"{"x" * 40}"'
    assert quoted(["x" * 41]) == f'"{"x" * 40}"'


def test_a_detail_is_one_line_without_control_characters() -> None:
    assert quoted(["a\nb\x1b[31mc"]).isprintable()
