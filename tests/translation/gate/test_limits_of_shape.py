"""Each limit of length and of loops, from both sides."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from summarize.translation.gate import examine
from summarize.translation.gate.reading import Reading
from summarize.translation.gate.shape import length, length_deviation, loop
from summarize.types import Check, LangPair, Severity

EN_RU = LangPair("en", "ru")
PLAIN = Reading("They closed the old harbour.", "en")


def severity(found: Iterator[Check]) -> str:
    """That of the only finding; nothing where there is none."""
    findings = list(found)
    assert len(findings) <= 1
    assert all(check.name in ("length", "loop") and check.detail for check in findings)
    return str(findings[0].severity) if findings else ""


REJECT, WARN, NOTHING = str(Severity.REJECT), str(Severity.WARN), ""


@pytest.mark.parametrize(
    ("deviation", "expected"),
    [
        (0.0, NOTHING),
        (3.6, NOTHING),
        (3.61, WARN),
        (4.5, WARN),
        (4.51, REJECT),
        (-4.0, NOTHING),
        (-4.01, WARN),
        (-5.0, WARN),
        (-5.01, REJECT),
    ],
)
def test_the_limits_of_length(deviation: float, expected: str) -> None:
    hypothesis = Reading("Закрыли старый порт.", "ru")
    assert severity(length(PLAIN, hypothesis, deviation)) == expected


@pytest.mark.parametrize(
    ("source", "hypothesis", "deviation", "expected"),
    [
        ("They closed the port.", "Закрыли порт", -2.6, NOTHING),
        ("They closed the port.", "Закрыли порт", -2.61, REJECT),
        ("They closed the port.", "Закрыли порт", 2.61, NOTHING),
        ("They closed the port.", "Закрыли порт.", -2.61, NOTHING),
        ("They closed the port", "Закрыли порт", -2.61, NOTHING),
        ('"They closed the port."', "«Закрыли порт»", -2.61, REJECT),
        ("They closed the port.", "«Закрыли порт!»", -2.61, NOTHING),
        ("They closed the port:", "Закрыли порт", -2.61, REJECT),
        ("They closed the port.", "Закрыли порт;", -2.61, NOTHING),
    ],
)
def test_less_is_missing_where_the_end_is_missing_too(
    source: str, hypothesis: str, deviation: float, expected: str
) -> None:
    found = length(Reading(source, "en"), Reading(hypothesis, "ru"), deviation)
    assert severity(found) == expected


def test_the_finding_about_length_says_which_way_and_how_much() -> None:
    twice = Reading("x" * 2 * len(PLAIN.text), "ru")
    (added,) = length(PLAIN, twice, 9.0)
    assert "added" in added.detail
    assert "2.00" in added.detail
    (missing,) = length(twice, PLAIN, -9.0)
    assert "missing" in missing.detail
    assert "0.50" in missing.detail


@pytest.mark.parametrize(
    ("pair", "source", "hypothesis", "deviation"),
    [
        ("en-ru", 100, 150, 2.0412),
        ("en-ru", 400, 600, 2.9262),
        ("ru-en", 100, 150, 2.7926),
        ("en-de", 64, 128, 2.1650),
        ("en-de", 64, 32, -2.1650),
        ("en-zh", 300, 99, 0.0),
        ("zh-en", 33, 100, 0.0),
        ("en-zh-Hant", 300, 99, 0.0),
        ("en-ja", 200, 90, 0.0),
        ("en-ko", 200, 100, 0.0),
        ("ru-zh", 300, 99, 0.0),
    ],
)
def test_how_unusual_a_length_is(pair: str, source: int, hypothesis: int, deviation: float) -> None:
    languages = LangPair(*pair.split("-", 1))
    mine = Reading("x" * source, languages.source)
    theirs = Reading("x" * hypothesis, languages.target)
    assert length_deviation(mine, theirs, languages) == pytest.approx(deviation, abs=2e-3)


def words(first: int, count: int) -> str:
    """Words of three letters, no two alike."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    return " ".join(
        letters[n % 26] + letters[n // 26 % 26] + letters[n * 7 % 26]
        for n in range(first, first + count)
    )


def looped(hypothesis: str, source: str = "Совсем другие слова стоят тут.") -> str:
    return severity(loop(Reading(source, "ru"), Reading(hypothesis, "en")))


@pytest.mark.parametrize(
    ("hypothesis", "expected"),
    [
        ("They left left again", WARN),
        ("They left left left again", WARN),
        ("They left left left left again", REJECT),
        ("They went home went home again", WARN),
        ("They went home went home went home", REJECT),
        ("They all went home all went home", WARN),
        ("And they all went home they all went home", REJECT),
        ("So one two three four five one two three four five", REJECT),
        ("It was, well, well done", NOTHING),
        ("It cost 5 5 5 5 times", NOTHING),
    ],
)
def test_how_often_the_same_words_may_follow_one_another(hypothesis: str, expected: str) -> None:
    assert looped(hypothesis) == expected


