"""From RSGI to ASGI: whatever is not a page goes to an ordinary ASGI application (ASGI 3.0). Knows no Django."""

from __future__ import annotations

import asyncio
import logging
from typing import Any
from urllib.parse import unquote

from starlette.types import ASGIApp, Message, Scope

from broadsheet.edge import keys

log = logging.getLogger("broadsheet.edge")


class Bridge:
    """Calls the ASGI application `app` for an RSGI exchange."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Any, proto: Any) -> None:
        exchange = _Exchange(proto)
        try:
            await self.app(asgi_scope(scope), exchange.receive, exchange.send)
            if not exchange.begun:
                raise RuntimeError("the application did not answer")
        except Exception:
            log.exception("%s %s failed", scope.method, scope.path)
            if not exchange.begun:
                proto.response_str(500, [("content-type", "text/plain; charset=utf-8")], "Something went wrong.\n")


def asgi_scope(scope: Any) -> Scope:
    """The ASGI scope for an RSGI scope; in HTTP/2 the authority stands in place of a Host header."""
    host, _, port = scope.client.rpartition(":")
    server, _, server_port = scope.server.rpartition(":")
    headers = [
        (name.encode("latin-1"), text.encode("latin-1", "replace"))
        for name, text in scope.headers.items()
        if name != "cookie" or not scope.path.startswith(keys.COOKIELESS)
    ]
    if scope.authority and "host" not in scope.headers:
        headers.insert(0, (b"host", scope.authority.encode("latin-1", "replace")))
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": scope.http_version,
        "method": scope.method,
        "scheme": scope.scheme,
        "path": unquote(scope.path, errors="replace") if "%" in scope.path else scope.path,
        "raw_path": scope.path.encode("latin-1", "replace"),
        "query_string": scope.query_string.encode("latin-1", "replace"),
        "root_path": "",
        "headers": headers,
        "client": (host.strip("[]"), int(port or 0)),
        "server": (server.strip("[]"), int(server_port or 0)),
        "state": {},
        "extensions": {"http.response.pathsend": {}},
    }


class _Exchange:
    """One request and its answer."""

    def __init__(self, proto: Any) -> None:
        self.proto = proto
        self.chunks: Any = None
        self.is_read = False
        self.begun = False
        self.head: Message = {}
        self.transport: Any = None

    async def receive(self) -> Message:
        if not self.is_read:
            return await self._read()
        await self.proto.client_disconnect()
        return {"type": "http.disconnect"}

    async def _read(self) -> Message:
        if self.chunks is None:
            self.chunks = aiter(self.proto)
        try:
            chunk = await anext(self.chunks)
        except StopAsyncIteration:
            self.is_read = True
            return {"type": "http.request", "body": b"", "more_body": False}
        return {"type": "http.request", "body": bytes(chunk), "more_body": True}

    async def send(self, message: Message) -> None:
        kind = message["type"]
        if kind == "http.response.start":
            self.head = message
        elif kind == "http.response.pathsend":
            self.begun = True
            self.proto.response_file(self.head["status"], self._headers(), message["path"])
        elif kind == "http.response.body":
            await self._send_body(bytes(message.get("body", b"")), message.get("more_body", False))

    async def _send_body(self, body: bytes, more: bool) -> None:
        if self.transport is None and not more:
            self.begun = True
            self.proto.response_bytes(self.head["status"], self._headers(), body)
            return
        if self.transport is None:
            self.begun = True
            self.transport = self.proto.response_stream(self.head["status"], self._headers())
        if body:
            try:
                await self.transport.send_bytes(body)
            except Exception as error:  # Granian's ProtocolClosed: the reader has gone
                raise asyncio.CancelledError from error

    def _headers(self) -> list[tuple[str, str]]:
        headers = self.head.get("headers", ())
        return [(bytes(name).decode("latin-1").lower(), bytes(value).decode("latin-1")) for name, value in headers]
