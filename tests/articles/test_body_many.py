"""Bodies of several stories prepared together."""

from __future__ import annotations

import pytest
from wagtail.rich_text import RichText

from broadsheet.articles.body import prepare, prepare_many
from broadsheet.articles.models import Story
from tests import world

pytestmark = pytest.mark.django_db


def test_nothing_is_prepared_of_nothing() -> None:
    assert prepare_many([]) == []


def test_each_story_gets_its_own_pieces(django_assert_max_num_queries) -> None:
    world.paper("Politics")
    for number in range(3):
        body = [("paragraph", RichText(f"<p>Text {number}</p>"))] * (number + 1)
        world.story(world.section("Politics"), body=[*body, ("picture", {"image": world.image(), "caption": ""})])
    stories = list(Story.objects.order_by("pk"))
    with django_assert_max_num_queries(2):  # the pictures, their renditions
        together = prepare_many([story.body for story in stories])
    assert together == [prepare(story.body) for story in stories]
    assert [len(pieces) for pieces in together] == [2, 3, 4]
