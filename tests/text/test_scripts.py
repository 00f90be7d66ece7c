"""Which letters are foreign to a script, and what is the same in every language."""

from __future__ import annotations

import pytest

from summarize.text.scripts import (
    KEPT,
    foreign_letter,
    foreign_words,
    kept_spans,
    members,
    share_of_script,
    strange_words,
)


def test_writing_systems_of_several_scripts() -> None:
    assert members("Jpan") == ("Hani", "Hira", "Kana")
    assert members("Kore") == ("Hang", "Hani")
    assert members("Hans") == members("Hant") == ("Hani",)
    assert members("Cyrl") == ("Cyrl",)


@pytest.mark.parametrize(
    ("script", "own", "foreign"),
    [
        ("Cyrl", "мёЇ 5.,—«»´ʼ", "aéß我あαא"),
        ("Latn", "aéßŁ 5º", "мα我"),
        ("Jpan", "我あア", "aм한"),
        ("Kore", "한我", "aмあ"),
        ("Hans", "我", "aмあ한"),
    ],
)
def test_letters(script: str, own: str, foreign: str) -> None:
    assert not foreign_letter(script).search(own)
    assert all(foreign_letter(script).fullmatch(letter) for letter in foreign)


@pytest.mark.parametrize(
    ("text", "script", "words"),
    [
        ("сериал HBO Max и COVID-19", "Cyrl", ["HBO", "Max", "COVID"]),
        ("O’Neill, D'Arcy и a-b", "Cyrl", ["O’Neill", "D'Arcy", "a-b"]),
        ("H5N1 и u\u0308b", "Cyrl", ["H5N", "u\u0308b"]),
        ("HBOшоу", "Cyrl", ["HBO"]),
        ("только слова", "Cyrl", []),
        ("the слово", "Latn", ["слово"]),
    ],
)
def test_runs_of_foreign_letters(text: str, script: str, words: list[str]) -> None:
    assert foreign_words(text, script) == words


@pytest.mark.parametrize(
    ("text", "script", "share"),
    [
        ("слово", "Cyrl", 1.0),
        ("слов word", "Cyrl", 0.5),
        ("сло word w", "Cyrl", 0.375),
        ("word", "Cyrl", 0.0),
        ("12 — !", "Cyrl", 1.0),
        ("", "Latn", 1.0),
        ("слово", "Latn", 0.0),
    ],
)
def test_the_share_of_letters(text: str, script: str, share: float) -> None:
    assert share_of_script(text, script) == share


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("See https://a.example/b?c=d#e, please.", "https://a.example/b?c=d#e"),
        ("(HTTP://A.EXAMPLE)", "HTTP://A.EXAMPLE"),
        ("“www.a.example/b.”", "www.a.example/b"),
        ("at a.com now", "a.com"),
        ("at sub.a.co.uk/b/c. Now", "sub.a.co.uk/b/c"),
        ("на сайте выборы.рф", "выборы.рф"),
        ("at a.tv/b now", "a.tv/b"),
        ("to First.Last+x@mail.a-b.example.", "First.Last+x@mail.a-b.example"),
        ("with #bridge_2", "#bridge_2"),
        ("by @mayor:", "@mayor"),
        ("<https://a.example>", "https://a.example"),
        ("«https://a.example»", "https://a.example"),
    ],
)
def test_addresses_and_tags(text: str, kept: str) -> None:
    assert KEPT.findall(text) == [kept]


@pytest.mark.parametrize(
    "text",
    ["a.tv now", "5.3 or 2.5", "U.S. and p.m.", "a#b", "it. com", "a.company", "x @ y"],
)
def test_what_is_no_address(text: str) -> None:
    assert KEPT.findall(text) == []


def test_what_may_be_kept_is_told_once_and_in_order() -> None:
    text = "See https://a.example, #x and iPhone, iPhone; write to @y."
    assert kept_spans(text, "Latn", "Cyrl") == ["https://a.example", "#x", "@y", "iPhone"]
    assert kept_spans("Купил iPhone и 我 через a.com, 5.", "Cyrl", "Cyrl") == [
        *("a.com", "iPhone", "我")
    ]
    assert kept_spans("iPhone on HBO", "Latn", "Hans") == ["iPhone", "HBO"]
    assert kept_spans("iPhone on HBO", "Grek", "Cyrl") == ["iPhone", "on", "HBO"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("купил IPHONE", []),
        ("купил iPhoneом", ["iPhone"]),
        ("вiPhone", ["iPhone"]),
        ("купил iPhone.", []),
        ("купил (iPhone)", []),
        ("купил iPad iPhone iPad", ["iPad", "iPad"]),
    ],
)
def test_words_that_no_span_has(text: str, words: list[str]) -> None:
    assert strange_words(text, ["an iPhone"], "Cyrl") == words
    assert strange_words("iPhone", [], "Cyrl") == ["iPhone"]
