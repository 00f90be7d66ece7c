"""Whole pages, as their readers get them."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser
from types import ModuleType

import pytest

from summarize.batch.ledger import edition_of
from summarize.types import (
    Check,
    Document,
    Draft,
    Segment,
    SegmentKind,
    Severity,
    Status,
    Summary,
    SummarySentence,
    TranslatedSegment,
    Translation,
)
from summarize.writers import html, markdown, text
from summarize.writers.edition import Digest, draft_of, entry
from summarize.writers.labels import label
from summarize.writers.record import Record, to_json
from support.samples import RECORD

ENGINE = Check("engine", Severity.REJECT, "no room")
NUMBERS = Check("numbers", Severity.REJECT, '"7" <is> missing')
NAMES = Check("names", Severity.WARN, "Ann")
SEGMENTS = (
    Segment(1, 0, "Bridge & <river>", kind=SegmentKind.TITLE),
    Segment(2, 1, "It closed.", " "),
    Segment(3, 1, "Why *it*?", " "),
    Segment(4, 1, "Ann & 7 know."),
    Segment(5, 2, "After", kind=SegmentKind.HEADING),
    Segment(6, 3, "a = <1>\n  b", kind=SegmentKind.VERBATIM),
    Segment(7, 4, "Add a Comment", kind=SegmentKind.BOILERPLATE),
)
SAID = (
    TranslatedSegment(1, "Мост & <река>", Status.ACCEPTED, system="m"),
    TranslatedSegment(2, "Он закрыт.", Status.RESCUED, "retry", (NAMES,), system="m"),
    TranslatedSegment(3, "", Status.FLAGGED, "first", (ENGINE,), system="m"),
    TranslatedSegment(4, "Знают <все>.", Status.FLAGGED, "first", (NUMBERS, NAMES), system="m"),
    TranslatedSegment(5, "После", Status.ACCEPTED, system="m"),
    TranslatedSegment(6, "a = <1>\n  b", Status.COPIED, "copy"),
    TranslatedSegment(7, "Add a Comment", Status.COPIED, "copy"),
)
SENTENCES = (
    SummarySentence("Мост закрыт.", (2,), (), "It closed.", "m"),
    SummarySentence("Их <7>.", (), (NUMBERS,), "There are <7>.", "m"),
)
MADE = Record(
    Document("most-1", "a.md", "0" * 64, "en", "Bridge & <river>", SEGMENTS),
    {"ru": Translation("ru", "m", SAID)},
    {"ru": Summary("ru", SENTENCES, "single", "m")},
    RECORD.provenance,
    {"ru": Draft(("m", "n"), ("large", "<larger>"))},
)
PLAIN = replace(
    MADE,
    document=replace(MADE.document, id="plain-2"),
    translations={
        "ru": replace(
            MADE.translations["ru"],
            segments=tuple(
                replace(one, text="Текст.", status=Status.ACCEPTED, checks=()) for one in SAID
            ),
        )
    },
    summaries={},
    drafts={},
)
WARNED = "Машинный черновик, только для пробы: полагаться на него нельзя."
MODELS = "Сделано с помощью модели m, n: имена, факты и смысл часто искажены. Модели лучше: large, "

NOTE = '⚠ Сомнительный машинный перевод (numbers: "7" <is> missing). Оригинал: '


def digest_of(writer: str) -> str:
    values = [to_json(record) for record in (MADE, PLAIN)]
    about = Digest("Утро <&>", "ru", 2, 3, draft_of(values[0], "ru"))
    made = html.digest if writer == "html" else markdown.digest
    return "".join(made(about, [entry(value, "ru") for value in values]))


def test_a_markdown_page() -> None:
    assert markdown.render(edition_of(MADE, "ru")) == (
        "# Мост & \\<река>\n\n"
        f"> ⚠ **{WARNED}** {MODELS}\\<larger>.\n\n"
        "**Кратко.** Мост закрыт. Их \\<7>.[^1]\n\n"
        "*Язык оригинала: английский; перевод: m*\n\n"
        "---\n\n"
        "Он закрыт. Why \\*it\\*?[^2] Знают \\<все>.[^3]\n\n"
        "## После\n\n"
        "```\na = <1>\n  b\n```\n\n"
        "Add a Comment\n\n"
        '[^1]: ⚠ Сомнительный машинный перевод (numbers: "7" \\<is> missing). '
        "Оригинал: There are \\<7>.\n\n"
        "[^2]: ⚠ Сомнительный машинный перевод (engine: no room). Оригинал: Why \\*it\\*?\n\n"
        '[^3]: ⚠ Сомнительный машинный перевод (numbers: "7" \\<is> missing; names: Ann). '
        "Оригинал: Ann & 7 know.\n"
    )


def test_a_page_on_a_terminal() -> None:
    assert text.render(edition_of(MADE, "ru")) == (
        "Мост & <река>\n=============\n\n"
        f"⚠ {WARNED} Сделано с помощью\n"
        "модели m, n: имена, факты и смысл часто искажены. Модели лучше: large, <larger>.\n"
        "\n"
        "Кратко: Мост закрыт. Их <7>. [1]\n\n"
        "[Язык оригинала: английский; перевод: m]\n\n"
        "Он закрыт. Why *it*? [2] Знают <все>. [3]\n\n"
        "После\n\n"
        "a = <1>\n  b\n\n"
        "Add a Comment\n\n"
        '[1] ⚠ Сомнительный машинный перевод (numbers: "7" <is> missing). Оригинал: There are\n<7>.'
        "\n\n"
        "[2] ⚠ Сомнительный машинный перевод (engine: no room). Оригинал: Why *it*?\n\n"
        '[3] ⚠ Сомнительный машинный перевод (numbers: "7" <is> missing; names: Ann). Оригинал:\n'
        "Ann & 7 know.\n"
    )


def test_the_original_on_one_page_with_its_translation() -> None:
    both = edition_of(PLAIN, "en"), edition_of(PLAIN, "ru")
    title = "Bridge & \\<river>"
    assert markdown.render(both[0]).startswith(
        f"# {title}\n\n*Original text, English*\n\n---\n\nIt closed. Why \\*it\\*? Ann & 7 know.\n"
    )
    assert markdown.render(*both) == "\n".join(map(markdown.render, both))
    assert text.render(*both) == "\n".join(map(text.render, both))
    assert "\n\n[Original text, English]\n\n" in text.render(both[0])
    russian = edition_of(replace(PLAIN, document=replace(PLAIN.document, language="ru")), "ru")
    original = replace(russian, system="")
    assert "\n*Текст на языке оригинала: русский*\n" in markdown.render(original)


def test_a_markdown_digest() -> None:
    assert digest_of("md") == (
        "# Дайджест: Утро \\<&>\n\n"
        f"> ⚠ **{WARNED}** {MODELS}\\<larger>.\n\n"
        "Статей: 2\n\n"
        "**Не обработано: 3**\n\n"
        "## [Мост & \\<река>](most-1.md)\n\n"
        "Мост закрыт. ⚠ Их \\<7>.\n\n"
        '- ⚠ Сомнительный машинный перевод (numbers: "7" \\<is> missing). '
        "Оригинал: There are \\<7>.\n\n"
        "*Язык оригинала: английский; ⚠ требуют проверки: 3*\n\n"
        "## [Текст.](plain-2.md)\n\n"
        "Без краткого содержания.\n\n"
        "*Язык оригинала: английский*\n"
    )


class Elements(HTMLParser):
    """Each element of a page as its start tag with the words behind it, but for the style."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(" ".join([tag, *(f"{name}={value}" for name, value in attrs)]) + "|")

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("html", "head", "body", "main", "style", "title"):
            self.found.append(f"/{tag}|")

    def handle_data(self, data: str) -> None:
        if self.found and not self.found[-1].startswith("style"):
            self.found[-1] += data


