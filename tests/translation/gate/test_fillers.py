from __future__ import annotations

import pytest

from summarize.translation.gate import examine
from summarize.types import LangPair, Severity

EN_RU = LangPair("en", "ru")
RU_EN = LangPair("ru", "en")
ENGLISH = "Farmers in the valley fear that the new dam will flood their orchards."
RUSSIAN = "Фермеры долины опасаются, что новая плотина затопит их сады."

OPENINGS = [
    "Sure! ",
    "Sure thing! ",
    "Sure, here you go: ",
    "Sure. ",
    "Of course! ",
    "Certainly! ",
    "Absolutely! ",
    "Yes, of course! ",
    "Okay, ",
    "OK! ",
    "Got it! ",
    "Great! ",
    "Here you go: ",
    "As an AI language model, ",
    "Конечно! ",
    "Да, конечно! ",
    "Конечно, вот: ",
    "Конечно — ",
    "Хорошо, ",
    "Разумеется! ",
    "Безусловно! ",
    "Отлично! ",
    "С удовольствием! ",
    "Вот, пожалуйста: ",
    "Ниже приведён перевод: ",
    "Great question! ",
    "Hi there! ",
    "Done! ",
    "Спасибо за запрос! ",
    "Готово! ",
    "RU: ",
]
CLOSINGS = [
    " I hope this helps!",
    " Let me know if you need anything else.",
    " If you have any questions, feel free to ask.",
    " Is there anything else I can help you with?",
    " Please note that this is a literal translation.",
    " Note: one name was transliterated.",
    " I hope this helps! Let me know if anything is unclear.",
    " Надеюсь, это поможет!",
    " Дайте знать, если нужно что-то ещё.",
    " Если у вас есть вопросы, обращайтесь!",
    " Буду рад помочь!",
    " Могу ли я помочь чем-то ещё?",
    " Примечание: имена переданы транслитерацией.",
    " Перевод выполнен с сохранением стиля.",
    " Have a great day!",
    " Удачи!",
]


def rejected_by(source: str, hypothesis: str, pair: LangPair) -> set[str]:
    checks = examine(source, hypothesis, pair).checks
    return {check.name for check in checks if check.severity is Severity.REJECT}


@pytest.mark.parametrize("opening", OPENINGS)
def test_a_filler_before_the_translation_is_rejected(opening: str) -> None:
    assert "preamble" in rejected_by(ENGLISH, opening + RUSSIAN, EN_RU)
    assert "preamble" in rejected_by(RUSSIAN, opening + ENGLISH, RU_EN)


@pytest.mark.parametrize("closing", CLOSINGS)
def test_a_filler_after_the_translation_is_rejected(closing: str) -> None:
    assert "preamble" in rejected_by(ENGLISH, RUSSIAN + closing, EN_RU)
    assert "preamble" in rejected_by(RUSSIAN, ENGLISH + closing, RU_EN)


@pytest.mark.parametrize("closing", [" Надеюсь, это поможет!", " I hope this helps!"])
def test_a_filler_after_a_title_without_a_final_mark_is_rejected(closing: str) -> None:
    title = "Фермеры долины опасаются новой плотины"
    assert "preamble" in rejected_by("Valley farmers fear new dam", title + closing, EN_RU)


@pytest.mark.parametrize(
    ("english", "russian"),
    [
        ("Of course! The dam will be finished in May.", "Конечно! Плотину достроят в мае."),
        ("Definitely!", "Конечно!"),
        ("You bet!", "Разумеется!"),
        ("You bet. We shall finish it in May.", "Конечно. Мы закончим её в мае."),
        ("Naturally, the farmers are afraid.", "Конечно, фермеры боятся."),
        ("The farmers are naturally afraid.", "Конечно, фермеры боятся."),
        ("The farmers will, without a doubt, leave.", "Безусловно, фермеры уедут."),
        ("Well, the dam is almost finished.", "Хорошо, плотина почти готова."),
        ("OK, let us talk about the dam.", "Хорошо, поговорим о плотине."),
        ("Fine! Let us leave the valley.", "Отлично! Уедем из долины."),
        ('"Sure, we can leave," the farmer said.', "«Конечно, можем уехать», — сказал фермер."),
        ("Please shut the gate to the dam.", "Пожалуйста, закройте ворота плотины."),
        ("So, the dam is almost finished.", "Итак, плотина почти готова."),
        ("It works well against pests.", "Хорошо помогает от вредителей."),
        ("It is clear that the dam will burst.", "Понятно, что плотину прорвёт."),
        ("It is. And the dam will burst.", "Да. И плотину прорвёт."),
        ("Here is what the farmers fear: floods.", "Вот чего боятся фермеры: наводнений."),
    ],
)
def test_an_interjection_of_the_source_may_be_translated(english: str, russian: str) -> None:
    assert rejected_by(english, russian, EN_RU) == set()
    assert rejected_by(russian, english, RU_EN) == set()


@pytest.mark.parametrize(
    ("english", "russian"),
    [
        (
            "The shop is shut today. If you have questions, call us.",
            "Сегодня магазин закрыт. Если у вас есть вопросы, позвоните нам.",
        ),
        (
            "The guide is in the box. I hope it will help you.",
            "Инструкция в коробке. Надеюсь, она вам поможет.",
        ),
        (
            "The post office has moved. Please note that it opens at noon.",
            "Почта переехала. Обратите внимание, что она открывается в полдень.",
        ),
        (
            "The dam holds. If needed, the army will come.",
            "Плотина держится. Если потребуется, придёт армия.",
        ),
        ("The dam broke. Let me know what you see.", "Плотину прорвало. Дайте знать, что видите."),
    ],
)
def test_an_offer_of_the_source_may_be_translated(english: str, russian: str) -> None:
    assert rejected_by(english, russian, EN_RU) == set()
    assert rejected_by(russian, english, RU_EN) == set()


@pytest.mark.parametrize(
    ("english", "russian"),
    [
        ("Alas, there was no miracle.", "Увы! Чуда не случилось."),
        ("They lost eight times in a row. At last, a win.", "Они проиграли восемь раз. Победа!"),
        ("Farmers in the valley cheered: the dam had held!", "Ура! Плотина в долине выстояла."),
        ('He said quietly to his old friend Anna: "Run."', "Он тихо сказал Анне: «Беги!»"),
    ],
)
def test_a_short_clause_may_become_an_exclamation(english: str, russian: str) -> None:
    assert rejected_by(english, russian, EN_RU) == set()


def test_a_source_in_another_language_is_judged_by_its_first_clause() -> None:
    german = "Die Bauern im Tal fürchten, dass der neue Damm ihre Obstgärten überflutet."
    pair = LangPair("de", "en")
    assert "preamble" in rejected_by(german, f"Sure! {ENGLISH}", pair)
    assert rejected_by(f"Ja, sicher. {german}", f"Certainly. {ENGLISH}", pair) == set()
    assert rejected_by(f"Natürlich, {german}", f"Of course, {ENGLISH}", pair) == set()
