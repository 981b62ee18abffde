"""The archive by month, in the newsroom's time zone."""

from datetime import UTC, datetime

import pytest
from django.test import Client, override_settings

from tests import world

pytestmark = pytest.mark.django_db


def publish(*times: str) -> None:
    world.paper("Politics")
    for time in times:
        world.story(world.section("Politics"), f"Story of {time}", at=datetime.fromisoformat(time).replace(tzinfo=UTC))


def test_a_month_shows_its_stories_alone(client: Client) -> None:
    publish("2026-01-31T23:59", "2026-02-01T00:00", "2026-02-28T12:00", "2026-03-01T00:00")
    paging = client.get("/archive/2026/2/").context["paging"]
    assert [teaser.story.title for teaser in paging.items] == ["Story of 2026-02-28T12:00", "Story of 2026-02-01T00:00"]


@override_settings(TIME_ZONE="America/New_York")
def test_months_begin_where_the_newsroom_is(client: Client) -> None:
    publish("2026-02-01T03:00")
    assert client.get("/archive/2026/1/").context["paging"].items
    assert client.get("/archive/2026/2/").status_code == 404


def test_neighbouring_months_are_those_with_stories(client: Client) -> None:
    publish("2025-06-10T12:00", "2026-02-01T12:00", "2026-09-09T12:00")
    context = client.get("/archive/2026/2/").context
    assert (str(context["previous_month"]), str(context["next_month"])) == ("2025-06-01", "2026-09-01")


def test_the_archive_leads_to_the_newest_month(client: Client) -> None:
    publish("2025-06-10T12:00")
    assert client.get("/archive/")["Location"] == "/archive/2025/6/"


@pytest.mark.parametrize("month", ["2026/13", "2026/0", "0/1", "9999/12", "99999/1"])
def test_a_month_that_is_none_is_not_found(client: Client, month: str) -> None:
    publish("2026-02-01T12:00")
    assert client.get(f"/archive/{month}/").status_code == 404


def test_the_year_is_laid_out_by_month_with_the_months_that_have_stories(client: Client) -> None:
    world.paper("Politics")
    for month in (2, 5):
        world.story(world.section("Politics"), at=datetime(2026, month, 9, tzinfo=UTC))
    context = client.get("/archive/2026/5/").context
    assert [(first.month, filled) for first, filled in context["months"] if filled] == [(2, True), (5, True)]
    assert len(context["months"]) == 12
