"""Words of courtesy with which a chat model begins and ends its answers: "Sure!", «Обращайтесь!».

The texts to translate have such words too. So a filler counts only where the source says nothing of
the kind at the same end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarize.translation.gate.reading import Reading, fold
from summarize.translation.gate.verdict import quoted, reject
from summarize.types import Check

_ADVERBS = (
    r"(?:yes,?\ )?(?:sure|certainly|of\ course|absolutely|definitely)"
    r"|(?:да,?\ )?(?:конечно(?:\ же)?|разумеется|безусловно|естественно)"
)
_ASSENTS = (
    r"sure\ thing|okay|ok|alright|all\ right|great|perfect|excellent|gladly|understood|got\ it"
    r"|no\ problem|with\ pleasure|my\ pleasure|happy\ to\ help"
    r"|хорошо|отлично|прекрасно|понял[аи]?|понятно|принято|окей|ок|с\ удовольствием"
    r"|без\ проблем|с\ радостью|рада?\ помочь"
)
_YES = r"yes|да|пожалуйста"
_OPENING = re.compile(
    rf"""^[\W_]{{0,5}}(?:
        (?P<firm>{_YES}|{_ADVERBS}|{_ASSENTS})(?:\s*[!.:…]+|\s+[—–-])(?=\s)
      | (?P<adverb>{_ADVERBS}),(?=\s)
      | (?P<assent>{_ASSENTS}),(?=\s)
      | (?P<offer>(?:here\ (?:you\ (?:go|are)|it\ is|they\ are)|вот(?:,?\ пожалуйста)?)\s*[!:])
    )""",
    re.VERBOSE,
)
_CONCEDES = {
    "en": re.compile(
        r"\b(?:sure|surely|certain|certainly|course|absolute(?:ly)?|definite(?:ly)?|obvious(?:ly)?"
        r"|natural(?:ly)?|clear(?:ly)?|undoubted(?:ly)?|doubt|doubtless|doubtlessly|indeed"
        r"|inevitabl[ey]|understandabl[ey]|admittedly|granted|needless|evident(?:ly)?|unquestionably"
        r"|without question|without saying|true|really|always|you know|as expected|predictably)\b"
    ),
    "ru": re.compile(
        r"\b(?:конечно|разумеется|безусловн\w+|естественн\w+|несомненн\w+|бесспорн\w+|действительно"
        r"|очевидн\w+|понятно|ясно|определенно|точно|верно|правда|непременно|обязательно|сомнени\w+"
        r"|абсолютно|однозначно|наверняка|еще бы|само собой|вестимо)\b"
    ),
}
"""Words anywhere in a source that a "certainly," can stand for."""
_AGREES = {
    "en": re.compile(
        r"\b(?:yes|yeah|yep|yup|ok|okay|well|fine|good|great|right|alright|excellent|perfect|nice"
        r"|awesome|cool|wonderful|lovely|brilliant|super|exactly|precisely|totally|agreed|deal"
        r"|understood|gotcha|got it|i see|you bet|no problem|pleasure|gladly|happy|glad|here|there"
        r"|please|so|now|all set|done|noted|very|why not|sounds)\b"
    ),
    "ru": re.compile(
        r"\b(?:да|ага|угу|хорош\w*|ладно|отличн\w*|прекрасн\w*|замечательн\w*|супер\w*|класс\w*"
        r"|ок|окей|ну|вот|так|итак|понял\w*|понятно|ясно|принято|согласен|согласна|договорились"
        r"|ладненько|пожалуйста|здорово|круто|удовольствие\w*|проблем|рад|рада|точно|именно|нормально"
        r"|неплохо|все|давай\w*|вполне|очень)\b"
    ),
}
"""Words at the beginning of a source that an "okay" can stand for."""
_FIRST_WORDS = re.compile(r"(?:\W*[\w'-]+){1,4}\W*")
_FIRST_CLAUSE = re.compile(r"[^.!?:;…]*[.!?:;…]?")
_SHORT_CLAUSE = 3

_CLOSING = re.compile(
    r"""[\W_]{0,3}(?:
      (?:i\ )?(?:really\ )?hope\ (?:this|that|it|the)\b.{0,40}\b(?:help|useful|clear|looking\ for)
    | (?:please\ |just\ |and\ )?(?:let\ me\ know|feel\ free\ to|don't\ hesitate|do\ not\ hesitate)\b
    | (?:is\ there\ )?anything\ else\b.{0,40}\?
    | (?:if|should)\ (?:you|there)\b.{0,60}\b(?:questions?|help|assist\w*|let\ me\ know|feel\ free
        |need\ any|translat\w*|i\ can)\b
    | (?:would|do)\ you\ (?:like|want|need)\b.{0,40}\b(?:me\ to|help|translat\w*|anything)\b
    | (?:i'm\ |i\ am\ |always\ )?(?:happy|glad)\ to\ (?:help|assist)
    | (?:you're|you\ are)\ (?:very\ )?welcome\W*$
    | (?:please\ )?note\ that\b.{0,60}\b(?:translat\w*|literal\w*|may\ vary|context)
    | (?:this|the|my)\ translation\b
    | надеюсь,?\ (?:что\ )?(?:это|я|этот|мой|перевод|вам)\b.{0,40}(?:помо|полез|подойд|устро)\w*
    | (?:пожалуйста,?\ |просто\ )?(?:дай(?:те)?\ (?:мне\ )?знать|сообщи(?:те)?\ мне|не\ стесняйтесь
        |обращайтесь|обращайся)\b
    | если\b.{0,60}(?:вопрос|помощ|обращ|нужн|понадоб|потребу|дай(?:те)?\ знать|сообщите|пишите
        |перевест)\w*
    | (?:всегда\ |буду\ |был[аи]?\ )?рад[аы]?\ (?:был[аи]?\ )?(?:вам\ )?помочь
    | (?:чем|могу\ ли)\b.{0,40}(?:помочь|быть\ полез)\w*
    | (?:хотите|нужно|желаете)\b.{0,40}(?:чтобы\ я|помощь|помочь|еще\ что-|что-(?:то|нибудь)\ еще)
    | (?:этот\ |мой\ |данный\ )?перевод\ (?:выполнен|сделан|сохраняет|передает|точн|дословн)\w*
    | обратите\ внимание.{0,60}(?:перевод|дословн|контекст)\w*
    )""",
    re.VERBOSE,
)
_OFFERS = re.compile(
    r"\b(?:helps?|helpful|assist\w*|hop(?:e|es|ing)|(?:me|us) know|ask us|ask me|questions|hesitate"
    r"|feel free|contact(?: us| me)?|welcome|glad|happy to|pleasure|anything else|reach out|email"
    r"|call us|please|note that|translat\w+|would you like"
    r"|помощ\w*|помо(?:жет|гут|гите|чь|гло|г|гает)|наде(?:юсь|емся)|дай(?:те)? знать|сообщи(?:те)?"
    r"|вопросы|обращайтесь|обрати(?:те)?|обратитесь|стесняйтесь|рад[аы]?|пожалуйста|свяжитесь"
    r"|пиши(?:те)?|звони(?:те)?|перевод\w*|хотите|полез\w+)\b"
)
_LAST_SENTENCE = re.compile(r"[^.!?…]*[.!?…]*[\W_]*$")
_MAY_BEGIN = re.compile(r"(?<=\s)(?=[*_(]{0,3}[A-ZА-ЯЁ])")


def opening(source: Reading, hypothesis: Reading) -> Iterator[Check]:
    """A "Sure!" or «Хорошо,» before the translation."""
    found = _OPENING.match(hypothesis.lower)
    if not found or found.end() == len(hypothesis.lower):
        return
    if not _begins_alike(source, found.lastgroup or ""):
        yield reject("preamble", f"{quoted([found[0].strip()])} is what a chat begins with")


def _begins_alike(source: Reading, manner: str) -> bool:
    """Whether the source itself begins with some such word, as far as one can tell."""
    clause = _FIRST_CLAUSE.match(source.lower)
    first = clause[0] if clause else ""
    if len(source.words) <= _SHORT_CLAUSE or "!" in first or _OPENING.match(source.lower):
        return True
    if source.language not in _AGREES:
        return manner not in {"firm", "offer"} or len(first.split()) <= _SHORT_CLAUSE
    beginning = _FIRST_WORDS.match(source.lower)
    early = beginning[0] if beginning else ""
    concedes, agrees = _CONCEDES[source.language], _AGREES[source.language]
    if manner == "adverb" and concedes.search(source.lower):
        return True
    return bool(concedes.search(early) or agrees.search(early))


def closing(source: Reading, hypothesis: Reading) -> Iterator[Check]:
    """An offer of more help, or a word about the translation, after it."""
    for found in _MAY_BEGIN.finditer(hypothesis.text):
        rest = fold(hypothesis.text[found.start() :])
        if _CLOSING.match(rest):
            last = _LAST_SENTENCE.search(source.lower)
            if not (last and _OFFERS.search(last[0])):
                yield reject("preamble", f"{quoted([rest])} is what a chat ends with")
            return
