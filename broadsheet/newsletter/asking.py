"""Somebody asks for letters: what is kept of it, and the mail that asks whether it was they.

The answer is the same whether or not the address is known: a row and a task, in the same time. What differs comes by
mail alone, to who reads that address. And an address gets few of these mails, whoever types it and how often.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task

from broadsheet.newsletter import links, mails
from broadsheet.newsletter.models import Asking, MailingList, Subscriber

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MOST_AN_HOUR, MOST_A_DAY = 2, 4
"""Mails to one address that asks for confirmation."""
MOST_OF_NETWORK = 20
"""Sign-ups from one network within an hour."""


class TooManyError(Exception):
    """This network has asked too often; nothing was kept."""


@transaction.atomic
def ask(email: str, lists: Iterable[int], network: str = "") -> None:
    """Keep that `email` (a valid address) wants `lists`, by number, and send the mail that asks to confirm it.

    `network` is where it comes from, kept as a keyed hash. Raises TooManyError. Past the limit of an address nothing
    happens, and nobody is told: who asks does not learn what others asked.
    """
    now = timezone.now()
    hashed = salted_hmac("broadsheet.newsletter.network", network, algorithm="sha256").hexdigest()[:32]
    if network and Asking.objects.filter(network=hashed, at__gt=now - HOUR).count() >= MOST_OF_NETWORK:
        raise TooManyError
    lately = list(Asking.objects.filter(email=email, at__gt=now - DAY).values_list("at", flat=True)[:MOST_A_DAY])
    if len(lately) >= MOST_A_DAY or sum(at > now - HOUR for at in lately) >= MOST_AN_HOUR:
        return
    asked = Asking.objects.create(email=email, lists=list(lists), network=hashed if network else "")
    send_question.enqueue(asked.pk)


@task()
def send_question(asking_id: int) -> None:
    """Ask whether it was the reader; who is on all these lists already is told so instead."""
    asked = Asking.objects.filter(pk=asking_id, confirmed_at=None).first()
    if asked is None:
        return
    with override(settings.LANGUAGE_CODE):
        known = Subscriber.objects.of(asked.email).first()
        on = set(known.subscriptions.filter(is_on=True).values_list("mailing_list_id", flat=True)) if known else set()
        if known is not None and on.issuperset(asked.lists):
            _tell_of_lists(known)
        else:
            _ask_to_confirm(asked)


def _ask_to_confirm(asked: Asking) -> None:
    names = ", ".join(MailingList.objects.filter(pk__in=asked.lists).values_list("name", flat=True))
    words = _("Somebody asked us to send “%(lists)s” to this address. If it was you, confirm it on this page:")
    lines = [
        mails.Line(words % {"lists": names}),
        mails.Line(_("Confirm your address"), mails.page("newsletter-confirm", links.sign("confirm", asked.pk))),
        mails.Line(_("The link holds for three days.")),
        mails.Line(_("If it was not you, do nothing: you will hear no more of it.")),
    ]
    mails.send(_("Confirm your address"), asked.email, lines)


def _tell_of_lists(known: Subscriber) -> None:
    there = mails.page("newsletter-preferences", links.sign("preferences", known.pk))
    lines = [mails.Line(_("You get these letters already.")), mails.Line(_("Your letters"), there)]
    mails.send(_("Your letters"), known.email, lines)


def sweep(now: datetime) -> int:
    """Forget the sign-ups whose links hold no longer; how many."""
    return Asking.objects.filter(at__lt=now - timedelta(days=links.DAYS["confirm"])).delete()[0]
