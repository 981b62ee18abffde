"""Whether what a reader found at a place is what should stand there; and when it first was."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from broadsheet.front.proof.reading import Reading, squeezed
from broadsheet.front.proof.surfaces import Surface

AT_ONCE = 3
"""Places that are read at the same time."""
PAUSE = 0.1
SHOWN = 60
"""Characters of an expected text that a red line quotes."""


@dataclass(frozen=True)
class Line:
    """What became of one place: `ms` from the commit to the first fresh byte, or what is wrong with it (`fault`).

    `took` are the milliseconds of the reading itself.
    """

    name: str
    path: str
    ms: float
    fault: str = ""
    through_edge: bool = True
    took: float = 0

    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        return asdict(self)


Read = Callable[[str], Reading]


def compare(surfaces: Sequence[Surface], read: Read, since: float, number: int) -> Iterator[Line]:
    """Reads each of `surfaces` until it is as it should be, or its patience ends; in their order.

    `since` is the time of the commit (seconds since the epoch), `number` the generation that what shows
    the story must know. `read` raises
    UnreachableServerError, which is passed on.
    """
    with ThreadPoolExecutor(AT_ONCE, "proof") as threads:
        yield from threads.map(lambda surface: _line(surface, read, since, number), surfaces)


def _line(surface: Surface, read: Read, since: float, number: int) -> Line:
    deadline = time.monotonic() + surface.patience
    while True:
        started = time.monotonic()
        found = read(surface.path)
        took = round((time.monotonic() - started) * 1000, 1)
        wrong = fault(surface, found, number)
        if not wrong or time.monotonic() > deadline:
            ms = max((time.time() - since) * 1000, 0)
            return Line(surface.name, surface.path, round(ms, 1), wrong, found.through_edge, took)
        time.sleep(PAUSE)


def fault(surface: Surface, found: Reading, number: int = -1) -> str:
    """What was expected at the place and what was found instead; "" where it is as it should be."""
    if surface.leads_to:
        return _redirect(surface, found)
    if surface.missing:
        return "" if found.status in (404, 410) else _("expected no page (404 or 410), found one (%d)") % found.status
    if surface.gone:
        still = next((mark for mark in surface.marks if found.status == 200 and mark in found.markup), "")
        return _("expected it gone, found a link to %s") % still if still else ""
    if found.status != 200:
        return _("expected a page, found status %d") % found.status
    for expected in surface.marks:
        if expected not in found.markup:
            return _("expected %s, which is not there") % expected
    for expected in surface.words:
        if squeezed(expected) not in found.words:
            return _("expected the words “%s”, which are not there") % expected[:SHOWN]
    if surface.dated and -1 < found.number < number:
        return _("expected a page that knows this change, found one that was pressed before it")
    return ""


def _redirect(surface: Surface, found: Reading) -> str:
    if found.status in (301, 308) and found.location == surface.leads_to:
        return ""
    there = f"{found.status} {found.location}".strip()
    return _("expected a redirect to %(to)s, found %(there)s") % {"to": surface.leads_to, "there": there}
