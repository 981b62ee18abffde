"""The pages that list stories: authors, topics, corrections, search, archive."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from lxml import html

from broadsheet.articles.models import Correction
from tests import world

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


def get(client: Client, url: str, status: int = 200) -> html.HtmlElement:
    """The parsed page at `url`."""
    response = client.get(url)
    assert response.status_code == status
    return html.fromstring(response.content)


def texts(found: html.HtmlElement, path: str) -> list[str]:
    return [" ".join(element.text_content().split()) for element in found.xpath(path)]


@pytest.fixture
def politics():
    world.paper("Politics")
    return world.section("Politics")


def test_an_author_page_tells_who_it_is_and_how_to_follow(client: Client, politics) -> None:
    ada = world.author("Ada", role="Editor", bio="<p>Writes on <b>harbours</b>.</p>", email="ada@paper.example")
    world.story(politics, "Ferry saved", authors=(ada,))
    found = get(client, "/authors/ada/")
    assert texts(found, "//h1 | //p[@class='role'] | //*[@class='bio']") == ["Ada", "Editor", "Writes on harbours."]
    assert {"mailto:ada@paper.example", "feed.xml"} <= set(found.xpath("//ul[@class='list-links']//a/@href"))
    assert texts(found, "//article//h3") == ["Ferry saved"]


def test_long_lists_are_paged_by_words(client: Client, politics) -> None:
    for number in range(45):
        world.story(politics, at=NOON + timedelta(hours=number), topics=("Ferries",))
    found = get(client, "/topics/ferries/?page=2")
    assert texts(found, "//nav[@class='paging']/*") == ["Newer", "Page 2", "Older"]
    assert found.xpath("//nav[@class='paging']/a/@href") == ["?page=1", "?page=3"]
    assert found.xpath("//head/link[@rel='prev' or @rel='next']/@rel") == ["prev", "next"]


def test_a_list_of_nothing_says_so(client: Client, politics) -> None:
    world.topic("Ferries")
    assert texts(get(client, "/topics/ferries/"), "//*[@class='nothing']") == ["No stories yet."]


def test_corrections_are_dated_and_lead_to_their_stories(client: Client, politics) -> None:
    story = world.story(politics, "Ferry saved")
    Correction.objects.create(story=story, date=NOON, text="It was 21, not 22.")
    found = get(client, "/corrections/")
    assert found.xpath("//article//time/@datetime") == ["2026-03-04"]
    assert found.xpath("//article//h2/a/@href") == [story.url]
    assert "It was 21, not 22." in texts(found, "//article//p")


def test_search_keeps_what_was_asked_and_marks_it(client: Client, politics) -> None:
    world.story(politics, "Ferry saved", standfirst="The ferry sails.")
    found = get(client, "/search/?q=ferry&section=politics&since=2020-01-02")
    assert found.xpath("//input[@name='q']/@value") == ["ferry"]
    assert found.xpath("//option[@selected]/@value") == ["politics"]
    assert found.xpath("//input[@name='since']/@value") == ["2020-01-02"]
    assert texts(found, "//mark") == ["Ferry", "ferry"]


def test_search_puts_authors_first_and_owns_up_to_finding_no_story(client: Client, politics) -> None:
    world.author("Ada Okonkwo")
    found = get(client, "/search/?q=okonkwo")
    assert texts(found, "//ul[@class='heads']//a") == ["Ada Okonkwo"]
    assert "No story has these words." in texts(found, "//p")


def test_search_says_what_is_wrong_with_a_date(client: Client, politics) -> None:
    found = get(client, "/search/?q=a&since=yesterday", status=400)
    assert texts(found, "//*[@role='alert']/p") == ["From: Enter a valid date."]


def test_the_archive_lists_days_and_months(client: Client, politics) -> None:
    world.story(politics, "In spring", at=NOON)
    world.story(politics, "A month before", at=NOON - timedelta(days=30))
    found = get(client, "/archive/2026/3/")
    assert found.xpath("//section[@class='archive-day']//time/@datetime") == ["2026-03-04"]
    assert texts(found, "//section[@class='archive-day']//h3") == ["In spring"]
    assert found.xpath("//nav[@class='months']//ol//a/@href") == ["/archive/2026/2/", "/archive/2026/3/"]
    assert texts(found, "//*[@aria-current='page']")[-1] == "Mar"
