"""The pages behind the links of mails."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from broadsheet.newsletter import links, subscribing
from broadsheet.newsletter.models import Asking, Ending, MailingList, Subscriber
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader() -> Subscriber:
    world.paper()
    one = Subscriber.objects.create(email="ada@example.org", confirmed_at=timezone.now())
    subscribing.choose(one, [MailingList.objects.get().pk])
    return one


def address(kind: str, about: object) -> str:
    return reverse(f"newsletter-{kind}", args=[links.sign(kind, about)])


def test_a_robot_that_opens_every_link_changes_nothing(client: Client, reader: Subscriber) -> None:
    letter = MailingList.objects.get().pk
    asked = Asking.objects.create(email="new@example.org", lists=[letter])
    for kind, about in (("confirm", asked.pk), ("preferences", reader.pk), ("unsubscribe", [reader.pk, letter])):
        for ask in (client.get, client.head, client.options):
            assert ask(address(kind, about)).status_code == 200
    assert reader.subscriptions.get().is_on
    assert Subscriber.objects.count() == 1


def test_one_click_ends_the_subscription_without_cookie_or_token(reader: Subscriber) -> None:
    there = address("unsubscribe", [reader.pk, MailingList.objects.get().pk])
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(there, {"List-Unsubscribe": "One-Click"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert (answer.status_code, bool(answer.cookies)) == (200, False)
    assert reader.subscriptions.get().ending == Ending.CLICK


def test_the_page_unsubscribes_and_leads_to_where_it_can_be_undone(client: Client, reader: Subscriber) -> None:
    answer = client.post(address("unsubscribe", [reader.pk, MailingList.objects.get().pk]))
    assert reader.subscriptions.get().ending == Ending.PAGE
    assert "/newsletter/preferences/" in answer.content.decode()
    assert answer["Referrer-Policy"] == "no-referrer"


def test_the_page_of_preferences_changes_what_is_ticked(client: Client, reader: Subscriber) -> None:
    daily = MailingList.objects.create(name="Daily", slug="daily")
    client.post(address("preferences", reader.pk), {"list": [str(daily.pk), "x", "9" * 30]})
    assert [one.mailing_list for one in reader.subscriptions.filter(is_on=True)] == [daily]


@pytest.mark.parametrize("kind", ["confirm", "preferences", "unsubscribe"])
def test_a_link_of_another_kind_or_of_nobody_is_broken(client: Client, reader: Subscriber, kind: str) -> None:
    for token in (links.sign("other", reader.pk), links.sign(kind, 999), links.sign(kind, "x"), "a:b:c"):
        there = reverse(f"newsletter-{kind}", args=[token])
        assert client.post(there).status_code == 410
    assert reader.subscriptions.get().is_on
