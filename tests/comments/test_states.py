"""States of a reply, and what changes with them."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from broadsheet.comments import tags
from broadsheet.comments.counting import mend, wrong
from broadsheet.comments.models import Reply, ReplyCount, State
from broadsheet.edge.tags import bumped
from tests.comments.replying import a_story, reply

pytestmark = pytest.mark.django_db


def counts(story_id: int) -> tuple[int, int]:
    row = ReplyCount.objects.get(story=story_id)
    return row.approved, row.held


@pytest.mark.parametrize("state", [state for state in State if state != State.APPROVED])
def test_what_stops_being_public_is_counted_and_recorded_and_told_to_pages(state):
    story = a_story()
    one, _ = reply(story), reply(story)
    with transaction.atomic():
        connection.bumped.clear()
        assert one.become(state, phase="words", code="insult", reason="It insults.")
        assert bumped() == {tags.REPLIES, tags.replies(story.pk)}
    assert counts(story.pk) == (1, int(state == State.HELD))
    decision = one.decisions.get()
    assert (decision.act, decision.was, decision.code, decision.phase) == (state, "approved", "insult", "words")
    assert Reply.objects.get(pk=one.pk).reason == "It insults."


def test_a_state_that_a_reply_has_already_changes_nothing():
    story = a_story()
    one = reply(story)
    stale = Reply.objects.get(pk=one.pk)
    assert one.become(State.REFUSED)
    assert not stale.become(State.REFUSED)
    assert counts(story.pk) == (0, 0)
    assert one.decisions.count() == 1


def test_what_was_never_public_touches_no_page():
    one = reply(a_story(), age=0.1)
    assert one.state == State.HELD
    with transaction.atomic():
        connection.bumped.clear()
        one.become(State.SPAM)
        assert not bumped()


def test_a_reply_that_comes_back_keeps_the_time_at_which_it_was_first_approved():
    one = reply(a_story())
    first = one.approved_at
    one.become(State.REFUSED)
    one.become(State.APPROVED)
    assert Reply.objects.get(pk=one.pk).approved_at == first


def test_counts_that_are_wrong_are_found_and_mended():
    story = a_story()
    reply(story)
    reply(story, age=0.1)
    ReplyCount.objects.filter(story=story).update(approved=7)
    assert [(one.counted, one.true) for one in wrong()] == [((7, 1), (1, 1))]
    mend()
    assert not list(wrong())