def elements(page: str) -> list[str]:
    """The elements after the style, and the title of the page before them."""
    found = [one.rstrip("\n") for one in Elements(page).found]
    (title,) = (one for one in found if one.startswith("title"))
    body = found[found.index("main|") + 1 :]
    kept = ("/mark|", "/sup|", "/a|", "/strong|", "/q|")
    return [title, *(one for one in body if not one.startswith("/") or one.startswith(kept))]


def test_an_html_page() -> None:
    page = html.render(edition_of(MADE, "ru"))
    assert elements(page) == [
        "title|Мост & <река>",
        "article lang=ru|",
        "h1|Мост & <река>",
        "p class=draft role=note dir=auto|⚠ ",
        f"strong|{WARNED}",
        f"/strong| {MODELS}<larger>.",
        "section class=summary|",
        "h2|Кратко",
        "p|Мост закрыт. ",
        "mark class=doubt|Их <7>.",
        "/mark|",
        "sup|",
        "a href=#note-1|1",
        "/a|",
        "/sup|",
        "p class=origin dir=auto|Язык оригинала: английский; перевод: m",
        "p|Он закрыт. ",
        "mark class=doubt|Why *it*?",
        "/mark|",
        "sup|",
        "a href=#note-2|2",
        "/a|",
        "/sup| ",
        "mark class=doubt|Знают <все>.",
        "/mark|",
        "sup|",
        "a href=#note-3|3",
        "/a|",
        "/sup|",
        "h2|После",
        "pre|a = <1>\n  b",
        "p class=boilerplate|Add a Comment",
        "section class=notes aria-label=Сомнительный машинный перевод|",
        "ul|",
        f"li dir=auto id=note-1|[1] {NOTE}",
        "q lang=en dir=auto|There are <7>.",
        "/q|",
        "li dir=auto id=note-2|[2] ⚠ Сомнительный машинный перевод (engine: no room). Оригинал: ",
        "q lang=en dir=auto|Why *it*?",
        "/q|",
        f"li dir=auto id=note-3|[3] {NOTE.replace(')', '; names: Ann)')}",
        "q lang=en dir=auto|Ann & 7 know.",
        "/q|",
    ]


