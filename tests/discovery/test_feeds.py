"""Feeds: valid for every format, whole or short as the publisher says, the same cost at any length."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace as Named

import feedparser
import pytest
from django.utils import timezone
from lxml import etree
from wagtail.rich_text import RichText

from broadsheet.articles.models import Correction, Paper
from broadsheet.media.pictures import make_renditions
from tests import world

pytestmark = pytest.mark.django_db
NAMES = ("feed.xml", "atom.xml", "feed.json")
SPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "media": "http://search.yahoo.com/mrss/",
}


def read(client, path):
    response = client.get(path)
    assert response.status_code == 200
    if path.endswith(".json"):
        return read_json(response)
    parsed = feedparser.parse(response.content, response_headers={"content-type": response["Content-Type"]})
    assert not parsed.bozo, parsed.get("bozo_exception")
    return parsed


def read_json(response):
    """A JSON feed in feedparser's terms, once it has all that version 1.1 requires and nothing of a wrong type."""
    feed = json.loads(response.content)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"]
    assert all(isinstance(feed[name], str) for name in feed if name not in ("items", "authors"))
    for item in feed["items"]:
        assert isinstance(item["id"], str)
        assert isinstance(item["content_html"], str)
        assert all(datetime.fromisoformat(item[name]).tzinfo for name in ("date_published", "date_modified"))
    entries = [
        Named(
            title=item["title"], link=item["url"], id=item["id"], tags=[Named(term=tag) for tag in item.get("tags", [])]
        )
        for item in feed["items"]
    ]
    return Named(entries=entries)


def xml(client, path):
    return etree.fromstring(client.get(path).content)


def settle(**fields):
    Paper.objects.update(**fields)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("where", ["/", "/politics/", "/politics/local/", "/authors/ada-reporter/", "/topics/water/"])
def test_paper_section_subsection_author_and_topic_have_each_feed(client, name, where):
    front = world.paper("Politics", "Sports")
    local = world.add_section(world.section("Politics"), "Local", "local")
    there = world.story(local, "Council meets", topics=("Water",), slug="council-meets")
    world.story(world.section("Sports"), "A match", authors=(world.author("Bo Other"),))
    assert front.live
    feed = read(client, where + name)
    assert [entry.title for entry in feed.entries if entry.title == there.title] == ["Council meets"]
    assert len(feed.entries) == (2 if where == "/" else 1)
    assert feed.entries[0].link.startswith("http://testserver/")


@pytest.mark.parametrize("name", NAMES)
def test_a_paper_without_stories_has_valid_empty_feeds(client, name):
    world.paper("Politics")
    assert read(client, "/" + name).entries == []
    assert read(client, "/politics/" + name).entries == []


@pytest.mark.parametrize(
    "path", ["/nowhere/feed.xml", "/authors/nobody/feed.json", "/topics/nothing/atom.xml", "/politics/a-story/feed.xml"]
)
def test_a_feed_of_something_unknown_is_not_found(client, path):
    world.paper("Politics")
    world.story(world.section("Politics"), slug="a-story")
    assert client.get(path).status_code == 404


def test_entries_stand_newest_first_and_at_most_thirty(client):
    world.paper("Politics")
    start = datetime(2026, 3, 1, tzinfo=UTC)
    for number in range(32):
        world.story(world.section("Politics"), f"Number {number}", at=start + timedelta(days=number))
    titles = [entry.title for entry in read(client, "/feed.xml").entries]
    assert titles == [f"Number {number}" for number in range(31, 1, -1)]


def test_drafts_and_private_stories_are_in_no_feed(client):
    world.paper("Politics")
    world.story(world.section("Politics"), live=False)
    hidden = world.story(world.section("Politics"))
    hidden.view_restrictions.create(restriction_type="login")
    assert read(client, "/feed.xml").entries == []


