"""Whole stories by their ids are what `for_reading` fetches, by four queries however many there are."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from broadsheet.articles import tags
from broadsheet.articles.lists import live_sections
from broadsheet.articles.models import Correction, Story
from broadsheet.articles.whole import fetch_whole
from broadsheet.edge.pressing import Pressing, current
from tests import world

pytestmark = pytest.mark.django_db
RELATIONS = {
    "bylines": lambda row: (row.author_id, row.author.name, row.author.portrait),
    "story_topics": lambda row: (row.topic_id, row.topic.name),
    "corrections": lambda row: row.text,
}


@pytest.fixture
def ids():
    world.paper("Politics", "Sports")
    now = timezone.now()
    people = (world.author("Zoe"), world.author("Abe", portrait=world.image()))
    first = world.story(world.section("Politics"), at=now - timedelta(days=1), authors=people, lead_image=world.image())
    second = world.story(world.section("Sports"), at=now, topics=("Rowing", "Ferries"))
    Correction.objects.create(story=second, text="It was Monday.")
    draft = world.story(world.section("Sports"), live=False)
    return [first.pk, draft.pk, second.pk]


def told(story):
    relations = {name: [tell(row) for row in getattr(story, name).all()] for name, tell in RELATIONS.items()}
    return story.pk, story.title, story.body.get_prep_value(), story.lead_image, story.section.title, relations


def test_they_are_what_the_query_set_fetches(ids):
    found = fetch_whole(ids, live_sections())
    expected = Story.objects.readable().for_reading().filter(pk__in=ids).newest_first()
    assert [told(story) for story in found] == [told(story) for story in expected]


@pytest.mark.parametrize("count", [1, 3])
def test_they_cost_four_queries(ids, count, django_assert_num_queries):
    sections = live_sections()
    with django_assert_num_queries(4):
        for story in fetch_whole(ids[-count:], sections):
            told(story)


def test_no_ids_cost_none(ids, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert fetch_whole([], []) == []


def test_whoever_reads_them_depends_on_who_may_read(ids):
    fetch_whole(ids, [])
    pressing = Pressing()
    token = current.set(pressing)
    fetch_whole(ids, [])
    current.reset(token)
    assert pressing.tags >= {tags.PAPER, tags.PRIVACY, tags.TREE, tags.story(ids[0])}
