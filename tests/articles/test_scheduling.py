"""The schedule fires: each act once, in order, and a failing one stops nothing."""

from __future__ import annotations

import logging
import threading
from datetime import datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.utils import timezone

from broadsheet.articles.models import Act, Byline, ScheduledAct, Story
from broadsheet.articles.scheduling import publish_due
from tests import world

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def schedule(story: Story, at: datetime) -> None:
    """Approve the story's newest revision to go live at `at`, in the past too: as after an outage."""
    story.go_live_at = at
    revision = story.save_revision(clean=False)
    revision.approved_go_live_at = at
    revision.save()


@pytest.fixture
def section(db):
    world.paper("Politics")
    return world.section("Politics")


def test_a_due_story_goes_live_and_its_time_is_when_it_did(section):
    story = world.story(section, live=False)
    before = timezone.now()
    schedule(story, before - timedelta(seconds=5))
    (fired,) = publish_due(timezone.now())
    story = Story.objects.get(pk=story.pk)
    assert story.live
    assert before <= story.published_at <= timezone.now()
    assert (fired.page_id, fired.act, fired.error) == (story.pk, Act.GO_LIVE, "")
    act = ScheduledAct.objects.get()
    assert act.lateness == fired.lateness >= 5
    assert not act.is_late


def test_nothing_fires_twice(section):
    schedule(world.story(section, live=False), timezone.now() - MINUTE)
    assert len(publish_due(timezone.now())) == 1
    assert publish_due(timezone.now()) == []


def test_what_lies_in_the_future_waits(section):
    story = world.story(section, live=False)
    schedule(story, timezone.now() + HOUR)
    assert publish_due(timezone.now()) == []
    assert not Story.objects.get(pk=story.pk).live


def test_an_expired_story_is_taken_down(section):
    story = world.story(section, expire_at=timezone.now() - MINUTE)
    (fired,) = publish_due(timezone.now())
    story = Story.objects.get(pk=story.pk)
    assert (fired.act, story.live, story.expired) == (Act.EXPIRE, False, True)


def test_after_an_outage_everything_is_caught_up_in_order(section):
    now = timezone.now()
    first = world.story(section, "First", live=False, expire_at=now - 2 * HOUR)
    third = world.story(section, "Third", live=False)
    schedule(third, now - HOUR)
    schedule(first, now - 3 * HOUR)
    fired = publish_due(now)
    assert [(one.title, one.act) for one in fired] == [
        ("First", Act.GO_LIVE),
        ("First", Act.EXPIRE),
        ("Third", Act.GO_LIVE),
    ]
    assert all(act.is_late for act in ScheduledAct.objects.all())


def test_lateness_over_a_minute_is_a_warning(section, caplog):
    schedule(world.story(section, "Slow news", live=False), timezone.now() - 2 * MINUTE)
    with caplog.at_level(logging.INFO, "broadsheet.articles.scheduling"):
        publish_due(timezone.now())
    (record,) = [r for r in caplog.records if r.name == "broadsheet.articles.scheduling"]
    assert record.levelno == logging.WARNING
    assert "Slow news" in record.getMessage()


def test_one_that_fails_is_recorded_and_stops_no_other(section):
    now = timezone.now()
    broken = world.story(section, "Nobody wrote this", live=False, authors=())
    schedule(broken, now - 2 * MINUTE)
    whole = world.story(section, live=False)
    schedule(whole, now - MINUTE)
    failed, done = publish_due(now)
    assert "byline" in failed.error
    assert failed.done_at is None
    assert done.page_id == whole.pk
    assert Story.objects.get(pk=whole.pk).live
    assert not Story.objects.get(pk=broken.pk).live
    assert [act.title for act in ScheduledAct.objects.failing()] == ["Nobody wrote this"]


def test_what_failed_is_tried_again_after_a_minute_and_then_no_longer_failing(section):
    broken = world.story(section, live=False, authors=())
    schedule(broken, timezone.now() - 2 * MINUTE)
    publish_due(timezone.now())
    assert publish_due(timezone.now()) == []
    ScheduledAct.objects.update(tried_at=timezone.now() - 2 * MINUTE)
    revision = broken.get_latest_revision()
    repaired = revision.as_object()
    repaired.bylines = [Byline(author=world.author())]
    revision.content = repaired.serializable_data()
    revision.save()
    (fired,) = publish_due(timezone.now())
    act = ScheduledAct.objects.get()
    assert (fired.error, act.tries, act.error) == ("", 2, "")
    assert not ScheduledAct.objects.failing().exists()


def test_an_unexpected_error_is_recorded_and_nothing_is_half_done(section, monkeypatch):
    story = world.story(section, live=False)
    schedule(story, timezone.now() - MINUTE)

    def fail(*args, **kwargs):
        raise RuntimeError("disk on fire")

    monkeypatch.setattr("wagtail.actions.publish_page_revision.PublishPageRevisionAction._after_publish", fail)
    (fired,) = publish_due(timezone.now())
    assert fired.error == "RuntimeError: disk on fire"
    assert not Story.objects.get(pk=story.pk).live
    assert story.revisions.filter(approved_go_live_at__isnull=False).exists()


def test_wagtails_command_does_the_same_and_tells_of_failures(section, capsys):
    schedule(world.story(section, "Fine", live=False), timezone.now() - MINUTE)
    schedule(world.story(section, "Broken", live=False, authors=()), timezone.now() - MINUTE)
    with pytest.raises(CommandError):
        call_command("publish_scheduled")
    assert "Goes live: “Fine”, done" in capsys.readouterr().out


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_fire_each_act_once():
    world.paper("Politics")
    now = timezone.now()
    for number in range(6):
        schedule(world.story(world.section("Politics"), live=False), now - MINUTE * (number + 1))
    world.story(world.section("Politics"), expire_at=now - MINUTE)
    fired: list = []
    start = threading.Barrier(2)

    def work() -> None:
        try:
            start.wait()
            fired.extend(publish_due(timezone.now()))
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [one.error for one in fired] == [""] * 7
    assert len({(one.page_id, one.act) for one in fired}) == 7
    assert set(ScheduledAct.objects.values_list("tries", flat=True)) == {1}


def test_asking_what_is_due_reads_an_index(section, django_assert_num_queries):
    with django_assert_num_queries(2):
        publish_due(timezone.now())
    with connection.cursor() as cursor:
        indexes = connection.introspection.get_constraints(cursor, "wagtailcore_page")
    assert "broadsheet_page_expiry" in indexes
