"""Fetching a page from an address that somebody typed, without being turned against the machine's own network.

Every name is resolved once, every address that it has must be a public one, and the connection goes to that very
address; a redirect is checked in the same way. Only http and https; size, time and the number of redirects are limited.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from email.message import Message
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

import urllib3
from django.utils.encoding import iri_to_uri
from urllib3.util import Timeout

from broadsheet.edge.outward import OutwardError, resolved
from broadsheet.importers.errors import CannotImportError

PAGE = "text/html,text/plain;q=0.9"
PICTURE = "image/avif,image/webp,image/*"
REDIRECTS = 5
SECONDS = 30
_HEADERS = {
    "User-Agent": "Broadsheet (import page)",
    "Accept-Encoding": "gzip, deflate",
}


@dataclass(frozen=True)
class Fetched:
    """What an address answered; `charset` is the server's word or ""."""

    data: bytes
    url: str
    charset: str


def fetch(url: str, *, largest: int, accept: str = PAGE, allow_private: bool = False) -> Fetched:
    """What is at `url`, in one of the formats `accept`, if it has at most `largest` bytes; else CannotImportError."""
    end = time.monotonic() + SECONDS
    for _ in range(REDIRECTS + 1):
        parts = _parts(url)
        address = _address(parts, allow_private)
        try:
            found = _get(parts, address, accept, largest, end)
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise CannotImportError(f"{url} cannot be fetched: {error}.") from None
        if isinstance(found, Fetched):
            return found
        url = urljoin(url, found)
    raise CannotImportError(f"{url}: more than {REDIRECTS} redirects.")


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(iri_to_uri(url.strip()))
        host = (parts.hostname or "").encode("idna").decode()
        port = f":{parts.port}" if parts.port else ""
    except ValueError:  # UnicodeError is one
        raise CannotImportError(f"{url} is no address.") from None
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
        raise CannotImportError(f"{url}: only addresses that begin with http:// or https:// and a host can be fetched.")
    return parts._replace(netloc=(f"[{host}]" if ":" in host else host) + port)


def _address(parts: SplitResult, allow_private: bool) -> str:
    """The network address to connect to; CannotImportError where the host has none or one that is not public."""
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    try:
        return resolved(host, port, allow_private)
    except OutwardError as error:
        raise CannotImportError(str(error)) from None


def _get(parts: SplitResult, address: str, accept: str, largest: int, end: float) -> Fetched | str:
    """What `address` answers for the URL, or where it redirects to."""
    secure = {"assert_hostname": parts.hostname, "server_hostname": parts.hostname} if parts.scheme == "https" else {}
    pool_class = urllib3.HTTPSConnectionPool if secure else urllib3.HTTPConnectionPool
    timeout = Timeout(connect=10, read=10)
    with pool_class(address, parts.port, timeout=timeout, retries=False, **secure) as pool:  # type: ignore[arg-type]
        response = pool.urlopen(
            "GET",
            urlunsplit(("", "", parts.path or "/", parts.query, "")),
            headers={**_HEADERS, "Accept": accept, "Host": parts.netloc},
            redirect=False,
            preload_content=False,
        )
        try:
            return _answer(response, parts, largest, end)
        finally:
            response.close()


def _answer(response: urllib3.BaseHTTPResponse, parts: SplitResult, largest: int, end: float) -> Fetched | str:
    url = urlunsplit(parts._replace(fragment=""))
    if location := response.get_redirect_location():
        return location
    if response.status != 200:
        raise CannotImportError(f"{url} answered {response.status}: check the address, or save the page as a file.")
    data = b""
    while chunk := response.read1(65536):
        data += chunk
        if len(data) > largest:
            raise CannotImportError(f"{url} sends more than {largest // 1024**2} MB: that is too much.")
        if time.monotonic() > end:
            raise CannotImportError(f"{url} takes more than {SECONDS} seconds: save the page as a file.")
    message = Message()
    message["Content-Type"] = response.headers.get("Content-Type", "")
    return Fetched(data, url, message.get_content_charset() or "")
