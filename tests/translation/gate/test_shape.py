from __future__ import annotations

import pytest

from summarize.translation.gate import Verdict, examine
from summarize.types import LangPair, Severity

EN_RU = LangPair("en", "ru")
RU_EN = LangPair("ru", "en")
SOURCE = (
    "The harbour of Odessa was closed for three days after the storm, the port's director said."
)
TARGET = "Порт Одессы был закрыт три дня после шторма, сообщил директор порта."


def findings(verdict: Verdict) -> set[tuple[str, Severity]]:
    return {(check.name, check.severity) for check in verdict.checks}


def test_a_good_translation_passes_without_a_finding() -> None:
    verdict = examine(SOURCE, TARGET, EN_RU)
    assert verdict.checks == ()
    assert verdict.score > 0.8


@pytest.mark.parametrize("nothing", ["", " ", "\n\n", ".", "…", "«»"])
def test_nothing_said_is_rejected(nothing: str) -> None:
    assert findings(examine(SOURCE, nothing, EN_RU)) == {("empty", Severity.REJECT)}


@pytest.mark.parametrize("wordless", ["", "—", "***", "• • •"])
def test_a_source_without_words_needs_none(wordless: str) -> None:
    assert examine(wordless, wordless, EN_RU).checks == ()
    assert findings(examine(wordless, TARGET, EN_RU)) == {("invented", Severity.REJECT)}


def test_an_engine_that_hit_its_limit_is_rejected() -> None:
    verdict = examine(SOURCE, TARGET, EN_RU, finished=False)
    assert findings(verdict) == {("unfinished", Severity.REJECT)}


@pytest.mark.parametrize(
    "tail",
    [
        " порта порта порта порта порта порта.",
        " сообщил директор порта, сообщил директор порта, сообщил директор порта.",
        " ага-ага-ага-ага-ага-ага-ага-ага-ага.",
        " ахахахахахахахахахахаха",
        "!!!!!!!!!!!!!!!!!!!!",
    ],
)
def test_a_loop_is_rejected(tail: str) -> None:
    assert ("loop", Severity.REJECT) in findings(examine(SOURCE, TARGET + tail, EN_RU))


@pytest.mark.parametrize("between", [" ", "\n", " — ", " Итак, "])
def test_everything_said_twice_is_rejected(between: str) -> None:
    verdict = examine(SOURCE, TARGET + between + TARGET, EN_RU)
    assert ("loop", Severity.REJECT) in findings(verdict)


def test_a_loop_without_spaces_is_rejected() -> None:
    looping = "港口关闭了三天" * 12
    assert ("loop", Severity.REJECT) in findings(examine(SOURCE, looping, LangPair("en", "zh")))


def test_a_repetition_that_the_source_has_is_none() -> None:
    laughter = examine("Ha ha ha ha ha, she laughed.", "Ха ха ха ха ха, смеялась она.", EN_RU)
    assert laughter.checks == ()


def test_a_source_that_repeats_itself_may_gain_a_comma() -> None:
    source = "They must never ever, never ever, NEVER swim under the new bridge."
    hypothesis = "Им никогда, никогда, НИКОГДА нельзя плавать под новым мостом."
    assert examine(source, hypothesis, EN_RU).checks == ()
    again = hypothesis.replace("НИКОГДА", "НИКОГДА, никогда, никогда, никогда")
    assert ("loop", Severity.REJECT) in findings(examine(source, again, EN_RU))


def test_one_word_twice_is_a_warning() -> None:
    verdict = examine("Порт закрыт на три дня.", "The port is closed closed for three days.", RU_EN)
    assert findings(verdict) == {("loop", Severity.WARN)}


def test_a_third_of_a_translation_is_rejected() -> None:
    (check,) = examine(SOURCE, "Порт Одессы был закрыт", EN_RU).checks
    assert (check.name, check.severity) == ("length", Severity.REJECT)
    assert f"22 characters for {len(SOURCE)}" in check.detail
    assert "missing" in check.detail


def test_a_short_rendering_is_a_warning_at_most() -> None:
    source = "Passengers who had been waiting on the platform since the early morning went home."
    verdict = examine(source, "Ждавшие с утра пассажиры разошлись по домам.", EN_RU)
    assert findings(verdict) == {("length", Severity.WARN)}
    usual = "Пассажиры, которые с раннего утра ждали на перроне, разошлись."
    assert examine(source, usual, EN_RU).checks == ()


def test_a_translation_three_times_too_long_is_rejected() -> None:
    long = TARGET + (
        " Власти города обещали восстановить причалы к осени, а пока суда идут через Констанцу,"
        " где очередь растёт с каждым днём и капитаны жалуются на задержки с разгрузкой."
    )
    (check,) = examine(SOURCE, long, EN_RU).checks
    assert (check.name, check.severity) == ("length", Severity.REJECT)
    assert "added" in check.detail


def test_short_texts_may_vary_more_than_long_ones() -> None:
    assert examine("Oops.", "Вот незадача.", EN_RU).checks == ()


def test_scripts_that_write_less_for_the_same_are_not_too_short() -> None:
    assert (
        examine(SOURCE, "敖德萨港因风暴关闭三天，港口负责人表示。", LangPair("en", "zh")).checks
        == ()
    )
