"""What is kept of readers only for a while: the worker takes it away once its time is over.

Internet addresses, networks and browsers go (or leave a keyed hash), likes and reports lose the hash that tells that an
address gave them, and replies that their writers deleted lose their words.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from broadsheet.comments.models import Mark, RepliesSettings, Reply, SpentProof, State
from broadsheet.comments.rights import ERASED, empty
from broadsheet.edge.addresses import hashed

BATCH = 500
EVERY = timedelta(hours=1)
_last: datetime | None = None


def sweep_hourly(now: datetime) -> None:
    """Sweep, but at most once an hour in this process."""
    global _last
    if _last is None or now - _last >= EVERY:
        _last = now
        sweep(now)


def sweep(now: datetime) -> int:
    """Take away what is older than the settings let it be; how many rows that concerned."""
    SpentProof.objects.filter(until__lt=now).delete()
    rules = RepliesSettings.now()
    if not rules.keep_days:
        return 0
    before, count = now - timedelta(days=rules.keep_days), 0
    while rows := _forget(before, rules.keep_hash):
        count += rows
    count += Mark.objects.filter(at__lt=before).delete()[0]
    for reply in Reply.objects.filter(state=State.DELETED, code="by-writer", posted_at__lt=before)[:BATCH]:
        with transaction.atomic():
            empty(reply)
        count += 1
    return count


@transaction.atomic
def _forget(before: datetime, keeps_hash: bool) -> int:
    known = ~Q(ip=None) | ~Q(subnet="") | ~Q(agent="")
    old = Reply.objects.filter(known, posted_at__lt=before).exclude(token__startswith=ERASED)
    rows = Reply.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:BATCH])).locked()
    for reply in rows:
        reply.ip_hash = hashed(reply.ip) if keeps_hash and reply.ip else reply.ip_hash
        reply.ip, reply.subnet, reply.agent = None, "", ""
    Reply.objects.bulk_update(rows, ["ip", "ip_hash", "subnet", "agent"])
    return len(rows)
