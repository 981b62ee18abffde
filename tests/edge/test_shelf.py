"""Pages in memory: at most so many bytes, least lately sent first out."""

from __future__ import annotations

from broadsheet.edge.shelf import Shelf
from tests.edge.edges import page


def test_what_was_not_asked_for_longest_makes_room() -> None:
    one, two, three = (page(bytes([n]) * 1_000) for n in range(3))
    shelf = Shelf(one.size + two.size)
    shelf.put("one", one)
    shelf.put("two", two)
    assert shelf.get("one") is one
    shelf.put("three", three)
    assert (shelf.get("two"), shelf.get("one"), shelf.get("three")) == (None, one, three)
    assert (shelf.evicted, shelf.size) == (1, one.size + three.size)


def test_a_page_put_twice_is_counted_once_and_one_that_is_dropped_not_at_all() -> None:
    shelf = Shelf(1 << 20)
    shelf.put("one", page(b"a" * 5_000))
    shelf.put("one", page(b"b"))
    assert shelf.size == page(b"b").size
    shelf.drop("one")
    shelf.drop("never there")
    assert (shelf.size, shelf.get("one")) == (0, None)


def test_a_page_larger_than_the_shelf_stands_alone() -> None:
    shelf = Shelf(10)
    shelf.put("one", page(b"a"))
    shelf.put("two", page(b"b"))
    assert (shelf.get("one"), len(shelf.pages)) == (None, 1)


def test_a_page_that_grew_is_counted_unless_it_has_gone() -> None:
    shelf, grown = Shelf(1 << 20), page(b"a")
    before = grown.size
    shelf.put("one", grown)
    shelf.grow("one", grown, 500)
    assert (shelf.size, grown.size) == (before + 500, before + 500)
    shelf.put("one", page(b"b"))
    shelf.grow("one", grown, 500)
    assert shelf.size == page(b"b").size
    shelf.clear()
    assert (shelf.size, shelf.get("one")) == (0, None)
