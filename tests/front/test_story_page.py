"""The story page: what it says, in words and for machines."""

import re
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import pytest
from django.test import Client, RequestFactory
from lxml import html
from wagtail.rich_text import RichText

from broadsheet.articles.models import Correction, Story
from tests import world

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


def page(client: Client, story: Story) -> html.HtmlElement:
    """The parsed page of `story`."""
    return html.fromstring(client.get(story.url).content)


def words(element: html.HtmlElement, selector: str) -> list[str]:
    """The text of each element with the class (.x) or the name that `selector` is, white space made single."""
    condition = f"contains(concat(' ', @class, ' '), ' {selector[1:]} ')" if selector[0] == "." else f"self::{selector}"
    return [" ".join(found.text_content().split()) for found in element.xpath(f"//*[{condition}]")]


@pytest.fixture
def politics():
    world.paper("Politics", "Sports")
    return world.section("Politics")


def test_headline_standfirst_and_bylines_stand_in_order(client: Client, politics) -> None:
    authors = (world.author("Ada", role="Editor"), world.author("Ben"))
    found = page(client, world.story(politics, "Ferry saved", standfirst="By three votes.", authors=authors))
    assert words(found, "h1") == ["Ferry saved"]
    assert words(found, ".standfirst") == ["By three votes."]
    assert [link.get("href") for link in found.xpath("//*[@rel='author']")] == ["/authors/ada/", "/authors/ben/"]
    assert words(found, ".role") == ["Editor"]


def test_the_time_of_publication_is_in_words_and_for_machines(client: Client, politics) -> None:
    found = page(client, world.story(politics, at=NOON))
    assert words(found, ".times")[0].startswith("Published March 4, 2026, noon")
    assert found.xpath("//*[@class='times']//time/@datetime") == ["2026-03-04T12:00:00+00:00"]


def test_an_update_is_named_only_where_there_was_one(client: Client, politics) -> None:
    story = world.story(politics, at=NOON)
    assert "Updated" not in words(page(client, story), ".times")[0]
    Story.objects.filter(pk=story.pk).update(updated_at=NOON + timedelta(hours=2))
    found = page(client, story)
    assert "Updated March 4, 2026, 2 p.m." in words(found, ".times")[0]
    assert "2026-03-04T14:00:00+00:00" in found.xpath("//time/@datetime")


@pytest.mark.parametrize(
    ("label", "word"), [("opinion", "Opinion"), ("analysis", "Analysis"), ("sponsored", "Sponsored")]
)
def test_what_is_not_news_is_named_in_words(client: Client, politics, label: str, word: str) -> None:
    found = page(client, world.story(politics, label=label))
    assert words(found, ".label") == [word]
    assert bool(words(found, ".paid")) == (label == "sponsored")


def test_news_carries_no_label(client: Client, politics) -> None:
    assert words(page(client, world.story(politics)), ".label") == []


def test_corrections_are_announced_at_the_head_and_told_at_the_foot(client: Client, politics) -> None:
    story = world.story(politics)
    Correction.objects.create(story=story, date=NOON, text="It was 21, not 22.")
    found = page(client, story)
    assert found.xpath("//p[@class='corrected']/a/@href") == ["#corrections"]
    assert words(found, ".corrections") == ["Corrections March 4, 2026: It was 21, not 22."]
    assert found.xpath("//*[@id='corrections']//time/@datetime") == ["2026-03-04"]


def test_the_dateline_runs_into_the_first_paragraph(client: Client, politics) -> None:
    body = [("paragraph", RichText("<p>It rained.</p><p>Then not.</p>")), ("paragraph", RichText("<p>At last.</p>"))]
    found = page(client, world.story(politics, dateline="Seoul", body=body))
    paragraphs = [p.text_content() for p in found.xpath("//*[contains(@class, 'story-text')]/p")]
    assert paragraphs == ["Seoul — It rained.", "Then not.", "At last."]
    assert len(words(found, ".dateline")) == 1


def test_a_republication_names_where_it_was_first_published(client: Client, politics) -> None:
    found = page(client, world.story(politics, canonical_url="https://www.first.example/a/"))
    assert words(found, ".first-published") == ["First published at first.example"]


