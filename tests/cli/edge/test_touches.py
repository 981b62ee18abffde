"""`broadsheet edge touches`: what a publication would invalidate, without publishing."""

from __future__ import annotations

import json

import pytest

from broadsheet.articles.models import Story
from broadsheet.edge.models import Generation
from tests import world
from tests.cli.edge.conftest import made, put

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_draft_touches_its_lists_and_the_pages_that_show_them(ask, folder):
    world.paper("Politics")
    story = world.story(world.section("Politics"), "Bridge opens", live=False, topics=("Bridges",))
    section = f"section:{world.section('Politics').pk}"
    put(folder, made("/", "stories", section), made("/politics/", section), made("/about/", "page:1"))
    before = dict(Generation.objects.values_list("tag", "number"))
    got = ask("touches", str(story.pk))
    assert got.exit_code == 0, got.output
    assert "“Bridge opens”" in got.output
    assert f"{section}: 2 in the store\n    testserver/\n    testserver/politics/" in got.output
    assert f"topic:{world.topic('Bridges').pk}:stories: 0 in the store" in got.output
    assert "In all 2 of 3 stored pages and fragments would be pressed again" in got.output
    assert not Story.objects.get().live
    assert dict(Generation.objects.values_list("tag", "number")) == before


def test_it_says_what_publishing_then_does(ask, folder):
    world.paper("Politics")
    story = world.story(world.section("Politics"), live=False)
    put(folder)
    said = set(json.loads(ask("touches", str(story.pk), "--json").output)["tags"])
    before = max(Generation.objects.values_list("number", flat=True))
    story.get_latest_revision().publish()
    done = Generation.objects.filter(number__gt=before).exclude(tag__startswith="@")
    assert said == set(done.values_list("tag", flat=True))


def test_the_story_is_found_by_number_path_url_or_slug(ask, folder):
    world.paper("Politics")
    story = world.story(world.section("Politics"), "Bridge opens")
    put(folder)
    for name in (str(story.pk), story.url, story.url.strip("/"), f"http://testserver{story.url}", story.slug):
        assert "“Bridge opens”" in ask("touches", name).output


def test_a_story_that_is_not_there_or_is_one_of_several_is_refused(ask, folder):
    world.paper("Politics", "Sport")
    for title in ("Politics", "Sport"):
        world.story(world.section(title), slug="the-same")
    for name in ("4711", "/politics/none/", "9" * 30, "", "http://[::1/"):
        got = ask("touches", name)
        assert got.exit_code == 2, (name, got.output)
    assert "Several stories have the slug" in ask("touches", "the-same").output


def test_a_story_that_is_not_whole_cannot_be_rehearsed(ask, folder):
    world.paper("Politics")
    story = world.story(world.section("Politics"), live=False, authors=())
    got = ask("touches", str(story.pk))
    assert (got.exit_code, "cannot be published" in got.output) == (1, True)


def test_without_a_store_it_says_so(ask):
    world.paper("Politics")
    story = world.story(world.section("Politics"))
    got = ask("touches", str(story.pk))
    assert (got.exit_code, "There is no store in" in got.output) == (1, True)


def test_the_first_few_are_named_or_all(ask, folder):
    world.paper("Politics")
    story = world.story(world.section("Politics"))
    put(folder, *(made(f"/{number}/", f"story:{story.pk}") for number in range(7)))
    assert "and 2 more (--all names them)" in ask("touches", str(story.pk)).output
    assert "testserver/6/" in ask("touches", str(story.pk), "--all").output
