"""What the head of an HTML page says of its story: JSON-LD first, then meta elements."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.timezone import is_naive, make_aware
from lxml.html import HtmlElement

_ARTICLES = ("Article", "BlogPosting", "LiveBlogPosting", "Report")


@dataclass
class Metadata:
    """The head's word; "" or None where it says nothing."""

    headline: str = ""
    standfirst: str = ""
    published_at: datetime | None = None
    authors: list[str] = field(default_factory=list)
    canonical_url: str = ""


def read_metadata(root: HtmlElement, url: str) -> Metadata:
    """What the head of the page `root`, found at `url` ("" for a file), says."""
    said = _article(root)
    metas = {key.lower(): value.strip() for key, value in _metas(root) if value.strip()}
    link = next(iter(root.xpath("//link[contains(concat(' ', @rel, ' '), ' canonical ')]/@href")), "")
    return Metadata(
        headline=_text(said.get("headline")) or metas.get("og:title") or metas.get("twitter:title", ""),
        standfirst=_text(said.get("alternativeHeadline")),
        published_at=read_moment(_text(said.get("datePublished")))
        or read_moment(metas.get("article:published_time", ""))
        or read_moment(next(iter(root.xpath("//time[@datetime][ancestor::article or @pubdate]/@datetime")), "")),
        authors=_names(said.get("author")) or _names(metas.get("author")),
        canonical_url=_address(link or metas.get("og:url", ""), url),
    )


def _metas(root: HtmlElement) -> Iterator[tuple[str, str]]:
    for meta in root.iter("meta"):
        yield meta.get("property") or meta.get("name") or "", meta.get("content") or ""


def _article(root: HtmlElement) -> dict[str, Any]:
    for script in root.xpath("//script[@type='application/ld+json']/text()"):
        try:
            found = list(_objects(json.loads(script, strict=False)))
        except (ValueError, RecursionError):
            continue
        for one in found:
            kinds = one.get("@type")
            if any(str(kind).endswith(_ARTICLES) for kind in (kinds if isinstance(kinds, list) else [kinds])):
                return one
    return {}


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _objects(inner)


def _text(value: Any) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _names(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    names = [_text(one.get("name") if isinstance(one, dict) else one) for one in values]
    return [name for name in names if name and "://" not in name]


def read_moment(text: str) -> datetime | None:
    """The moment that `text` names as ISO 8601 does, in the time zone of the paper where it names none; else None."""
    try:
        moment = parse_datetime(text)
        day = None if moment else parse_date(text[:10])
    except ValueError:
        return None
    if day:
        moment = datetime.combine(day, time())
    return make_aware(moment) if moment and is_naive(moment) else moment


def _address(address: str, url: str) -> str:
    try:
        full = urljoin(url, address.strip())
        return full if urlsplit(full).scheme in ("http", "https") and len(full) <= 200 else ""
    except ValueError:
        return ""
