"""Which stories go with a story, and why."""

import pytest

from broadsheet.articles.models import Story
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


def test_one_query_suffices_where_the_topics_are_at_hand(django_assert_num_queries) -> None:
    world.paper("Politics")
    for _ in range(6):
        last = world.story(world.section("Politics"), topics=("Ferries", "Harbour"))
    story = Story.objects.for_reading().get(pk=last.pk)
    assert story.url, "where the paper appears is asked once in a process"
    with django_assert_num_queries(1):
        assert len(told(story)) == 4
