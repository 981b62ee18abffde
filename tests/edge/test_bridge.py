"""What an ASGI application sees of an RSGI request, and what becomes of its answer."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from broadsheet.edge.bridge import Bridge, asgi_scope
from tests.edge.edges import Headers, Scope, Sent


def call(app: Any, sent: Sent, scope: Scope | None = None) -> Sent:
    asyncio.run(asyncio.wait_for(Bridge(app)(scope or Scope(), sent), 30))
    return sent


async def start(send: Any, status: int = 200, *headers: tuple[bytes, bytes]) -> None:
    await send({"type": "http.response.start", "status": status, "headers": list(headers)})


def test_the_scope_says_what_was_asked() -> None:
    scope = asgi_scope(
        Scope("/caf%C3%A9/", "a=%20", "POST", Headers({"host": "a", "x": "é"}), client="[::1]:5", server="1.2.3.4:80")
    )
    assert (scope["method"], scope["path"], scope["raw_path"]) == ("POST", "/café/", b"/caf%C3%A9/")
    assert (scope["query_string"], scope["headers"]) == (b"a=%20", [(b"host", b"a"), (b"x", b"\xe9")])
    assert (scope["client"], scope["server"]) == (("::1", 5), ("1.2.3.4", 80))


def test_a_path_that_is_no_utf8_is_told_as_such() -> None:
    assert asgi_scope(Scope("/%ff/%00"))["path"] == "/\ufffd/\x00"


def test_a_request_without_a_host_header_has_its_authority_for_one() -> None:
    assert asgi_scope(Scope(headers=Headers(), authority="paper.example"))["headers"] == [(b"host", b"paper.example")]
    assert asgi_scope(Scope(authority="other.example"))["headers"] == [(b"host", b"paper.example")]


def test_a_body_is_read_to_its_end_and_then_the_client_is_watched() -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        read = b""
        while (message := await receive())["more_body"]:
            read += message["body"]
        watching = asyncio.create_task(receive())
        sent.disconnected.set()
        assert await watching == {"type": "http.disconnect"}
        await start(send, 201, (b"X-A", b"1"), (b"x-a", b"2"))
        await send({"type": "http.response.body", "body": read})

    sent = Sent(b"one", b"two")
    call(app, sent)
    assert (sent.status, sent.headers, sent.body) == (201, [("x-a", "1"), ("x-a", "2")], b"onetwo")


def test_an_answer_in_pieces_is_streamed() -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await start(send)
        for piece in (b"one", b"", b"two"):
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    sent = call(app, Sent())
    assert (sent.body, sent.answers) == (b"onetwo", 1)


def test_a_reader_who_leaves_ends_the_stream() -> None:
    pieces = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await start(send)
        for number in range(1_000):
            pieces.append(number)
            await send({"type": "http.response.body", "body": b"x" * 10, "more_body": True})

    with pytest.raises(asyncio.CancelledError):
        call(app, Sent(closes_after=50))
    assert len(pieces) == 6


def test_a_file_is_sent_by_its_path() -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        assert "http.response.pathsend" in scope["extensions"]
        await start(send)
        await send({"type": "http.response.pathsend", "path": "/a/file"})

    assert call(app, Sent()).file == "/a/file"


def test_what_fails_before_its_answer_is_a_500_and_what_fails_within_ends_there(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def before(scope: Any, receive: Any, send: Any) -> None:
        raise ValueError("no")

    async def within(scope: Any, receive: Any, send: Any) -> None:
        await start(send)
        await send({"type": "http.response.body", "body": b"half", "more_body": True})
        raise ValueError("no")

    assert call(before, Sent()).status == 500
    sent = call(within, Sent())
    assert (sent.status, sent.body, sent.answers) == (200, b"half", 1)
    assert caplog.text.count("GET / failed") == 2


def test_an_application_that_answers_nothing_is_a_500() -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await receive()

    assert call(app, Sent()).status == 500
