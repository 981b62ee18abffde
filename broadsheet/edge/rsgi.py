"""The entrance that Granian calls: RSGI, which answers a hit in one call. Knows no Django.

Measured worth it beside ASGI: docs/decisions/0007.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Any

from broadsheet.edge import keys
from broadsheet.edge.bridge import Bridge
from broadsheet.edge.counting import Counting
from broadsheet.edge.esi import announces
from broadsheet.edge.negotiation import accepted, is_unmodified
from broadsheet.edge.origin import Address
from broadsheet.edge.pages import Page
from broadsheet.edge.serving import HIT, RAW, UNCHECKED, Edge, FragmentError

READING = ("GET", "HEAD")
log = logging.getLogger("broadsheet.edge")


class Entrance:
    """An RSGI application: pages through `edge`, everything else by the ASGI application behind `bridge`."""

    def __init__(
        self, edge: Edge, bridge: Bridge, scheme: str, allows: Callable[[str], bool], counting: Counting | None = None
    ) -> None:
        self.edge = edge
        self.counting = counting
        self.bridge = bridge
        self.scheme = scheme
        self.allows = allows

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Called by the server before the first request."""
        if self.counting is not None:
            self.counting.begin(loop)

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Called by the server after the last request."""
        if self.counting is not None:
            self.counting.write()

    async def __rsgi__(self, scope: Any, proto: Any) -> None:
        generations = self.edge.generations
        if generations.source.waits:
            await generations.look_and_wait()
        else:
            generations.look()
        # Straight to the shelf: what lies there was asked for by an address that passed every check below.
        query, header = scope.query_string, scope.headers.get
        host = header("host") or scope.authority or ""
        name = host + scope.path if not query else keys.key(host, scope.path, query)
        raw = announces(header("surrogate-capability") or "")
        page = self.edge.ready(name + RAW if raw else name) if scope.method in READING else None
        if page is None:
            await self._look_closer(scope, proto, host, raw)
            return
        self.edge.stats.hits += 1
        self._send(scope, proto, page, HIT if generations.reachable else UNCHECKED)

    async def _look_closer(self, scope: Any, proto: Any, host: str, raw: bool) -> None:
        """Refuses what is no request for this paper, passes on what is not a page, presses what is."""
        path, query = scope.path, scope.query_string
        wrong = keys.fault(host, path, query)
        if wrong is None and path not in keys.AT_ANY_HOST and not self.allows(host):
            wrong = 400, "This paper is not published under that name."
        if wrong is not None:
            self.edge.stats.refused += 1
            _refuse(proto, *wrong)
        elif scope.method not in READING or keys.is_passed(path):
            await self._pass(scope, proto)
        else:
            address = Address(self.scheme, host.lower(), path, keys.counted(query))
            await self._obtain(scope, proto, address, raw)

    async def _obtain(self, scope: Any, proto: Any, address: Address, raw: bool) -> None:
        stats = self.edge.stats
        started = stats.clock()
        try:
            found = await self.edge.obtain(address, raw)
        except FragmentError as error:
            stats.failed += 1
            log.error("%s: the fragment %s failed", address.path, error)
            _refuse(proto, 502, "A part of this page is missing.")
            return
        if found.page.is_personal:
            await self._pass(scope, proto)
        else:
            stats.obtained(found.how, started)
            self._send(scope, proto, found.page, found.how)

    async def _pass(self, scope: Any, proto: Any) -> None:
        self.edge.stats.passed += 1
        await self.bridge(scope, proto)

    def _send(self, scope: Any, proto: Any, page: Page, how: str) -> None:
        header = scope.headers.get
        settled = time.time() >= page.modified
        matching = header("if-none-match")
        since = header("if-modified-since") if matching is None else None
        if (matching or since) and page.storable and is_unmodified(page, matching, since):
            self.edge.stats.not_modified += 1
            proto.response_empty(304, page.head_unmodified(settled, how))
            return
        encoding = page.best(accepted(header("accept-encoding") or ""))
        head = page.head(encoding, settled, how)
        if scope.method == "HEAD":
            proto.response_empty(page.status, head)
        else:
            proto.response_bytes(page.status, head, page.body(encoding))


def _refuse(proto: Any, status: int, why: str) -> None:
    proto.response_str(
        status, [("content-type", "text/plain; charset=utf-8"), ("cache-control", "no-store")], f"{why}\n"
    )