def test_an_html_digest() -> None:
    assert elements(digest_of("html")) == [
        "title|Дайджест: Утро <&>",
        "h1 dir=auto|Дайджест: Утро <&>",
        "p class=draft role=note dir=auto|⚠ ",
        f"strong|{WARNED}",
        f"/strong| {MODELS}<larger>.",
        "p class=origin dir=auto|Статей: 2 · Не обработано: 3",
        "article|",
        "h2 dir=auto|",
        "a href=most-1.html|Мост & <река>",
        "/a|",
        "p|Мост закрыт. ",
        "mark class=doubt|⚠ Их <7>.",
        "/mark|",
        "ul class=doubts|",
        f"li dir=auto|{NOTE}",
        "q lang=en dir=auto|There are <7>.",
        "/q|",
        "p class=origin dir=auto|Язык оригинала: английский; ⚠ требуют проверки: 3",
        "article|",
        "h2 dir=auto|",
        "a href=plain-2.html|Текст.",
        "/a|",
        "p|Без краткого содержания.",
        "p class=origin dir=auto|Язык оригинала: английский",
    ]


def test_an_html_page_without_notes_has_no_section_for_them() -> None:
    found = elements(html.render(edition_of(PLAIN, "en")))
    assert [one for one in found if one.startswith(("section", "p class=draft", "mark"))] == []
    assert "p class=origin dir=auto|Original text, English" in found
    doubtful = replace(MADE, translations={"ru": Translation("ru", "m", (flagged(SAID[0]),))})
    doubtful = replace(doubtful, document=replace(MADE.document, segments=SEGMENTS[:1]))
    assert elements(html.render(edition_of(doubtful, "ru")))[0] == "title|⚠ Мост & <река>"


def flagged(segment: TranslatedSegment) -> TranslatedSegment:
    return replace(segment, status=Status.FLAGGED, checks=(NUMBERS,))


@pytest.mark.parametrize("page", [html, markdown])
def test_a_digest_says_how_many_articles_failed(page: ModuleType) -> None:
    def said(failed: int) -> str:
        return "".join(page.digest(Digest("news", "en", 5, failed), []))

    assert label("en", "failed", count=1) in said(1)
    assert label("en", "failed", count=2) in said(2)
    assert label("en", "failed", count=0) not in said(0)
