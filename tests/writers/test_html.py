from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser
from urllib.parse import quote

import pytest
from jinja2 import UndefinedError
from markupsafe import Markup

from summarize.batch.ledger import edition_of
from summarize.types import Draft, SegmentKind
from summarize.writers import html, labels, text
from summarize.writers.edition import Block, Digest, Edition, Entry, Passage, entry
from summarize.writers.record import to_json
from support.samples import DOUBTFUL, HOSTILE, RECORD

ALLOWED = {
    "html", "head", "meta", "title", "style", "body", "main", "article", "section",
    "h1", "h2", "p", "pre", "mark", "sup", "a", "ul", "li", "q",
}  # fmt: skip


class Page(HTMLParser):
    """Collects the tags, the attributes and the text of a page."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.found: dict[str, dict[str, str | None]] = {}
        """The attributes of the first element of each kind."""
        self.words = ""
        self.feed(content)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs
        self.found.setdefault(tag, dict(attrs))

    def handle_data(self, data: str) -> None:
        self.words += data


def test_hostile_text_shows_as_text() -> None:
    page = Page(html.render(edition_of(RECORD, "en"), edition_of(RECORD, "ru")))
    assert page.tags <= ALLOWED
    assert not [name for name, _ in page.attributes if name.startswith("on") or name == "src"]
    assert HOSTILE in page.words


def test_a_page_asks_for_nothing() -> None:
    listed = "".join(html.digest(Digest("J", "ru", 1, 0), [entry(to_json(RECORD), "ru")]))
    for page in (html.render(edition_of(RECORD, "ru")), listed):
        policy = "default-src 'none'; style-src 'unsafe-inline'"
        assert f'<meta http-equiv="Content-Security-Policy" content="{policy}">' in page
        assert '<meta name="referrer" content="no-referrer">' in page
        assert page.startswith("<!doctype html>")
        assert '<meta charset="utf-8">' in page
        assert "<script" not in page
        assert "url(" not in page


ATTACK = "\"><script>alert(1)</script>' onload=alert(2) &amp;"


def test_nothing_breaks_out_of_an_attribute_a_link_or_a_text() -> None:
    doubtful = Passage(ATTACK, ATTACK, ATTACK, ATTACK)
    draft = Draft((ATTACK,), (ATTACK,))
    block = [Block(kind, (doubtful, Passage(ATTACK))) for kind in SegmentKind]
    shown = Edition(
        ATTACK, ATTACK, ATTACK, doubtful, (doubtful,), tuple(block), ATTACK, 1, draft, True
    )
    listed = Entry(ATTACK, ATTACK, doubtful, (doubtful, Passage(ATTACK)), 1)
    for made in (
        html.render(shown),
        "".join(html.digest(Digest(ATTACK, ATTACK, 1, 1, draft), [listed])),
    ):
        page = Page(made)
        assert page.tags <= ALLOWED | {"strong"}
        assert {name for name, _ in page.attributes} <= {
            "lang", "dir", "charset", "name", "content", "http-equiv", "class", "role", "href",
            "id", "aria-label",
        }  # fmt: skip
        assert page.found["html"]["lang"] == ATTACK
        assert page.found["q"]["lang"] == ATTACK
        assert page.found["title"] == {}
        assert page.words.count(ATTACK) >= 8
        assert "&amp;amp;" in made
    links = [value for name, value in page.attributes if name == "href"]
    assert links == [quote(ATTACK) + ".html"]


def test_our_own_phrases_may_hold_any_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = labels.phrases("ru")
    hostile = {name: f'{phrase} <b>&amp;"' for name, phrase in usual.items()}
    monkeypatch.setattr(labels, "phrases", lambda language: hostile)
    about = Digest("J", "ru", 1, 1)
    bare = replace(DOUBTFUL, summaries={})
    page = Page(html.render(edition_of(DOUBTFUL, "ru")))
    listed = Page("".join(html.digest(about, [entry(to_json(bare), "ru")])))
    assert "b" not in page.tags | listed.tags
    assert ("aria-label", hostile["unsure"]) in page.attributes
    assert hostile["summary"] in page.words
    told = [hostile[name].split(":")[0] for name in ("articles", "failed", "flagged")]
    assert all(words in listed.words for words in [hostile["no_summary"], *told])
    assert listed.words.count('<b>&amp;"') >= 5


def test_templates_escape_every_text_and_miss_no_name() -> None:
    environment = html.escaping("summarize.writers")
    assert environment.get_template("macros.html.j2").name
    template = environment.from_string(
        "{% if 1 %}\n  {% if shown %}\n<p>{{ shown }}</p>\n  {% endif %}\n{% endif %}"
    )
    assert template.render(shown="<b>") == "<p>&lt;b&gt;</p>\n"
    assert template.render(shown=Markup("<b>")) == "<p><b></p>\n"
    with pytest.raises(UndefinedError):
        template.render()


def test_a_flagged_passage_is_marked_and_explained() -> None:
    page = html.render(edition_of(RECORD, "ru"))
    assert '<mark class="doubt">Мост</mark><sup><a href="#note-1">1</a></sup>' in page
    assert 'id="note-1"' in page
    assert "much too short &lt;b&gt;" in page


def test_the_digest_links_to_the_pages() -> None:
    page = "".join(html.digest(Digest("<Job>", "en", 1, 1), [entry(to_json(RECORD), "en")]))
    assert '<a href="bridge-0a1b2c3d.html">A bridge closes</a>' in page
    assert "<Job>" not in page
    assert "Not processed: 1" in page


def test_plain_text_has_title_summary_and_notes() -> None:
    page = text.render(edition_of(RECORD, "ru"))
    assert page.startswith("Мост закрывается\n================\n\nКратко: Мост закрылся.")
    assert "Мост [1]" in page
    assert "[1] ⚠ Сомнительный машинный перевод (length" in page


def test_doubt_stands_at_the_title_and_the_sentence_that_it_is_about() -> None:
    page = html.render(edition_of(DOUBTFUL, "ru"))
    assert '<h1>⚠ <mark class="doubt">Три моста</mark><sup>' in page
    assert 'Мост закрылся. <mark class="doubt">It is.</mark><sup>' in page
    listed = "".join(html.digest(Digest("Job", "ru", 1, 0), [entry(to_json(DOUBTFUL), "ru")]))
    assert '.html"><mark class="doubt">⚠ Три моста</mark></a></h2>' in listed
    assert '<p>Мост закрылся. <mark class="doubt">⚠ It is.</mark></p>' in listed


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("he", "rtl"), ("ru", None)])
def test_a_page_reads_in_the_direction_of_its_language(
    language: str, direction: str | None
) -> None:
    record = replace(
        DOUBTFUL,
        translations={language: replace(DOUBTFUL.translations["ru"], language=language)},
        summaries={language: DOUBTFUL.summaries["ru"]},
        drafts={language: DOUBTFUL.drafts["ru"]},
    )
    about = Digest("Job", language, 1, 0, DOUBTFUL.drafts["ru"])
    for page in (
        html.render(edition_of(record, language)),
        "".join(html.digest(about, [entry(to_json(record), language)])),
    ):
        seen = Page(page)
        assert seen.found["html"] == {"lang": language} | ({"dir": direction} if direction else {})
        if "section" in seen.found:
            assert seen.found["article"] == seen.found["html"]
        assert seen.found["p"]["dir"] == "auto", "our own words may be in another language"
        assert seen.found["q"] == {"lang": "en", "dir": "auto"}
