"""What the page says: no segment is lost, and each number stands where it belongs."""

from __future__ import annotations

import gzip
import html
import json
import re
from base64 import b64decode
from typing import Any

import pytest

from comparison.page_samples import SOURCES, check, comparison, segment
from summarize.comparison import page
from summarize.comparison.page import render


def block(content: str, name: str) -> str:
    """The content of the script element with this id; empty if there is none."""
    found = re.search(rf'<script type="[^"]*" id="{name}">([^<]*)</script>', content)
    return found[1] if found else ""


def packed(content: str) -> Any:
    return json.loads(gzip.decompress(b64decode(block(content, "packed"))))


def cells(content: str, caption: str) -> list[list[str]]:
    """The texts of the rows of a table."""
    (table,) = re.findall(rf'aria-label="{caption}".*?</table>', content, re.DOTALL)
    return [
        [" ".join(html.unescape(re.sub("<[^>]*>", " ", cell)).split()) for cell in row]
        for row in (
            re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", one, re.DOTALL)
            for one in re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)
        )
    ]


# --- Every text is in the page once ---------------------------------------------------------------


def test_texts_are_plain_or_packed_and_none_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    report = comparison()
    sizes = [page._size(one) for one in report["segments"]]
    monkeypatch.setattr(page, "PLAIN_BYTES", sum(sizes) - 1)
    monkeypatch.setattr(page, "SHORT_BYTES", sum(sizes[:3]))
    content = render(report)
    assert content.count("<article ") == 3
    assert "The last 5 segments are not in this list" in content
    assert [source in content for source in SOURCES] == [True] * 3 + [False] * 5
    assert packed(content) == [
        [
            [one["source"], *one["references"], *(output["text"] for output in one["systems"])],
            [found["detail"] for output in one["systems"] for found in output["checks"]],
        ]
        for one in report["segments"][3:]
    ]


def test_all_texts_are_plain_as_long_as_there_is_room(monkeypatch: pytest.MonkeyPatch) -> None:
    report = comparison()
    monkeypatch.setattr(page, "PLAIN_BYTES", sum(page._size(one) for one in report["segments"]))
    monkeypatch.setattr(page, "SHORT_BYTES", 1)
    content = render(report)
    assert content.count("<article ") == 8
    assert "not in this list" not in content
    assert block(content, "packed") == ""


def test_a_check_without_details_takes_its_place_among_them() -> None:
    report = comparison()
    report["segments"][7]["systems"][0]["checks"] = [
        check("one", "warn", ""),
        check("two", "reject", "2"),
    ]
    content = render(report)
    assert '<dd class="k warn">! warned: one: <span></span>' in content
    assert '<dd class="k reject">✕ rejected: two: <span>2</span>' in content


def test_numbers_and_codes_travel_in_the_data_block() -> None:
    report = comparison()
    report["segments"][1]["systems"][0] |= {"chrf": 12.345, "consensus": None, "score": 0.987}
    data = json.loads(block(render(report), "data"))
    assert data["systems"] == ["larkspur-600m", "mallow-en-ru", "copycat"]
    assert data["references"] == 1
    assert data["checks"] == ["copied", "names", "numbers"]
    assert [row[0] for row in data["segments"]] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert data["segments"][1] == [
        2,
        "bridge-2026",
        44.0,
        [
            [12.35, None, "a", 0.99, []],
            [60.2, 56, "r", 0.3, [[2, "r"]]],
            [3.2, 3.9, "r", 0.0, [[0, "r"]]],
        ],
    ]
    assert data["segments"][3][3][1] == [69.8, 58, "w", 0.8, [[1, "w"]]]


def test_the_checks_that_found_most_come_first_and_none_is_left_out() -> None:
    report = comparison()
    report["systems"][0]["checks"] = {"numbers": 1}
    report["segments"][0]["systems"][1]["checks"] = [check("rare", "warn", "")]
    table = cells(render(report), "Findings of the acceptance gate by check")
    assert table[1:] == [
        ["copied", "0", "0", "8"],
        ["numbers", "1", "1", "0"],
        ["names", "0", "1", "0"],
        ["rare", "0", "0", "0"],
    ]


# --- What outputs are compared with ---------------------------------------------------------------


