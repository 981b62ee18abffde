"""Compression of what passes the edge by."""

from __future__ import annotations

import asyncio
import gzip
from typing import Any

from broadsheet.edge.compression import Compression

BODY = b"<p>The harbour was quiet.</p>" * 100


async def _like_django(scope: Any, receive: Any, send: Any) -> None:
    """Sends names of headers as Django's ASGI handler does."""
    headers = [(b"Content-Type", b"text/html"), (b"Content-Length", str(len(BODY)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": BODY})


def _messages(headers: list[tuple[bytes, bytes]]) -> list[Any]:
    found: list[Any] = []

    async def send(message: Any) -> None:
        found.append(message)

    scope = {"type": "http", "method": "GET", "path": "/", "headers": headers}
    asyncio.run(Compression(_like_django)(scope, None, send))  # type: ignore[arg-type]
    return found


def test_a_compressed_answer_has_one_length_and_it_is_that_of_what_is_sent() -> None:
    start, body = _messages([(b"accept-encoding", b"gzip")])
    assert gzip.decompress(body["body"]) == BODY
    lengths = [value for name, value in start["headers"] if name.lower() == b"content-length"]
    assert lengths == [str(len(body["body"])).encode()]


def test_who_takes_no_compression_gets_the_answer_as_it_is() -> None:
    start, body = _messages([])
    assert body["body"] == BODY
    assert [value for name, value in start["headers"] if name == b"content-length"] == [str(len(BODY)).encode()]
