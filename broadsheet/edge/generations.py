"""What the edge knows of generations: the newest number there is, and which tags were bumped since we began to look.

`look` is asked before anything is served, so what it tells is the state of the database at that moment: there is no
message that could be lost between a commit and the edge. Knows no Django.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from threading import Lock
from typing import Protocol

from broadsheet.edge.numbers import place

MOST_REMEMBERED = 50_000
"""Tags kept in memory. Beyond, all are forgotten and each page is compared with the database once."""


class UnreachableError(Exception):
    """The database does not say what has changed: it is gone, or it does not answer in time."""


class Source(Protocol):
    """Where generations are kept. All three raise `UnreachableError`."""

    waits: bool
    """Whether `refresh` must be awaited before `moved` and the rest can answer for this moment."""

    async def refresh(self) -> None:
        """Brings the source up to this moment; many callers at once share one question."""

    def moved(self) -> bool:
        """Whether anything may have been committed since `since` was asked last."""

    def since(self, number: int) -> tuple[int, Sequence[tuple[str, int]]]:
        """The newest number of all, and the tags bumped after `number`, at most `MOST_REMEMBERED` + 1 of them."""

    def newest(self, tags: Iterable[str]) -> int:
        """The newest number among `tags`; 0 where none was ever bumped."""


class Generations:
    """The newest number (`now`) and the tags bumped since `floor`; `reachable` as of the last look."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.now = self.floor = -1
        self.bumped: dict[str, int] = {}
        self.reachable = False
        self.history = 0
        """Grows where the database was put back to an earlier state."""
        self._learning = Lock()
        self.known = 0
        """The newest number that anything kept from before carries."""
        self.restored: Callable[[], None] = lambda: None
        """Called where the database was put back to an earlier state: what carries a number of the history that is gone
        would pass for exact once the new one has come further."""

    def look(self) -> bool:
        """Learns what was committed until now; whether the database answered. Refresh first a source that waits."""
        try:
            if self.source.moved() or not self.reachable:
                self._learn()
            self.reachable = True
        except UnreachableError:
            self.reachable = False
        return self.reachable

    async def look_and_wait(self) -> bool:
        """`look`, for any source."""
        if self.source.waits:
            try:
                await self.source.refresh()
            except UnreachableError:
                self.reachable = False
                return False
        return self.look()

    def holds(self, tags: Iterable[str], number: int) -> bool:
        """Whether none of `tags` was bumped after `number`, as far as is known.

        True as well where the database cannot be asked of an old page: it was valid when it was last looked at.
        """
        if number > self.now and self.reachable:
            return False  # pressed in a future that this database has not had: it was restored from a copy
        if number < self.floor and self.reachable:
            return self._holds_by_source(tags, number)
        bumped = self.bumped
        return all(bumped.get(tag, 0) <= number for tag in tags)

    def moment(self) -> tuple[int, int]:
        """The history and the number as of the last look. For any thread."""
        with self._learning:
            return self.history, self.now

    def still(self, tags: Iterable[str], number: int, history: int) -> int | None:
        """The newest number, if none of `tags` was bumped after `number` of that history. For any thread.

        None as well where only the database could tell.
        """
        with self._learning:
            if history != self.history or number < self.floor:
                return None
            bumped = self.bumped
            return self.now if all(bumped.get(tag, 0) <= number for tag in tags) else None

    def _holds_by_source(self, tags: Iterable[str], number: int) -> bool:
        try:
            return self.source.newest(tags) <= number
        except UnreachableError:
            return all(self.bumped.get(tag, 0) <= number for tag in tags)

    def _learn(self) -> None:
        now, changes = self.source.since(max(self.now, self.floor))
        first = self.floor < 0
        is_another = self._is_another_history(now, max(self.now, self.known))
        if is_another:
            self.restored()
        with self._learning:
            self.history += is_another
            if first or now < self.now or len(changes) + len(self.bumped) > MOST_REMEMBERED:
                self.bumped.clear()
                self.floor = now
            else:
                self.bumped.update(changes)
            self.now = now
        self.known = 0

    def _is_another_history(self, now: int, before: int) -> bool:
        """Whether the database never had a commit with the number `before` that we saw, or has lost it."""
        return now < before or (now > before > 0 and self.source.newest([place(before)]) != before)
