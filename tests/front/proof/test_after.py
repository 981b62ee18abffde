"""After each publication a proof is asked for, by whom ever it was published, and only once it is committed."""

from __future__ import annotations

import queue
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from broadsheet.articles.models import Story
from broadsheet.articles.scheduling import publish_due
from broadsheet.front.models import Act
from broadsheet.front.proof import after
from tests import world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def wanted(monkeypatch) -> queue.Queue:
    """What was asked for; nothing of it is done."""
    waiting: queue.Queue = queue.Queue(3)
    monkeypatch.setattr(after, "_waiting", waiting)
    monkeypatch.setattr(after, "_work", lambda waiting: None)
    return waiting


def asked(wanted: queue.Queue) -> list[tuple[int, str, list[int]]]:
    found = []
    while not wanted.empty():
        one = wanted.get()
        found.append((one.story_id, one.act, list(one.left)))
    return found


@pytest.fixture
def story() -> Story:
    world.paper("Politics", "Sports")
    return world.story(world.section("Politics"))


def test_publishing_taking_down_and_moving_each_ask_for_one(story, wanted):
    story.save_revision().publish()
    assert asked(wanted) == [(story.pk, Act.PUBLISH, [])]
    story.unpublish()
    assert asked(wanted) == [(story.pk, Act.UNPUBLISH, [])]
    story.refresh_from_db()
    story.get_latest_revision().publish()
    asked(wanted)
    Story.objects.get(pk=story.pk).move(world.section("Sports"), pos="last-child")
    assert asked(wanted) == [(story.pk, Act.MOVE, [world.section("Politics").pk])]


def test_what_goes_live_by_the_schedule_is_asked_for_too(story, wanted):
    draft = world.story(world.section("Politics"), live=False)
    draft.go_live_at = timezone.now() + timedelta(hours=1)
    draft.save_revision().publish()
    asked(wanted)
    publish_due(timezone.now() + timedelta(hours=2))
    assert asked(wanted) == [(draft.pk, Act.PUBLISH, [])]


def test_what_is_rolled_back_is_not_asked_for(story, wanted):
    with transaction.atomic():
        story.save_revision().publish()
        assert wanted.empty()
        transaction.set_rollback(True)
    assert wanted.empty()


def test_saving_a_draft_and_moving_one_ask_for_nothing(story, wanted):
    story.save_revision()
    world.story(world.section("Politics"), live=False).move(world.section("Sports"), pos="last-child")
    assert wanted.empty()


def test_when_many_are_published_at_once_only_so_many_are_asked_for(story, wanted):
    for _ in range(5):
        story.save_revision().publish()
    assert len(asked(wanted)) == 3


def test_where_nothing_is_served_nothing_is_asked_for(story):
    assert not after.is_on()
    assert not after.want(story.pk, Act.ASK)
    story.save_revision().publish()


def test_a_proof_that_fails_is_logged_and_harms_nobody(story, monkeypatch, caplog):
    def fail(*args: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(after, "prove", fail)
    monkeypatch.setattr(after.connections, "close_all", lambda: None)
    after._prove(after._Wanted(story.pk, Act.PUBLISH, timezone.now()))
    assert f"the proof of story {story.pk} failed" in caplog.text
    after._prove(after._Wanted(4711, Act.PUBLISH, timezone.now()))
