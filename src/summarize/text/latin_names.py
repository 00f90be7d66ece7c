"""What news leaves in Latin letters in a text of another script: G7, COVID-19, iPhone, HBO Max.

Names of persons and places are transliterated, and common abbreviations translated (UN is «ООН»).
So only names that are written like a code, other abbreviations, and brands and media that are
known or that their surroundings tell count here. Finding a name does not mean that it must stay: a
chat model is merely free to write it as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import resources

import regex

_NO_NAME = (
    r"(?:A|An|And|Any|As|At|Bad|Breaking|But|By|Each|Every|Fake|For|From|Good|Her|His|If|In|Its|My"
    r"|New|No|On|One|Our|Some|That|The|Their|These|This|To|What|When|While|With|Your)\b"
)
_PROPER = r"\p{Lu}[\w&-]*+"
_PROPERS = rf"(?!{_NO_NAME}){_PROPER}(?: {_PROPER})*"
_MONTH_OR_DAY = (
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July"
    r"|August|September|October|November|December)\b"
)
_OFFICE = r"(?:C[EFOT]O|Chairman|Chairwoman|Chief|Co-|Director|Founder|Inc|President|Vice)\b"
_PRODUCT = rf"(?: (?!{_OFFICE}|{_MONTH_OR_DAY}){_PROPER})"
"""What may follow the name of a brand: "Google Maps", but not "Google Chief Sundar Pichai"."""

_CODE = regex.compile(
    r"(?<![\w-])(?:"
    r"\p{Lu}[\p{Lu}&]{0,5}-?\d+(?:[\p{Lu}\d]|-\d)*+(?!\w)(?!-\p{Lu})"  # G7, CO2, H5N1, COVID-19
    r"|\d{1,2}[DGKX]\b"  # 5G, 3D
    r"|(?!\d)\w*\p{Ll}\p{Lu}\w*?(?=s?\b)"  # iPhone, YouTube; of "iPhones" the singular
    r")"
    r"|°\s?[CF]\b"
)
_NO_CODE = regex.compile(
    r"(?:Mc|Mac|O|D|De|Del|Di|Du|La|Le|Van|Von|Fitz|Al|El)\p{Lu}\p{Ll}\w*"  # surnames
    r"|(?:AK|AN|BMP|BTR|IL|KA|MI|MIG|S|SU|T|TU)-\d+\w*|MiG"  # «С-400», «Т-72»
    r"|[QH]\d|FY\d+|WW\d"  # quarters, years, wars
    r"|[kMGT]?(?:W|Wh|Hz|B|eV|Pa|bit|bps)|dB|mAh"  # «кВт», «ГБ»
    r"|PhD|[BM]Sc|e\p{Lu}(?:ook|eader|ommerce|ports?)"
)
_SHOUTED = regex.compile(r"\b\p{Lu}{2,}(?:[ ,]+\p{Lu}{2,}){2,}\b|^\p{Lu}{2,}(?=[ .,]*[(,.–—-])")
_ABBREVIATION = regex.compile(
    r"(?<![\w.&'’/-])(?:"
    r"[IVX]{2,}\b"
    rf"|(?P<letters>\p{{Lu}}{{2,7}})(?=s?\b)(?!\.\p{{Lu}}|&\p{{Lu}}|-\d){_PRODUCT}?"
    r")"
)
_JOINED = regex.compile(r"(?<![\w&])\p{Lu}{1,3}&\p{Lu}{1,3}\b")  # AT&T, H&M
_MEDIUM = regex.compile(
    rf"\b(?!{_NO_NAME}){_PROPER}(?: {_PROPER}){{0,2}}"
    r" (?:Gazette|Herald|Journal|Magazine|Mirror|News|Post|Telegraph|Times|Tribune)\b"
    r"|(?<=\bthe )(?:Economist|Guardian|Independent|Mirror|Spectator|Telegraph|Times)\b"
)
_LABELLED = regex.compile(
    rf"(?<=\b(?:airline|app|automaker|brand|carmaker|label|retailer|start-?up) ){_PROPERS}"
    rf"|\b{_PROPERS}(?= (?:app|browser|console|smartphones?)\b)"
    rf"|\b{_PROPERS}?(?=,? (?:Corp|GmbH|Inc|LLC|Ltd|P[Ll][Cc])\b)"
    rf"|(?<=\b(?:posted|shared|wrote) (?:it )?on )(?!{_MONTH_OR_DAY}){_PROPER}"
)
_LONG_WORD = regex.compile(r"\b\p{L}{4,}")
_HEADLINE_CAPITALS, _HEADLINE_SHARE = 4, 0.6


def latin_names(text: str) -> list[str]:
    """The names in an English or other Latin text that may stay in Latin letters."""
    return list(dict.fromkeys(name.removeprefix("The ") for name in _names(text)))


def _names(text: str) -> Iterator[str]:
    headline = _is_headline(text)
    for match in _CODE.finditer(text):
        if not _NO_CODE.fullmatch(match[0]):
            yield match[0]
    for match in _ABBREVIATION.finditer(_SHOUTED.sub(" ", text)):
        if match["letters"] not in _listed("translated"):
            yield match["letters"] if headline and match["letters"] else match[0]
    yield from _JOINED.findall(text)
    if headline:
        yield from _known(products=False).findall(text)
    else:
        for pattern in (_known(products=True), _MEDIUM, _LABELLED):
            yield from pattern.findall(text)
    if regex.search(r"\bCovid\b", text):
        yield from ("COVID", "Covid")


def _is_headline(text: str) -> bool:
    """Whether most words begin with a capital, so that this says nothing of names."""
    words = _LONG_WORD.findall(text)
    capitals = sum(word[0].isupper() for word in words)
    return bool(capitals >= max(_HEADLINE_CAPITALS, _HEADLINE_SHARE * len(words)))


@cache
def _known(*, products: bool) -> regex.Pattern[str]:
    """Listed names, with or without the names of products that follow them."""
    return regex.compile(
        rf"\b(?:{_any_of('known')}"
        rf"|(?<=[^\s.!?:\"“«'‘(–-]\s)(?<!\b[Tt]he ){_any_of('word')}"
        rf"|(?<!\p{{Lu}}[\w.-]*\s){_any_of('surname')}"
        rf")(?!\w){_PRODUCT}{{0,{2 * products}}}"
    )


def _any_of(kind: str) -> str:
    longest_first = sorted(_listed(kind), key=len, reverse=True)
    return f"(?:{'|'.join(map(regex.escape, longest_first))})"


@cache
def _listed(kind: str) -> frozenset[str]:
    table = resources.files("summarize.text") / "latin_names.tsv"
    rows = [
        line.split("\t")
        for line in table.read_text("utf-8").splitlines()
        if not line.startswith("#")
    ]
    return frozenset(name for own, names in rows if own == kind for name in names.split(", "))
