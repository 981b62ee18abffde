"""Likes and reports without an account: one of each for a reply from an internet address.

People behind one address, as in a household, are one; whoever changes address may be counted twice. That is as honest
as it gets without knowing who somebody is, and it is all that is claimed.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from broadsheet.comments import tags
from broadsheet.comments.models import Mark, RepliesSettings, Reply, State
from broadsheet.comments.models.mark import MarkKind
from broadsheet.edge.addresses import hashed
from broadsheet.edge.tags import bump


@transaction.atomic
def like(reply: Reply, address: str) -> bool:
    """Count a like of `reply` from `address`; false where it was counted before."""
    if not _is_new(reply, MarkKind.LIKE, address):
        return False
    Reply.objects.filter(pk=reply.pk).update(likes=F("likes") + 1)
    bump(tags.replies(reply.story_id))
    return True


@transaction.atomic
def report(reply: Reply, address: str, reason: str) -> bool:
    """Count a report of `reply` from `address`; false where it was counted before.

    A reply that as many have reported as the settings say is held, unless a moderator has approved it in person.
    """
    if not _is_new(reply, MarkKind.REPORT, address, reason[:400]):
        return False
    Reply.objects.filter(pk=reply.pk).update(reports=F("reports") + 1)
    reply.refresh_from_db()
    most = RepliesSettings.now().reports_hold
    judged = reply.decisions.filter(act=State.APPROVED, user__isnull=False).exists()
    if most and reply.reports >= most and reply.is_public and not judged:
        reply.become(State.HELD, phase="reports", code="reported", reason=f"Reported {reply.reports} times: {reason}")
    return True


def _is_new(reply: Reply, kind: MarkKind, address: str, reason: str = "") -> bool:
    _, made = Mark.objects.get_or_create(
        reply=reply,
        kind=kind,
        mark=hashed(address, kind, reply.pk),
        defaults={"at": timezone.now(), "reason": reason},
    )
    return made
