"""What becomes of a sign-up until it is confirmed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from broadsheet.newsletter import asking, subscribing
from broadsheet.newsletter.models import Asking, MailingList, Refusal, Source, Subscriber
from tests import world

pytestmark = pytest.mark.django_db
ADA = "ada@example.org"


@pytest.fixture
def letter() -> MailingList:
    world.paper()
    return MailingList.objects.get()


def test_nobody_is_subscribed_before_confirming(letter: MailingList) -> None:
    asking.ask(ADA, [letter.pk])
    assert not Subscriber.objects.exists()
    assert [one.to for one in mail.outbox] == [[ADA]]
    assert "/newsletter/confirm/" in mail.outbox[0].body
    reader = subscribing.confirm(Asking.objects.get().pk)
    subscription = reader.subscriptions.get()
    assert (subscription.mailing_list, subscription.is_on, subscription.source) == (letter, True, Source.FORM)


def test_who_has_the_letters_already_is_told_so_by_mail_alone(letter: MailingList) -> None:
    asking.ask(ADA, [letter.pk])
    subscribing.confirm(Asking.objects.get().pk)
    asking.ask(ADA, [letter.pk])
    assert "You get these letters already." in mail.outbox[1].body
    assert "/newsletter/confirm/" not in mail.outbox[1].body


def test_an_address_gets_two_mails_an_hour_and_four_a_day_whoever_types_it(letter: MailingList) -> None:
    for _ in range(5):
        asking.ask(ADA, [letter.pk])
    assert len(mail.outbox) == 2
    Asking.objects.update(at=timezone.now() - timedelta(hours=2))
    for _ in range(5):
        asking.ask(ADA, [letter.pk])
    Asking.objects.update(at=timezone.now() - timedelta(hours=2))
    asking.ask(ADA, [letter.pk])
    assert len(mail.outbox) == 4


def test_a_network_that_asks_too_often_is_refused_and_nothing_is_kept(letter: MailingList) -> None:
    for number in range(asking.MOST_OF_NETWORK):
        asking.ask(f"a{number}@example.org", [letter.pk], "192.0.2.0/24")
    with pytest.raises(asking.TooManyError):
        asking.ask(ADA, [letter.pk], "192.0.2.0/24")
    asking.ask(ADA, [letter.pk], "198.51.100.0/24")
    assert Asking.objects.count() == asking.MOST_OF_NETWORK + 1
    assert not Asking.objects.filter(network__contains="192.0.2").exists()


def test_sign_ups_that_nobody_confirmed_are_forgotten(letter: MailingList) -> None:
    asking.ask(ADA, [letter.pk])
    assert asking.sweep(timezone.now()) == 0
    assert asking.sweep(timezone.now() + timedelta(days=4)) == 1
    assert subscribing.confirm(1) is None


def test_an_old_link_does_not_undo_an_unsubscription(letter: MailingList) -> None:
    asking.ask(ADA, [letter.pk])
    asked = Asking.objects.get()
    reader = subscribing.confirm(asked.pk)
    assert reader is not None
    subscribing.choose(reader, [])
    assert subscribing.confirm(asked.pk) == reader
    assert not reader.subscriptions.filter(is_on=True).exists()


def test_an_address_that_bounced_gets_letters_again_once_confirmed_but_not_one_that_complained(letter) -> None:
    asking.ask(ADA, [letter.pk])
    reader = subscribing.confirm(Asking.objects.get().pk)
    assert reader is not None
    for refusal, after in ((Refusal.BOUNCED, Refusal.NONE), (Refusal.COMPLAINED, Refusal.COMPLAINED)):
        Subscriber.objects.update(refusal=refusal)
        subscribing.choose(reader, [])
        Asking.objects.update(at=timezone.now() - timedelta(days=2))
        asking.ask(ADA, [letter.pk])
        subscribing.confirm(Asking.objects.latest("pk").pk)
        reader.refresh_from_db()
        assert reader.refusal == after


def test_no_address_is_in_what_is_printed_of_a_row(letter: MailingList) -> None:
    asking.ask(ADA, [letter.pk])
    subscribing.confirm(Asking.objects.get().pk)
    assert (
        "@" not in f"{Subscriber.objects.get()} {Asking.objects.get()} {Subscriber.objects.get().subscriptions.get()}"
    )
