"""No page that is kept is ever stale: random edits of every kind against every address of a small paper.

`BROADSHEET_TEST_STEPS=200 pytest tests/test_no_stale_page.py --hypothesis-seed=7` runs longer, and the same way again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable

import pytest

from broadsheet.articles.models import Author, Story, Topic
from broadsheet.edge.backends.bumping import Bumping
from broadsheet.edge.pieces import Tray
from tests.kept_pages import StalePageError
from tests.newsroom_machine import Newsroom, run
from tests.newsroom_tools import EdgeNewsroom

pytestmark = pytest.mark.django_db(transaction=True)


def test_no_edit_leaves_a_stale_page() -> None:
    run(Newsroom, examples=1)


def test_what_the_edge_sends_is_what_is_printed_now_whatever_was_edited() -> None:
    """Through the real edge: store, shelf, generations of this database, fragments, 301, 410, the clock."""
    run(EdgeNewsroom, examples=2)


EDITS: dict[str, Callable[[Newsroom], object]] = {
    "story": lambda room: room.edit_story(0, "title"),
    "page": lambda room: room.edit_a_section(0, "description"),
    "section": lambda room: room.act_on_a_story(0, "move"),
    "stories": lambda room: room.new_story(0, 400),
    "months": lambda room: room.new_story(0, 400),
    "month": lambda room: room.new_story(0, 1),
    "sitemap": lambda room: room.edit_story(0, "title"),
    "author": lambda room: room.edit_a_head(0, Author, "name"),
    "author_stories": lambda room: room.change_authors_and_topics(0, 1),
    "topic": lambda room: room.edit_a_head(0, Topic, "name"),
    "topic_stories": lambda room: room.change_authors_and_topics(2, 1),
    "corrections": lambda room: room.correct(0, "add"),
    "translations": lambda room: room.translate(0, 1, "es"),
    "picture": lambda room: room.change_a_picture(0, "words"),
    "paper": lambda room: room.change_the_paper(0, "name"),
    "tree": lambda room: room.edit_a_section(0, "slug"),
    "read": lambda room: room.read_stories(1),
    "privacy": lambda room: room.restrict_or_open(0, Story),
}


@pytest.mark.parametrize("fault", EDITS)
def test_a_tag_that_is_forgotten_is_found_out(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine sees what it must: with the bumps of one kind of tag left out, its edit of that kind is caught."""
    plant(Newsroom(), fault, monkeypatch)


@pytest.mark.parametrize("fault", ["story", "stories", "section", "picture"])
def test_a_tag_that_is_forgotten_is_found_out_through_the_edge(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    room = EdgeNewsroom()
    try:
        plant(room, fault, monkeypatch)
    finally:
        room.teardown()


@pytest.mark.parametrize("fault", ["story", "author", "picture", "topic", "tree"])
def test_a_tag_that_a_piece_lacks_is_found_out(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page that shows the piece is pressed again as it must, from a piece that is no longer so."""
    room, put, forgotten = EdgeNewsroom(), Tray.put, tags_of(fault)

    def forget(self: Tray, key: Hashable, value: object, size: int, tags: frozenset[str]) -> None:
        put(self, key, value, size, frozenset(tag for tag in tags if not forgotten.fullmatch(tag)))

    monkeypatch.setattr(Tray, "put", forget)
    try:
        room.begin()
        room.no_page_is_stale()
        EDITS[fault](room)
        with pytest.raises(StalePageError):
            room.no_page_is_stale()
    finally:
        room.teardown()


def test_pages_that_are_pressed_again_are_made_of_pieces() -> None:
    """Else the tests above would say nothing of pieces."""
    room = EdgeNewsroom()
    try:
        room.begin()
        room.no_page_is_stale()
        pieces = room.pages.through.pieces
        before = pieces.used
        room.edit_story(0, "title")
        room.no_page_is_stale()
        assert pieces.used > before + 20
    finally:
        room.teardown()


def tags_of(fault: str) -> re.Pattern[str]:
    """Of what kind the tags are that an entry in `EDITS` bumps."""
    kind, _, lists = fault.partition("_")
    return re.compile(rf"{kind}(:[0-9-]+)?{':stories' if lists else ''}")


def plant(room: Newsroom, fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leaves the bumps of `fault` out, makes an edit of that kind, and expects it to be noticed."""
    forgotten = tags_of(fault)
    bump = Bumping.bump
    left_out: set[str] = set()

    def forget(self: Bumping, tags: Iterable[str]) -> None:
        found = set(tags)
        left_out.update(tag for tag in found if forgotten.fullmatch(tag))
        bump(self, found - left_out)

    room.begin()
    room.no_page_is_stale()
    monkeypatch.setattr(Bumping, "bump", forget)
    EDITS[fault](room)
    assert left_out
    with pytest.raises(StalePageError):
        room.no_page_is_stale()
