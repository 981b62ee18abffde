"""The whole entrance in this process, asked as Granian asks it (RSGI 1.5)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from broadsheet.asgi import application as everything
from broadsheet.edge.bridge import Bridge
from broadsheet.edge.rsgi import Entrance
from broadsheet.rsgi import named
from tests.edge.edges import Headers
from tests.edge_pages import HOST, EdgeInProcess


@dataclass
class Scope:
    """A request."""

    path: str
    query_string: str
    headers: Headers
    method: str = "GET"
    scheme: str = "http"
    http_version: str = "1.1"
    authority: str | None = None
    client: str = "127.0.0.1:1"
    server: str = "127.0.0.1:80"


@dataclass
class Proto:
    """Takes the answer."""

    status: int = 0
    head: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""

    def response_empty(self, status: int, head: list[tuple[str, str]]) -> None:
        self.status, self.head = status, head

    def response_bytes(self, status: int, head: list[tuple[str, str]], body: bytes) -> None:
        self.status, self.head, self.body = status, head, body

    def response_str(self, status: int, head: list[tuple[str, str]], body: str) -> None:
        self.response_bytes(status, head, body.encode())

    def response_stream(self, status: int, head: list[tuple[str, str]]) -> Proto:
        self.status, self.head = status, head
        return self

    async def send_bytes(self, body: bytes) -> None:
        self.body += body

    async def client_disconnect(self) -> None:
        """Nobody hangs up."""
        await asyncio.Future()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in (b"",):
            yield chunk

    def headers(self, name: str) -> list[str]:
        """All values of the header `name`."""
        return [value for found, value in self.head if found.lower() == name]

    def header(self, name: str) -> str:
        """The value of the header `name`, or ''."""
        return ", ".join(self.headers(name))


class PaperInProcess(EdgeInProcess):
    """`ask` goes the way of every request from outside."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.entrance = Entrance(self.edge, Bridge(everything), "http", named)

    def ask(self, url: str, method: str = "GET", **headers: str) -> Proto:
        """The answer to `url`; names of headers with underscores for hyphens."""
        path, _, query = url.partition("?")
        given = {name.lower().replace("_", "-"): value for name, value in headers.items()}
        proto: Any = Proto()
        scope: Any = Scope(path, query, Headers({"host": HOST, **given}), method)
        self.loop.run_until_complete(self.entrance.__rsgi__(scope, proto))
        answer: Proto = proto
        return answer
