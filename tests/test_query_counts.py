"""Every kind of address costs the same number of queries with 30 stories and with 30,000, pinned here."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import bench.fill
from bench.fill import fill
from broadsheet.articles.models import Story
from broadsheet.edge.generations import Generations
from broadsheet.edge.pieces import Pieces
from broadsheet.edge.pressing import SCOPE, Pressing
from tests import world
from tests.edge.edges import FakeSource

pytestmark = pytest.mark.django_db
COSTS = {
    "story": 11,
    "/": 10,
    "/politics/": 15,
    "section, second page": 12,
    "author": 6,
    "topic": 6,
    "archive": 7,
    "search": 10,
    "corrections": 3,
    "related": 5,
    "replies": 2,
    "page of replies": 4,
    "more news": 2,
    "most read": 1,
    "feed": 8,
    "feed of a section": 9,
    "feed of an author": 9,
    "sitemap": 4,
    "sitemap of a month": 2,
    "news sitemap": 3,
}
"""A story may cost 15 at most with every block that there is, fronts 20 (`tests/front/test_query_counts.py`)."""

WARM = {
    "/": 7,
    "/politics/": 10,
    "section, second page": 10,
    "author": 4,
    "topic": 4,
    "archive": 6,
    "feed": 2,
    "feed of a section": 4,
    "feed of an author": 3,
}
"""Of those that differ, what they cost where the teasers and entries of all stories are known."""


def addresses() -> dict[str, str]:
    """Addresses of every kind that reads stories, by name.

    With 30 stories there is no second page of a section: its first shows them all.
    """
    story = Story.objects.readable().newest_first().filter(lead_image__isnull=False).first()
    assert story is not None
    month = story.published_at
    return {
        "story": story.get_url(),
        "/": "/",
        "/politics/": "/politics/",
        "author": story.bylines.first().author.get_absolute_url(),
        "topic": story.story_topics.first().topic.get_absolute_url(),
        "archive": reverse("archive-month", args=[month.year, month.month]),
        "search": "/search/?q=council",
        "corrections": "/corrections/",
        "related": reverse("related", args=[story.pk]),
        "more news": reverse("more-news"),
        "most read": reverse("most-read"),
        "replies": reverse("replies", args=[story.pk]),
        "page of replies": reverse("replies-page", args=[story.pk]),
        "feed": "/feed.xml",
        "feed of a section": "/politics/atom.xml",
        "feed of an author": f"{story.bylines.first().author.get_absolute_url()}feed.json",
        "sitemap": "/sitemap.xml",
        "sitemap of a month": f"/sitemap-{month:%Y-%m}.xml",
        "news sitemap": "/news-sitemap.xml",
    }


def costs(client: Client) -> dict[str, int]:
    found = {}
    urls = addresses()
    if Story.objects.filter(section=world.section("Politics")).count() > 100:
        urls["section, second page"] = "/politics/?page=2"
    for name, url in urls.items():
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200, url
        found[name] = len(queries)
    return found


def test_no_address_costs_more_in_a_larger_paper(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench.fill, "PICTURE_EVERY", 1)  # a list without any picture asks for none, and chance decides
    front = world.paper()
    fill(front, 30, years=0.3, sections=("Politics", "Sports"))  # enough in each to fill its page
    small = costs(client)
    fill(front, 29_970, years=0.3)
    large = costs(client)
    assert large == COSTS
    small["search"] += (
        1  # headlines too old to be weighed are asked for once, where more stories match than are weighed
    )
    assert small == {name: cost for name, cost in large.items() if name in small}
    assert large.keys() - small.keys() == {"section, second page"}


def test_lists_whose_teasers_and_entries_are_known_fetch_no_story(client: Client) -> None:
    fill(world.paper(), 300, years=0.3, sections=("Politics", "Sports"))
    generations = Generations(FakeSource())
    generations.look()
    pieces = Pieces(generations, 16 << 20)
    found = {}
    for name, url in {**addresses(), "section, second page": "/politics/?page=2"}.items():
        extra: dict[str, Any] = {SCOPE: Pressing(tray=pieces.begin("testserver"))}
        client.get(url, **extra)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url, **extra).status_code == 200
        if len(queries) != COSTS[name]:
            found[name] = len(queries)
    assert found == WARM
