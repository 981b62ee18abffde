"""Likes and reports."""

from __future__ import annotations

import pytest

from broadsheet.accounts.models import User
from broadsheet.comments.marks import like, report
from broadsheet.comments.models import Mark, Reply, State
from tests.comments.replying import a_story, reply

pytestmark = pytest.mark.django_db


def test_an_address_likes_a_reply_once_and_is_not_kept():
    one = reply(a_story())
    assert [like(one, "192.0.2.1"), like(one, "192.0.2.1"), like(one, "192.0.2.2")] == [True, False, True]
    assert Reply.objects.get().likes == 2
    assert not any("192.0.2" in mark.mark for mark in Mark.objects.all())


def test_the_same_address_has_another_mark_at_each_reply():
    story = a_story()
    like(reply(story), "192.0.2.1")
    like(reply(story), "192.0.2.1")
    assert Mark.objects.values("mark").distinct().count() == 2


def test_as_many_reports_as_are_set_hold_a_reply_with_the_reason():
    one = reply(a_story())
    for number in range(3):
        assert one.state == State.APPROVED
        report(one, f"192.0.2.{number}", "insult he shouts")
    row = Reply.objects.get()
    assert (row.state, row.code, row.reports) == (State.HELD, "reported", 3)
    assert "he shouts" in row.reason


def test_reports_hold_nothing_that_a_moderator_has_approved():
    one = reply(a_story(), age=0.1)
    one.become(State.APPROVED, User.objects.create_user("m@example.org"))
    for number in range(5):
        report(one, f"192.0.2.{number}", "insult")
    assert Reply.objects.get().state == State.APPROVED
