"""Walks along an index find what the query sets find that they stand for."""

import pytest

from broadsheet.articles.models import Story
from broadsheet.articles.walks import HEADLINE, MOST, Along, Walk, headlines, walk
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


def test_a_walk_along_an_author_or_a_span_of_time_finds_the_newest_readable_ones(stories: list[Story]) -> None:
    author = stories[1].bylines.get().author
    first, last = stories[1].published_at, stories[4].published_at
    found = ids([Walk(Along.AUTHOR, 2, author.pk), Walk(Along.SPAN, 9, first, last)])
    assert found == [[stories[5].pk, stories[4].pk], [story.pk for story in stories[3:0:-1]]]


def test_a_listed_span_leaves_out_what_has_its_home_elsewhere(stories: list[Story]) -> None:
    Story.objects.filter(pk=stories[3].pk).update(canonical_url="https://example.org/")
    first, last = stories[1].published_at, stories[5].published_at
    assert ids([Walk(Along.LISTED, 9, first, last)]) == [[stories[4].pk, stories[2].pk, stories[1].pk]]


def test_walks_find_what_the_query_sets_find(stories: list[Story]) -> None:
    (found,) = walk([Walk(Along.PAPER, 3)], HEADLINE)
    newest = Story.objects.readable().newest_first()[:3]
    assert [row[2:] for row in found] == list(newest.values_list(*HEADLINE[2:]))


def test_a_headline_has_what_the_story_has(stories: list[Story]) -> None:
    story = world.story(world.section("Politics"), short_headline="Short")
    (found,) = walk([Walk(Along.PAPER, 2)], HEADLINE)
    short, other = headlines(found)
    assert short == (story.pk, "Short", story.url, story.published_at, story.section_id, "")
    assert other.teaser_headline == stories[5].title
