"""Where a story stands: the lists that it is in and its address. What differs after a change is touched."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet, Value
from django.utils import timezone

from broadsheet.articles import tags

_COLUMNS = (
    *("live", "url_path", "published_at", "first_published_at"),
    *("section_id", "canonical_url", "translation_of_id", "page_ptr_id"),
)


@dataclass(frozen=True)
class Standing:
    """What lists and addresses depend on of one story that is or was public."""

    live: bool
    url_path: str
    published_at: datetime | None = None
    section: int | None = None
    listed: bool = True
    authors: frozenset[int] = frozenset()
    topics: frozenset[int] = frozenset()
    corrections: tuple[datetime, ...] = ()
    original: int = 0
    """The story that it is a translation of, else itself."""

    @classmethod
    def of(cls, pk: int | None) -> Standing | None:
        """What the database says of the story `pk`; None where it was never public. Locks its row; 2 queries."""
        from broadsheet.articles.models import Story

        row = Story.objects.select_for_update().filter(pk=pk).order_by().values(*_COLUMNS).first() if pk else None
        if row is None or not (row["live"] or row["first_published_at"]):
            return None
        if not (row["live"] and row["published_at"]):
            return cls(False, row["url_path"])
        around = list(_around(pk))
        return cls(
            True,
            row["url_path"],
            row["published_at"],
            row["section_id"],
            not row["canonical_url"],
            frozenset(number for kind, number, _ in around if kind == "author"),
            frozenset(number for kind, number, _ in around if kind == "topic"),
            tuple(sorted(time for kind, _, time in around if kind == "correction")),
            row["translation_of_id"] or row["page_ptr_id"],
        )

    @property
    def path(self) -> str:
        """Its path below the front, as in a request."""
        return "/".join(self.url_path.split("/")[2:])

    @property
    def month(self) -> date | None:
        """The first of its month in the newsroom's time zone."""
        zone = timezone.get_default_timezone()
        return self.published_at.astimezone(zone).date().replace(day=1) if self.published_at else None

    def lists(self) -> set[str]:
        """The tags of all lists that it is in."""
        if not (self.live and self.published_at and self.month):
            return set()
        return {
            tags.STORIES,
            tags.SITEMAP_PAGES,
            tags.month(self.month),
            tags.translations(self.original),
            *([tags.section(self.section)] if self.section else []),
            *([tags.CORRECTIONS] if self.corrections else []),
            *(tags.author_stories(pk) for pk in self.authors),
            *(tags.topic_stories(pk) for pk in self.topics),
        }


def _around(pk: int | None) -> QuerySet[Any, tuple[str, int, datetime]]:
    """(kind, id, time) of the story's authors, topics and corrections."""
    from broadsheet.articles.models import Byline, Correction, StoryTopic

    authors = Byline.objects.annotate(kind=Value("author")).values_list("kind", "author_id", "published_at")
    topics = StoryTopic.objects.annotate(kind=Value("topic")).values_list("kind", "topic_id", "published_at")
    corrections = Correction.objects.annotate(kind=Value("correction")).values_list("kind", "pk", "date")
    some = [rows.filter(story=pk).order_by() for rows in (authors, topics, corrections)]
    return some[0].union(*some[1:], all=True)


def touched(pk: int, before: Standing | None, after: Standing | None) -> set[str]:
    """The tags that a change of the story `pk` touches, by where it stood before and where it stands after."""
    both = [one for one in (before, after) if one]
    found = _addresses(before, after)
    if not any(one.live for one in both):
        return found
    found |= {tags.story(pk), *(tags.sitemap(one.published_at.astimezone(UTC)) for one in both if one.published_at)}
    if _when(before) != _when(after):
        found |= {tag for one in both for tag in one.lists()} | _months(pk, before, after)
    elif differing := before.lists() ^ after.lists():  # type: ignore[union-attr]
        found |= differing
        if before.authors != after.authors or before.topics != after.topics:  # type: ignore[union-attr]
            found.add(tags.SITEMAP_PAGES)
    if before and after and before.corrections != after.corrections:
        found.add(tags.CORRECTIONS)
    return found


def _when(one: Standing | None) -> tuple[datetime | None, bool] | None:
    return (one.published_at, one.listed) if one and one.live else None


def _addresses(before: Standing | None, after: Standing | None) -> set[str]:
    if before and after and (before.url_path, before.live) == (after.url_path, after.live):
        return set()
    moved = before is not None and after is not None and before.url_path != after.url_path
    found = {tags.address(one.path) for one in (before, after) if one}
    return {*found, tags.REDIRECTS} if moved else found


def _months(pk: int, before: Standing | None, after: Standing | None) -> set[str]:
    """`months` where a month may have lost its last story, or has its first."""
    gone = before.month if before and before.live else None
    come = after.month if after and after.live else None
    if gone == come or (gone is None and come and _others(pk, come)):
        return set()
    return {tags.MONTHS}


def _others(pk: int, first: date) -> bool:
    """Whether the month has a readable story other than `pk`."""
    from broadsheet.articles.models import Story

    zone = timezone.get_default_timezone()
    start, stop = (datetime(day.year, day.month, 1, tzinfo=zone) for day in (first, first + timedelta(days=31)))
    stories = Story.objects.readable().filter(published_at__gte=start, published_at__lt=stop).order_by()
    return stories.exclude(pk=pk).exists()
