"""The failures that newsrooms report of caches, one by one, through the real edge."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page, PageViewRestriction

from broadsheet.accounts.models import User
from broadsheet.articles.models import Correction, Story
from broadsheet.edge.origin import Address
from tests import world
from tests.edge_pages import HOST, printed
from tests.exactly.asking import PaperInProcess

STORY = "/politics/bridge/"


@pytest.fixture
def bridge(paper: PaperInProcess) -> Story:
    """A paper of four stories; the bridge's is by Ada, on the harbour."""
    world.paper("Politics", "Sports")
    for number in range(3):
        world.story(world.section("Politics"), f"Other {number}", topics=("Harbour",))
    return world.story(world.section("Politics"), "The bridge opens", slug="bridge", topics=("Harbour",))


def surfaces() -> list[str]:
    """Where a reader may meet the story, besides its own page."""
    now = timezone.localdate()
    lists = ["/", "/politics/", "/topics/harbour/", "/authors/ada-reporter/"]
    feeds = [f"{path}{name}" for path in lists for name in ("atom.xml",)]
    return [
        *lists, *feeds, "/feed.xml", "/feed.json", "/news-sitemap.xml", reverse("more-news"),
        reverse("archive-month", args=[now.year, now.month]),
    ]  # fmt: skip


def showing(paper: PaperInProcess, words: str) -> set[str]:
    """The surfaces that show `words`."""
    return {url for url in surfaces() if words.encode() in paper.ask(url).body}


def publish(story: Story, **fields: object) -> None:
    draft = story.get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save_revision().publish()


def test_what_is_published_is_visible_everywhere_at_the_next_request(paper: PaperInProcess, bridge: Story) -> None:
    assert showing(paper, "The bridge opens") == set(surfaces())
    publish(bridge, title="The bridge closes")
    assert showing(paper, "The bridge closes") == set(surfaces())
    assert showing(paper, "The bridge opens") == set()
    assert b"The bridge closes" in paper.ask(STORY).body


def test_a_new_story_is_visible_everywhere_at_the_next_request(paper: PaperInProcess, bridge: Story) -> None:
    assert showing(paper, "A tunnel too") == set()
    world.story(world.section("Politics"), "A tunnel too", topics=("Harbour",))
    assert showing(paper, "A tunnel too") == set(surfaces())


def _restrict(story: Story) -> None:
    PageViewRestriction.objects.create(page=story.page_ptr, restriction_type="login")


def _unpublish_section(story: Story) -> None:
    section = Page.objects.get(pk=story.section_id)
    chief = User.objects.create_superuser("section@example.org", "a password of some length")
    UnpublishPageAction(section, include_descendants=True, user=chief).execute(skip_permission_checks=True)


AWAY: dict[str, Callable[[Story], object]] = {
    "unpublished": lambda story: story.unpublish(),
    "deleted": lambda story: story.delete(),
    "closed to the public": _restrict,
    "its section unpublished": _unpublish_section,
}


@pytest.mark.parametrize("how", AWAY)
def test_what_is_taken_away_is_seen_nowhere_at_the_next_request(paper: PaperInProcess, bridge: Story, how: str) -> None:
    assert showing(paper, "The bridge opens") == set(surfaces())
    assert paper.ask(STORY).status == 200
    AWAY[how](Story.objects.get(pk=bridge.pk))
    assert showing(paper, "The bridge opens") == set()
    answer = paper.ask(STORY)
    assert answer.status != 200
    assert b"The bridge opens" not in answer.body


def test_a_story_that_moves_leads_on_from_its_old_address_at_once(paper: PaperInProcess, bridge: Story) -> None:
    assert paper.ask(STORY).status == 200
    Page.objects.get(pk=bridge.pk).move(world.section("Sports"), "last-child")
    answer = paper.ask(STORY)
    assert (answer.status, answer.header("location")) == (301, "/sports/bridge/")
    assert paper.ask("/sports/bridge/").status == 200
    assert b"The bridge opens" not in paper.ask("/politics/").body
    Page.objects.get(pk=bridge.pk).move(world.section("Politics"), "last-child")
    assert paper.ask(STORY).status == 200
    assert paper.ask("/sports/bridge/").header("location") == STORY


