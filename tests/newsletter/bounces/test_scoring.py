"""What it means for an address that something came back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from broadsheet.newsletter import ledger, subscribing
from broadsheet.newsletter.bounces import blocking
from broadsheet.newsletter.bounces.kinds import Kind
from broadsheet.newsletter.bounces.reports import Report
from broadsheet.newsletter.bounces.scoring import LIMIT, STALE, count
from broadsheet.newsletter.models import Asking, Delivery, DeliveryState, Ending, Letter, MailingList, Subscriber
from tests import world
from tests.newsletter import mailing

pytestmark = pytest.mark.django_db


@pytest.fixture
def daily() -> MailingList:
    world.paper()
    found = MailingList.objects.get()
    mailing.readers(1, found)
    return found


def come_back(daily: MailingList, kind: Kind, days_ago: int = 0) -> bool:
    """Another letter comes back, which was the last one so many days ago before."""
    letter = mailing.frozen(daily)
    reader = Subscriber.objects.get()
    if reader.scored_on:
        Subscriber.objects.update(scored_on=timezone.localdate() - timedelta(days=days_ago))
    return count(Report(kind, letter.deliveries.get().pk))


def test_hard_counts_one_soft_a_half_a_refusal_nothing_and_a_day_only_once(daily: MailingList) -> None:
    scores = []
    for kind, days in ((Kind.HARD, 1), (Kind.SOFT, 1), (Kind.REFUSED, 1), (Kind.HARD, 0)):
        assert come_back(daily, kind, days)
        scores.append(Subscriber.objects.get().score)
    assert scores == [1, 1.5, 1.5, 1.5]


def test_who_reaches_the_limit_gets_no_letters_until_the_address_is_confirmed_anew(daily: MailingList) -> None:
    for _ in range(int(LIMIT)):
        assert Subscriber.objects.get().refusal == ""
        come_back(daily, Kind.HARD, 1)
    reader = Subscriber.objects.get()
    assert (reader.refusal, bool(reader.refused_at)) == ("bounced", True)
    assert mailing.frozen(daily).deliveries.get().state == DeliveryState.EXCLUDED
    subscribing.confirm(Asking.objects.create(email=reader.email, lists=[daily.pk]).pk)
    reader.refresh_from_db()
    assert (reader.refusal, reader.score) == ("", 0)


def test_what_is_old_is_forgotten(daily: MailingList) -> None:
    come_back(daily, Kind.HARD)
    come_back(daily, Kind.HARD, STALE.days + 1)
    assert Subscriber.objects.get().score == 1


def test_a_complaint_ends_everything_at_once_and_a_report_counts_once(daily: MailingList) -> None:
    letter = mailing.frozen(daily)
    row = letter.deliveries.get().pk
    assert count(Report(Kind.SOFT, row))
    assert not count(Report(Kind.SOFT, row))
    assert not count(Report(Kind.HARD, row))
    assert count(Report(Kind.COMPLAINT, row))
    assert Subscriber.objects.get().refusal == "complained"
    assert ledger.tally(letter).returned == {"complaint": 1}
    assert not count(Report(Kind.HARD, row + 1))
    assert not count(Report(Kind.NOTHING, row))


def test_the_report_of_a_letter_counts_who_left_after_it_and_before_the_next(daily: MailingList) -> None:
    mailing.readers(2, daily, "other")
    first = mailing.frozen(daily)
    Delivery.objects.update(state=DeliveryState.HANDED)
    one, two = Subscriber.objects.filter(email__startswith="other").order_by("pk")
    subscribing.end(one.pk, [daily.pk], Ending.CLICK)
    second = mailing.frozen(daily)
    Delivery.objects.update(state=DeliveryState.HANDED)
    subscribing.end(two.pk, [daily.pk], Ending.PAGE)
    assert [ledger.tally(Letter.objects.get(pk=letter.pk)).unsubscribed for letter in (first, second)] == [1, 1]
    assert ledger.tally(first).adds_up


def test_the_newsroom_blocks_addresses_that_it_knows_or_not_and_lets_them_free(daily: MailingList, tmp_path) -> None:
    assert blocking.block("Reader0@example.org")
    assert not blocking.block("reader0@example.org")
    assert blocking.block("never-seen@example.org")
    with (tmp_path / "blocked.csv").open("w+") as file:
        assert blocking.write_blocked(file) == 2
        file.seek(0)
        assert file.read().splitlines()[1].startswith("reader0@example.org,staff,")
    assert blocking.unblock("reader0@example.org")
    assert not blocking.unblock("reader0@example.org")
    assert mailing.frozen(daily).deliveries.get().state == DeliveryState.PREPARED
