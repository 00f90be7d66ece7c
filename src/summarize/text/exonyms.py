"""Places and peoples whose English and Russian names do not sound alike: "Germans", «немцы».

Countries come from CLDR through Babel; the table below adds what it lacks: adjectives, peoples,
unions, cities, and what is written with a capital in one of the two languages.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

import babel

_PREFIX = 3

# English stems | Russian stems, in lower case; a word belongs to a stem that it begins with.
_PAIRS = """
america american americans us usa states united | америк сша штат соедин
britain british uk england english kingdom | брит великобрит англи соедин королевств
german germany | герман немец немц немк немк фрг
china chinese beijing | китай китая китае китаю китаем кита пекин кнр
japan | япон
greek greece hellen | грец греция грек греч
hungar | венгр венгер
poland polish pole poles | польш польск поляк
dutch netherland holland | голланд нидерланд
swiss switzerland | швейцар
swed | швед швец
georgia | грузи джордж
turk turkey turkish | турци турец турк турок
egypt | египет египт егип
jewish jews israel | еврей еврее израил
spain spanish spaniard | испан
wales welsh | уэльс валлий
irish ireland | ирланд
lithuan | литв литов
latvia | латв латыш
estonia | эстон
finland finnish finns | финск финлянд финн
danish denmark danes | дания дании датск датчан
norway norwegian | норвеж норвег
cyprus cypriot | кипр
syria | сири
libya libyan | ливи
czech prague | чехи чешск прага праге праги прагу
vienna viennese | вена вене вены вену венск
warsaw | варшав
rome roman italy italian | рим рима риме римск итал
paris | париж
athens | афин
cologne | кельн
munich | мюнхен
bayern | бавар
minh saigon | хошимин сайгон
istanbul | стамбул
lisbon | лиссабон
jerusalem | иерусалим
bethlehem | вифлеем
europe european eu | европ евросоюз ес евро
emirates uae | эмират оаэ
africa african | африк юар
korea korean | корея корее корею корей кндр
arctic | аркти ледовит
pacific | тихий тихого тихом тихоокеан
atlantic | атлант североатлант
mediterranean | средизем
russia russian moscow | росс русск рф москв
ukraine ukrainian kiev kyiv | украин киев
belarus minsk | белорус беларус минск
soviet soviets ussr | совет ссср
kremlin | кремл москв
earth | земл земн
moon lunar | луна луны луне луну луной лунн
solar | солнц солнечн
mars martian | марс
venus | венер
scotland scottish scots | шотланд
caesar | цезар
austria | австри
pythagoras | пифагор
jesus christ christian christmas easter | иисус христ христиан рождеств пасх
muslim islam | мусульм ислам
vatican pope | ватикан папа папы папе папу папой римск
john | иоанн иван джон
peter | петр
paul | павел павл пол
george | георг джордж
charles | карл чарльз
henry | генри генрих
james | джеймс яков иаков
louis | людовик луис луи
elizabeth | елизавет элизабет
saint st | свят санкт сент
petersburg | петербург питер
cape town | кейптаун
nations | оон наци объедин
grand prix | гран при больш
alliance nato | нато альянс североатлант
"""


@cache
def _table(source: str, target: str) -> Mapping[str, tuple[tuple[str, frozenset[str]], ...]]:
    """By the first letters of a source word: its stem with the stems of its counterparts."""
    table: dict[str, list[tuple[str, frozenset[str]]]] = defaultdict(list)
    if {source, target} == {"en", "ru"}:
        for line in _PAIRS.strip().splitlines():
            english, _, russian = line.partition(" | ")
            one, other = (english, russian) if source == "en" else (russian, english)
            for stem in one.split():
                table[stem[:_PREFIX]].append((stem, frozenset(other.split())))
    for stem, counterparts in _territories(source, target):
        table[stem[:_PREFIX]].append((stem, counterparts))
    return MappingProxyType({prefix: tuple(entries) for prefix, entries in table.items()})


def _territories(source: str, target: str) -> list[tuple[str, frozenset[str]]]:
    try:
        one, other = babel.Locale.parse(source).territories, babel.Locale.parse(target).territories
    except (ValueError, babel.UnknownLocaleError):
        return []
    pairs = []
    for code in one:
        if not str(code).isalpha() or code not in other:
            continue
        counterparts = frozenset(_stem(word) for word in other[code].lower().split())
        pairs += [(_stem(word), counterparts) for word in one[code].lower().split()]
    return [(stem, others) for stem, others in pairs if len(stem) >= _PREFIX]


def _stem(word: str) -> str:
    """`word` without what its inflections change: «Венгрия» → «венгр»."""
    cut = word.strip("().,").replace("ё", "е")
    while len(cut) > 4 and cut[-1] in "аеиоуыэюяйьaeiouy":
        cut = cut[:-1]
    return cut


def _begins(word: str, stem: str) -> bool:
    """Whether `word` is a form of `stem`; a stem of three letters or fewer is a whole word."""
    return word == stem if len(stem) <= _PREFIX else word.startswith(stem)


def is_exonym(word: str, others: frozenset[str], source: str, target: str) -> bool:
    """Whether one of `others` is a known counterpart of `word`; all in lower case, «ё» as «е»."""
    for stem, counterparts in _table(source, target).get(word[:_PREFIX], ()):
        if _begins(word, stem) and any(
            _begins(other, counterpart) for counterpart in counterparts for other in others
        ):
            return True
    return False
