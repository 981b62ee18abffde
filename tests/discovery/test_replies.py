"""Replies for machines."""

from __future__ import annotations

import feedparser
import pytest
from django.test import Client

from broadsheet.comments.models import RepliesSettings, Reply, State
from tests import world
from tests.comments.replying import a_story, reply

pytestmark = pytest.mark.django_db


def test_a_storys_feed_has_its_public_replies_and_whom_they_answer(client: Client) -> None:
    story = a_story()
    one = reply(story, text="Tom & <b>Jerry</b>", name="Ada <x>")
    two = reply(story, one)
    reply(story).become(State.SPAM)
    content = client.get(f"/replies/{story.pk}/atom.xml").content
    feed = feedparser.parse(content)
    assert not feed.bozo
    assert [entry.id.rsplit("/", 2)[-2] for entry in feed.entries] == [str(two.pk), str(one.pk)]
    assert feed.entries[1].author == "Ada <x>"
    assert "&lt;b&gt;" in feed.entries[1].summary
    assert b"example.org" not in content


def test_the_papers_feed_has_replies_to_stories_that_may_be_read(client: Client) -> None:
    story = a_story()
    other = world.story(world.section("Politics"))
    reply(story, text="Seen.")
    reply(other, text="Unseen.")
    other.unpublish()
    content = client.get("/replies/atom.xml").content.decode()
    assert "Seen." in content
    assert "Unseen." not in content
    rules = RepliesSettings.objects.get()
    rules.closed_sections = [story.section]
    rules.save()
    assert "Seen." not in client.get("/replies/atom.xml").content.decode()
    assert client.get(f"/replies/{story.pk}/atom.xml").status_code == 404


def test_the_json_has_what_readers_see_and_no_more(client: Client) -> None:
    story = a_story()
    one = reply(story, email="rosa@example.org", ip="192.0.2.1")
    reply(story, one)
    answer = client.get(f"/replies/{story.pk}/replies.json")
    (told,) = answer.json()["replies"]
    assert (answer.json()["count"], answer.json()["open"], answer.json()["pages"]) == (2, True, 1)
    assert (told["name"], len(told["answers"])) == ("Rosa", 1)
    assert b"example.org" not in answer.content
    assert b"192.0.2" not in answer.content
    assert client.get(f"/replies/{story.pk}/replies.json?page=2").status_code == 404
    one.become(State.REFUSED)
    assert client.get(f"/replies/{story.pk}/replies.json").json()["replies"][0]["gone"]


def test_teasers_find_how_many_replies_a_story_has(client: Client) -> None:
    story = a_story()
    assert client.get("/replies/counts.json").json() == {}
    for _ in range(2):
        reply(story)
    assert client.get("/replies/counts.json").json() == {story.url: {"count": 2, "words": "2 replies"}}
    for row in Reply.objects.all():
        row.become(State.SPAM)
    assert client.get("/replies/counts.json").json() == {}
