"""Units of measurement: their words in English and Russian, and when one value renders another.

A number that a translator converts is right when it is what news would write: "80 degrees" is
«27 градусов», "50 miles" «80 км». The factors are definitions that do not change, and no library of
units reads "five-foot-tall" or «полутораметровый», so this is a table of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from types import MappingProxyType


class Dimension(StrEnum):
    """What a unit measures; only units of the same dimension convert."""

    LENGTH = "length"
    AREA = "area"
    VOLUME = "volume"
    MASS = "mass"
    SPEED = "speed"
    TEMPERATURE = "temperature"
    TIME = "time"
    SHARE = "share"


class System(StrEnum):
    """Which system a unit is of; a conversion into another system is rounded."""

    METRIC = "metric"
    IMPERIAL = "imperial"
    COMMON = "common"
    """Of no system, like hours."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit.

    Attributes:
        dimension: What it measures.
        system: Decides how exact a conversion is.
        factors: Its size in the base unit of the dimension; several where the word is ambiguous.
    """

    dimension: Dimension
    system: System
    factors: frozenset[float]

    def holds(self, other: Unit) -> bool:
        """Whether news adds the other to it: feet and inches, but not hours and minutes."""
        return (
            (self.dimension, self.system) == (other.dimension, other.system)
            and self.dimension in (Dimension.LENGTH, Dimension.MASS)
            and len(self.factors) == len(other.factors) == 1
            and min(self.factors) > min(other.factors)
        )

    def raised(self, power: int) -> Unit:
        """The square or the cube of a length."""
        dimension = Dimension.AREA if power == 2 else Dimension.VOLUME
        factors = frozenset(size**power for size in self.factors)
        return replace(self, dimension=dimension, factors=factors)

    def per(self, seconds: float) -> Unit:
        """The speed that has this length in so many seconds."""
        factors = frozenset(size / seconds for size in self.factors)
        return replace(self, dimension=Dimension.SPEED, factors=factors)


_NAUTICAL_MILE = 1852.0
_FLUID_OUNCES = frozenset({2.957353e-5, 2.841306e-5})

# Dimension, system, sizes (several: the word is ambiguous) | English words | Russian words.
# A capital at the end of a Russian word stands for endings: of a masculine (M), a feminine (F) or
# a soft feminine noun (S), of a hard (A) or a soft adjective (B).
_UNITS = """
length imperial 0.0254 | inch inches in | дюймM дюймовA
length imperial 0.3048 | foot feet ft footer footers | футM футовA
length imperial 0.9144 | yard yards yd yds | ярдM ярдовA
length imperial 1609.344 | mile miles mi miler |
length imperial 1609.344 1852 | | милS мильнA
length metric 0.001 | millimetre millimetres millimeter millimeters mm | миллиметрM миллиметровA мм
length metric 0.01 | centimetre centimetres centimeter centimeters cm | сантиметрM сантиметровA см
length metric 1 | metre metres meter meters m | метрM метровA м
length metric 1000 | kilometre kilometres kilometer kilometers km kms | километрM километровA км
area imperial 0.09290304 | sqft |
area imperial 4046.856 | acre acres | акрM акровA
area metric 1 | sqm |
area metric 100 | | соток сотками
area metric 10000 | hectare hectares ha | гектарM гектарнA га
area metric 1000000 | sqkm |
volume imperial 0.000473176 0.000568261 | pint pints | пинтF
volume imperial 0.000946353 0.001136523 | quart quarts | квартF
volume imperial 0.003785412 0.00454609 | gallon gallons gal | галлонM галлоновA
volume metric 0.000001 | millilitre millilitres milliliter milliliters ml | миллилитрM мл
volume metric 0.001 | litre litres liter liters l | литрM литровA л
volume metric 1 | | кубометрM
mass imperial 0.02834952 | ounce ounces oz | унциS
mass imperial 0.45359237 | pound pounds lb lbs pounder | фунтM фунтовA
mass imperial 6.35029318 | stone | стоунM
mass metric 0.000001 | milligram milligrams mg | миллиграммM мг
mass metric 0.001 | gram grams gramme grammes g | граммM граммовA г гр
mass metric 1 | kilogram kilograms kilogramme kilogrammes | килограммM килограммовA
mass metric 1 | kilo kilos kg kgs | кило кг
mass metric 100 | | центнерM
mass metric 907.18474 1000 1016.0469 | ton tons tonne tonnes | тоннF тоннA т
temperature common 0.5555555555555556 1 | degree degrees deg ° | градусM градуснA
temperature common 0.5555555555555556 | fahrenheit | фаренгейта
temperature common 1 | celsius centigrade | цельсия
time common 1 | second seconds sec secs | секундF секунднA сек
time common 60 | minute minutes min mins | минутF минутнA мин
time common 3600 | hour hours hr hrs | часM часовA ч
time common 86400 | day days | день дня дню днем дне дни дней дням днями днях дневнA
time common 86400 | | сутки суток суткам сутками сутках суточнA
time common 604800 | week weeks | неделS недельнA
time common 1209600 | fortnight fortnights |
time common 2629800 | month months | месяцM месяцев месячнA мес
time common 31557600 | year years yr yrs | годM лет летам летнB летиS летие летием летию
time common 31557600 | | годовA годичнA годовалA
time common 315576000 | decade decades | десятилетие десятилетием десятилетию десятилетиS
time common 31557600000 | millennium millennia | тысячелетие тысячелетием тысячелетиS
time common 3155760000 | century centuries | векM вековA столетие столетием столетию столетиS
share common 0.01 | percent percents pct % | процентM процентнA %
speed imperial 0.44704 | mph |
speed imperial 0.514444 | knot knots | узел узла узлов узлам узлами узлах
speed metric 0.2777777777777778 | kph kmh kmph |
"""

SHARE = Unit(Dimension.SHARE, System.COMMON, frozenset({1.0}))
"""A part of a whole, as a fraction: "half"."""

_ENDINGS = {
    "M": " а у ом е ы и ов ам ами ах".split(" "),
    "F": " а ы е у ой ам ами ах".split(" "),
    "S": "я и е ю ей ь й ям ями ях".split(),
    "A": "ый ой ого ому ым ом ая ую ою ое ые ых ыми".split(),
    "B": "ий его ему им ем яя ей юю ее ие их ими".split(),
}
_SINGULAR_ENDINGS = {"M": 5, "F": 6, "S": 5}
"""How many of the endings are in the singular."""
_SINGULAR = (
    "день сутки суток суткам сутками сутках десятилетие столетие тысячелетие кубометр".split()
)


@dataclass(frozen=True, slots=True)
class _Words:
    """The unit words of a language.

    Attributes:
        units: By every form of their words.
        single: The forms that mean one where no number stands before them.
    """

    units: Mapping[str, Unit]
    single: frozenset[str]


@cache
def _words(language: str) -> _Words:
    units: dict[str, Unit] = {}
    single: set[str] = set()
    for line in _UNITS.strip().splitlines():
        measure, english, russian = line.split("|")
        dimension, system, *sizes = measure.split()
        unit = Unit(Dimension(dimension), System(system), frozenset(map(float, sizes)))
        for word in english.split():
            units[word] = unit  # Russian news writes "km" and "mph", too
        if language == "en":
            single |= {word for word in english.split()[:1] if len(word) > 1}
            continue
        for word in russian.split():
            units |= dict.fromkeys(_forms(word), unit)
            single |= set(_forms(word)[: _SINGULAR_ENDINGS.get(word[-1], 0)])
            if unit.dimension is Dimension.TIME and word[-1] == "A":  # «недельный»
                single |= set(_forms(word))
    if language == "ru":
        single |= set(_SINGULAR)
    return _Words(MappingProxyType(units), frozenset(single))


def _forms(word: str) -> list[str]:
    endings = _ENDINGS.get(word[-1])
    return [word] if endings is None else [word[:-1] + ending for ending in endings]


def unit_of(word: str, language: str) -> Unit | None:
    """The unit that a word in lower case names, in any of its forms; None when it is no unit.

    Args:
        word: One word.
        language: "en" or "ru".
    """
    return _words(language).units.get(word)


def known_unit(word: str) -> Unit:
    """The unit of an English word that names one."""
    return _words("en").units[word]


def single_units(language: str) -> frozenset[str]:
    """The unit words that mean one where no number stands before them: "mile", «сутки»."""
    return _words(language).single


def nautical(unit: Unit) -> Unit:
    """The nautical mile instead of the mile."""
    return replace(unit, factors=frozenset({_NAUTICAL_MILE}))


def fluid(unit: Unit) -> Unit:
    """The fluid ounce instead of the ounce."""
    return replace(unit, dimension=Dimension.VOLUME, factors=_FLUID_OUNCES)


def renders(value: float, unit: Unit, written: float, other: Unit) -> bool:
    """Whether `written` in `other` is what news would write for `value` in `unit`.

    Args:
        value: Negative where it is below zero.
        unit: Of the value.
        written: What a translation says.
        other: Its unit, of the same dimension.
    """
    if unit.dimension is Dimension.TEMPERATURE:
        return any(
            _same_temperature(value, size, written, other_size)
            for size in unit.factors
            for other_size in other.factors
        )
    if unit.factors & other.factors:
        return value == written
    exact = [value * size / other_size for size in unit.factors for other_size in other.factors]
    if {unit.system, other.system} == {System.METRIC, System.IMPERIAL}:
        return any(_rounds_to(each, written) or _is_rounded(value, each, written) for each in exact)
    leeway = 0.02 if unit.dimension is Dimension.TIME else 0.002
    return any(abs(each - written) <= leeway * each for each in exact)


def misses(value: float, unit: Unit, written: float, other: Unit) -> bool:
    """Whether `written` in `other` looks like a conversion of `value` in `unit`, but a wrong one.

    It is within a factor of two of the right one, or the value itself under another unit.
    """
    if unit.dimension != other.dimension or unit.factors & other.factors:
        return False
    if unit.system == other.system or unit.dimension is Dimension.TEMPERATURE:
        return False
    exact = [value * size / other_size for size in unit.factors for other_size in other.factors]
    return value == written or any(each / 2 < written < each * 2 for each in exact)


_LARGEST_DIFFERENCE = 20.0
"""In degrees Fahrenheit: up to here, "warmer by 2.7 degrees" may be meant."""


def _same_temperature(value: float, size: float, written: float, other_size: float) -> bool:
    if size == other_size:
        return abs(value) == abs(written)
    step = size / other_size
    to_celsius = step < 1
    exact = (value - 32) * step if to_celsius else value * step + 32
    if abs(exact - written) <= _leeway(exact, written, step):
        return True
    fahrenheit = value if to_celsius else written
    return 0 < fahrenheit <= _LARGEST_DIFFERENCE and _rounds_to(value * step, written)


def _leeway(exact: float, written: float, step: float) -> float:
    """How far off a temperature may be: half of a degree, or of five in warm ones."""
    if written % 1:
        return 0.06
    half = 0.51 * max(step, 1.0) + 0.05
    return max(half, min(2.5, _AT_MOST * exact)) if written % 5 == 0 and exact >= 20 else half


_WHATEVER = 0.016
_AT_MOST = 0.095


def _rounds_to(exact: float, written: float) -> bool:
    """Whether news may write `written` for `exact`: 80 for 80.47, 25 for 24.1, 2 for 1.83.

    It may round to the last digit that it gives, or to a five there, and calculate with 1.6, 0.3
    or 2.5; a tenth is wrong however round the number is.
    """
    off = abs(exact - written)
    if exact <= 0 or off > _AT_MOST * exact:
        return False
    return off <= max(_WHATEVER * exact, max(_half_steps(written)))


def _is_rounded(value: float, exact: float, written: float) -> bool:
    """Whether a value is itself a rounded one: "six feet" are the «два метра» of news."""
    digits = f"{value:.6f}".rstrip("0").partition(".")[2]
    share = 0.5 * 10.0 ** -len(digits) / value if value > 0 else 0.0
    return abs(written - exact) <= min(share, _AT_MOST) * exact


def _half_steps(written: float) -> Iterator[float]:
    """Half of the steps that a rounded number can have been rounded by."""
    digits = f"{written:.6f}".rstrip("0")
    whole, _, part = digits.partition(".")
    step = 10.0 ** -len(part) if part else 10.0 ** (len(whole) - len(whole.rstrip("0")))
    yield 0.5 * step
    if digits.rstrip(".0").endswith("5"):
        yield 2.5 * step
