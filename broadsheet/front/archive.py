"""The archive: every story by the month of its publication, in the newsroom's time zone."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from broadsheet.articles import tags
from broadsheet.articles.lists import live_sections
from broadsheet.articles.looks import Look, listed
from broadsheet.articles.models import Story
from broadsheet.articles.paging import Paging
from broadsheet.articles.walks import Along, Walk, walk
from broadsheet.edge.tags import depend

PER_PAGE = 50
LAST_PAGE = 2000


def archive(request: HttpRequest) -> HttpResponse:
    """Leads to the newest month that has a story."""
    newest = Story.objects.readable().newest_first().values_list("published_at", flat=True).first()
    day = timezone.localdate(newest) if newest else timezone.localdate()
    return HttpResponseRedirect(reverse("archive-month", args=[day.year, day.month]))


def archive_month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """The stories of a month, the newest first; raises Http404 for a month that is none or that has none."""
    try:
        first = date(year, month, 1)
        start, stop = month_start(first), month_start(month_after(first))
    except (ValueError, OverflowError):
        raise Http404(f"No month {year}-{month}.") from None
    depend(tags.month(first), tags.MONTHS)
    stories = Story.objects.readable().newest_first()
    found = stories.published_within(start, stop)
    rows, show = found.values_list("published_at", "pk"), listed(Look.ARCHIVED, live_sections(request))
    paging = Paging.of(rows, request, PER_PAGE, LAST_PAGE, show)
    if not paging.items and stories.exists():
        raise Http404(f"Nothing was published in {first:%Y-%m}.")
    before = stories.filter(published_at__lt=start).values_list("published_at", flat=True).first()
    after = (
        stories.filter(published_at__gte=stop).order_by("published_at").values_list("published_at", flat=True).first()
    )
    context = {
        "month": first,
        "months": months_of(year) if paging.items else [],
        "paging": paging,
        "previous_month": before and timezone.localdate(before).replace(day=1),
        "next_month": after and timezone.localdate(after).replace(day=1),
    }
    return render(request, "archive.html", context)


def months_of(year: int) -> list[tuple[date, bool]]:
    """The months of `year`, each with whether it has a story, by one query that looks at one row a month."""
    firsts = [date(year, number, 1) for number in range(1, 13)]
    found = walk([Walk(Along.SPAN, 1, month_start(first), month_start(month_after(first))) for first in firsts])
    return [(first, bool(rows)) for first, rows in zip(firsts, found, strict=True)]


def month_start(first: date) -> datetime:
    """The instant at which the month that begins on `first` begins in the newsroom's time zone."""
    return timezone.make_aware(datetime(first.year, first.month, 1))


def month_after(first: date) -> date:
    """The first day of the next month."""
    return (first + timedelta(days=31)).replace(day=1)
