from __future__ import annotations

import pytest

from summarize.translation.gate import examine
from summarize.types import Check, LangPair, Severity

EN_RU = LangPair("en", "ru")
RU_EN = LangPair("ru", "en")


def test_a_gained_negation_is_a_warning() -> None:
    source = "Президент прибыл на парад."
    (check,) = examine(source, "The president did not arrive at the parade.", RU_EN).checks
    assert check == Check("negation", Severity.WARN, '"not" is not in the source')


def test_a_lost_negation_is_a_warning() -> None:
    source = "The bridge was not built by the army."
    (check,) = examine(source, "Мост построила армия.", EN_RU).checks
    assert check.detail == '"not" of the source has no counterpart'


@pytest.mark.parametrize(
    ("source", "hypothesis"),
    [
        ("Nobody saw him.", "Его никто не видел."),
        ("He failed to come.", "Он не пришёл."),
        ("It is impossible.", "Это невозможно."),
        ("At least 20 came.", "Пришло не менее 20 человек."),
        ("It was hot, not only in Rome.", "Жарко было не только в Риме."),
        ("Nevertheless it was hot.", "И всё же было жарко."),
        ("The site is no smaller than a park.", "Участок не менее парка."),
        ("Tell me if it is hot or not.", "Скажите, жарко ли, или нет."),
        ("It was hotter than ever.", "Жарко было как никогда."),
    ],
)
def test_negation_said_otherwise_is_no_finding(source: str, hypothesis: str) -> None:
    assert examine(source, hypothesis, EN_RU).checks == ()


def test_a_question_made_of_a_statement_is_a_warning() -> None:
    (check,) = examine("Они уже уехали домой.", "Have they already gone home?", RU_EN).checks
    assert check == Check("question", Severity.WARN, "the translation asks, the source does not")


@pytest.mark.parametrize(
    ("hypothesis", "detail"),
    [
        ("The ship (an old tanker sank near the coast.", 'unbalanced "()"'),
        ("The ship, an «old tanker, sank near the coast.", "a quotation mark has no partner"),
    ],
)
def test_marks_without_a_partner_are_a_warning(hypothesis: str, detail: str) -> None:
    (check,) = examine("Судно, старый танкер, затонуло у берега.", hypothesis, RU_EN).checks
    assert check == Check("punctuation", Severity.WARN, detail)


def test_a_quotation_that_goes_on_elsewhere_is_no_finding() -> None:
    assert examine("Я это обещаю.", '"I promise you that.', RU_EN).checks == ()


@pytest.mark.parametrize(
    "hypothesis",
    [
        "She came to the Main Parade of .",
        "She spoke about the, and left.",
        "She was met by , and left.",
        "According to, she left the parade.",
        "She left the parade in .",
    ],
)
def test_a_little_word_that_nothing_follows_is_a_warning(hypothesis: str) -> None:
    names = {
        check.name for check in examine("Она пришла и ушла с парада.", hypothesis, RU_EN).checks
    }
    assert names == {"dangling"}


@pytest.mark.parametrize(
    ("source", "hypothesis", "pair"),
    [
        ("Знаю, откуда она пришла.", "I know which parade she came from.", RU_EN),
        ("Она вошла, и парад начался.", "She came in, and the parade began.", RU_EN),
        ("Её списали.", "It was disposed of.", RU_EN),
        ("Здесь шатры, дворцы и прочее.", "There are tents, palaces and all in between.", RU_EN),
        ("Serfs had surnames in the 18th century.", "В XVIII в. крепостные имели фамилии.", EN_RU),
        ("Serfs were free by the 19th century.", "Крепостные были свободны к XIX в.", EN_RU),
        ("It needs water and/or light.", "Нужны вода и (или) свет.", EN_RU),
    ],
)
def test_a_little_word_may_end_a_clause(source: str, hypothesis: str, pair: LangPair) -> None:
    assert examine(source, hypothesis, pair).checks == ()


def test_a_missing_final_mark_is_a_warning() -> None:
    (check,) = examine("Она ушла с парада.", "She left the parade", RU_EN).checks
    assert check == Check("punctuation", Severity.WARN, "the final punctuation is missing")
