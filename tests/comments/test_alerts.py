"""Moderators are told by mail what waits, and act by its links."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from broadsheet.accounts.models import User
from broadsheet.accounts.roles import Role
from broadsheet.articles.models import Story
from broadsheet.comments import alerts, letters, moderation
from broadsheet.comments.alerts import Order, link, read, send_due
from broadsheet.comments.models import ActKind, Confirm, Pace, RepliesSettings, Reply, State, Watch
from tests.articles.newsroom import as_, person
from tests.comments.replying import a_story, reply

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def held(story: Story, **fields: Any) -> Reply:
    one = reply(story, at=NOW, **fields)
    one.become(State.HELD, phase="links", code="links", reason="2 links.", at=NOW - alerts.SETTLED)
    return one


@pytest.fixture
def story() -> Story:
    return a_story(title="Bridge opens")


@pytest.fixture
def ada(story: Story) -> User:
    user = person(Role.MODERATOR, "ada")
    Watch.objects.create(user=user, pace=Pace.ONCE, told_until=NOW - timedelta(hours=1))
    return user


def test_a_mail_has_what_is_new_once_with_its_reason_and_its_links(story, ada, mailoutbox):
    held(story, name="Rosa", text="First line.\nSecond.")
    assert send_due(NOW) == 1
    assert send_due(NOW + timedelta(minutes=5)) == 0
    mail = mailoutbox[0]
    assert mail.to == ["ada@example.org"]
    assert mail.subject == "1 reply waits"
    for words in ("Rosa – Bridge opens", "2 links.", "> First line.\n> Second."):
        assert words in mail.body
    assert mail.body.count("/desk/replies/link/") == 3
    assert mail.extra_headers["Auto-Submitted"] == "auto-generated"
    ((html, kind),) = mail.alternatives
    assert (kind, html.count("/desk/replies/link/")) == ("text/html", 3)
    assert "First line.<br>Second." in html


def test_what_was_judged_before_the_mail_goes_is_not_in_it(story, ada, mailoutbox):
    one, other = held(story, name="Rosa"), held(story, name="Ned")
    moderation.act(ActKind.APPROVE, {one.pk: "held"}, ada)
    alerts.tell.call(ada.pk, [one.pk, other.pk], False)
    alerts.tell.call(ada.pk, [one.pk], False)
    (mail,) = mailoutbox
    assert "Ned" in mail.body
    assert "Rosa" not in mail.body


@pytest.mark.parametrize(
    ("pace", "minutes", "mails"),
    [("none", 2000, 0), ("once", 0.5, 1), ("once", 1, 2), ("hourly", 59, 1), ("hourly", 60, 2), ("daily", 1440, 2)],
)
def test_mails_come_as_often_as_wanted(story, ada, mailoutbox, pace, minutes, mails):
    Watch.objects.update(pace=pace)
    held(story)
    send_due(NOW)
    later = NOW + timedelta(minutes=minutes)
    Reply.objects.filter(pk=held(story).pk).update(waits_since=later - alerts.SETTLED)
    send_due(later)
    assert len(mailoutbox) == mails


def test_nobody_is_told_of_what_does_not_wait_or_who_may_no_longer_moderate(story, ada, mailoutbox):
    reply(story, at=NOW)
    assert send_due(NOW) == 0
    held(story)
    ada.groups.clear()
    assert send_due(NOW) == 0
    assert not mailoutbox


def test_what_comes_to_wait_long_after_it_was_posted_is_told_too(story, ada, mailoutbox):
    RepliesSettings.objects.update(confirm=Confirm.ALWAYS)
    early = reply(story, at=NOW - timedelta(days=2))
    Reply.objects.filter(pk=early.pk).update(phase="links", code="links", reason="2 links.")
    assert letters.confirm(early.pk)
    assert send_due(timezone.now() + alerts.SETTLED) == 1
    assert "2 links." in mailoutbox[-1].body


def test_what_has_only_just_begun_to_wait_is_left_for_the_next_look_and_not_lost(story, ada, mailoutbox):
    held(story, name="Rosa")
    Reply.objects.filter(pk=held(story, name="Ned").pk).update(waits_since=NOW - timedelta(seconds=1))
    assert send_due(NOW) == send_due(NOW + timedelta(minutes=1)) == 1
    assert [("Rosa" in mail.body, "Ned" in mail.body) for mail in mailoutbox] == [(True, False), (False, True)]


def test_a_long_queue_makes_a_short_mail(story, ada, mailoutbox):
    for _ in range(alerts.LISTED + 3):
        held(story)
    send_due(NOW)
    assert mailoutbox[0].subject == "20+ replies wait"
    assert mailoutbox[0].body.count("/desk/replies/link/") == 3 * alerts.LISTED


def test_what_could_not_be_queued_is_told_the_next_time(story, ada, monkeypatch, mailoutbox):
    held(story)
    with monkeypatch.context() as broken:
        broken.setattr(alerts, "tell", None)
        with pytest.raises(AttributeError):
            send_due(NOW)
    assert Watch.objects.get().sent_at is None
    assert send_due(NOW) == len(mailoutbox) == 1


@pytest.mark.parametrize(("kind", "state"), [(ActKind.APPROVE, State.APPROVED), (ActKind.SPAM, State.SPAM)])
def test_opening_a_link_shows_and_its_button_acts_in_the_moderators_name(story, ada, kind, state):
    one = held(story, name="Rosa")
    url = "/desk" + link(Order(kind, ada.pk, one.pk)).partition("/desk")[2]
    reader = Client(enforce_csrf_checks=True)
    for _ in range(3):
        shown = reader.get(url)
        assert "Rosa" in shown.content.decode()
        assert shown["Referrer-Policy"] == "no-referrer"
        assert "no-store" in shown["Cache-Control"]
    assert Reply.objects.get(pk=one.pk).state == State.HELD
    assert "Done" in reader.post(url).content.decode()
    assert Reply.objects.get(pk=one.pk).state == state
    assert one.decisions.first().user == ada
    assert "nothing is left to do" in reader.get(url).content.decode()
    assert reader.post(url).status_code == 409


def test_who_was_faster_is_told(story, ada):
    one = held(story)
    moderation.act(ActKind.SPAM, {one.pk: "held"}, person(Role.EDITOR))
    answer = Client().post("/desk" + link(Order(ActKind.APPROVE, ada.pk, one.pk)).partition("/desk")[2])
    assert "editor@example.org was faster" in answer.content.decode()
    assert Reply.objects.get(pk=one.pk).state == State.SPAM


def test_a_link_that_is_old_forged_or_of_somebody_who_left_does_nothing(story, ada, monkeypatch):
    one = held(story)
    good = "/desk" + link(Order(ActKind.APPROVE, ada.pk, one.pk)).partition("/desk")[2]
    token = re.findall(r"link/(.*)/$", good)[0]
    other = signing.dumps(["approve", ada.pk, one.pk], salt="another")
    for wrong in (token[:-2], "x", other, signing.dumps(["burn", 1, 1], salt=alerts._SALT)):
        assert Client().post(reverse("desk_reply_link", args=[wrong])).status_code == 410
    with monkeypatch.context() as later:
        later.setattr(alerts, "HOLDS", timedelta(seconds=-1))
        assert read(token) is None
        assert Client().post(good).status_code == 410
    User.objects.filter(pk=ada.pk).update(is_active=False)
    assert Client().post(good).status_code == 410
    assert Reply.objects.get(pk=one.pk).state == State.HELD


def test_a_moderator_chooses_how_often(story):
    client = as_(person(Role.MODERATOR))
    url = reverse("desk_reply_watch")
    assert "Never" in client.get(url).content.decode()
    client.post(url, {"pace": "hourly"})
    assert Watch.objects.get().pace == "hourly"
    assert "desk-error" in client.post(url, {"pace": "often"}).content.decode()
    assert Watch.objects.get().pace == "hourly"
