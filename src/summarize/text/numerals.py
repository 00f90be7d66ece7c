"""The number words of English and Russian, inflected forms included.

Each language has a lexicon from a word to a `Numeral`. Words that are often added or dropped in
translation without harm ("one", "first", "both", «пара») are marked loose: they may account for a
number on the other side, but none has to account for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType

import babel
from babel import dates


class Role(StrEnum):
    """How a number word joins its neighbours."""

    ADDEND = "addend"
    """Adds to a larger word before it: "twenty-five", «двести сорок»."""
    ORDINAL = "ordinal"
    """Adds to a larger word before it and ends the number: «сто первый»."""
    SCALE = "scale"
    """Multiplies what stands before it: "three hundred", «5 тыс.»."""
    ALONE = "alone"
    """Stands for itself and joins nothing: "dozen", «полтора года»."""


@dataclass(frozen=True, slots=True)
class Numeral:
    """One number word: the values it can mean, its role, and whether it is loose.

    Attributes:
        values: The first is the one it joins its neighbours with.
    """

    values: tuple[float, ...]
    role: Role
    loose: bool = False

    @property
    def value(self) -> float:
        """The value it joins its neighbours with."""
        return self.values[0]


_EN_CARDINALS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_EN_ORDINALS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
    "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
).split()
_EN_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_EN_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_EN_SHORT_SCALES = {
    "mn": 1e6, "mln": 1e6, "mio": 1e6, "bn": 1e9, "bln": 1e9, "tn": 1e12, "trn": 1e12, "trln": 1e12,
    "lakh": 1e5, "lakhs": 1e5, "lac": 1e5, "lacs": 1e5, "cr": 1e7, "crore": 1e7, "crores": 1e7,
}  # fmt: skip
_DOZEN = Numeral((12.0, 10.0), Role.SCALE, loose=True)
"""Translators write «два десятка» for "two dozen"."""
_EN_ALONE: dict[str, tuple[float, ...]] = {
    "once": (1,), "both": (2,), "couple": (2,), "pair": (2,), "twice": (2,), "double": (2,),
    "doubled": (2,), "doubles": (2,), "doubling": (2,), "twins": (2,), "twin": (2,),
    "bilateral": (2,), "semi": (2,), "semifinal": (2, 4), "semifinals": (2, 4), "trio": (3,),
    "triple": (3,), "thrice": (3,), "tripled": (3,), "tripling": (3,), "treble": (3,),
    "trebled": (3,), "thirds": (3,), "quadruple": (4,), "quadrupled": (4,), "fourths": (4,),
    "quarterfinal": (4, 8), "quarterfinals": (4, 8), "quintuple": (5,), "semester": (6,),
    "halves": (0.5, 2), "halved": (0.5, 2), "quarter": (0.25, 4), "quarters": (0.25, 4),
    "teen": (10,), "teens": (10,), "centenary": (100,), "nil": (0,), "noon": (12,),
    "midday": (12,), "midnight": (0, 12, 24),
}  # fmt: skip

# Stems of the Russian words: the cardinal's case forms, then the ordinal's stem. «Ё» is «е» here.
_RU_CARDINALS: dict[int, tuple[str, str]] = {
    0: ("ноль нуль ноля нуля нолю нулю нолем нулем ноле нуле", "нулев"),
    1: ("один одна одно одни одного одной одних одному одним одну одною одном одними", "перв"),
    2: ("два две двух двум двумя двое двоих двоим двоими", "втор"),
    3: ("три трех трем тремя трое троих троим троими", ""),
    4: ("четыре четырех четырем четырьмя четверо четверых четверым четверыми", "четверт"),
    5: ("пять пяти пятью пятеро пятерых пятерым пятерыми", "пят"),
    6: ("шесть шести шестью шестеро шестерых шестерым шестерыми", "шест"),
    7: ("семь семи семеро семерых семерым семерыми", "седьм"),
    8: ("восемь восьми восьмью восемью восьмеро восьмерых", "восьм"),
    9: ("девять девяти девятью девятеро девятерых", "девят"),
    10: ("десять десяти десятью десятеро десятерых", "десят"),
    20: ("двадцать двадцати двадцатью", "двадцат"),
    30: ("тридцать тридцати тридцатью", "тридцат"),
    40: ("сорок сорока", "сороков"),
    50: ("пятьдесят пятидесяти пятьюдесятью", "пятидесят"),
    60: ("шестьдесят шестидесяти шестьюдесятью", "шестидесят"),
    70: ("семьдесят семидесяти семьюдесятью", "семидесят"),
    80: ("восемьдесят восьмидесяти восьмьюдесятью восемьюдесятью", "восьмидесят"),
    90: ("девяносто девяноста", "девяност"),
    100: ("сто ста", "сот"),
    200: ("двести двухсот двумстам двумястами двухстах", "двухсот"),
    300: ("триста трехсот тремстам тремястами трехстах", "трехсот"),
    400: ("четыреста четырехсот четыремстам четырьмястами четырехстах", "четырехсот"),
    500: ("пятьсот пятисот пятистам пятьюстами пятистах", "пятисот"),
    600: ("шестьсот шестисот шестистам шестьюстами шестистах", "шестисот"),
    700: ("семьсот семисот семистам семьюстами семистах", "семисот"),
    800: ("восемьсот восьмисот восьмистам восемьюстами восьмьюстами восьмистах", "восьмисот"),
    900: ("девятьсот девятисот девятистам девятьюстами девятистах", "девятисот"),
}
_RU_TEENS = (
    "одиннадцат двенадцат тринадцат четырнадцат пятнадцат шестнадцат семнадцат восемнадцат "
    "девятнадцат"
).split()
_RU_ADJECTIVE = "ый ий ой ого ому ым ом ая ую ою ое ые ых ыми".split()
_RU_PLURAL = "ые ых ым ыми".split()
_RU_TEN = "десяток десятка десятку десятком десятке десятки десятков десяткам десятками десятках"
_RU_DOZEN = "дюжина дюжину дюжины дюжине дюжин дюжинам дюжинами дюжинах"
_RU_SCALE_STEMS = {"тысячн": 1e3, "миллионн": 1e6, "миллиардн": 1e9}
_RU_THIRD = "третий третья третье третьего третьей третьему третьим третьем третью третьи третьих"
_RU_SCALES = {
    1e2: "сот сотня сотню сотни сотне сотней сотням сотнями сотнях сотен",
    1e5: "лакх лакха лакхов",
    1e7: "крор крора кроров",
    1e3: "тыс тысяча тысячи тысяч тысяче тысячу тысячей тысячью тысячам тысячами тысячах",
    1e6: "млн миллион миллиона миллиону миллионом миллионе миллионы миллионов миллионам "
    "миллионами миллионах",
    1e9: "млрд миллиард миллиарда миллиарду миллиардом миллиарде миллиарды миллиардов "
    "миллиардам миллиардами миллиардах",
    1e12: "трлн триллион триллиона триллиону триллионом триллионы триллионов",
}
_RU_ALONE: dict[str, tuple[float, ...]] = {
    "оба обе обоих обеих обоим обеим обоими обеими вдвое вдвоем дважды пара пару пары парой паре "
    "двойной двойная двойную двойного двойное двойка двойку удвоить удвоил удвоили удвоился "
    "удвоилось удвоилась близнецы": (2,),
    "втрое трижды тройка тройку тройки тройной тройная тройную втроем утроил": (3,),
    "вчетверо вчетвером четверка четверку четверки": (4,),
    "пятерка пятерку пятерки впятером впятеро": (5,),
    "шестерка шестерку шестерки": (6,),
    "семерка семерку семерки": (7,),
    "восьмерка восьмерку восьмерки": (8,),
    "десяткой": (10,),
    "двадцатка двадцатку двадцатки двадцатке": (20,),
    "полдюжины": (6,),
    "полсотни": (50,),
    "полуфинал полуфинала полуфинале": (2, 4),
    "четвертьфинал четвертьфинала четвертьфинале": (4, 8),
    "круглосуточно круглосуточный круглосуточная круглосуточную круглосуточного": (24, 7),
    "половина половину половины половине половиной вполовину наполовину": (0.5, 2),
    "полмиллиона": (5e5,),
    "полмиллиарда": (5e8,),
    "полтысячи": (500,),
    "треть трети третей": (3,),
    "четверть четверти четвертей": (0.25, 4),
    "квартал квартала квартале": (3, 4),
    "однажды": (1,),
    "полдень полудня": (12,),
    "полночь полуночи": (0, 12, 24),
}

CRORE = 1e7
"""Ten million in India; the only scale that may follow a smaller one: "a lakh crore"."""

SUFFIX_SCALES: Mapping[str, float] = MappingProxyType(
    {"k": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "bn": 1e9, "b": 1e9, "tn": 1e12, "t": 1e12}
)
"""Scales that count as such only when they stand right behind digits: "£75m"."""


_Lexicon = dict[str, Numeral]


def _single(value: float, role: Role, *, loose: bool = False) -> Numeral:
    return Numeral((float(value),), role, loose)


def _series(numerals: Iterable[tuple[str, float]], role: Role, *, loose_below: float) -> _Lexicon:
    """Words with their values, in one role; small values are loose."""
    return {word: _single(value, role, loose=value < loose_below) for word, value in numerals}


def _alone(table: Mapping[str, tuple[float, ...]]) -> _Lexicon:
    return {
        word: Numeral(tuple(map(float, values)), Role.ALONE, loose=True)
        for words, values in table.items()
        for word in words.split()
    }


def _decade(value: float) -> tuple[float, ...]:
    """The years that the name of a decade can mean: "sixties", «десятые»."""
    return (1900.0 + value, 2000.0 + value) if value <= 20 else (1900.0 + value,)


def _english() -> _Lexicon:
    tens = [(word, 10.0 * position) for position, word in enumerate(_EN_TENS, start=2)]
    scales = _EN_SCALES.items()
    values = [float(value) for value in range(len(_EN_CARDINALS))]
    return {
        **_series(zip(_EN_CARDINALS, values, strict=True), Role.ADDEND, loose_below=2),
        **_series(zip(_EN_ORDINALS, values, strict=True), Role.ORDINAL, loose_below=4),
        **_series(tens, Role.ADDEND, loose_below=0),
        **_series(
            ((f"{word[:-1]}ieth", value) for word, value in tens), Role.ORDINAL, loose_below=0
        ),
        **_alone({f"{word[:-1]}ies": (value, *_decade(value)) for word, value in tens}),
        **_series(scales, Role.SCALE, loose_below=0),
        **_series(((f"{word}s", value) for word, value in scales), Role.SCALE, loose_below=0),
        **_series(((f"{word}th", value) for word, value in scales), Role.ORDINAL, loose_below=0),
        **_series(_EN_SHORT_SCALES.items(), Role.SCALE, loose_below=0),
        **_alone(_EN_ALONE),
        **dict.fromkeys(("dozen", "dozens"), _DOZEN),
        "half": Numeral((0.5, 2.0, 30.0), Role.ADDEND, loose=True),
    }


def _russian() -> _Lexicon:
    teens = list(enumerate(_RU_TEENS, start=11))
    cardinals = [
        *((form, value) for value, (forms, _) in _RU_CARDINALS.items() for form in forms.split()),
        *((stem + ending, value) for value, stem in teens for ending in ("ь", "и", "ью")),
    ]
    ordinals = [
        *((stem, value) for value, (_, stem) in _RU_CARDINALS.items() if stem),
        *((stem, value) for value, stem in teens),
    ]
    inflected = ((stem + ending, value) for stem, value in ordinals for ending in _RU_ADJECTIVE)
    scales = [
        *((form, scale) for scale, forms in _RU_SCALES.items() for form in forms.split()),
        *((stem + end, scale) for stem, scale in _RU_SCALE_STEMS.items() for end in _RU_ADJECTIVE),
    ]
    third = ((form, 3) for form in _RU_THIRD.split())
    tens = [(stem, value) for value, (_, stem) in _RU_CARDINALS.items() if value % 10 == 0]
    decades = {
        stem + ending: Numeral((float(value), *_decade(value)), Role.ORDINAL, loose=value == 0)
        for stem, value in tens
        if value < 100
        for ending in _RU_PLURAL
    }
    return {
        **_series(cardinals, Role.ADDEND, loose_below=2),
        **_series(inflected, Role.ORDINAL, loose_below=3),
        **_series(third, Role.ORDINAL, loose_below=4),
        **decades,
        **_series(scales, Role.SCALE, loose_below=0),
        **_alone(_RU_ALONE),
        **dict.fromkeys(_RU_TEN.split(), Numeral((10.0, 12.0), Role.SCALE, loose=True)),
        **dict.fromkeys(_RU_DOZEN.split(), _DOZEN),
        "шестом": _single(6, Role.ORDINAL, loose=True),  # or "with a pole"
        "семью": _single(7, Role.ADDEND, loose=True),  # or "family"
        **dict.fromkeys(("полтора", "полторы", "полутора"), _single(1.5, Role.ADDEND, loose=True)),
    }


_LEXICONS = {"en": _english, "ru": _russian}


@cache
def lexicon(language: str) -> Mapping[str, Numeral]:
    """The number words of a language in lower case; empty where none are known."""
    return MappingProxyType(_LEXICONS[language]() if language in _LEXICONS else {})


@cache
def months(language: str) -> Mapping[str, int]:
    """The month names of a language with their numbers (CLDR), in lower case."""
    try:
        locale = babel.Locale.parse(language)
    except (ValueError, babel.UnknownLocaleError):
        return MappingProxyType({})
    return MappingProxyType(
        {
            str(name).lower().rstrip("."): number
            for context in ("format", "stand-alone")
            for number, name in dates.get_month_names("wide", context, locale=locale).items()
        }
    )
