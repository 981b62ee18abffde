"""What the edge leaves to the application behind it, while that is still being loaded. Knows no Django.

Loading takes seconds; pages that are kept need none of it and are sent meanwhile. Whoever needs more waits.
"""

from __future__ import annotations

import asyncio
import logging
import os
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from broadsheet.edge.origin import Address, Answer, Origin
from broadsheet.edge.readings import Counts

log = logging.getLogger("broadsheet.edge")

PATIENCE = 30.0
"""Seconds that a request waits for the application; the edge itself waits as long for a page (`serving.SLOWEST`)."""
AGAIN = {"Retry-After": "5", "Cache-Control": "no-store"}


@dataclass(frozen=True)
class Behind:
    """All that the edge leaves to others."""

    press: Origin
    answer: ASGIApp
    """Called for everything that is not a page."""
    keep: Callable[[Counts], None]
    """Takes what was counted, in a thread."""


class Later:
    """A `Behind` that may still be on its way: each call waits until it is there."""

    def __init__(self) -> None:
        self.coming: Future[Behind] = Future()

    def begin(self, make: Callable[[], Behind]) -> None:
        """Makes it in a thread of its own; where that fails the process ends with code 1, and says why."""
        threading.Thread(target=self._make, args=(make,), name="loading", daemon=True).start()

    def _make(self, make: Callable[[], Behind]) -> None:
        try:
            self.coming.set_result(make())
        except BaseException:  # whoever waits would wait for ever
            log.critical("the paper could not be loaded", exc_info=True)
            os._exit(1)

    def press(self, address: Address) -> Answer:
        """The page at `address`. Waits: to be called in a thread, by who knows how long to wait for it."""
        return self.coming.result().press(address)

    def keep(self, counts: Counts) -> None:
        """Hands on what was counted. Waits."""
        self.coming.result().keep(counts)

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes an ASGI exchange on; 503 where nobody is there to take it within `PATIENCE`."""
        if not self.coming.done():
            await asyncio.wait([asyncio.wrap_future(self.coming)], timeout=PATIENCE)
        if self.coming.done():
            await self.coming.result().answer(scope, receive, send)
        else:
            await PlainTextResponse("The paper is being started.\n", 503, AGAIN)(scope, receive, send)
