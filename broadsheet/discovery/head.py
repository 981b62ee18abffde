"""What a page tells machines about itself, and its HTML for the page's head."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from broadsheet.articles.languages import paper_language
from broadsheet.discovery.scripts import json_ld
from broadsheet.discovery.stills import Still

INDEX = "max-image-preview:large"
NO_INDEX = "noindex"

FEED_TYPES = {
    "feed.xml": "application/rss+xml",
    "atom.xml": "application/atom+xml",
    "feed.json": "application/feed+json",
}


@dataclass
class Head:
    """One page for machines. Addresses are absolute; what is "" or empty is left out."""

    site: str
    title: str
    description: str = ""
    canonical: str = ""
    kind: str = "website"
    robots: str = INDEX
    picture: Still | None = None
    previous: str = ""
    next: str = ""
    published: datetime | None = None
    modified: datetime | None = None
    authors: list[str] = field(default_factory=list)
    section: str = ""
    tags: list[str] = field(default_factory=list)
    feeds: list[tuple[str, str]] = field(default_factory=list)
    language: str = field(default_factory=paper_language)
    translations: list[tuple[str, str]] = field(default_factory=list)
    """(language, address) of each language that the page is in, itself among them; "x-default" for the original."""
    data: list[dict[str, Any]] = field(default_factory=list)

    def html(self) -> SafeString:
        """Meta elements, links and data blocks, one a line."""
        lines = [*self._links(), *self._metas(), *(json_ld(node) for node in self.data)]
        return SafeString("\n".join(lines))

    def _links(self) -> Iterator[SafeString]:
        for relation, address in (("canonical", self.canonical), ("prev", self.previous), ("next", self.next)):
            if address:
                yield format_html('<link rel="{}" href="{}">', relation, address)
        for tag, address in self.translations:
            yield format_html('<link rel="alternate" hreflang="{}" href="{}">', tag, address)
        for title, page in self.feeds:
            for name, mime in FEED_TYPES.items():
                yield format_html('<link rel="alternate" type="{}" title="{}" href="{}">', mime, title, page + name)

    def _metas(self) -> Iterator[SafeString]:
        for name, content in self._named():
            if content:
                yield format_html('<meta name="{}" content="{}">', name, content)
        for name, content in [*self._graph(), *self._picture(), *self._article()]:
            if content:
                yield format_html('<meta property="{}" content="{}">', name, content)

    def _named(self) -> Iterator[tuple[str, str]]:
        yield "description", self.description
        yield "robots", self.robots
        yield "twitter:card", "summary_large_image" if self.picture else "summary"

    def _graph(self) -> Iterator[tuple[str, str]]:
        """The Open Graph protocol, ogp.me."""
        yield "og:type", self.kind
        yield "og:title", self.title
        yield "og:description", self.description
        yield "og:url", self.canonical
        yield "og:site_name", self.site
        yield "og:locale", _locale(self.language)

    def _picture(self) -> Iterator[tuple[str, str]]:
        if self.picture:
            yield "og:image", self.picture.url
            yield "og:image:type", self.picture.mime
            yield "og:image:width", str(self.picture.width)
            yield "og:image:height", str(self.picture.height)
            yield "og:image:alt", self.picture.alt

    def _article(self) -> Iterator[tuple[str, str]]:
        yield "article:published_time", self.published.isoformat() if self.published else ""
        yield "article:modified_time", self.modified.isoformat() if self.modified else ""
        yield from (("article:author", address) for address in self.authors)
        yield "article:section", self.section
        yield from (("article:tag", tag) for tag in self.tags)


def _locale(language: str) -> str:
    """Language and territory as Open Graph wants them; "" where no territory is named."""
    first, _, territory = language.partition("-")
    return f"{first}_{territory}" if len(territory) == 2 else ""
