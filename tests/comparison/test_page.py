from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser

import pytest

from comparison.page_samples import HOSTILE, comparison, many
from summarize.comparison.page import render


class Elements(HTMLParser):
    """Collects the start tags of a page and the text of the element with an id."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, str] = {}
        self._name = ""
        self.feed(content)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._name = f"{tag}#{dict(attrs).get('id') or ''}"

    def handle_endtag(self, tag: str) -> None:
        self._name = ""

    def handle_data(self, data: str) -> None:
        self.texts[self._name] = self.texts.get(self._name, "") + data


def test_hostile_text_starts_no_element_and_no_attribute() -> None:
    harmless = Elements(render(comparison()))
    page = Elements(render(comparison(hostile=True)))
    assert {tag for tag, _ in page.tags} == {tag for tag, _ in harmless.tags}
    names = {name for _, attributes in page.tags for name in attributes}
    assert not {name for name in names if name.startswith("on") or name in {"src", "style"}}
    assert len([tag for tag, _ in page.tags if tag == "script"]) == 2


def test_a_draft_is_called_one_at_the_top() -> None:
    content = comparison()
    assert "machine draft" not in render(content).lower()
    content["systems"][0]["draft"] = {"models": ["<qwen>"], "better": ["opus"]}
    page = render(content)
    assert page.index("Machine draft, for trying out") < page.index('id="systems"')
    assert "Made with &lt;qwen&gt;" in page
    assert "Better models: opus." in page


def test_the_policy_names_our_style_and_script_and_nothing_else() -> None:
    content = render(comparison(hostile=True))
    page = Elements(content)
    [policy] = [
        attributes["content"] or ""
        for tag, attributes in page.tags
        if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policy == (
        f"default-src 'none'; style-src '{digest(page.texts['style#'])}'; "
        f"script-src '{digest(page.texts['script#'])}'; base-uri 'none'; form-action 'none'"
    )
    assert "unsafe" not in policy


def digest(content: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()


def test_the_data_block_holds_nothing_that_html_would_read() -> None:
    data = Elements(render(comparison(hostile=True))).texts["script#data"]
    assert not re.search("[<>&\u2028\u2029]", data)
    assert json.loads(data)["systems"][0].startswith(HOSTILE)


@pytest.mark.parametrize("references", [0, 1, 2])
def test_a_page_names_no_address(references: int) -> None:
    content = render(comparison(references))
    assert re.findall(r"\w+://[^\"<]*", content) == ["http://www.w3.org/2000/svg"]
    assert "url(" not in content
    assert "@import" not in content


def test_the_greatest_report_stays_under_15_mb() -> None:
    part = len(render(many(1000)).encode()) - len(render(many(501)).encode())
    assert 5000 / 499 * part < 14_000_000


@pytest.mark.parametrize(("length", "is_packed"), [(12_000, False), (14_000, True)])
def test_a_report_with_longer_texts_is_compressed_in_part(*, length: int, is_packed: bool) -> None:
    report = comparison()
    row = report["segments"][0]
    report["segments"] = [row | {"id": number, "source": "x" * length} for number in range(1000)]
    content = render(report)
    assert len(content.encode()) < 15_000_000
    assert ("segments are not in this list" in content) is is_packed
    if is_packed:
        assert 3_500_000 < len(content.encode()) < 5_000_000


def test_texts_carry_their_language() -> None:
    report = comparison() | {"pair": {"source": "en", "target": "ar"}}
    content = render(report)
    assert '<dd class=t lang="en">The city council' in content
    assert '<dd class=t lang="ar" dir="rtl">' in content
    assert "English to Arabic" in content


def test_the_plain_list_marks_words_that_the_reference_lacks() -> None:
    content = render(comparison())
    assert "Ремонт <ins>будет стоить 42</ins> миллиона евро и займёт семь месяцев." in content


def test_a_rejected_output_is_not_the_consensus() -> None:
    report = comparison(references=0)
    report["segments"][0]["systems"][2]["consensus"] = 99.0
    assert f'lang="ru">{report["segments"][0]["systems"][0]["text"]}' in render(report)


def test_numbers_that_nobody_measured_have_no_column() -> None:
    content = render(comparison(references=0))
    assert "Round trip" not in content
    assert "BLEU" not in content
    assert "Is the difference real?" not in content


def test_only_numbers_on_the_page_are_explained() -> None:
    notes = {"chrf": "About chrF.", "consensus": "About the consensus.", "rank": "About ranks."}
    content = render(comparison(references=0) | {"notes": notes})
    assert "About the consensus." in content
    assert "About ranks." in content
    assert "About chrF." not in content


def test_nothing_to_compare_is_still_a_page() -> None:
    report = comparison(references=0)
    report["segments"] = []
    report["systems"] = [
        report["systems"][0] | {"agreement": None, "consensus": None, "cost": None, "checks": {}}
    ]
    assert "0 segments" in render(report)
