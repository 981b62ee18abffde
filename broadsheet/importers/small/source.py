"""A paper elsewhere that is in memory: its items with their HTML, and where links and pictures in it lead."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from html import escape, unescape
from urllib.parse import unquote, urljoin, urlsplit

from broadsheet.importers.moving.furnishing import Furniture
from broadsheet.importers.moving.ledger import digest
from broadsheet.importers.moving.pictures import Upload
from broadsheet.importers.moving.records import Old, Record, Sketch, Term
from broadsheet.importers.wordpress.markup import blocks_of
from broadsheet.importers.wordpress.survey import path_of
from broadsheet.importers.wordpress.walking import Paper

_IMG = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
_SRC = re.compile(r"\ssrc\s*=\s*[\"']([^\"']+)", re.IGNORECASE)
_ALT = re.compile(r"\salt\s*=\s*(?:\"([^\"]+)|'([^']+))", re.IGNORECASE)
_WEB = re.compile(r"https?://[^\s<>\"]+$", re.IGNORECASE)


@dataclass
class Item:
    """A story or page: its record without a body, and its text as HTML. `gone`: why it has no place here, or ""."""

    record: Record
    html: str
    picture: str = ""
    alt: str = ""
    gone: str = ""
    file: str = ""

    @property
    def hash(self) -> str:
        """Tells whether it has changed since it was last read."""
        return digest({**vars(self.record), "body": []}, self.html, self.picture, self.alt)


@dataclass
class Small:
    """A paper elsewhere. `base` is its address without a slash at the end, "" where that is not known."""

    name: str
    title: str
    base: str = ""
    people: dict[str, str] = field(default_factory=dict)
    terms: dict[str, Term] = field(default_factory=dict)
    items: list[Item] = field(default_factory=list)
    old: list[Old] = field(default_factory=list)
    mended: list[str] = field(default_factory=list)
    """Faults of the file that were read over."""
    furniture: Furniture = field(default_factory=Furniture)
    targets: dict[tuple[str, str], int] = field(default_factory=dict)
    """Where stories, pages and pictures stand here; whoever moves the paper says."""

    def __post_init__(self) -> None:
        self._paths: dict[str, tuple[str, str]] = {}

    def kept(self, kind: str = "") -> list[Item]:
        """The items that have a place here."""
        return [item for item in self.items if not item.gone and kind in ("", item.record.kind)]

    def finish(self) -> Small:
        """To be called once all items are there: counts what carries each term, and notes where everything stood."""
        used = Counter(key for item in self.kept("story") for key in dict.fromkeys(item.record.terms))
        self.terms = {key: replace(term, count=used[key]) for key, term in self.terms.items()}
        self._paths = {old.path: (old.kind, old.key) for old in reversed(self.old) if old.kind in ("story", "page")}
        return self

    # --- What the writer asks ----------------------------------------------------------------------------------------

    def keys(self) -> Iterator[tuple[str, str]]:
        return ((item.record.kind, item.record.key) for item in self.kept())

    def sketches(self) -> Iterator[Sketch]:
        for item in self.kept():
            yield Sketch(item.record.key, item.record.kind, item.hash, partial(self._made, item))

    def addresses(self) -> Iterator[Old]:
        yield from self.old
        for upload in self.uploads():
            if upload.url.startswith("/") or self.is_ours(upload.url):
                yield Old(path_of(upload.url), "picture", upload.key)

    def uploads(self) -> Iterator[Upload]:
        """The pictures that items show, each once, with the first words that describe it anywhere."""
        found: dict[str, tuple[str, str]] = {}
        for item in self.kept():
            for address, alt in _pictures(item):
                whole = self.whole(address)
                if _WEB.match(whole) or whole.startswith("/"):
                    known = found.get(key_of(whole), ("", ""))[1]
                    found[key_of(whole)] = (whole, known or alt)
        for key, (whole, alt) in found.items():
            path = unquote(urlsplit(whole).path)
            below = path.partition("/content/images/")[2] or path
            yield Upload(key, below, path.rsplit("/", 1)[-1], alt, "", whole)

    # --- Bodies ------------------------------------------------------------------------------------------------------

    def _made(self, item: Item) -> Record:
        record = replace(item.record, notes=list(item.record.notes))
        paper = Paper(self._link, self._picture, lambda address, number: self.whole(address), record.notes)
        record.body = list(blocks_of(item.html, paper))
        if item.picture:
            record.picture = self._picture(item.picture, "")
            if record.picture is None:
                record.notes.append(f"featured picture {self.whole(item.picture)} is not here")
        record.notes[:] = dict.fromkeys(record.notes)
        return record

    def whole(self, address: str) -> str:
        """A whole address, where that can be told."""
        address = address.strip()
        try:
            return urljoin(f"{self.base}/", address) if self.base or address.startswith("//") else address
        except ValueError:
            return ""

    def is_ours(self, address: str) -> bool:
        """Whether an address is one of the paper's own."""
        return bool(self.base) and host_of(address) == host_of(self.base)

    def _picture(self, address: str, number: str) -> int | None:
        return self.targets.get(("picture", key_of(self.whole(address))))

    def _link(self, href: str) -> str:
        if href.startswith("mailto:"):
            return f'href="{escape(href)}"' if "@" in href else ""
        whole = self.whole(href)
        if href.startswith("/") or self.is_ours(whole):
            found = self._paths.get(path_of(href.partition("#")[0]).partition("?")[0])
            if found and (pk := self.targets.get(found)):
                return f'id="{pk}" linktype="page"'
        return f'href="{escape(whole)}"' if _WEB.match(whole) else ""


def _pictures(item: Item) -> Iterator[tuple[str, str]]:
    """(address, description) of each picture of an item."""
    if item.picture:
        yield item.picture, item.alt
    for img in _IMG.findall(item.html):
        source, alt = _SRC.search(img), _ALT.search(img)
        if source:
            yield unescape(source[1]), " ".join(unescape(alt[1] or alt[2]).split()) if alt else ""


def key_of(address: str) -> str:
    """By what a picture is known."""
    return f"url:{address}" if len(address) < 180 else f"url:{digest(address)}"


def host_of(address: str) -> str:
    """The host of an address; "" where it has none."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
