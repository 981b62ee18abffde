"""What pages tell machines in their heads."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from lxml import etree

from broadsheet.articles.models import Correction, Paper, Story
from broadsheet.articles.paging import Paging
from tests import world

pytestmark = pytest.mark.django_db
HEADLINE = "</script><!-- “A” & B\u2028"


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


class Read:
    """The head's elements, by what a test asks for."""

    def __init__(self, html):
        self.html = html
        self.tree = etree.HTML(f"<html><head>{html}</head></html>")

    def meta(self, name):
        found = [e.get("content") for e in self.tree.xpath(f'//meta[@name="{name}" or @property="{name}"]')]
        return found[0] if len(found) == 1 else found

    def link(self, relation):
        found = [e.get("href") for e in self.tree.xpath(f'//link[@rel="{relation}"]')]
        return found[0] if len(found) == 1 else found

    def data(self, kind):
        nodes = [json.loads(e.text) for e in self.tree.xpath('//script[@type="application/ld+json"]')]
        assert all(node["@context"] == "https://schema.org" for node in nodes)
        return next(node for node in nodes if node["@type"] == kind)


def head(path="/", **context):
    request = RequestFactory().get(path)
    request.resolver_match = None
    context = {"request": request, "paper": Paper.for_request(request), **context}
    return Read(Template("{% load discovery %}{% head_metadata %}").render(Context(context)))


def read(story, **context):
    """The head of a story's page."""
    fetched = Story.objects.for_reading().get(pk=story.pk)
    return head(story.get_url(), page=fetched, story=fetched, **context)


def test_a_story_tells_all_that_search_engines_ask_of_an_article():
    world.paper("Politics")
    authors = (world.author("Ada Reporter", role="Politics editor"), world.author("Bo Other"))
    picture = world.image(1600, 1200, credit="A. Photographer")
    story = world.story(
        world.section("Politics"),
        "Council meets",
        slug="council-meets",
        standfirst="What it decided.",
        lead_image=picture,
        authors=authors,
        topics=("Water", "Courts"),
        at=datetime(2026, 3, 1, 12, tzinfo=UTC),
    )
    Story.objects.filter(pk=story.pk).update(updated_at=datetime(2026, 3, 2, 12, tzinfo=UTC))
    Correction.objects.create(story=story, text="It was Tuesday.", date=datetime(2026, 3, 3, tzinfo=UTC))
    node = read(story).data("NewsArticle")
    address = "http://testserver/politics/council-meets/"
    assert {name: node[name] for name in ("headline", "url", "datePublished", "dateModified", "articleSection")} == {
        "headline": "Council meets",
        "url": address,
        "datePublished": "2026-03-01T12:00:00+00:00",
        "dateModified": "2026-03-02T12:00:00+00:00",
        "articleSection": "Politics",
    }
    assert node["mainEntityOfPage"] == {"@type": "WebPage", "@id": address}
    assert [(one["@type"], one["name"], one["url"]) for one in node["author"]] == [
        ("Person", "Ada Reporter", "http://testserver/authors/ada-reporter/"),
        ("Person", "Bo Other", "http://testserver/authors/bo-other/"),
    ]
    assert node["author"][0]["jobTitle"] == "Politics editor"
    assert (node["publisher"]["@type"], node["publisher"]["name"]) == ("NewsMediaOrganization", "The Test")
    assert node["description"] == "What it decided."
    assert node["keywords"] == ["Water", "Courts"]
    assert node["isAccessibleForFree"] is True
    assert node["inLanguage"] == "en"
    sizes = [(image["width"], image["height"]) for image in node["image"]]
    assert sizes == [(1200, 675), (1200, 900), (1200, 1200)]
    assert all(image["url"].startswith("http://testserver/") for image in node["image"])
    assert node["correction"] == [
        {"@type": "CorrectionComment", "text": "It was Tuesday.", "datePublished": "2026-03-03T00:00:00+00:00"}
    ]


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("analysis", "AnalysisNewsArticle"),
        ("feature", "ReportageNewsArticle"),
        ("opinion", "OpinionNewsArticle"),
        ("sponsored", "AdvertiserContentArticle"),
    ],
)
def test_a_label_makes_a_kind_of_article(label, kind):
    world.paper("Politics")
    assert read(world.story(world.section("Politics"), label=label)).data(kind)


