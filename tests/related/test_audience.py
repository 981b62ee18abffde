"""Readings are kept as rows, summed by window, and forgotten in two steps."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from broadsheet.accounts.roles import Role
from broadsheet.articles.models import Story
from broadsheet.related import audience, most_read
from broadsheet.related.audience import Window, forget, keep, read_most, read_times, referrers
from broadsheet.related.models import MostRead, Reading
from tests import world
from tests.articles.newsroom import as_, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def stories() -> list[Story]:
    world.paper("Politics", "Sports")
    return [world.story(world.section("Politics"), f"Story {number}") for number in range(6)]


def read(story: Story, count: int = 1, ago: timedelta = timedelta(), host: str = "") -> None:
    Reading.objects.create(story=story, at=timezone.now() - ago, host=host, count=count)


def headlines(section: str = "") -> list[str]:
    where = world.section(section).pk if section else None
    return [story.teaser_headline for story in most_read.most_read(where)]


def front(client: Client) -> str:
    return client.get("/").content.decode()


def test_what_the_edge_counted_is_kept_and_a_story_that_is_gone_is_left_out(stories) -> None:
    one, two = stories[:2]
    keep({(str(one.pk), "example.org"): 2, (str(one.pk), ""): 1, (str(two.pk), ""): 1, ("99999", ""): 5})
    now = timezone.now()
    assert read_most(Window.NOW, now, 10) == {one.pk: 3, two.pk: 1}
    assert read_times(Window.HOUR, now, [two.pk]) == {two.pk: 1}
    assert referrers(now)[one.pk] == {"example.org": 2, "": 1}


def test_after_an_hour_it_is_forgotten_where_readers_came_from_and_after_a_week_all(stories, monkeypatch) -> None:
    monkeypatch.setattr(audience, "BATCH", 2)
    one, now = stories[0], timezone.now().replace(minute=30)
    for hours, host in ((0, "example.org"), (3, "example.org"), (3, "other.example"), (3, ""), (30, ""), (200, "")):
        Reading.objects.create(story=one, at=now - timedelta(hours=hours), host=host, count=1)
    forget(now)
    assert set(Reading.objects.filter(is_hour=True).values_list("host", flat=True)) == {""}
    assert Reading.objects.filter(is_hour=False).get().host == "example.org"
    assert [read_times(window, now, [one.pk])[one.pk] for window in (Window.HOUR, Window.DAY, Window.WEEK)] == [1, 4, 5]
    before = sorted(Reading.objects.values_list("at", "count"))
    forget(now)
    assert sorted(Reading.objects.values_list("at", "count")) == before


def test_where_too_little_was_read_there_is_no_list(stories, client: Client) -> None:
    for story in stories[:2]:
        read(story, 9)
    most_read.refresh(timezone.now())
    assert "most-read" not in front(client)


def test_the_front_and_each_section_show_their_most_read(stories, client: Client) -> None:
    game = world.story(world.section("Sports"), "The game")
    read(game, 50)
    for place, story in enumerate(stories):
        read(story, 10 - place)
    most_read.refresh(timezone.now())
    assert headlines() == ["The game", "Story 0", "Story 1", "Story 2", "Story 3"]
    assert headlines("Politics")[0] == "Story 0"
    assert 'id="most-read"' in front(client)
    assert 'id="most-read"' in client.get("/politics/").content.decode()
    assert 'id="most-read"' not in client.get("/sports/").content.decode()


def test_a_list_is_filled_up_from_a_longer_time_and_its_own_time_comes_first(stories, settings) -> None:
    settings.MOST_READ = "hour"
    for story in stories[:3]:
        read(story, 100, timedelta(days=3))
    read(stories[4], 1)
    read(stories[5], 2, timedelta(hours=5))
    most_read.refresh(timezone.now())
    assert headlines() == [
        "Story 4", "Story 5", "Story 2", "Story 1", "Story 0",
    ]  # fmt: skip


def test_a_story_that_is_taken_down_is_not_shown_and_makes_room_at_the_next_round(stories, client: Client) -> None:
    for place, story in enumerate(stories):
        read(story, 10 - place)
    most_read.refresh(timezone.now())
    stories[0].unpublish()
    assert headlines()[0] == "Story 1"
    most_read.refresh(timezone.now())
    assert headlines()[-1] == "Story 5"


def test_only_lists_that_change_are_written(stories, django_assert_num_queries) -> None:
    for story in stories:
        read(story)
    now = timezone.now()
    most_read.refresh(now)
    written = set(MostRead.objects.values_list("pk", flat=True))
    most_read.refresh(now)
    assert set(MostRead.objects.values_list("pk", flat=True)) == written


def test_the_worker_refreshes_once_a_minute(monkeypatch) -> None:
    rounds: list[datetime] = []
    monkeypatch.setattr(most_read, "_last", None)
    monkeypatch.setattr(most_read, "refresh", rounds.append)
    now = timezone.now()
    for seconds in (0, 5, 59, 60, 61):
        most_read.refresh_each_minute(now + timedelta(seconds=seconds))
    assert rounds == [now, now + timedelta(seconds=60)]


def test_where_counting_is_off_there_is_no_list(stories, settings) -> None:
    for story in stories:
        read(story)
    most_read.refresh(timezone.now())
    settings.MOST_READ = "off"
    most_read.refresh(timezone.now())
    assert not MostRead.objects.exists()


def test_an_address_of_a_section_that_is_none_is_not_found(stories, client: Client) -> None:
    assert client.get(reverse("most-read", args=[999_999])).status_code == 404


def test_the_desk_shows_what_is_read_now_and_from_where(stories) -> None:
    read(stories[1], 3, host="example.org")
    read(stories[2], 8, timedelta(hours=4))
    desk = as_(person(Role.REPORTER))
    shown = desk.get(reverse("desk_audience")).content.decode()
    assert "Story 1" in shown
    assert "example.org (3)" in shown
    assert "Story 2" not in shown
    assert "Story 2" in desk.get(reverse("desk_audience"), {"by": "day"}).content.decode()
    assert desk.get(reverse("desk_audience"), {"by": "\0"}).status_code == 200
    assert Client().get(reverse("desk_audience")).status_code == 302
