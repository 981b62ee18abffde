"""Autosave and a pressed button meet: one story is made, with all that was written, and nobody sees an error."""

from __future__ import annotations

import time

import pytest
from django.http import HttpResponse
from playwright.sync_api import Page, Route, expect

from broadsheet.accounts.roles import Role
from broadsheet.articles.desk.beginning import NewStoryView
from broadsheet.articles.models import Front, Story
from tests import world
from tests.articles.newsroom import add_url, person
from tests.browser.test_newsroom import SignIn, press, sign, write


@pytest.fixture(autouse=True)
def paper() -> Front:
    front = world.paper("Politics", "Sports")
    world.author("Ada Reporter")
    return front


@pytest.fixture
def editor(signed_in: SignIn) -> Page:
    """An editor before a new story; autosave begins to watch the form two seconds after it opens."""
    page = signed_in(person(Role.EDITOR))
    page.add_init_script("addEventListener('w-unsaved:watch-edits', () => { document.body.dataset.watched = '' })")
    page.goto(add_url(world.section("Politics")))
    expect(page.locator("body[data-watched]")).to_be_attached()
    return page


def is_new_draft(request) -> bool:
    """Whether this is autosave, which asks for JSON, about to make a draft."""
    return request.method == "POST" and "/pages/add/" in request.url and "json" in request.headers["accept"]


def test_a_button_pressed_while_autosave_makes_the_draft_waits_for_it(
    editor: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    save = NewStoryView.save_action

    def save_slowly(view: NewStoryView) -> HttpResponse:
        response = save(view)
        time.sleep(1)
        return response

    monkeypatch.setattr(NewStoryView, "save_action", save_slowly)
    with editor.expect_request(is_new_draft):
        editor.get_by_role("textbox", name="Headline").fill("Council keeps the ferry")
    editor.get_by_role("textbox", name="Standfirst").fill("Nine votes to eight.")
    sent = []
    editor.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    press(editor, "Save draft")
    expect(editor.get_by_role("status")).to_contain_text("has been updated")
    story = Story.objects.get()
    assert story.get_latest_revision_as_object().standfirst == "Nine votes to eight."
    assert [url for url in sent if url.endswith("/edit/")]
    assert not [url for url in sent if "/add/" in url and "preview" not in url]


def test_where_the_answer_to_autosave_was_lost_publishing_makes_no_second_story(editor: Page) -> None:
    drafts = []

    def lose_the_answer(route: Route) -> None:
        if is_new_draft(route.request):
            drafts.append(route.fetch().json()["success"])
            route.fulfill(status=200, body="{")
            editor.unroute("**/pages/add/**")
        else:
            route.fallback()

    editor.route("**/pages/add/**", lose_the_answer)
    editor.get_by_role("textbox", name="Headline").fill("Council keeps the ferry")
    expect(editor.get_by_text("A server error occurred")).to_be_attached()
    assert drafts == [True]
    editor.evaluate("document.getElementById('page-edit-form').dataset.wAutosaveActiveValue = 'false'")
    begun = Story.objects.get()
    sign(editor)
    write(editor, "The ferry stays for another year.")
    press(editor, "Publish")
    expect(editor.get_by_role("status")).to_contain_text("published")
    story = Story.objects.get()
    assert (story.live, story.translation_key) == (True, begun.translation_key)
    assert "another year" in str(story.body)
