"""Compression of what compresses: HTML, CSS, JavaScript, XML, JSON."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send


class Compression:
    """Compresses answers with gzip where the client takes it, but never a part of a file (RFC 9110, section 14)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.compressing = GZipMiddleware(app, minimum_size=500, compresslevel=6)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        plain = scope["type"] != "http" or "range" in Headers(scope=scope)
        await (self.app if plain else self.compressing)(scope, receive, send)
