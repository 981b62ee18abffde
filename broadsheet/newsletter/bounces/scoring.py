"""What it means for an address that something came back.

As in Mailman: a hard bounce counts 1, a soft one ½, once a day at most, and what is old is forgotten; whose score
reaches `LIMIT` gets no letters any more, until they confirm the address anew. A refusal of the letter or of our
server counts nothing; a complaint ends everything at once.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from broadsheet.newsletter.bounces.kinds import Kind
from broadsheet.newsletter.bounces.reports import Report
from broadsheet.newsletter.models import Delivery, Refusal, Returned, Subscriber

WEIGHTS = {Kind.HARD: 1.0, Kind.SOFT: 0.5}
LIMIT = 5.0
"""Mailman's `bounce_score_threshold`."""
STALE = timedelta(days=45)
"""A score to which nothing came for so long begins anew. (By Mailman’s 7 days no weekly letter reached the limit.)"""


@transaction.atomic
def count(report: Report) -> bool:
    """Write down that a message came back; whether there is such a message and it was not written down before.

    A second report of the same message changes nothing, but for a complaint.
    """
    if report.delivery_id is None or report.kind == Kind.NOTHING:
        return False
    row = Delivery.objects.select_for_update(of=("self",)).filter(pk=report.delivery_id).first()
    if row is None or row.returned == report.kind or (row.returned and report.kind != Kind.COMPLAINT):
        return False
    Delivery.objects.filter(pk=row.pk).update(returned=Returned(report.kind))
    reader = Subscriber.objects.select_for_update(of=("self",)).filter(deliveries=row).first()
    if reader is not None and report.kind != Kind.REFUSED:
        _score(reader, report.kind, timezone.localdate())
    return True


def _score(reader: Subscriber, kind: Kind, day: date) -> None:
    refusal = Refusal(reader.refusal)
    if kind == Kind.COMPLAINT:
        refusal = Refusal.COMPLAINED if refusal in (Refusal.NONE, Refusal.BOUNCED) else refusal
    elif reader.scored_on != day:
        fresh = reader.scored_on is None or day - reader.scored_on > STALE
        reader.score, reader.scored_on = (0 if fresh else reader.score) + WEIGHTS[kind], day
        if reader.score >= LIMIT and refusal == Refusal.NONE:
            refusal = Refusal.BOUNCED
    if refusal != reader.refusal:
        reader.refusal, reader.refused_at = refusal, timezone.now()
    reader.save(update_fields=["score", "scored_on", "refusal", "refused_at"])
