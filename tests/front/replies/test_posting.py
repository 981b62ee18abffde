"""A reader sends a reply."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from broadsheet.accounts.models import User
from broadsheet.comments.models import RepliesSettings, Reply, SieveCount, State
from tests import world
from tests.comments.replying import a_story, reply

pytestmark = pytest.mark.django_db
FORM = {"name": "Rosa", "email": "Rosa@Example.org", "text": "I was there.\n\nIt rained."}


def send(client: Client, story: Any, headers: dict[str, str] | None = None, **fields: Any) -> Any:
    return client.post(reverse("replies-page", args=[story.pk]), {**FORM, **fields}, headers=headers)


def kept_in_form(answer: Any) -> str:
    (field,) = html.fromstring(answer.content).xpath("//textarea[@name='text']")
    return field.text.removeprefix("\n")


def test_a_reply_is_published_and_the_reader_led_to_it(client):
    story = a_story()
    answer = send(client, story)
    one = Reply.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/replies/{story.pk}/{one.pk}/")
    assert (one.name, one.email, one.text) == ("Rosa", "rosa@example.org", FORM["text"])
    page = client.get(story.url).content.decode()
    assert f'id="reply-{one.pk}"' in page
    assert "rosa@example.org" not in page


def test_a_double_click_and_a_retry_are_one_reply(client):
    story = a_story()
    assert [send(client, story).status_code for _ in range(3)] == [303, 303, 303]
    assert Reply.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("trusted", "held"), [(False, False), (False, True), (True, False), (True, True)])
def test_a_reply_costs_eight_questions_at_most_at_any_depth(trusted, held):
    story, parent, costs = a_story(), None, []
    SieveCount.objects.bulk_create(SieveCount(feature=row, spam=99 * trusted, fair=99 - 99 * row) for row in (0, 1))
    RepliesSettings.objects.update(phases=[{"phase": "newcomer", "on": held}])
    for number in range(12):
        sender = Client(REMOTE_ADDR=f"9.9.{number}.1")
        with CaptureQueriesContext(connection) as queries:
            send(sender, story, email=f"{number}@example.org", text=f"Number {number}.", parent=parent or "")
        costs.append(sum(not query["sql"].startswith(("BEGIN", "COMMIT")) for query in queries))
        Reply.objects.order_by("-pk")[0].become(State.APPROVED)
        parent = Reply.objects.order_by("-pk")[0].pk
    assert Reply.objects.order_by("-pk")[0].depth == 11
    assert len(set(costs[1:])) == 1
    assert costs[1] <= 8 + (connection.vendor == "postgresql" and not held), "and the lock that numbers commits there"


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({"text": ""}, 422, "This field is required"),
        ({"name": "\u200b\x00"}, 422, "This field is required"),
        ({"name": "x" * 81}, 422, "at most 80"),
        ({"email": "nobody"}, 422, "valid email"),
        ({"email": ""}, 422, "This field is required"),
        ({"text": "y" * 1_000_000}, 422, "6000 are the most"),
        ({"parent": "999"}, 422, "is gone"),
        ({"parent": "1 OR 1=1"}, 422, "whole number"),
        ({"parent": "9" * 40}, 422, "less than or equal"),
        ({"homepage": "http://spam.example"}, 422, "was not accepted"),
    ],
)
def test_what_cannot_be_taken_is_answered_in_words_and_the_text_stays_in_the_form(client, fields, status, said):
    answer = send(client, a_story(), **fields)
    assert answer.status_code == status
    assert said in answer.content.decode()
    assert kept_in_form(answer) == {**FORM, **fields}["text"]
    assert answer["Cache-Control"] == "no-store"
    assert not Reply.objects.exists()


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_a_form_from_another_site_is_not_taken_and_nothing_is_lost(client, headers):
    answer = send(client, a_story(), headers=headers)
    assert answer.status_code == 403
    assert kept_in_form(answer) == FORM["text"]
    assert not Reply.objects.exists()


def test_a_parent_of_another_story_is_none(client):
    story = a_story()
    other = world.story(world.section("Politics"))
    assert send(client, other, parent=reply(story).pk).status_code == 422


def test_a_story_that_is_closed_or_not_there_takes_nothing(client):
    story = a_story(replies_open=False)
    answer = send(client, story)
    assert answer.status_code == 422
    assert "closed" in answer.content.decode()
    assert kept_in_form(answer) == FORM["text"]
    draft = world.story(world.section("Politics"), live=False)
    assert send(client, draft).status_code == 404
    assert client.post("/replies/99999/", FORM).status_code == 404


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"\xff\xfe\x00name=\x80", "application/x-www-form-urlencoded"),
        (b"name=a&text=%FF%FE%00&email=a@b.example", "application/x-www-form-urlencoded; charset=utf-7"),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b"{}", "application/json"),
        (b"a=1&" * 2_000, "application/x-www-form-urlencoded"),
        (b"text=" + b"x" * 3_000_000, "application/x-www-form-urlencoded"),
        (b"", "multipart/form-data"),
    ],
)
def test_bodies_that_are_no_forms_are_answered_with_the_form(body, kind):
    story = a_story()
    answer = Client(raise_request_exception=False).post(f"/replies/{story.pk}/", body, content_type=kind)
    assert answer.status_code in (413, 422, 400)
    assert not Reply.objects.exists()


def test_what_is_held_says_so_and_shows_what_was_sent(client, monkeypatch):
    monkeypatch.setattr("broadsheet.comments.stamps.read", lambda text: ("good", 0.5))
    answer = send(client, a_story())
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "A moderator reads it before it is published." in page
    assert "It rained." in page
    assert "seconds after" not in page, "a spammer learns nothing"
    assert Reply.objects.get().state == State.HELD


def test_staff_who_are_signed_in_reply_in_their_role_and_nobody_else_can(client):
    user = User.objects.create_user("ada@example.org", "a password of some length")
    author = world.author("Ada Reporter", role="Political editor", user=user)
    story = a_story(authors=(author,))
    client.force_login(user)
    send(client, story, headers={"Sec-Fetch-Site": "same-origin"}, role="Chief", by_author="1")
    one = Reply.objects.get()
    assert (one.name, one.role, one.by_author, one.user) == ("Ada Reporter", "Political editor", True, user)
    assert "Author of this story" in Client().get(story.url).content.decode()
    send(client, story, text="Without saying where from.", role="Chief")
    assert Reply.objects.filter(user=None, role="").count() == 1


def test_a_website_is_asked_for_only_where_that_is_set(client):
    story = a_story()
    assert "reply-website" not in client.get(story.url).content.decode()
    send(client, story, website="https://rosa.example/")
    assert Reply.objects.get().website == ""
    RepliesSettings.objects.get().delete()
    RepliesSettings.objects.create(website=True)
    send(client, story, website="https://rosa.example/", text="Again.")
    assert Reply.objects.get(text="Again.").website == "https://rosa.example/"
    assert send(client, story, website="javascript:alert(1)", text="Third.").status_code == 422
