"""Checks for text that belongs to the conversation with a model, not to the translation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.entities import html5

from summarize.translation.gate.reading import Reading
from summarize.translation.gate.verdict import quoted, reject
from summarize.types import Check

_LANGUAGE_NAME = (
    r"english|russian|german|french|spanish|russisch|deutsch|английск\w+|русск\w+|немецк\w+"
    r"|французск\w+|испанск\w+"
)
_PREAMBLES = re.compile(
    rf"""^\W{{0,20}}(?:
      (?:sure|certainly|of\ course|absolutely|okay|ok|alright|great|no\ problem|happy\ to\ help
        |конечно|разумеется|безусловно|хорошо|да,\ конечно|с\ удовольствием|отлично)
        (?:\s*[,.!:—–-]{{1,3}}\s*|\s+)[^.:!?\n]{{0,80}}
        (?:translat\w*|\bперев(?:од|ед|ест)\w*|(?:\bhere(?:'s|\ is|\ you)|\bвот\b)[^.!?\n]{{0,60}}:)
    | (?:here|below|this)\ (?:is|are)\b[^.:!?\n]{{0,60}}
        (?:translat\w*|rendering|in\ (?:{_LANGUAGE_NAME})\b|version\s*:)
    | here's\b[^.:!?\n]{{0,60}}(?:translat\w*|version|in\ (?:{_LANGUAGE_NAME}))
    | (?:вот|ниже|далее)\b[^.:!?\n]{{0,60}}
        (?:перев[оеё]д\w*|(?:вариант|верси|текст)\w*[^.:!?\n]{{0,40}}:)
    | (?:the\ |my\ |a\ )?(?:[a-z]+\ ){{0,3}}translat(?:ion|ed)\b[^.:!?\n]{{0,60}}(?::|\bis\b|\n)
    | (?:мой\ |дословный\ |точный\ )?перевод\b[^.:!?\n]{{0,60}}(?::|\n|\s[—–-]\s)
    | (?:the\ )?(?:text|sentence|phrase|segment|original|source|output|answer|response|result)
        \b[^.:!?\n]{{0,60}}(?:translat\w*|in\ (?:{_LANGUAGE_NAME})|(?P<label>:))
    | (?:текст|предложение|фраза|оригинал|исходный\ текст|результат|ответ)
        \b[^.:!?\n]{{0,60}}(?:\bперев(?:од|ед|ест)\w*|(?P<title>:))
    | (?:in|into|на|по)[\s-](?:{_LANGUAGE_NAME})\b[^.!?\n]{{0,60}}:
    | (?:{_LANGUAGE_NAME})(?:\ (?:translation|version|text|язык|перевод|вариант|текст))?\s*:
    | (?:assistant|user|system|human|ai|model|ru|rus|en|eng|ассистент|пользователь|помощник)\s*:
    | i(?:\ would|\ will|\ can|'ll|'d)\ (?:be\ )?(?:\w+\ )?(?:to\ )?(?:translat\w*|help)
    | переведенн\w+\ (?:текст|вариант|предложени|фраз)\w*\b[^.:!?\n]{{0,60}}:
    | (?:let\ me|allow\ me\ to)\ (?:translat|help)\w*
    | (?:давайте\ )?(?:я\ )?(?:перевожу|переведу|переведем)\s*[.:!]
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_NOTES = re.compile(
    r"""(?:^|[\n(\[*.!?])\W{0,4}(?:translator'?s?\ |translation\ |пере\w+\ )?
        (?:note|notes|n\.?b|explanation|comment|clarification|примечани[ея]|пояснени[ея]
          |объяснени[ея]|комментари[йи]|замечани[ея])(?:\ переводчика|\ к\ переводу)?\s*:
    """,
    re.VERBOSE,
)
_SPEAKS_AS_MODEL = re.compile(
    r"\b(?:as\ an?\ (?:ai\b|artificial|language\ model|large\ language)"
    r"|как\ (?:языковая\ модель|искусственный\ интеллект|ии\b))"
)
_ABOUT_MODELS = re.compile(
    r"\bai\b|artificial|language model|\bии\b|искусственн\w+ интеллект|языков\w+ модел|нейросет"
)
_REFUSES = re.compile(
    r"""\b(?:i'm\ sorry|i\ am\ sorry|sorry|i\ apologi[sz]e|извините|простите|к\ сожалению)
        [^.!?]{0,40}(?:can't|cannot|can\ not|unable|не\ могу|не\ в\ состоянии|не\ смогу)\b
        [^.!?]{0,40}(?:translat|help|assist|перев|помо|выполн)
    | (?:\bi\ (?:can't|cannot|can\ not)|\bi(?:'m|\ am)\ unable\ to|\bя\ не\ (?:могу|смогу))\b
        [^.!?]{0,20}(?:translat|\bперев(?:ед|ест|од))""",
    re.VERBOSE,
)
_UNABLE = re.compile(
    r"can't|cannot|can not|couldn't|could not|unable|not able|won't"
    r"|не (?:мог|смо|може|в состоянии|получ|удаст)|невозможно|нельзя"
)
_COMMENTS = re.compile(
    r"""(?:
      \b(?:alternatively|or,?\ more\ (?:literally|formally|naturally)|literally
        |альтернативный\ вариант|другой\ вариант|более\ точный\ перевод|дословно)\W{0,2}:
    | \b(?:this|the\ above)\ (?:translation|sentence\ (?:means|translates))
    | \bthe\ translation\ (?:above|preserves|maintains|keeps|uses)
    | \bend\ of\ (?:the\ )?translation\b|\bконец\ перевода\b
    | \((?:(?:literal|free|approximate|rough)\ translation|translated\ (?:text|from)
        |(?:дословн|буквальн|вольн|приблизительн)\w+\ перевод)\b
    | \b(?:translate\ the\ (?:following|text|sentence)|output\ only
        |переведи(?:те)?\ (?:следующ|текст))
    )""",
    re.VERBOSE,
)
_HAS_NOTES = re.compile(r"\b(?:notes?|n\.?b|примечани\w+|внимание|замечани\w+|отметим|ps|p\.s)\b")
_ABOUT_TRANSLATING = re.compile(
    r"translat|\bперев(?:од|ед|ел|ест)|\bassistant\b|literal|verbatim|word for word"
    r"|дословн|букв|alternativ|альтернатив|другой вариант"
)
_REMARKS = (
    (_NOTES, _HAS_NOTES),
    (_SPEAKS_AS_MODEL, _ABOUT_MODELS),
    (_REFUSES, _UNABLE),
    (_COMMENTS, _ABOUT_TRANSLATING),
)
"""What a chat model says about its text, and what in the source excuses it."""
_ABOUT_HELPING = re.compile(r"help|помо[гжщч]|выруч")
_LABEL = re.compile(r"[^!?\n]{0,40}?:\W*(?:\s|$)")
_MARKUP = re.compile(
    r"<\|[^|<>]{1,40}\|>|</?s>|<(?:pad|unk|bos|eos|mask)>|\[/?(?:INST|SYS)\]|<</?SYS>>|<extra_id_\d+>"
    r"|<(?:start|end)_of_turn>|```|\x{ffff}".replace(r"\x{ffff}", "▁|�")
    + r"|@-@|@@\ |^#{1,6}\s|\*\*|^>>"
    r"|<(?:think|thinking|translation|output|text|source|target|ru|en)>|</?(?:p|br|div|span|b|i|em|strong)\b[^>]*>",
    re.MULTILINE,
)


_ANSWER = re.compile(r"\W*[qaво][.:)]\s")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f]")
_ENTITY = re.compile(r"&(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def preamble(source: Reading, hypothesis: Reading) -> Iterator[Check]:
    """A chat model's "Here is the translation:", an apology, an explanation, a note."""
    opening = _PREAMBLES.search(hypothesis.lower)
    if opening and not _says_alike(source, opening):
        yield reject("preamble", f"{quoted([opening[0]])} belongs to a chat, not to the text")
        return
    for pattern, excuse in _REMARKS:
        remark = pattern.search(hypothesis.lower)
        if remark and not pattern.search(source.lower) and not excuse.search(source.lower):
            yield reject("preamble", f"{quoted([remark[0].strip()])} comments on the text")
            return


def _says_alike(source: Reading, opening: re.Match[str]) -> bool:
    """Whether the source itself begins like that, in either language."""
    if _PREAMBLES.search(source.lower) or _ANSWER.match(source.lower):
        return True
    if (opening["label"] or opening["title"]) and _LABEL.match(source.lower):
        return True
    return any(
        subject.search(opening[0]) and subject.search(source.lower)
        for subject in (_ABOUT_TRANSLATING, _ABOUT_HELPING)
    )


def markup(source: Reading, hypothesis: Reading) -> Iterator[Check]:
    """Special tokens, chat templates, Markdown, HTML or control characters the source has not."""
    found = [
        token for token in _MARKUP.findall(hypothesis.text) if token.strip() not in source.text
    ]
    if not _entities(source.text):
        found += _entities(hypothesis.text)
    controls = {
        control for control in _CONTROL.findall(hypothesis.text) if control not in source.text
    }
    found += [f"U+{ord(control):04X}" for control in sorted(controls)]
    if found:
        yield reject("markup", f"{quoted(found)} is not in the source")


def _entities(text: str) -> list[str]:
    """The HTML character references in `text`: "&#39;", "&quot;"."""
    return [
        found[0]
        for found in _ENTITY.finditer(text)
        if found[1].startswith("#") or f"{found[1]};" in html5
    ]


def lines(source: Reading, hypothesis: Reading) -> Iterator[Check]:
    """Line breaks that the source does not have: answers and explanations come in lines."""
    extra = hypothesis.text.count("\n") - source.text.count("\n")
    if extra > 0:
        yield reject("lines", f"{extra} line breaks more than in the source")
