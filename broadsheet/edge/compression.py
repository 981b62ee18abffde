"""Compression of what compresses: HTML, CSS, JavaScript, XML, JSON."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Compression:
    """Compresses answers with gzip where the client takes it, but never a part of a file (RFC 9110, section 14)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.compressing = GZipMiddleware(_in_lower_case(app), minimum_size=500, compresslevel=6)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        plain = scope["type"] != "http" or "range" in Headers(scope=scope)
        await (self.app if plain else self.compressing)(scope, receive, send)


def _in_lower_case(app: ASGIApp) -> ASGIApp:
    """`app` with names of headers as ASGI wants them.

    Django sends `Content-Length`; whoever looks for it in lower case adds a second one, and the reader waits for bytes
    that never come.
    """

    async def called(scope: Scope, receive: Receive, send: Send) -> None:
        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [(bytes(name).lower(), value) for name, value in message.get("headers", ())]
            await send(message)

        await app(scope, receive, sent)

    return called
