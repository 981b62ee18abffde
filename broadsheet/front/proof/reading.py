"""A page as an anonymous reader gets it from the running server: through the edge, without a cookie."""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import urllib3
from django.conf import settings

SECONDS = 20.0
"""How long one answer may take."""
EDGE = "Broadsheet;"
"""How the edge's Cache-Status begins."""
_TAG = re.compile(r"<[^>]*>")


class UnreachableServerError(Exception):
    """Nobody answers where the paper is served."""


@dataclass(frozen=True)
class Reading:
    """An answer. `markup` is its text with entities decoded, `words` the same without tags and without any space."""

    status: int
    markup: str
    words: str
    location: str
    through_edge: bool
    number: int
    """The newest generation that the answer knew; -1 where it does not say."""


class Reader:
    """Reads addresses of the paper from the server at `server`, an address such as http://127.0.0.1:8000."""

    def __init__(self, server: str = "") -> None:
        self.server = (server or settings.SERVER_URL).rstrip("/")
        public = urlsplit(settings.PUBLIC_URL)
        # A connection each, so that not one web process alone is proved.
        self.headers = {
            "Host": public.netloc,
            "X-Forwarded-Proto": public.scheme,
            "User-Agent": "Broadsheet-Proof",
            "Accept-Encoding": "gzip",
            "Connection": "close",
        }

    def read(self, path: str) -> Reading:
        """What stands at `path`; raises UnreachableServerError."""
        try:
            with urllib3.PoolManager(retries=False, timeout=SECONDS) as connection:
                answer = connection.request("GET", self.server + path, headers=self.headers, redirect=False)
        except urllib3.exceptions.HTTPError as error:
            raise UnreachableServerError(f"{type(error).__name__} at {self.server}") from error
        markup, words = texts(answer.data.decode("utf-8", "replace"), answer.headers.get("Content-Type", ""))
        return Reading(
            answer.status,
            markup,
            words,
            urlsplit(answer.headers.get("Location", "")).path,
            answer.headers.get("Cache-Status", "").startswith(EDGE),
            int(answer.headers.get("Broadsheet-Generation", "-1")),
        )


def squeezed(text: str) -> str:
    """`text` without any space, so that no line break, no-break space or tag between words makes a difference."""
    return "".join(text.split())


def texts(body: str, content_type: str) -> tuple[str, str]:
    """The markup of a body with its entities decoded, and its words."""
    if "json" not in content_type:
        return html.unescape(body), squeezed(html.unescape(_TAG.sub("", body)))
    try:
        strings = "\n".join(_strings(json.loads(body)))
    except ValueError:
        strings = body
    return strings, squeezed(strings)


def _strings(value: Any) -> list[str]:
    """All strings in a JSON value."""
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for one in inner for text in _strings(one)]
