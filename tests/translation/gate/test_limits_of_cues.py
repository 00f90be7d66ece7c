"""Questions, negations, quotation marks and what must stay: each with and without its ground."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from summarize.translation.gate.content import kept, numbers
from summarize.translation.gate.cues import dangling, negation, punctuation, question
from summarize.translation.gate.reading import Reading
from summarize.types import Check, Severity

REJECT, WARN, NOTHING = str(Severity.REJECT), str(Severity.WARN), ""
_Check = Callable[[Reading, Reading], Iterator[Check]]


def found(check: _Check, source: str, hypothesis: str, pair: str = "en-ru") -> str:
    """The severity of the only finding, which has the name of its check."""
    own, other = pair.split("-")
    findings = list(check(Reading(source, own), Reading(hypothesis, other)))
    assert len(findings) <= 1
    assert {finding.name for finding in findings} <= {check.__name__}
    assert all(finding.detail for finding in findings)
    return str(findings[0].severity) if findings else NOTHING


@pytest.mark.parametrize(
    ("source", "hypothesis", "expected"),
    [
        ("Is it late?", "Уже поздно.", REJECT),
        ("Is it late?", "Уже поздно?", NOTHING),
        ("Is it late? Yes.", "Уже поздно. Да.", NOTHING),  # it does not end with the question
        ("Is it late?”)", "Уже поздно.", REJECT),
        ("Is it late?...", "Уже поздно.", REJECT),
        ("Is it late?....", "Уже поздно.", NOTHING),
        ("Is it late?", "Уже поздно? Да.", NOTHING),
        ("It is late.", "Уже поздно?", WARN),
        ("It is late.", "Уже поздно?...", WARN),
        ("It is late.", "Уже поздно?....", NOTHING),
        ("It is late.", "Поздно? Да.", NOTHING),
        ("Is it? It is.", "Уже поздно?", NOTHING),
        ("晚了吗？", "Уже поздно.", REJECT),
    ],
)
def test_questions(source: str, hypothesis: str, expected: str) -> None:
    assert found(question, source, hypothesis) == expected


@pytest.mark.parametrize(
    ("english", "russian", "expected"),
    [
        ("He did not come.", "Он пришёл.", WARN),
        ("He did not come.", "Он не пришёл.", NOTHING),
        ("He didn't come.", "Он пришёл.", WARN),
        ("Nobody came.", "Все пришли.", WARN),
        ("It is harmless.", "Это вредит.", WARN),
        ("It is regardless of rain.", "Дождь идёт.", NOTHING),
        ("He has no bread.", "Он купил хлеб.", WARN),
        ("He is no. 5 there.", "Он там пятый.", NOTHING),
        ("It is no more than rain.", "Это дождь.", NOTHING),
        ("It is not only rain.", "Это и дождь.", NOTHING),
        ("Come or not.", "Приходи.", NOTHING),
        ("He did not come.", "Он едва пришёл.", NOTHING),  # as good as one
        ("He hardly came.", "Он не пришёл.", NOTHING),
        ("He is unhappy there.", "Он не рад.", NOTHING),
        ("He came.", "Он не пришёл.", WARN),
        ("He came.", "Он пришёл не просто так.", NOTHING),
        ("He came.", "Пришёл как никогда рано.", NOTHING),
        ("He came.", "Он пришёл или нет.", NOTHING),
        ("He came.", "Он никогда там был.", WARN),
        ("He came.", "Он нигде там был.", WARN),
    ],
)
def test_negations(english: str, russian: str, expected: str) -> None:
    assert found(negation, english, russian) == expected
    assert found(negation, russian, english, "ru-en") == expected


def test_negations_of_other_languages_are_not_judged() -> None:
    assert found(negation, "He did not come.", "Er kam.", "en-de") == NOTHING
    assert found(negation, "Er kam nicht.", "He came.", "de-en") == NOTHING


@pytest.mark.parametrize(
    ("source", "hypothesis", "pair", "expected"),
    [
        ("Он видел Анну и детей.", "He saw the.", "ru-en", WARN),
        ("Он видел Анну и детей.", "He saw the, and left.", "ru-en", WARN),
        ("Он между ними.", "He stands between.", "ru-en", WARN),
        ("Он между ними.", "He stands in between.", "ru-en", NOTHING),
        ("Это по словам врача.", "According to, it is so.", "ru-en", WARN),
        ("Он из дома.", "He came from .", "ru-en", WARN),
        ("Он из дома.", "He came from.", "ru-en", NOTHING),
        ("He is from home.", "Он из.", "en-ru", WARN),
        ("He is from home.", "Он (из) дома.", "en-ru", NOTHING),
        ("He came from .", "Он из.", "en-ru", NOTHING),  # so the source has it, too
        ("Он из.", "He saw the.", "ru-en", NOTHING),
        ("Er ist da.", "He saw the.", "de-en", WARN),
        ("He saw the man.", "Er sah den.", "en-de", NOTHING),
    ],
)
def test_little_words_that_nothing_follows(
    source: str, hypothesis: str, pair: str, expected: str
) -> None:
    assert found(dangling, source, hypothesis, pair) == expected


@pytest.mark.parametrize(
    ("source", "hypothesis", "expected"),
    [
        ("It is (late).", "Уже (поздно.", WARN),
        ("It is [late].", "Уже [поздно.", WARN),
        ("It is {late}.", "Уже поздно}.", WARN),
        ("It is (late.", "Уже (поздно.", NOTHING),
        ("It is late.", "Уже поздно", WARN),
        ("It is late", "Уже поздно", NOTHING),
        ("It is late.", "Уже поздно!", NOTHING),
        ('It is late."', "Уже поздно", WARN),
        ("It is late.", "Уже 5", WARN),
        ("It is late.", "Уже «поздно", WARN),
        ("It is late.", "Уже «поздно».", NOTHING),
        ('It is "late.', "Уже «поздно.", NOTHING),
        ("It is late.", "«Уже поздно.", NOTHING),  # the other mark may be in the next segment
        ("It is late.", "Уже поздно».", NOTHING),
        ("It is late.", "Уже поздно.»", NOTHING),
        ("It is late.", "Уже поздн»о.", WARN),
        ("It is late.", "У«же поздно.", WARN),
        ("It is late.", "Уже «поздно» и «темно.", WARN),
        ("It is late.", "Уже «поздно» и «темно».", NOTHING),
    ],
)
def test_marks_without_a_partner(source: str, hypothesis: str, expected: str) -> None:
    findings = punctuation(Reading(source, "en"), Reading(hypothesis, "ru"))
    assert {str(check.severity) for check in findings} == ({expected} if expected else set())


@pytest.mark.parametrize(
    ("source", "hypothesis", "expected"),
    [
        ("Фирма Vilmorus ушла.", "Vilmorus has left.", NOTHING),
        ("Фирма Vilmorus ушла.", "Vilmorys has left.", NOTHING),  # seven letters of eight
        ("Фирма Abcde ушла.", "The Abcdx left.", NOTHING),  # four of five
        ("Фирма Abcdefghi ушла.", "The Abcdefgxx left.", WARN),  # seven of nine
        ("Фирма Vilmorus ушла.", "The firm has left.", WARN),
        ("Фирма XVII ушла.", "The firm has left.", NOTHING),
        ("Фирма R ушла.", "The firm has left.", NOTHING),  # one letter
        ("Фирма R2 ушла.", "The firm has left.", WARN),
    ],
)
def test_latin_names_of_a_russian_text(source: str, hypothesis: str, expected: str) -> None:
    assert found(kept, source, hypothesis, "ru-en") == expected


def test_latin_names_are_compared_only_where_the_script_changes_to_theirs() -> None:
    assert found(kept, "The firm Vilmorus left.", "Die Firma ist weg.", "en-de") == NOTHING
    assert found(kept, "Фирма Vilmorus ушла.", "Фірма пішла.", "ru-uk") == NOTHING


@pytest.mark.parametrize(
    ("source", "hypothesis", "expected"),
    [
        ("Read example.org now.", "Читай там сейчас.", REJECT),
        ("Read www.example.org now.", "Читай там сейчас.", REJECT),
        ("Read EXAMPLE.org now.", "Читай example.ORG сейчас.", NOTHING),
        ("Write to @anna now.", "Пиши ей сейчас.", WARN),
        ("Write to @anna now.", "Пиши @анна сейчас.", NOTHING),
        ("Write #one #two now.", "Пиши #один сейчас.", WARN),
        ("Write #one #two now.", "Пиши #один #два.", NOTHING),
        ("Write #один now.", "Пиши сейчас.", NOTHING),  # no Latin letters to keep
    ],
)
def test_what_has_to_stay(source: str, hypothesis: str, expected: str) -> None:
    assert found(kept, source, hypothesis) == expected


@pytest.mark.parametrize(
    ("source", "hypothesis", "expected"),
    [
        ("It rains in March.", "Дожди идут в апреле.", REJECT),  # no digit, no number word
        ("It rains in March.", "Дожди идут в марте.", NOTHING),
        ("He has five cats.", "У него кошки.", WARN),
        ("He has cats.", "У него пять кошек.", WARN),
        ("He has cats.", "У него кошки.", NOTHING),
        ("See example5.org now.", "Смотри example5.org.", NOTHING),
    ],
)
def test_numbers_without_digits(source: str, hypothesis: str, expected: str) -> None:
    assert found(numbers, source, hypothesis) == expected
