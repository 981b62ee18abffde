"""Bans: of whom, for how long, and what becomes of their next reply."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from broadsheet.accounts.roles import Role
from broadsheet.comments import posting
from broadsheet.comments.models import Ban
from tests.articles.newsroom import as_, person
from tests.comments.replying import a_story, draft, reply

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("kind", "value", "kept"),
    [
        ("email", "Rosa@Example.org", "rosa@example.org"),
        ("address", "192.0.2.7", "192.0.2.7"),
        ("address", "::ffff:192.0.2.7", "192.0.2.7"),
        ("subnet", "192.0.2.7", "192.0.2.0/24"),
        ("subnet", "2001:db8::1/64", "2001:db8::/48"),
    ],
)
def test_a_ban_is_kept_as_replies_are_compared_stops_them_and_is_lifted(kind, value, kept):
    story, moderator = a_story(), person(Role.MODERATOR)
    as_(moderator).post(reverse("desk_bans"), {"kind": kind, "value": value, "days": "7", "reason": "insults"})
    made = Ban.objects.get()
    assert (made.kind, made.value, made.by) == (kind, kept, moderator)
    assert made.until is not None
    assert abs(made.until - timezone.now() - timedelta(days=7)) < timedelta(minutes=1)
    mark = {"email": {"email": kept}, "address": {"ip": kept}, "subnet": {"subnet": kept}}[kind]
    assert posting.post(draft(story, **mark)).verdict.code == f"ban-{kind}"
    as_(moderator).post(reverse("desk_bans"), {"lift": made.pk})
    assert posting.post(draft(story, **mark)).reply
    assert sorted(ModelLogEntry.objects.values_list("action", flat=True)) == ["comments.ban", "comments.unban"]


@pytest.mark.parametrize(
    ("kind", "value"), [("email", "rosa"), ("address", "rosa@example.org"), ("subnet", "x/24"), ("x", "192.0.2.7")]
)
def test_what_is_no_address_is_not_banned_and_the_form_says_so(kind, value):
    a_story()
    response = as_(person(Role.MODERATOR)).post(reverse("desk_bans"), {"kind": kind, "value": value, "days": "7"})
    assert "desk-error" in response.content.decode()
    assert not Ban.objects.exists()


def test_the_form_begins_with_who_wrote_the_reply():
    one = reply(a_story(), ip="192.0.2.7", subnet="192.0.2.0/24")
    client = as_(person(Role.MODERATOR))
    for kind, value in (("email", one.email), ("address", "192.0.2.7"), ("subnet", "192.0.2.0/24"), ("x", "")):
        form = client.get(f"{reverse('desk_bans')}?reply={one.pk}&kind={kind}").context["form"]
        assert form.initial["value"] == value


def test_a_second_ban_of_the_same_address_changes_the_first():
    a_story()
    client = as_(person(Role.MODERATOR))
    for days in ("7", ""):
        client.post(reverse("desk_bans"), {"kind": "email", "value": "a@b.org", "days": days})
    assert Ban.objects.get().until is None
