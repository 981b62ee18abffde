"""`broadsheet edge proof`: the table, and its exit code."""

from __future__ import annotations

import pytest
from django.utils import timezone

from broadsheet.front.models import Act, Proof
from broadsheet.front.proof import proving
from broadsheet.front.proof.comparing import Line
from tests import world

pytestmark = pytest.mark.django_db


def story():
    world.paper("Politics")
    return world.story(world.section("Politics"), "Bridge opens")


def test_each_place_is_told_and_a_good_proof_is_0(ask, monkeypatch):
    found = story()
    lines = [Line("The story", "/a/", 900.0, took=12.3), Line("Front page", "/", 950.0, took=3.0)]
    monkeypatch.setattr(proving, "compare", lambda *args: iter(lines))
    got = ask("proof", found.url)
    assert got.exit_code == 0, got.output
    assert "“Bridge opens” " in got.output
    assert "ok    The story  /a/\n        as it should be, read in 12 ms" in got.output
    assert "All 2 places are as they should be." in got.output
    assert Proof.objects.get().committed_at <= timezone.now()
    assert Proof.objects.get().act == Act.ASK


def test_a_place_that_shows_something_else_is_red_and_1(ask, monkeypatch):
    line = Line("Front page", "/", 950.0, "expected it gone, found a link to /a/")
    monkeypatch.setattr(proving, "compare", lambda *args: iter([line]))
    got = ask("proof", str(story().pk))
    assert got.exit_code == 1
    assert "RED   Front page  /\n        expected it gone, found a link to /a/" in got.output
    assert "1 of 1 places show something else" in got.output


def test_a_server_that_does_not_run_is_told(ask):
    got = ask("proof", story().slug, "--at", "http://127.0.0.1:1")
    assert (got.exit_code, "No server answers: " in got.output) == (1, True)


def test_a_wrong_address_or_story_is_wrong_use(ask):
    found = story()
    for words in ((str(found.pk), "--at", "nowhere"), (str(found.pk), "--at", "http://"), ("4711",)):
        assert ask("proof", *words).exit_code == 2
