"""Whether the links in the newsroom's words of a letter lead somewhere. (Stories are looked up, not asked for.)"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.utils.html import urlize

from broadsheet.edge.outward import OutwardError, resolved

SECONDS = 5
MOST = 30
"""Links that are asked for; nobody writes more."""
ALLOW_PRIVATE = False
"""Tests set this; papers ask nothing of a private network."""
GONE = (404, 410)
_LINK = re.compile(r'href="(https?://[^"]+)"')


@dataclass(frozen=True)
class Trouble:
    """A link that does not work, or that could not be asked for (`is_dead` false: perhaps it works for readers)."""

    url: str
    why: str
    is_dead: bool


def links_in(words: str) -> list[str]:
    """The addresses in words as letters make them into links, each once."""
    return list(dict.fromkeys(html.unescape(found) for found in _LINK.findall(urlize(words))))


def troubles(words: str) -> Iterator[Trouble]:
    """What is wrong with the links in `words`. Asks all of them at once, each for a few seconds at most."""
    links = links_in(words)[:MOST]
    if not links:
        return
    with ThreadPoolExecutor(min(len(links), 8), thread_name_prefix="links") as pool:
        yield from filter(None, pool.map(_trouble, links))


def _trouble(url: str) -> Trouble | None:
    import urllib3

    try:
        status = _status(url)
    except (urllib3.exceptions.HTTPError, OutwardError, OSError, ValueError) as error:
        return Trouble(url, str(error) if isinstance(error, OutwardError) else type(error).__name__, False)
    if status in GONE:
        return Trouble(url, str(status), True)
    return Trouble(url, str(status), False) if status >= 400 else None


def _status(url: str) -> int:
    """The status with which `url` is answered; the answer itself is not read, a redirect is one that works."""
    import urllib3

    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    headers = {"Host": parts.netloc, "User-Agent": "Broadsheet (links of letters)"}
    timeout = urllib3.Timeout(total=SECONDS)
    if host == urlsplit(settings.PUBLIC_URL).hostname:  # our own pages, from our own server
        own = urlsplit(settings.SERVER_URL)
        headers["X-Forwarded-Proto"] = urlsplit(settings.PUBLIC_URL).scheme
        pool = urllib3.HTTPConnectionPool(own.hostname or "", own.port, timeout=timeout, retries=False)
    elif parts.scheme == "https":
        pool = urllib3.HTTPSConnectionPool(
            resolved(host, port, ALLOW_PRIVATE), port, timeout=timeout, retries=False, assert_hostname=host,
            server_hostname=host,
        )  # fmt: skip
    else:
        pool = urllib3.HTTPConnectionPool(resolved(host, port, ALLOW_PRIVATE), port, timeout=timeout, retries=False)
    with pool:
        path = urlunsplit(("", "", parts.path or "/", parts.query, ""))
        answer = pool.urlopen("GET", path, headers=headers, redirect=False, preload_content=False)
        answer.close()
    return answer.status
