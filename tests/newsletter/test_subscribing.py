"""What a reader wants changes."""

from __future__ import annotations

import pytest
from django.utils import timezone

from broadsheet.newsletter import subscribing
from broadsheet.newsletter.models import Ending, MailingList, Source, Subscriber

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader() -> Subscriber:
    return Subscriber.objects.create(email="ada@example.org", confirmed_at=timezone.now())


def test_lists_are_joined_and_left_and_the_record_of_both_stays(reader: Subscriber) -> None:
    daily = MailingList.objects.create(name="Daily", slug="daily")
    breaking = MailingList.objects.create(name="Breaking", slug="breaking")
    subscribing.choose(reader, [daily.pk])
    subscribing.choose(reader, [breaking.pk])
    ended, begun = reader.subscriptions.order_by("mailing_list_id")
    assert (ended.is_on, ended.ending, ended.source) == (False, Ending.PREFERENCES, Source.PREFERENCES)
    assert ended.ended_at is not None
    assert begun.is_on
    subscribing.choose(reader, [daily.pk, breaking.pk])
    ended.refresh_from_db()
    assert (ended.is_on, ended.ending, ended.ended_at) == (True, Ending.NONE, None)


def test_a_closed_list_can_be_left_and_kept_but_not_joined(reader: Subscriber) -> None:
    closed = MailingList.objects.create(name="Old", slug="old")
    subscribing.choose(reader, [closed.pk])
    MailingList.objects.update(is_open=False)
    subscribing.choose(reader, [closed.pk])
    assert reader.subscriptions.get().is_on
    subscribing.choose(reader, [])
    subscribing.choose(reader, [closed.pk])
    assert not reader.subscriptions.get().is_on


def test_who_unsubscribes_twice_keeps_the_first_record(reader: Subscriber) -> None:
    daily = MailingList.objects.create(name="Daily", slug="daily")
    subscribing.choose(reader, [daily.pk])
    assert subscribing.end(reader.pk, [daily.pk], Ending.CLICK) == 1
    assert subscribing.end(reader.pk, [daily.pk], Ending.PAGE) == 0
    assert reader.subscriptions.get().ending == Ending.CLICK
