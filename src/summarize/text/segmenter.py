"""Paragraphs into sentences, without losing a character.

The splitter is sentencex. Around it stands a layer that knows what news text does to it: quotation
marks and brackets that never close, the author's words after direct speech, and abbreviations
before a capital letter. That layer only adds or removes boundaries; it never changes the text.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex
import sentencex

from summarize.text.abbreviations import ends_before_capital, is_abbreviation, opens_sentence
from summarize.types import Segment, SegmentKind

MAX_WHOLE_QUOTATION = 200
"""A quotation or bracket of at most this many characters stays within one sentence; a longer one is
split at its own sentences, as a model translates two sentences better than a page."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a document before it is split: its text on one line, and what it is."""

    text: str
    kind: SegmentKind = SegmentKind.PROSE


def segment(paragraphs: Sequence[Paragraph], language: str) -> tuple[Segment, ...]:
    """Split the paragraphs of a document into numbered segments.

    A title becomes paragraph 0, the others count from 1; ids count from 1 in reading order.
    Verbatim and boilerplate paragraphs stay whole, and paragraphs of white space have no segment.

    Args:
        paragraphs: In reading order; only the first may be a title.
        language: ISO 639-1 code of the document.

    Returns:
        Segments whose `text + after`, joined within a paragraph, give its stripped text back.
    """
    untitled = not paragraphs or paragraphs[0].kind is not SegmentKind.TITLE
    segments: list[Segment] = []
    for number, paragraph in enumerate(paragraphs, start=1 if untitled else 0):
        for text, after in _pieces(paragraph, language):
            kind = paragraph.kind
            if kind is SegmentKind.PROSE and _says_nothing(text):
                kind = SegmentKind.VERBATIM
            segments.append(Segment(len(segments) + 1, number, text, after, kind))
    return tuple(segments)


def split_sentences(text: str, language: str) -> list[tuple[str, str]]:
    """Split one paragraph into sentences.

    Args:
        text: The paragraph; white space around it is dropped.
        language: ISO 639-1 code; sentencex falls back to a related language for those it has not.

    Returns:
        Pairs of a sentence, never empty and without white space around it, and the white space that
        follows it. Joined, they give the stripped paragraph back.
    """
    text = text.strip()
    if not text:
        return []
    ends = [0, *_boundaries(text, language), len(text)]
    sentences: list[tuple[str, str]] = []
    for start, end in pairwise(ends):
        sentence = text[start:end].rstrip()
        sentences.append((sentence, text[start + len(sentence) : end]))
    return sentences


def _pieces(paragraph: Paragraph, language: str) -> list[tuple[str, str]]:
    if paragraph.kind is SegmentKind.VERBATIM:
        # Code keeps its indentation; only the lines around it are dropped.
        text = paragraph.text.strip("\n").rstrip()
        return [(text, "")] if text else []
    if paragraph.kind is SegmentKind.BOILERPLATE:
        text = paragraph.text.strip()
        return [(text, "")] if text else []
    return split_sentences(paragraph.text, language)


