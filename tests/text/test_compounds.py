from __future__ import annotations

import pytest

from summarize.text.compounds import Compound, compound
from summarize.text.units import unit_of


@pytest.mark.parametrize(
    ("word", "value", "unit"),
    [
        ("трехлетний", 3, "год"),
        ("двадцатипятилетнего", 25, "год"),
        ("семнадцатилетняя", 17, "год"),
        ("стодвадцатилетие", 120, "год"),
        ("двухсотлетие", 200, "год"),
        ("восьмичасовую", 8, "час"),
        ("полуторачасовой", 1.5, "час"),
        ("шестиметровая", 6, "метр"),
        ("двухкилометровой", 2, "километр"),
        ("сорокаградусный", 40, "градус"),
        ("пятифутовый", 5, "фут"),
        ("двухпроцентный", 2, "процент"),
    ],
)
def test_what_counts_a_unit_is_a_sure_number(word: str, value: float, unit: str) -> None:
    assert compound(word, "ru") == Compound(value, unit_of(unit, "ru"), sure=True)


@pytest.mark.parametrize("word", ["полгода", "полчаса", "полкилометра", "полугодовой"])
def test_a_half_of_a_unit_need_not_be_kept(word: str) -> None:
    found = compound(word, "ru")
    assert found is not None
    assert (found.value, found.sure) == (0.5, False)


@pytest.mark.parametrize(
    ("word", "value"),
    [("двухмиллионный", 2e6), ("стотысячный", 1e5), ("полуторамиллиардный", 1.5e9)],
)
def test_scales(word: str, value: float) -> None:
    assert compound(word, "ru") == Compound(value, sure=True)


@pytest.mark.parametrize(
    ("word", "value"), [("трехкратный", 3), ("девятиэтажного", 9), ("пятикратно", 5)]
)
def test_what_is_counted_without_a_unit(word: str, value: float) -> None:
    assert compound(word, "ru") == Compound(value, sure=True)


def test_other_beginnings_are_doubtful() -> None:
    assert compound("двусторонний", "ru") == Compound(2)
    assert compound("семицветик", "ru") == Compound(7)


@pytest.mark.parametrize(
    "word",
    ["старый", "требует", "сторона", "полуостров", "политика", "одного", "пять", "десятилетие"],
)
def test_what_only_looks_like_a_number(word: str) -> None:
    assert compound(word, "ru") is None


def test_english_folds() -> None:
    assert compound("threefold", "en") == Compound(3, sure=True)
    assert compound("tenfold", "en") == Compound(10, sure=True)
    assert compound("blindfold", "en") is None


def test_other_languages_have_none() -> None:
    assert compound("threefold", "de") is None