def text_of(report: dict[str, Any], system: int) -> str:
    """An output of the first segment as the plain list has it."""
    (article,) = re.findall(r'<article id="s1">.*?</article>', render(report), re.DOTALL)
    return str(re.findall(r'<dd class=t lang="ru">([^\n]*?)(?=<dt>|<dd|</dl>)', article)[system])


def alone(*outputs: tuple[str, float | None, str]) -> dict[str, Any]:
    """A report without references, of one segment."""
    report = comparison(0)
    one = segment(0, 0)
    for made, (text, consensus, status) in zip(one["systems"], outputs, strict=True):
        made |= {"text": text, "consensus": consensus, "status": status, "checks": []}
    return report | {"segments": [one]}


def test_outputs_are_compared_with_the_consensus_that_is_not_rejected() -> None:
    report = alone(("a b", 50.0, "warned"), ("a c", 60.0, "accepted"), ("a d", 90.0, "rejected"))
    assert [text_of(report, system) for system in range(3)] == [
        "a <ins>b</ins>",
        "a c",
        "a <ins>d</ins>",
    ]


def test_among_rejected_outputs_the_nearest_to_the_others_is_the_base() -> None:
    report = alone(("a b", 50.0, "rejected"), ("a c", 60.0, "rejected"), ("a d", 9.0, "rejected"))
    assert [text_of(report, system) for system in range(3)] == [
        "a <ins>b</ins>",
        "a c",
        "a <ins>d</ins>",
    ]


def test_without_a_consensus_nothing_is_marked() -> None:
    report = alone(("a b", None, "accepted"), ("a c", None, "accepted"), ("a", None, "accepted"))
    assert "<ins>" not in "".join(text_of(report, system) for system in range(3))


def test_of_two_references_the_first_is_the_base() -> None:
    report = comparison(2)
    report["segments"][0]["references"] = ["один два", "один три"]
    report["segments"][0]["systems"][0]["text"] = "один три"
    assert "один <ins>три</ins>" in render(report)


@pytest.mark.parametrize(
    ("text", "base", "marked"),
    [
        ("It cost 1,200.50.", "It cost 1,200.", "It cost <ins>1,200.50</ins>."),
        ("don’t go", "do go", "<ins>don’t</ins> go"),
        ("a well-known man", "a well man", "a <ins>well-known</ins> man"),
        ("我们赢", "我们输", "我们<ins>赢</ins>"),
        ("Yes!", "Yes", "Yes<ins>!</ins>"),
        ("a  new\u00a0bridge", "a bridge", "a  <ins>new</ins>\u00a0bridge"),
        ("one new old two", "one two", "one <ins>new old</ins> two"),
    ],
)
def test_words_are_marked_and_the_letters_between_them_stay(
    text: str, base: str, marked: str
) -> None:
    report = comparison()
    report["segments"][0]["references"][0] = base
    report["segments"][0]["systems"][0]["text"] = text
    assert text_of(report, 1) == marked


@pytest.mark.parametrize(("limit", "marked"), [(8, True), (7, False)])
def test_long_reports_are_not_marked(
    monkeypatch: pytest.MonkeyPatch, *, limit: int, marked: bool
) -> None:
    monkeypatch.setattr(page, "MARKED_SEGMENTS", limit)
    content = render(comparison())
    (plain,) = re.findall(r'id="plain">(.*?)</section>', content, re.DOTALL)
    assert ("<ins>" in plain) is marked
    assert (", see differences word by word" in content) is not marked


def test_each_output_has_its_score_and_standing() -> None:
    content = render(comparison())
    assert "<b>mallow-en-ru</b> chrF2++ 60.2 · rejected" in content
    assert "<b>mallow-en-ru</b> chrF2++ 69.8 · warned" in content
    assert "<b>mallow-en-ru</b> chrF2++ 41.9<dd" in content
    assert "<b>mallow-en-ru</b> Consensus 57.0<dd" in render(comparison(0))


# --- Numbers --------------------------------------------------------------------------------------


