"""The desk without a mouse: a story is written with the keyboard alone, and the focus is always seen."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from broadsheet.accounts.models import User
from broadsheet.accounts.roles import Role, appoint
from broadsheet.articles.models import Front, Story
from tests import world
from tests.browser.keyboard import Keyboard
from tests.browser.test_signin import PASSWORD


@pytest.fixture(autouse=True)
def paper() -> Front:
    front = world.paper("Politics", "Sports")
    world.author("Ada Reporter")
    world.image(1200, 800, title="The ferry at its mooring")
    appoint(User.objects.create_user("ada@example.org", PASSWORD, first_name="Ada"), Role.REPORTER)
    return front


def test_a_story_is_written_and_submitted_with_the_keyboard_alone(page: Page) -> None:
    keys = Keyboard(page)
    page.goto("/desk/")
    keys.write(page.get_by_role("textbox", name="Email"), "ada@example.org")
    keys.write(page.get_by_label("Password").first, PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"^[^?]*/desk/$"))
    keys.press(page.get_by_role("link", name="Politics", exact=True))
    page.wait_for_url("**/add/**")
    keys.write(page.get_by_role("textbox", name="Headline"), "Council keeps the ferry")
    keys.write(page.get_by_role("textbox", name="Standfirst"), "Nine votes to eight.")

    keys.press(page.get_by_role("button", name="Add byline"))
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    ada = dialog.get_by_role("checkbox", name="Ada Reporter")
    keys.press(ada, "Space")
    expect(ada).to_be_checked()
    keys.press(dialog.get_by_role("button", name="Confirm selection"))
    expect(page.get_by_role("region", name="Byline 1")).to_contain_text("Ada Reporter")

    keys.press(page.get_by_role("button", name=re.compile("Choose (a picture|an image)")))
    expect(dialog).to_be_visible()
    keys.press(dialog.get_by_role("link", name="The ferry at its mooring"))
    expect(dialog).to_be_hidden()

    body = page.locator("#panel-child-story-body-section")
    keys.press(body.get_by_role("button", name="Insert a block"))
    keys.write(page.get_by_role("combobox", name="Search options"), "Text")
    expect(page.get_by_role("option", name="Text")).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option", name="Text")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    keys.write(body.locator("[contenteditable=true]"), "The ferry stays.")
    expect(page.locator("[name=body-0-value]")).to_have_value(re.compile("The ferry stays"))
    expect(page).to_have_url(re.compile(r"/edit/$"))
    page.wait_for_load_state("networkidle")
    foot = page.get_by_role("navigation", name="Actions (footer)")
    keys.press(foot.get_by_role("button", name="More actions"))
    keys.press(foot.get_by_role("button", name="Submit to Editor’s desk"))
    expect(page.get_by_role("status")).to_contain_text("submitted")
    story = Story.objects.get()
    assert (story.title, story.live) == ("Council keeps the ferry", False)
    draft = story.get_latest_revision_as_object()
    assert [byline.author.name for byline in draft.bylines.all()] == ["Ada Reporter"]
    assert draft.lead_image is not None
    assert "The ferry stays." in str(draft.body)
    assert not keys.unseen, "\n".join(keys.unseen)
