"""Words of courtesy with which a chat model begins and ends its answers: "Sure!", «Обращайтесь!».

The texts to translate have such words too. So a filler counts only where the source says nothing of
the kind at the same end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarize.translation.gate.reading import Reading
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
_CONJUNCTION = r"\ (?:что|чтобы|как|если|когда|почему|зачем|кто|где|that|if|when|how|why)\b"
_OPENING = re.compile(
    rf"""^[\W_]{{0,5}}(?:
        (?P<firm>{_YES}|{_ADVERBS}|{_ASSENTS})(?:\s*[!.:…]+|\s+[—–-])(?=\s)
      | (?P<adverb>{_ADVERBS}),(?=\s)
      | (?P<assent>{_ASSENTS}),(?!{_CONJUNCTION})(?=\s)
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
        r"\b(?:yes|yeah|yep|yup|ok|okay|fine|right|alright|excellent|perfect|nice|awesome|cool"
        r"|wonderful|lovely|brilliant|exactly|precisely|totally|agreed|understood|gotcha|got it"
        r"|i see|you bet|no problem|pleasure|gladly|please|why not)\b"
        r"|^\W*(?:well|good|great|very|super|so|now|here|there|happy|glad|noted|done|deal)\b"
    ),
    "ru": re.compile(
        r"\b(?:да|ага|угу|хорошо|ладно|ладненько|отлично|прекрасно|замечательно|супер|класс|окей|ок"
        r"|понял\w*|понятно|ясно|принято|соглас\w+|договорились|пожалуйста|здорово|круто"
        r"|удовольствием|без проблем|именно|давай\w*)\b"
        r"|^\W*(?:ну|вот|так|итак|точно|рада?|все|очень|вполне)\b"
    ),
}
"""Words at the beginning of a source that an "okay" can stand for."""
_FIRST_WORDS = re.compile(r"(?:\W*[\w'-]+){1,4}\W*")
_FIRST_CLAUSE = re.compile(r"[^.!?:;…]*!?")
_SENTENCE_OF_ITS_OWN = re.compile(r"\W*[\w'-]{2,}(?:,? [\w'-]+)?[.…]\s")
_SHORT = 3

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
    | (?:translator'?s\ )?(?:note|explanation|comment|примечание|пояснение|комментарий|объяснение)
        (?:\ переводчика|\ к\ переводу)?\s*:
    | надеюсь,?\ (?:что\ )?(?:это|я|этот|мой|перевод|вам)\b.{0,40}(?:помо|полез|подойд|устро)\w*
    | (?:пожалуйста,?\ |просто\ )?(?:дай(?:те)?\ (?:мне\ )?знать|сообщи(?:те)?\ мне|не\ стесняйтесь
        |обращайтесь|обращайся)\b
    | если\ (?:у\ (?:вас|тебя)|вам|тебе|вы|ты|что-(?:то|нибудь)|возникнут|появятся|остались|нужн\w+
        |потребуется|понадобится)\b.{0,50}
        (?:вопрос|помощ|обраща|дай(?:те)?\ знать|сообщите|пиши|перев[оеё])\w*
    | (?:всегда\ |буду\ |был[аи]?\ )?рад[аы]?\ (?:был[аи]?\ )?(?:вам\ )?помочь
    | (?:чем|могу\ ли)\b.{0,40}(?:помочь|быть\ полез)\w*
    | (?:хотите|нужно|желаете)\b.{0,40}(?:чтобы\ я|помощь|помочь|еще\ что-|что-(?:то|нибудь)\ еще)
    | (?:этот\ |мой\ |данный\ )?перевод\ (?:выполнен|сделан|сохраняет|передает|точн|дословн)\w*
    | обратите\ внимание.{0,60}(?:перевод|дословн|контекст)\w*
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_OFFERS = re.compile(
    r"\b(?:helps?|helpful|assist\w*|hop(?:e|es|ing)|(?:me|us) know|ask us|ask me|questions|hesitate"
    r"|feel free|contact(?: us| me)?|welcome|glad|happy to|pleasure|anything else|reach out|email"
    r"|call us|please|notes?|n\.?b|comments?|explanation|translat\w+|would you like"
    r"|помощ\w*|помо(?:жет|гут|гите|чь|гло|г|гает)|наде(?:юсь|емся)|дай(?:те)? знать|сообщи(?:те)?"
    r"|вопросы|обращайтесь|обрати(?:те)?|обратитесь|стесняйтесь|рад[аы]?|пожалуйста|свяжитесь"
    r"|примечани\w+|комментари\w+|пояснени\w+|объяснени\w+|внимание"
    r"|пиши(?:те)?|звони(?:те)?|перевод\w*|хотите|полез\w+)\b"
)
_EXCLAIMS_FIRST = re.compile(r"\W{0,3}[\w'-]+(?:,? [\w'-]+){0,3}!(?=\s)")
_EXCLAIMS_LAST = re.compile(r"(?<=[.!?…»\")])\s+[\w'-]+(?:,? [\w'-]+){0,3}!\W*$")
"""A few words with an exclamation mark, as nobody adds them: "Great question!", «Удачи!»."""
_CLAUSE_END = re.compile(r"[.!?…:;]+(?:\s+|$)")
_CALM = 6
"""Words of a clause that no translation makes an exclamation of four."""
_END_OF_SENTENCE = re.compile(r"[.!?…]\s")
_MAY_BEGIN = re.compile(r"(?<=\s)(?=[*_(]{0,3}[A-ZА-ЯЁ])")


def opening(source: Reading, hypothesis: Reading) -> Iterator[Check]:
    """A "Sure!" or «Хорошо,» before the translation."""
    found = _OPENING.match(hypothesis.lower)
    if found and found.end() < len(hypothesis.lower):
        is_filler = not _begins_alike(source, found.lastgroup or "")
    else:
        found = _EXCLAIMS_FIRST.match(hypothesis.lower)
        is_filler = _is_calm(source, 0)
    if found and is_filler:
        yield reject("preamble", f"{quoted([found[0].strip()])} is what a chat begins with")


def _begins_alike(source: Reading, manner: str) -> bool:
    """Whether the source itself begins with some such word, as far as one can tell."""
    clause = _FIRST_CLAUSE.match(source.lower)
    first = clause[0] if clause else ""
    if len(source.words) <= _SHORT or "!" in first or _OPENING.match(source.lower):
        return True
    if manner in {"firm", "offer"} and _SENTENCE_OF_ITS_OWN.match(source.lower):
        return True
    if source.language not in _AGREES:
        return manner in {"adverb", "assent"}
    beginning = _FIRST_WORDS.match(source.lower)
    early = beginning[0] if beginning else ""
    concedes, agrees = _CONCEDES[source.language], _AGREES[source.language]
    if manner == "adverb" and concedes.search(source.lower):
        return True
    return bool(concedes.search(early) or agrees.search(early))


def _is_calm(source: Reading, clause: int) -> bool:
    """Whether a source without exclamation marks has many words in its first or last clause."""
    clauses = [text for text in _CLAUSE_END.split(source.lower) if text]
    return "!" not in source.lower and bool(clauses) and len(clauses[clause].split()) > _CALM


def closing(source: Reading, hypothesis: Reading) -> Iterator[Check]:
    """An offer of more help, good wishes, or a word about the translation, after it."""
    wish = _EXCLAIMS_LAST.search(hypothesis.lower)
    if wish and _is_calm(source, -1):
        yield reject("preamble", f"{quoted([wish[0].strip()])} is what a chat ends with")
        return
    text = hypothesis.text.replace("ё", "е").replace("’", "'")
    for found in _MAY_BEGIN.finditer(text):
        if _CLOSING.match(text, found.start()):
            if not _OFFERS.search(" ".join(_END_OF_SENTENCE.split(source.lower)[-2:])):
                detail = quoted([text[found.start() :]])
                yield reject("preamble", f"{detail} is what a chat ends with")
            return
