"""A new story's form may arrive twice: one story is made, and no refusal loses what was written."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.models import Page

from broadsheet.accounts.roles import Role
from broadsheet.articles.models import Section, Story
from tests import world
from tests.articles.newsroom import add_url, as_, person, story_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def section() -> Section:
    world.paper("Politics")
    return world.section("Politics")


@pytest.fixture
def desk(section: Section) -> Client:
    return as_(person(Role.EDITOR))


def autosave(desk: Client, section: Section, key: str, **fields: Any) -> dict[str, Any]:
    """What autosave is told after it sends a new story's form."""
    answer = desk.post(add_url(section), story_form(begun=key, **fields), headers={"accept": "application/json"})
    return answer.json()


def test_a_form_that_knows_nothing_of_its_draft_takes_the_drafts_place(desk, section):
    key = str(uuid4())
    assert autosave(desk, section, key, text="<p>It.</p>")["success"]
    answer = desk.post(add_url(section), story_form(begun=key, action="publish", text="<p>It was close.</p>"))
    assert answer.status_code == 302
    story = Story.objects.get()
    assert (story.live, str(story.translation_key), story.bylines.count()) == (True, key, 1)
    assert "It was close." in str(story.body)


def test_a_draft_stays_where_the_form_after_it_is_refused(desk, section):
    key = str(uuid4())
    autosave(desk, section, key)
    answer = desk.post(add_url(section), story_form(begun=key, action="publish", authors=[], text="<p>More.</p>"))
    assert "A story without a byline cannot be published" in answer.content.decode()
    assert "More." in answer.content.decode()
    assert Story.objects.get().live is False


@pytest.mark.parametrize("fate", ["published", "changed elsewhere", "another reporter's"])
def test_a_story_that_has_gone_on_is_not_replaced(desk, section, fate):
    key = str(uuid4())
    autosave(as_(person(Role.EDITOR, "bo")) if fate == "another reporter's" else desk, section, key)
    if fate == "published":
        Story.objects.get().get_latest_revision().publish()
    if fate == "changed elsewhere":
        Story.objects.get().save_revision(user=person(Role.EDITOR, "bo"))
    answer = desk.post(add_url(section), story_form(begun=key, action="publish", text="<p>More.</p>"))
    assert "This story was saved already." in answer.content.decode()
    assert "More." in answer.content.decode()
    assert Story.objects.get().revisions.count() == (2 if fate == "changed elsewhere" else 1)


def test_autosave_is_told_of_a_refusal_in_its_own_manner(desk, section):
    key = str(uuid4())
    autosave(desk, section, key)
    Story.objects.get().get_latest_revision().publish()
    assert autosave(desk, section, key)["error_code"] == "validation_error"


def test_an_address_taken_at_the_last_moment_is_an_error_of_the_form(desk, section, monkeypatch):
    def taken(*args, **kwargs):
        raise ValidationError({"slug": "The slug is already in use."})

    monkeypatch.setattr(Page, "add_child", taken)
    answer = desk.post(add_url(section), story_form(action="publish", text="<p>It was close.</p>"))
    assert answer.status_code == 200
    for words in ("The slug is already in use.", "It was close.", "Council votes"):
        assert words in answer.content.decode()
    assert not Story.objects.exists()


def test_a_story_of_empty_paragraphs_is_refused_in_its_form(desk, section):
    answer = desk.post(add_url(section), story_form(action="publish", text="<p></p>"))
    assert "A story without text cannot be published" in answer.content.decode()
    assert not Story.objects.exists()


def test_a_new_story_without_an_address_gets_one_from_its_headline(desk, section):
    world.story(section, "Council votes", slug="council-votes")
    assert autosave(desk, section, str(uuid4()), slug="")["success"]
    assert Story.objects.get(live=False).slug == "council-votes-2"


def test_a_broken_key_is_refused_like_any_wrong_field(desk, section):
    answer = desk.post(add_url(section), story_form(begun="no key", action="publish"))
    assert answer.status_code == 200
    assert not Story.objects.exists()
