"""What a chat says before and after a translation: each excuse with and without its ground."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from summarize.translation.gate.fillers import closing, opening
from summarize.translation.gate.intrusions import lines, markup, preamble
from summarize.translation.gate.reading import Reading
from summarize.types import Check, Severity

_Check = Callable[[Reading, Reading], Iterator[Check]]
PLAIN = "Farmers in the valley fear that the new dam will flood them."
ПРОСТО = "Фермеры долины опасаются, что новая плотина затопит сады."


def rejects(check: _Check, source: str, hypothesis: str, pair: str = "en-ru") -> bool:
    own, other = pair.split("-")
    findings = list(check(Reading(source, own), Reading(hypothesis, other)))
    assert all(found.severity is Severity.REJECT and found.detail for found in findings)
    return bool(findings)


@pytest.mark.parametrize(
    ("source", "hypothesis", "expected"),
    [
        (PLAIN, "Конечно! Сады затопит.", True),
        ("They fear floods", "Конечно! Сады затопит.", False),  # three words
        ("They fear some floods", "Конечно! Сады затопит.", True),
        ("Look! Farmers in the valley fear the dam.", "Конечно! Фермеры боятся.", False),
        ("Farmers in the valley fear it. The dam!", "Конечно! Фермеры боятся.", True),
        ("Fine. Farmers in the valley fear the dam.", "Вот: фермеры боятся.", False),
        ("Farmers in the valley do fear the dam.", "Вот: фермеры боятся.", True),
        (PLAIN, "Конечно!", False),  # nothing follows it
        (PLAIN, "Вот:", False),
        ("The farmers surely do fear their dam.", "Отлично, фермеры боятся.", False),
        (PLAIN, "Конечно, сады затопит.", True),
        ("Farmers in the valley naturally fear it.", "Конечно, фермеры боятся.", False),
        ("Farmers in the valley naturally fear it.", "Отлично, фермеры боятся.", True),
        ("Naturally farmers in the valley fear it.", "Отлично, фермеры боятся.", False),
        ("All is fine, farmers in the valley say.", "Отлично, говорят фермеры.", False),
        ("All that they saw is fine, they say.", "Отлично, говорят фермеры.", True),
        (PLAIN, "Хорошо, что сады целы.", False),  # "it is good that"
        (PLAIN, "Хорошо, сады целы.", True),
        (PLAIN, "Хорошо— сады целы.", False),
        (PLAIN, "Хорошо — сады целы.", True),
    ],
)
def test_a_word_of_assent_before_a_translation(
    source: str, hypothesis: str, expected: bool
) -> None:
    assert rejects(opening, source, hypothesis) is expected


@pytest.mark.parametrize(
    ("hypothesis", "expected"),
    [
        ("Certainly, the farmers fear it.", False),
        ("Okay, the farmers fear it.", False),
        ("Certainly! The farmers fear it.", True),
        ("Here you go: the farmers fear it.", True),
    ],
)
def test_a_source_that_no_list_knows_is_excused_for_a_comma(
    hypothesis: str, expected: bool
) -> None:
    german = "Die Bauern im Tal fürchten den neuen Damm."
    assert rejects(opening, german, hypothesis, "de-en") is expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Farmers here do fear the dam", False),  # six words
        ("Farmers here do fear the new dam", True),
        ("Farmers here do fear the new dam!", False),
        ("Yes: farmers here do fear the new dam", False),  # the first clause is short
    ],
)
def test_an_exclamation_before_a_translation(source: str, expected: bool) -> None:
    assert rejects(opening, source, "Отличный вопрос! Фермеры боятся плотины.") is expected
    five = "Это очень даже отличный вопрос! Фермеры боятся."
    assert not rejects(opening, source, five)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Farmers here do fear the dam", False),
        ("Farmers here do fear the new dam", True),
        ("Farmers here do fear the new dam!", False),
        ("Farmers here do fear the new dam: yes", False),  # the last clause is short
    ],
)
def test_an_exclamation_after_a_translation(source: str, expected: bool) -> None:
    assert rejects(closing, source, "Фермеры боятся плотины. Удачи вам!") is expected
    assert not rejects(closing, source, "Фермеры боятся. Всем вам всего самого хорошего!")


@pytest.mark.parametrize(
    ("source", "hypothesis", "expected"),
    [
        (PLAIN, "Фермеры боятся. Дайте знать, если что-то ещё.", True),
        (PLAIN, "Фермеры боятся, дайте знать о плотине.", False),  # no sentence of its own
        ("Please do. They fear. It is so.", "Фермеры. Дайте знать, если что.", True),
        ("They fear. Please do. It is so.", "Фермеры. Дайте знать, если что.", False),
        (PLAIN, "Боятся. Всё. Дайте знать, если что.", True),
        (PLAIN, "Фермеры боятся. Если потребуется ещё, придёт помощь.", True),
    ],
)
def test_an_offer_after_a_translation(source: str, hypothesis: str, expected: bool) -> None:
    assert rejects(closing, source, hypothesis) is expected


@pytest.mark.parametrize(
    "offer",
    [
        "You're welcome!",
        "You’re welcome.",
        "Don’t hesitate to write more.",
        "Would you like me to go on?",
        "Всегда рада помочь.",
        "Перевод передаёт стиль.",
        "Ещё что-нибудь? Могу ли я ещё чем-то помочь?",
    ],
)
def test_other_offers_after_a_translation(offer: str) -> None:
    assert rejects(closing, PLAIN, f"Фермеры боятся. {offer}")


def test_the_finding_shows_what_the_chat_said() -> None:
    (begins,) = opening(Reading(PLAIN, "en"), Reading("Конечно! Сады затопит.", "ru"))
    assert '"конечно!"' in begins.detail
    (ends,) = closing(Reading(PLAIN, "en"), Reading("Сады. Дайте знать, если что.", "ru"))
    assert "Дайте знать" in ends.detail
    (before,) = preamble(Reading(PLAIN, "en"), Reading("Перевод: сады затопит.", "ru"))
    assert "перевод:" in before.detail
    (wish,) = closing(Reading(PLAIN, "en"), Reading("Сады затопит. Удачи!", "ru"))
    assert "удачи!" in wish.detail
    (entity,) = markup(Reading(PLAIN, "en"), Reading("Сады &amp; долина", "ru"))
    assert '"&amp;"' in entity.detail


@pytest.mark.parametrize(
    ("source", "hypothesis", "expected"),
    [
        (PLAIN, "Результат: сады затопит.", True),
        ("The outcome: farmers fear it.", "Результат: фермеры боятся.", False),
        ("The outcome is that farmers fear it.", "Результат: фермеры боятся.", True),
        (f"{PLAIN} So: no.", "Результат: фермеры боятся.", True),  # the colon is too far off
        ("The outcome: farmers fear it.", "Перевод: фермеры боятся.", True),  # no mere label
        (PLAIN, "Текст переведён ниже", True),
        ("They translated the text.", "Текст переведён ниже", False),
        (PLAIN, "I will help the farmers.", True),
        ("He came to help the farmers.", "I will help the farmers.", False),
        ("He came to help the farmers.", "I will translate for the farmers.", True),
        ("Q: Do they fear it?", "Ответ: боятся.", False),
        ("X: Do they fear it so very much, the good old farmers?", "Ответ: боятся.", False),
        ("It: they do fear it.", "Вот текст ниже: боятся.", True),
    ],
)
def test_what_a_chat_writes_before_a_translation(
    source: str, hypothesis: str, expected: bool
) -> None:
    assert rejects(preamble, source, hypothesis) is expected


@pytest.mark.parametrize(
    ("source", "hypothesis", "expected"),
    [
        (PLAIN, "Фермеры боятся. Примечание: речь о долине.", True),
        (f"{PLAIN} NB: a valley.", "Фермеры боятся. Примечание: речь о долине.", False),
        (PLAIN, "Как языковая модель, я боюсь.", True),
        ("As an AI, it fears the dam.", "Как ИИ, он боится плотины.", False),
        ("The AI fears the dam.", "Как ИИ, он боится плотины.", False),
        (PLAIN, "Извините, я не могу помочь.", True),
        ("Sorry, nobody could not help.", "Извините, я не могу помочь.", False),
        (PLAIN, "Сады затопит (дословно: зальёт).", True),
        ('He said "flood" (literal: fill).', "Сады затопит (дословно: зальёт).", False),
    ],
)
def test_remarks_of_a_chat(source: str, hypothesis: str, expected: bool) -> None:
    assert rejects(preamble, source, hypothesis) is expected


def test_one_line_more_is_one_too_many() -> None:
    assert rejects(lines, PLAIN, "Фермеры\nбоятся.")
    assert not rejects(lines, "Farmers\nfear.", "Фермеры\nбоятся.")
    assert not rejects(lines, "Farmers\nfear.", "Фермеры боятся.")


@pytest.mark.parametrize(
    ("source", "hypothesis", "expected"),
    [
        ("Read a\x07b.", "Читай а\x07б.", False),
        ("Read a\x07b.", "Читай а\x08б.", True),
        ("Read a b.", "Читай а\tб.", False),
        ("Read a b.", "Читай а\x85б.", True),
        ("Fish & chips", "Рыба &amp; картофель", True),
        ("Fish &lt; chips", "Рыба &amp; картофель", False),
        ("Fish & chips", "Рыба &amp картофель", False),
        ("Fish **hot**", "Рыба **горячая**", False),
        ("Fish hot", "Рыба **горячая**", True),
        ("# Fish", "# Рыба", False),
        ("Fish", "# Рыба", True),
        ("Fish", "Рыба # Рыба", False),
        ("Fish", "Рыба\n# Рыба", True),
        ("Fish", "Рыба </p>", True),
        ("Fish", "Рыба <think>", True),
        ("Fish", "Рыба <|end|>", True),
        ("Fish", "Рыба <a>", False),
        ("Fish", "Рыба�", True),
    ],
)
def test_markup(source: str, hypothesis: str, expected: bool) -> None:
    assert rejects(markup, source, hypothesis) is expected
