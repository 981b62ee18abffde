"""What a reader wants changes: confirmed, chosen anew, ended. Each change is one transaction and leaves its record."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from broadsheet.newsletter.models import Asking, Ending, MailingList, Refusal, Source, Subscriber, Subscription


@transaction.atomic
def confirm(asking_id: int) -> Subscriber | None:
    """The subscriber whose owner confirms the sign-up of that number; None where it is gone.

    Who confirms twice changes nothing the second time. An address whose letters came back gets them again: somebody
    has just read a mail there. One that the newsroom has blocked, or whose owner complained, stays without.
    """
    asked = Asking.objects.select_for_update().filter(pk=asking_id).first()
    if asked is None:
        return None
    if asked.confirmed_at is not None:
        return Subscriber.objects.of(asked.email).first()
    now = timezone.now()
    reader, _made = Subscriber.objects.get_or_create(email=asked.email, defaults={"confirmed_at": now})
    if reader.refusal == Refusal.BOUNCED:
        reader.refusal, reader.refused_at, reader.score = Refusal.NONE, None, 0
        reader.save(update_fields=["refusal", "refused_at", "score"])
    Subscriber.objects.filter(pk=reader.pk, confirmed_at=None).update(confirmed_at=now)  # it was blocked, then not
    for mailing_list in MailingList.objects.filter(pk__in=asked.lists):
        _begin(reader, mailing_list, Source.FORM)
    asked.confirmed_at = now
    asked.save(update_fields=["confirmed_at"])
    return reader


@transaction.atomic
def choose(reader: Subscriber, wanted: Iterable[int]) -> None:
    """Let `reader` have the lists of these numbers and no other; a closed list can be left, not joined."""
    chosen = set(wanted)
    on = set(reader.subscriptions.filter(is_on=True).values_list("mailing_list_id", flat=True))
    for mailing_list in (one for one in MailingList.objects.offered() if one.pk in chosen - on):
        _begin(reader, mailing_list, Source.PREFERENCES)
    end(reader.pk, on - chosen, Ending.PREFERENCES)


def _begin(reader: Subscriber, mailing_list: MailingList, source: Source) -> None:
    """A subscription that is on stays as it was, with its date."""
    fresh = {"is_on": True, "since": timezone.now(), "source": source, "ended_at": None, "ending": Ending.NONE}
    found, made = Subscription.objects.get_or_create(subscriber=reader, mailing_list=mailing_list, defaults=fresh)
    if not made and not found.is_on:
        Subscription.objects.filter(pk=found.pk).update(**fresh)


@transaction.atomic
def end(subscriber_id: int, lists: Iterable[int], how: Ending) -> int:
    """End the subscriptions to these lists; how many were on. Once this returns, no letter to them begins."""
    found = Subscription.objects.filter(subscriber_id=subscriber_id, mailing_list_id__in=list(lists), is_on=True)
    return found.update(is_on=False, ended_at=timezone.now(), ending=how)
