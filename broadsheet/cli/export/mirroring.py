"""A mirror of the paper: every public page and what it shows, as files that any web server can send.

First all is fetched, link by link, and lies in the folder as it came; then the links of every page are led to where
things lie. Memory holds addresses, not pages.
"""

from __future__ import annotations

import hashlib
import mimetypes
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urljoin, urlsplit

from broadsheet.cli.export.links import addresses_in, bare, led, led_text

SEEDS = (
    *("/", "/sitemap.xml", "/news-sitemap.xml", "/robots.txt", "/favicon.ico", "/manifest.webmanifest"),
    *("/feed.xml", "/atom.xml", "/feed.json"),
)
ASKING = re.compile(
    r"/(?:desk|search|newsletter|_util|_f|documents)/|/replies/(?:mine|confirm|stop)/|/replies/\d+/\d+/(?:answer|like|report)/"
)
"""What answers one person, so that no file can stand for it."""
NOT_FOUND = "/404.html"
LONGEST_NAME = 200
"""Bytes of one part of a path; file systems end at 255."""
MOST_HOPS = 5


@dataclass
class Mirror:
    """A mirror in `folder` of the paper at `base`. `dead`: links that led nowhere, and the page of each."""

    folder: Path
    base: str
    pages: int = 0
    files: int = 0
    size: int = 0
    dead: list[tuple[str, str]] = field(default_factory=list)
    lies: dict[str, str | None] = field(default_factory=dict)
    """Address -> where that lies, as an address of the mirror; None for what is not in it."""
    _leads: dict[str, str] = field(default_factory=dict)
    _documents: list[tuple[str, Path]] = field(default_factory=list)
    _texts: list[Path] = field(default_factory=list)

    def __post_init__(self) -> None:
        from django.test import Client

        parts = urlsplit(self.base)
        self._client = Client(raise_request_exception=False, headers={"host": parts.netloc})
        self._secure = parts.scheme == "https"

    def make(self) -> None:
        """Fetch all, then lead the links."""
        waiting = deque([*SEEDS, *self._take_not_found()])
        while waiting:
            address = waiting.popleft()
            if address not in self.lies:
                waiting.extend(one for one in self._take(address) if one not in self.lies)
        for path in self._texts:
            text = path.read_bytes().decode("utf-8", "replace")
            path.write_bytes(led_text(text, self._lead_whole, self._is_dead).encode())
        for at, path in self._documents:
            path.write_bytes(led(path.read_bytes(), self._lead, self._is_ours, at, partial(self._died, at)))

    # --- Fetching ----------------------------------------------------------------------------------------------------

    def _take(self, address: str) -> Iterator[str]:
        """Fetch one address; what it names."""
        self.lies[address] = None
        if _asks(address):
            return
        status, kind, location, body = self._ask(address)
        if status in (301, 302, 307, 308) and self._is_ours(urljoin(self.base + address, location)):
            self._leads[address] = self._local(urljoin(self.base + address, location))
            yield self._leads[address]
        elif status == 200:
            yield from self._keep(address, kind, body)

    def _keep(self, address: str, kind: str, body: bytes) -> Iterator[str]:
        place = place_of(address, kind)
        path = self.folder / unquote(place).lstrip("/")
        if not path.resolve().is_relative_to(self.folder.resolve()):
            return
        if kind == "text/html":
            self.pages += 1
            self._documents.append((address, path))
        elif "xml" in kind or "json" in kind:
            self._texts.append(path)
        self.files, self.size = self.files + 1, self.size + len(body)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
        self.lies[address] = place.removesuffix("index.html")
        for one in addresses_in(body, kind, self.base + address):
            if self._is_ours(one):
                yield self._local(one)

    def _take_not_found(self) -> Iterator[str]:
        """The page that servers send for what is not there; what it names."""
        answer = self._client.get("/404-for-the-mirror/", secure=self._secure)
        path = self.folder / NOT_FOUND.lstrip("/")
        path.write_bytes(answer.content)
        self._documents.append((NOT_FOUND, path))
        for one in addresses_in(answer.content, "text/html", self.base + NOT_FOUND):
            if self._is_ours(one):
                yield self._local(one)

    def _ask(self, address: str) -> tuple[int, str, str, bytes]:
        """Status, content type, where it leads, body."""
        from django.conf import settings

        path = unquote(urlsplit(address).path)
        for prefix, find in ((settings.STATIC_URL, _static), (settings.MEDIA_URL, _media)):
            if prefix.startswith("/") and path.startswith(prefix):
                data = find(path.removeprefix(prefix))
                return (404 if data is None else 200), _type_of(path), "", data or b""
        answer = self._client.get(address, secure=self._secure)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
        kind = answer.headers.get("Content-Type", "").partition(";")[0].strip()
        return answer.status_code, kind, answer.headers.get("Location", ""), body

    # --- Addresses ---------------------------------------------------------------------------------------------------

    def _is_ours(self, address: str) -> bool:
        parts = urlsplit(address)
        return (not parts.netloc and not parts.scheme) or (parts.scheme, parts.netloc) == urlsplit(self.base)[:2]

    def _local(self, address: str) -> str:
        """An address of ours from its path on."""
        parts = urlsplit(bare(address))
        path = quote(unquote(parts.path), safe="/:@!$&'()*+,;=~|-._") or "/"
        return f"{path}?{parts.query}" if parts.query else path

    def _lead(self, address: str) -> str | None:
        if not self._is_ours(urljoin(self.base, address)):
            return address
        address = self._local(address)
        for _ in range(MOST_HOPS):
            if address not in self._leads:
                break
            address = self._leads[address]
        return self.lies.get(address)

    def _lead_whole(self, address: str) -> str | None:
        """The same for whole addresses, such as feeds have."""
        found = self._lead(address) if self._is_ours(address) else None
        return None if found in (None, self._local(address)) else f"{self.base}{found}"

    def _is_dead(self, address: str) -> bool:
        return self._is_ours(address) and self._lead(address) is None

    def _died(self, at: str, address: str) -> None:
        if not _asks(self._local(urljoin(self.base + at, address))):
            self.dead.append((address, at))


