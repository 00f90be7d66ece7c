"""Every way that is known of a chat model to begin an answer, and every token that it leaks."""

from __future__ import annotations

import pytest

from summarize.translation.gate.intrusions import markup, preamble
from summarize.translation.gate.reading import Reading
from summarize.types import Severity

ENGLISH, RUSSIAN = "Farmers fear the dam.", "Фермеры боятся плотины."
LANGUAGES = (
    *("English", "Russian", "German", "French", "Spanish", "Russisch", "Deutsch"),
    *("английском", "русском", "немецком", "французском", "испанском"),
)
OPENINGS = [
    *(f"{word}, a translation. " for word in ("Sure", "Certainly", "Of course", "Absolutely")),
    *(f"{word}, a translation. " for word in ("Okay", "OK", "Alright", "Great", "No problem")),
    *(f"{word}, it translates well. " for word in ("Happy to help", "Great")),
    *(f"{word}, это перевод. " for word in ("Конечно", "Разумеется", "Безусловно", "Хорошо")),
    *(f"{word}, это перевод. " for word in ("Да, конечно", "С удовольствием", "Отлично")),
    "Sure a translation. ",
    *(f"Конечно, я {word}. " for word in ("переведу", "перевод", "могу перевести", "он переведет")),
    *("Sure, here's it: ", "Sure, here is it: ", "Sure, here you go: ", "Конечно, вот он: "),
    *("Here is a translation. ", "Below is a rendering. ", "This is the version: "),
    "Here are translations. ",
    *(f"Here is it in {language}. " for language in LANGUAGES),
    *(f"Here's it in {language}. " for language in LANGUAGES),
    *("Here's a translation. ", "Here's a version. "),
    *("Вот перевод. ", "Ниже перевод. ", "Далее перевод. ", "Вот, я переведу. "),
    *("Вот вариант такой: ", "Вот версия такая: ", "Вот текст такой: "),
    *("The translation: ", "My translation: ", "A translation: ", "Translated text: "),
    *("The best new faithful translation: ", "My best new faithful translation: "),
    "A very good faithful translation: ",
    *("Translation is this. ", "Translation\n"),
    *("Мой перевод: ", "Дословный перевод: ", "Точный перевод: ", "Перевод: ", "Перевод\n"),
    "Перевод — такой. ",
    *(f"The {word} translated. " for word in ("text", "sentence", "phrase", "segment")),
    *(f"The {word} translated. " for word in ("original", "source", "output", "answer")),
    *(f"The {word} translated. " for word in ("response", "result")),
    *("Text: ", "Output: ", *(f"Text in {language} " for language in LANGUAGES)),
    *(f"{word} и перевод. " for word in ("Текст", "Предложение", "Фраза", "Оригинал")),
    *(f"{word} и перевод. " for word in ("Исходный текст", "Результат", "Ответ")),
    *("Текст: ", "Текст переведен. ", "Текст переведут. ", "Текст перевести. "),
    *("In English: ", "Into English: ", "На русский: ", "По-русски: "),
    *(f"На {language} так: " for language in LANGUAGES),
    *(f"{language}: " for language in LANGUAGES),
    *(f"English {word}: " for word in ("translation", "version", "text")),
    *(f"Русский {word}: " for word in ("язык", "перевод", "вариант", "текст")),
    *(f"{word}: " for word in ("Assistant", "User", "System", "Human", "AI", "Model")),
    *(f"{word}: " for word in ("RU", "Rus", "EN", "Eng")),
    *(f"{word}: " for word in ("Ассистент", "Пользователь", "Помощник")),
    *(f"I{word} translate it. " for word in (" would", " will", " can", "'ll", "'d")),
    *("I will help. ", "I'd be glad to translate it. ", "I will gladly translate it. "),
    *(f"Переведённый {word}: " for word in ("текст", "вариант")),
    *("Переведённое предложение: ", "Переведённая фраза: "),
    *("Let me translate it. ", "Allow me to translate it. ", "Let me help. "),
    *("Перевожу. ", "Переведу. ", "Переведем. ", "Давайте переведем. ", "Я перевожу: "),
    "Давайте я переведу! ",
    *("Note: ", "Примечание: "),
]
TOKENS = [
    *("<|im_end|>", "<s>", "</s>", "<pad>", "<unk>", "<bos>", "<eos>", "<mask>"),
    *("[INST]", "[/INST]", "[SYS]", "<<SYS>>", "<</SYS>>", "<extra_id_7>"),
    *("<start_of_turn>", "<end_of_turn>", "```", "▁", "�", "@-@", "@@ ", "## ", "**", ">>"),
    *("<think>", "<thinking>", "<translation>", "<output>", "<text>", "<source>", "<target>"),
    *("<ru>", "<en>", "<p>", "<br>", "<br />", "</div>", "<span class='a'>", "<b>", "<i>"),
    *("<em>", "</strong>"),
]


