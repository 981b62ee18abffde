"""The invitation to the letters: when it comes, what it leaves alone, and that it goes for good."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect
from wagtail.rich_text import RichText

from broadsheet.articles.models import Paper, Story
from tests import world

OVERLAP = """card => {
  const a = card.getBoundingClientRect();
  return [...document.querySelectorAll('.story-text > *')].map((one) => one.getBoundingClientRect()).some(
    (b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom);
}"""


@pytest.fixture
def story() -> Story:
    world.paper("Politics")
    body: list[tuple[str, Any]] = [("paragraph", RichText("<p>" + "A sentence that is read. " * 60 + "</p>"))] * 3
    return world.story(world.section("Politics"), body=body)


def card(page: Page) -> Locator:
    return page.locator(".letter-card")


def read(page: Page, address: str, seconds: int = 45, share: float = 0.6) -> None:
    """Opens the story, scrolls through that share of its text, and stays."""
    page.clock.install()
    page.goto(address)
    page.evaluate(
        """share => { const { top, height } = document.querySelector('.story-text').getBoundingClientRect();
        scrollTo({ top: scrollY + top + height * share - innerHeight, behavior: 'instant' }); }""",
        share,
    )
    page.clock.run_for(seconds * 1000)


def test_it_comes_after_reading_beside_the_text_without_focus_and_stays_closed(
    page: Page, story: Story, assert_accessible: Callable[[Page], None]
) -> None:
    page.emulate_media(reduced_motion="reduce")  # axe would measure the contrast of what is still faint
    read(page, story.url, seconds=20)
    expect(card(page)).to_have_count(0)
    page.clock.run_for(25_000)
    expect(card(page)).to_be_visible()
    assert page.evaluate("document.activeElement.tagName") == "BODY"
    assert not card(page).evaluate(OVERLAP)
    assert page.locator("[id]").evaluate_all("all => new Set(all.map(one => one.id)).size == all.length")
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(card(page)).to_have_count(0)
    read(page, story.url)
    expect(card(page)).to_have_count(0)


def test_on_a_telephone_it_stands_below_the_text_and_a_swipe_closes_it(
    watched: Callable[..., BrowserContext], story: Story
) -> None:
    page = watched(viewport={"width": 390, "height": 700}, has_touch=True, reduced_motion="reduce").new_page()
    read(page, story.url)
    expect(card(page)).to_be_attached()
    assert card(page).evaluate("card => getComputedStyle(card).position") == "relative"
    assert card(page).evaluate("card => getComputedStyle(card).animationName") == "none"
    assert not card(page).evaluate(OVERLAP)
    card(page).evaluate(
        """card => { for (const [kind, x] of [['touchstart', 250], ['touchend', 120]]) {
        const touch = new Touch({ identifier: 1, target: card, clientX: x, clientY: 300 });
        card.dispatchEvent(new TouchEvent(kind, { touches: [touch], changedTouches: [touch] })); } }"""
    )
    expect(card(page)).to_have_count(0)
    assert page.evaluate("localStorage.letters") == "closed"


def test_it_is_not_for_who_has_hardly_read_nor_for_readers_of_letters_nor_where_it_is_off(
    watched: Callable[..., BrowserContext], story: Story
) -> None:
    page = watched(viewport={"width": 1280, "height": 500}).new_page()
    read(page, story.url, share=0.2)
    expect(card(page)).to_have_count(0)
    reader = watched(viewport={"width": 1280, "height": 900}).new_page()
    read(reader, f"{story.url}#letter")
    read(reader, story.url)
    expect(card(reader)).to_have_count(0)
    paper = Paper.objects.get()
    paper.letter_card = False
    paper.save()
    other = watched(viewport={"width": 1280, "height": 900}).new_page()
    read(other, story.url)
    expect(card(other)).to_have_count(0)
    assert other.locator("script[src*=invitation]").count() == 0


def test_who_signs_up_by_it_sees_it_no_more(page: Page, story: Story) -> None:
    read(page, story.url)
    card(page).get_by_label("Your e-mail address").fill("ada@example.org")
    card(page).get_by_role("button", name="Sign up").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mail")
    assert page.evaluate("localStorage.letters") == "asked"
