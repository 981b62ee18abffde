"""Learning and unlearning, and the record that decides whether the sieve acts."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from broadsheet.comments.models import Lesson, Reply, SieveCount
from broadsheet.comments.phases import Word, judge
from broadsheet.comments.sieve import learning
from broadsheet.comments.sieve.weighing import Seen
from tests.comments.replying import a_story, draft, reply

pytestmark = pytest.mark.django_db


def counts() -> dict[int, tuple[int, int]]:
    return {one.feature: (one.spam, one.fair) for one in SieveCount.objects.all() if one.spam or one.fair}


def taught(spam: int, fair: int) -> None:
    """Let the sieve learn from so many replies of each kind."""
    story = a_story()
    for number in range(max(spam, fair)):
        if number < spam:
            learning.learn(reply(story, text=f"Subscribe to my channel {number}"), spam=True)
        if number < fair:
            learning.learn(reply(story, text=f"The council voted on budget {number}"), spam=False)


def test_what_was_learnt_is_unlearnt_whole_even_when_the_text_is_another_by_now():
    taught(2, 2)
    before = counts()
    one = reply(Reply.objects.first().story, text="Buy pills at pills.com")
    learning.learn(one, spam=True)
    assert counts() != before
    one.text = "Something else"
    learning.unlearn(one)
    assert counts() == before
    assert not Lesson.objects.filter(reply=one).exists()


def test_a_second_lesson_from_a_reply_takes_the_place_of_the_first():
    one = reply(a_story(), text="Buy pills at pills.com")
    learning.learn(one, spam=True)
    learning.learn(one, spam=False)
    assert learning.standing().total == Seen(0, 1)


def test_the_sieve_says_nothing_before_it_has_seen_enough():
    taught(3, 3)
    assert not learning.standing().speaks
    assert judge(draft(Reply.objects.first().story, text="Subscribe to my channel"), None).word == Word.PASS


def test_once_it_was_right_often_enough_it_holds_and_names_the_words():
    taught(learning.ENOUGH + learning.PROOF, learning.ENOUGH + learning.PROOF)
    stand = learning.standing()
    assert stand.is_trusted
    assert stand.record.fair == 0
    verdict = judge(draft(Reply.objects.first().story, text="Subscribe to my channel now"))
    assert (verdict.word, verdict.code) == (Word.HOLD, "sieve")
    assert "channel" in verdict.reason
    assert judge(draft(Reply.objects.first().story, text="What did the council vote on?")).word == Word.PASS


def test_a_sieve_that_was_wrong_acts_no_more():
    taught(learning.ENOUGH + learning.PROOF, learning.ENOUGH + learning.PROOF)
    story = Reply.objects.first().story
    for number in range(3):
        learning.learn(reply(story, text=f"Subscribe to my channel, fair {number}"), spam=False)
    assert learning.standing().record.fair
    assert not learning.standing().is_trusted


def test_asking_is_one_query_and_learning_a_few():
    story = a_story()
    one = reply(story, text=" ".join(f"word{number}" for number in range(600)))
    with CaptureQueriesContext(connection) as asking:
        learning.judge(one.text)
    assert len(asking) == 1
    with CaptureQueriesContext(connection) as queries:
        learning.learn(one, spam=True)
    assert len(queries) <= 9