def test_a_correction_is_on_its_page_and_in_the_list_at_once(paper: PaperInProcess, bridge: Story) -> None:
    assert b"the wrong year" not in paper.ask("/corrections/").body + paper.ask(STORY).body
    Correction.objects.create(story=bridge, text="It named the wrong year.")
    assert b"the wrong year" in paper.ask("/corrections/").body
    assert b"the wrong year" in paper.ask(STORY).body


def test_who_holds_a_page_is_told_that_it_changed(paper: PaperInProcess, bridge: Story) -> None:
    etag = paper.ask(STORY).header("etag")
    assert paper.ask(STORY, if_none_match=etag).status == 304
    publish(bridge, title="The bridge closes")
    answer = paper.ask(STORY, if_none_match=etag)
    assert answer.status == 200
    assert b"The bridge closes" in answer.body


def test_a_hundred_readers_of_one_page_that_changed_cause_one_printing(paper: PaperInProcess, bridge: Story) -> None:
    paper.ask("/politics/")
    publish(bridge, title="The bridge closes")
    before = paper.edge.stats.pressed

    async def all_at_once() -> list[bytes]:
        asked = (paper.edge.obtain(Address("http", HOST, "/politics/", "")) for _ in range(100))
        return [found.page.body("") for found in await asyncio.gather(*asked)]

    bodies = paper.loop.run_until_complete(all_at_once())
    assert paper.edge.stats.pressed - before <= 2, "the section and its fragment"
    assert len(set(bodies)) == 1
    assert b"The bridge closes" in bodies[0]


def test_a_change_elsewhere_clears_nothing_but_what_shows_it(paper: PaperInProcess, bridge: Story) -> None:
    other = world.story(world.section("Sports"), "A match", slug="match", authors=(world.author("Ben"),))
    for url in ("/corrections/", "/authors/ada-reporter/", "/authors/ben/"):
        paper.ask(url)
    before = paper.edge.stats.pressed
    publish(other, title="A match is lost")
    assert b"A match is lost" in paper.ask("/authors/ben/").body
    asked = paper.edge.stats.pressed - before
    for url in ("/corrections/", "/authors/ada-reporter/"):
        assert paper.ask(url).body == printed(url)[-1]
    assert asked <= 2
    # Of the two others the fragment alone, and that once.
    assert paper.edge.stats.pressed - before <= asked + 1


@pytest.fixture
def chief(bridge: Story) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("chief@example.org", "a password of some length"))
    return client


def test_a_preview_is_never_what_readers_get(paper: PaperInProcess, bridge: Story, chief: Client) -> None:
    bridge.title = "A secret draft"
    bridge.save_revision()
    cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in chief.cookies.items())
    draft = reverse("wagtailadmin_pages:view_draft", args=[bridge.pk])
    preview = paper.ask(draft, cookie=cookie)
    assert b"A secret draft" in preview.body
    assert any(word in preview.header("cache-control") for word in ("no-store", "private"))
    assert not preview.header("broadsheet-generation")
    assert showing(paper, "A secret draft") == set()
    assert b"A secret draft" not in paper.ask(STORY).body + paper.ask(STORY, cookie=cookie).body
    assert b"A secret draft" not in paper.ask(draft).body
    assert not [key for key in list(paper.edge.store.keys()) if "/desk/" in key]


def test_what_is_added_to_an_address_makes_no_other_page(paper: PaperInProcess, bridge: Story) -> None:
    plain = paper.ask(STORY).body
    before = paper.edge.stats.pressed, len(paper.edge.shelf.pages)
    for query in ("utm_source=mail&utm_medium=x", "fbclid=abc", "gclid=1", "x=" + "y" * 500, "_=1700000000", "&&&"):
        assert paper.ask(f"{STORY}?{query}", cookie=f"id={query[:9]}").body == plain
    assert (paper.edge.stats.pressed, len(paper.edge.shelf.pages)) == before


@pytest.fixture
def another(paper: PaperInProcess, tmp_path: Path) -> Iterator[PaperInProcess]:
    """Another node, which shares nothing with the first but the database."""
    node = PaperInProcess(tmp_path / "another")
    yield node
    node.close()


def test_two_nodes_never_disagree(paper: PaperInProcess, another: PaperInProcess, bridge: Story) -> None:
    for number in range(5):
        assert paper.ask(STORY).body == another.ask(STORY).body
        publish(bridge, title=f"Edition {number}")
        for node in (paper, another):
            assert f"Edition {number}".encode() in node.ask(STORY).body
            assert f"Edition {number}".encode() in node.ask("/politics/").body
