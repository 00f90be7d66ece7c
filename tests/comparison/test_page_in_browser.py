"""The page in a real browser. It must ask for nothing and report no error in any of these tests."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect, sync_playwright

from comparison.page_samples import HOSTILE, NAMES, comparison, many
from summarize.comparison.page import render

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
Open = Callable[..., Page]
pytestmark = [
    pytest.mark.system,
    pytest.mark.skipif(
        CHROMIUM is None, reason="no Chromium on this machine (Debian's package: chromium)"
    ),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def show(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Opens a report from disk; afterwards nothing was asked for and no error was told."""
    contexts: list[BrowserContext] = []
    troubles: list[str] = []

    def open_page(report: dict[str, Any], width: int = 1280, **options: Any) -> Page:
        path = tmp_path / "report.html"
        path.write_text(render(report), encoding="utf-8")
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)

        def check(route: Route) -> None:
            if route.request.url.split("#")[0] == path.as_uri():
                route.continue_()
            else:
                troubles.append(route.request.url)
                route.abort()

        context.route("**/*", check)
        page = context.new_page()
        page.on("console", lambda message: troubles.append(message.text))
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("dialog", lambda dialog: troubles.append(dialog.message))
        page.goto(path.as_uri())
        if options.get("java_script_enabled", True):
            expect(page.locator("#shown")).not_to_be_empty()
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert troubles == []


def order(page: Page) -> list[int]:
    ids = page.locator(".segment").evaluate_all("rows => rows.map(row => row.id)")
    return [int(name.removeprefix("s")) for name in ids]


def choose(page: Page, **values: str | bool) -> None:
    """Set controls by their names, one after the other; the list follows each."""
    for name, value in values.items():
        page.evaluate("document.getElementById('shown').textContent = ''")
        control = page.locator(f"#controls [name={name}]")
        if isinstance(value, bool):
            control.set_checked(value)
        elif control.evaluate("element => element.tagName") == "SELECT":
            control.select_option(value)
        else:
            control.fill(value)
        expect(page.locator("#shown")).not_to_be_empty()


def test_sorting(show: Open) -> None:
    page = show(comparison())
    assert order(page)[:2] == [2, 3]  # the number that went wrong, then the least like it
    choose(page, order="disagreement")
    assert order(page) == [5, 3, 6, 7, 2, 8, 4, 1]
    choose(page, order="document")
    assert order(page) == [1, 2, 3, 4, 5, 6, 7, 8]


def test_filters(show: Open) -> None:
    page = show(comparison())
    assert page.inner_text("#shown") == "8 of 8 segments shown"
    choose(page, check="numbers")
    assert order(page) == [2]
    assert page.inner_text("#shown") == "1 of 8 segments shown"
    choose(page, check="", text="ПАРОМ")
    assert order(page) == [5]
    choose(page, text="no such words")
    assert order(page) == []
    choose(page, text="", left="0", flagged=True)
    assert order(page) == []
    choose(page, left="1", order="document")
    assert order(page) == [2, 4]


def test_two_systems_side_by_side(show: Open) -> None:
    page = show(comparison())
    assert page.locator("#s1 .output h4").all_inner_texts() == list(NAMES)
    choose(page, left="1", right="0", order="disagreement")
    expect(page.locator("#s1 .output h4")).to_have_text([NAMES[1], NAMES[0]])
    assert page.locator("[name=against]").input_value() == "each"
    assert order(page)[-1] == 1  # the two agree most on the first
    left, right = page.locator("#s1 .output").all()
    assert left.locator("del").inner_text().endswith("старый")
    assert right.locator("ins").inner_text() == "старый"
    choose(page, left="", right="")
    assert page.locator("[name=against]").input_value() == "0"


def test_differences_are_told_without_colour(show: Open) -> None:
    page = show(comparison())
    output = page.locator("#s2 .output").nth(1)
    assert output.locator("ins").all_inner_texts() == ["будет стоить 42"]
    line = output.locator("ins").evaluate("element => getComputedStyle(element).textDecorationLine")
    assert line == "underline"
    assert output.locator("del").count() == 0
    assert output.locator(".facts").inner_text() == "3 of 10 words differ."
    assert output.locator(".badges").inner_text() == "✕ rejected: numbers 4.2 became 42"
    choose(page, replaced=True)
    assert output.locator("del").inner_text().startswith("instead of:")


def test_without_references_the_consensus_is_compared_with(show: Open) -> None:
    page = show(comparison(references=0))
    best, other, _ = page.locator("#s1 .output").all()
    assert best.locator("ins, del").count() == 0
    assert best.locator(".facts").inner_text() == "The others are compared with this one."
    assert other.locator("del").inner_text().endswith("старый")


