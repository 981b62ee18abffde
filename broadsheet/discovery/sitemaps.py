"""Sitemaps by the sitemaps.org protocol 0.9: an index, files of stories by month, one file of everything else.

Months are found by walking the index of times; a file reads the rows of its month alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest
from wagtail.models import Page

from broadsheet.articles import tags
from broadsheet.articles.models import Author, Byline, InfoPage, Paper, Section, Story, StoryTopic, Topic
from broadsheet.articles.models.story import StoryQuerySet
from broadsheet.articles.walks import Along, Walk, time_of, walk
from broadsheet.discovery.addresses import absolute, page_address
from broadsheet.edge.tags import depend

MOST = 50_000
"""Addresses in one file, by the protocol."""


@dataclass(frozen=True)
class Entry:
    """One address of a sitemap, with the time of its last change where that is known."""

    url: str
    changed: datetime | None = None


def listed_stories() -> StoryQuerySet:
    """What sitemaps list: readable stories that have their home here, not those first published elsewhere."""
    return Story.objects.readable().listed()


def files() -> Iterator[Entry]:
    """The files of the index, with the time of the newest story for the files of stories.

    An update of an older story does not count: to know the latest of each month, every story would have to be read.
    """
    depend(tags.PAPER, tags.STORIES)
    yield Entry(absolute("/sitemap-pages.xml"))
    found = months()
    large = Story.objects.filter(published_at__isnull=False).count() > MOST
    for month, newest in found:
        for part in range(1, (_parts(month) if large else 1) + 1):
            yield Entry(absolute(f"/sitemap-{month:%Y-%m}{'' if part == 1 else f'-{part}'}.xml"), newest)


def months() -> list[tuple[date, datetime]]:
    """The months (by UTC) that have listed stories and each one's newest time, the newest month first."""
    times = listed_stories().values_list("published_at", flat=True)
    last, first = times.order_by("-published_at").first(), times.order_by("published_at").first()
    if last is None or first is None:
        return []
    all_months = list(_months_down(_month_of(last), _month_of(first)))
    found = walk([Walk(Along.LISTED, 1, *_span(month)) for month in all_months])
    return [(month, time_of(rows[0][0])) for month, rows in zip(all_months, found, strict=True) if rows]


def stories_of(year: int, month: int, part: int, request: HttpRequest) -> list[Entry]:
    """The stories of a month's file; raises Http404 for one that the index does not name."""
    try:
        first = date(year, month, 1)
        depend(tags.sitemap(first))
        stories = _of_month(first)
    except (ValueError, OverflowError):
        raise Http404(f"No month {year}-{month}.") from None
    front = Paper.for_request(request).site.root_page
    rows = stories.newest_first().values_list("url_path", "published_at", "updated_at")
    found = rows[(part - 1) * MOST : part * MOST]
    if not found:
        raise Http404(f"Nothing was published in {first:%Y-%m}.")
    below = len(front.url_path) - 1
    return [Entry(absolute(url_path[below:]), updated or published) for url_path, published, updated in found]


def pages(request: HttpRequest) -> list[Entry]:
    """Front, sections, information pages; authors and topics that have stories."""
    depend(tags.PRIVACY, tags.SITEMAP_PAGES)
    front = Paper.for_request(request).site.root_page
    entries = [Entry(page_address(front, request))]
    found: list[Page] = [
        *Section.objects.live().public().descendant_of(front).order_by("path").defer("layout"),
        *InfoPage.objects.live().public().descendant_of(front).order_by("path").defer("body"),
    ]
    entries += [Entry(page_address(page, request), page.last_published_at) for page in found]
    authors = Author.objects.filter(Exists(_told(Byline).filter(author=OuterRef("pk"))))
    topics = Topic.objects.filter(Exists(_told(StoryTopic).filter(topic=OuterRef("pk"))))
    entries += [
        Entry(absolute(one.get_absolute_url())) for rows in (authors, topics) for one in rows.only("slug")[:MOST]
    ]
    return entries[:MOST]


def _told(model: type[Byline] | type[StoryTopic]) -> QuerySet[Any]:
    return model.objects.filter(published_at__isnull=False, story__live=True)


def _of_month(month: date) -> StoryQuerySet:
    return listed_stories().published_within(*_span(month))


def _span(month: date) -> tuple[datetime, datetime]:
    after = (month + timedelta(days=31)).replace(day=1)
    return datetime(month.year, month.month, 1, tzinfo=UTC), datetime(after.year, after.month, 1, tzinfo=UTC)


def _parts(month: date) -> int:
    """How many files a month takes; all but those of a huge import take one, which a look at the index tells."""
    if Story.objects.published_within(*_span(month)).count() <= MOST:
        return 1
    return -(-_of_month(month).count() // MOST)


def _month_of(time: datetime) -> date:
    return time.astimezone(UTC).date().replace(day=1)


def _months_down(last: date, first: date) -> Iterator[date]:
    while last >= first:
        yield last
        last = (last - timedelta(days=1)).replace(day=1)
