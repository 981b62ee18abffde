"""The addresses that get no letters, in the desk."""

from __future__ import annotations

import pytest
from django.urls import reverse

from broadsheet.accounts.roles import Role, found_roles
from broadsheet.newsletter.models import MailingList, Refusal, Subscriber
from tests import world
from tests.articles.newsroom import as_, person
from tests.newsletter import mailing

pytestmark = pytest.mark.django_db


def test_they_are_listed_with_the_reason_found_added_and_taken_out() -> None:
    world.paper()
    found_roles()
    client, there = as_(person(Role.EDITOR)), reverse("desk_blocked")
    assert "There is none." in client.get(there).content.decode()
    mailing.readers(60, MailingList.objects.get(), refusal=Refusal.BOUNCED, score=5)
    mailing.readers(1, MailingList.objects.get(), "fine")
    client.post(there, {"block": "Ada@Example.org"})
    first = client.get(there).content.decode()
    assert "Letters came back" in first
    assert "fine0@" not in first
    assert "?p=2" in first
    found = client.get(there, {"q": "ADA@"}).content.decode()
    assert "The newsroom has blocked it" in found
    assert "reader1@" not in found
    assert "Take ada@example.org out" in found
    client.post(there, {"unblock": "ada@example.org"})
    assert Subscriber.objects.get(email="ada@example.org").refusal == Refusal.NONE
    assert "no e-mail address" in client.post(there, {"block": "<nobody>"}, follow=True).content.decode()
    assert there in client.get(reverse("wagtailadmin_home")).content.decode()


def test_reporters_do_not_see_them() -> None:
    world.paper()
    found_roles()
    client, there = as_(person(Role.REPORTER)), reverse("desk_blocked")
    assert client.get(there).status_code in (302, 403)
    client.post(there, {"block": "ada@example.org"})
    assert not Subscriber.objects.exists()
