"""Where a story shows: every place is one that readers find as expected, and one that is stale is found out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from wagtail.rich_text import RichText

from broadsheet.articles.models import Correction, Story
from broadsheet.front.proof.comparing import fault
from broadsheet.front.proof.surfaces import Surface, surfaces_of
from tests import world
from tests.front.proof.readers import Remembering, fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> Story:
    front = world.paper("Politics", "Sports")
    world.add_section(world.section("Politics"), "Council", "council")
    for title in ("Council", "Politics"):
        world.story(world.section(title), topics=("Bridges",))
    assert front
    return world.story(
        world.section("Council"),
        "Bridge “opens” & shuts: 5 < 6",
        topics=("Bridges", "The river"),
        authors=(world.author(), world.author("Ben Writer")),
        standfirst="It was  a day of <em>joy</em>.",
        body=[("paragraph", RichText("<p>First <b>words</b> &amp; more.</p><p>Second line.<br/>And on.</p>"))],
        dateline="Harbour",
    )


def faults(surfaces: list[Surface], read=fresh) -> dict[str, str]:
    """What is wrong at which path."""
    return {one.path: wrong for one in surfaces if (wrong := fault(one, read(one.path)))}


def paths(surfaces: list[Surface]) -> set[str]:
    return {one.path.partition("?")[0] for one in surfaces}


def test_a_new_story_shows_at_every_place_and_readers_find_it_there(story):
    surfaces = surfaces_of(story)
    month = timezone.localdate(story.published_at)
    feeds = {
        f"{scope}{name}"
        for scope in (
            "/", "/politics/", "/politics/council/", "/topics/bridges/", "/topics/the-river/",
            "/authors/ada-reporter/", "/authors/ben-writer/",
        )
        for name in ("feed.xml", "atom.xml", "feed.json")
    }  # fmt: skip
    assert feeds | {
        story.url, "/", "/politics/", "/politics/council/", "/topics/bridges/", "/topics/the-river/",
        "/authors/ada-reporter/", "/authors/ben-writer/", "/_f/more-news/", "/search/", "/sitemap.xml",
        "/news-sitemap.xml", f"/sitemap-{story.published_at:%Y-%m}.xml", f"/archive/{month:%Y}/{month.month}/",
    } <= paths(surfaces)  # fmt: skip
    assert any(path.startswith("/_f/related/") for path in paths(surfaces))
    assert "/sports/" not in paths(surfaces)
    assert surfaces[0].path == story.url
    assert faults(surfaces) == {}


def test_a_story_that_was_taken_down_is_found_nowhere(story):
    story.unpublish()
    surfaces = surfaces_of(Story.objects.get(pk=story.pk))
    assert len(surfaces) > 20
    assert faults(surfaces) == {}


def test_a_changed_headline_and_text_are_what_is_expected(story):
    story.title = "The bridge is shut"
    story.body = [("paragraph", RichText("<p>Other words.</p>"))]
    story.save_revision().publish()
    assert faults(surfaces_of(story)) == {}


def test_a_correction_shows_on_the_story_and_among_all_corrections(story):
    before = Remembering(story.url, "/corrections/")
    Correction.objects.create(story=story, text="It is 6 < 7, not “5”.")
    surfaces = surfaces_of(Story.objects.get(pk=story.pk))
    assert faults(surfaces) == {}
    assert set(faults(surfaces, before)) == {story.url, "/corrections/"}


def test_a_moved_story_leaves_its_section_and_its_old_address_leads_to_the_new(story):
    old, left = story.url, world.section("Council")
    story.move(world.section("Sports"), pos="last-child")
    moved = Story.objects.get(pk=story.pk)
    surfaces = surfaces_of(moved, [left.pk])
    assert {old, "/sports/", "/politics/council/"} <= paths(surfaces)
    assert faults(surfaces) == {}
    assert faults(surfaces, lambda path: fresh("/") if path == old else fresh(path)).keys() == {old}


@pytest.mark.parametrize(
    "path",
    ["/", "/politics/", "/politics/council/", "/topics/bridges/", "/authors/ben-writer/", "/politics/atom.xml",
     "/topics/the-river/feed.json", "/news-sitemap.xml", "/_f/more-news/"],
)  # fmt: skip
def test_a_place_that_stays_as_it_was_before_the_publication_is_found_out(story, path):
    story.unpublish()
    before = Remembering(path)
    Story.objects.get(pk=story.pk).get_latest_revision().publish()
    assert faults(surfaces_of(Story.objects.get(pk=story.pk)), before).keys() == {path}


@pytest.mark.parametrize("path", ["/", "/politics/", "/feed.json", "/search/"])
def test_a_place_that_still_shows_what_was_taken_down_is_found_out(story, path):
    asked = next(one.path for one in surfaces_of(story) if one.path.partition("?")[0] == path)
    before = Remembering(asked)
    story.unpublish()
    assert faults(surfaces_of(Story.objects.get(pk=story.pk)), before).keys() == {asked}


def test_where_newer_stories_have_taken_its_place_nothing_is_promised(story):
    old = world.story(world.section("Sports"), at=datetime(2001, 2, 3, tzinfo=UTC), topics=("Chess",))
    for _ in range(34):
        world.story(world.section("Sports"))
    surfaces = surfaces_of(old)
    assert not {"/", "/sports/", "/feed.xml", "/sports/atom.xml", "/news-sitemap.xml"} & paths(surfaces)
    assert {old.url, "/topics/chess/", "/sitemap-2001-02.xml", "/archive/2001/2/"} <= paths(surfaces)
    assert faults(surfaces) == {}


def test_a_story_first_published_elsewhere_is_in_no_sitemap(story):
    story.canonical_url = "https://elsewhere.example/story"
    story.save_revision().publish()
    found = paths(surfaces_of(story))
    assert not {path for path in found if "sitemap" in path}


def test_a_draft_that_was_never_published_is_found_nowhere(story):
    draft = world.story(world.section("Sports"), live=False)
    surfaces = surfaces_of(draft)
    assert surfaces[0].missing
    assert faults(surfaces) == {}


def test_a_story_behind_a_password_is_expected_nowhere(story):
    from wagtail.models import PageViewRestriction

    PageViewRestriction.objects.create(page=world.section("Council").page_ptr, restriction_type="login")
    surfaces = [one for one in surfaces_of(story) if not one.missing]
    assert all(one.gone for one in surfaces)
    assert timezone.now() - story.published_at < timedelta(hours=1)
    assert faults(surfaces) == {}
