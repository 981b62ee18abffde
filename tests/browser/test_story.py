"""A story in the browser: tabs by keyboard, the copied address, small windows, large text, nothing that shifts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.urls_of_the_paper import Printed, pages, print_paper

SHIFT = """() => new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => { for (const entry of list.getEntries()) sum += entry.value; })
    .observe({type: 'layout-shift', buffered: true});
  setTimeout(() => done(sum), 500);
})"""


@pytest.fixture
def printed() -> Printed:
    return print_paper(4)


def test_tabs_are_worked_by_keyboard(page: Page, printed: Printed) -> None:
    page.goto(printed.plain.url)
    tabs = page.get_by_role("tab")
    expect(tabs).to_have_text(["Politics", "Sports", "Opinion"])
    tabs.nth(0).focus()
    for key, wanted in [("ArrowRight", 1), ("End", 2), ("ArrowRight", 0), ("ArrowLeft", 2), ("Home", 0)]:
        page.keyboard.press(key)
        expect(tabs.nth(wanted)).to_be_focused()
        expect(tabs.nth(wanted)).to_have_attribute("aria-selected", "true")
        expect(page.get_by_role("tabpanel")).to_have_count(1)
        expect(page.get_by_role("tabpanel")).to_have_accessible_name(tabs.nth(wanted).inner_text())
    assert [tab.get_attribute("tabindex") for tab in tabs.all()] == ["0", "-1", "-1"]


def test_a_tab_is_chosen_by_a_click(page: Page, printed: Printed) -> None:
    page.goto(printed.plain.url)
    page.get_by_role("tab", name="Opinion").click()
    expect(page.get_by_role("tabpanel").get_by_role("link", name="Why bridges matter")).to_be_visible()


def test_without_javascript_all_sections_stand_open(watched: Callable[..., BrowserContext], printed: Printed) -> None:
    page = watched(java_script_enabled=False).new_page()
    page.goto(printed.plain.url)
    expect(page.get_by_role("tab")).to_have_count(0)
    for heading in ("Politics", "Sports", "Opinion"):
        expect(page.locator(".more-news").get_by_role("heading", name=heading)).to_be_visible()
    expect(page.get_by_role("button", name="Copy link")).to_have_count(0)


def test_the_address_can_be_copied(watched: Callable[..., BrowserContext], printed: Printed) -> None:
    page = watched(permissions=["clipboard-read", "clipboard-write"]).new_page()
    page.goto(printed.plain.url)
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == printed.plain.full_url


@pytest.mark.parametrize(("width", "zoom"), [(320, "100%"), (640, "200%")])
def test_no_page_scrolls_sideways(watched: Callable[..., BrowserContext], width: int, zoom: str) -> None:
    printed = print_paper()
    page = watched(viewport={"width": width, "height": 900}).new_page()
    wide = []
    for kind in pages():
        if kind.status != 200:
            continue
        page.goto(kind.url(printed))
        page.evaluate("zoom => { document.documentElement.style.fontSize = zoom; }", zoom)
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wide.append(kind.name)
    assert not wide


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_shifts_while_a_story_loads(
    watched: Callable[..., BrowserContext], printed: Printed, width: int
) -> None:
    page = watched(viewport={"width": width, "height": 900}).new_page()
    page.goto(printed.story.url)
    page.wait_for_load_state("networkidle")
    assert page.evaluate(SHIFT) < 0.01


def test_a_story_keeps_to_its_weight(watched: Callable[..., BrowserContext], printed: Printed) -> None:
    """Compressed with gzip: HTML, styles and scripts of a story without pictures 40 KB; scripts, plain, 8 KB."""
    import gzip

    page = watched().new_page()
    weights: dict[str, list[bytes]] = {}
    page.on(
        "response",
        lambda response: (
            weights.setdefault(response.request.resource_type, []).append(response.body())
            if response.request.resource_type in ("document", "stylesheet", "script")
            else None
        ),
    )
    page.goto(printed.plain.url)
    page.wait_for_load_state("networkidle")
    assert sum(len(gzip.compress(body)) for bodies in weights.values() for body in bodies) < 40 * 1024
    assert 0 < sum(map(len, weights["script"])) < 8 * 1024
    assert page.locator("script:not([type=module]):not([type='application/ld+json'])").count() == 0
