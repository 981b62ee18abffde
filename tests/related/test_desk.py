"""The editor's word at the desk: pin, leave out, take back."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from broadsheet.accounts.roles import Role
from broadsheet.articles.models import Story
from broadsheet.related.models import Kind, Link
from broadsheet.related.stories import related_to
from tests import world
from tests.articles.newsroom import as_, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> Story:
    world.paper("Politics")
    return world.story(world.section("Politics"), "Bridge opens")


@pytest.fixture
def other(story: Story) -> Story:
    return world.story(world.section("Politics"), "Ferries stop")


def url(story: Story) -> str:
    return reverse("desk_related", args=[story.pk])


def act(client: Client, story: Story, other: Story, what: str) -> str:
    return client.post(url(story), {"other": other.pk, "act": what}, follow=True).content.decode()


def kinds(story: Story) -> dict[str, int]:
    return dict(Link.objects.filter(story=story).values_list("other__title", "kind"))


def test_a_story_is_pinned_left_out_and_taken_back(story: Story, other: Story) -> None:
    client = as_(person(Role.EDITOR))
    for what, kind in (("pin", Kind.PINNED), ("out", Kind.EXCLUDED), ("pin", Kind.PINNED)):
        assert "Ferries stop" in act(client, story, other, what)
        assert kinds(story) == {"Ferries stop": kind}
    act(client, story, other, "back")
    assert kinds(story) == {}


def test_pinned_stories_stand_in_the_order_in_which_they_were_pinned(story: Story, other: Story) -> None:
    client = as_(person(Role.EDITOR))
    third = world.story(world.section("Politics"), "Ballet returns")
    for one in (third, other):
        act(client, story, one, "pin")
    assert [one.story.teaser_headline for one in related_to(story)] == ["Ballet returns", "Ferries stop"]


def test_what_was_found_can_be_left_out_and_readers_do_not_see_it(story: Story, other: Story) -> None:
    Link.objects.create(story=story, other=other, kind=Kind.NEAR, place=0)
    act(as_(person(Role.EDITOR)), story, other, "out")
    assert related_to(story) == []


def test_a_pin_shows_at_once(story: Story, other: Story, client: Client) -> None:
    address = reverse("related", args=[story.pk])
    before = client.get(address).content.decode()
    act(as_(person(Role.EDITOR)), story, other, "pin")
    after = client.get(address).content.decode()
    assert "More from Politics" in before
    assert "More from Politics" not in after


def test_a_story_is_not_pinned_to_itself(story: Story) -> None:
    assert "not related to itself" in act(as_(person(Role.EDITOR)), story, story, "pin")
    assert kinds(story) == {}


@pytest.mark.parametrize("data", [{}, {"other": "no number", "act": "pin"}, {"other": 1, "act": "burn"}])
def test_what_is_no_choice_is_told_and_changes_nothing(story: Story, data: dict) -> None:
    answer = as_(person(Role.EDITOR)).post(url(story), data, follow=True)
    assert "Choose a story." in answer.content.decode()
    assert kinds(story) == {}


def test_who_may_not_publish_may_look_but_not_decide(story: Story, other: Story) -> None:
    reporter = as_(person(Role.REPORTER))
    page = reporter.get(url(story))
    assert page.status_code in (200, 302)
    assert "Pin this story" not in page.content.decode()
    reporter.post(url(story), {"other": other.pk, "act": "pin"})
    assert kinds(story) == {}


def test_the_editor_of_a_story_leads_there(story: Story) -> None:
    page = as_(person(Role.EDITOR)).get(reverse("wagtailadmin_pages:edit", args=[story.pk]))
    assert url(story) in page.content.decode()
