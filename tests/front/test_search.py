"""The search page."""

import re

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction
from wagtail.rich_text import RichText

from broadsheet.front.search import SNIPPET, mark
from tests import world

pytestmark = pytest.mark.django_db


def titles(client: Client, query: str) -> list[str]:
    paging = client.get(f"/search/?{query}").context["paging"]
    return [story.title for story in paging.items]


def test_a_story_is_found_by_its_headline_and_by_its_text(client: Client) -> None:
    world.paper("Politics")
    world.story(world.section("Politics"), "Bridge closes")
    world.story(world.section("Politics"), "Other", body=[("paragraph", RichText("<p>A ferry sank.</p>"))])
    assert titles(client, "q=bridge") == ["Bridge closes"]
    assert titles(client, "q=ferry") == ["Other"]


def test_all_words_are_wanted_before_any(client: Client) -> None:
    world.paper("Politics")
    world.story(world.section("Politics"), "Bridge closes")
    world.story(world.section("Politics"), "Bridge opens")
    assert titles(client, "q=bridge+opens") == ["Bridge opens"]
    assert titles(client, "q=closes+never") == ["Bridge closes"]


def test_section_and_dates_narrow_the_search(client: Client) -> None:
    world.paper("Politics", "Sports")
    world.story(world.section("Politics"), "Bridge closes")
    assert titles(client, "q=bridge&section=politics&since=2020-01-01") == ["Bridge closes"]
    assert titles(client, "q=bridge&section=sports") == []
    assert titles(client, "q=bridge&until=2020-01-01") == []


def test_what_readers_may_not_see_is_not_found(client: Client) -> None:
    world.paper("Politics")
    world.story(world.section("Politics"), "Bridge draft", live=False)
    hidden = world.story(world.section("Politics"), "Bridge secret")
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    world.story(world.section("Politics"), "Bridge pulled").unpublish()
    assert titles(client, "q=bridge") == []


@pytest.mark.parametrize(
    "query",
    ["q=%22open", "q=a+AND+", "q=*", "q=NEAR(", "q=%00", "q=%F0%9F%8C%89", "q=-", "q=(((", "q=%27%3B--", "q=%25"],
)
def test_odd_words_are_no_error(client: Client, query: str) -> None:
    world.paper("Politics")
    world.story(world.section("Politics"))
    assert client.get(f"/search/?{query}").status_code in {200, 400}


@pytest.mark.parametrize(
    "query",
    [f"q={'x' * 10_000}", "q=a&since=yesterday", "q=a&section=nowhere", "q=a&until=9999-12-31", "q=a&since=0001-01-01"],
)
def test_a_query_that_is_none_is_refused_with_the_reason(client: Client, query: str) -> None:
    world.paper("Politics")
    response = client.get(f"/search/?{query}")
    assert response.status_code == 400
    assert response.context["form"].errors


def test_matches_are_marked_and_the_rest_is_escaped() -> None:
    assert mark("a <b> bridge", re.compile("bridge")) == "a &lt;b&gt; <mark>bridge</mark>"


def test_authors_and_topics_are_found_by_the_beginnings_of_their_names(client: Client) -> None:
    world.paper("Politics")
    ada, ferries = world.author("Ada Okonkwo"), world.topic("Ferries")
    assert client.get("/search/?q=okon").context["authors"] == [ada]
    assert client.get("/search/?q=ferr").context["topics"] == [ferries]


def result(client: Client, query: str) -> str:
    return client.get(f"/search/?q={query}").context["paging"].items[0].snippet


LONG = "<p>The council met. It rained &amp; it blew. " + "Nobody came to speak. " * 20 + "</p>"


def test_a_result_shows_the_whole_sentences_around_the_words(client: Client) -> None:
    world.paper("Politics")
    text = LONG + "<p>It was late. A ferry sank in the harbour. All were saved.</p>" + LONG
    world.story(world.section("Politics"), "Other", standfirst="", body=[("paragraph", RichText(text))])
    assert result(client, "ferry") == "It was late. A <mark>ferry</mark> sank in the harbour. All were saved."
    blew = result(client, "blew")
    assert blew.startswith("It rained &amp; it <mark>blew</mark>. Nobody came to speak. Nobody")
    assert blew.endswith("to speak.")
    assert len(blew) <= SNIPPET + len("<mark></mark>&amp;")


def test_a_result_without_a_whole_sentence_shows_its_standfirst(client: Client) -> None:
    world.paper("Politics")
    text = "<p>A list:</p><ul><li>ferry timetables</li></ul>"
    world.story(
        world.section("Politics"), "Other", standfirst="Boats, they said.", body=[("paragraph", RichText(text))]
    )
    assert result(client, "ferry") == "Boats, they said."


def test_the_words_are_marked_on_the_page(client: Client) -> None:
    world.paper("Politics")
    world.story(world.section("Politics"), "Ferry <sinks>", standfirst="The ferryman is old.")
    page = client.get("/search/?q=ferry").content.decode()
    assert "<mark>Ferry</mark> &lt;sinks&gt;" in page
    assert "The <mark>ferryman</mark> is old." in page
