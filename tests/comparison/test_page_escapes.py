"""Hostile text in every place of a report: it is shown to the letter and changes no markup."""

from __future__ import annotations

import json
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest

from comparison.page_samples import check, comparison
from summarize.comparison.page import render

ATTACK = (
    "</b></dd></style></title></script><script>alert(1)</script>\"' onload=x & <ins>&lt; \u2028"
)
HOSTILE = f"{ATTACK}\u2029 <!-- {{{{ 7 * 7 }}}}"
Change = Callable[[dict[str, Any], str], None]


class Markup(HTMLParser):
    """The elements of a page with the names of their attributes, and the text between them."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, tuple[str, ...]]] = []
        self.text = ""
        self.values: list[str] = []
        self.feed(content)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.values += [value for _, value in attrs if value]
        if tag != "ins":  # which words differ depends on the words
            self.elements.append((tag, tuple(name for name, _ in attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def name(report: dict[str, Any], text: str) -> None:
    report["systems"][0] |= {"name": text, "draft": {"models": ["small"], "better": ["opus"]}}
    for test in report["significance"][:1]:
        test["first"] = text


def source(report: dict[str, Any], text: str) -> None:
    report["segments"][0]["source"] = text


def reference(report: dict[str, Any], text: str) -> None:
    report["segments"][0]["references"][0] = text


def output(report: dict[str, Any], text: str) -> None:
    report["segments"][0]["systems"][0]["text"] = text


def document(report: dict[str, Any], text: str) -> None:
    report["segments"][0]["document"] = text


def detail(report: dict[str, Any], text: str) -> None:
    report["segments"][0]["systems"][0]["checks"] = [check("copied", "warn", text)]


def check_name(report: dict[str, Any], text: str) -> None:
    report["segments"][0]["systems"][0]["checks"] = [check(text, "reject", "")]
    report["systems"][0]["checks"] = {text: 3}


def statement(report: dict[str, Any], text: str) -> None:
    report["significance"][0]["statement"] = text


def licence(report: dict[str, Any], text: str) -> None:
    report["systems"][0]["cost"]["licence"] = text


def note(report: dict[str, Any], text: str) -> None:
    report["notes"]["consensus"] = text


def signature(report: dict[str, Any], text: str) -> None:
    report["systems"][0]["scores"]["chrf"]["signature"] = text


def version(report: dict[str, Any], text: str) -> None:
    report["summarize"] = text


def draft(report: dict[str, Any], text: str) -> None:
    report["systems"][0]["draft"] = {"models": [text], "better": ["opus"]}


def better(report: dict[str, Any], text: str) -> None:
    report["systems"][0]["draft"] = {"models": ["small"], "better": [text]}


PLACES = [
    *(name, source, reference, output, document, detail, check_name, statement, licence, note),
    *(signature, version, draft, better),
]


CASES = [
    pytest.param(change, references, id=f"{change.__name__}, {references} references")
    for change in PLACES
    for references in (0, 1)
    if references or change not in (reference, statement, signature)
]


@pytest.mark.parametrize(("change", "references"), CASES)
def test_a_hostile_text_is_shown_to_the_letter(change: Change, references: int) -> None:
    pages = []
    for text in ("Harmless", HOSTILE):
        report = comparison(references)
        change(report, text)
        pages.append(Markup(render(report)))
    harmless, page = pages
    assert page.elements == harmless.elements
    assert HOSTILE in page.text


@pytest.mark.parametrize(
    ("text", "base"),
    [
        (HOSTILE, "Other words"),
        (HOSTILE, HOSTILE),
        (f"{HOSTILE} new", HOSTILE),
        (f"new {HOSTILE}", HOSTILE),
        (f"{HOSTILE} new {HOSTILE}", f"{HOSTILE} {HOSTILE}"),
    ],
    ids=["all of it marked", "nothing marked", "before a mark", "behind a mark", "around a mark"],
)
def test_word_marks_are_the_only_markup_of_an_output(text: str, base: str) -> None:
    report, harmless = comparison(), comparison()
    report["segments"][0]["systems"][0]["text"] = text
    report["segments"][0]["references"][0] = base
    page = Markup(render(report))
    assert page.elements == Markup(render(harmless)).elements
    assert text in page.text


def test_a_language_code_is_no_markup() -> None:
    report = comparison() | {"pair": {"source": HOSTILE, "target": HOSTILE}}
    page = Markup(render(report))
    assert page.elements == Markup(render(comparison())).elements
    assert page.values.count(HOSTILE) == 8 * (1 + 1 + 3)


@pytest.mark.parametrize("character", ["<", ">", "&", "\u2028", "\u2029"])
def test_the_data_block_holds_no_character_that_could_end_it(character: str) -> None:
    report = comparison()
    report["systems"][0]["name"] = f"a{character}b"
    _, _, after = render(report).partition('<script type="application/json" id="data">')
    data, _, _ = after.partition("</script>")
    assert character not in data
    assert json.loads(data)["systems"][0] == f"a{character}b"
