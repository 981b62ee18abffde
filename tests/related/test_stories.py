"""Which stories go with a story, and why."""

import pytest
from wagtail.models import PageViewRestriction

from broadsheet.articles.models import Story
from broadsheet.related.models import Kind, Link
from broadsheet.related.stories import related_to
from tests import world

pytestmark = pytest.mark.django_db


def told(story: Story) -> list[tuple[str, str, str]]:
    return [
        (one.story.teaser_headline, one.topic.name if one.topic else "", one.section.title if one.section else "")
        for one in related_to(story)
    ]


def test_topic_comes_before_section_and_section_before_the_rest_of_the_paper() -> None:
    world.paper("Politics", "Sports")
    world.story(world.section("Politics"), "Near", topics=("Ferries",))
    world.story(world.section("Politics"), "Neighbour")
    world.story(world.section("Sports"), "Stranger")
    story = world.story(world.section("Politics"), "Read now", topics=("Ferries",))
    assert told(story) == [("Near", "Ferries", ""), ("Neighbour", "", "Politics"), ("Stranger", "", "")]


def test_a_story_that_fits_twice_stands_once_for_its_first_reason() -> None:
    world.paper("Politics")
    world.story(world.section("Politics"), "Near", topics=("Ferries", "Harbour"))
    story = world.story(world.section("Politics"), topics=("Harbour", "Ferries"))
    assert told(story) == [("Near", "Harbour", "")]


def test_what_nobody_may_read_is_never_related() -> None:
    world.paper("Politics")
    world.story(world.section("Politics"), "Draft", live=False, topics=("Ferries",))
    assert told(world.story(world.section("Politics"), topics=("Ferries",))) == []


def test_one_query_finds_the_newest_too_where_the_topics_are_at_hand(django_assert_num_queries) -> None:
    world.paper("Politics")
    for _ in range(6):
        last = world.story(world.section("Politics"), topics=("Ferries", "Harbour"))
    story = Story.objects.for_reading().get(pk=last.pk)
    assert story.url, "where the paper appears is asked once in a process"
    with django_assert_num_queries(1):
        assert len(told(story)) == 4


def linked(story: Story, *others: tuple[Story, Kind]) -> None:
    for place, (other, kind) in enumerate(others):
        Link.objects.create(story=story, other=other, kind=kind, place=place)


def test_where_enough_are_known_to_go_with_it_one_query_suffices(django_assert_num_queries) -> None:
    world.paper("Politics")
    story, *others = [world.story(world.section("Politics"), f"Number {number}") for number in range(6)]
    linked(story, *((other, Kind.NEAR) for other in others))
    story = Story.objects.for_reading().get(pk=story.pk)
    assert story.url, "where the paper appears is asked once in a process"
    with django_assert_num_queries(1):
        found = related_to(story)
    assert [one.story.teaser_headline for one in found] == ["Number 1", "Number 2", "Number 3", "Number 4"]
    assert all(one.near for one in found)


def test_pinned_stories_come_first_and_those_left_out_not_even_as_the_newest() -> None:
    world.paper("Politics")
    names = ("Story", "Near", "Out", "Pinned", "Other")
    story, near, out, pinned, _ = [world.story(world.section("Politics"), name) for name in names]
    linked(story, (near, Kind.NEAR), (out, Kind.EXCLUDED), (pinned, Kind.PINNED))
    assert [name for name, _, _ in told(story)] == ["Pinned", "Near", "Other"]


def test_what_was_taken_down_or_shut_away_is_not_shown_though_it_is_linked() -> None:
    world.paper("Politics", "Members")
    story, down = (world.story(world.section("Politics"), name) for name in ("Story", "Down"))
    shut = world.story(world.section("Members"), "Shut away")
    linked(story, (down, Kind.NEAR), (shut, Kind.PINNED))
    down.unpublish()
    PageViewRestriction.objects.create(page=world.section("Members"), restriction_type="login")
    assert told(story) == []
