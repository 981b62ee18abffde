"""Bodies made ready to print, alone and together."""

from __future__ import annotations

import pytest
from django.test import Client
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


def test_a_picture_that_was_deleted_leaves_the_rest_of_the_page(client: Client) -> None:
    world.paper("Politics")
    kept, lost = world.image(), world.image()
    gallery = {"title": "", "pictures": [{"image": one, "caption": "", "alt": ""} for one in (kept, lost)]}
    body = [
        ("picture", {"image": lost, "caption": "", "alt": ""}),
        ("gallery", gallery),
        ("paragraph", RichText("<p>Still here.</p>")),
    ]
    url = world.story(world.section("Politics"), body=body).get_url()
    lost.delete()
    page = client.get(url).content.decode()
    assert "Still here." in page
    assert page.count("<picture>") == 1
    assert client.get("/feed.xml").status_code == 200


def test_a_link_to_a_page_that_was_taken_down_is_text(client: Client) -> None:
    world.paper("Politics")
    other = world.story(world.section("Politics"), slug="other")
    text = RichText(f'<p>See <a linktype="page" id="{other.pk}">there</a>.</p>')
    url = world.story(world.section("Politics"), body=[("paragraph", text)]).get_url()
    other.unpublish()
    page = client.get(url).content.decode()
    assert "there" in page
    assert "/politics/other/" not in page
