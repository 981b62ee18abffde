"""Two editors at one story: lock, history, comparison, live preview and comments, as they work in the browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from broadsheet.accounts.roles import Role
from broadsheet.articles.models import Story
from tests import world
from tests.articles.newsroom import person
from tests.browser.test_newsroom import SignIn, press


@pytest.fixture
def story() -> Story:
    world.paper("Politics", "Sports")
    text = [("paragraph", world.RichText("<p>The ferry stays.</p>"))]
    return world.story(world.section("Politics"), "Council keeps the ferry", body=text)


def edit(page: Page, story: Story) -> None:
    """Open the story in the editor and wait until it watches what is written."""
    page.add_init_script("addEventListener('w-unsaved:watch-edits', () => { document.body.dataset.watched = '' })")
    page.goto(f"/desk/pages/{story.pk}/edit/")
    expect(page.locator("body[data-watched]")).to_be_attached()


def panel(page: Page, name: str) -> None:
    """Open a side panel of the editor."""
    page.get_by_role("button", name=re.compile(name)).first.click()


def test_a_second_editor_sees_that_a_story_is_locked_and_cannot_change_it(signed_in: SignIn, story: Story) -> None:
    first, second = signed_in(person(Role.EDITOR, "ada")), signed_in(person(Role.REPORTER, "bo"))
    first.goto(f"/desk/pages/{story.pk}/edit/")
    panel(first, "Toggle status")
    first.get_by_role("checkbox", name="Lock").click(force=True)
    expect(first.get_by_text(re.compile("locked by you", re.IGNORECASE)).first).to_be_visible()

    second.goto(f"/desk/pages/{story.pk}/edit/")
    expect(second.get_by_text(re.compile("was locked by ada@example.org")).first).to_be_visible()
    expect(second.get_by_role("button", name="Page locked")).to_be_visible()
    expect(second.get_by_role("button", name="Save draft")).to_have_count(0)


def test_what_changed_between_two_versions_is_shown(signed_in: SignIn, story: Story) -> None:
    editor = signed_in(person(Role.EDITOR))
    edit(editor, story)
    editor.get_by_role("textbox", name="Headline").fill("Council keeps the old ferry")
    press(editor, "Publish")
    expect(editor.get_by_role("status")).to_contain_text("published")
    editor.goto(f"/desk/pages/{story.pk}/history/")
    expect(editor.get_by_role("cell", name=re.compile("Published")).first).to_be_visible()
    editor.get_by_role("row", name=re.compile("Draft saved")).first.get_by_role("button", name="Actions").click()
    editor.get_by_role("link", name="Compare with previous version").click()
    expect(editor.locator("ins, .addition").first).to_contain_text("old")


def test_the_preview_follows_what_is_written(signed_in: SignIn, story: Story) -> None:
    editor = signed_in(person(Role.EDITOR))
    edit(editor, story)
    panel(editor, "Toggle preview")
    preview = editor.frame_locator("#w-preview-iframe").last
    expect(preview.get_by_role("heading", level=1)).to_have_text("Council keeps the ferry")
    editor.get_by_role("textbox", name="Headline").fill("Council sells the ferry")
    expect(preview.get_by_role("heading", level=1)).to_have_text("Council sells the ferry")


def test_an_editor_leaves_a_comment_that_the_reporter_reads(signed_in: SignIn, story: Story) -> None:
    editor, reporter = signed_in(person(Role.EDITOR)), signed_in(person(Role.REPORTER))
    edit(editor, story)
    panel(editor, "Toggle comments")
    editor.locator("[data-contentpath=standfirst]").get_by_role("button", name="Add comment").last.click()
    editor.get_by_role("textbox", name="Enter a comment").or_(editor.locator(".comment textarea")).first.fill(
        "Say how many voted."
    )
    editor.get_by_role("button", name="Comment", exact=True).click()
    press(editor, "Save draft")
    expect(editor.get_by_role("status")).to_contain_text("updated")

    edit(reporter, story)
    panel(reporter, "Toggle comments")
    expect(reporter.get_by_text("Say how many voted.").first).to_be_visible()
