"""A reader's own replies."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from broadsheet.comments.mine import COOKIE
from broadsheet.comments.models import Reply, State
from tests.comments.replying import a_story, reply

pytestmark = pytest.mark.django_db
FORM = {"name": "Rosa", "email": "rosa@example.org", "text": "I was there."}


def sent(client: Client) -> Reply:
    story = a_story()
    answer = client.post(f"/replies/{story.pk}/", FORM)
    cookie = answer.cookies[COOKIE]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/replies/", True, "Lax")
    return Reply.objects.get()


def test_whoever_sent_a_reply_can_change_it(client):
    one = sent(client)
    assert f"/replies/mine/{one.pk}/" in client.get("/replies/mine/").content.decode()
    assert "I was there." in client.get(f"/replies/mine/{one.pk}/").content.decode()
    assert client.post(f"/replies/mine/{one.pk}/", {"text": "I was near."}).status_code == 303
    assert Reply.objects.get().text == "I was near."
    assert "edited" in Client().get(one.story.url).content.decode()


def test_whoever_sent_a_reply_can_delete_it_and_looking_does_not(client):
    one = sent(client)
    client.get(f"/replies/mine/{one.pk}/?delete=yes")
    assert Reply.objects.get().state == State.APPROVED
    assert client.post(f"/replies/mine/{one.pk}/", {"delete": "yes"}).status_code == 303
    assert Reply.objects.get().state == State.DELETED
    answer = client.post(f"/replies/mine/{one.pk}/", {"delete": "yes"})
    assert answer.status_code == 422


def test_nobody_else_can(client):
    one = sent(client)
    for other in (Client(), Client()):
        other.cookies[COOKIE] = "WzFd:forged:signature"
        assert other.get(f"/replies/mine/{one.pk}/").status_code == 404
        assert other.post(f"/replies/mine/{one.pk}/", {"delete": "yes"}).status_code == 404
        assert "There are none." in other.get("/replies/mine/").content.decode()
    answer = client.post(f"/replies/mine/{one.pk}/", {"delete": "yes"}, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 422
    assert Reply.objects.get().state == State.APPROVED


def test_a_change_comes_too_late_or_says_nothing_and_the_text_stays_in_the_form(client):
    one = sent(client)
    answer = client.post(f"/replies/mine/{one.pk}/", {"text": " "})
    assert answer.status_code == 422
    Reply.objects.update(posted_at=one.posted_at - timedelta(hours=1))
    answer = client.post(f"/replies/mine/{one.pk}/", {"text": "Too late."})
    assert answer.status_code == 422
    assert "cannot be changed any more" in answer.content.decode()
    assert Reply.objects.get().text == "I was there."


def test_pages_never_carry_the_cookie_back(client):
    one = sent(client)
    reply(one.story)
    for address in (one.story.url, f"/replies/{one.story.pk}/", "/replies/mine/"):
        assert not client.get(address).cookies