def test_no_text_can_break_out_of_a_data_block_or_an_attribute():
    world.paper("Politics")
    story = world.story(world.section("Politics"), HEADLINE, standfirst='"><script>alert(1)</script>')
    found = read(story)
    assert found.data("NewsArticle")["headline"] == story.title
    assert found.meta("og:title") == story.title
    assert found.meta("description") == story.standfirst
    assert found.html.count("<script") == found.html.count("</script>") == 2
    assert "<!--" not in found.html
    assert "\u2028" not in "".join(found.tree.xpath("//script/text()"))


def test_the_way_to_a_story_leads_through_all_sections_above_it():
    world.paper("Politics")
    local = world.add_section(world.section("Politics"), "Local", "local")
    steps = read(world.story(local, "Council meets", slug="s")).data("BreadcrumbList")["itemListElement"]
    assert [(step["position"], step["name"], step["item"].removeprefix("http://testserver")) for step in steps] == [
        (1, "The Test", "/"),
        (2, "Politics", "/politics/"),
        (3, "Local", "/politics/local/"),
        (4, "Council meets", "/politics/local/s/"),
    ]


def test_a_story_has_a_card_for_networks():
    world.paper("Politics")
    picture = world.image(1600, 1200, description="A blue field.")
    story = world.story(world.section("Politics"), "Council meets", lead_image=picture, topics=("Water", "Courts"))
    found = read(story)
    assert found.meta("og:type") == "article"
    assert found.meta("og:title") == "Council meets"
    assert found.meta("og:site_name") == "The Test"
    assert (found.meta("og:image:width"), found.meta("og:image:height")) == ("1200", "630")
    assert (found.meta("og:image:type"), found.meta("og:image:alt")) == ("image/jpeg", "A blue field.")
    assert found.meta("article:section") == "Politics"
    assert found.meta("article:tag") == ["Water", "Courts"]
    assert found.meta("article:author") == "http://testserver/authors/ada-reporter/"
    assert found.meta("article:published_time") == story.published_at.isoformat()
    assert found.meta("twitter:card") == "summary_large_image"


def test_a_small_picture_is_not_blown_up():
    world.paper("Politics")
    found = read(world.story(world.section("Politics"), lead_image=world.image(600, 600)))
    assert (found.meta("og:image:width"), found.meta("og:image:height")) == ("600", "315")


def test_a_story_without_a_picture_has_one_drawn(client):
    world.paper("Politics")
    found = read(world.story(world.section("Politics")))
    assert found.meta("og:image").startswith("http://testserver/share/")
    assert found.data("NewsArticle")["image"] == [found.meta("og:image")]
    assert client.get(found.meta("og:image").removeprefix("http://testserver")).status_code == 200


def test_the_canonical_address_is_absolute_and_that_of_the_original_when_republished():
    world.paper("Politics")
    own = world.story(world.section("Politics"), slug="own")
    assert read(own).link("canonical") == "http://testserver/politics/own/"
    again = world.story(world.section("Politics"), canonical_url="https://elsewhere.example/original")
    found = read(again)
    assert found.link("canonical") == "https://elsewhere.example/original"
    assert found.data("NewsArticle")["isBasedOn"] == "https://elsewhere.example/original"


def test_pages_of_a_list_are_canonical_for_themselves_and_name_their_neighbours():
    world.paper("Politics")
    politics = world.section("Politics")
    second = head("/politics/?page=2&x=1", page=politics, paging=Paging([], 2, 1, 3))
    assert second.link("canonical") == "http://testserver/politics/?page=2"
    assert second.link("prev") == "http://testserver/politics/"
    assert second.link("next") == "http://testserver/politics/?page=3"
    first = head("/politics/", page=politics, paging=Paging([], 1, None, None))
    assert (first.link("canonical"), first.link("prev"), first.link("next")) == ("http://testserver/politics/", [], [])