def test_the_text_stands_alone_with_whole_addresses(client):
    world.paper("Politics")
    linked = world.story(world.section("Politics"), slug="earlier")
    picture = world.image(credit="A. Photographer")
    world.story(
        world.section("Politics"),
        "Later",
        standfirst="What came of it.",
        lead_image=picture,
        body=[
            ("paragraph", RichText(f'<p>See <a linktype="page" id="{linked.pk}">this</a> and <b>that</b>.</p>')),
            ("picture", {"image": world.image(), "caption": "Here", "alt": ""}),
            ("read_also", {"stories": [linked]}),
        ],
    )
    newest = json.loads(client.get("/feed.json").content)["items"][0]
    html = etree.HTML(newest["content_html"])
    addresses = html.xpath("//@href") + html.xpath("//@src")
    assert len(addresses) == 4
    assert all(address.startswith("http://testserver/") for address in addresses)
    assert "http://testserver/politics/earlier/" in addresses
    assert not html.xpath("//@class | //@style | //@srcset | //source | //picture")
    assert "A. Photographer" in newest["content_html"]


def test_a_feed_of_summaries_carries_no_text_but_still_the_corrections(client):
    world.paper("Politics")
    settle(feed_text="summary")
    story = world.story(world.section("Politics"), standfirst="In short & plain.", slug="s")
    Correction.objects.create(story=story, text="It was <Tuesday>.", date=datetime(2026, 3, 2, 12, tzinfo=UTC))
    item = xml(client, "/feed.xml").find(".//item")
    assert item.find("content:encoded", SPACES) is None
    assert item.findtext("description") == (
        "<p>In short &amp; plain.</p>\n<p><strong>Correction, March 2, 2026:</strong> It was &lt;Tuesday&gt;.</p>"
    )
    assert xml(client, "/atom.xml").find(".//atom:content", SPACES) is None


def test_the_whole_text_ends_with_the_corrections(client):
    world.paper("Politics")
    story = world.story(world.section("Politics"))
    Correction.objects.create(story=story, text="It was Tuesday.")
    whole = xml(client, "/feed.xml").findtext(".//item/content:encoded", namespaces=SPACES)
    assert whole.endswith("It was Tuesday.</p>")


def test_every_author_is_named_in_order(client):
    world.paper("Politics")
    world.story(world.section("Politics"), authors=(world.author("Zoe First"), world.author("Abe Second")))
    names = ["Zoe First", "Abe Second"]
    assert [e.text for e in xml(client, "/feed.xml").findall(".//item/dc:creator", SPACES)] == names
    assert [e.text for e in xml(client, "/atom.xml").findall("atom:entry/atom:author/atom:name", SPACES)] == names
    people = json.loads(client.get("/feed.json").content)["items"][0]["authors"]
    assert [person["name"] for person in people] == names
    assert people[0]["url"] == "http://testserver/authors/zoe-first/"


def test_an_entry_keeps_its_id_when_its_slug_changes(client):
    world.paper("Politics")
    story = world.story(world.section("Politics"), at=datetime(2026, 3, 1, 12, tzinfo=UTC))
    before = [read(client, "/" + name).entries[0].id for name in NAMES]
    story.slug = "quite-another"
    story.save_revision().publish()
    after = [read(client, "/" + name).entries[0] for name in NAMES]
    assert [entry.id for entry in after] == before == [f"tag:testserver,2026-03-01:story:{story.pk}"] * 3
    assert {entry.link for entry in after} == {"http://testserver/politics/quite-another/"}


def test_section_topics_and_label_are_the_categories(client):
    world.paper("Politics")
    world.story(world.section("Politics"), topics=("Water", "Council"), label="opinion")
    for name in NAMES:
        terms = [tag.term for tag in read(client, "/" + name).entries[0].tags]
        assert terms == ["Politics", "Opinion", "Water", "Council"]


def test_times_of_publication_and_update_are_told(client):
    world.paper("Politics")
    story = world.story(world.section("Politics"), at=datetime(2026, 3, 1, 12, tzinfo=UTC))
    type(story).objects.filter(pk=story.pk).update(updated_at=datetime(2026, 3, 2, 12, tzinfo=UTC))
    for name in NAMES[:2]:
        entry = read(client, "/" + name).entries[0]
        assert (entry.published_parsed[:4], entry.updated_parsed[:4]) == ((2026, 3, 1, 12), (2026, 3, 2, 12))


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Wagtail leaves a file to the collector
def test_the_lead_picture_is_enclosed_with_its_size_and_type(client):
    world.paper("Politics")
    picture = world.image(1500, 1000, credit="A. Photographer")
    make_renditions(picture, ["lead"])
    world.story(world.section("Politics"), lead_image=picture)
    root = xml(client, "/feed.xml")
    enclosure, media = root.find(".//enclosure"), root.find(".//media:content", SPACES)
    assert enclosure.get("type") == "image/webp"
    assert int(enclosure.get("length")) == int(media.get("fileSize")) > 0
    assert (media.get("width"), media.get("height")) == ("1200", "800")
    assert media.findtext("media:credit", namespaces=SPACES) == "A. Photographer"
    assert enclosure.get("url").startswith("http://testserver/media/images/")