def test_the_table_of_systems() -> None:
    report = comparison()
    report["systems"][1]["scores"].pop("ter")
    assert cells(render(report), "Systems by rank") == [
        ["Rank", "System", "Group", "chrF2++", "BLEU", "TER", "Accepted", "Warned", "Rejected"],
        [
            *("1", "larkspur-600m", "a", "74.2 71.1 to 77.1", "37.1 35.1 to 39.1"),
            *("25.8 23.8 to 27.8", "8", "0", "0"),
        ],
        [
            *("2", "mallow-en-ru", "b", "57.2 54.1 to 60.1", "28.6 26.6 to 30.6"),
            *("–", "6", "1", "1 ✕"),
        ],
        [
            *("3", "copycat", "c", "3.4 0.3 to 6.3", "1.7 -0.3 to 3.7"),
            *("96.6 94.6 to 98.6", "0", "0", "8 ✕"),
        ],
    ]


def test_the_numbers_without_a_reference() -> None:
    assert cells(render(comparison()), "Numbers without a reference") == [
        [
            *("System", "Length ratio", "Numbers kept", "Names kept", "Agreement", "Consensus"),
            *("Model's own score", "Quality model"),
        ],
        ["larkspur-600m", "1.04", "100.0 %", "100.0 %", "38.1", "62.5", "-0.41", "0.86"],
        ["mallow-en-ru", "0.97", "90.0 %", "50.0 %", "36.4", "58.5", "–", "0.79"],
        ["copycat", "1.00", "100.0 %", "100.0 %", "3.9", "3.7", "–", "0.31"],
    ]


def test_the_tests_with_their_p_values() -> None:
    report = comparison()
    report["significance"] = report["significance"][3:4] + report["significance"][:1]
    report["significance"][1] |= {"p_bootstrap": None, "p_randomisation": 0.000_99}
    content = render(report)
    assert cells(content, r"Significance of differences in chrF2\+\+")[1][1:] == ["–", "< 0.001"]
    assert cells(content, "Significance of differences in BLEU")[1][1:] == ["0.001", "< 0.001"]
    assert content.index("differences in chrF2++") < content.index("differences in BLEU")
    assert "differences in TER" not in content


def test_the_costs() -> None:
    report = comparison()
    report["systems"][0]["cost"]["peak_memory_bytes"] = 1_000_000_000
    assert cells(render(report), "Cost of the systems") == [
        ["System", "Seconds", "Tokens a second", "Peak memory", "Model size", "Licence"],
        ["larkspur-600m", "41.2", "182.0", "1.0 GB", "620 MB", "CC-BY-NC-4.0"],
        ["mallow-en-ru", "9.8", "911.5", "700 MB", "310 MB", "CC-BY-4.0"],
        ["copycat", "–", "–", "–", "–", "–"],
    ]


def test_every_signature_is_told_once() -> None:
    report = comparison()
    report["systems"][1]["scores"]["bleu"]["signature"] = "another"
    content = render(report)
    signatures = re.findall(r"<code>([^<]*)</code>", content)
    kinds = [one.split("|")[0] for one in signatures]
    assert kinds == ["chrf", "bleu", "another", "ter", "summarize compare"]


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("chrf", {}),
        ("group", {"significance": []}),
        ("p_bootstrap", {"significance": []}),
        ("p_randomisation", {"significance": []}),
        ("round_trip", {}),
    ],
)
def test_a_note_goes_with_its_number(name: str, change: dict[str, Any]) -> None:
    report = comparison() | {"notes": {name: "What it tells."}}
    is_shown = name != "round_trip"
    assert ("What it tells." in render(report)) is is_shown
    assert f'href="#note-{name}"' in render(report) or not is_shown
    if change:
        assert "What it tells." not in render(report | change)


def test_costs_are_explained_where_there_are_any() -> None:
    report = comparison() | {"notes": {"cost": "What it tells."}}
    assert "What it tells." in render(report)
    for system in report["systems"]:
        system["cost"] = None
    assert "What it tells." not in render(report)
    assert 'id="cost"' not in render(report)


def test_a_metric_that_is_not_known_is_shown_all_the_same() -> None:
    report = comparison()
    report["systems"][0]["scores"]["new_metric"] = {
        "score": 1.0,
        "low": None,
        "high": None,
        "signature": "new",
    }
    table = cells(render(report), "Systems by rank")
    assert [row[6] for row in table] == ["New metric", "1.0", "–", "–"]
