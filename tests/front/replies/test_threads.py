"""Threads on pages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from lxml import html

from broadsheet.comments import stamps
from broadsheet.comments.models import RepliesSettings, State
from tests import world
from tests.comments.replying import a_story, reply

pytestmark = pytest.mark.django_db


def test_a_permalink_leads_to_the_page_on_which_the_reply_stands(client):
    story = a_story()
    RepliesSettings.objects.update(page_size=5)
    rows = [reply(story) for _ in range(12)]
    assert client.get(f"/replies/{story.pk}/{rows[0].pk}/")["Location"] == f"{story.url}#reply-{rows[0].pk}"
    where = client.get(f"/replies/{story.pk}/{rows[7].pk}/")["Location"]
    assert where == f"/replies/{story.pk}/?page=2#reply-{rows[7].pk}"
    assert f'id="reply-{rows[7].pk}"' in client.get(where).content.decode()
    rows[7].become(State.REFUSED)
    assert client.get(f"/replies/{story.pk}/{rows[7].pk}/").status_code == 404


def test_pages_lead_from_one_to_the_next_in_their_order(client):
    story = a_story()
    RepliesSettings.objects.update(page_size=5)
    for _ in range(12):
        reply(story)
    at, seen = f"/replies/{story.pk}/newest/", []
    while at:
        page = html.fromstring(client.get(at).content)
        page.make_links_absolute(f"http://testserver{at}")
        seen += page.xpath("//li[starts-with(@id, 'reply-')]/@id")
        at = next(iter(page.xpath("//a[@rel='next']/@href")), "").removeprefix("http://testserver")
    assert len(seen) == len(set(seen)) == 12
    assert client.get(f"/replies/{story.pk}/?page=4").status_code == 404


def test_nothing_shows_where_the_paper_or_the_section_takes_no_replies(client):
    story = a_story()
    reply(story)
    rules = RepliesSettings.objects.get()
    rules.closed_sections = [story.section]
    rules.save()
    assert 'id="replies"' not in client.get(story.url).content.decode()
    assert client.get(f"/replies/{story.pk}/").status_code == 404
    assert not client.get(f"/_f/reply-count/{story.pk}/").content.strip()


def test_a_story_that_is_closed_still_shows_what_was_said(client):
    story = a_story()
    reply(story, text="Before the end.")
    RepliesSettings.objects.update(closes_after=1)
    answer = client.get(f"/_f/replies/{story.pk}/")
    closes = story.published_at + timedelta(days=1)
    assert answer.pressing.expires == pytest.approx(closes.timestamp())
    assert 'id="reply-form"' in answer.content.decode()
    story.published_at = timezone.now() - timedelta(days=2)
    story.save()
    page = client.get(f"/_f/replies/{story.pk}/").content.decode()
    assert "Before the end." in page
    assert "too old" in page
    assert 'id="reply-form"' not in page


def test_replies_that_the_newsroom_has_chosen_stand_first(client):
    story = a_story()
    reply(story)
    chosen = reply(story, text="Well said.")
    type(chosen).objects.filter(pk=chosen.pk).update(featured=True)
    page = client.get(f"/_f/replies/{story.pk}/").content.decode()
    assert page.index("Chosen by the newsroom") < page.index("Well said.") < page.index("<ol")


def test_a_thread_depends_on_its_own_story_alone(client):
    story = a_story()
    other = world.story(world.section("Politics"))
    one = client.get(f"/_f/replies/{story.pk}/").pressing.tags
    assert f"replies:{story.pk}" in one
    assert f"replies:{other.pk}" not in one
    assert "replies" not in one
    assert f"replies:{story.pk}" not in client.get("/").pressing.tags


def test_a_stamp_is_never_kept(client):
    answer = client.get("/_f/reply-stamp/")
    assert answer["Cache-Control"] == "no-store"
    assert stamps.read(answer.content.decode())[0] == "good"


def test_the_first_page_of_a_long_thread_is_small(client):
    story = a_story()
    words = "The council has known of this for years and did nothing at all. " * 6
    for number in range(45):
        reply(story, text=f"{number}. {words}")
    assert len(client.get(f"/_f/replies/{story.pk}/").content) < 60_000
