"""A piece stands in many pages as long as nothing that it shows has changed, and its tags become theirs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from broadsheet.edge.generations import Generations
from broadsheet.edge.pieces import OVERHEAD, TAG, Pieces, known, pressed
from broadsheet.edge.pressing import Pressing, current
from tests.edge.edges import FakeSource


class World:
    """A database and the pieces of one process; `made` is what was pressed."""

    def __init__(self, bound: int = 1 << 20) -> None:
        self.source = FakeSource()
        self.generations = Generations(self.source)
        self.generations.look()
        self.pieces = Pieces(self.generations, bound)
        self.made: list[str] = []

    def bump(self, *tags: str) -> None:
        self.source.bump(*tags)
        self.generations.look()

    @contextmanager
    def rendering(self, place: str = "paper.example") -> Iterator[Pressing]:
        pressing = Pressing(tray=self.pieces.begin(place))
        token = current.set(pressing)
        try:
            yield pressing
        finally:
            current.reset(token)

    def print(self, key: str, *tags: str, text: str = "text") -> str:
        """As a template does it: the piece that is known, else one that depends on `tags`."""
        found = known(key)
        return found if found is not None else pressed(key, lambda: self._make(key, text, tags))

    def _make(self, key: str, text: str, tags: tuple[str, ...]) -> str:
        pressing = current.get()
        assert pressing is not None
        pressing.depend(*tags)
        self.made.append(key)
        return text

    def page(self, *keys: str, place: str = "paper.example") -> set[str]:
        """The tags of a page of pieces, each of which depends on a tag by its own name."""
        with self.rendering(place) as pressing:
            for key in keys:
                self.print(key, key)
        return pressing.tags


@pytest.fixture
def world() -> World:
    return World()


def test_a_piece_is_pressed_once_for_all_pages_that_show_it(world: World) -> None:
    assert world.page("a", "b") == {"a", "b"}
    assert world.page("b", "a", "c") == {"a", "b", "c"}
    assert world.made == ["a", "b", "c"]


def test_a_piece_is_pressed_again_once_one_of_its_tags_was_bumped(world: World) -> None:
    world.page("a", "b")
    world.bump("a", "elsewhere")
    assert world.page("a", "b") == {"a", "b"}
    assert world.made == ["a", "b", "a"]


def test_a_piece_that_was_checked_is_checked_again_after_the_next_commit(world: World) -> None:
    world.page("a")
    world.bump("elsewhere")
    world.page("a")
    world.bump("a")
    world.page("a")
    assert world.made == ["a", "a"]


def test_a_commit_while_a_piece_is_pressed_makes_it_be_pressed_again(world: World) -> None:
    """Its number is that of the moment before its rendering read anything."""
    with world.rendering():
        world.bump("a")
        world.print("a", "a")
    world.page("a")
    assert world.made == ["a", "a"]


def test_what_was_read_before_a_commit_is_not_used_after_it_by_a_rendering_that_began_earlier(world: World) -> None:
    world.page("a")
    with world.rendering():
        world.bump("a")
        world.print("a", "a")
    assert world.made == ["a", "a"]


def test_where_only_the_database_could_tell_a_piece_is_pressed_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("broadsheet.edge.generations.MOST_REMEMBERED", 4)
    world.page("a")
    world.bump(*(f"tag:{number}" for number in range(9)))
    world.page("a")
    assert world.made == ["a", "a"]


def test_no_piece_outlives_the_history_that_it_is_of(world: World) -> None:
    for _ in range(3):
        world.bump("other")
    before = dict(world.source.numbers)
    world.bump("a")
    late = Pressing(tray=world.pieces.begin("paper.example"))
    world.page("a")
    world.source.numbers = before
    world.generations.look()
    world.page("a")
    assert world.made == ["a", "a"]
    token = current.set(late)  # it began before the backup was put back and ends after that
    pressed("a", lambda: world._make("a", "of the lost day", ("a",)))
    current.reset(token)
    with world.rendering():
        assert known("a") is None


def test_pieces_of_one_host_are_not_those_of_another(world: World) -> None:
    world.page("a", place="one.example")
    world.page("a", place="two.example")
    assert world.made == ["a", "a"]


def test_without_an_edge_everything_is_rendered(world: World) -> None:
    assert known("a") is None
    assert pressed("a", lambda: "text") == "text"
    token = current.set(Pressing())
    assert known("a") is None
    assert world.print("a", "a") == world.print("a", "a")
    current.reset(token)
    assert world.made == ["a", "a"]
    assert len(world.pieces) == 0


def test_what_ends_by_the_clock_or_differs_by_a_query_is_not_kept_and_the_page_knows(world: World) -> None:
    moment = datetime(2026, 11, 23, tzinfo=UTC)

    def make() -> str:
        pressing = current.get()
        assert pressing is not None
        pressing.until(moment)
        return "text"

    with world.rendering() as pressing:
        pressed("a", make)
        pressed("b", differ)
    assert pressing.expires == moment.timestamp()
    assert pressing.queries == {"page"}
    assert len(world.pieces) == 0


def differ() -> str:
    pressing = current.get()
    assert pressing is not None
    pressing.queries.add("page")
    return "text"


def test_a_piece_within_a_piece_is_one_of_its_own_and_both_depend_on_its_tags(world: World) -> None:
    def outer() -> str:
        return world.print("inner", "in") + world._make("outer", "text", ("out",))

    with world.rendering():
        pressed("outer", outer)
    world.bump("out")
    with world.rendering() as pressing:
        assert known("outer") is None
        pressed("outer", outer)
    assert pressing.tags == {"in", "out"}
    assert world.made == ["inner", "outer", "outer"]
    world.bump("in")
    with world.rendering():
        assert known("outer") is None


def test_a_piece_that_fails_is_not_kept_and_leaves_its_rendering_as_it_was(world: World) -> None:
    def fail() -> str:
        world._make("a", "", ("a",))
        raise ValueError("no template")

    with world.rendering() as pressing:
        with pytest.raises(ValueError, match="no template"):
            pressed("a", fail)
        assert current.get() is pressing
        assert known("a") is None


def test_pieces_keep_to_their_bound_and_the_least_lately_used_go_first() -> None:
    text = "x" * 1000
    world = World(bound=3 * (1100 + OVERHEAD + TAG))
    with world.rendering():
        for key in ("a", "b", "c"):
            world.print(key, key, text=text)
        assert known("a") == text
        world.print("d", "d", text=text)
        assert [key for key in "abcd" if known(key)] == ["a", "c", "d"]
    assert world.pieces.size <= world.pieces.bound
    with world.rendering():
        pressed("a", lambda: text * 2)  # in the place of the one before
    assert world.pieces.size <= world.pieces.bound
    assert world.pieces.size == sum(piece.size for piece in world.pieces._pieces.values())


def test_a_piece_larger_than_the_bound_is_not_kept() -> None:
    world = World(bound=100)
    world.page("a")
    assert (len(world.pieces), world.pieces.size) == (0, 0)
