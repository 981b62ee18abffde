"""An editor's day in a browser: a reporter writes and submits, an editor approves, corrects, schedules, curates."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from broadsheet.accounts.models import User
from broadsheet.accounts.roles import Role
from broadsheet.articles.models import Front, Story
from broadsheet.articles.scheduling import publish_due
from tests import world
from tests.articles.newsroom import person

SignIn = Callable[[User], Page]


@pytest.fixture(autouse=True)
def paper() -> Front:
    front = world.paper("Politics", "Sports")
    world.author("Ada Reporter")
    return front


def begin(page: Page, headline: str) -> None:
    """Open a new story in Politics from the desk's first page and fill in what every story has."""
    page.goto("/desk/")
    page.get_by_role("link", name="Politics", exact=True).click()
    page.get_by_role("textbox", name="Headline").fill(headline)
    page.get_by_role("textbox", name="Standfirst").fill("Nine votes to eight.")
    sign(page)


def sign(page: Page) -> None:
    """Add Ada Reporter to the bylines."""
    page.get_by_role("button", name="Add byline").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("checkbox", name="Ada Reporter").check()
    dialog.get_by_role("button", name="Confirm selection").click()
    expect(page.get_by_role("region", name="Byline 1")).to_contain_text("Ada Reporter")


def write(page: Page, text: str) -> None:
    """Add a paragraph to the body."""
    body = page.locator("#panel-child-story-body-section")
    body.get_by_role("button", name="Insert a block").first.click()
    page.get_by_role("option", name="Text").click()
    paragraph = body.get_by_role("textbox").last
    paragraph.click()
    expect(paragraph).to_be_focused()
    page.keyboard.type(text)
    field = body.locator("input[name^=body-][name$=-value]").last
    expect(field).to_have_value(re.compile(re.escape(text)))  # the editor keeps it a moment later


def press(page: Page, name: str) -> None:
    """Press an action at the foot of the editor, opening the menu where it is not the first one."""
    foot = page.get_by_role("navigation", name="Actions (footer)")
    button = foot.get_by_role("button", name=name)
    if not button.is_visible():
        foot.get_by_role("button", name="More actions").click()
    button.click()


def test_a_draft_is_submitted_approved_and_read(signed_in: SignIn, page: Page) -> None:
    author = person(Role.REPORTER)
    text = [("paragraph", world.RichText("<p>The ferry stays.</p>"))]
    world.story(world.section("Politics"), "Council keeps the ferry", live=False, owner=author, body=text)
    reporter = signed_in(author)
    reporter.goto("/desk/")
    reporter.get_by_role("link", name="Council keeps the ferry").click()
    press(reporter, "Submit to Editor’s desk")
    expect(reporter.get_by_role("status")).to_contain_text("submitted")

    editor = signed_in(person(Role.EDITOR))
    editor.goto("/desk/")
    editor.get_by_role("link", name="Council keeps the ferry").click()
    press(editor, "Approve and Publish")
    expect(editor.get_by_role("status")).to_contain_text("updated")

    page.goto("/")
    page.get_by_role("link", name="Council keeps the ferry").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Council keeps the ferry")
    expect(page.get_by_text("The ferry stays.")).to_be_visible()
    expect(page.get_by_text("Ada Reporter").first).to_be_visible()


def test_a_story_without_a_byline_is_refused_in_words(signed_in: SignIn) -> None:
    editor = signed_in(person(Role.EDITOR))
    editor.goto("/desk/")
    editor.get_by_role("link", name="Politics", exact=True).click()
    editor.get_by_role("textbox", name="Headline").fill("Nobody wrote this")
    write(editor, "Nobody did.")
    press(editor, "Publish")
    expect(editor.get_by_text("A story without a byline cannot be published").first).to_be_visible()
    assert not Story.objects.live().exists()


def test_a_correction_is_written_in_its_tab_and_read_on_the_story(signed_in: SignIn, page: Page) -> None:
    story = world.story(world.section("Politics"), "Council keeps the ferry")
    editor = signed_in(person(Role.EDITOR))
    editor.goto(f"/desk/pages/{story.pk}/edit/")
    editor.get_by_role("tab", name="Corrections").click()
    editor.get_by_role("button", name="Add correction").click()
    editor.get_by_role("textbox", name="Text").last.fill("There were nine votes, not ten.")
    press(editor, "Publish")
    expect(editor.get_by_role("status")).to_contain_text("published")
    page.goto(story.url)
    expect(page.get_by_text("There were nine votes, not ten.")).to_be_visible()


def test_a_scheduled_story_is_due_on_the_first_page_and_then_appears(signed_in: SignIn, page: Page) -> None:
    story = world.story(world.section("Politics"), "Tomorrow’s news", live=False)
    story.go_live_at = timezone.now() + timedelta(seconds=1)
    story.save_revision().publish()
    editor = signed_in(person(Role.EDITOR))
    editor.goto("/desk/")
    due = editor.locator("#desk-due-content")
    expect(due.get_by_role("link", name="Tomorrow’s news")).to_be_visible()
    editor.wait_for_timeout(1_000)
    (fired,) = publish_due(timezone.now())
    assert fired.error == ""
    editor.reload()
    published = editor.locator("#desk-published-content")
    expect(published.get_by_role("link", name="Tomorrow’s news", exact=True)).to_be_visible()
    page.goto("/politics/")
    expect(page.get_by_role("link", name="Tomorrow’s news").first).to_be_visible()


def test_a_changed_slug_leads_readers_on(signed_in: SignIn, page: Page) -> None:
    story = world.story(world.section("Politics"), "Council keeps the ferry", slug="ferry")
    editor = signed_in(person(Role.EDITOR))
    editor.goto(f"/desk/pages/{story.pk}/edit/")
    editor.get_by_role("tab", name="Settings").click()
    editor.get_by_role("textbox", name="Slug").fill("the-ferry-stays")
    press(editor, "Publish")
    expect(editor.get_by_role("status")).to_contain_text("published")
    page.goto("/politics/ferry/")
    expect(page).to_have_url(re.compile(r"/politics/the-ferry-stays/$"))


def test_the_preview_shows_the_paper_while_it_is_written(signed_in: SignIn) -> None:
    editor = signed_in(person(Role.EDITOR))
    begin(editor, "Council keeps the ferry")
    editor.get_by_role("button", name="Toggle preview").click()
    preview = editor.frame_locator("#w-preview-iframe")
    expect(preview.get_by_role("heading", level=1)).to_have_text("Council keeps the ferry")
    expect(preview.get_by_text("Ada Reporter").first).to_be_visible()
