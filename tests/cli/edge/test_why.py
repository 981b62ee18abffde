"""`broadsheet edge why`: a hit, or exactly why not."""

from __future__ import annotations

import json
import time

import pytest

from broadsheet.articles.models import Story
from broadsheet.edge.models import Generation
from broadsheet.edge.numbers import count, following
from broadsheet.edge.parts import Part
from tests import world
from tests.cli.edge.conftest import made, pressed, put

pytestmark = pytest.mark.django_db(transaction=True)


def replies(story: Story) -> list[tuple[str, Part]]:
    """What a story's page shows of its replies."""
    return [pressed(f"/_f/{name}/{story.pk}/") for name in ("reply-count", "replies")]


def test_a_page_that_holds_is_told_with_its_tags_and_its_fragments(ask, folder):
    world.paper("Politics")
    story = world.story(world.section("Politics"), "Bridge opens")
    related = f"/_f/related/{story.pk}/"
    put(folder, pressed(story.url), pressed(related), pressed("/_f/more-news/"), *replies(story))
    got = ask("why", story.url)
    assert got.exit_code == 0, got.output
    assert "HIT: it is served as it is." in got.output
    assert f"story:{story.pk} at " in got.output
    assert f"fragment testserver{related}" in got.output
    assert "put together: identity " in got.output
    assert ", gzip " in got.output
    assert ", br " in got.output


def test_after_a_change_the_tag_is_named_with_both_numbers(ask, folder):
    world.paper("Politics")
    story = world.story(world.section("Politics"), "Bridge opens")
    put(folder, pressed(story.url))
    before = Generation.objects.get(tag=f"story:{story.pk}").number
    story.title = "Bridge shut"
    story.save_revision().publish()
    after = Generation.objects.get(tag=f"story:{story.pk}").number
    got = ask("why", story.url)
    assert "NO HIT: " in got.output
    assert f"story:{story.pk} was bumped at {count(after)}, after this was pressed at {count(before)}" in got.output


def test_a_changed_fragment_is_reason_enough(ask, folder):
    world.paper("Politics")
    story = world.story(world.section("Politics"), "Bridge opens")
    related = f"/_f/related/{story.pk}/"
    put(folder, pressed(story.url), made(related, "stories", number=0), pressed("/_f/more-news/"), *replies(story))
    assert f"NO HIT: the fragment testserver{related}: stories was bumped at" in ask("why", story.url).output


def test_what_was_never_pressed_is_rendered_for_a_trial_and_not_stored(ask, folder):
    world.paper("Politics")
    put(folder)
    for _ in range(2):
        got = ask("why", "/politics/")
        assert "it is not in the store: never pressed, or it made room for others" in got.output
        assert "rendered now for a trial: 200 text/html" in got.output
        assert "it may be kept, and depends on" in got.output


def test_an_unknown_address_is_told_to_be_one_that_is_never_kept(ask, folder):
    world.paper()
    put(folder)
    assert "NO HIT: it may not be kept: its status is 404." in ask("why", "/nothing/here/").output


@pytest.mark.parametrize("path", ["/desk/", "/search/?q=x", "/media/a.jpg", "/healthz"])
def test_what_is_passed_by_its_path_is_told_so_even_without_a_store(ask, path):
    got = ask("why", path)
    assert (got.exit_code, "is ever kept: requests go straight" in got.output) == (0, True)


def test_time_is_a_reason_too(ask, folder):
    now = time.time()
    put(
        folder,
        made("/late/", "a", expires=now - 60, pressed_at=now - 120),
        made("/early/", "a", expires=now + 7200, pressed_at=now + 3600),
        made("/copy/", "a", number=following(0)),
    )
    assert "NO HIT: its time was up at " in ask("why", "/late/").output
    assert "NO HIT: the clock was put back" in ask("why", "/early/").output
    assert "the database has come to 0: it was put back" in ask("why", "/copy/").output


def test_addresses_are_read_as_the_server_reads_them(ask, folder):
    put(folder, made("/caf%C3%A9/", "a"), made("/politics/", "a"))
    for url in (
        "/café/",
        "http://testserver/café/",
        "HTTP://TESTSERVER:80/caf%C3%A9/#part",
        "/caf%C3%A9/?utm_source=x",
    ):
        got = ask("why", url)
        assert "HIT: it is served" in got.output, (url, got.output)
        assert "NO HIT" not in got.output
    assert "HIT: it is served" in ask("why", "politics/?fbclid=1").output


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://elsewhere.example/politics/", "not published under the name elsewhere.example"),
        ("http://user@testserver/", "not published under the name"),
        ("ftp://testserver/", "no web address"),
        ("http://[::1/", "is no address"),
        ("http://testserver:99999999/", "is no address"),
        ("/" + "x" * 3000, "too long"),
    ],
)
def test_what_the_server_refuses_is_refused_with_the_reason(ask, folder, url, said):
    got = ask("why", url)
    assert (got.exit_code, said in got.output) == (2, True), got.output


def test_without_a_store_it_says_that_nothing_was_ever_served(ask):
    got = ask("why", "/")
    assert (got.exit_code, "There is no store in" in got.output) == (1, True)


def test_a_store_that_is_damaged_is_no_store(ask, folder):
    (folder / "store-x").mkdir(parents=True)
    (folder / "store-x" / "data.mdb").write_bytes(b"not a database" * 1000)
    got = ask("why", "/")
    assert (got.exit_code, "There is no store in" in got.output) == (1, True)


def test_as_json_it_tells_the_same(ask, folder):
    put(folder, made("/a/", "one", "two"))
    Generation.objects.create(tag="two", number=3)
    found = json.loads(ask("why", "/a/", "--json").output)
    assert (found["key"], found["hit"], found["newest"]) == ("testserver/a/", False, 3)
    assert found["parts"][0]["tags"] == {"one": 0, "two": 3}


def test_it_changes_nothing(ask, folder):
    world.paper("Politics")
    story = world.story(world.section("Politics"))
    put(folder, pressed(story.url))
    before = dict(Generation.objects.values_list("tag", "number"))
    ask("why", "/politics/")
    assert dict(Generation.objects.values_list("tag", "number")) == before
    assert Story.objects.get().live
