"""What a rendering tells the edge of itself. Knows no Django: both halves of the room speak through it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from broadsheet.edge.pieces import Tray

SCOPE = "broadsheet.pressing"
"""The key of a request's environment under which the edge hands a `Pressing` to whoever renders."""


@dataclass
class Pressing:
    """The tags that a page depends on, how long the clock leaves it true, and whether it may be kept at all."""

    tags: set[str] = field(default_factory=set)
    expires: float | None = None
    """Seconds since the epoch at which the passing of time alone makes the page wrong; None: never."""
    storable: bool = False
    unkept: str = ""
    """Why it may not be kept, in words; "" where it may."""
    queries: set[str] = field(default_factory=set)
    """The queries that the page differs by."""
    tray: Tray | None = None
    """The pieces that were pressed before; None where all is rendered anew, as in a preview."""

    def depend(self, *tags: str) -> None:
        """Notes that the page shows what `tags` stand for."""
        self.tags.update(tags)

    def until(self, moment: datetime) -> None:
        """Notes that the page is true until `moment` at the latest."""
        self._until(moment.timestamp())

    def add(self, part: Pressing) -> None:
        """Notes that the page shows what `part` tells of."""
        self.tags |= part.tags
        self.queries |= part.queries
        if part.expires is not None:
            self._until(part.expires)

    def _until(self, seconds: float) -> None:
        self.expires = seconds if self.expires is None else min(self.expires, seconds)


current: ContextVar[Pressing | None] = ContextVar("broadsheet_pressing", default=None)
"""The pressing under way in this thread or task; None where nobody presses, as in a command."""


@contextmanager
def gathered() -> Iterator[Pressing]:
    """Gathers by itself what is noted within; whoever presses around it notes all of that too."""
    outer = current.get()
    inner = Pressing(tray=outer.tray if outer is not None else None)
    token = current.set(inner)
    try:
        yield inner
    finally:
        current.reset(token)
        if outer is not None:
            outer.add(inner)
