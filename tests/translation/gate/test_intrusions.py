from __future__ import annotations

import pytest

from summarize.translation.gate import examine
from summarize.translation.gate.intrusions import markup
from summarize.translation.gate.reading import Reading
from summarize.types import LangPair, Severity

EN_RU = LangPair("en", "ru")
RU_EN = LangPair("ru", "en")
ENGLISH = "Farmers in the valley fear that the new dam will flood their orchards."
RUSSIAN = "Фермеры долины опасаются, что новая плотина затопит их сады."


def rejected_by(source: str, hypothesis: str, pair: LangPair) -> set[str]:
    checks = examine(source, hypothesis, pair).checks
    return {check.name for check in checks if check.severity is Severity.REJECT}


@pytest.mark.parametrize(
    "opening",
    [
        "Here is the translation: ",
        "Here's the Russian version of your text: ",
        "Sure! Here you go: ",
        "Перевод: ",
        "Вот перевод предложения: ",
        "Конечно, вот перевод на русский язык: ",
        "Русский: ",
        "Assistant: ",
        "**Translation:** ",
    ],
)
def test_a_preamble_is_rejected(opening: str) -> None:
    assert rejected_by(ENGLISH, opening + RUSSIAN, EN_RU) & {"preamble", "markup"}


@pytest.mark.parametrize(
    "comment",
    [
        " (Примечание: плотина ещё строится)",
        " Note: I kept the word order.",
        " Надеюсь, это поможет!",
        " Translator's note: valley means долина.",
    ],
)
def test_a_comment_is_rejected(comment: str) -> None:
    assert "preamble" in rejected_by(ENGLISH, RUSSIAN + comment, EN_RU)


@pytest.mark.parametrize(
    ("hypothesis", "pair"),
    [
        ("I'm sorry, but I can't help with translating this text.", RU_EN),
        ("Извините, но я не могу перевести этот текст для вас.", EN_RU),
        ("As an AI language model, I have no orchards or valleys.", RU_EN),
    ],
)
def test_a_refusal_is_rejected(hypothesis: str, pair: LangPair) -> None:
    source = ENGLISH if pair == EN_RU else RUSSIAN
    assert "preamble" in rejected_by(source, hypothesis, pair)


@pytest.mark.parametrize(
    ("source", "hypothesis"),
    [
        ("The translation of the novel took years.", "Перевод романа занял годы."),
        ("Translation: a short history.", "Перевод: краткая история."),
        ("Note: the museum is closed on Mondays.", "Примечание: музей закрыт по понедельникам."),
        ("I hope this helps you.", "Надеюсь, это поможет вам."),
        ("Here is the text of the treaty.", "Вот текст договора."),
    ],
)
def test_what_the_source_says_too_is_no_intrusion(source: str, hypothesis: str) -> None:
    assert rejected_by(source, hypothesis, EN_RU) == set()


@pytest.mark.parametrize(
    "token", ["<|im_end|>", "</s>", "<unk>", "[/INST]", "```", "▁", "@-@", "<b>", "### "]
)
def test_markup_that_the_source_lacks_is_rejected(token: str) -> None:
    assert "markup" in rejected_by(ENGLISH, f"{token}{RUSSIAN}", EN_RU)
    assert "markup" not in rejected_by(f"{token}{ENGLISH}", f"{token}{RUSSIAN}", EN_RU)


@pytest.mark.parametrize(
    "entity", ["&quot;", "&amp;", "&#39;", "&#x27;", "&nbsp;", "&laquo;", "&mdash;"]
)
def test_an_html_entity_that_the_source_lacks_is_rejected(entity: str) -> None:
    assert rejected_by(ENGLISH, f"{RUSSIAN[:-1]}{entity}.", EN_RU) == {"markup"}
    assert rejected_by(f"{ENGLISH} &gt;", f"{RUSSIAN[:-1]}{entity}.", EN_RU) == set()


def test_a_tag_that_names_the_language_is_rejected() -> None:
    assert rejected_by(ENGLISH, f"<ru>{RUSSIAN}", EN_RU) == {"markup"}


@pytest.mark.parametrize("control", ["\x1b[31m", "\x1b]0;mine\x07", "\x9b"])
def test_a_control_character_that_the_source_lacks_is_rejected(control: str) -> None:
    assert "markup" in rejected_by(ENGLISH, f"{RUSSIAN[:-1]}{control}.", EN_RU)
    (check,) = examine(ENGLISH, f"{RUSSIAN[:-1]}\x1b.", EN_RU).checks
    assert check.detail == '"U+001B" is not in the source'


CONTROLS = [*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0)]


@pytest.mark.parametrize("code", CONTROLS)
def test_no_control_character_is_written_unless_the_source_has_it(code: int) -> None:
    broken = f"Фермеры{chr(code)} боятся."
    (check,) = markup(Reading("Farmers fear it.", "en"), Reading(broken, "ru"))
    assert (check.severity, check.detail) == (
        Severity.REJECT,
        f'"U+{code:04X}" is not in the source',
    )
    assert not list(markup(Reading(f"Farmers{chr(code)} fear it.", "en"), Reading(broken, "ru")))


