"""Editions and digests as Markdown (CommonMark with footnotes)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from summarize.types import SegmentKind
from summarize.writers.edition import Block, Digest, Edition, Entry, Passage, numbers_of_notes
from summarize.writers.labels import description, label, note, origin, warning

_INLINE = re.compile(r"[\\`*\[\]<]|&(?=#?\w+;)|(?<![^\W_])_|(?<=\S)~|#(?=\s*\Z)")
_LINE_START = re.compile(r"^(\s*\d*)([.)](?=\s|$)|[#>+=-]|[|:](?=[^\S\n]*:?-))", re.MULTILINE)
_LINE_BREAK = re.compile(r"\s*[\r\n]\s*")
"""With the blank lines and the indentation after it, which would begin a paragraph or code."""
_INDENTATION = re.compile(r"\A[ \t]+")
_FENCE = re.compile(r"`{3,}")


def escape(text: str) -> str:
    """Article text as Markdown that shows it letter for letter; no HTML gets through."""
    # Four spaces at the start would be code; how many there are is not shown.
    plain = _INDENTATION.sub(" ", _LINE_BREAK.sub("\n", text))
    escaped = _INLINE.sub(lambda match: "\\" + match[0], plain)
    return _LINE_START.sub(r"\1\\\2", escaped)


def render(*editions: Edition) -> str:
    """One or more editions of a document: title, summary, where it comes from, the full text."""
    numbers = numbers_of_notes(editions)
    return "\n".join(_edition(edition, numbers) for edition in editions)


def _edition(edition: Edition, numbers: Mapping[int, int]) -> str:
    notes = [
        f"[^{numbers[id(passage)]}]: {_note(passage, edition.language)}"
        for passage in edition.doubtful()
    ]
    title = _mark(edition.title) + _passage(edition.title, numbers)
    head = [f"# {title}", *_warning(edition)]
    if edition.summary:
        name = label(edition.language, "summary")
        said = "".join(_passage(sentence, numbers) for sentence in edition.summary)
        head.append(f"**{name}.** {said}")
    line = description(edition.language, edition.source_language, edition.system)
    head += [f"*{escape(line)}*", "---"]
    blocks = [_block(block, numbers) for block in edition.blocks]
    return "\n\n".join([*head, *blocks, *notes]) + "\n"


def digest(about: Digest, entries: Iterable[Entry]) -> Iterator[str]:
    """The digest of a job in one language, in parts: every article with its summary.

    Args:
        about: What it says beside the entries.
        entries: The articles; there can be more of them than should be held at once.
    """
    language = about.language
    yield f"# {label(language, 'digest')}: {escape(about.name)}\n"
    if about.draft:
        yield f"\n{_quoted(*warning(language, about.draft))}\n"
    yield f"\n{label(language, 'articles', count=about.count)}\n"
    if about.failed:
        yield f"\n**{label(language, 'failed', count=about.failed)}**\n"
    for entry in entries:
        line = origin(language, entry.source_language)
        if entry.flagged:
            line = f"{line}; ⚠ {label(language, 'flagged', count=entry.flagged)}"
        yield f"\n## {_mark(entry.title)}[{escape(entry.title.text)}]({entry.document_id}.md)\n"
        said = "".join(
            _mark(sentence) + escape(sentence.text) + sentence.after for sentence in entry.summary
        )
        yield f"\n{said or label(language, 'no_summary')}\n"
        for passage in entry.doubtful():
            yield f"\n- {_note(passage, language)}\n"
        yield f"\n*{escape(line)}*\n"


def _warning(edition: Edition) -> list[str]:
    """That the page is a machine draft, as a quotation that no reader overlooks."""
    if edition.draft is None:
        return []
    summary_only = not edition.is_text_draft
    return [_quoted(*warning(edition.language, edition.draft, summary_only=summary_only))]


def _quoted(heading: str, text: str) -> str:
    return f"> ⚠ **{escape(heading)}** {escape(text)}"


def _block(block: Block, numbers: Mapping[int, int]) -> str:
    code = "".join(passage.text + passage.after for passage in block.passages)
    if block.kind is SegmentKind.VERBATIM and "\n" in code:
        marks = "".join(_reference(passage, numbers) for passage in block.passages)
        return "\n\n".join(filter(None, [_fenced(code), marks]))  # in a fence it would be code
    text = "".join(_passage(passage, numbers) for passage in block.passages)
    if block.kind is SegmentKind.HEADING:
        return f"## {_LINE_BREAK.sub(' ', text)}"
    return text


def _fenced(code: str) -> str:
    longest = max((len(run) for run in _FENCE.findall(code)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}\n{code}\n{fence}"


def _passage(passage: Passage, numbers: Mapping[int, int]) -> str:
    return escape(passage.text) + _reference(passage, numbers) + passage.after


def _reference(passage: Passage, numbers: Mapping[int, int]) -> str:
    return f"[^{numbers[id(passage)]}]" if passage.note else ""


def _mark(passage: Passage) -> str:
    return "⚠ " if passage.note else ""


def _note(passage: Passage, language: str) -> str:
    return escape(note(language, passage))
