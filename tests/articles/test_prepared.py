"""Prepared queries find the models that the query sets find which they stand for, without building them again."""

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from broadsheet.articles.models import Byline, Story
from broadsheet.articles.prepared import Prepared, numbers, remember, words
from tests import world

pytestmark = pytest.mark.django_db
(WORD,) = words(1)
(NUMBER,) = numbers(1)


def by_slug(slug: str) -> QuerySet[Story]:
    return Story.objects.readable().select_related("lead_image", "section").filter(slug=slug).order_by()


@pytest.fixture
def stories() -> list[Story]:
    world.paper("Politics")
    return [world.story(world.section("Politics"), lead_image=image) for image in (world.image(), None)]


def values(story: Story) -> dict[str, object]:
    return {field.attname: getattr(story, field.attname) for field in story._meta.concrete_fields}


def test_a_prepared_query_finds_the_same_models_with_the_same_fields(stories: list[Story]) -> None:
    prepared = Prepared(lambda: by_slug(WORD), (WORD,))
    for story in stories:
        (found,), (wanted,) = prepared.fetch(story.slug), by_slug(story.slug)
        assert values(found) == values(wanted)
        assert found.body == wanted.body
        assert found.lead_image == wanted.lead_image
        assert found.section.title == wanted.section.title
        assert not found._state.adding


def test_what_is_joined_costs_no_further_query(stories: list[Story], django_assert_num_queries) -> None:
    prepared = Prepared(lambda: by_slug(WORD), (WORD,))
    with django_assert_num_queries(1):
        (found,) = prepared.fetch(stories[0].slug)
        assert found.lead_image.title
        assert found.section.title == "Politics"


def test_a_prepared_query_asks_what_the_query_set_asks(stories: list[Story]) -> None:
    prepared = Prepared(lambda: by_slug(WORD), (WORD,))
    with CaptureQueriesContext(connection) as asked:
        prepared.fetch("one")
        list(by_slug("one"))
    assert asked[0]["sql"] == asked[1]["sql"]


def test_a_prepared_query_is_built_once(stories: list[Story]) -> None:
    built: list[str] = []

    def build() -> QuerySet[Story]:
        built.append("once")
        return by_slug(WORD)

    prepared = Prepared(build, (WORD,))
    assert [len(prepared.fetch(story.slug)) for story in stories] == [1, 1]
    assert built == ["once"]


def test_a_prepared_query_that_finds_nothing_is_empty(stories: list[Story]) -> None:
    assert Prepared(lambda: by_slug(WORD), (WORD,)).fetch("no-such-story") == []


def test_a_value_for_each_stand_in_is_wanted(stories: list[Story]) -> None:
    with pytest.raises(ValueError, match="zip"):
        Prepared(lambda: by_slug(WORD), (WORD,)).fetch()


def test_columns_left_out_stay_out(stories: list[Story]) -> None:
    (found,) = Prepared(lambda: by_slug(WORD).select_related(None).only("title"), (WORD,)).fetch(stories[0].slug)
    assert "standfirst" in found.get_deferred_fields()
    assert found.standfirst == ""


def test_rows_that_are_remembered_are_not_asked_for_again(stories: list[Story], django_assert_num_queries) -> None:
    story = stories[0]
    rows = Prepared(lambda: Byline.objects.select_related("author").filter(story=NUMBER), (NUMBER,)).fetch(story.pk)
    remember(story, "bylines", rows)
    with django_assert_num_queries(0):
        assert [byline.author.name for byline in story.bylines.all()] == ["Ada Reporter"]
