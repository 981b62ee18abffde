"""Pieces: what is pressed once and stands in many pages, such as a story's teaser or its entry in a feed.

A piece is to a page what a page is to a reader: it is used while none of its tags was bumped since it was pressed, and
its tags become the page's, so that pages stay exact. Kept in the memory of one process, least lately used first out.
Knows no Django.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from sys import getsizeof
from threading import Lock
from typing import Any, TypeVar

from broadsheet.edge.generations import Generations
from broadsheet.edge.pressing import current, gathered

T = TypeVar("T")
OVERHEAD = 500
"""Bytes that a piece takes beside its value: its key, its place in the order, itself, the set of its tags."""
TAG = 70
"""Bytes that a tag of it takes."""


@dataclass(slots=True)
class Piece:
    """What was pressed, and what it depends on. `number` is that of a moment at which it was known to be exact."""

    value: Any
    tags: frozenset[str]
    number: int
    history: int
    size: int


class Pieces:
    """At most `bound` bytes of pieces by key; may be asked from many threads."""

    def __init__(self, generations: Generations, bound: int) -> None:
        self.generations = generations
        self.bound = bound
        self.size = 0
        self._pieces: OrderedDict[Hashable, Piece] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._pieces)

    def begin(self, place: str) -> Tray:
        """For one rendering, to be called before it reads anything; `place` is all that its pieces differ by."""
        return Tray(self, place)

    def get(self, key: Hashable) -> Piece | None:
        """The piece under `key` if it is exact now."""
        with self._lock:
            piece = self._pieces.get(key)
            if piece is None:
                return None
            self._pieces.move_to_end(key)
        now = self.generations.still(piece.tags, piece.number, piece.history)
        if now is None:
            return None
        piece.number = now
        return piece

    def put(self, key: Hashable, piece: Piece) -> None:
        """Keeps `piece`; what was not used for longest goes until all fits."""
        with self._lock:
            old = self._pieces.pop(key, None)
            self.size += piece.size - (old.size if old else 0)
            self._pieces[key] = piece
            while self.size > self.bound:
                _, gone = self._pieces.popitem(last=False)
                self.size -= gone.size


class Tray:
    """The pieces as one rendering uses and makes them."""

    def __init__(self, pieces: Pieces, place: str) -> None:
        self.pieces = pieces
        self.place = place
        self.history, self.number = pieces.generations.moment()

    def get(self, key: Hashable) -> Piece | None:
        """The piece under `key` if it is exact now."""
        return self.pieces.get((self.place, key))

    def put(self, key: Hashable, value: Any, size: int, tags: frozenset[str]) -> None:
        """Keeps what was made in this rendering."""
        size += OVERHEAD + TAG * len(tags)
        self.pieces.put((self.place, key), Piece(value, tags, self.number, self.history, size))


def known(key: Hashable) -> Any:
    """The piece under `key`, on which what is being rendered then depends; None where it is to be made."""
    pressing = current.get()
    if pressing is None or pressing.tray is None:
        return None
    piece = pressing.tray.get(key)
    if piece is None:
        return None
    pressing.tags |= piece.tags
    return piece.value


def pressed(key: Hashable, make: Callable[[], T], weigh: Callable[[T], int] = getsizeof) -> T:
    """What `make` makes, kept as the piece under `key` with the tags that it declares; `weigh` tells its bytes.

    `make` must declare all that its outcome depends on, also what was read before it was called. Not kept is what
    differs by a query or ends by the clock.
    """
    with gathered() as pressing:
        value = make()
    if pressing.tray is not None and pressing.expires is None and not pressing.queries:
        pressing.tray.put(key, value, weigh(value), frozenset(pressing.tags))
    return value
