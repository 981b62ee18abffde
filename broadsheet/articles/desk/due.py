"""What the schedule holds, for the desk's first page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from wagtail.models import Page, Revision

from broadsheet.articles.models import Act, ScheduledAct
from broadsheet.articles.models.scheduled import LATE

AHEAD = timedelta(hours=48)
DAY = timedelta(hours=24)


@dataclass(frozen=True)
class Entry:
    """Something due: on time, overdue (nothing has done it though a minute has passed), or failing with a reason."""

    at: datetime
    act: Act
    page_id: int
    title: str
    overdue: bool
    error: str = ""


def due_entries(now: datetime, limit: int) -> list[Entry]:
    """What goes live or expires within two days, and whatever is overdue; by 3 queries."""
    until = now + AHEAD
    going = Revision.objects.page_revisions().filter(approved_go_live_at__lte=until).order_by("approved_go_live_at")
    rows = [
        (at, Act.GO_LIVE, int(pk), title)
        for at, pk, title in going.values_list("approved_go_live_at", "object_id", "object_str")[:limit]
    ]
    expiring = Page.objects.filter(live=True, expire_at__lte=until).order_by("expire_at")
    rows += [(at, Act.EXPIRE, pk, title) for at, pk, title in expiring.values_list("expire_at", "pk", "title")[:limit]]
    errors = _errors([row[2] for row in rows])
    entries = [
        Entry(at, act, pk, title, now - at > LATE, errors.get((pk, act.value, at), "")) for at, act, pk, title in rows
    ]
    return sorted(entries, key=lambda entry: (entry.at, entry.page_id))[:limit]


def _errors(page_ids: Sequence[int]) -> dict[tuple[int, str, datetime], str]:
    failing = ScheduledAct.objects.filter(done_at__isnull=True, page_id__in=page_ids)
    return {(pk, act, at): error for pk, act, at, error in failing.values_list("page_id", "act", "due", "error")}


def late_acts(now: datetime, limit: int) -> list[ScheduledAct]:
    """What the last day did more than a minute late, the latest first; by 1 query."""
    late = ScheduledAct.objects.filter(done_at__gte=now - DAY, lateness__gt=LATE.total_seconds())
    return list(late.order_by("-done_at")[:limit])
