"""An editor curates the front: blocks are added, dragged and moved by their buttons, and readers see that order."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from broadsheet.accounts.roles import Role
from broadsheet.articles.models import Front
from tests import world
from tests.articles.newsroom import person
from tests.browser.keyboard import Keyboard
from tests.browser.test_newsroom import SignIn, press

LEAD = "The ferry stays"


@pytest.fixture(autouse=True)
def paper() -> Front:
    front = world.paper("Politics", "Sports", "Culture")
    for number in range(18):  # enough for the head of the front, and some for each strip
        world.story(world.section(("Politics", "Sports", "Culture")[number % 3]), f"News {number}")
    world.story(world.section("Culture"), LEAD)
    return front


def add(page: Page, kind: str) -> Locator:
    """Add a block of that kind at the end of the layout; the block."""
    page.get_by_role("button", name="Insert a block").last.click()
    page.get_by_role("option", name=kind).click()
    return page.locator("[data-contentpath=layout] [data-streamfield-child]").last


def choose(page: Page, block: Locator, what: str, title: str) -> None:
    """Choose the page of that title in the chooser of `block`."""
    block.get_by_role("button", name=f"Choose {what}").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("link", name=title, exact=True).click()
    expect(dialog).to_be_hidden()


def drag(page: Page, block: Locator, to: Locator) -> None:
    """Drag `block` by its handle to where `to` stands."""
    block.scroll_into_view_if_needed()
    handle, end = (one.locator("[data-streamfield-action=DRAG]").first for one in (block, to))
    handle.hover()
    page.mouse.down()
    there = end.bounding_box()
    assert there
    page.mouse.move(there["x"] + 5, there["y"] + 20, steps=20)
    page.mouse.move(there["x"] + 5, there["y"], steps=5)
    page.mouse.up()


def strips(page: Page) -> list[str]:
    """The titles of the front's strips, as readers see them."""
    page.goto("/")
    return page.locator(".strip-title").all_inner_texts()


def layout(page: Page) -> Locator:
    return page.locator("[data-contentpath=layout] [data-streamfield-child]")


def test_a_front_is_laid_out_dragged_and_moved_by_its_buttons(signed_in: SignIn, page: Page) -> None:
    front = Front.objects.get()
    editor = signed_in(person(Role.EDITOR))
    editor.goto(f"/desk/pages/{front.pk}/edit/")
    choose(editor, add(editor, "Lead"), "a page", LEAD)
    for name in ("Politics", "Sports", "Culture"):
        choose(editor, add(editor, "Section strip"), "a page", name)
    press(editor, "Publish")
    expect(editor.get_by_role("status")).to_contain_text("published")
    assert strips(page) == ["Politics", "Sports", "Culture"]
    assert page.locator(".teaser-lead").inner_text().startswith(LEAD)

    editor.goto(f"/desk/pages/{front.pk}/edit/")
    drag(editor, layout(editor).nth(2), to=layout(editor).nth(1))
    press(editor, "Publish")
    expect(editor.get_by_role("status")).to_contain_text("published")
    assert strips(page) == ["Sports", "Politics", "Culture"]

    editor.goto(f"/desk/pages/{front.pk}/edit/")
    keys = Keyboard(editor)
    keys.press(layout(editor).nth(1).get_by_role("button", name="Move down").first)
    press(editor, "Publish")
    expect(editor.get_by_role("status")).to_contain_text("published")
    assert strips(page) == ["Politics", "Sports", "Culture"]
    assert not keys.unseen, "\n".join(keys.unseen)
