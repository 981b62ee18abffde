"""One person's data, from the desk."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from broadsheet.accounts.roles import Role
from broadsheet.comments.models import Reply, State
from tests.articles.newsroom import as_, person
from tests.comments.replying import a_story, reply

pytestmark = pytest.mark.django_db
ROSA = "rosa@example.org"


def test_a_publisher_hands_over_what_is_kept_and_erases_it_after_typing_the_address_twice():
    story = a_story()
    one, other = reply(story, email=ROSA, text="I was there."), reply(story)
    browser, page = as_(person(Role.PUBLISHER)), reverse("desk_reply_person")
    assert "1 reply is kept" in browser.get(page, {"email": ROSA}).content.decode()
    answer = browser.post(page, {"email": "Rosa@Example.org", "do": "export"})
    assert answer["Content-Disposition"].startswith("attachment")
    assert json.loads(answer.content)["replies"][0]["text"] == "I was there."
    assert "Type the same address" in browser.post(page, {"email": ROSA, "do": "erase"}).content.decode()
    assert Reply.objects.get(pk=one.pk).text
    assert browser.post(page, {"email": ROSA, "do": "erase", "again": "ROSA@example.org "}).status_code == 302
    gone = Reply.objects.get(pk=one.pk)
    assert (gone.state, gone.text, gone.email) == (State.DELETED, "", "")
    assert Reply.objects.get(pk=other.pk).text
    logged = ModelLogEntry.objects.filter(action__in=["comments.export", "comments.erase"])
    assert logged.count() == 2
    assert not any("rosa" in json.dumps(entry.data) for entry in logged)


def test_an_address_that_is_none_is_told_and_moderators_are_not_let_in():
    a_story()
    page = reverse("desk_reply_person")
    assert "valid email" in as_(person(Role.PUBLISHER)).post(page, {"email": "x", "do": "erase"}).content.decode()
    assert as_(person(Role.MODERATOR)).post(page, {"email": ROSA, "do": "export"}).status_code in (302, 403)
