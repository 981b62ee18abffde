"""A reader that asks many addresses at a fixed rate, or one at once, and notes of each answer what it shows.

Written on asyncio's protocols, because a client library would take the core that the server needs.
"""

from __future__ import annotations

import asyncio
import re
import time
import zlib
from collections import deque
from collections.abc import Iterator
from functools import partial
from typing import cast

from bench.edge.staleness import Sample, shown

TICK = 0.002
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_GZIP = re.compile(rb"\r\ncontent-encoding: *gzip", re.IGNORECASE)
MOST_KNOWN = 20_000


class Reader:
    """Asks the server at `host`, `port`; `samples` holds what came of it, `failed` what was answered by an error."""

    def __init__(self, host: str, port: int) -> None:
        self.host = host
        self.port = port
        self.samples: list[Sample] = []
        self.failed: list[str] = []
        self.idle: deque[_Line] = deque()
        self.due: deque[str] = deque()
        self.asked = 0
        self._known: dict[bytes, tuple[int, int]] = {}

    async def connect(self, lines: int) -> None:
        """Opens so many connections, over which `keep_asking` asks."""
        for _ in range(lines):
            self.idle.append(await self._line())

    async def ask(self, path: str) -> Sample:
        """The answer to one request on a connection of its own."""
        line = await self._line()
        answered: asyncio.Future[Sample] = asyncio.get_running_loop().create_future()
        line.ask(path, answered)
        try:
            return await answered
        finally:
            await line.close()

    async def keep_asking(self, paths: Iterator[str], rate: float, seconds: float) -> None:
        """Asks `paths` in turn, `rate` a second, whether or not earlier ones were answered; waits for the last."""
        start, before = time.monotonic(), self.asked
        while (passed := time.monotonic() - start) < seconds:
            while self.asked - before < passed * rate:
                self.asked += 1
                self.due.append(next(paths))
            self._send()
            await asyncio.sleep(TICK)
        while len(self.samples) + len(self.failed) < self.asked and time.monotonic() - start < seconds + 30:
            self._send()
            await asyncio.sleep(TICK)

    async def close(self) -> None:
        """Closes the connections that `connect` opened."""
        while self.idle:
            await self.idle.popleft().close()

    def _send(self) -> None:
        while self.due and self.idle:
            line = self.idle.popleft()
            answered: asyncio.Future[Sample] = asyncio.get_running_loop().create_future()
            answered.add_done_callback(partial(self._answered, line))
            line.ask(self.due.popleft(), answered)

    def _answered(self, line: _Line, answered: asyncio.Future[Sample]) -> None:
        if answered.exception() is None:
            self.idle.append(line)

    async def _line(self) -> _Line:
        _, line = await asyncio.get_running_loop().create_connection(lambda: _Line(self), self.host, self.port)
        return line

    def note(self, sample: Sample) -> None:
        """Keeps what was answered."""
        if sample.status in (200, 404):
            self.samples.append(sample)
        else:
            self.failed.append(f"{sample.path}: {sample.status}")

    def numbers(self, body: bytes, packed: bool) -> tuple[int, int]:
        """What `body` shows; looked for once in each body, since most are sent over and over."""
        found = self._known.get(body)
        if found is None:
            if len(self._known) > MOST_KNOWN:
                self._known.clear()
            found = self._known[body] = shown(zlib.decompress(body, 31) if packed else body)
        return found


class _Line(asyncio.Protocol):
    """One connection, which asks one thing at a time."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.path = ""
        self.sent = self.first = 0.0
        self.received = b""
        self.whole = 0
        self.answered: asyncio.Future[Sample] | None = None
        self.closed: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)  # uvloop's is none by inheritance

    async def close(self) -> None:
        self.transport.close()
        await self.closed

    def ask(self, path: str, answered: asyncio.Future[Sample]) -> None:
        self.path, self.answered, self.received, self.whole, self.first = path, answered, b"", 0, 0.0
        host = f"{self.reader.host}:{self.reader.port}"
        request = f"GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept-Encoding: gzip\r\n\r\n".encode()
        self.sent = time.monotonic()
        self.transport.write(request)

    def data_received(self, data: bytes) -> None:
        self.first = self.first or time.monotonic()
        self.received += data
        if not self.whole and (end := self.received.find(b"\r\n\r\n")) >= 0:
            length = _LENGTH.search(self.received, 0, end + 2)
            if length is None:
                raise ValueError(f"{self.path} was answered without a length: {self.received[:end]!r}")
            self.whole = end + 4 + int(length[1])
        if self.whole and len(self.received) >= self.whole:
            self._finish()

    def _finish(self) -> None:
        head, _, body = self.received.partition(b"\r\n\r\n")
        status = int(head[9:12])
        headline, address = self.reader.numbers(body, _GZIP.search(head) is not None)
        sample = Sample(self.path, self.sent, self.first, time.monotonic(), status, headline, address)
        self.reader.note(sample)
        assert self.answered is not None
        self.answered.set_result(sample)

    def connection_lost(self, error: Exception | None) -> None:
        self.closed.set_result(None)
        if self.answered is not None and not self.answered.done():
            self.reader.failed.append(
                f"{self.path}: the connection was lost ({error}) after {len(self.received)} bytes"
            )
            self.answered.set_exception(ConnectionError(self.reader.failed[-1]))
