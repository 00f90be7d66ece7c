"""Invented news to measure models with: always the same, of mixed length, as much as is needed."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from itertools import product

_OPENINGS = {
    "en": (
        "On Monday",
        "Early in the morning",
        "After a week of talks",
        "According to the regional office",
        "For the second time this year",
    ),
    "ru": (
        "В понедельник",
        "Рано утром",
        "После недели переговоров",
        "По данным областного управления",
        "Второй раз за этот год",
    ),
}
_ACTORS = {
    "en": (
        "the city council",
        "a group of engineers from Zarechinsk",
        "the northern railway",
        "Mayor Olga Verbina",
        "the museum of river transport",
        "the owners of the old mill",
    ),
    "ru": (
        "городской совет",
        "местный завод",
        "Северный вокзал",
        "профессор Игорь Ветров",
        "музей речного транспорта",
        "областной суд",
    ),
}
_DEEDS = {
    "en": (
        "announced plans to build {n} new schools",
        "closed the bridge for repairs until {n} May",
        "received {n} letters about the noise",
        "agreed to pay {n} million roubles for the flooded fields",
        "opened an exhibition of {n} maps and drawings",
    ),
    "ru": (
        "объявил о строительстве {n} новых домов",
        "закрылся на ремонт до {n} мая",
        "получил {n} писем о шуме",
        "согласился выплатить {n} млн рублей за затопленные поля",
        "открыл выставку из {n} карт и рисунков",
    ),
}
_ENDINGS = {
    "en": (
        ", although many people in the neighbouring villages are still against it",
        ", and the first visitors are expected before the end of the summer",
        ' because, as one of the workers put it, "nobody else was going to do it"',
        ", which is nearly twice as much as was spent in the three years before",
    ),
    "ru": (
        ", хотя многие жители соседних деревень по-прежнему против",
        ", и первых гостей ждут ещё до конца лета",
        ", потому что, по словам одного из рабочих, «больше этого никто бы не сделал»",
        ", что почти вдвое больше, чем за три предыдущих года",
    ),
}

LANGUAGES = tuple(_OPENINGS)


def sentences(language: str, count: int) -> list[str]:
    """News-like sentences of five to forty words.

    Args:
        language: `en` or `ru`.
        count: How many; the same ones at every call, and a larger count begins with them.
    """
    chance = random.Random(language)  # noqa: S311 - no secret
    return [_sentence(language, chance) for _ in range(count)]


def articles(language: str, count: int) -> list[str]:
    """Texts of four to twenty sentences, on the same terms."""
    chance = random.Random(f"articles {language}")  # noqa: S311 - no secret
    return [
        " ".join(_sentence(language, chance) for _ in range(chance.randint(4, 20)))
        for _ in range(count)
    ]


def _sentence(language: str, chance: random.Random) -> str:
    def one(words: Mapping[str, Sequence[str]]) -> str:
        return chance.choice(words[language])

    shape = chance.choice(list(product((False, True), repeat=3)))
    text = _clause(one(_ACTORS), one(_DEEDS), chance)
    if shape[0]:
        text = f"{one(_OPENINGS)} {text}"
    if shape[1]:
        text += f"; {_clause(one(_ACTORS), one(_DEEDS), chance)}"
    if shape[2]:
        text += one(_ENDINGS)
    return f"{text[0].upper()}{text[1:]}."


def _clause(actor: str, deed: str, chance: random.Random) -> str:
    return f"{actor} {deed.format(n=chance.randint(5, 20))}"
