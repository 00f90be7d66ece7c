from __future__ import annotations

import pytest

from summarize.summary.evidence import EvidenceIndex, stems

ENGLISH = [
    (2, "The council closed the old bridge on Monday."),
    (3, "Repairs will cost $41.7 million and take two years."),
    (4, "Shop owners on the eastern bank are worried."),
]
RUSSIAN = [
    (2, "Городской совет закрыл старый мост в понедельник."),
    (3, "Ремонт обойдётся в 41,7 млн руб. и займёт два года."),
]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The old bridge was closed by the council.", (2,)),
        ("The bridge is closed and repairs cost $41.7 million.", (2, 3)),
        ("Elephants cannot jump.", ()),
    ],
)
def test_finds_the_segments_that_say_it(sentence: str, expected: tuple[int, ...]) -> None:
    assert EvidenceIndex(ENGLISH, "en").find(sentence) == expected


def test_russian_endings_do_not_hide_a_word() -> None:
    assert EvidenceIndex(RUSSIAN, "ru").find("Старого моста больше нет: совет его закрыл.") == (2,)
    assert stems("Мосты мостами", "ru")[0] == stems("Мосты мостами", "ru")[1]


def test_a_number_that_the_article_lacks_is_reported() -> None:
    index = EvidenceIndex(ENGLISH, "en")
    names = [c.name for c in index.checks("Repairs cost $47.1 million.", (3,))]
    assert names == ["unsupported-number"]
    assert index.checks("Repairs cost $41.7 million.", (3,)) == ()


def test_a_sentence_without_support_is_reported() -> None:
    assert [c.name for c in EvidenceIndex(ENGLISH, "en").checks("Elephants cannot jump.", ())] == [
        "no-evidence"
    ]


def test_an_article_without_words_supports_nothing() -> None:
    assert EvidenceIndex([], "en").find("Anything.") == ()
