"""The addresses that get no letters: blocked by the newsroom, or for what came back."""

from __future__ import annotations

import csv
from typing import TextIO

from django.db import transaction
from django.utils import timezone

from broadsheet.newsletter.addresses import checked
from broadsheet.newsletter.models import Refusal, Subscriber


@transaction.atomic
def block(email: str) -> bool:
    """Send nothing to `email` any more, be it known or not; whether that is new. Raises AddressError."""
    reader, _made = Subscriber.objects.select_for_update().get_or_create(email=checked(email))
    if reader.refusal == Refusal.STAFF:
        return False
    reader.refusal, reader.refused_at = Refusal.STAFF, timezone.now()
    reader.save(update_fields=["refusal", "refused_at"])
    return True


@transaction.atomic
def unblock(email: str) -> bool:
    """Let `email` get letters again, whyever it got none; whether it was so. Its subscriptions are as they were."""
    reader = Subscriber.objects.select_for_update().of(email).exclude(refusal=Refusal.NONE).first()
    if reader is None:
        return False
    reader.refusal, reader.refused_at, reader.score, reader.scored_on = Refusal.NONE, None, 0, None
    reader.save(update_fields=["refusal", "refused_at", "score", "scored_on"])
    return True


def write_blocked(file: TextIO) -> int:
    """Write all of them into `file` as CSV, with the reason and since when; how many."""
    out, count = csv.writer(file), 0
    out.writerow(("email", "reason", "since"))
    for one in Subscriber.objects.exclude(refusal=Refusal.NONE).order_by("pk").iterator(500):
        out.writerow((one.email, one.refusal, one.refused_at.isoformat(timespec="seconds") if one.refused_at else ""))
        count += 1
    return count
