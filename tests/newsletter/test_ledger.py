"""The ledger: who takes which row, and what became of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from broadsheet.newsletter import freezing, ledger, steering, subscribing
from broadsheet.newsletter.freezing import LetterError
from broadsheet.newsletter.ledger import Outcome, beat, claim, finish, join, settle, tally
from broadsheet.newsletter.models import (
    Delivery,
    DeliveryState,
    Ending,
    Letter,
    LetterState,
    MailingList,
    Refusal,
    Sender,
    Subscriber,
    Subscription,
)
from tests import world
from tests.newsletter import mailing

pytestmark = pytest.mark.django_db


@pytest.fixture
def daily() -> MailingList:
    world.paper()
    return MailingList.objects.get()


def test_every_candidate_has_one_row_with_its_state_and_reason(daily: MailingList, monkeypatch) -> None:
    monkeypatch.setattr(freezing, "STEP", 3)
    mailing.readers(8, daily)
    mailing.readers(2, daily, "gone", refusal=Refusal.BOUNCED)
    mailing.readers(1, MailingList.objects.create(name="Other", slug="other"), "other")
    ended = mailing.readers(1, daily, "ended")[0]
    subscribing.end(ended.pk, [daily.pk], Ending.PAGE)
    letter = mailing.frozen(daily)
    found = tally(letter)
    assert (letter.state, letter.candidates, found.adds_up) == (LetterState.SENDING, 10, True)
    assert (found.states["prepared"], found.excluded) == (8, {"bounced": 2})


def test_a_freezing_that_was_killed_goes_on_without_a_second_row_for_anybody(daily, monkeypatch) -> None:
    monkeypatch.setattr(freezing, "STEP", 3)
    mailing.readers(8, daily)
    draft = mailing.letter(daily)
    freezing.begin(draft.pk, "x", "x")
    assert freezing._step(draft.pk)
    Letter.objects.update(frozen_to=0)  # as if the rows had been written and the note of it lost
    mailing.readers(2, daily, "late")
    freezing.freeze(draft.pk)
    assert Letter.objects.get().candidates == Delivery.objects.count() == 8


def test_what_is_under_way_cannot_begin_again(daily: MailingList) -> None:
    letter = mailing.frozen(daily)
    with pytest.raises(LetterError, match="no draft"):
        freezing.begin(letter.pk, "", "")


def test_no_row_is_in_two_hands(daily: MailingList) -> None:
    mailing.readers(5, daily)
    letter = mailing.frozen(daily)
    one, other = join("here"), join("there")
    first, second = claim(letter.pk, one.pk, 3), claim(letter.pk, other.pk, 3)
    assert (len(first), len(second), claim(letter.pk, one.pk, 3)) == (3, 2, [])
    assert not {row.delivery_id for row in first} & {row.delivery_id for row in second}
    outcomes = [Outcome(row.delivery_id, DeliveryState.HANDED) for row in first]
    assert settle(other.pk, outcomes) == 0  # what is not in one's hands is not one's to settle
    assert settle(one.pk, outcomes) == 3
    assert settle(one.pk, outcomes) == 0


def test_who_unsubscribed_complained_or_was_erased_a_moment_ago_is_not_sent(daily: MailingList) -> None:
    left, complained, erased, stays = mailing.readers(4, daily)
    letter = mailing.frozen(daily)
    subscribing.end(left.pk, [daily.pk], Ending.CLICK)
    Subscriber.objects.filter(pk=complained.pk).update(refusal=Refusal.COMPLAINED)
    Subscriber.objects.get(pk=erased.pk).delete()
    sender = join("here")
    assert [row.subscriber_id for row in claim(letter.pk, sender.pk, 10)] == [stays.pk]
    found = tally(letter)
    assert found.excluded == {"unsubscribed": 1, "complained": 1, "erased": 1}
    assert found.adds_up
    assert ledger.still_wanted(daily.pk, stays.pk)
    subscribing.end(stays.pk, [daily.pk], Ending.CLICK)
    assert not ledger.still_wanted(daily.pk, stays.pk)


def test_what_a_dead_sender_had_in_hand_is_sent_again_and_counted_as_doubtful(daily: MailingList) -> None:
    mailing.readers(5, daily)
    letter = mailing.frozen(daily)
    dead = join("here")
    held = claim(letter.pk, dead.pk, 2)
    again = join("here")
    assert tally(letter).doubts == 2
    assert settle(dead.pk, [Outcome(row.delivery_id, DeliveryState.HANDED) for row in held]) == 0
    assert len(claim(letter.pk, again.pk, 10)) == 5
    assert not beat(dead)


def test_a_sender_elsewhere_keeps_its_rows_while_it_gives_signs(daily: MailingList) -> None:
    mailing.readers(2, daily)
    letter = mailing.frozen(daily)
    far, here = join("far"), join("here")
    claim(letter.pk, far.pk, 2)
    assert beat(here)
    assert claim(letter.pk, here.pk, 2) == []
    Sender.objects.filter(pk=far.pk).update(beat_at=timezone.now() - timedelta(minutes=5))
    assert beat(here)
    assert len(claim(letter.pk, here.pk, 2)) == 2


def test_a_message_that_is_put_off_comes_again_later_and_fails_in_the_end(daily: MailingList) -> None:
    mailing.readers(1, daily)
    letter, sender = mailing.frozen(daily), join("here")
    for _ in range(len(ledger.PAUSES) + 1):
        (row,) = claim(letter.pk, sender.pk, 1)
        settle(sender.pk, [Outcome(row.delivery_id, DeliveryState.DEFERRED, "451 4.7.1")])
        assert claim(letter.pk, sender.pk, 1) == []
        Delivery.objects.update(at=timezone.now() - timedelta(seconds=1))
    assert (Delivery.objects.get().state, Delivery.objects.get().reason) == (DeliveryState.FAILED, "451 4.7.1")
    assert finish(letter.pk)


def test_an_outage_is_no_attempt_and_a_message_that_breaks_connections_is_not_sent_without_end(daily) -> None:
    mailing.readers(1, daily)
    letter, sender = mailing.frozen(daily), join("here")
    for doubt in [False] * 12 + [True] * ledger.MOST_DOUBTS:
        (row,) = claim(letter.pk, sender.pk, 1)
        settle(sender.pk, [Outcome(row.delivery_id, DeliveryState.PREPARED, doubt=doubt)])
    assert (Delivery.objects.get().attempts, Delivery.objects.get().doubts) == (0, ledger.MOST_DOUBTS)
    (row,) = claim(letter.pk, sender.pk, 1)
    settle(sender.pk, [Outcome(row.delivery_id, DeliveryState.PREPARED, doubt=True)])
    assert Delivery.objects.get().state == DeliveryState.DEFERRED
    assert claim(letter.pk, sender.pk, 1) == []


def test_a_server_is_given_what_its_rate_allows_by_all_together(daily: MailingList) -> None:
    mailing.readers(50, daily)
    letter, sender = mailing.frozen(daily), join("here")
    counts = [len(claim(letter.pk, sender.pk, 20, "mail:25", 0.01)) for _ in range(3)]
    assert counts == [1, 0, 0]
    assert len(claim(letter.pk, sender.pk, 20, "other:25", 0)) == 20


def test_a_letter_is_paused_resumed_and_cancelled_and_its_sums_hold(daily: MailingList) -> None:
    mailing.readers(5, daily)
    letter, sender = mailing.frozen(daily), join("here")
    held = claim(letter.pk, sender.pk, 2)
    steering.pause(letter.pk)
    assert claim(letter.pk, sender.pk, 2) == []
    with pytest.raises(LetterError):
        steering.pause(letter.pk)
    steering.resume(letter.pk)
    steering.cancel(letter.pk)
    assert tally(letter).states["claimed"] == 2
    settle(sender.pk, [Outcome(held[0].delivery_id, DeliveryState.HANDED)])
    join("here")  # the first was killed with one in hand
    found = tally(letter)
    assert (found.states["handed"], found.excluded, found.adds_up) == (1, {"cancelled": 4}, True)


def test_a_letter_is_sent_once_nothing_of_it_is_open(daily: MailingList) -> None:
    mailing.readers(1, daily)
    letter, sender = mailing.frozen(daily), join("here")
    (row,) = claim(letter.pk, sender.pk, 5)
    assert not finish(letter.pk)
    settle(sender.pk, [Outcome(row.delivery_id, DeliveryState.HANDED)])
    assert finish(letter.pk)
    assert Letter.objects.get().finished_at is not None
    assert Subscription.objects.filter(is_on=True).count() == 1
