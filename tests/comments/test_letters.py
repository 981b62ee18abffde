"""Mails to readers."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from broadsheet.comments import letters, links
from broadsheet.comments.models import RepliesSettings, Reply, State
from tests.comments.replying import a_story, reply

pytestmark = pytest.mark.django_db


def read(number: int = -1) -> tuple[Any, str, str]:
    """A mail as a mail program reads it: the message, its text and its HTML."""
    message: Any = message_from_bytes(mail.outbox[number].message().as_bytes(), policy=policy.default)
    text = message.get_body(("plain",)).get_content()
    return message, text, message.get_body(("html",)).get_content()


def confirmed(story: Any, **fields: Any) -> Reply:
    """A public reply whose writer wants to hear of answers and has confirmed the address."""
    one = reply(story, notify=True, **fields)
    letters.confirm(one.pk)
    mail.outbox.clear()
    one.refresh_from_db()
    return one


def test_an_address_is_confirmed_by_a_button_and_not_by_looking(client: Client) -> None:
    story = a_story()
    RepliesSettings.objects.update(confirm="always")
    one = reply(story, email="rosa@example.org", text="First <b>words</b>.")
    message, text, html = read()
    assert (message["To"], message["Auto-Submitted"]) == ("rosa@example.org", "auto-generated")
    assert "> First <b>words</b>." in text
    assert "First &lt;b&gt;words&lt;/b&gt;." in html
    (link,) = re.findall(r"http://testserver(/replies/confirm/\S+)", text)
    assert link in html
    for _ in range(2):
        assert client.get(link).status_code == 200
        assert client.head(link).status_code == 200
    assert Reply.objects.get().state == State.UNCONFIRMED
    answer = client.post(link)
    assert f"#reply-{one.pk}" in answer.content.decode()
    assert Reply.objects.get().state == State.APPROVED
    client.post(link)
    assert Reply.objects.get().decisions.filter(act="approved").count() == 1


def test_what_would_be_held_is_held_once_it_is_confirmed() -> None:
    story = a_story()
    RepliesSettings.objects.update(confirm="always")
    one = reply(story, age=0.1)
    assert letters.confirm(one.pk).state == State.HELD
    assert Reply.objects.get().code == "too-fast"


def test_whoever_is_answered_hears_of_it_once_it_is_public_and_not_before() -> None:
    story = a_story()
    one = confirmed(story, email="rosa@example.org")
    held = reply(story, one, name="Ben\nBcc: x@example.org", text="I disagree.", age=0.1)
    assert mail.outbox == []
    held.become(State.APPROVED)
    message, text, html = read()
    assert message["To"] == "rosa@example.org"
    assert message["Bcc"] is None
    assert "> I disagree." in text
    assert "I disagree." in html
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    held.become(State.REFUSED)
    held.become(State.APPROVED)
    assert len(mail.outbox) == 1


def test_one_click_stops_the_mails(client: Client) -> None:
    story = a_story()
    one = confirmed(story, email="rosa@example.org")
    reply(story, one)
    stop = read()[0]["List-Unsubscribe"].strip(" <>").removeprefix("http://testserver")
    assert client.get(stop).status_code == 200
    assert Reply.objects.get(pk=one.pk).notify
    assert client.post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 200
    reply(story, one)
    assert len(mail.outbox) == 1


def test_an_address_that_nobody_has_confirmed_hears_of_no_answers() -> None:
    story = a_story()
    one = reply(story, notify=True)
    assert len(mail.outbox) == 1, "the question whether it wants to"
    reply(story, one)
    assert len(mail.outbox) == 1


def test_nobody_hears_of_their_own_answer_or_where_the_paper_sends_no_notices() -> None:
    story = a_story()
    one = confirmed(story, email="rosa@example.org")
    reply(story, one, email="rosa@example.org")
    RepliesSettings.objects.update(notices=False)
    reply(story, one)
    assert mail.outbox == []


@pytest.mark.parametrize("kind", ["confirm", "stop"])
def test_a_link_that_is_broken_or_for_something_else_does_nothing(client: Client, kind: str) -> None:
    other = "stop" if kind == "confirm" else "confirm"
    for token in ("x", links.sign(other, 1), links.sign(kind, {"a": 1}), links.sign(kind, 5)[:-1]):
        assert client.post(f"/replies/{kind}/{token}/").status_code == 410


def test_a_reply_that_is_gone_when_its_link_is_followed(client: Client) -> None:
    assert client.post(f"/replies/confirm/{links.sign('confirm', 999)}/").status_code == 410