def test_control_characters_do_not_break_a_feed(client):
    world.paper("Politics")
    world.story(
        world.section("Politics"),
        "Bell\x07 <b>& whistle\ufffe",
        body=[("paragraph", RichText("<p>Form\x0cfeed</p>"))],
        authors=(world.author("A\x01da", slug="ada"),),
    )
    for name in NAMES:
        assert len(read(client, "/" + name).entries) == 1
    assert xml(client, "/feed.xml").findtext(".//item/title") == "Bell <b>& whistle"


def test_a_feed_names_itself_its_page_its_language_and_its_copyright(client, settings):
    settings.PAPER_LANGUAGE = "pt-br"
    world.paper("Politics")
    settle(publisher="Test Publishing Ltd", description="All that is fit to test.")
    root = xml(client, "/politics/feed.xml")
    channel = root.find("channel")
    assert channel.findtext("title") == "Politics – The Test"
    assert channel.findtext("link") == "http://testserver/politics/"
    assert channel.find("atom:link", SPACES).get("href") == "http://testserver/politics/feed.xml"
    assert (channel.findtext("language"), channel.findtext("ttl")) == ("pt-BR", "15")
    assert channel.findtext("copyright") == "Test Publishing Ltd"
    atom = xml(client, "/atom.xml")
    links = {link.get("rel"): link.get("href") for link in atom.findall("atom:link", SPACES)}
    assert links == {"alternate": "http://testserver/", "self": "http://testserver/atom.xml"}
    assert atom.findtext("atom:subtitle", namespaces=SPACES) == "All that is fit to test."


def test_the_logo_is_the_icon_of_every_feed(client):
    world.paper("Politics")
    logo = world.image(200, 200)
    settle(logo=logo)
    url = "http://testserver" + logo.file.url
    assert xml(client, "/feed.xml").findtext("channel/image/url") == url
    assert xml(client, "/atom.xml").findtext("atom:icon", namespaces=SPACES) == url
    assert json.loads(client.get("/feed.json").content)["icon"] == url


@pytest.mark.parametrize("name", NAMES)
def test_feeds_are_the_same_for_everyone_and_never_touch_a_session(client, name):
    world.paper("Politics")
    world.story(world.section("Politics"))
    response = client.get("/" + name)
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert "charset=utf-8" in response["Content-Type"]
    assert response["Cache-Control"] == "public, max-age=300"


@pytest.mark.parametrize("name", NAMES)
def test_a_feed_that_has_not_changed_is_not_sent_again(client, name):
    world.paper("Politics")
    world.story(world.section("Politics"))
    etag = client.get("/" + name)["ETag"]
    again = client.get("/" + name, headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    world.story(world.section("Politics"))
    assert client.get("/" + name, headers={"If-None-Match": etag}).status_code == 200


def test_feeds_answer_head_and_refuse_post(client):
    world.paper()
    assert client.head("/feed.xml").status_code == 200
    assert client.post("/feed.xml").status_code == 405


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("path", ["/", "/politics/", "/authors/ada-reporter/", "/topics/water/"])
def test_thirty_stories_cost_as_many_queries_as_one(client, django_assert_max_num_queries, name, path):
    world.paper("Politics")

    def write():
        world.story(
            world.section("Politics"),
            lead_image=world.image(),
            topics=("Water",),
            body=[
                ("paragraph", RichText('<p><a linktype="page" id="3">x</a></p>')),
                ("picture", {"image": world.image(), "caption": "", "alt": ""}),
                ("read_also", {"stories": [world.section("Politics").get_children().first()]}),
            ]
            if world.section("Politics").get_children().exists()
            else None,
            at=timezone.now(),
        )

    write()
    write()
    client.get(path + name)
    with django_assert_max_num_queries(25) as few:
        client.get(path + name)
    for _ in range(6):
        write()
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get(path + name)