@pytest.mark.parametrize(
    ("hypothesis", "detail"),
    [
        ("They left left again", '"left" 2 times'),
        ("They went home went home went home", '"went home" 3 times'),
        ("And they all went home they all went home", '"they all went home" 2 times'),
        ("So one two three four five one two three four five", '"one two three four five" 2 times'),
    ],
)
def test_the_finding_says_what_is_said_how_often(hypothesis: str, detail: str) -> None:
    (check,) = loop(PLAIN, Reading(hypothesis, "en"))
    assert check.detail.startswith(detail)


def test_a_source_that_says_it_twice_may_be_said_three_times_but_not_four() -> None:
    source = "Очень очень хорошо."
    assert looped("Very very very well.", source) == NOTHING
    assert looped("Very very very very well.", source) == REJECT


@pytest.mark.parametrize(
    ("again", "between", "expected"),
    [(12, 10, REJECT), (7, 6, NOTHING), (11, 10, NOTHING), (4, 3, REJECT), (4, 4, NOTHING)],
)
def test_seven_words_in_ten_may_be_said_again_later(
    again: int, between: int, expected: str
) -> None:
    text = f"{words(0, again)} {words(100, between)} {words(0, again)}"
    assert looped(text) == expected


@pytest.mark.parametrize(
    ("again", "between", "expected"), [(4, 12, REJECT), (5, 14, NOTHING), (0, 20, REJECT)]
)
def test_a_source_that_repeats_itself_accounts_for_as_much_and_a_little_more(
    again: int, between: int, expected: str
) -> None:
    source = f"{words(0, again)} {words(100, between)} {words(0, again)}"
    hypothesis = f"{words(200, 12)} {words(300, 10)} {words(200, 12)}"
    assert looped(hypothesis, source) == expected


def test_what_is_said_three_times_is_all_repetition() -> None:
    text = f"{words(0, 8)} {words(100, 2)} {words(0, 8)} {words(200, 2)} {words(0, 8)}"
    (check,) = loop(Reading("Совсем другие слова.", "ru"), Reading(text, "en"))
    assert "100%" in check.detail


@pytest.mark.parametrize(
    ("hypothesis", "expected"),
    [
        ("They laughed: " + "ha" * 5, NOTHING),
        ("They laughed: " + "ha" * 6, REJECT),
        ("They said " + "abcdef" * 5, NOTHING),
        ("They said " + "abcdef" * 6, REJECT),
        (f"{words(0, 20)}{'!' * 9}", NOTHING),
        (f"{words(0, 20)}{'!' * 10}", REJECT),
        ("港口关闭三天了吗" * 5, NOTHING),
        ("港口关闭三天了吗" * 5 + "一", REJECT),
        ("港口关闭了三天没有人来" * 4, NOTHING),
        ("天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏" * 5, REJECT),
        ("天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰" * 5, NOTHING),
    ],
)
def test_how_often_a_syllable_may_follow_itself(hypothesis: str, expected: str) -> None:
    assert looped(hypothesis) == expected


def test_a_syllable_that_the_source_repeats_is_no_loop() -> None:
    assert looped("ha" * 6, "ха" * 6) == NOTHING
    assert looped("ha" * 6, "ха" * 5) == REJECT


def syllables(count: int, letters: str) -> str:
    """Words that differ but are made of few letters, so that they compress well."""
    chosen = random.Random(1)
    found: dict[str, None] = {}
    while len(found) < count:
        found["".join(chosen.choice(letters) for _ in range(chosen.randint(3, 7)))] = None
    return " ".join(found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (syllables(37, "абвгде"), NOTHING),  # 2.56 times smaller when packed
        (syllables(47, "абвгде"), REJECT),  # 2.67 times
        (syllables(34, "абв") + "г", NOTHING),  # 200 characters, 3.2 times
        (syllables(34, "абв") + "гд", REJECT),  # 201 characters
    ],
)
def test_what_packs_too_well_repeats_itself(text: str, expected: str) -> None:
    assert severity(loop(PLAIN, Reading(text, "ru"))) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [(syllables(30, "абвгде"), REJECT), (syllables(41, "абвгде"), NOTHING)],
)
def test_a_source_that_packs_nearly_as_well_accounts_for_it(source: str, expected: str) -> None:
    assert looped(syllables(60, "абв"), source) == expected


def test_half_a_surrogate_is_compared_like_any_other_sign() -> None:
    broken = f"{words(0, 60)} \udc80"
    assert examine(broken, broken, LangPair("en", "de")).rejected
