from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarize.translation.gate import Ruling, examine
from summarize.types import LangPair, Severity

EN_RU = LangPair("en", "ru")
PAIRS = [EN_RU, LangPair("ru", "en"), LangPair("en", "zh"), LangPair("de", "ru")]
SOURCE = "On Tuesday the council of Riga voted to close two of its nine bridges for repairs."
GOOD = "Во вторник рижский совет проголосовал за закрытие двух из девяти мостов на ремонт."

texts = st.one_of(
    st.text(max_size=200),
    st.text(alphabet="aбв1 9.,-()«»\"'?\n№²IXx", max_size=80),
    st.lists(st.sampled_from(GOOD.split() + SOURCE.split()), max_size=40).map(" ".join),
)


@settings(deadline=None)  # the first look-up reads a dictionary
@given(source=texts, hypothesis=texts, pair=st.sampled_from(PAIRS), finished=st.booleans())
def test_any_two_texts_get_the_same_verdict_twice(
    source: str, hypothesis: str, pair: LangPair, finished: bool
) -> None:
    verdict = examine(source, hypothesis, pair, finished=finished)
    assert verdict == examine(source, hypothesis, pair, finished=finished)
    assert 0.0 <= verdict.score <= 1.0
    assert finished or verdict.rejected
    assert all("\n" not in check.detail for check in verdict.checks)


def test_outcomes_say_what_the_worst_finding_is() -> None:
    good = examine(SOURCE, GOOD, EN_RU)
    warned = examine(SOURCE, GOOD.replace("двух из девяти ", ""), EN_RU)
    rejected = examine(SOURCE, GOOD.replace("двух", "трёх"), EN_RU)
    outcomes = [verdict.ruling for verdict in (good, warned, rejected)]
    assert outcomes == [Ruling.ACCEPTED, Ruling.WARNED, Ruling.REJECTED]
    assert [verdict.warned for verdict in (good, warned, rejected)] == [False, True, False]
    assert good.score > warned.score > rejected.score


def test_rejecting_findings_come_first() -> None:
    hypothesis = "В среду council проголосовал за закрытие «двух из девяти мостов Вильнюса."
    severities = [check.severity for check in examine(SOURCE, hypothesis, EN_RU).checks]
    assert set(severities) == {Severity.REJECT, Severity.WARN}
    assert severities == sorted(severities, key=[Severity.REJECT, Severity.WARN].index)


def test_a_less_certain_engine_lowers_the_score_only() -> None:
    sure = examine(SOURCE, GOOD, EN_RU, log_probability=-0.1)
    unsure = examine(SOURCE, GOOD, EN_RU, log_probability=-1.5)
    assert sure.score > unsure.score
    assert sure.checks == unsure.checks == ()


@pytest.mark.parametrize("length", [20_000])
@pytest.mark.parametrize("unit", ["(", "1.", "a.b", "a-", "a@", "%", "here is ", "9", "кот "])
def test_hostile_repetitions_are_examined(unit: str, length: int) -> None:
    hostile = unit * (length // len(unit))
    assert examine(SOURCE, hostile, EN_RU).rejected
