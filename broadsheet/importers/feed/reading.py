"""A feed as a source: RSS and Atom by feedparser, JSON Feed 1.1 (jsonfeed.org/version/1.1) as JSON."""

from __future__ import annotations

import json
from calendar import timegm
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.utils import timezone
from django.utils.text import slugify

from broadsheet.importers.errors import CannotImportError
from broadsheet.importers.fetching import fetch
from broadsheet.importers.moving.ledger import digest
from broadsheet.importers.moving.records import Old, Record, State, Term
from broadsheet.importers.small.source import Item, Small, host_of
from broadsheet.importers.wordpress.dates import EARLIEST
from broadsheet.importers.wordpress.source import one_line
from broadsheet.importers.wordpress.survey import path_of

LARGEST = 50 << 20
MOST_PAGES = 500
"""Pages of one feed that are followed (RFC 5005, 3)."""
FEED = "application/feed+json, application/atom+xml, application/rss+xml, application/xml;q=0.9, */*;q=0.1"


@dataclass
class Entry:
    """One item of a feed, whichever kind of feed it is."""

    key: str
    link: str
    title: str
    html: str
    summary: str = ""
    at: datetime | None = None
    changed: datetime | None = None
    authors: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    picture: str = ""


@dataclass
class Read:
    """One page of a feed. `fault` says where it is not as it should be, `following` where the next page is."""

    title: str
    link: str
    entries: list[Entry]
    fault: str = ""
    following: str = ""


def read_feed(where: str, allow_private: bool = False) -> Small:
    """The paper whose feed is at `where`, a file or an address. CannotImportError where that is no feed."""
    pages: list[Read] = []
    seen: set[str] = set()
    following = where
    while following and following not in seen and len(pages) < MOST_PAGES:
        seen.add(following)
        data, address = _bytes(following, allow_private)
        pages.append(_read(data, address, following))
        # A file may name the next page of the paper that it came from: nothing is fetched that was not asked for.
        following = pages[-1].following if "://" in where else ""
    return _source(pages, where)


def _bytes(where: str, allow_private: bool) -> tuple[bytes, str]:
    if "://" in where:
        found = fetch(where, largest=LARGEST, accept=FEED, allow_private=allow_private)
        return found.data, found.url
    try:
        path = Path(where)
        if path.stat().st_size > LARGEST:
            raise CannotImportError(f"{where} has more than {LARGEST >> 20} MB: no feed has so much.")
        return path.read_bytes(), ""
    except (OSError, ValueError) as error:
        raise CannotImportError(f"{where} cannot be read: {error}.") from None


def _read(data: bytes, address: str, where: str) -> Read:
    found = _json_feed(data, where) if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{" else _xml(data, address)
    if not found.entries:
        raise CannotImportError(f"{where} is no feed, or an empty one. {found.fault}".strip())
    return found


# --- RSS and Atom -----------------------------------------------------------------------------------------------------


def _xml(data: bytes, address: str) -> Read:
    import feedparser  # 30 ms and 4 MB that only this needs

    headers = {"content-location": address} if address else {}
    # As a stream: feedparser would open what a short text names.
    found = feedparser.parse(BytesIO(data), response_headers=headers)
    fault = f"It is no well-formed XML: {found.bozo_exception}." if found.bozo and _matters(found) else ""
    links = [one for one in found.feed.get("links", []) if one.get("rel") == "next"]
    following = urljoin(address, links[0].get("href", "")) if links else ""
    entries = [_entry(one) for one in found.entries]
    return Read(one_line(found.feed.get("title", "")), found.feed.get("link", ""), entries, fault, following)


def _matters(found: Any) -> bool:
    """Whether a fault is one of the file, not of the server's words about it."""
    return type(found.bozo_exception).__name__ not in ("NonXMLContentType", "CharacterEncodingOverride")


def _entry(one: Any) -> Entry:
    contents = [part.get("value", "") for part in one.get("content", []) if part.get("type") != "text/plain"]
    html, summary = max(contents, key=len, default=""), one.get("summary", "")
    names = [author.get("name", "") for author in one.get("authors", [])] or [one.get("author", "")]
    tags = [tag.get("label") or tag.get("term") or "" for tag in one.get("tags", [])]
    media = [*one.get("media_content", []), *one.get("media_thumbnail", []), *one.get("enclosures", [])]
    pictures = [part.get("url") or part.get("href") or "" for part in media if _is_picture(part)]
    return Entry(
        one.get("id") or one.get("link", ""), one.get("link", ""), one_line(one.get("title", "")), html or summary,
        summary if html else "", _moment(one.get("published_parsed")), _changed(one),
        [name for name in map(one_line, names) if name], [tag for tag in map(one_line, tags) if tag],
        next(iter(pictures), ""),
    )  # fmt: skip


def _changed(one: Any) -> datetime | None:
    """When an entry was changed, past feedparser's own `get`, which gives the time of publication for it."""
    return _moment(dict.get(one, "updated_parsed"))


def _is_picture(part: Any) -> bool:
    kind = part.get("type") or ""
    return kind.startswith("image/") or part.get("medium") == "image" or ("width" in part and not kind)


def _moment(parts: Any) -> datetime | None:
    try:
        found = datetime.fromtimestamp(timegm(parts), UTC) if parts else None
    except (ValueError, OverflowError, OSError, TypeError):
        return None
    return found if found and found >= EARLIEST else None


# --- JSON Feed --------------------------------------------------------------------------------------------------------


def _json_feed(data: bytes, where: str) -> Read:
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except json.JSONDecodeError as error:
        raise CannotImportError(f"{where}, line {error.lineno}, column {error.colno}: {error.msg}.") from None
    except (UnicodeDecodeError, RecursionError) as error:
        raise CannotImportError(f"{where} is no JSON Feed: {error}.") from None
    items = found.get("items") if isinstance(found, dict) else None
    entries = [_json_entry(one) for one in items if isinstance(one, dict)] if isinstance(items, list) else []
    return Read(_text(found, "title"), _text(found, "home_page_url"), entries, "", _text(found, "next_url"))


def _json_entry(one: dict[str, Any]) -> Entry:
    text = "".join(f"<p>{_escaped(part)}</p>" for part in _text(one, "content_text").split("\n\n") if part.strip())
    authors = one.get("authors") if isinstance(one.get("authors"), list) else [one.get("author")]
    tags = one.get("tags") if isinstance(one.get("tags"), list) else []
    return Entry(
        str(one.get("id") or "") or _text(one, "url"), _text(one, "url"), one_line(_text(one, "title")),
        _text(one, "content_html") or text, _text(one, "summary"), _iso(one.get("date_published")),
        _iso(one.get("date_modified")), [name for author in authors or [] if (name := one_line(_text(author, "name")))],
        [one_line(tag) for tag in tags or [] if isinstance(tag, str) and tag.strip()],
        _text(one, "image") or _text(one, "banner_image"),
    )  # fmt: skip


def _iso(value: Any) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(value or ""))
        found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return found if found >= EARLIEST else None