@pytest.mark.parametrize("opening", OPENINGS)
def test_no_opening_of_a_chat_passes_for_a_translation(opening: str) -> None:
    """Either language may be the one that is translated from."""
    for source, hypothesis in ((ENGLISH, RUSSIAN), (RUSSIAN, ENGLISH)):
        own, other = ("en", "ru") if source == ENGLISH else ("ru", "en")
        found = list(preamble(Reading(source, own), Reading(opening + hypothesis, other)))
        assert [(check.name, check.severity) for check in found] == [("preamble", Severity.REJECT)]


@pytest.mark.parametrize("token", TOKENS)
def test_no_token_of_a_model_or_a_page_passes_for_text(token: str) -> None:
    leaked = Reading(f"{token}{RUSSIAN}", "ru")
    (check,) = markup(Reading(ENGLISH, "en"), leaked)
    assert (check.name, check.severity) == ("markup", Severity.REJECT)
    assert not list(markup(Reading(f"{token}{ENGLISH}", "en"), leaked))


REMARKS = [
    *(f"{word}: it is new." for word in ("Note", "Notes", "N.B", "NB", "Explanation", "Comment")),
    *(f"{word}: it is new." for word in ("Clarification", "Translator's note", "Translation note")),
    *(f"{word}: она новая." for word in ("Примечание", "Пояснение", "Объяснение", "Комментарий")),
    *(f"{word}: она новая." for word in ("Замечание", "Примечание переводчика")),
    *("Переводческое замечание: она новая.", "Примечание к переводу: она новая."),
    *(f"It is new as {word}." for word in ("an AI", "an artificial mind", "a language model")),
    "It is new as a large language model.",
    *(f"Она новая, как {word}." for word in ("языковая модель", "искусственный интеллект", "ИИ")),
    *(f"{word}, we cannot help." for word in ("I'm sorry", "I am sorry", "Sorry", "I apologise")),
    *(f"{word}, мы не смогу помочь." for word in ("Извините", "Простите", "К сожалению")),
    *(f"Sorry, we {word} help." for word in ("can't", "cannot", "can not", "are unable to")),
    *(f"Простите, {word} помочь." for word in ("не могу", "не в состоянии", "не смогу")),
    *("Sorry, we cannot translate.", "Sorry, we cannot assist.", "Простите, не могу перевести."),
    "Простите, не могу выполнить.",
    *(f"{word} translate." for word in ("I can't", "I cannot", "I can not", "I'm unable to")),
    *("I am unable to translate.", "Я не могу переводить.", "Я не смогу перевести."),
    "Я не могу: переведите сами.",
]


@pytest.mark.parametrize("remark", REMARKS)
def test_no_remark_of_a_chat_passes_for_a_translation(remark: str) -> None:
    for source, hypothesis, own, other in (
        (ENGLISH, RUSSIAN, "en", "ru"),
        (RUSSIAN, ENGLISH, "ru", "en"),
    ):
        found = list(preamble(Reading(source, own), Reading(f"{hypothesis} {remark}", other)))
        assert [(check.name, check.severity) for check in found] == [("preamble", Severity.REJECT)]
