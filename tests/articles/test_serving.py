"""Which address is answered by which page, with what status."""

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from broadsheet.articles.models import Section, Story
from tests import world

pytestmark = pytest.mark.django_db


def test_a_story_is_found_below_its_section(client: Client) -> None:
    world.paper("Politics")
    story = world.story(world.section("Politics"), "Budget passes", slug="budget")
    assert story.get_url() == "/politics/budget/"
    assert "Budget passes" in client.get("/politics/budget/").content.decode()


def test_a_story_in_a_subsection_is_found(client: Client) -> None:
    world.paper("Politics")
    below = world.add_section(world.section("Politics"), "City Hall", "city-hall")
    world.story(below, slug="budget")
    assert client.get("/politics/city-hall/budget/").status_code == 200


def test_a_draft_is_not_found(client: Client) -> None:
    world.paper("Politics")
    world.story(world.section("Politics"), slug="draft", live=False)
    assert client.get("/politics/draft/").status_code == 404


def test_a_story_below_a_restricted_section_is_not_shown(client: Client) -> None:
    world.paper("Politics")
    world.story(world.section("Politics"), "Secret plans", slug="secret")
    PageViewRestriction.objects.create(page=world.section("Politics"), restriction_type="login")
    response = client.get("/politics/secret/")
    assert "Secret plans" not in response.content.decode()
    assert not Story.objects.readable().exists()


def test_a_changed_slug_leads_on_by_one_301(client: Client, django_capture_on_commit_callbacks) -> None:
    world.paper("Politics")
    story = world.story(world.section("Politics"), slug="old")
    story.slug = "new"
    with django_capture_on_commit_callbacks(execute=True):
        story.save_revision().publish()
    response = client.get("/politics/old/")
    assert (response.status_code, response["Location"]) == (301, "/politics/new/")


def test_a_moved_story_leads_on_by_301_and_its_section_follows(
    client: Client, django_capture_on_commit_callbacks
) -> None:
    world.paper("Politics", "Sports")
    story = world.story(world.section("Politics"), slug="cup")
    with django_capture_on_commit_callbacks(execute=True):
        story.move(world.section("Sports"), "last-child")
    response = client.get("/politics/cup/")
    assert (response.status_code, response["Location"]) == (301, "/sports/cup/")
    assert Story.objects.get(pk=story.pk).section == world.section("Sports")


def test_a_renamed_section_leads_on_to_its_stories(client: Client, django_capture_on_commit_callbacks) -> None:
    world.paper("Politics")
    world.story(world.section("Politics"), slug="budget")
    section = Section.objects.get()
    section.slug = "state"
    with django_capture_on_commit_callbacks(execute=True):
        section.save_revision().publish()
    response = client.get("/politics/budget/")
    assert (response.status_code, response["Location"]) == (301, "/state/budget/")


def test_an_unpublished_story_is_gone(client: Client) -> None:
    world.paper("Politics")
    world.story(world.section("Politics"), slug="wrong").unpublish()
    assert client.get("/politics/wrong/").status_code == 410


def test_a_deleted_story_is_gone_until_another_takes_its_address(client: Client) -> None:
    world.paper("Politics")
    world.story(world.section("Politics"), slug="wrong").delete()
    assert client.get("/politics/wrong/").status_code == 410
    world.story(world.section("Politics"), slug="wrong")
    assert client.get("/politics/wrong/").status_code == 200


def test_a_deleted_draft_was_never_there(client: Client) -> None:
    world.paper("Politics")
    world.story(world.section("Politics"), slug="draft", live=False).delete()
    assert client.get("/politics/draft/").status_code == 404


@pytest.mark.parametrize("make", [world.author, world.topic])
def test_a_renamed_author_or_topic_leads_on_in_one_hop(client: Client, make) -> None:
    world.paper()
    thing = make("First Name")
    first = thing.get_absolute_url()
    for slug in ("second", "third"):
        thing.slug = slug
        thing.save()
    response = client.get(first)
    assert (response.status_code, response["Location"]) == (301, thing.get_absolute_url())