def test_every_page_leads_to_the_feeds_of_the_paper_and_to_its_own():
    world.paper("Politics")
    story = world.story(world.section("Politics"))
    names = ["feed.xml", "atom.xml", "feed.json"]
    assert head().link("alternate") == [f"http://testserver/{name}" for name in names]
    for found, own in (
        (head(page=world.section("Politics")), "politics/"),
        (head(author=world.author()), "authors/ada-reporter/"),
        (head(topic=world.topic("Water")), "topics/water/"),
        (read(story), "politics/"),
    ):
        assert found.link("alternate") == [f"http://testserver/{place}{name}" for place in ("", own) for name in names]


def test_the_front_presents_the_publisher_and_the_search():
    front = world.paper("Politics")
    Paper.objects.update(
        description="All that is fit to test.", publisher="Test Ltd", logo=world.image(300, 100).pk,
        follow=json.dumps([{"type": "account", "value": {"network": "mastodon", "url": "https://social.example/@t"}}]),
    )  # fmt: skip
    found = head(page=front)
    publisher = found.data("NewsMediaOrganization")
    assert (publisher["name"], publisher["legalName"]) == ("The Test", "Test Ltd")
    assert publisher["sameAs"] == ["https://social.example/@t"]
    assert (publisher["logo"]["width"], publisher["logo"]["height"]) == (300, 100)
    action = found.data("WebSite")["potentialAction"]
    assert action["target"]["urlTemplate"] == "http://testserver/search/?q={search_term_string}"
    assert found.meta("description") == "All that is fit to test."


def test_an_author_has_a_profile():
    world.paper()
    author = world.author("Ada Reporter", bio="<p>Writes &amp; reads.</p>", portrait=world.image(800, 800))
    found = head("/authors/ada-reporter/", author=author)
    person = found.data("ProfilePage")["mainEntity"]
    assert (person["name"], person["url"]) == ("Ada Reporter", "http://testserver/authors/ada-reporter/")
    assert person["description"] == found.meta("description") == "Writes & reads."
    assert person["image"] == found.meta("og:image")


def test_sections_and_topics_are_collections():
    world.paper("Politics")
    assert head(page=world.section("Politics")).data("CollectionPage")["url"] == "http://testserver/politics/"
    assert head(topic=world.topic("Water")).data("CollectionPage")["about"] == {"@type": "Thing", "name": "Water"}


def test_searches_errors_and_previews_are_not_for_indexing():
    world.paper("Politics")
    story = world.story(world.section("Politics"))
    assert read(story).meta("robots") == "max-image-preview:large"
    assert head("/nowhere/").meta("robots") == "noindex"
    assert head("/nowhere/").link("canonical") == []
    request = RequestFactory().get("/")
    request.is_preview = True
    assert head(request=request, page=story).meta("robots") == "noindex"


def test_a_story_that_is_not_saved_can_be_previewed():
    world.paper("Politics")
    found = head(page=Story(title="New", body=[]))
    assert found.meta("og:title") == "New"
    assert found.link("canonical") == []


def test_nothing_stands_in_a_head_without_a_request():
    assert Template("{% load discovery %}{% head_metadata %}").render(Context({})) == ""


def test_a_story_page_costs_no_query_for_its_head(django_assert_num_queries):
    world.paper("Politics")
    story = world.story(world.section("Politics"), lead_image=world.image(), topics=("Water",))
    request = RequestFactory().get(story.get_url())
    paper = Paper.for_request(request)
    page = Story.objects.for_reading().get(pk=story.pk)
    context = page.get_context(request) | {"request": request, "paper": paper}
    page.get_url(request)
    template = Template("{% load discovery %}{% head_metadata %}")
    with django_assert_num_queries(0):
        assert "NewsArticle" in template.render(Context(context))
