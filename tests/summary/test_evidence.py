from __future__ import annotations

import pytest

from summarize.summary.evidence import EvidenceIndex, stems
from summarize.types import Severity

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


# How much support is enough


def plainly(*texts: str) -> EvidenceIndex:
    """Words without endings, so that each counts as it stands."""
    return EvidenceIndex(list(enumerate(texts, start=2)), "xx")


def missing(count: int) -> str:
    return " ".join(f"missing{number}" for number in range(count))


@pytest.mark.parametrize(
    ("known", "unknown", "expected"), [(2, 7, (2,)), (1, 3, (2,)), (3, 13, ()), (1, 5, ())]
)
def test_a_fifth_of_the_words_is_support(
    known: int, unknown: int, expected: tuple[int, ...]
) -> None:
    words = ["bridge", "river", "council"][:known]
    index = plainly(" ".join(words))
    assert index.find(f"{' '.join(words)} {missing(unknown)}") == expected


@pytest.mark.parametrize(("unknown", "expected"), [(3, (2, 3)), (4, (2,))])
def test_another_segment_must_say_a_seventh_more(unknown: int, expected: tuple[int, ...]) -> None:
    """One word of six is enough beside the two of the first one, one of seven is not."""
    index = plainly("bridge river", "council")
    assert index.find(f"council bridge river {missing(unknown)}") == expected


def test_three_segments_are_enough() -> None:
    index = plainly("bridge", "river", "council", "ferry", "harbour")
    assert index.find("harbour ferry council river bridge") == (2, 3, 4)


def test_what_says_most_of_the_sentence_is_taken_first() -> None:
    index = plainly("bridge", "river", "harbour", "ferry council", "bridge harbour museum")
    assert index.find("museum river harbour bridge") == (3, 6)


def test_what_says_the_same_again_is_no_further_support() -> None:
    index = plainly("bridge river council", "bridge river", "council")
    assert index.find("bridge river council") == (2,)


def test_of_two_that_say_the_same_the_first_is_taken() -> None:
    assert plainly("bridge", "ferry", "ferry").find("ferry") == (3,)


def test_words_that_stand_everywhere_support_little() -> None:
    index = plainly(*(f"the city number{number}" for number in range(10)))
    assert index.find(f"the city {missing(3)}") == ()
    assert index.find(f"the city number7 {missing(2)}") == (9,)


def test_the_fewer_segments_a_word_stands_in_the_more_it_supports() -> None:
    sentence = f"ferry {missing(2)}"
    everywhere = plainly(*(f"ferry number{number}" for number in range(8)))
    assert everywhere.find(sentence) == ()
    now_and_then = plainly("x", "ferry one", "x", "x", "x", "ferry two", "x", "x")
    assert now_and_then.find(sentence) == (3,)


def test_a_sentence_without_words_is_supported_by_nothing() -> None:
    assert plainly("bridge").find("…") == ()
    assert EvidenceIndex([], "en").find("…") == ()


# Numbers


@pytest.mark.parametrize(
    ("sentence", "strange"),
    [
        ("It cost 41.7 million in 2 years.", []),
        ("It cost 417 million.", ["417"]),
        ("It cost 4 or 17 million.", ["4", "17"]),
        ("It cost a lot.", []),
    ],
)
def test_every_number_that_the_article_lacks_is_named(sentence: str, strange: list[str]) -> None:
    index = EvidenceIndex([*ENGLISH, (5, "It was 2 years.")], "en")
    checks = index.checks(sentence, (3,))
    assert [check.detail.split(": ")[1].split(", ") for check in checks] == (
        [strange] if strange else []
    )
    assert {check.severity for check in checks} <= {Severity.REJECT}


def test_a_number_of_any_sentence_of_the_article_will_do() -> None:
    index = EvidenceIndex(ENGLISH, "en")
    assert index.checks("The council closed 41 bridges.", (2,)) == ()


def test_both_findings_flag_a_sentence() -> None:
    checks = EvidenceIndex(ENGLISH, "en").checks("Elephants cost 99.", ())
    assert [(check.name, check.severity) for check in checks] == [
        ("no-evidence", Severity.REJECT),
        ("unsupported-number", Severity.REJECT),
    ]
    assert all(check.detail for check in checks)


# Words


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("The Bridges, closed!", "en", ["the", "bridg", "close"]),
        ("Straße STRASSE", "xx", ["strasse", "strasse"]),
        ("桥关闭了 2 天", "zh", ["桥", "关", "闭", "了", "2", "天"]),
        ("B2B covid19", "xx", ["b2b", "covid19"]),
        ("Мосты", "xx", ["мосты"]),
        ("…", "en", []),
    ],
)
def test_words_are_compared_without_case_and_endings(
    text: str, language: str, expected: list[str]
) -> None:
    assert stems(text, language) == expected
