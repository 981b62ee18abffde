"""How often stories are read: what the edge counted is kept as rows, summed up, and forgotten.

Rows with the hosts that readers came from are kept for an hour or two; then an hour's rows of a story become one,
without them. After `KEPT` nothing is left.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction
from django.db.models import QuerySet, Sum
from django.utils import timezone

from broadsheet.articles.models import Story
from broadsheet.related.models import Reading

KEPT = timedelta(days=8)
FINE = timedelta(hours=1)
"""For how long at least it is known to half a minute when a story was read, and from where."""
BATCH = 5_000


class Window(StrEnum):
    """The time that a count reaches back."""

    NOW = "now"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"

    @property
    def span(self) -> timedelta:
        """How long it is."""
        return SPANS[self]


SPANS = {
    Window.NOW: timedelta(minutes=5),
    Window.HOUR: timedelta(hours=1),
    Window.DAY: timedelta(days=1),
    Window.WEEK: timedelta(days=7),
}


def keep(counts: Mapping[tuple[str, str], int]) -> None:
    """Keeps what the edge counted just now, by subject (a story's id) and host; stories that are gone are left out."""
    at, ids = timezone.now(), {int(subject) for subject, _ in counts}
    with transaction.atomic():
        known = set(Story.objects.filter(pk__in=ids).values_list("pk", flat=True))
        Reading.objects.bulk_create(
            [
                Reading(story_id=int(subject), at=at, host=host, count=count)
                for (subject, host), count in counts.items()
                if int(subject) in known
            ]
        )


def read_most(window: Window, now: datetime, limit: int) -> dict[int, int]:
    """How often the `limit` most read stories were read, by their ids, the most read first."""
    rows = _since(window, now).values("story_id").annotate(total=Sum("count")).order_by("-total", "-story_id")
    return dict(rows.values_list("story_id", "total")[:limit])


def read_times(window: Window, now: datetime, ids: Collection[int]) -> dict[int, int]:
    """How often each of these stories was read, where it was."""
    rows = _since(window, now).filter(story_id__in=ids).values("story_id").annotate(total=Sum("count"))
    return dict(rows.values_list("story_id", "total"))


def referrers(now: datetime, ids: Collection[int] | None = None) -> dict[int, Counter[str]]:
    """From which hosts the readers of each story (of these) came in the last hour."""
    rows = _since(Window.HOUR, now).filter(is_hour=False)
    if ids is not None:
        rows = rows.filter(story_id__in=ids)
    found: dict[int, Counter[str]] = {}
    for story, host, total in rows.values_list("story_id", "host").annotate(total=Sum("count")):
        found.setdefault(story, Counter())[host] = total
    return found


def forget(now: datetime) -> None:
    """Makes one row of a story's rows of each hour that is past, and takes away what is older than `KEPT`."""
    Reading.objects.filter(at__lt=now - KEPT).delete()
    before = (now - FINE).replace(minute=0, second=0, microsecond=0)
    while _fold(before) == BATCH:
        pass


@transaction.atomic
def _fold(before: datetime) -> int:
    rows = list(Reading.objects.select_for_update().filter(is_hour=False, at__lt=before).order_by("at")[:BATCH])
    sums: Counter[tuple[int, datetime]] = Counter()
    for row in rows:
        sums[row.story_id, row.at.replace(minute=0, second=0, microsecond=0)] += row.count
    Reading.objects.filter(pk__in=[row.pk for row in rows]).delete()
    Reading.objects.bulk_create(
        [Reading(story_id=story, at=at, count=count, is_hour=True) for (story, at), count in sums.items()]
    )
    return len(rows)


def _since(window: Window, now: datetime) -> QuerySet[Reading]:
    return Reading.objects.filter(at__gt=now - window.span)
