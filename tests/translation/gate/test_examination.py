from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import example, given
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


_DOCUMENTED = re.compile(r"^\| `(\w+)` \| ([a-z, ]+) \|", re.MULTILINE)


_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


@cache
def documented() -> set[tuple[str, str]]:
    """The findings that docs/gate.md tells users of: names with severities."""
    page = (Path(__file__).resolve().parents[3] / "docs/gate.md").read_text(encoding="utf-8")
    return {
        (name, severity)
        for name, severities in _DOCUMENTED.findall(page)
        for severity in severities.split(", ")
    }


@given(source=texts, hypothesis=texts, pair=st.sampled_from(PAIRS))
def test_whatever_the_texts_the_verdict_is_one_that_the_documentation_knows(
    source: str, hypothesis: str, pair: LangPair
) -> None:
    verdict = examine(source, hypothesis, pair)
    severities = [check.severity for check in verdict.checks]
    assert {(check.name, str(check.severity)) for check in verdict.checks} <= documented()
    assert severities == sorted(severities, key=[Severity.REJECT, Severity.WARN].index)
    assert 0.0 <= verdict.score <= 1.0
    assert all(check.detail and not _CONTROL.search(check.detail) for check in verdict.checks)
    assert verdict == examine(f" {source}\n", f"\n{hypothesis} ", pair)


@example(source=SOURCE, hypothesis=GOOD, pair=EN_RU)
@given(source=texts, hypothesis=texts, pair=st.sampled_from(PAIRS))
def test_whatever_the_texts_what_is_unfinished_is_rejected_and_worth_less(
    source: str, hypothesis: str, pair: LangPair
) -> None:
    finished = examine(source, hypothesis, pair)
    cut = examine(source, hypothesis, pair, finished=False)
    assert cut.checks[0].name == "unfinished"
    assert {*cut.checks[1:]} <= {*finished.checks}
    assert cut.rejected
    # In what is unusable anyhow, nobody looks for lesser faults; they would lower its score, too.
    if cut.checks[1:] == finished.checks:
        assert cut.score < finished.score or finished.score == 0.0


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
