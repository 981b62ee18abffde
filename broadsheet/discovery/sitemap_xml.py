"""Sitemaps as XML, written straight as text: a file of 50,000 addresses takes no tree."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from xml.sax.saxutils import escape

from broadsheet.discovery.news import NewsEntry
from broadsheet.discovery.sitemaps import Entry

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"


def urlset(entries: Iterable[Entry]) -> str:
    """A file of addresses."""
    rows = (f"<url>{_address(entry)}</url>\n" for entry in entries)
    return f'{_HEAD}<urlset xmlns="{_SITEMAP}">\n{"".join(rows)}</urlset>\n'


def index(entries: Iterable[Entry]) -> str:
    """An index of files."""
    rows = (f"<sitemap>{_address(entry)}</sitemap>\n" for entry in entries)
    return f'{_HEAD}<sitemapindex xmlns="{_SITEMAP}">\n{"".join(rows)}</sitemapindex>\n'


def news_urlset(entries: Iterable[NewsEntry], name: str) -> str:
    """A file of the news sitemap of the publication `name`, each story in its language."""
    rows = (
        f"<url><loc>{escape(entry.url)}</loc><news:news>"
        f"<news:publication><news:name>{escape(name)}</news:name>"
        f"<news:language>{escape(entry.language)}</news:language></news:publication>"
        f"<news:publication_date>{_time(entry.published)}</news:publication_date>"
        f"<news:title>{escape(entry.title)}</news:title></news:news></url>\n"
        for entry in entries
    )
    return f'{_HEAD}<urlset xmlns="{_SITEMAP}" xmlns:news="{_NEWS}">\n{"".join(rows)}</urlset>\n'


def _address(entry: Entry) -> str:
    changed = f"<lastmod>{_time(entry.changed)}</lastmod>" if entry.changed else ""
    return f"<loc>{escape(entry.url)}</loc>{changed}"


def _time(time: datetime) -> str:
    """W3C date and time, to the second."""
    return time.isoformat(timespec="seconds")
