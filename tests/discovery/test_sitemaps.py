"""Sitemaps, news sitemap and robots.txt: valid by their schemas, whole, and cheap."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from lxml import etree

from broadsheet.articles.models import Paper, Story
from broadsheet.discovery import news, sitemaps
from tests import world

pytestmark = pytest.mark.django_db
CORPORA = Path(os.environ.get("BROADSHEET_CORPORA", Path(__file__).parents[2] / ".." / "shared" / "corpora"))
LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
LASTMOD = "{http://www.sitemaps.org/schemas/sitemap/0.9}lastmod"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


def locs(client, path):
    response = client.get(path)
    assert response.status_code == 200, path
    return [element.text for element in etree.fromstring(response.content).iter(LOC)]


def published(where, at, **fields):
    """A story, as if it had been published at `at`."""
    story = world.story(where, **fields)
    Story.objects.filter(pk=story.pk).update(published_at=at)
    return story


def schema(name):
    path = CORPORA / "robots_sitemaps" / "xsd" / name
    if not path.is_file():
        pytest.skip(f"needs the schema {path}; set BROADSHEET_CORPORA to the folder that holds robots_sitemaps")
    return etree.XMLSchema(etree.parse(path))


def test_the_index_leads_to_every_month_that_has_stories_and_months_to_the_stories(client):
    world.paper("Politics")
    politics = world.section("Politics")
    published(politics, datetime(2026, 3, 31, 23, 59, tzinfo=UTC), slug="march")
    published(politics, datetime(2026, 1, 1, tzinfo=UTC), slug="january")
    published(politics, datetime(2025, 12, 31, 23, tzinfo=UTC), slug="december")
    assert locs(client, "/sitemap.xml") == [
        f"http://testserver/sitemap-{name}.xml" for name in ("pages", "2026-03", "2026-01", "2025-12")
    ]
    assert locs(client, "/sitemap-2026-03.xml") == ["http://testserver/politics/march/"]
    assert locs(client, "/sitemap-2026-01.xml") == ["http://testserver/politics/january/"]
    assert client.get("/sitemap-2026-02.xml").status_code == 404


def test_drafts_private_stories_and_republications_are_in_no_sitemap(client):
    world.paper("Politics")
    politics = world.section("Politics")
    world.story(politics, live=False)
    world.story(politics).view_restrictions.create(restriction_type="login")
    world.story(politics, canonical_url="https://elsewhere.example/original")
    assert locs(client, "/sitemap.xml") == ["http://testserver/sitemap-pages.xml"]
    assert locs(client, "/news-sitemap.xml") == []


def test_the_time_of_change_is_that_of_the_update(client):
    world.paper("Politics")
    story = published(world.section("Politics"), datetime(2026, 3, 1, tzinfo=UTC))
    Story.objects.filter(pk=story.pk).update(updated_at=datetime(2026, 4, 1, 9, 30, tzinfo=UTC))
    root = etree.fromstring(client.get("/sitemap-2026-03.xml").content)
    assert [element.text for element in root.iter(LASTMOD)] == ["2026-04-01T09:30:00+00:00"]


def test_a_month_of_more_stories_than_a_file_may_hold_takes_several(client, monkeypatch):
    world.paper("Politics")
    monkeypatch.setattr(sitemaps, "MOST", 2)
    for day in (1, 2, 3):
        published(world.section("Politics"), datetime(2026, 3, day, tzinfo=UTC), slug=f"on-{day}")
    parts = locs(client, "/sitemap.xml")[1:]
    assert parts == ["http://testserver/sitemap-2026-03.xml", "http://testserver/sitemap-2026-03-2.xml"]
    listed = [url for part in parts for url in locs(client, part.removeprefix("http://testserver"))]
    assert listed == [f"http://testserver/politics/on-{day}/" for day in (3, 2, 1)]
    assert client.get("/sitemap-2026-03-3.xml").status_code == 404


def test_pages_are_front_sections_and_the_authors_and_topics_that_have_stories(client):
    front = world.paper("Politics")
    world.story(world.section("Politics"), topics=("Water",))
    world.author("Nobody Yet")
    world.topic("Nothing Yet")
    hidden = world.add_section(front, "Hidden", "hidden")
    hidden.view_restrictions.create(restriction_type="login")
    assert locs(client, "/sitemap-pages.xml") == [
        f"http://testserver{path}" for path in ("/", "/politics/", "/authors/ada-reporter/", "/topics/water/")
    ]


def test_the_news_sitemap_has_two_days_and_nothing_sponsored(client):
    world.paper("Politics")
    Paper.objects.update(name="The Test & Times")
    politics, now = world.section("Politics"), timezone.now()
    fresh = published(politics, now - timedelta(hours=47), title="Fresh <news>", slug="fresh")
    published(politics, now - timedelta(hours=49))
    published(politics, now, label="sponsored")
    root = etree.fromstring(client.get("/news-sitemap.xml").content)
    assert [element.text for element in root.iter(LOC)] == ["http://testserver/politics/fresh/"]
    told = {name: root.find(f".//{NEWS}{name}").text for name in ("name", "language", "title", "publication_date")}
    fresh.refresh_from_db()
    assert told == {
        "name": "The Test & Times",
        "language": "en",
        "title": "Fresh <news>",
        "publication_date": fresh.published_at.isoformat(timespec="seconds"),
    }


@pytest.mark.parametrize(
    ("code", "told"),
    [("en", "en"), ("pt-br", "pt"), ("zh-hans", "zh-cn"), ("zh-hant", "zh-tw"), ("zh-tw", "zh-tw"), ("zh-cn", "zh-cn")],
)
def test_the_news_sitemap_names_languages_as_google_does(settings, code, told):
    settings.PAPER_LANGUAGE = code
    assert news.code_of("") == told
    settings.PAPER_LANGUAGE = "en"
    assert news.code_of(code) == told


def test_the_news_sitemap_becomes_an_index_when_one_file_is_full(client, monkeypatch):
    world.paper("Politics")
    monkeypatch.setattr(news, "MOST", 2)
    for _ in range(3):
        world.story(world.section("Politics"))
    parts = locs(client, "/news-sitemap.xml")
    assert parts == ["http://testserver/news-sitemap-1.xml", "http://testserver/news-sitemap-2.xml"]
    assert [len(locs(client, part.removeprefix("http://testserver"))) for part in parts] == [2, 1]
    for part in (0, 3, 99999999999999999999):
        assert client.get(f"/news-sitemap-{part}.xml").status_code == 404


def test_every_sitemap_is_valid_by_its_schema(client):
    world.paper("Politics")
    published(world.section("Politics"), timezone.now(), title="“A & B”", slug="ünïcode-é", topics=("Water",))
    month = timezone.now().astimezone(UTC)
    files = {
        "/sitemap.xml": "siteindex.xsd",
        "/sitemap-pages.xml": "sitemap.xsd",
        f"/sitemap-{month:%Y-%m}.xml": "sitemap.xsd",
        "/news-sitemap.xml": "all.local.xsd",
    }
    for path, name in files.items():
        tree = etree.fromstring(client.get(path).content)
        schema(name).assertValid(tree)


@pytest.mark.parametrize("path", ["/sitemap-0000-01.xml", "/sitemap-2026-13.xml", "/sitemap-9999-12.xml"])
def test_a_month_that_is_none_is_not_found(client, path):
    world.paper("Politics")
    assert client.get(path).status_code == 404


def test_robots_may_fetch_all_but_the_newsroom_fragments_and_searches(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert re.findall(r"^Disallow: (.*)$", response.text, re.MULTILINE) == ["/desk/", "/_f/", "/search/"]
    assert re.findall(r"^Sitemap: (.*)$", response.text, re.MULTILINE) == [
        "http://testserver/sitemap.xml",
        "http://testserver/news-sitemap.xml",
    ]


@pytest.mark.parametrize("path", ["/robots.txt", "/sitemap.xml", "/sitemap-pages.xml", "/news-sitemap.xml"])
def test_files_for_crawlers_are_the_same_for_everyone_and_answer_head(client, path):
    world.paper("Politics")
    response = client.get(path)
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert "charset=utf-8" in response["Content-Type"]
    assert client.head(path).status_code == 200
    assert client.get(path, headers={"If-None-Match": response["ETag"]}).status_code == 304


def test_the_index_costs_a_few_queries_for_any_number_of_months(client, django_assert_max_num_queries):
    world.paper("Politics")
    politics = world.section("Politics")
    published(politics, datetime(2025, 1, 1, tzinfo=UTC))
    published(politics, datetime(2026, 1, 1, tzinfo=UTC))
    with django_assert_max_num_queries(5):
        assert len(locs(client, "/sitemap.xml")) == 3
