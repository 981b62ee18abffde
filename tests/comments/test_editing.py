"""Changing and taking back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from broadsheet.comments import editing
from broadsheet.comments.counting import wrong
from broadsheet.comments.models import RepliesSettings, Reply, State
from broadsheet.comments.phases import Word
from tests.comments.replying import a_story, reply

pytestmark = pytest.mark.django_db


def test_a_change_is_kept_with_what_was_there_before():
    one = reply(a_story(), text="First words.")
    assert editing.edit_by_writer(one, "Better words.").word == Word.PASS
    row = Reply.objects.get()
    decision = row.decisions.get()
    assert (row.text, bool(row.edited_at)) == ("Better words.", True)
    assert (decision.act, decision.before, decision.after) == ("edited", "First words.", "Better words.")


def test_the_phases_judge_a_change_too():
    one = reply(a_story(), text="First words.")
    assert editing.edit_by_writer(one, "x" * 7_000).code == "too-long"
    assert Reply.objects.get().text == "First words."


def test_a_reply_may_be_changed_for_some_minutes_and_deleted_while_it_stands():
    one, rules, now = reply(a_story()), RepliesSettings(edit_minutes=15), timezone.now()
    assert editing.may_edit(one, rules, now)
    assert not editing.may_edit(one, rules, now + timedelta(minutes=16))
    assert editing.delete_by_writer(one)
    assert not editing.delete_by_writer(one)
    assert not editing.may_edit(one, rules, now)
    assert Reply.objects.get().state == State.DELETED
    assert not list(wrong())
