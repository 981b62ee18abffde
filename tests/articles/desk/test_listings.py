"""The desk's listings: columns, filters, search, at a fixed number of queries."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from broadsheet.accounts.roles import Role
from broadsheet.articles.desk.listings import StoryListing
from broadsheet.articles.models import Correction, Story
from tests import world
from tests.articles.newsroom import as_, person
from tests.articles.test_scheduling import schedule

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    world.paper("Politics", "Sports")
    return as_(person(Role.EDITOR))


def listed(desk, **query) -> list[str]:
    """Headlines in the order of the listing."""
    response = desk.get(reverse("stories:index"), query)
    assert response.status_code == 200
    return [story.title for story in response.context["object_list"]]


def test_stories_stand_with_those_worked_on_last_first(desk):
    politics, sports = world.section("Politics"), world.section("Sports")
    for title, section in (("One", politics), ("Two", sports), ("Three", politics)):
        world.story(section, title)
    assert listed(desk) == ["Three", "Two", "One"]
    assert listed(desk, ordering="title") == ["One", "Three", "Two"]


def test_a_row_shows_section_byline_label_and_status(desk):
    world.story(world.section("Politics"), "One", authors=(world.author("Ada A"), world.author("Bo B")))
    page = desk.get(reverse("stories:index")).content.decode()
    for words in ("Headline", "Politics", "Ada A, Bo B", "News", "live"):
        assert words in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (lambda: {"section": world.section("Sports").pk}, ["Match"]),
        (lambda: {"author": world.author("Bo Writer").pk}, ["Match"]),
        (lambda: {"topic": world.topic("Harbour").pk}, ["Vote"]),
        (lambda: {"label": "opinion"}, ["View"]),
        (lambda: {"standing": "live"}, ["Match", "Vote"]),
        (lambda: {"standing": "draft"}, ["View"]),
        (lambda: {"standing": "scheduled"}, ["View"]),
        (lambda: {"standing": "review"}, []),
        (lambda: {"published_at_from": timezone.localdate() - timedelta(days=1)}, ["Match"]),
        (lambda: {"q": "matc"}, ["Match"]),
        (lambda: {"q": "match", "author": world.author("Bo Writer").pk}, ["Match"]),
        (lambda: {"q": "match", "author": world.author().pk}, []),
        (lambda: {"q": "match", "ordering": "-published_at"}, ["Match"]),
    ],
)
def test_filters_and_search(desk, query, found):
    politics = world.section("Politics")
    world.story(politics, "Vote", topics=("Harbour",), at=timezone.now() - timedelta(days=9))
    world.story(world.section("Sports"), "Match", authors=(world.author("Bo Writer"),))
    view = world.story(politics, "View", live=False, label="opinion")
    schedule(view, timezone.now() + timedelta(days=1))
    assert sorted(listed(desk, **query())) == found


def test_a_story_in_review_and_one_sent_back_are_found(desk):
    story = world.story(world.section("Politics"), "Submitted", live=False)
    state = story.get_workflow().start(story, None)
    assert listed(desk, standing="review") == ["Submitted"]
    state.current_task_state.reject()
    assert listed(desk, standing="changes") == ["Submitted"]


def test_the_listing_costs_the_same_for_any_number_of_rows(desk):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            listed(desk)
        return len(queries)

    world.story(world.section("Politics"))
    cost()
    before = cost()
    for _ in range(5):
        world.story(world.section("Politics"))
    assert cost() == before


def test_sections_authors_topics_are_listed(desk):
    world.author("Ada A")
    world.topic("Harbour")
    for name, words in (
        ("sections:index", "Politics"),
        ("wagtailsnippets_broadsheet_articles_author:list", "Ada A"),
        ("wagtailsnippets_broadsheet_articles_topic:list", "Harbour"),
    ):
        assert words in desk.get(reverse(name)).content.decode()


def test_corrections_are_listed_with_their_stories_and_only_read(desk):
    story = world.story(world.section("Politics"), "Vote")
    story.corrections = [Correction(text="It was nine, not ten.")]
    story.save_revision().publish()
    page = desk.get(reverse("desk_corrections")).content.decode()
    assert "It was nine, not ten." in page
    assert reverse("wagtailadmin_pages:edit", args=[story.pk]) in page


def test_a_reporter_reads_the_listings_but_keeps_no_authors(desk):
    reporter = as_(person(Role.REPORTER))
    assert reporter.get(reverse("stories:index")).status_code == 200
    assert reporter.get(reverse("desk_corrections")).status_code == 200
    assert reporter.get(reverse("wagtailsnippets_broadsheet_articles_author:add")).status_code == 302
    assert Story.objects.count() == 0


def test_pages_of_the_list_follow_each_other_in_its_order(desk, monkeypatch):
    monkeypatch.setattr(StoryListing, "paginate_by", 2)
    for title in ("Story A", "Story B", "Story C"):
        world.story(world.section("Politics"), title)
    assert [listed(desk, p=number) for number in (1, 2)] == [["Story C", "Story B"], ["Story A"]]
    assert listed(desk, p=2, q="story") == ["Story A"]


def test_found_stories_stand_in_the_order_of_the_list(desk):
    for title in ("Ferry ferry ferry", "Buses, and a ferry"):
        world.story(world.section("Politics"), title)
    assert listed(desk, q="ferry") == ["Buses, and a ferry", "Ferry ferry ferry"]
