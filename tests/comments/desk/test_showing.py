"""The moderators' screens: who sees them, what they show, what they cost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from broadsheet.accounts.roles import Role
from broadsheet.comments.desk import queue
from broadsheet.comments.models import Reply, SavedFilter, State
from tests.articles.newsroom import as_, person
from tests.comments.replying import a_story, reply

pytestmark = pytest.mark.django_db
SCREENS = ("desk_replies", "desk_acts", "desk_bans")


def held(story: Any, **fields: Any) -> Reply:
    one = reply(story, **fields)
    one.become(State.HELD, phase="links", code="links", reason="2 links.")
    return one


@pytest.mark.parametrize("name", SCREENS)
@pytest.mark.parametrize("role", [*Role])
def test_moderators_editors_and_publishers_moderate_and_reporters_do_not(role, name):
    a_story()
    response = as_(person(role)).get(reverse(name))
    assert (response.status_code == 200) == (role != Role.REPORTER)


def test_a_reporter_cannot_act_nor_edit_nor_undo():
    one = held(a_story())
    reporter = as_(person(Role.REPORTER))
    reporter.post(reverse("desk_replies_act"), {"act": f"approve-{one.pk}", "seen": f"{one.pk}:held"})
    reporter.post(reverse("desk_reply_edit", args=[one.pk]), {"text": "x", "before": one.text})
    reporter.post(reverse("desk_bans"), {"kind": "email", "value": "a@b.org", "days": "1"})
    kept = Reply.objects.get()
    assert (kept.state, kept.text) == (State.HELD, one.text)


def test_somebody_signed_out_is_sent_to_sign_in():
    from django.test import Client

    assert "login" in Client().get(reverse("desk_replies")).headers["Location"]


def test_the_queue_shows_the_longest_waiting_first_with_the_reason():
    story = a_story()
    now = timezone.now()
    held(story, name="Younger", at=now - timedelta(hours=1))
    held(story, name="Older", at=now - timedelta(hours=2))
    reply(story, name="Public")
    html = as_(person(Role.MODERATOR)).get(reverse("desk_replies")).content.decode()
    assert html.index("Older") < html.index("Younger")
    assert "2 links." in html
    assert "Public" not in html
    assert "2 wait" in html


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("state=any", ["Ann", "Ben", "Cleo"]),
        ("state=approved", ["Cleo"]),
        ("by=ann@example.org", ["Ann"]),
        ("state=any&by=192.0.2.7", ["Ben"]),
        ("state=any&by=192.0.2.0/24", ["Ben", "Cleo"]),
        ("state=any&by=nonsense", []),
        ("phase=links", ["Ann", "Ben"]),
        ("phase=sieve", []),
        ("state=any&featured=on", ["Cleo"]),
        ("state=any&reported=on", ["Ann"]),
        ("state=any&days=1", ["Ann", "Cleo"]),
        ("state=any&story=999", []),
        ("state=nonsense&days=x&story=-1&after=rubbish", ["Ann", "Ben"]),
        ("after=2026-01-01T00:00:00~1", ["Ann", "Ben"]),
    ],
)
def test_the_queue_is_filtered(query, names):
    story = a_story()
    held(story, name="Ann", email="ann@example.org")
    held(story, name="Ben", ip="192.0.2.7", subnet="192.0.2.0/24", at=timezone.now() - timedelta(days=2))
    reply(story, name="Cleo", ip="192.0.2.9", subnet="192.0.2.0/24")
    Reply.objects.filter(name="Ann").update(reports=1)
    Reply.objects.filter(name="Cleo").update(featured=True)
    response = as_(person(Role.MODERATOR)).get(f"{reverse('desk_replies')}?{query}")
    assert sorted(one.name for one in response.context["page"].replies) == names


@pytest.mark.parametrize("state", ["held", "any"])
def test_leafing_shows_every_reply_once_even_those_of_one_moment(state):
    story = a_story()
    now = timezone.now()
    for number in range(60):
        held(story, at=now - timedelta(minutes=number // 7))
    client, address, seen = as_(person(Role.MODERATOR)), f"?state={state}", []
    while address:
        page = client.get(reverse("desk_replies") + address).context["page"]
        seen += [one.pk for one in page.replies]
        address = f"?{page.following}" if page.following else ""
    assert sorted(seen) == sorted(Reply.objects.values_list("pk", flat=True))


def test_the_queue_asks_as_much_for_many_replies_as_for_few():
    story, client = a_story(), as_(person(Role.MODERATOR))
    held(story)
    costs = []
    client.get(reverse("desk_replies"))
    for count in (0, 40):
        for _ in range(count):
            held(story)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("desk_replies"))
        costs.append(len(queries))
    assert costs[0] == costs[1]
    assert not [q for q in queries if "COUNT(" in q["sql"]]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL reads few rows in any way it likes")
@pytest.mark.parametrize(
    ("query", "index"),
    [
        ({"reported": "on"}, "reply_reported"),
        ({"featured": "on", "state": "approved"}, "reply_picked"),
        ({"phase": "links"}, "reply_by_phase"),
        ({}, "reply_by_state"),
    ],
)
def test_a_filter_that_finds_little_among_many_goes_along_an_index(query, index):
    a_story()
    with CaptureQueriesContext(connection) as queries:
        queue.page(query)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {queries[-1]['sql']}")
        assert any(f"USING INDEX {index} " in row[3] for row in cursor.fetchall())


def test_a_reply_stands_with_its_thread_its_writers_history_and_what_was_found():
    story = a_story()
    top = reply(story, name="Opener", text="I opened this.")
    reply(story, email="ann@example.org", text="An earlier one.")
    one = held(story, parent=top, name="Ann", email="ann@example.org", ip="192.0.2.7", subnet="192.0.2.0/24")
    html = as_(person(Role.MODERATOR)).get(reverse("desk_reply", args=[one.pk])).content.decode()
    for words in ("I opened this.", "An earlier one.", "1 × Approved", "192.0.2.0/24", "2 links."):
        assert words in html


def test_a_reply_that_is_not_there_is_not_found():
    a_story()
    client = as_(person(Role.MODERATOR))
    for number in (1, 10**30):
        assert client.get(f"/desk/replies/{number}/").status_code == 404


def test_filters_are_kept_shown_and_forgotten_by_the_one_who_keeps_them():
    a_story()
    ada, ben = person(Role.MODERATOR), person(Role.MODERATOR, "ben")
    kept = {"name": "Spam of a week", "query": "state=spam&days=7"}
    as_(ada).post(reverse("desk_replies_filters"), kept)
    assert "Spam of a week" in as_(ada).get(f"{reverse('desk_replies')}?state=spam&days=7").content.decode()
    assert "Spam of a week" not in as_(ben).get(reverse("desk_replies")).content.decode()
    as_(ada).post(reverse("desk_replies_filters"), {"forget": "Spam of a week"})
    assert not SavedFilter.objects.exists()


def test_the_menu_and_the_first_page_say_how_many_wait():
    held(a_story())
    html = as_(person(Role.MODERATOR)).get(reverse("wagtailadmin_home")).content.decode()
    assert "1 reply waits for a moderator" in html
    assert "Replies (1)" in html
    assert "waits for a moderator" not in as_(person(Role.REPORTER)).get(reverse("wagtailadmin_home")).content.decode()
