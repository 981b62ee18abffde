"""Rules are tried on the replies of the last days."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from broadsheet.comments.models import RepliesSettings, Reply, State
from broadsheet.comments.phases.rehearsal import Tally, rehearse
from broadsheet.comments.phases.rules import ALL, rules_of
from broadsheet.comments.sieve import learning
from tests.comments.replying import a_story, reply

pytestmark = pytest.mark.django_db


def only(*phases: dict[str, Any]) -> Any:
    """Rules of these phases and of no others."""
    names = [phase["phase"] for phase in phases]
    off = [{"phase": kind.name, "on": False} for kind in ALL if kind.name not in names]
    return rules_of([*({**phase, "on": True} for phase in phases), *off])


def posted(text: str, state: State = State.APPROVED, minutes: float = 60, **fields: Any) -> Reply:
    story = Reply.objects.first().story if Reply.objects.exists() else a_story()
    RepliesSettings.objects.update(phases=[{"phase": kind.name, "on": False} for kind in ALL])
    one = reply(story, text=text, at=timezone.now() - timedelta(minutes=minutes), **fields)
    if state != State.APPROVED:
        one.become(state)
    return one


def test_it_says_how_many_would_have_been_held_and_how_many_of_them_are_public():
    posted("See http://a.com and http://b.com", minutes=50)
    posted("See http://a.com and http://c.com", State.SPAM, minutes=40)
    posted("Fine.", minutes=30)
    posted("Bad.", State.REFUSED, minutes=20)
    found = rehearse(only({"phase": "links"}), timezone.now())
    assert found.phases["links"] == found.all == Tally(held=2, held_public=1)
    assert (found.looked_at, found.whole, found.missed) == (4, True, 1)


def test_what_would_have_been_refused_is_counted_apart():
    posted("Best casinos")
    found = rehearse(only({"phase": "refused-words", "options": {"words": "casino*"}}), timezone.now())
    assert found.all == Tally(refused=1, refused_public=1)


def test_a_person_is_known_by_what_came_before_each_reply_and_before_the_span():
    old = 40 * 24 * 60
    posted("An old one.", minutes=old, email="old@example.org")
    posted("A new one.", minutes=90, email="old@example.org")
    posted("First.", minutes=60, email="new@example.org")
    posted("Second.", minutes=50, email="new@example.org")
    assert rehearse(only({"phase": "newcomer"}), timezone.now()).all.held == 1


def test_floods_and_repeats_are_found_where_they_were():
    for number in range(8):
        posted(f"Number {number}.", minutes=60 - number / 10, ip="192.0.2.1", subnet="192.0.2.0/24")
    posted("Number 1.", minutes=10, ip="192.0.2.1", subnet="192.0.2.0/24", parent=Reply.objects.first())
    assert rehearse(only({"phase": "flood", "options": {"address": 7}}), timezone.now()).all.refused == 1
    assert rehearse(only({"phase": "repeat"}), timezone.now()).all.refused == 1


def test_the_sieve_judges_a_reply_as_if_it_had_not_learnt_from_it(monkeypatch):
    monkeypatch.setattr(learning, "ENOUGH", 2)
    monkeypatch.setattr(learning, "PROOF", 0)
    for number in range(4):
        learning.learn(posted(f"Subscribe to my channel {number}", State.SPAM), spam=True)
        learning.learn(posted(f"The council voted {number}"), spam=False)
    alone = posted("Zanzibar quixotic pamphlet", State.SPAM)
    learning.learn(alone, spam=True)
    found = rehearse(only({"phase": "sieve"}), timezone.now())
    assert found.all == Tally(held=4)


def test_so_many_are_looked_at_the_newest_and_no_more():
    for number in range(6):
        posted(f"Number {number}.", minutes=60 - number)
    found = rehearse(only({"phase": "all"}), timezone.now(), most=4)
    assert (found.looked_at, found.whole) == (4, False)


def test_when_the_time_is_over_it_tells_what_it_has():
    posted("Fine.")
    found = rehearse(only({"phase": "all"}), timezone.now(), seconds=-1)
    assert (found.looked_at, found.whole) == (0, False)
