"""Breaking news from a story's editor."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from broadsheet.accounts.roles import Role, found_roles
from broadsheet.articles.models import Story
from broadsheet.newsletter.models import Letter, LetterState, MailingList
from tests import world
from tests.articles.newsroom import as_, person
from tests.newsletter import mailing

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(settings) -> Story:
    settings.LETTER_SERVERS = ["smtp://127.0.0.1:9"]
    world.paper("Politics")
    found_roles()
    return world.story(world.section("Politics"), "The mayor resigns")


@pytest.fixture
def urgent(story: Story) -> MailingList:
    made = MailingList.objects.create(name="Breaking", slug="breaking", is_breaking=True)
    mailing.readers(2, made)
    return made


def editor_of(story: Story, client: Client) -> str:
    return client.get(reverse("wagtailadmin_pages:edit", args=[story.pk])).content.decode()


def test_it_is_sent_from_the_story_in_three_clicks_and_only_once(story: Story, urgent: MailingList) -> None:
    client, there = as_(person(Role.EDITOR)), reverse("desk_breaking", args=[story.pk])
    assert there in editor_of(story, client)
    page = client.get(there).content.decode()
    assert "Breaking: The mayor resigns" in page
    assert "Send it to 2 readers of “Breaking”" in page
    pressed = {"list": urgent.pk, "subject": "Now: the mayor\r\nresigns"}
    answer = client.post(there, pressed)
    letter = Letter.objects.get()
    assert answer["Location"] == reverse("desk_letter", args=[letter.pk])
    assert (letter.state, letter.subject) == (LetterState.FREEZING, "Now: the mayor resigns")
    assert "The mayor resigns" in letter.html
    assert "The list got this story" in client.post(there, pressed).content.decode()
    assert "The list has had this story." in client.get(there).content.decode()
    assert Letter.objects.count() == 1


def test_what_is_not_public_or_has_nobody_to_go_to_is_not_sent_and_leaves_no_draft(
    story: Story, urgent: MailingList, settings
) -> None:
    client, there = as_(person(Role.EDITOR)), reverse("desk_breaking", args=[story.pk])
    plain = MailingList.objects.get(slug="letter")
    assert "no list for breaking news" in client.post(there, {"list": plain.pk}).content.decode()
    assert client.post(there, {"list": "9" * 30}).status_code == 200
    urgent.subscriptions.update(is_on=False)
    assert "Nobody is on this list yet." in client.post(there, {"list": urgent.pk}).content.decode()
    urgent.subscriptions.update(is_on=True)
    story.unpublish()
    assert "is not public" in client.post(there, {"list": urgent.pk}).content.decode()
    assert there not in editor_of(story, client)
    settings.LETTER_SERVERS = []
    assert "no mail server" in client.post(there, {"list": urgent.pk}).content.decode()
    assert not Letter.objects.exists()


def test_reporters_do_not_send_it(story: Story, urgent: MailingList) -> None:
    client, there = as_(person(Role.REPORTER)), reverse("desk_breaking", args=[story.pk])
    assert there not in editor_of(story, client)
    client.post(there, {"list": urgent.pk})
    assert not Letter.objects.exists()


def test_without_a_list_for_it_there_is_no_such_item(story: Story) -> None:
    client = as_(person(Role.EDITOR))
    assert reverse("desk_breaking", args=[story.pk]) not in editor_of(story, client)
    assert "No list is for breaking news" in client.get(reverse("desk_breaking", args=[story.pk])).content.decode()
