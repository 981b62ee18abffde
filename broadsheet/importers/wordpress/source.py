"""An export as a source: its items as records, with links and pictures led to what stands here."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import partial
from html import escape, unescape
from typing import Any
from urllib.parse import unquote, urlsplit

from broadsheet.importers.moving.pictures import Upload
from broadsheet.importers.moving.places import Places
from broadsheet.importers.moving.records import Old, Record, Sketch, State
from broadsheet.importers.wordpress.answers import answers_of
from broadsheet.importers.wordpress.bodies import body_of, of_elementor
from broadsheet.importers.wordpress.dates import EARLIEST, moment
from broadsheet.importers.wordpress.fields import read_fields
from broadsheet.importers.wordpress.reading import Node, read
from broadsheet.importers.wordpress.survey import Survey, path_of
from broadsheet.importers.wordpress.walking import Paper

_STATES = {"publish": State.PUBLIC, "future": State.SCHEDULED, "private": State.PRIVATE}
_SIZED = re.compile(r"-\d+x\d+(?=\.\w+$)")
_TAGS = re.compile(r"<[^<>]*>")
_NUMBERED = re.compile(r"(?:^|[?&])(?:p|page_id|attachment_id)=(\d+)")
_SEO = ("_yoast_wpseo_title", "rank_math_title", "_aioseo_title", "_aioseop_title")
_DESCRIPTIONS = ("_yoast_wpseo_metadesc", "rank_math_description", "_aioseo_description", "_aioseop_description")
_PRIMARY = ("_yoast_wpseo_primary_category", "rank_math_primary_category")
_VARIABLE = re.compile(r"%%?[a-z_]+%?%")
LEADS_ELSEWHERE = "leads to no story, page or other site of this export"
_KEPT_ITEMS = "kind IN ('story', 'page') AND gone = ''"


class Wordpress:
    """A surveyed export as the writer wants it."""

    def __init__(self, survey: Survey, said: Callable[[int], None] = lambda taken: None) -> None:
        self.survey, self._said = survey, said
        self.title, self.people, self.terms = survey.title, survey.people, survey.terms
        self.name = survey.base or f"file:{survey.parts[0].label}"
        self._host = host_of(survey.base)
        self.targets: Callable[[str, str], int | None] = lambda kind, key: None
        """Where a story, page or picture stands here, by kind and key; the writer says."""

    def keys(self) -> Iterator[tuple[str, str]]:
        return self.survey.pairs(f"SELECT kind, key FROM item WHERE {_KEPT_ITEMS} ORDER BY n")  # noqa: S608

    def sketches(self) -> Iterator[Sketch]:
        rows = self.survey.each("SELECT key, kind, gone, hash FROM item ORDER BY n")
        for part in self.survey.parts:
            for name, node in read(part, self._said, hashed=False):
                if name == "item":
                    key, kind, gone, hash_ = next(rows)
                    if kind in ("story", "page") and not gone:
                        yield Sketch(key, kind, hash_, partial(self.record, key, kind, node))

    def addresses(self) -> Iterator[Old]:
        for kind, key, path, slug in self.survey.each(
            f"SELECT kind, key, path, slug FROM item WHERE {_KEPT_ITEMS} ORDER BY n"  # noqa: S608
        ):
            if path and not path.startswith("?"):
                yield Old(path, kind, key)
            elif slug:
                yield Old(slug.lower(), kind, key)
        for url, key in self.survey.each("SELECT url, key FROM item WHERE kind = 'picture' AND url != '' ORDER BY n"):
            yield Old(path_of(url), "picture", key)
        # The page of a picture leads to the story that it hangs on.
        for path, kind, key in self.survey.each(
            "SELECT a.path, p.kind, p.key FROM item a JOIN item p ON p.key = a.parent "
            "WHERE a.kind = 'picture' AND p.kind IN ('story', 'page') AND p.gone = '' AND a.path != '' ORDER BY a.n"
        ):
            yield Old(path, kind, key)

    def redirected(self) -> Iterator[Old]:
        """What led on at the source: slugs that items had before, and rules of plug-ins."""
        for path, kind, key, new in self.survey.each("SELECT path, kind, key, url FROM led WHERE gone = ''"):
            if kind:
                yield Old(path, kind, key)
            elif path and (found := self._item_at(new)):
                yield Old(path, *found)
            elif path and re.match(r"https?://", new) and host_of(new) != self._host:
                yield Old(path, "", "", new)

    def lost_redirects(self) -> list[tuple[str, str, str]]:
        """(old, new, reason) of those rules of plug-ins that cannot be kept."""
        rows = self.survey.rows("SELECT path, url, gone FROM led WHERE kind = ''")
        kept = {old.path for old in self.redirected()}
        return [(path, new, gone or LEADS_ELSEWHERE) for path, new, gone in rows if gone or path not in kept]

    def _item_at(self, address: str) -> tuple[str, str] | None:
        """(kind, key) of the story or page at an address of the paper."""
        path, ours = path_of(address.partition("#")[0]), address.startswith("/") or host_of(address) == self._host
        rows = (
            self.survey.rows("SELECT kind, key FROM item WHERE path = ? AND gone = ''", path) if ours and path else []
        )
        return next(((kind, key) for kind, key in rows if kind in ("story", "page")), None)

    def numbered(self, places: Places) -> Iterator[Old]:
        """Where `/?cat=3` and `/?author=2` lead; WordPress writes these when it has no permalinks."""
        for number, key in self.survey.numbers.items():
            kind, _, number = number.partition("=")
            if kind == "author":
                yield Old(f"?author={number}", "author", key)
            elif kind == "cat" and (key in places.sections or key in places.topics):
                yield Old(f"?cat={number}", "term", key if key in places.sections else f"{key}#topic")

    def uploads(self) -> Iterator[Upload]:
        """The attachments, by their place below the upload folder."""
        for key, url, words in self.survey.each("SELECT key, url, words FROM item WHERE kind = 'picture' ORDER BY n"):
            title, alt, caption = json.loads(words)
            path = unquote(urlsplit(url).path)
            below = next(
                (path.partition(part)[2] for part in ("/uploads/", "/files/", "/media/") if part in path), path
            )
            whole = f"{self.survey.base}{url}" if url.startswith("/") and not url.startswith("//") else url
            yield Upload(key, below, one_line(title), one_line(alt), one_line(caption), whole)

    # --- Records -----------------------------------------------------------------------------------------------------

    def record(self, key: str, kind: str, node: Node) -> Record:
        """One item, whole."""
        metas, status = node.metas(), node.get("wp:status") or "publish"
        notes: list[str] = []
        paper = Paper(self._link, self._picture, self._address, notes)
        text = node.texts.get("content:encoded", "")
        if not text.strip() and metas.get("_elementor_data"):
            text = of_elementor(metas["_elementor_data"])
        body = body_of(text, paper, self._reusable)
        at = moment(node.get("wp:post_date_gmt"), node.get("wp:post_date"), node.get("pubDate"))
        state = _STATES.get(status, State.DRAFT)
        if at is None and state == State.PUBLIC:
            at = EARLIEST
            notes.append("has no date: dated 1 January 1970")
        if node.get("wp:post_password"):
            state = State.PASSWORD
        record = Record(key, kind, one_line(node.get("title")), unquote(node.get("wp:post_name")), state, at, body)
        record.notes = notes
        record.updated_at = moment(node.get("wp:post_modified_gmt"), node.get("wp:post_modified"))
        record.standfirst = one_line(node.get("excerpt:encoded"))
        record.seo_title = _VARIABLE.sub("", one_line(_first(metas, _SEO))).strip(" -–|·")
        record.description = _VARIABLE.sub("", one_line(_first(metas, _DESCRIPTIONS))).strip()
        record.fields = read_fields(metas)
        record.seo_title = record.fields.pop("seo_title", record.seo_title)
        record.description = record.fields.pop("description", record.description)
        record.caption = record.fields.get("lead_caption", "")
        record.authors = self.survey.authors_of(node)
        record.terms = list(dict.fromkeys(self.survey.terms_of(node)))
        record.primary = _first(metas, _PRIMARY)
        record.picture = self.targets("picture", metas.get("_thumbnail_id", ""))
        if metas.get("_thumbnail_id") and record.picture is None:
            notes.append(f"featured picture {metas['_thumbnail_id']} is not here")
        record.answers = answers_of(node, at or EARLIEST) if kind == "story" else []
        record.answers_open = (node.get("wp:comment_status") or "open") == "open"
        record.parent = node.get("wp:post_parent").strip("0") and node.get("wp:post_parent")
        return record

    # --- Links and pictures ------------------------------------------------------------------------------------------

    def _link(self, href: str) -> str:
        """The attributes of a link: to the page that now is what the address was, else to the address."""
        if href.startswith("mailto:"):
            return f'href="{escape(href)}"' if "@" in href else ""
        if href.startswith("//"):
            href = f"https:{href}"
        ours = href.startswith(("/", "?")) or (bool(self._host) and host_of(href) == self._host)
        if not ours:
            return f'href="{escape(href)}"' if re.match(r"https?://[^\s<>\"]+$", href, re.IGNORECASE) else ""
        if pk := self._page_at(href):
            return f'id="{pk}" linktype="page"'
        href = f"{self.survey.base}{href}" if href.startswith(("/", "?")) else href
        return f'href="{escape(href)}"' if re.match(r"https?://[^\s<>\"]+$", href, re.IGNORECASE) else ""

    def _page_at(self, href: str) -> int | None:
        path = path_of(href.partition("#")[0])
        numbered = _NUMBERED.search(path.partition("?")[2])
        if numbered:
            rows = self.survey.rows("SELECT kind, key FROM item WHERE key = ?", numbered[1])
        else:
            rows = self.survey.rows("SELECT kind, key FROM item WHERE path = ?", path.partition("?")[0])
        return next((self.targets(kind, key) for kind, key in rows if kind in ("story", "page")), None)

    def _attachment(self, address: str, number: str) -> tuple[str, str] | None:
        """(key, address of the file) of an attachment by its number or by the address of any of its sizes."""
        rows = (
            self.survey.rows("SELECT key, url FROM item WHERE key = ? AND kind = 'picture'", number) if number else []
        )
        for wanted in (address, _SIZED.sub("", address)):
            if not rows and wanted:
                rows = self.survey.rows("SELECT key, url FROM item WHERE url = ? AND kind = 'picture'", wanted)
        return rows[0] if rows else None

    def _picture(self, address: str, number: str) -> int | None:
        found = self._attachment(address, number)
        return self.targets("picture", found[0] if found else f"url:{_SIZED.sub('', address)}"[:190])

    def _address(self, address: str, number: str) -> str:
        found = self._attachment(address, number)
        whole = found[1] if found and found[1] else address
        return f"{self.survey.base}{whole}" if whole.startswith("/") and not whole.startswith("//") else whole

    def _reusable(self, number: str) -> str:
        rows: list[tuple[Any, ...]] = self.survey.rows("SELECT content FROM text WHERE key = ?", number)
        return str(rows[0][0]) if rows else ""


def one_line(html: str) -> str:
    """Markup as one line of plain text."""
    return " ".join(unescape(_TAGS.sub("", html) if "<" in html else html).split())


def _first(values: dict[str, str], names: tuple[str, ...]) -> str:
    return next((values[name] for name in names if values.get(name)), "")


def host_of(address: str) -> str:
    """The host of an address, without “www.”; "" where it has none."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