def _asks(address: str) -> bool:
    return ASKING.match(urlsplit(address).path) is not None


def place_of(address: str, kind: str) -> str:
    """Where an answer of the content type `kind` lies, as a path that begins with “/”."""
    parts = urlsplit(address)
    path = "/".join(_short(one) for one in parts.path.split("/"))
    if parts.query:
        name = "-".join("".join(c if c.isalnum() else "-" for c in unquote(one)) for one in parts.query.split("&"))
        path = f"{path.rstrip('/')}/{_short(name)}/"
    if path.endswith("/"):
        return f"{path}index.html"
    last = path.rsplit("/", 1)[-1]
    if kind == "text/html" and not last.endswith(".html"):
        return f"{path}/index.html"
    suffix = mimetypes.guess_extension(kind) or ""
    known = mimetypes.guess_type(last)[0]
    return path if known or "." in last or not suffix else f"{path}{suffix}"


def _short(name: str) -> str:
    """A part of a path that a file system takes."""
    plain = unquote(name)
    if plain in (".", ".."):
        return "-"
    if len(plain.encode()) <= LONGEST_NAME:
        return name
    stem, dot, suffix = plain.rpartition(".") if "." in plain[-6:] else (plain, "", "")
    cut = stem.encode()[: LONGEST_NAME // 2].decode(errors="ignore")
    return quote(f"{cut}-{hashlib.blake2b(plain.encode(), digest_size=6).hexdigest()}{dot}{suffix}")


def _type_of(path: str) -> str:
    return mimetypes.guess_type(path)[0] or "application/octet-stream"


def _static(name: str) -> bytes | None:
    from django.contrib.staticfiles import finders
    from django.contrib.staticfiles.storage import staticfiles_storage

    found: Any = finders.find(name)
    if staticfiles_storage.exists(name):
        with staticfiles_storage.open(name) as file:
            return bytes(file.read())
    return Path(found).read_bytes() if found else None


def _media(name: str) -> bytes | None:
    from django.core.files.storage import default_storage

    if not default_storage.exists(name):
        return None
    with default_storage.open(name) as file:
        return bytes(file.read())