def _text(values: Any, name: str) -> str:
    found = values.get(name) if isinstance(values, dict) else None
    return found if isinstance(found, str) else ""


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>")


# --- The source -------------------------------------------------------------------------------------------------------


def _source(pages: list[Read], where: str) -> Small:
    first, entries = pages[0], [entry for page in pages for entry in page.entries]
    home = first.link or where if "://" in (first.link or where) else next(iter(filter(None, map(_link, entries))), "")
    base = "{0.scheme}://{0.netloc}".format(urlsplit(home)) if host_of(home) else ""
    found = Small(base or f"feed:{first.title or Path(where).name}", first.title or host_of(home), base)
    found.mended = [page.fault for page in pages if page.fault]
    leading = {slugify(entry.tags[0], allow_unicode=True) for entry in entries if entry.tags}
    seen: set[str] = set()
    for entry in entries:
        item = _item(found, entry, leading)
        item.file = where
        if item.record.key in seen:
            item.gone = "stands in the feed twice"
        seen.add(item.record.key)
        found.items.append(item)
        if not item.gone and (path := path_of(entry.link)):
            found.old.append(Old(path, "story", item.record.key))
    _without_queries(found)
    return found.finish()


def _without_queries(paper: Small) -> None:
    """Links in feeds say where they were read (`?utm_source=rss`); where a path tells the story, that goes."""
    paths = Counter(old.path.partition("?")[0] for old in paper.old)
    bare = (old.path.partition("?")[0] for old in paper.old)
    paper.old = [
        replace(old, path=path) if path and paths[path] == 1 else old for old, path in zip(paper.old, bare, strict=True)
    ]


def _link(entry: Entry) -> str:
    return entry.link


def _item(paper: Small, entry: Entry, leading: set[str]) -> Item:
    key = entry.key or entry.title or digest(entry.html)
    slug = path_of(entry.link).partition("?")[0].rsplit("/", 1)[-1].partition(".")[0]
    notes: list[str] = []
    at = entry.at or entry.changed
    if at is None:
        at = EARLIEST
        notes.append("has no date: dated 1 January 1970")
    state = State.SCHEDULED if at > timezone.now() else State.PUBLIC
    record = Record(key if len(key) <= 180 else digest(key), "story", entry.title, slug, state, at, [])
    record.updated_at = entry.changed
    summary, text = one_line(entry.summary), one_line(entry.html)
    record.standfirst = summary if summary and not text.startswith(summary.rstrip(" .…[]")[:60]) else ""
    for name in entry.authors:
        paper.people.setdefault(name[:120], name[:120])
        record.authors.append(name[:120])
    for tag in entry.tags:
        slug = slugify(tag, allow_unicode=True)[:100]
        kind = "category" if slug in leading else "tag"
        if slug:
            paper.terms.setdefault(f"{kind}:{slug}", Term(f"{kind}:{slug}", kind, tag[:120], slug))
            record.terms.append(f"{kind}:{slug}")
    record.terms = list(dict.fromkeys(record.terms))
    record.primary = next((term.partition(":")[2] for term in record.terms), "")
    record.notes = notes
    return Item(record, entry.html, entry.picture)