@pytest.mark.parametrize("space", "\t\n\r \u00a0")
def test_white_space_is_no_control_character(space: str) -> None:
    spaced = Reading(f"Фермеры{space}боятся.", "ru")
    assert not list(markup(Reading("Farmers fear it.", "en"), spaced))


@pytest.mark.parametrize(
    ("source", "hypothesis", "pair"),
    [
        (ENGLISH, "Я не могу перевести этот текст.", EN_RU),
        (RUSSIAN, "I cannot translate this sentence.", RU_EN),
        (RUSSIAN, "I'm unable to provide a translation of that.", RU_EN),
        (ENGLISH, f"Переведённый текст: {RUSSIAN}", EN_RU),
        (RUSSIAN, f"I'd be happy to help! {ENGLISH}", RU_EN),
        (RUSSIAN, f"I'll translate that for you. {ENGLISH}", RU_EN),
        (RUSSIAN, f"{ENGLISH} (Literal translation)", RU_EN),
        (ENGLISH, f"{RUSSIAN} (дословный перевод)", EN_RU),
        (ENGLISH, f"{RUSSIAN} [Конец перевода]", EN_RU),
    ],
)
def test_a_refusal_an_offer_and_a_label_are_rejected(
    source: str, hypothesis: str, pair: LangPair
) -> None:
    assert "preamble" in rejected_by(source, hypothesis, pair)


@pytest.mark.parametrize(
    ("source", "hypothesis", "pair"),
    [
        ("I can't catch my breath, she said.", "Я не могу перевести дух, сказала она.", EN_RU),
        ("Я не могу это перевести, сказал он.", "I can't translate this, he said.", RU_EN),
        ("Я выручу вас, пообещал сосед.", "I'll help you, the neighbour promised.", RU_EN),
        (
            'The sign said "Ausgang" (literally, way out).',
            "На табличке было «Ausgang» (дословный перевод — «выход»).",
            EN_RU,
        ),
    ],
)
def test_people_may_speak_of_helping_and_translating(
    source: str, hypothesis: str, pair: LangPair
) -> None:
    assert rejected_by(source, hypothesis, pair) == set()


def test_an_ampersand_before_a_name_is_no_entity() -> None:
    source = "Farmers, R&D; Marks &co; and AT&T; all fear floods."
    hypothesis = "Фермеры, R&D; Marks &co; и AT&T; боятся наводнений."
    assert "markup" not in rejected_by(source, hypothesis, EN_RU)


def test_a_note_is_excused_by_a_note_only() -> None:
    note = " Примечание: речь о долине."
    transport = "Farmers carry goods by transport and lend money to the valley's shops."
    assert "preamble" in rejected_by(transport, f"{RUSSIAN}{note}", EN_RU)
    assert "preamble" not in rejected_by(f"{ENGLISH} N.B. It is the valley.", RUSSIAN + note, EN_RU)


def test_an_answer_is_no_intrusion_where_the_source_has_one() -> None:
    assert (
        rejected_by("A. Most farmers fear the dam.", "Ответ: Большинство боится.", EN_RU) == set()
    )


@pytest.mark.parametrize(
    ("english", "russian"),
    [
        ("The result: two to one.", "Итог: два — один."),
        ("The source (in English): a newspaper.", "Источник (англ.): газета."),
        ("I will help the farmers.", "Я помогу фермерам."),
        ("Let me help the farmers.", "Позвольте помочь фермерам."),
        ("She moved him to the valley.", "Перевела его в долину."),
        ("Without a doubt, the dam will help.", "Безусловно, плотина поможет."),
        ("Technologies such as AI help farmers.", "Такие технологии, как ИИ, помогают фермерам."),
        ("Unfortunately, doctors cannot help.", "К сожалению, врачи не могут помочь."),
    ],
)
def test_what_people_say_is_no_chat(english: str, russian: str) -> None:
    assert rejected_by(english, russian, EN_RU) == set()
    assert rejected_by(russian, english, RU_EN) == set()


def test_lines_that_the_source_lacks_are_rejected() -> None:
    assert rejected_by(ENGLISH, f"{RUSSIAN}\n\nСады цветут.", EN_RU) >= {"lines"}
    assert rejected_by(f"{ENGLISH}\n{ENGLISH}", f"{RUSSIAN}\n{RUSSIAN}", EN_RU) == set()


def test_a_question_answered_instead_of_translated_is_rejected() -> None:
    asked = "Which river is the longest in Europe?"
    assert rejected_by(asked, "Какая река самая длинная в Европе?", EN_RU) == set()
    assert rejected_by(asked, "Самая длинная река Европы — Волга.", EN_RU) == {"question"}
