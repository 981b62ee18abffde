"""The origin that the edge asks: Django, called in threads that keep their database connections.

A page that is pressed needs no event loop, no body to read and no client to watch; without these it costs a millisecond
or two less. Everything else that Django answers goes through its ASGI application.
"""

from __future__ import annotations

import logging
from io import BytesIO
from typing import Any
from urllib.parse import unquote_to_bytes

from django.core import signals
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.db import Error
from django.http.response import HttpResponseBase
from django.urls import set_script_prefix

from broadsheet.edge.origin import Address, Answer
from broadsheet.edge.pieces import Pieces
from broadsheet.edge.pressing import SCOPE, Pressing

log = logging.getLogger("broadsheet.edge")


class Renderer(BaseHandler):
    """Django as an `Origin`, which uses `pieces` where there are any."""

    def __init__(self, pieces: Pieces | None = None) -> None:
        super().__init__()
        self.pieces = pieces
        self.load_middleware(is_async=False)

    def __call__(self, address: Address) -> Answer:
        """The page at `address`; 500 where even Django's own handling of errors fails, as without a database."""
        pressing = Pressing(tray=self.pieces.begin(address.host) if self.pieces is not None else None)
        try:
            return self._render(_environ(address, pressing), pressing)
        except Exception as error:
            log.error("pressing %s failed: %s", address.path, error, exc_info=not isinstance(error, Error))
            return Answer(500, [("content-type", "text/plain")], b"The paper cannot be printed just now.\n")

    def _render(self, environ: dict[str, Any], pressing: Pressing) -> Answer:
        set_script_prefix("/")
        signals.request_started.send(sender=type(self), environ=environ)
        response = self.get_response(WSGIRequest(environ))
        try:
            return Answer(response.status_code, _headers(response), _body(response), pressing)
        finally:
            response.close()


def _environ(address: Address, pressing: Pressing) -> dict[str, Any]:
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(address.path).decode("latin-1"),
        "QUERY_STRING": address.query,
        "SERVER_NAME": address.host,
        "SERVER_PORT": "443" if address.scheme == "https" else "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": address.host,
        "HTTP_X_FORWARDED_PROTO": address.scheme,
        "HTTP_SURROGATE_CAPABILITY": 'broadsheet="ESI/1.0"',
        "wsgi.url_scheme": address.scheme,
        "wsgi.input": BytesIO(),
        "wsgi.errors": None,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "wsgi.version": (1, 0),
        SCOPE: pressing,
    }


def _headers(response: HttpResponseBase) -> list[tuple[str, str]]:
    """The headers, in lower case; cookies too, though whoever sets one is never kept."""
    cookies = [("set-cookie", cookie.OutputString()) for cookie in response.cookies.values()]
    return [(name.lower(), value) for name, value in response.items()] + cookies


def _body(response: HttpResponseBase) -> bytes:
    if response.streaming:
        return b"".join(response)
    return bytes(response.content)  # type: ignore[attr-defined]