_ADDRESS = regex.compile(r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+", regex.IGNORECASE)


def _says_nothing(text: str) -> bool:
    """Whether there is nothing to translate: a bare address, or no letter at all."""
    return bool(_ADDRESS.fullmatch(text)) or not any(character.isalpha() for character in text)


# --- Where sentences end -------------------------------------------------------------------------

_QUOTE = regex.compile(r"""[«»„“”"‹›()\[\]]|(?<!\w)['‘’`]|['‘’`](?!\w)""")
_CLOSERS = regex.compile(r"""(?:\s*[»›)\]])*["'”“’`»›)\]]*""")
_CLOSING_MARK = {"«": "»", "„": "“", "“": "”", "‹": "›", "(": ")", "[": "]", '"': '"', "‘": "’"}
_OPENING_PLACE = regex.compile(r"""(?<![^\s\p{Pd}(\[«„“"'‘]).\S""")
_CONTEXT = 80
"""Characters on each side of a boundary that decide about it."""


def _boundaries(text: str, language: str) -> list[int]:
    """Offsets at which a sentence starts, without the first one, in order."""
    # sentencex pairs quotes first come, first served: a nested or forgotten one makes it swallow
    # everything up to the next. It sees the text without them; `_enclosures` does the pairing.
    found = sentencex.get_sentence_boundaries(language, _QUOTE.sub(" ", text))
    candidates = {_after_closers(text, one["end_index"]) for one in found}
    candidates.update(_missed(text, language))
    enclosures = _enclosures(text)
    is_cased = text != text.lower()
    starts = [0]
    for candidate in sorted(candidates):
        before = text[max(starts[-1], candidate - _CONTEXT) : candidate]
        after = text[candidate : candidate + _CONTEXT]
        if not (
            _is_inside(candidate, enclosures)
            or (_ASIDE_END.search(before) and text[starts[-1]] not in "([")
            or _is_fragment(before, after)
            or (is_cased and _LOWER_START.match(after))
            or _continues(before, after)
            or is_abbreviation(before, after, language)
        ):
            starts.append(candidate)
    return starts[1:]


_MISSED = regex.compile(r"""(?:\.|(…)["'”’»)]*)\s+(?=[\p{Pi}\p{Ps}"'„]*\p{Lu})""")


def _missed(text: str, language: str) -> Iterator[int]:
    """Boundaries after an ellipsis, and after an abbreviation that only the next word tells."""
    for match in _MISSED.finditer(text):
        start = match.end()
        before = text[max(0, start - _CONTEXT) : start]
        after = text[start : start + _CONTEXT]
        if match[1] or ends_before_capital(before, language) or opens_sentence(after, language):
            yield start


def _after_closers(text: str, offset: int) -> int:
    """Move a boundary to where the next sentence's first visible character stands.

    sentencex saw white space in place of quotes, so its offset may lie on either side of them.
    """
    end = offset
    while end > 0 and (text[end - 1].isspace() or _QUOTE.match(text, end - 1)):
        end -= 1
    closers = _CLOSERS.match(text, end)
    start = closers.end() if closers else end
    while start < len(text) and text[start].isspace():
        start += 1
    return start


def _enclosures(text: str) -> list[tuple[int, int]]:
    """Spans of the quotations and brackets that stay whole: outermost short ones, in order."""
    opened: list[tuple[str, int]] = []
    spans: list[tuple[int, int]] = []
    for match in _QUOTE.finditer(text):
        mark, at = match[0], match.start()
        opened = [(close, start) for close, start in opened if at - start <= MAX_WHOLE_QUOTATION]
        may_open = mark in _CLOSING_MARK and _OPENING_PLACE.match(text, at) is not None
        level = next((i for i in reversed(range(len(opened))) if opened[i][0] == mark), None)
        if level is not None and not (mark == '"' and may_open):
            spans.append((opened[level][1], at))
            del opened[level:]  # with whatever was opened inside and never closed
        elif may_open:
            opened.append((_CLOSING_MARK[mark], at))
    outermost: list[tuple[int, int]] = []
    for span in sorted(spans):
        if not outermost or span[0] > outermost[-1][1]:
            outermost.append(span)
    return outermost


def _is_inside(offset: int, spans: Sequence[tuple[int, int]]) -> bool:
    index = bisect_left(spans, (offset, 0)) - 1
    return index >= 0 and offset <= spans[index][1]


# --- What is no boundary -------------------------------------------------------------------------

# In these scripts a sentence starts with a capital (Georgian letters count as lower case, too).
# Names such as iPhone and addresses may start one all the same.
_LOWER_START = regex.compile(
    r"""(?V1)[\s\p{Pi}\p{Ps}\p{Pd}"'`„.…]*[\p{Ll}&&[\p{Latin}\p{Cyrillic}\p{Greek}\p{Armenian}]]"""
    r"""(?!\p{Lu}|\S*(?:://|\.\w+/))"""
)
_CLOSING_START = regex.compile(r"[,;:!?.)\]}»”›%](?!\p{L})")
_LIST_NUMBER = regex.compile(r"[(\[]?(?:\d{1,3}|\p{L})[.)\]]{1,2}\s*")
_SPEECH_END = regex.compile(r"""[!?….,]["'”“’»]+\s*$""")
# "She said (wow!) that": what ends within a bracket ends no sentence that began before it.
_ASIDE_END = regex.compile(r"[!?…][)\]]\s*$")
_RANGE_END = regex.compile(r"\d(?:\.{2,3}|…)\s*$")


def _is_fragment(before: str, after: str) -> bool:
    """Whether one side is no sentence by itself: no word in it, or the number of a list item."""
    has_words = any(map(str.isalnum, before)) and any(map(str.isalnum, after))
    return not has_words or bool(_LIST_NUMBER.fullmatch(before))


def _continues(before: str, after: str) -> bool:
    """Whether punctuation shows that the sentence goes on."""
    if before.endswith("."):  # no white space: an address or a name such as Gazeta.Ru
        return True
    if _SPEECH_END.search(before) and regex.match(r"\p{Pd}\s", after):  # the author's words
        return True
    if _RANGE_END.search(before) and regex.match(r"[+−–-]?\d", after):  # +7... +9 degrees
        return True
    return bool(_CLOSING_START.match(after))
