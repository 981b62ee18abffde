"""Walks along an index find what the query sets find that they stand for."""

import pytest

from broadsheet.articles.models import Story
from broadsheet.articles.walks import MOST, Along, Walk, newest_ids, walk
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def stories() -> list[Story]:
    world.paper("Politics", "Sports")
    made = [world.story(world.section(("Politics", "Sports")[n % 2]), topics=("Courts",)) for n in range(6)]
    made[0].unpublish()
    return made


def ids(walks: list[Walk]) -> list[list[int]]:
    return [[pk for _, pk in found] for found in walk(walks)]


def test_each_kind_of_walk_finds_the_newest_readable_ones(stories: list[Story]) -> None:
    _, one, two, three, four, five = (story.pk for story in stories)
    politics, topic = world.section("Politics").pk, world.topic("Courts").pk
    walks = [
        Walk(Along.PAPER, 3),
        Walk(Along.SECTION, 9, politics),
        Walk(Along.TOPIC, 2, topic),
        Walk(Along.STORY, 1, two),
    ]
    assert ids(walks) == [[five, four, three], [four, two], [five, four], [two]]
    assert one


def test_a_story_that_is_not_readable_is_not_found(stories: list[Story]) -> None:
    assert ids([Walk(Along.STORY, 1, stories[0].pk)]) == [[]]


def test_walks_take_one_query_and_more_only_beyond_what_a_database_takes(
    stories: list[Story], django_assert_num_queries
) -> None:
    with django_assert_num_queries(1):
        walk([Walk(Along.PAPER, 2)] * MOST)
    with django_assert_num_queries(2):
        found = walk([Walk(Along.PAPER, 2)] * (MOST + 1))
    assert found == [found[0]] * (MOST + 1)


def test_no_walk_is_no_query(django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert walk([]) == []


def test_the_general_way_finds_the_same(stories: list[Story]) -> None:
    assert newest_ids([Story.objects.readable().newest_first()[:3]]) == walk([Walk(Along.PAPER, 3)])
