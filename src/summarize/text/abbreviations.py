"""Words with a full stop that ends no sentence, or does: what sentencex lacks or overdoes."""

from __future__ import annotations

import regex

# Never the last word of a sentence.
_NEVER_LAST = {
    "en": frozenset(
        """mr mrs ms messrs mx dr prof gen sen rep gov pres sec lt col sgt cpl capt maj cmdr adm rev
        fr hon supt insp det amb vs cf e.g i.e approx""".split()
    ),
    "ru": frozenset(
        """т.е т.к т.н т.о т.ч напр см ср проф акад доц канд ген полк подполк кап лейт адм маршал св
        преп им зам дж вл ал ул просп пр-т наб пл пер бул пос дер пгт гор оз респ тов""".split()
    ),
}
# Go on before a capital letter, unless the next word is one that opens sentences.
_ENGLISH_RARELY_LAST = frozenset(
    """a.m p.m inc corp co ltd llc plc bros jr sr st ave blvd rd ph.d jan feb mar apr aug sept sep
    oct nov dec mt ft""".split()
)
_RARELY_LAST = {
    "en": _ENGLISH_RARELY_LAST,
    "ru": _ENGLISH_RARELY_LAST
    | frozenset("гг вв н.э обл р-н корп стр пр гр мл ст изд рис табл гл ред сост пп".split()),
}
# End a sentence before any capital letter, and go on before everything else.
_OFTEN_LAST = {
    "en": frozenset[str](),
    "ru": frozenset(
        "др т.д т.п руб коп тыс млн млрд трлн чел шт экз сек мин час кг км га долл".split()
    ),
}
# Stand before a number.
_BEFORE_NUMBER = {
    "en": frozenset("no nos vol vols p pp ch fig figs art sec par ver tel ext approx".split()),
    "ru": frozenset("вып тел кв рис табл гл изд илл прим разд".split()),
}
_OPENERS = {
    "en": frozenset(
        """the a an this that these those he she it they we i you his her its their our my but and
        or so yet in on at by for from with after before as when while if since because although
        though there then now what who how why where however meanwhile another one some many most
        all both each no not under during until among despite according also even only""".split()
    ),
    "ru": frozenset(
        """в во на по с со к ко из от до за у о об обо при для под над без после перед через между
        вместо среди против кроме около но и а да или либо он она оно они мы вы я ты его её ее их им
        ему это эта этот эти то та тот те там тут здесь тогда теперь потом затем ранее позже сейчас
        однако также как когда если что чтобы хотя так такой такие все всё весь вся всего сам сами
        сегодня вчера завтра уже ещё еще не ни нет именно пока поэтому причём причем более есть
        другой другие один одна известно согласно напомним сообщается отмечается который где
        почему зачем""".split()
    ),
}
_INITIALS = regex.compile(r"(?:\p{Lu}\.)*\p{Lu}|[а-яё]")
# 8,5 г. and 23 см., but not 1999 г. or 5 в.
_MEASURE = regex.compile(r"(?<![\d.,])\d{1,3}(?:[.,]\d+)?[ \u00a0]?(?:г|м|л|[смкд]м|мл)\.\s+$")
_LAST_WORD = regex.compile(r"(?<![\w.])((?:\p{L}\.[ \u00a0]?|\p{L}{2}\.)*[\p{L}-]+)\.\s+$")
_NEXT_WORD = regex.compile(r"""[\s\p{Pi}\p{Ps}"'„]*(\w+)(?!\w*\.)""")


def is_abbreviation(before: str, after: str, language: str) -> bool:
    """Whether a full stop is an abbreviation's and the sentence goes on after it.

    Args:
        before: What stands before a possible boundary, with the full stop and the white space.
        after: What follows; not empty.
        language: ISO 639-1 code; others than English and Russian have no words here.
    """
    written = _last_word(before)
    word = written.lower()
    if not word or language not in _NEVER_LAST:
        return False
    is_initial = _INITIALS.fullmatch(written) is not None
    if after[0].isdigit():
        known = _BEFORE_NUMBER[language] | _RARELY_LAST[language] | _OFTEN_LAST[language]
        return is_initial or word in known
    if _MEASURE.search(before):
        return False
    if word in _NEVER_LAST[language]:
        return True
    return (is_initial or word in _RARELY_LAST[language]) and not opens_sentence(after, language)


def ends_before_capital(before: str, language: str) -> bool:
    """Whether an abbreviation, such as «руб.», ends its sentence if a capital letter follows."""
    return bool(_MEASURE.search(before)) or _last_word(before).lower() in _OFTEN_LAST.get(
        language, ()
    )


def opens_sentence(after: str, language: str) -> bool:
    """Whether a text starts with a word that opens sentences rather than names."""
    match = _NEXT_WORD.match(after)
    return match is not None and match[1].lower() in _OPENERS.get(language, ())


def _last_word(before: str) -> str:
    """The word before a full stop as written, without it; of `и т. д.` it is `т.д`."""
    match = _LAST_WORD.search(before)
    return regex.sub(r"\s", "", match[1]) if match else ""
