"""A reporter writes a story with a picture from nothing and submits it; an editor approves; readers read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import Image as PILImage
from playwright.sync_api import Page, expect

from broadsheet.accounts.roles import Role
from broadsheet.articles.models import Front, Story
from tests import world
from tests.articles.newsroom import person
from tests.browser.test_newsroom import SignIn, begin, press, write


@pytest.fixture(autouse=True)
def paper() -> Front:
    front = world.paper("Politics", "Sports")
    world.author("Ada Reporter")
    return front


def add_picture(page: Page, file: Path) -> None:
    """Upload a picture in the chooser of the lead picture."""
    page.get_by_role("button", name="Choose a picture").or_(
        page.get_by_role("button", name="Choose an image")
    ).first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("tab", name="Upload").click()
    dialog.locator("input[type=file]").set_input_files(file)
    dialog.get_by_role("textbox", name="Title").fill("The ferry at its mooring")
    dialog.get_by_role("textbox", name="Description").fill("A white ferry at a quay.")
    dialog.get_by_role("button", name="Upload").click()
    expect(dialog).to_be_hidden()


def test_a_story_with_a_picture_is_written_submitted_approved_and_read(
    signed_in: SignIn, page: Page, tmp_path: Path
) -> None:
    file = tmp_path / "ferry.jpg"
    PILImage.new("RGB", (1200, 800), (40, 90, 150)).save(file)
    reporter = signed_in(person(Role.REPORTER))
    begin(reporter, "Council keeps the ferry")
    add_picture(reporter, file)
    write(reporter, "The ferry stays for another year.")
    expect(reporter).to_have_url(re.compile(r"/edit/$"))  # autosave has made the draft
    reporter.wait_for_load_state("networkidle")
    press(reporter, "Submit to Editor’s desk")
    expect(reporter.get_by_role("status")).to_contain_text("submitted")
    assert not Story.objects.live().exists()

    editor = signed_in(person(Role.EDITOR))
    editor.goto("/desk/")
    editor.get_by_role("link", name="Council keeps the ferry").click()
    press(editor, "Approve and Publish")
    expect(editor.get_by_role("status")).to_contain_text("updated")

    page.goto("/")
    page.get_by_role("link", name="Council keeps the ferry").first.click()
    expect(page.get_by_text("The ferry stays for another year.")).to_be_visible()
    expect(page.get_by_role("img", name="A white ferry at a quay.")).to_be_visible()
