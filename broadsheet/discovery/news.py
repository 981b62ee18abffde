"""The news sitemap by Google's rules: what was published in the last two days, at most 1,000 addresses a file.

/news-sitemap.xml stays the fixed address; with more stories than one file holds it becomes an index of parts.
Source: Google Search Central, "Create a News sitemap".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.http import Http404, HttpRequest
from django.utils import timezone

from broadsheet.articles import tags
from broadsheet.articles.languages import paper_language
from broadsheet.articles.models import Paper
from broadsheet.articles.models.story import Label, StoryQuerySet
from broadsheet.discovery.addresses import absolute, printable
from broadsheet.discovery.sitemaps import Entry, listed_stories
from broadsheet.edge.tags import depend, until

MOST = 1000
NEWS_FOR = timedelta(days=2)
MOST_PARTS = 50


@dataclass(frozen=True)
class NewsEntry:
    """A story of the news sitemap."""

    url: str
    title: str
    published: datetime
    language: str


def fresh_stories() -> StoryQuerySet:
    """The stories of the last two days that are journalism: what is paid for is not listed."""
    since = timezone.now() - NEWS_FOR
    return listed_stories().filter(published_at__gte=since).exclude(label=Label.SPONSORED).newest_first()


def parts() -> list[Entry]:
    """The files of the index, none where one file holds all."""
    _depend_on_months()
    if not fresh_stories()[MOST : MOST + 1]:
        return []
    until(fresh_stories().values_list("published_at", flat=True).last() + NEWS_FOR)
    count = min(MOST_PARTS, -(-fresh_stories().count() // MOST))
    return [Entry(absolute(f"/news-sitemap-{part}.xml")) for part in range(1, count + 1)]


def stories_of(part: int, request: HttpRequest) -> list[NewsEntry]:
    """The stories of one file, the newest first; the first file may be empty, Http404 for others that would be."""
    if not 1 <= part <= MOST_PARTS:
        raise Http404(f"No part {part}.")
    _depend_on_months()
    below = len(Paper.for_request(request).site.root_page.url_path) - 1
    columns = ("url_path", "title", "published_at", "language")
    rows = list(fresh_stories().values_list(*columns)[(part - 1) * MOST : part * MOST])
    if part > 1 and not rows:
        raise Http404(f"No part {part}.")
    if rows:
        until(rows[-1][2] + NEWS_FOR)
    return [NewsEntry(absolute(path[below:]), printable(title), at, code_of(own)) for path, title, at, own in rows]


def _depend_on_months() -> None:
    """What is fresh is of this month or of the last; from the first of the next on, of others."""
    now = timezone.now().astimezone(UTC)
    depend(tags.PRIVACY, tags.TREE, tags.sitemap(now), tags.sitemap(now - NEWS_FOR))
    until((now.replace(day=1, hour=0, minute=0, second=0, microsecond=0) + timedelta(days=32)).replace(day=1))


def code_of(language: str) -> str:
    """`language`, "" for the paper's, as the news sitemap wants it: ISO 639, but zh-cn and zh-tw for Chinese."""
    code = (language or paper_language()).lower()
    first = code.split("-")[0]
    if first != "zh":
        return first
    return "zh-tw" if {"hant", "tw", "hk", "mo"} & set(code.split("-")) else "zh-cn"
