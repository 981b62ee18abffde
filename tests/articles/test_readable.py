"""What anonymous readers may see, and that finding it stays cheap."""

from __future__ import annotations

import pytest
from django.db import connection

from broadsheet.articles.models import Story
from tests import world

pytestmark = pytest.mark.django_db


def test_what_lies_below_a_restricted_page_is_not_readable() -> None:
    world.paper("Politics", "Sports")
    shown = world.story(world.section("Sports"))
    world.story(world.section("Politics"))
    world.story(world.section("Sports")).view_restrictions.create(restriction_type="login")
    world.section("Politics").view_restrictions.create(restriction_type="login")
    assert list(Story.objects.readable()) == [shown]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads SQLite's own words for a query plan")
def test_no_statistics_lead_the_planner_to_read_all_pages() -> None:
    world.paper("Politics")
    world.story(world.section("Politics"))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("UPDATE sqlite_stat1 SET stat = replace(stat, substr(stat, 1, instr(stat, ' ')), '100000 ')")
        cursor.execute("ANALYZE sqlite_schema")
    plan = Story.objects.readable().newest_first()[:20].explain()
    assert "wagtailcore_pageviewrestriction" in plan
    assert "sqlite_autoindex_wagtailcore_page" not in plan
