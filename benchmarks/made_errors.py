"""Errors made of good translations, to see how many of them the acceptance gate notices."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from summarize.types import LangPair


@dataclass(frozen=True, slots=True)
class Item:
    """One source with a translation and where it is from."""

    half: str
    source: str
    target: str
    pair: LangPair


_OPENINGS = {
    "en": (
        "Here is the translation: ",
        "Sure! Here's the translation of the text:\n\n",
        "Translation: ",
        "The translation of the given sentence is: ",
        "Certainly, I can help with that. English translation:\n",
        "English: ",
        "Assistant: ",
        "The sentence in English is as follows: ",
    ),
    "ru": (
        "Вот перевод: ",
        "Конечно! Вот перевод этого текста на русский язык:\n\n",
        "Перевод: ",
        "Перевод на русский: ",
        "Here is the translation into Russian: ",
        "Хорошо, перевожу. ",
        "Ответ: ",
        "Текст на русском языке: ",
    ),
}
_CLOSINGS = {
    "en": ("\n\nNote: the name was transliterated.", " (Note: literal translation)"),
    "ru": ("\n\nПримечание: имя передано транслитерацией.", " (Примечание: дословный перевод)"),
}


FILLERS = {
    "before": (
        "Sure! ",
        "Sure, here you go: ",
        "Of course! ",
        "Certainly! ",
        "Absolutely! ",
        "Okay, ",
        "Great! ",
        "Got it! ",
        "As an AI language model, ",
        "Конечно! ",
        "Конечно, вот: ",
        "Хорошо, ",
        "Разумеется! ",
        "Безусловно! ",
        "Отлично! ",
        "Вот, пожалуйста: ",
        "Ниже приведён перевод: ",
    ),
    "after": (
        " I hope this helps!",
        " Let me know if you need anything else.",
        " If you have any questions, feel free to ask.",
        " Note: some names were transliterated.",
        " Надеюсь, это поможет!",
        " Дайте знать, если нужно что-то ещё.",
        " Если у вас есть вопросы, обращайтесь!",
        " Примечание: имена переданы транслитерацией.",
    ),
}
"""What chat models say before and after a translation, in the language of either side."""
_ENTITIES = ("&quot;", "&#39;", "&amp;", "&nbsp;", "&laquo;", "&#x2014;")


def make_entity(item: Item, chance: random.Random) -> str:
    """An HTML entity between two words, or instead of the quotation marks where there are any."""
    if '"' in item.target:
        return item.target.replace('"', "&quot;")
    words = item.target.split(" ")
    words.insert(chance.randint(1, len(words) - 1), chance.choice(_ENTITIES))
    return " ".join(words)


def make_empty(_: Item, chance: random.Random) -> str:
    """Nothing, or only white space or a full stop."""
    return chance.choice(("", " ", "\n", "."))


def make_loop(item: Item, chance: random.Random) -> str:
    """The beginning, then one to five of its words again and again."""
    words = item.target.split()
    cut = chance.randint(len(words) // 2, len(words))
    phrase = words[max(0, cut - chance.randint(1, 5)) : cut] or words
    return " ".join(words[:cut] + phrase * chance.randint(5, 20))


def make_copy(item: Item, _: random.Random) -> str:
    """The source itself."""
    return item.source


def make_cut(item: Item, _: random.Random) -> str:
    """The first third of the words."""
    words = item.target.split()
    return " ".join(words[: max(1, len(words) // 3)])


def make_repetition(item: Item, _: random.Random) -> str:
    """Everything said a second time."""
    return f"{item.target} {item.target}"


def make_preamble(item: Item, chance: random.Random) -> str:
    """A chat model's words before or after the translation."""
    if chance.random() < 0.25:
        return item.target + chance.choice(_CLOSINGS[item.pair.target])
    return chance.choice(_OPENINGS[item.pair.target]) + item.target


def make_mixture(item: Item, chance: random.Random) -> str:
    """One to three words replaced by words of the source, or half-replaced inside the word."""
    words = item.target.split()
    long = [number for number, word in enumerate(words) if sum(map(str.isalpha, word)) >= 4]
    foreign = [word.strip(".,!?:;\"'«»“”()") for word in item.source.split()]
    foreign = [word for word in foreign if word.isalpha() and len(word) >= 4 and word.islower()]
    if not long or not foreign:
        return f"{item.target} {item.source}"
    for number in chance.sample(long, min(len(long), chance.randint(1, 3))):
        word, strange = words[number], chance.choice(foreign)
        inside = chance.random() < 0.3
        words[number] = strange[: len(strange) // 2] + word[len(word) // 2 :] if inside else strange
    return " ".join(words)


MADE: dict[str, Callable[[Item, random.Random], str]] = {
    "empty": make_empty,
    "loop": make_loop,
    "source copied": make_copy,
    "last two thirds missing": make_cut,
    "said twice": make_repetition,
    "chat preamble or note": make_preamble,
    "wrong script mixed in": make_mixture,
    "HTML entity": make_entity,
}
