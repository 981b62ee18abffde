"""Every kind of address costs the same number of queries with 400 stories and with 4,000, and no more than it did."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.fill import fill
from broadsheet.articles.models import Story
from tests import world

pytestmark = pytest.mark.django_db
BUDGET = {"/": 20, "/politics/": 20, "story": 15}
"""Kinds of pages with a bar of their own; every other one may cost `OTHERS`."""
OTHERS = 20


def addresses() -> dict[str, str]:
    """Addresses of every kind that reads stories, by name."""
    story = Story.objects.readable().newest_first().filter(lead_image__isnull=False).first()
    assert story is not None
    month = story.published_at
    return {
        "story": story.get_url(),
        "/": "/",
        "/politics/": "/politics/",
        "section, second page": "/politics/?page=2",
        "author": story.bylines.first().author.get_absolute_url(),
        "topic": story.story_topics.first().topic.get_absolute_url(),
        "archive": reverse("archive-month", args=[month.year, month.month]),
        "search": "/search/?q=council",
        "corrections": "/corrections/",
        "related": reverse("related", args=[story.pk]),
        "more news": reverse("more-news"),
        "feed": "/feed.xml",
        "feed of a section": "/politics/atom.xml",
        "feed of an author": f"{story.bylines.first().author.get_absolute_url()}feed.json",
        "sitemap": "/sitemap.xml",
        "sitemap of a month": f"/sitemap-{month:%Y-%m}.xml",
        "news sitemap": "/news-sitemap.xml",
    }


def costs(client: Client) -> dict[str, int]:
    found = {}
    for name, url in addresses().items():
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200, url
        found[name] = len(queries)
    return found


def test_no_address_costs_more_in_a_larger_paper(client: Client) -> None:
    front = world.paper()
    fill(front, 400, years=0.3)
    small = costs(client)
    fill(front, 3600, years=0.3)
    large = costs(client)
    assert large == small
    too_dear = {name: cost for name, cost in large.items() if cost > BUDGET.get(name, OTHERS)}
    assert not too_dear