def test_a_story_is_shared_by_plain_links(client: Client, politics) -> None:
    found = page(client, world.story(politics, "A & B: “done”?", slug="done"))
    links = {link.text_content(): link.get("href") for link in found.xpath("//ul[@class='share-links']//a")}
    assert links["E-mail"].startswith("mailto:?subject=A%20%26%20B%3A%20%E2%80%9Cdone%E2%80%9D%3F&body=")
    assert all("http%3A%2F%2Ftestserver%2Fpolitics%2Fdone%2F" in address for address in links.values())


def test_related_stories_say_why_they_are_there(client: Client, politics) -> None:
    world.story(world.section("Sports"), "Far away")
    world.story(politics, "Same section")
    world.story(world.section("Sports"), "Same topic", topics=("Ferries",))
    found = page(client, world.story(politics, topics=("Ferries",)))
    teasers = found.xpath("//section[@class='related']//li")
    told = [(words_of(li, "h3"), words_of(li, "p[1]")) for li in teasers]
    assert told == [
        ("Same topic", "Also on Ferries"),
        ("Same section", "More from Politics"),
        ("Far away", "New in the paper"),
    ]


def words_of(element: html.HtmlElement, path: str) -> str:
    """The text of the first element at `path` below `element`."""
    return " ".join(element.xpath(path)[0].text_content().split())


def test_the_only_story_of_a_paper_has_no_empty_furniture(client: Client, politics) -> None:
    found = page(client, world.story(politics))
    assert not found.xpath("//section[@class='related'] | //*[@class='topics'] | //*[@class='corrections']")
    assert not [
        e for e in found.xpath("//main//*[self::ul or self::p or self::section]") if not e.text_content().strip()
    ]


def test_more_news_is_complete_without_javascript(client: Client, politics) -> None:
    story = world.story(politics, "In politics")
    world.story(world.section("Sports"), "In sports")
    more = page(client, story).xpath("//section[contains(@class, 'more-news')]")[0]
    assert words_of(more, "h2") == "More news"
    assert [h.text_content() for h in more.xpath(".//h3")] == ["Politics", "Sports"]
    assert not more.xpath(".//*[@hidden or @role]")
    assert "/sports/" in more.xpath(".//a/@href")


def test_a_draft_can_be_previewed(politics) -> None:
    draft = world.story(politics, "Not yet", live=False, lead_image=world.image(), topics=("Ferries",))
    response = draft.serve_preview(RequestFactory().get("/"), "")
    response.render()
    assert b"Not published yet" in response.content


def test_a_biography_stands_beneath_the_story_in_whole_sentences(client: Client, politics) -> None:
    ada = world.author("Ada", bio="<p>Ada has <i>written</i> here since May. She sails.</p>", portrait=world.image())
    found = page(client, world.story(politics, authors=(ada,)))
    assert words(found, ".author-box") == ["Ada Ada has written here since May. She sails."]
    assert found.xpath("//*[@class='author-box']//img/@alt") == [""]


class Outside(HTMLParser):
    """Collects what a browser would load or run by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.runs: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in ("img", "script", "source", "iframe", "video", "audio", "embed", "object", "link", "use"):
            for name in ("src", "srcset", "data", *(["href"] if tag in ("link", "use") else [])):
                self.loads.append(given.get(name) or "")
        if tag == "script" and "src" not in given and given.get("type") != "application/ld+json":
            self.runs.append("inline script")
        self.runs += [name for name in given if name == "style" or name.startswith("on")]


@pytest.mark.parametrize(
    "path",
    ["story", "/", "/politics/", "/authors/ada/", "/topics/ferries/", "/corrections/", "/search/?q=ferry", "archive"],
)
def test_no_page_loads_from_elsewhere_runs_inline_code_or_sets_a_cookie(client: Client, politics, path: str) -> None:
    body = [
        ("embed", {"url": "https://video.example/1", "title": "Film", "description": ""}),
        ("picture", {"image": world.image(licence="cc0"), "caption": "", "alt": ""}),
    ]
    story = world.story(
        politics,
        "Ferry",
        at=NOON,
        authors=(world.author("Ada"),),
        topics=("Ferries",),
        body=body,
        lead_image=world.image(),
    )
    response = client.get({"story": story.url, "archive": "/archive/2026/3/"}.get(path, path))
    assert response.status_code == 200
    seen = Outside()
    seen.feed(response.content.decode())
    assert seen.runs == []
    assert not [load for load in seen.loads if re.search(r"(^|[\s,])(https?:)?//(?!testserver)", load)]
    assert not response.cookies
