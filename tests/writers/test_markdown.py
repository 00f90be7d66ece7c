from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from summarize.batch.ledger import edition_of
from summarize.types import SegmentKind
from summarize.writers import markdown
from summarize.writers.edition import Block, Digest, Edition, Passage, entry
from summarize.writers.record import to_json
from support.samples import HOSTILE, RECORD

TEXTS = (
    st.text(
        st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp", "Zs"], include_characters=" "),
        min_size=1,
    )
    .map(str.strip)
    .filter(bool)
)


def shown(text: str) -> str:
    """What a reader of CommonMark sees, as one line."""
    tokens = MarkdownIt("commonmark", {"html": True}).parse(text)
    return " ".join(
        child.content
        for token in tokens
        for child in (token.children or [])
        if child.type in ("text", "code_inline", "html_inline", "text_special")
    )


@given(TEXTS)
def test_article_text_is_shown_letter_for_letter(text: str) -> None:
    tokens = MarkdownIt("commonmark").parse(markdown.escape(text))
    children = [child for token in tokens for child in (token.children or [])]
    assert {child.type for child in children} <= {"text", "text_special"}
    assert "".join(child.content for child in children) == text


def test_hostile_text_is_no_html_and_no_link() -> None:
    tokens = MarkdownIt("commonmark").parse(markdown.render(edition_of(RECORD, "en")))
    kinds = {child.type for token in tokens for child in (token.children or [])}
    assert not kinds & {"html_inline", "link_open", "image"}
    assert not [token for token in tokens if token.type == "html_block"]


def test_the_original_has_every_segment_in_order() -> None:
    text = shown(markdown.render(edition_of(RECORD, "en")))
    positions = [
        text.find(segment.text) for segment in RECORD.document.segments if segment.text != HOSTILE
    ]
    assert -1 not in positions
    assert positions == sorted(positions)


def test_a_flagged_passage_has_a_note_with_the_original() -> None:
    page = markdown.render(edition_of(RECORD, "ru"))
    assert "Мост[^1]" in page
    assert "[^1]: ⚠ Сомнительный машинный перевод (length: much too short" in page
    assert markdown.escape(HOSTILE) in page


def test_a_page_in_russian_speaks_russian() -> None:
    page = markdown.render(edition_of(RECORD, "ru"))
    assert page.startswith("# Мост закрывается\n\n**Кратко.** Мост закрылся.")
    assert "Язык оригинала: английский; перевод: opus*" in page


def test_the_digest_lists_each_article_with_its_summary() -> None:
    digest = "".join(markdown.digest(Digest("Job", "ru", 1, 2), [entry(to_json(RECORD), "ru")]))
    assert "## [Мост закрывается](bridge-0a1b2c3d.md)\n\nМост закрылся." in digest
    assert "требуют проверки: 1" in digest
    assert "Не обработано: 2" in digest


def fences(*codes: str) -> list[tuple[str, str]]:
    """The marks and the content of each code block of a page with these paragraphs."""
    passages = tuple(Passage(code, "\n") for code in codes)
    block = Block(SegmentKind.VERBATIM, (*passages[:-1], Passage(codes[-1])))
    edition = Edition("x", "en", "en", Passage("T"), (), (block,), "", 0)
    tokens = MarkdownIt().parse(markdown.render(edition))
    return [(token.markup, token.content) for token in tokens if token.type == "fence"]


def test_a_code_block_keeps_its_lines() -> None:
    assert fences("a *b*\n  c") == [("```", "a *b*\n  c\n")]
    assert fences("a\n```\nb") == [("````", "a\n```\nb\n")]
    assert fences("a\n`````\nb ```") == [("``````", "a\n`````\nb ```\n")]


def test_a_code_block_of_several_segments_keeps_all_of_them() -> None:
    assert fences("1:2", "3:4!", "5:6") == [("```", "1:2\n3:4!\n5:6\n")]
    assert fences("1:2") == []


def test_a_code_block_in_doubt_refers_to_its_notes() -> None:
    first, second = Passage("a", "\n", "copy: left out"), Passage("b", "", "copy: changed")
    block = Block(SegmentKind.VERBATIM, (first, Passage("c", "\n"), second))
    page = markdown.render(Edition("x", "en", "ru", Passage("T"), (), (block,), "", 0))
    assert "\n\n```\na\nc\nb\n```\n\n[^1][^2]\n\n[^1]: " in page
    assert "left out" in page.split("\n[^1]: ")[1].split("\n[^2]: ")[0]
