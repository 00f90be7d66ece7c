from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.text.agreement import difference
from summarize.text.number import Clock, Weight
from summarize.text.quantities import find_quantities

HOURS = st.integers(min_value=0, max_value=23)
MINUTES = st.integers(min_value=0, max_value=59)


def times(text: str, language: str) -> list[set[str]]:
    """Each time of a text as the times of day that it can be."""
    return [
        {f"{minute // 60}:{minute % 60:02}" for minute in number.sense.minutes}
        for number in find_quantities(text, language)
        if isinstance(number.sense, Clock)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("at 9:40 p.m.", "21:40"),
        ("at 9:40pm", "21:40"),
        ("at 9.40pm", "21:40"),
        ("at 9 PM", "21:00"),
        ("at 9 in the evening", "21:00"),
        ("at nine in the evening", "21:00"),
        ("at 9 o'clock at night", "21:00"),
        ("at 2 in the early morning", "2:00"),
        ("at 4 this afternoon", "16:00"),
        ("at 8 on Friday evening", "20:00"),
        ("at 12:30 a.m.", "0:30"),
        ("at 12:30 p.m.", "12:30"),
        ("at 12 a.m.", "0:00"),
        ("at 12 noon", "12:00"),
        ("at noon", "12:00"),
        ("at midnight", "0:00"),
        ("at 21:40", "21:40"),
        ("at 09:40", "9:40"),
        ("at half past nine in the evening", "21:30"),
        ("at a quarter to ten in the morning", "9:45"),
        ("at ten past nine in the morning", "9:10"),
        ("at 20 minutes past 9 in the morning", "9:20"),
    ],
)
def test_english_times(text: str, expected: str) -> None:
    assert times(text, "en") == [{expected}]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("в 21:40", "21:40"),
        ("в 9:40", "9:40"),
        ("в 9:40 вечера", "21:40"),
        ("в 9 вечера", "21:00"),
        ("в девять вечера", "21:00"),
        ("в девять часов вечера", "21:00"),
        ("к 9 утра", "9:00"),
        ("в 3 часа дня", "15:00"),
        ("в 12 часов дня", "12:00"),
        ("в 11 дня", "11:00"),
        ("в два часа ночи", "2:00"),
        ("в 3 ночи", "3:00"),
        ("в 11 ночи", "23:00"),
        ("в 12 ночи", "0:00"),
        ("в час ночи", "1:00"),
        ("в час дня", "13:00"),
        ("с часу дня", "13:00"),
        ("около часа ночи", "1:00"),
        ("в полдень", "12:00"),
        ("до полуночи", "0:00"),
        ("в 5 пополудни", "17:00"),
        ("в половине десятого вечера", "21:30"),
        ("четверть восьмого утра", "7:15"),
        ("без четверти восемь утра", "7:45"),
        ("без десяти минут девять утра", "8:50"),
        ("без пяти девять утра", "8:55"),
    ],
)
def test_russian_times(text: str, expected: str) -> None:
    assert times(text, "ru") == [{expected}]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("at 9:40", "en", {"9:40", "21:40"}),
        ("at half past nine", "en", {"9:30", "21:30"}),
        ("at half-past twelve", "en", {"0:30", "12:30"}),
        ("в половине десятого", "ru", {"9:30", "21:30"}),
        ("в половине первого", "ru", {"0:30", "12:30"}),
        ("в 6 ночи", "ru", {"6:00", "18:00"}),
        ("в 12 утра", "ru", {"0:00", "12:00"}),
    ],
)
def test_what_leaves_the_half_of_the_day_open(text: str, language: str, expected: set[str]) -> None:
    assert times(text, language) == [expected]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("at 9", "en"),
        ("9 o'clock", "en"),
        ("won 9:4", "en"),
        ("ran 2:05:33", "en"),
        ("swam 1:52.33", "en"),
        ("voted ten to nine", "en"),
        ("half of nine", "en"),
        ("I am 9", "en"),
        ("в 9 часов", "ru"),
        ("через 3 дня", "ru"),
        ("в течение трёх ночей", "ru"),
        ("два вечера подряд", "ru"),
        ("после полудня", "ru"),
        ("половина десятки", "ru"),
        ("без пяти минут чемпион", "ru"),
        ("Он был без 5 копеек 9 дней", "ru"),
    ],
)
def test_what_is_no_time_for_sure(text: str, language: str) -> None:
    assert times(text, language) == []


def test_a_colon_at_the_end_of_the_text_is_none_of_the_time() -> None:
    assert times("21:40 is when:", "en") == [{"21:40"}]


def test_noon_need_not_be_said_as_such() -> None:
    (noon,) = find_quantities("at noon", "en")
    assert noon.weight is Weight.LOOSE


def same(english: str, russian: str) -> bool:
    there = difference(english, "en", russian, "ru")
    back = difference(russian, "ru", english, "en")
    assert bool(there.lost) == bool(back.added)
    return not (there.lost or there.added or back.lost or back.added)


def in_english(hour: int, minute: int) -> str:
    return f"It began at {hour % 12 or 12}:{minute:02} {'a' if hour < 12 else 'p'}.m. there."


def in_russian(hour: int, minute: int) -> list[str]:
    part = "ночи утра дня вечера".split()[hour // 6 if hour >= 4 else 0]
    part = "дня" if hour == 12 else part
    return [
        f"Там началось в {hour:02}:{minute:02}.",
        f"Там началось в {hour}.{minute:02} мск.",
        f"Там началось в {hour % 12 or 12}:{minute:02} {part}.",
        f"Там началось в {hour or 24} часов {minute or ''} минут.",
    ]


@given(HOURS, MINUTES)
def test_every_time_is_the_same_in_russian(hour: int, minute: int) -> None:
    for russian in in_russian(hour, minute):
        assert same(in_english(hour, minute), russian), russian


@given(HOURS, MINUTES, st.integers(min_value=1, max_value=23))
def test_another_hour_is_found(hour: int, minute: int, later: int) -> None:
    wrong = (hour + later) % 24
    for russian in in_russian(wrong, minute)[: 1 if later == 12 else 2]:
        assert not same(in_english(hour, minute), russian), russian


@given(HOURS, MINUTES, st.integers(min_value=1, max_value=59))
def test_another_minute_is_found(hour: int, minute: int, later: int) -> None:
    for russian in in_russian(hour, (minute + later) % 60)[:3]:
        assert not same(in_english(hour, minute), russian), russian


@given(st.integers(min_value=1, max_value=11))
def test_the_other_half_of_the_day_is_found(hour: int) -> None:
    assert same(f"It began at {hour} a.m.", f"Началось в {hour} часов утра.")
    assert not same(f"It began at {hour} p.m.", f"Началось в {hour} часов утра.")
    assert not same(f"It began at {hour} a.m.", f"Началось в {hour} часов вечера.")