def test_the_keyboard(show: Open) -> None:
    page = show(comparison())
    for key, place in [("j", 0), ("j", 1), ("о", 2), ("k", 1), ("k", 0), ("k", 0)]:
        press(page, key)
        assert page.evaluate("document.activeElement.id") == f"s{order(page)[place]}"
    box = page.locator(".segment:focus").bounding_box()
    controls = page.locator("#controls").bounding_box()
    assert box
    assert controls
    assert box["y"] >= controls["y"] + controls["height"]
    page.keyboard.press("/")
    page.keyboard.type("jk?/")
    assert page.locator("[name=text]").input_value() == "jk?/"
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()
    page.locator("#shortcuts").uncheck()
    page.keyboard.press("Escape")
    assert not page.locator("#help").is_visible()
    page.keyboard.press("?")
    assert not page.locator("#help").is_visible()


def press(page: Page, key: str) -> None:
    """A key of a Latin or, for the same place on the keyboard, a Russian layout."""
    if key == "о":
        page.evaluate(
            "document.activeElement.dispatchEvent(new KeyboardEvent('keydown',"
            " {key: 'о', code: 'KeyJ', bubbles: true, cancelable: true}))"
        )
    else:
        page.keyboard.press(key)


def test_hostile_text_shows_as_text(show: Open) -> None:
    page = show(comparison(hostile=True))
    shown = page.locator("#s3 .output").nth(0)
    assert shown.locator("p").first.text_content() == HOSTILE
    assert HOSTILE.split()[0] in shown.locator("h4").inner_text()
    assert page.locator("img").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("segments", [8, 600])
def test_everything_can_be_read_with_scripts_blocked(show: Open, segments: int) -> None:
    report = comparison() if segments == 8 else many(segments, 2)
    page = show(report, java_script_enabled=False)
    assert page.locator(".plain article").count() == segments
    last = page.locator(".plain article").last
    last.scroll_into_view_if_needed()
    text = report["segments"][-1]["systems"][-1]["text"]
    expect(last.locator(".t").last).to_have_text(text, use_inner_text=True)
    assert page.locator("#controls").is_hidden()
    assert page.get_by_text("Scripts are blocked").is_visible()


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("width", [360, 768, 1920])
def test_no_width_makes_the_page_scroll_sideways(show: Open, width: int, scripts: bool) -> None:
    report = comparison(2)
    report["segments"][0]["systems"][0]["text"] = "Рентгеноэлектрокардиографический" * 8
    page = show(report, width, java_script_enabled=scripts)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.evaluate(
        "[...document.querySelectorAll('p')].every(p => p.scrollWidth <= innerWidth)"
    )


def test_dark_mode_and_print(show: Open) -> None:
    page = show(comparison(), color_scheme="dark")
    background = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(background) == "rgb(23, 24, 27)"
    page.emulate_media(media="print")
    assert page.evaluate(background) == "rgb(255, 255, 255)"
    assert page.locator("#controls").is_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("references", [0, 2])
def test_axe_finds_nothing_serious(show: Open, scheme: str, references: int) -> None:
    page = show(comparison(references), color_scheme=scheme)
    violations = Axe().run(page).response["violations"]
    assert [found["id"] for found in violations] == []
    page.keyboard.press("?")
    violations = Axe().run(page).response["violations"]
    assert [found["id"] for found in violations] == []


def test_a_great_report_renders_what_is_visible(show: Open) -> None:
    page = show(many())
    assert page.inner_text("#shown") == "5000 of 5000 segments shown"
    assert page.locator(".segment").count() == 5000
    assert filled(page) < 40
    middle = page.locator(".segment").nth(2500)
    middle.scroll_into_view_if_needed()
    expect(middle.locator(".output")).to_have_count(5)
    assert filled(page) < 60
    choose(page, order="document")
    for number in range(1, 6):
        page.keyboard.press("j")
        expect(page.locator(f"#s{number}")).to_be_focused()
    expect(page.locator("#s5 .output")).to_have_count(5)


def filled(page: Page) -> int:
    return page.locator(".segment:not(:empty)").count()


def test_compressed_segments_are_shown(show: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("summarize.comparison.page.PLAIN_BYTES", 1)
    monkeypatch.setattr("summarize.comparison.page.SHORT_BYTES", 3000)
    report = comparison(hostile=True)
    page = show(report)
    choose(page, order="document")
    assert order(page) == list(range(1, 9))
    assert (
        page.locator("#s8 .output p").first.text_content()
        == report["segments"][7]["systems"][0]["text"]
    )
    assert page.locator("#s4 .badges").first.inner_text() == "! warned: names Lindqvist is missing"
