"""Tags: what a page depends on, and what a change touches.

A reader of data calls `depend("story:12")` when it reads, a writer calls `bump("story:12")` when it writes. A page is
kept by the edge only if it depended on something, and is served only while none of its tags was bumped since.
"""

from __future__ import annotations

from datetime import datetime
from typing import cast

from django.db import connection

from broadsheet.edge.backends.bumping import Bumping
from broadsheet.edge.pressing import current


def depend(*tags: str) -> None:
    """Notes that what is being rendered shows what `tags` stand for; before reading it or after, both are exact."""
    pressing = current.get()
    if pressing is not None:
        pressing.depend(*tags)


def until(moment: datetime) -> None:
    """Notes that what is being rendered is true until `moment` (aware) at the latest."""
    pressing = current.get()
    if pressing is not None:
        pressing.until(moment)


def differ(query: str) -> None:
    """Notes that what is being rendered differs by `query`, as in ?page=2; else an address with one is not kept."""
    pressing = current.get()
    if pressing is not None:
        pressing.queries.add(query)


def bump(*tags: str) -> None:
    """Makes every page that depends on one of `tags` invalid from the moment when the running transaction commits."""
    cast(Bumping, connection._connections[connection._alias]).bump(tags)  # type: ignore[attr-defined]


def bumped() -> frozenset[str]:
    """The tags that the running transaction has bumped so far."""
    return frozenset(cast(Bumping, connection._connections[connection._alias]).bumped)  # type: ignore[attr-defined]
