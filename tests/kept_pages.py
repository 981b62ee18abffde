"""A cache as exact as the edge must be: what it keeps is compared with what is rendered now.

`read` is the one function that fetches an address; given another, the same checks go through another cache.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.test import Client, TransactionTestCase
from django.urls import reverse
from django.utils import timezone

from broadsheet.articles.models import Author, InfoPage, Paper, Section, Story, Topic
from broadsheet.discovery.cards import card_of
from broadsheet.edge.models import Generation
from broadsheet.edge.pressing import Pressing
from broadsheet.newsletter.models import Letter, MailingList

ESI = {"Surrogate-Capability": 'edge="ESI/1.0"'}
LOOKS_LIKE = ("Location", "Content-Type", "Content-Security-Policy")


class StalePageError(AssertionError):
    """A page whose tags all hold is not what is rendered now."""


@dataclass(frozen=True)
class Reading:
    """What an address answers, and what is known of the answer."""

    answer: tuple[Any, ...]
    pressing: Pressing


Read = Callable[[str], Reading]


def fresh(url: str) -> Reading:
    """What Django renders for `url` now, with fragments left to the edge."""
    answer = Client(raise_request_exception=True).get(url, headers=ESI)
    return Reading(
        (answer.status_code, *(answer.get(name) for name in LOOKS_LIKE), answer.content), answer.__dict__["pressing"]
    )


def generations() -> dict[str, int]:
    """Every tag that was ever bumped and its number."""
    return dict(Generation.objects.values_list("tag", "number"))


def put_back() -> None:
    """The database as it is between tests."""
    TransactionTestCase._fixture_teardown(None)
    cache.clear()


@dataclass(frozen=True)
class _Kept:
    reading: Reading
    number: int

    def holds(self, numbers: dict[str, int]) -> bool:
        expires = self.reading.pressing.expires
        if expires is not None and expires <= time.time():
            return False
        return all(numbers.get(tag, 0) <= self.number for tag in self.reading.pressing.tags)


class KeptPages:
    """Keeps an answer for each address, and finds those that are stale."""

    def __init__(self, read: Read = fresh) -> None:
        self.read = read
        self.kept: dict[str, _Kept] = {}
        self.urls: set[str] = set()
        self.held = 0

    def check(self) -> None:
        """Reads every address there is and every one there was; StalePageError where one that holds differs."""
        self.urls.update(addresses())
        for url in sorted(self.urls):
            numbers = generations()
            reading, old = self.read(url), self.kept.get(url)
            if old and old.holds(numbers):
                self.held += 1
                if old.reading.answer != reading.answer:
                    raise StalePageError(_difference(url, old.reading, reading))
            if reading.pressing.storable:
                self.kept[url] = _Kept(reading, max(numbers.values(), default=0))
            elif not (old and old.holds(numbers)):
                self.kept.pop(url, None)


def _difference(url: str, old: Reading, new: Reading) -> str:
    before, now = ([str(part) for part in one.answer[:-1]] for one in (old, new))
    lines = [line.decode("utf-8", "replace").splitlines() for line in (old.answer[-1], new.answer[-1])]
    other = [
        f"  {sign} {line[:200]}" for sign, a, b in (("-", *lines), ("+", *lines[::-1])) for line in a if line not in b
    ]
    return "\n".join([f"{url} is stale: {before} {now}", *other[:12], f"  it depends on {sorted(old.pressing.tags)}"])


def addresses() -> Iterator[str]:
    """Every address of the paper as it is now."""
    paper = Paper.objects.select_related("site__root_page").get()
    yield from (
        "/",
        "/corrections/",
        "/robots.txt",
        "/manifest.webmanifest",
        reverse("more-news"),
        reverse("most-read"),
    )
    yield from ("/sitemap.xml", "/sitemap-pages.xml", "/news-sitemap.xml")
    yield from _feeds("/")
    for section in Section.objects.live().order_by("pk"):
        yield from (section.url, f"{section.url}?page=2", *_feeds(section.url)[:1])
        yield reverse("most-read", args=[section.pk])
    yield from (page.url for page in InfoPage.objects.live().order_by("pk"))
    for head in (*Author.objects.order_by("pk"), *Topic.objects.order_by("pk")):
        yield from (head.get_absolute_url(), f"{head.get_absolute_url()}atom.xml")
    for story in Story.objects.live().select_related("section").order_by("pk"):
        yield from (story.url, reverse("related", args=[story.pk]))
        yield reverse("share-story", args=[story.pk, card_of(paper, story).version])
    yield from _months()
    yield "/newsletter/"
    for public in (MailingList.objects.filter(is_archived=True), Letter.objects.public()):
        yield from (one.get_absolute_url() for one in public)


def _feeds(path: str) -> list[str]:
    return [f"{path}{name}" for name in ("feed.json", "feed.xml", "atom.xml")]


def _months() -> Iterator[str]:
    for time_ in sorted(Story.objects.readable().values_list("published_at", flat=True)):
        day = timezone.localdate(time_)
        yield reverse("archive-month", args=[day.year, day.month])
        yield f"/sitemap-{time_:%Y-%m}.xml"
