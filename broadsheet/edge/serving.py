"""The edge: pages that are valid are sent from memory, all others are pressed once for everybody who waits.

Knows no Django, and of servers only what the thin entrances `asgi` and `rsgi` tell it. `ready` is the whole way of a
hit and never waits; `obtain` is everything else.
"""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial

from broadsheet.edge import esi, keys, parts
from broadsheet.edge.esi import Include
from broadsheet.edge.flights import Flights
from broadsheet.edge.generations import Generations
from broadsheet.edge.origin import Address, Answer, Origin
from broadsheet.edge.pages import BROTLI_AFTER, Page
from broadsheet.edge.parts import DamagedError, Part, Text
from broadsheet.edge.shelf import Shelf
from broadsheet.edge.stats import Stats
from broadsheet.edge.store import Store

TRIES = 5
"""How often a page that is changed while it is pressed is pressed again before it is sent without being kept."""
RAW = "\0esi"
"""Ends the key of a page that is sent with its includes, for a surrogate in front of us to fill in."""
SLOWEST = 30.0
"""Seconds after which an origin that does not answer counts as one that fails."""
NOTHING = parts.make(Answer(200, [], b""), 0, 0.0)
"""What stands where a fragment failed; the page that it stands in is not kept."""

SILENT = Answer(504, [("content-type", "text/plain; charset=utf-8")], b"The paper does not answer just now.\n")


class FragmentError(Exception):
    """A fragment that a page cannot be without failed."""


@dataclass(slots=True)
class Found:
    """A page and how it was come by, as it stands in `Cache-Status` (RFC 9211)."""

    page: Page
    how: str


HIT = "hit"
UNCHECKED = "hit; detail=database-unreachable"
PRESSED = "fwd=stale; stored"
UNSTORED = "fwd=miss"
REASSEMBLED = "hit; detail=reassembled"
STALE = "hit; detail=stale-if-error"


