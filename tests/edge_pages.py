"""The real edge in this process, over the test database: what it sends is compared with what is rendered now."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Hashable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from broadsheet.edge import keys, serving
from broadsheet.edge.flights import Flights
from broadsheet.edge.generations import Generations
from broadsheet.edge.origin import Address
from broadsheet.edge.pages import Page
from broadsheet.edge.pieces import Piece, Pieces
from broadsheet.edge.rendering import Renderer
from broadsheet.edge.serving import HIT, Edge
from broadsheet.edge.shelf import Shelf
from broadsheet.edge.stats import Stats
from broadsheet.edge.store import LMDBStore
from broadsheet.rsgi import generations
from tests.kept_pages import LOOKS_LIKE, KeptPages, StalePageError, addresses

HOST = "testserver"


class CountedPieces(Pieces):
    """`used` counts how often a piece was found and exact."""

    used = 0

    def get(self, key: Hashable) -> Piece | None:
        found = super().get(key)
        self.used += found is not None
        return found


class EdgeInProcess:
    """An edge with a store of its own in `folder`; `get` asks it as the entrance does."""

    def __init__(self, folder: Path, store_bytes: int = 8 << 20, shelf_bytes: int = 4 << 20) -> None:
        self.loop = asyncio.new_event_loop()
        self.threads = ThreadPoolExecutor(2, "press")
        known = Generations(generations())
        self.pieces = CountedPieces(known, 1 << 20)
        self.edge = Edge(
            Renderer(self.pieces),
            known,
            LMDBStore(folder / "store", store_bytes),
            Shelf(shelf_bytes),
            Flights(folder / "flights"),
            self.threads,
            Stats(),
        )

    def get(self, url: str) -> tuple[Page, str]:
        """The page at `url` (path and query) and how it was come by."""
        return self.loop.run_until_complete(self._get(url))

    async def _get(self, url: str) -> tuple[Page, str]:
        path, _, query = url.partition("?")
        await self.edge.generations.look_and_wait()
        page = self.edge.ready(keys.key(HOST, path, query))
        if page is not None:
            return page, HIT
        found = await self.edge.obtain(Address("http", HOST, path, keys.counted(query)))
        return found.page, found.how

    def close(self) -> None:
        """Lets go of threads, files and connections."""
        self.threads.shutdown()
        source: Any = self.edge.generations.source
        if source.waits:
            self.loop.run_until_complete(source.database.close())
            if source.plain is not None:
                source.plain.close()
        elif source.database is not None:
            source.database.close()
        self.edge.store.close()
        self.loop.close()


def answer(page: Page) -> tuple[Any, ...]:
    """Status, headers by which pages look different, and body of `page`."""
    found = dict(page.head("", True, HIT))
    return page.status, *(found.get(name.lower()) for name in LOOKS_LIKE), page.body("")


def printed(url: str) -> tuple[Any, ...]:
    """The same of what Django prints for `url` now, fragments and all, without any edge."""
    found = Client(raise_request_exception=True).get(url, headers={"Host": HOST})
    return found.status_code, *(found.get(name) for name in LOOKS_LIKE), found.content


class EdgePages(KeptPages):
    """Every address that was ever read, through the edge; `shelved` counts what came from memory."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory(prefix="edge-")
        self.through = EdgeInProcess(Path(self.folder.name))

    def check(self) -> None:
        """Raises StalePageError where the edge sends anything but what is printed now."""
        self.urls.update(addresses())
        for url in sorted(self.urls):
            page, how = self.through.get(url)
            self.held += how == HIT
            sent, now = answer(page), printed(url)
            if sent != now:
                raise StalePageError(_difference(url, how, sent, now, page))

    def close(self) -> None:
        """Lets go of everything."""
        self.through.close()
        self.folder.cleanup()


def _difference(url: str, how: str, sent: tuple[Any, ...], now: tuple[Any, ...], page: Page) -> str:
    lines = [part[-1].decode("utf-8", "replace").splitlines() for part in (sent, now)]
    other = [
        f"  {sign} {line[:200]}" for sign, a, b in (("-", *lines), ("+", *lines[::-1])) for line in a if line not in b
    ]
    depends = f"  number {page.number}, expires {page.expires}, it depends on {sorted(page.tags)}"
    return "\n".join([f"{url} ({how}) is stale: {sent[:-1]} {now[:-1]}", *other[:12], depends])


class Clock:
    """The time as Django and the edge see it; `step` puts it forwards or back."""

    def __init__(self) -> None:
        self.offset = 0.0
        self.patch = pytest.MonkeyPatch()
        real, now = time.time, timezone.now
        self.patch.setattr(timezone, "now", lambda: now() + timedelta(seconds=self.offset))
        self.patch.setattr(serving, "time", SimpleNamespace(time=lambda: real() + self.offset))

    def step(self, seconds: float) -> None:
        """Moves the time; negative is back."""
        self.offset += seconds

    def stop(self) -> None:
        """Gives everybody the machine's clock again."""
        self.patch.undo()
