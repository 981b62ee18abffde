"""The desk's first page: what it shows to whom, at the same cost whatever the archive holds."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from broadsheet.accounts.roles import Role
from broadsheet.articles.models import Act, ScheduledAct
from broadsheet.articles.scheduling import publish_due
from tests import world
from tests.articles.newsroom import as_, person, review_url
from tests.articles.test_scheduling import schedule

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def section():
    world.paper("Politics", "Sports")
    return world.section("Politics")


@pytest.fixture
def editor(section):
    return person(Role.EDITOR)


def first_page(user) -> str:
    """The words of the page, without markup and in single spaces."""
    html = as_(user).get(reverse("wagtailadmin_home")).content.decode()
    main = html[html.index("desk-first") :]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def test_it_offers_a_new_story_in_each_section(section, editor):
    page = as_(editor).get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("wagtailadmin_pages:add", args=["broadsheet_articles", "story", section.pk]) in page
    assert reverse("wagtailadmin_pages:add", args=["broadsheet_articles", "story", world.section("Sports").pk]) in page


def test_empty_lists_say_so(editor):
    page = first_page(editor)
    assert "Nothing goes live or expires in the next two days." in page
    assert "No story waits for review." in page
    assert "Nothing was published in the last 24 hours." in page
    assert "You have no drafts." in page


def test_what_is_due_within_two_days_is_shown_and_what_comes_later_is_not(section, editor):
    schedule(world.story(section, "Tomorrow’s news", live=False), timezone.now() + 20 * HOUR)
    schedule(world.story(section, "Next week’s news", live=False), timezone.now() + 200 * HOUR)
    world.story(section, "Expiring news", expire_at=timezone.now() + HOUR)
    page = first_page(editor)
    assert "Goes live Tomorrow’s news" in page
    assert "Expires Expiring news" in page
    assert "Next week’s news" not in page


def test_an_overdue_story_asks_whether_the_worker_runs(section, editor):
    schedule(world.story(section, "Held up", live=False), timezone.now() - HOUR)
    assert "Held up Overdue by 1 hour: is the paper’s worker running?" in first_page(editor)


def test_a_failing_one_shows_its_reason_until_it_is_no_longer_due(section, editor):
    story = world.story(section, "Nobody’s", live=False, authors=())
    schedule(story, timezone.now() - HOUR)
    publish_due(timezone.now())
    assert "A story without a byline cannot be published" in first_page(editor)
    story.revisions.update(approved_go_live_at=None)
    assert "Failed, is tried again" not in first_page(editor)


def test_one_done_late_is_shown_for_a_day(section, editor):
    story = world.story(section, "Late edition")
    due = timezone.now() - 3 * HOUR
    act = ScheduledAct(page=story, act=Act.GO_LIVE, due=due, title=story.title)
    act.record(due + 2 * HOUR)
    assert "Late edition Done, 2 hours late" in first_page(editor)
    act.record(timezone.now() - 25 * HOUR)
    assert "Done," not in first_page(editor)


def test_a_story_in_review_waits_for_editors_and_is_in_review_for_others(section, editor):
    reporter = person(Role.REPORTER)
    story = world.story(section, "Please read", live=False, owner=reporter)
    story.get_workflow().start(story, reporter)
    assert "Waiting for you" in first_page(editor)
    assert "Please read" in first_page(editor)
    assert "In review" in first_page(reporter)
    assert "Politics you" in first_page(reporter)


def test_a_reporter_sees_that_changes_were_asked_for(section, editor):
    reporter = person(Role.REPORTER)
    story = world.story(section, "Please read", live=False, owner=reporter)
    story.get_workflow().start(story, reporter)
    as_(editor).post(review_url(story, "reject"), {"comment": "Who says so?"})
    assert "Please read Politics Changes asked for" in first_page(reporter)


def test_just_published_links_to_the_paper(section, editor):
    story = world.story(section, "Fresh news")
    world.story(section, "Old news", at=timezone.now() - 30 * HOUR)
    page = as_(editor).get(reverse("wagtailadmin_home")).content.decode()
    assert f'<a href="{story.url}">See it' in page
    assert "Old news" not in page


def test_others_drafts_are_not_mine(section, editor):
    world.story(section, "Mine", live=False, owner=editor)
    world.story(section, "Not mine", live=False, owner=person(Role.REPORTER))
    assert "Mine Politics Draft" in first_page(editor)
    assert "Not mine" not in first_page(editor)


def test_it_costs_the_same_at_any_size(section, editor):
    client = as_(editor)

    def fill(count: int) -> None:
        for _ in range(count):
            world.story(section)
            world.story(section, live=False, owner=editor)
            schedule(world.story(section, live=False), timezone.now() + HOUR)
            story = world.story(section, live=False)
            story.get_workflow().start(story, editor)

    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(reverse("wagtailadmin_home"))
        return len(queries)

    fill(1)
    cost()
    before = cost()
    fill(3)
    assert cost() == before
    assert before <= 35
