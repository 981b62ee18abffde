"""Long names, long words and logos stay within the page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext

from broadsheet.articles.models import Paper
from tests import world

LONG = "Kraftfahrzeughaftpflichtversicherungsbeitragsrechner"
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.mark.parametrize(("width", "zoom"), [(320, "100%"), (1440, "200%")])
def test_long_names_and_words_make_no_page_wider(watched: Callable[..., BrowserContext], width: int, zoom: str) -> None:
    world.paper("Politics")
    Paper.objects.update(name=f"The Northern Post and {LONG}")
    story = world.story(world.section("Politics"), LONG, standfirst=LONG)
    page = watched(viewport={"width": width, "height": 900}).new_page()
    for url in ("/", story.url):
        page.goto(url)
        page.evaluate("zoom => { document.documentElement.style.fontSize = zoom; }", zoom)
        assert not page.evaluate(WIDER), url


def test_a_see_through_logo_is_seen_by_night(watched: Callable[..., BrowserContext]) -> None:
    world.paper("Politics")
    Paper.objects.update(logo=world.image(1200, 200))
    page = watched(color_scheme="dark").new_page()
    page.goto("/")
    logo = page.locator(".nameplate img")
    assert logo.evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(255, 254, 251)"
    page.emulate_media(color_scheme="light")
    assert logo.evaluate("e => getComputedStyle(e).backgroundColor") == "rgba(0, 0, 0, 0)"
