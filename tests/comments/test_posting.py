"""A reply comes in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from broadsheet.comments import posting
from broadsheet.comments.models import RepliesSettings, Reply, ReplyCount, State
from broadsheet.comments.phases import Word
from tests import world
from tests.comments.replying import a_story, draft, reply

pytestmark = pytest.mark.django_db


def test_a_reply_that_nothing_speaks_against_is_public_at_once():
    story = a_story()
    outcome = posting.post(draft(story))
    assert outcome.reply.state == State.APPROVED
    assert ReplyCount.objects.get(story=story).approved == 1


def test_the_same_reply_sent_twice_is_one_reply():
    story = a_story()
    form = draft(story)
    first, second = posting.post(form), posting.post(form)
    assert second.again
    assert second.reply == first.reply
    assert Reply.objects.count() == ReplyCount.objects.get(story=story).approved == 1


def test_the_same_words_below_another_story_are_refused():
    story = a_story()
    reply(story, email="a@example.org", text="Buy my book.")
    other = world.story(world.section("Politics"))
    verdict = posting.post(draft(other, email="a@example.org", text="Buy my book.")).verdict
    assert (verdict.word, verdict.code, verdict.told) == (Word.REFUSE, "repeat", True)


@pytest.mark.parametrize(
    ("fields", "word", "code"),
    [
        ({"trap": "x"}, Word.REFUSE, "honeypot"),
        ({"text": "x"}, Word.REFUSE, "too-short"),
        ({"text": "x" * 6_001}, Word.REFUSE, "too-long"),
        ({"age": 1.0}, Word.HOLD, "too-fast"),
        ({"age": None, "stamp": "forged"}, Word.HOLD, "forged-stamp"),
        ({"age": None}, Word.PASS, ""),
    ],
)
def test_a_phase_says_what_it_found(fields, word, code):
    outcome = posting.post(draft(a_story(), **fields))
    assert (outcome.verdict.word, outcome.verdict.code) == (word, code)
    assert (outcome.reply is None) == (word == Word.REFUSE)
    assert not code or outcome.verdict.trace[-1]["reason"]


def test_nothing_comes_in_where_replies_are_closed():
    story = a_story()
    rules = RepliesSettings.now()
    rules.closed_sections = [story.section]
    rules.save()
    assert posting.post(draft(story)).verdict.code == "closed-section"
    rules.closed_sections = []
    rules.closes_after = 1
    rules.save()
    late = draft(story, now=timezone.now() + timedelta(days=2))
    assert posting.post(late).verdict.code == "closed-age"
    rules.on = False
    rules.save()
    assert posting.post(draft(story)).verdict.code == "closed-off"
    story.replies_open = False
    rules.on = True
    rules.save()
    assert posting.post(draft(story)).verdict.code == "closed-story"


def test_an_address_that_must_be_confirmed_makes_a_reply_wait_unless_it_was_confirmed_before():
    story = a_story()
    RepliesSettings.objects.update(confirm="first")
    first = reply(story, email="a@example.org")
    assert first.state == State.UNCONFIRMED
    Reply.objects.update(confirmed_at=timezone.now())
    assert reply(story, email="a@example.org").state == State.APPROVED
    RepliesSettings.objects.update(confirm="always")
    assert reply(story, email="a@example.org").state == State.UNCONFIRMED


def test_posting_costs_one_insert_and_the_same_at_any_depth():
    story = a_story()
    costs, parent = [], None
    for _ in range(30):
        form = draft(story, parent=parent)
        with CaptureQueriesContext(connection) as queries:
            parent = posting.post(form).reply
        told = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
        costs.append(len(told))
        assert sum(sql.startswith("INSERT INTO") and "_reply" in sql.split("(")[0][:45] for sql in told) == 2
    assert parent.depth == 29
    assert set(costs) == {3}, "what is known, insert, count; the tags' numbers are two more at the commit"
    assert len(parent.path) == 132
