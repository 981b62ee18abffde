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
    """What an address answered; `charset` and `kind` are the server's word or "".

    `mark` is what tells this state of the thing from a later one: give it as `unless`, and `data` is empty where the
    thing has not changed since.
    """

    data: bytes
    url: str
    charset: str
    kind: str = ""
    mark: str = ""
    unchanged: bool = False


class CannotFetchError(CannotImportError):
    """An address does not answer, or not with what is asked for. `status` is 0 where it does not answer at all."""

    def __init__(self, text: str, status: int = 0, after: str = "", too_large: bool = False) -> None:
        super().__init__(text)
        self.status, self.after, self.too_large = status, after, too_large


def fetch(url: str, *, largest: int, accept: str = PAGE, allow_private: bool = False, unless: str = "") -> Fetched:
    """What is at `url`, in one of the formats `accept`, if it has at most `largest` bytes; else CannotImportError."""
    headers = {**_HEADERS, "Accept": accept, **_condition(unless)}
    end = time.monotonic() + SECONDS
    for _ in range(REDIRECTS + 1):
        parts = _parts(url)
        address = _address(parts, allow_private)
        try:
            found = _get(parts, address, headers, largest, end)
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise CannotFetchError(f"{url} cannot be fetched: {error}.") from None
        if isinstance(found, Fetched):
            return found
        url = urljoin(url, found)
    raise CannotImportError(f"{url}: more than {REDIRECTS} redirects.")


def _condition(mark: str) -> dict[str, str]:
    """Asks for a thing only if it is not as it was at `mark`, which is a time or an entity tag (RFC 9110, 13.1)."""
    if not mark:
        return {}
    return {"If-Modified-Since" if mark.endswith(" GMT") else "If-None-Match": mark}


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


def _get(parts: SplitResult, address: str, headers: dict[str, str], largest: int, end: float) -> Fetched | str:
    """What `address` answers for the URL, or where it redirects to."""
    secure = {"assert_hostname": parts.hostname, "server_hostname": parts.hostname} if parts.scheme == "https" else {}
    pool_class = urllib3.HTTPSConnectionPool if secure else urllib3.HTTPConnectionPool
    timeout = Timeout(connect=10, read=10)
    with pool_class(address, parts.port, timeout=timeout, retries=False, **secure) as pool:  # type: ignore[arg-type]
        response = pool.urlopen(
            "GET",
            urlunsplit(("", "", parts.path or "/", parts.query, "")),
            headers={**headers, "Host": parts.netloc},
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
    if response.status == 304:
        return Fetched(b"", url, "", unchanged=True)
    if response.status != 200:
        text = f"{url} answered {response.status}: check the address, or save the page as a file."
        raise CannotFetchError(text, response.status, response.headers.get("Retry-After", ""))
    data = b""
    while chunk := response.read1(65536):
        data += chunk
        if len(data) > largest:
            text = f"{url} sends more than {largest // 1024**2} MB: that is too much."
            raise CannotFetchError(text, response.status, too_large=True)
        if time.monotonic() > end:
            raise CannotFetchError(f"{url} takes more than {SECONDS} seconds: save the page as a file.")
    message = Message()
    message["Content-Type"] = response.headers.get("Content-Type", "")
    mark = response.headers.get("Last-Modified") or response.headers.get("ETag", "")
    return Fetched(data, url, message.get_content_charset() or "", message.get_content_type(), mark)
