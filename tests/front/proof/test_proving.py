"""A proof is made and kept; where nothing can be read it says so."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from broadsheet.articles.models import Story
from broadsheet.edge.models import Generation
from broadsheet.front.models import Act, Proof
from broadsheet.front.proof import proving
from broadsheet.front.proof.comparing import Line
from broadsheet.front.proof.reading import Reader
from tests import world
from tests.front.proof.readers import made

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(monkeypatch) -> Story:
    world.paper("Politics")
    return world.story(world.section("Politics"), "Bridge opens")


def lines(monkeypatch, *found: Line) -> None:
    monkeypatch.setattr(proving, "compare", lambda *args: iter(found))


def test_what_was_found_is_kept_and_only_the_last_proof_of_a_story(story, monkeypatch):
    said: list[Line] = []
    lines(monkeypatch, Line("The story", "/a/", 12.0), Line("Front page", "/", 80.4))
    proving.prove(story, Act.PUBLISH, timezone.now(), said=said.append)
    lines(monkeypatch, Line("The story", "/a/", 12.0), Line("Front page", "/", 90.0, "expected it gone"))
    proving.prove(story, Act.UNPUBLISH, timezone.now())
    kept = Proof.objects.get()
    assert (kept.act, kept.state, kept.slowest) == (Act.UNPUBLISH, "faulty", 12)
    assert [(line["name"], line["path"], line["fault"]) for line in kept.faults] == [
        ("Front page", "/", "expected it gone")
    ]
    assert [line.path for line in said] == ["/a/", "/"]


def test_where_nobody_answers_it_says_that_and_where(story):
    kept = proving.prove(story, Act.PUBLISH, timezone.now(), server="http://127.0.0.1:1")
    assert "No server answers" in kept.trouble
    assert "http://127.0.0.1:1" in kept.trouble
    assert (kept.state, kept.lines) == ("faulty", [])


def test_a_server_without_an_edge_proves_nothing(story, monkeypatch):
    lines(monkeypatch, Line("The story", "/a/", 12.0, through_edge=False), Line("Search", "/search/", 30.0))
    assert "no edge" in proving.prove(story, Act.PUBLISH, timezone.now()).trouble


def test_what_shows_the_story_must_know_its_newest_number(story, monkeypatch):
    number = Generation.objects.create(tag=f"story:{story.pk}", number=5).number
    page = f'<h1>{story.title}</h1> One sentence. Another one. <time datetime="2026">'

    def read(self: Reader, path: str):
        return made(page, number=number - 1)

    monkeypatch.setattr(Reader, "read", read)
    monkeypatch.setattr("broadsheet.front.proof.comparing.PAUSE", 0)
    surfaces = proving.surfaces_of(story)[:1]
    surfaces[0].__dict__.update(marks=(), patience=0)
    monkeypatch.setattr(proving, "surfaces_of", lambda story, left: surfaces)
    (line,) = proving.prove(story, Act.PUBLISH, timezone.now()).lines
    assert "pressed before it" in line["fault"]


def test_a_proof_that_was_never_finished_was_cut_off(story):
    proof = Proof(story=story, act=Act.PUBLISH, committed_at=timezone.now())
    assert proof.state == "running"
    proof.committed_at -= timedelta(minutes=10)
    assert proof.state == "cut off"


def test_a_proof_goes_with_its_story(story, monkeypatch):
    lines(monkeypatch)
    proving.prove(story, Act.PUBLISH, timezone.now())
    story.delete()
    assert not Proof.objects.exists()
