"""Teasers: pressed once for all lists that show them in one look; no story is fetched whose teaser is known."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.utils.safestring import SafeString

from broadsheet.articles.lists import live_sections
from broadsheet.articles.looks import SIGNED, Look, Teaser, complete
from broadsheet.articles.models import Section, Story
from broadsheet.edge.generations import Generations
from broadsheet.edge.pieces import Pieces
from broadsheet.edge.pressing import Pressing, current
from tests import world
from tests.edge.edges import FakeSource

pytestmark = pytest.mark.django_db


@pytest.fixture
def pieces() -> Pieces:
    generations = Generations(FakeSource())
    generations.look()
    return Pieces(generations, 1 << 20)


@pytest.fixture
def stories() -> list[Story]:
    world.paper("Politics")
    return [world.story(world.section("Politics"), f"Story {n}", lead_image=world.image()) for n in range(4)]


@pytest.fixture
def sections(stories: list[Story]) -> list[Section]:
    return live_sections()


@contextmanager
def rendering(pieces: Pieces) -> Iterator[Pressing]:
    pressing = Pressing(tray=pieces.begin("testserver"))
    token = current.set(pressing)
    try:
        yield pressing
    finally:
        current.reset(token)


def places(stories: list[Story], look: Look) -> list[Teaser]:
    return [Teaser(story.pk, story.published_at, look) for story in stories]


def title(look: Look, story: Story) -> SafeString:
    return SafeString(f"{look}: {story.title}")


def test_only_stories_whose_teasers_are_not_known_are_fetched(
    pieces: Pieces, stories: list[Story], sections: list[Section], django_assert_num_queries: Any
) -> None:
    with rendering(pieces):
        for one in complete(places(stories[:2], Look.LISTED), sections):
            one.printed(title)
    with rendering(pieces), django_assert_num_queries(2):  # the stories, the sizes of their pictures
        found = complete(places(stories, Look.LISTED), sections)
    assert [one.story and one.story.pk for one in found] == [None, None, stories[2].pk, stories[3].pk]
    assert [one.printed(title) for one in found] == [f"listed: Story {n}" for n in range(4)]
    with rendering(pieces), django_assert_num_queries(0):
        complete(places(stories[:2], Look.LISTED), sections)


def test_each_look_of_a_story_is_a_piece_of_its_own(
    pieces: Pieces, stories: list[Story], sections: list[Section]
) -> None:
    for _ in range(2):
        with rendering(pieces):
            for look in Look:
                (one,) = complete(places(stories[:1], look), sections)
                assert one.printed(title) == f"{look}: Story 0"


@pytest.mark.parametrize("look", Look)
def test_a_page_of_known_teasers_depends_on_all_that_they_show(
    pieces: Pieces, stories: list[Story], sections: list[Section], look: Look
) -> None:
    author = stories[0].authors[0]
    for _ in range(2):
        with rendering(pieces) as pressing:
            for one in complete(places(stories[:1], look), sections):
                one.printed(title)
    wanted = {"paper", "tree", f"story:{stories[0].pk}"} | ({f"author:{author.pk}"} if look in SIGNED else set())
    assert pressing.tags == wanted


def test_a_story_that_is_gone_leaves_its_list(pieces: Pieces, stories: list[Story], sections: list[Section]) -> None:
    teasers = places(stories, Look.PLAIN)
    stories[1].delete()
    with rendering(pieces):
        assert [one.pk for one in complete(teasers, sections)] == [stories[n].pk for n in (0, 2, 3)]


def test_without_an_edge_all_are_fetched(stories: list[Story], sections: list[Section]) -> None:
    for _ in range(2):
        found = complete(places(stories, Look.FIRST), sections)
        assert [one.printed(title) for one in found] == [f"first: Story {n}" for n in range(4)]
        assert all(one.story for one in found)