class Edge:
    """Answers addresses with pages: from the shelf, from parts in the store, or by asking the origin."""

    def __init__(
        self, origin: Origin, generations: Generations, store: Store, shelf: Shelf, flights: Flights[Part],
        threads: Executor, stats: Stats,
    ) -> None:  # fmt: skip
        self.origin = origin
        self.generations = generations
        self.store = store
        self.shelf = shelf
        self.flights = flights
        self.threads = threads
        self.stats = stats
        generations.known, generations.restored = store.newest(), self.forget

    # --- The way of a hit ------------------------------------------------------------------------------------------

    def ready(self, key: str) -> Page | None:
        """The page under `key` if it is on the shelf and its tags still hold; look at the generations first."""
        page = self.shelf.get(key)
        if page is None or not self.holds(page):
            return None
        page.sent += 1
        if page.sent == BROTLI_AFTER and page.is_packed:
            pressing = asyncio.get_running_loop().run_in_executor(self.threads, page.press_brotli)
            pressing.add_done_callback(lambda _: self.shelf.grow(key, page, len(page.bodies.get("br", b""))))
        return page

    def holds(self, page: Page) -> bool:
        """Whether nothing that `page` shows has changed, by tags and by the clock."""
        now = self.generations.now
        if page.checked != now:
            if not self.generations.holds(page.tags, page.number):
                return False
            page.checked = now
        return page.expires is None or page.is_timely(time.time())

    def forget(self) -> None:
        """Drops all that was ever pressed: the database has become one that had another past."""
        self.shelf.clear()
        self.store.clear()

    # --- Everything else -------------------------------------------------------------------------------------------

    async def obtain(self, address: Address, raw: bool = False) -> Found:
        """The page at `address`, put together anew, and kept on the shelf if it may be.

        `raw` leaves includes as they are. A page that changes all the while is sent as it was last pressed.
        """
        key = address.key + RAW if raw else address.key
        for _ in range(TRIES):
            await self.generations.look_and_wait()
            found = await self._put_together(address, raw)
            if not found.page.storable or found.how == STALE:
                return found
            await self.generations.look_and_wait()
            if self.holds(found.page):
                self.shelf.put(key, found.page)
                return found
        return Found(found.page, UNSTORED)

    async def _put_together(self, address: Address, raw: bool) -> Found:
        number, before = self.generations.now, self.stats.pressed
        skeleton = await self.part(address)
        used = [skeleton]
        texts = _raw(skeleton) if raw else await self._texts(skeleton, address, used, 1)
        if all(self.part_holds(part) for part in used):
            number = self.generations.now  # nothing that was used has changed until now
        page = Page(skeleton, texts, used, number, raw)
        if not page.storable:
            return Found(page, UNSTORED)
        if any(part.outlived for part in used):
            return Found(page, STALE)
        return Found(page, PRESSED if self.stats.pressed != before else REASSEMBLED)

    async def _texts(self, part: Part, address: Address, used: list[Part], depth: int) -> list[Text]:
        """The texts of `part` with its fragments in place; adds each part that was used to `used`."""
        texts: list[Text] = []
        for piece in part.pieces:
            if isinstance(piece, Text):
                texts.append(piece)
            else:
                texts += await self._included(piece, address, used, depth)
        return texts

    async def _included(self, include: Include, address: Address, used: list[Part], depth: int) -> list[Text]:
        for source in (include.src, include.alt):
            if not source or depth > esi.DEEPEST or len(used) > esi.MOST:
                continue
            path, _, query = source.partition("?")
            fragment = await self.part(Address(address.scheme, address.host, keys.spelt(path), query))
            if fragment.status == 200:
                used.append(fragment)
                return await self._texts(fragment, address, used, depth + 1)
        if include.onerror != "continue":
            raise FragmentError(include.src)
        used.append(NOTHING)
        return []

    # --- Parts -----------------------------------------------------------------------------------------------------

    async def part(self, address: Address) -> Part:
        """The part at `address`: from the store while it holds, else pressed by one of all who ask."""
        key = address.key
        old, is_new = self.stored(key), False
        while old is None or not self.part_holds(old):
            is_new = is_new or key not in self.flights.waiting
            part = await self.flights.share(key, partial(self._press, key, address, old))
            if part is not None:
                # What somebody else began to press before we asked may lack what was committed before we asked.
                if is_new or (await self.generations.look_and_wait() and self._is_newest(part)):
                    return part
                is_new = True
            await self.generations.look_and_wait()
            old = self.stored(key)
        return old

    def _is_newest(self, part: Part) -> bool:
        if part.storable:
            return self.generations.holds(part.tags, part.number)
        return part.number == self.generations.now  # it names no tags: any commit may have changed it

    def stored(self, key: str) -> Part | None:
        """The part that lies in the store under `key`, whether or not it still holds."""
        found = self.store.get(key)
        if found is None:
            return None
        try:
            return parts.decode(found)
        except DamagedError:
            self.store.drop(key)
            return None

    def part_holds(self, part: Part) -> bool:
        """Whether nothing that `part` shows has changed, by tags and by the clock."""
        return self.generations.holds(part.tags, part.number) and part.is_timely(time.time())

    async def _press(self, key: str, address: Address, old: Part | None) -> Part:
        """Asks the origin and keeps the answer if it may be kept.

        Where the origin fails, `old` is served as long as nobody said that it changed.
        """
        # The number is read before rendering begins: what is committed meanwhile has a greater one.
        (history, number), pressed = self.generations.moment(), time.time()
        answer = await self._ask(address)
        if answer.failed and old is not None:
            await self.generations.look_and_wait()
            if self.generations.holds(old.tags, old.number):
                self.stats.stale += 1
                return replace(old, outlived=not self.part_holds(old))
        part = parts.make(answer, number, pressed)
        if self.generations.history != history:
            return replace(part, storable=False)  # its number is of a past that the database has lost meanwhile
        if part.storable:
            self.store.put(key, parts.encode(part), number)
        return part

    async def _ask(self, address: Address) -> Answer:
        self.stats.pressed += 1
        started = self.stats.clock()
        answering = asyncio.get_running_loop().run_in_executor(self.threads, self.origin, address)
        await asyncio.wait([answering], timeout=SLOWEST)
        self.stats.rendered(started)
        return answering.result() if answering.done() else SILENT


def _raw(skeleton: Part) -> list[Text]:
    """The texts of `skeleton` with its includes as they came."""
    return [piece if isinstance(piece, Text) else Text(esi.element(piece), b"") for piece in skeleton.pieces]
