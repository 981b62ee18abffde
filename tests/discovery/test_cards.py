"""Addresses of share pictures: good for ever, made once, only for what readers may read."""

from __future__ import annotations

import pytest
from django.core.files.storage import default_storage

from broadsheet.articles.models import Paper, Story
from broadsheet.discovery.cards import card_of, file_of, paper_card, story_card
from broadsheet.discovery.drawing import Card
from tests import world

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_a_story_and_the_paper_have_pictures_at_lasting_addresses(client):
    world.paper("Politics")
    story, paper = world.story(world.section("Politics")), Paper.objects.get()
    for still in (story_card(story, paper), paper_card(paper)):
        assert still.url.startswith("http://testserver/share/")
        response = client.get(still.url.removeprefix("http://testserver"))
        assert response.content.startswith(PNG)
        assert response["Content-Type"] == "image/png"
        assert response["Cache-Control"] == "public, max-age=31536000, immutable"
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")


def test_a_new_headline_makes_a_new_address_to_which_the_old_one_leads(client):
    world.paper("Politics")
    story, paper = world.story(world.section("Politics")), Paper.objects.get()
    old = story_card(story, paper).url.removeprefix("http://testserver")
    Story.objects.filter(pk=story.pk).update(title="Quite another headline")
    new = story_card(Story.objects.get(pk=story.pk), paper).url.removeprefix("http://testserver")
    assert old != new
    response = client.get(old)
    assert (response.status_code, response["Location"]) == (302, new)


def test_nothing_is_drawn_for_a_story_that_readers_may_not_read(client):
    world.paper("Politics")
    draft = world.story(world.section("Politics"), live=False)
    url = story_card(draft, Paper.objects.get()).url
    assert client.get(url.removeprefix("http://testserver")).status_code == 404
    assert client.get("/share/99999999999999999999-abc.png").status_code == 404


def test_a_picture_is_drawn_once(monkeypatch):
    card = Card("The Test", "#9d1c20", "Politics", "Drawn once")
    first = file_of(card)
    assert default_storage.listdir("share")[1] == [f"{card.version}.png"]
    monkeypatch.setattr(Card, "png", lambda self: pytest.fail("drawn again"))
    assert file_of(card) == first


def test_two_processes_that_draw_at_once_leave_one_file(monkeypatch):
    card = Card("The Test", "#9d1c20", "Politics", "Drawn twice")
    file_of(card)
    answers = iter([False])
    real = default_storage.exists
    monkeypatch.setattr(default_storage, "exists", lambda name: next(answers, real(name)))
    file_of(card)
    assert len(default_storage.listdir("share")[1]) == 1


def test_a_story_that_is_not_saved_has_no_picture():
    world.paper()
    assert story_card(Story(title="New"), Paper.objects.get()) is None
    assert card_of(Paper.objects.get()).headline == ""
