"""How alike two names sound when one is in Latin letters and one in Cyrillic.

News transliterates as it likes ("Zelensky", "Zelenskiy", «Зеленский»), so names are compared by a
skeleton of coarse sound classes: sounds that transliteration confuses (г/g/h, в/v/w, ж/zh/j/s)
share a class, vowels count only at the beginning, doubled sounds once.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz.distance import Levenshtein


class _Classes(dict[int, str]):
    """The sound class of each letter, for `str.translate`; other characters are left out."""

    def __init__(self, letters: dict[str, str]) -> None:
        super().__init__({ord(letter): sound for letter, sound in letters.items()})

    def __missing__(self, _: int) -> str:
        return ""


_CYRILLIC = _Classes({
    "б": "B", "в": "V", "г": "K", "ґ": "K", "д": "T", "ж": "S", "з": "S", "к": "K", "л": "L",
    "м": "M", "н": "N", "п": "P", "р": "R", "с": "S", "т": "T", "ф": "V", "х": "K", "ц": "S",
    "ч": "S", "ш": "S", "щ": "S",
    "а": "a", "е": "a", "ё": "a", "и": "a", "і": "a", "ї": "a", "й": "a", "о": "a", "у": "a",
    "ы": "a", "э": "a", "є": "a", "ю": "a", "я": "a", "ў": "V", "ъ": "", "ь": "",
})  # fmt: skip
_LATIN = _Classes({
    "b": "B", "v": "V", "w": "V", "f": "V", "g": "K", "h": "K", "k": "K", "q": "K", "c": "K",
    "d": "T", "t": "T", "j": "S", "z": "S", "s": "S", "l": "L", "m": "M", "n": "N", "p": "P",
    "r": "R", "a": "a", "e": "a", "i": "a", "o": "a", "u": "a", "y": "a", "x": "KS",
})  # fmt: skip
_CYRILLIC_CLUSTERS = (("дж", "ж"), ("тч", "ч"), ("дз", "з"), ("тц", "ц"))
_LATIN_CLUSTERS = (
    ("shch", "s"), ("dzh", "s"), ("tsch", "s"), ("sch", "s"), ("tch", "s"), ("cch", "kch"),
    ("chr", "kr"), ("ch", "s"), ("sh", "s"), ("zh", "s"), ("ts", "s"), ("tz", "s"), ("dj", "s"),
    ("dg", "s"), ("th", "t"),
    ("ph", "f"), ("kh", "k"), ("gh", "k"), ("ck", "k"), ("cz", "s"), ("cs", "s"),
    ("qu", "kv"), ("ce", "se"), ("ci", "si"), ("cy", "si"),
)  # fmt: skip
_RUSSIAN_ENDING = re.compile(
    r"(?:ского|скому|скими|ская|ской|скую|ское|ские|ских|ским|ском|скии|ский"
    r"|ого|ому|ыми|ими|ая|яя|ую|юю|ое|ее|ые|ие|ых|их|ым|им|ый|ий|ой|ей|ою|ею"
    r"|ами|ями|ах|ях|ам|ям|ом|ем|ов|ев|ью|[аеёиоуыэюяйь])$"
)
_OPTIONAL = (
    (re.compile(r"g(?=[ei])"), "j"),
    (re.compile("j"), "g"),  # «Германия»
    (re.compile("j"), "y"),  # «Юнг»
    (re.compile("w"), "u"),  # «Уильямс»
    (re.compile("eu"), "ev"),  # «Европа»
    (re.compile("qu"), "k"),  # «Жоаким»
    (re.compile("^x|x(?=i)"), "s"),  # «Сяопин»
    (re.compile("x"), "h"),  # «Мехико»
    (re.compile("ch"), "k"),  # «Бах»
    (re.compile("ph"), "p"),  # «Пномпень»
    (re.compile("ng"), "n"),  # «Пак Чон Хи»
    (re.compile(r"(?<=[aeiou])gh(?![aeiou])"), ""),  # «Ли»
    (re.compile(r"(?<=\w)h|^h(?=[aeiou])"), ""),  # «Джон», «индус»
    (re.compile(r"(?<=[aeiou])[xstdpz]+$"), ""),  # «Лемьё»
    (re.compile(r"(?<=\w{3})(?:i?ans?|ese|ish|ites?|i?sts?|ism|esque)$"), ""),  # «Ассирия»
)
"""Ways in which the spelling of a name in Latin letters can be read besides the plain one."""
_MOST_READINGS = 64
_TELLING = 4
_DOUBLED = re.compile(r"(.)\1+")
_CYRILLIC_LETTER = re.compile(r"[а-яёіїєґў]")
_LOOK_ALIKES = str.maketrans("aceopxy", "асеорху")
_HUSHED = str.maketrans(
    {"č": "ch", "ć": "ch", "š": "sh", "ś": "sh", "ş": "sh", "ž": "zh", "ź": "zh"}
)
_STROKES = str.maketrans("đłøı", "dloi")  # letters that Unicode does not decompose


@lru_cache(maxsize=20_000)
def skeletons(word: str) -> frozenset[str]:
    """The skeletons a word can have: with and without a Russian ending, with a hard or soft g.

    A vowel at the beginning is `a`; other vowels are left out. Empty for a word of neither script.
    """
    lower = word.lower().replace("'", "").replace("’", "")
    if _CYRILLIC_LETTER.search(lower):
        lower = lower.translate(_LOOK_ALIKES)
        spellings = {lower, lower.replace("жск", "гск")}  # «Ладожское»
        spellings |= {stem for word in spellings if len(stem := _RUSSIAN_ENDING.sub("", word)) >= 2}
        forms = {_reduce(_merge(word, _CYRILLIC_CLUSTERS), _CYRILLIC) for word in spellings}
        return frozenset(forms - {""})
    readings = {_plain(lower)}
    for pattern, sound in _OPTIONAL:
        if len(readings) < _MOST_READINGS:
            readings |= {pattern.sub(sound, reading) for reading in readings}
    sounds = {_reduce(_merge(reading, _LATIN_CLUSTERS), _LATIN) for reading in readings}
    return frozenset(sounds - {""})


def _plain(word: str) -> str:
    """`word` without accents."""
    if word.isascii():
        return word
    letters = unicodedata.normalize("NFD", word.translate(_HUSHED).translate(_STROKES))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _merge(word: str, clusters: tuple[tuple[str, str], ...]) -> str:
    for cluster, sound in clusters:
        word = word.replace(cluster, sound)
    return word


def _reduce(word: str, classes: _Classes) -> str:
    sounds = word.translate(classes)
    return _DOUBLED.sub(r"\1", sounds[:1] + sounds[1:].replace("a", ""))


def sounds_of(words: Iterable[str]) -> frozenset[str]:
    """The skeletons of several words, for `heard_in`."""
    return frozenset().union(*map(skeletons, words))


def heard_in(word: str, sounds: frozenset[str]) -> bool:
    """Whether `word` can be the same name as one of those that `sounds` are of."""
    own = skeletons(word)
    return not own.isdisjoint(sounds) or any(
        _close(mine, other) for mine in own for other in sounds
    )


def sound_alike(one: str, other: str) -> bool:
    """Whether two words can be the same name, each in its own script."""
    return heard_in(one, skeletons(other))


def similarity(one: str, other: str) -> float:
    """The share of sounds that two words have in common, at best: 1.0 for the same skeleton."""
    return max(
        (
            Levenshtein.normalized_similarity(mine, theirs)
            for mine in skeletons(one)
            for theirs in skeletons(other)
        ),
        default=0.0,
    )


def _close(one: str, other: str) -> bool:
    """Equal but for one sound in four; short skeletons may differ only by what follows them."""
    if (one[0] == "a") != (other[0] == "a"):
        one, other = one.lstrip("a") or one, other.lstrip("a") or other
    short, long = sorted((one, other), key=len)
    if len(short) < 2:
        return short == long
    if len(short) == 2:
        return long.startswith(short) and len(long) <= 3
    if long.startswith(short):
        return len(long) - len(short) <= 3
    if len(short) >= _TELLING and short in long:
        return True  # «антивашингтонский», «Подмосковье»
    allowed = 0 if len(short) < 4 else 1 if len(short) < 7 else 2
    return Levenshtein.distance(one, other, score_cutoff=allowed) <= allowed
