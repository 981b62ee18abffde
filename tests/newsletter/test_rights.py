"""What is kept of one person."""

from __future__ import annotations

import pytest

from broadsheet.newsletter import asking, rights
from broadsheet.newsletter.ledger import claim, join, tally
from broadsheet.newsletter.models import Asking, MailingList, Subscriber
from tests import world
from tests.newsletter import mailing

pytestmark = pytest.mark.django_db


def test_all_that_is_kept_is_told_and_erased_and_ledgers_still_add_up() -> None:
    world.paper()
    daily = MailingList.objects.get()
    mailing.readers(2, daily)
    letter = mailing.frozen(daily)
    asking.ask("reader0@example.org", [daily.pk])
    told = rights.export("Reader0@example.org")
    assert told["subscriptions"][0]["list"] == daily.name
    assert [one["subject"] for one in told["letters"]] == [letter.subject]
    assert len(told["sign_ups_that_wait"]) == 1
    assert rights.erase("Reader0@example.org") == 1
    assert rights.erase("reader0@example.org") == 0
    assert not Subscriber.objects.of("reader0@example.org").exists()
    assert not Asking.objects.exists()
    assert len(claim(letter.pk, join("here").pk, 5)) == 1
    assert (tally(letter).adds_up, tally(letter).excluded) == (True, {"erased": 1})
    empty = rights.export("nobody@example.org")
    assert (empty["subscriptions"], empty["letters"]) == ([], [])
