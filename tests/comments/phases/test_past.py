"""What is known of somebody: one query, bounded, on either database."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from broadsheet.comments.models import Ban, Reply, State
from broadsheet.comments.models.ban import BanKind
from tests.comments.replying import a_story, draft, reply

pytestmark = pytest.mark.django_db

ROSA: dict[str, Any] = {"email": "rosa@example.org", "ip": "192.0.2.7", "subnet": "192.0.2.0/24"}


def test_earlier_replies_are_found_by_person_address_and_network():
    story = a_story()
    reply(story, email="rosa@example.org", text="Once.")
    reply(story, **{**ROSA, "email": "other@example.org"}, text="Twice.")
    reply(story, ip="192.0.2.9", subnet="192.0.2.0/24")
    reply(story, ip="198.51.100.1", subnet="198.51.100.0/24")
    known = draft(story, **ROSA, text="Once.").known
    since = timezone.now() - timedelta(minutes=1)
    assert [known.since(kind, since) for kind in BanKind] == [1, 1, 2]
    assert known.of_person(State.APPROVED) == 1
    assert [one.same for one in known.earlier if one.by == BanKind.EMAIL] == [True]
    assert not known.is_confirmed


def test_a_confirmed_address_and_the_story_are_known():
    story = a_story()
    above = reply(story)
    Reply.objects.filter(pk=reply(story, parent=above, **ROSA).pk).update(confirmed_at=timezone.now())
    known = draft(story, email=ROSA["email"]).known
    assert known.is_confirmed
    assert (known.earlier[0].story_id, known.earlier[0].parent_id) == (story.pk, above.pk)


def test_addresses_are_looked_back_at_for_a_day_and_persons_for_ever():
    story = a_story()
    reply(story, at=timezone.now() - timedelta(days=2), **ROSA)
    assert [one.by for one in draft(story, **ROSA).known.earlier] == [BanKind.EMAIL]


def test_only_bans_that_hold_are_found():
    story = a_story()
    now = timezone.now()
    Ban.objects.create(kind="email", value="rosa@example.org", reason="insults")
    Ban.objects.create(kind="address", value="192.0.2.7", until=now - timedelta(seconds=1))
    Ban.objects.create(kind="subnet", value="192.0.2.0/24", until=now + timedelta(days=1))
    Ban.objects.create(kind="email", value="192.0.2.7")
    found = {(one.kind, one.reason) for one in draft(story, **ROSA).known.bans}
    assert found == {("email", "insults"), ("subnet", "")}
    assert {one.until for one in draft(story, **ROSA).known.bans} == {None, now + timedelta(days=1)}


def test_it_is_one_query_and_looks_at_so_many_rows():
    story = a_story()
    first = reply(story, **ROSA)
    rows = []
    for number in range(100):
        first.pk, first.token, first._state.adding = None, str(number), True
        rows.append(Reply(**{f.attname: getattr(first, f.attname) for f in Reply._meta.concrete_fields}))
    Reply.objects.bulk_create(rows)
    form = draft(story, **ROSA)
    with CaptureQueriesContext(connection) as queries:
        assert len(form.known.earlier) == 180
    assert len(queries) == 1


def test_who_has_no_mark_at_all_is_not_asked_for(django_assert_num_queries):
    form = draft(a_story(), email="")
    with django_assert_num_queries(0):
        assert not form.known.earlier
