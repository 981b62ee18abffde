"""The entrance that Granian calls: RSGI, which answers a hit in one call. Knows no Django.

Measured worth it beside ASGI: docs/decisions/0007.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Any

from broadsheet.edge import keys, turnstile
from broadsheet.edge.bridge import Bridge
from broadsheet.edge.counting import Counting
from broadsheet.edge.esi import announces
from broadsheet.edge.negotiation import accepted, is_unmodified
from broadsheet.edge.origin import Address
from broadsheet.edge.pages import Page
from broadsheet.edge.readings import Readings
from broadsheet.edge.serving import HIT, RAW, UNCHECKED, Edge, FragmentError

READING = ("GET", "HEAD")
LONGEST_HOST = 261
"""A name of 253 characters (RFC 1035, 2.3.4), a dot, and a port."""
MOST_HOSTS = 64
STRANGE = 400, "This paper is not published under that name."
TWO_HOSTS = 400, "More than one Host was named."
"""RFC 9112, 3.2: a proxy in front may have gone by the other one."""
Header = Callable[[str], str | None]
"""A request's headers by their names in lower case."""
log = logging.getLogger("broadsheet.edge")


class Entrance:
    """An RSGI application: pages through `edge`, everything else by the ASGI application behind `bridge`."""

    def __init__(
        self,
        edge: Edge,
        bridge: Bridge,
        scheme: str,
        named: Callable[[str], str | None],
        counting: Counting | None = None,
        readings: Readings | None = None,
    ) -> None:
        self.edge = edge
        self.counting = counting
        self.readings = readings
        self.bridge = bridge
        self.scheme = scheme
        self.named = named
        """What a Host header names: the host by which pages are kept, None where it is none of the paper's."""
        self.turnstile = turnstile.Turnstile()
        self.hosts: dict[str, str] = {}
        """What was answered so far; empty again once somebody has tried many."""

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Called by the server before the first request."""
        if self.counting is not None:
            self.counting.begin(loop)
        if self.readings is not None:
            self.readings.begin(loop)

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Called by the server after the last request."""
        if self.counting is not None:
            self.counting.write()
        if self.readings is not None:
            self.readings.end()

    async def __rsgi__(self, scope: Any, proto: Any) -> None:
        generations = self.edge.generations
        if generations.source.waits:
            await generations.look_and_wait()
        else:
            generations.look()
        # Straight to the shelf: what lies there was asked for by an address that passed every check below.
        headers = scope.headers  # asked for once: each time Granian copies all of them
        header = headers.get
        if len(headers.get_all("host")) > 1:
            self._turn_away(proto, TWO_HOSTS)
            return
        host = self.hosts.get(header("host") or scope.authority or "")
        capability = header("surrogate-capability")
        raw = capability is not None and announces(capability)
        page = None
        if host is not None and scope.method in READING and not scope.query_string:
            page = self.edge.ready(host + scope.path + RAW if raw else host + scope.path)
        if page is None:
            await self._look_closer(scope, proto, raw)
            return
        self._hit(scope, proto, page, header)

    async def _look_closer(self, scope: Any, proto: Any, raw: bool) -> None:
        """Refuses what is no request for this paper, passes on what is not a page, presses what is."""
        if scope.path in keys.AT_ANY_HOST:
            await self._pass(scope, proto)
            return
        host = self._host(scope)
        wrong = keys.fault(scope.path, scope.query_string)
        if host is None or wrong is not None:
            self._turn_away(proto, wrong or STRANGE)
            return
        path = keys.spelt(scope.path)
        if scope.method not in READING and path.startswith(turnstile.FORMS) and not self._admits(scope):
            self.edge.stats.refused += 1
            _refuse(proto, *turnstile.REFUSAL, turnstile.RETRY)
            return
        if scope.method not in READING or keys.is_passed(path) or keys.is_by_number(path, scope.query_string):
            await self._pass(scope, proto)
            return
        address = Address(self.scheme, host, path, keys.counted(scope.query_string))
        page = self.edge.ready(address.key + RAW if raw else address.key)
        if page is None:
            await self._obtain(scope, proto, address, raw)
        else:
            self._hit(scope, proto, page, scope.headers.get)

    def _turn_away(self, proto: Any, why: tuple[int, str]) -> None:
        self.edge.stats.refused += 1
        _refuse(proto, *why)

    def _admits(self, scope: Any) -> bool:
        """Whether a form may go on to those who read it."""
        return self.turnstile.admits(scope.client, scope.headers.get("x-forwarded-for") or "")

    def _host(self, scope: Any) -> str | None:
        """The name by which pages are kept that are asked of this host; None where it is none of the paper's."""
        header = scope.headers.get("host") or scope.authority or ""
        host = self.hosts.get(header)
        if host is None and len(header) <= LONGEST_HOST:
            host = self.named(header)
            if host is not None:
                if len(self.hosts) >= MOST_HOSTS:
                    self.hosts.clear()
                self.hosts[header] = host
        return host

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
        except Exception:
            log.exception("%s: the edge failed", address.path)
            _refuse(proto, 500, "Something went wrong.")
            return
        if found.page.is_personal:
            await self._pass(scope, proto)
        else:
            stats.obtained(found.how, started)
            self._send(scope, proto, found.page, found.how, scope.headers.get)

    def _hit(self, scope: Any, proto: Any, page: Page, header: Header) -> None:
        self.edge.stats.hits += 1
        self._send(scope, proto, page, HIT if self.edge.generations.reachable else UNCHECKED, header)

    async def _pass(self, scope: Any, proto: Any) -> None:
        self.edge.stats.passed += 1
        await self.bridge(scope, proto)

    def _send(self, scope: Any, proto: Any, page: Page, how: str, header: Header) -> None:
        if page.subject and self.readings is not None and scope.method == "GET":
            self.readings.note(page.subject, header)
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


def _refuse(proto: Any, status: int, why: str, *more: tuple[str, str]) -> None:
    head = [("content-type", "text/plain; charset=utf-8"), ("cache-control", "no-store"), *more]
    proto.response_str(status, head, f"{why}\n")
