"""A Ghost export as a source: its tables (posts, tags, users and what joins them) as items with HTML."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

from broadsheet.comments.models import State as Reply
from broadsheet.importers.errors import CannotImportError
from broadsheet.importers.ghost.documents import of_lexical, of_mobiledoc
from broadsheet.importers.ghost.menus import furniture_of
from broadsheet.importers.moving.records import Answer, Old, Record, State, Term
from broadsheet.importers.small.source import Item, Small
from broadsheet.importers.wordpress.answers import as_text, in_order
from broadsheet.importers.wordpress.dates import EARLIEST

LARGEST = 1 << 30
"""Bytes that an export may have: it is read whole."""
HERE = "__GHOST_URL__"
"""What Ghost writes in the place of its own address."""
_STATES = {"published": State.PUBLIC, "scheduled": State.SCHEDULED, "sent": State.PRIVATE}
_REPLIES = {"published": Reply.APPROVED, "hidden": Reply.HELD, "deleted": Reply.DELETED}
Row = dict[str, Any]


def read_tables(path: Path) -> dict[str, list[Row]]:
    """The tables of an export by name; CannotImportError where it is none, with the place of a fault."""
    try:
        if path.stat().st_size > LARGEST:
            raise CannotImportError(f"{path.name} has more than {LARGEST >> 30} GB: no export of Ghost has so much.")
        found = json.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise CannotImportError(f"{path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError as error:
        raise CannotImportError(f"{path.name} is no UTF-8 at byte {error.start}: write the export anew.") from None
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise CannotImportError(f"{path.name}, {place}: {error.msg}. The export is damaged or incomplete.") from None
    except RecursionError:
        raise CannotImportError(f"{path.name} is nested too deep: it is no export of Ghost.") from None
    if isinstance(found, dict) and isinstance(found.get("db"), list) and found["db"]:
        found = found["db"][0]
    data = found.get("data") if isinstance(found, dict) else None
    if not isinstance(data, dict) or not isinstance(data.get("posts"), list):
        raise CannotImportError(f"{path.name} is no export of Ghost: it holds no table of posts.")
    return {name: [row for row in rows if isinstance(row, dict)] for name, rows in data.items() if _is_table(rows)}


def _is_table(rows: Any) -> bool:
    return isinstance(rows, list)


class Ghost:
    """Makes a source of the tables. `url` is the paper's address, which an export does not say."""

    def __init__(self, path: Path, url: str = "") -> None:
        self.tables = read_tables(path)
        self._file, self.base = path.name, url.rstrip("/")
        self.title = self._setting("title") or "The newsroom"
        self._users = {_id(row): row for row in self._rows("users")}
        self._tags = {_id(row): row for row in self._rows("tags")}
        self._metas = {str(row.get("post_id")): row for row in self._rows("posts_meta")}
        self._members = {_id(row): row for row in self._rows("members")}
        self._by_post = {name: self._joined(name) for name in ("posts_authors", "posts_tags", "comments")}

    def source(self) -> Small:
        """The paper."""
        found = Small(self.base or f"ghost:{self.title}", self.title, self.base)
        found.people = {_slug(row): _text(row, "name")[:120] for row in self._users.values() if _slug(row)}
        found.terms = self._terms()
        seen: set[str] = set()
        featured: list[tuple[str, str]] = []
        for row in self._rows("posts"):
            item = self._item(row)
            if item.record.key in seen:
                item.gone = "stands in the export twice"
            seen.add(item.record.key)
            found.items.append(item)
            if row.get("featured") in (1, True) and item.record.kind == "story" and not item.gone:
                featured.append((str(item.record.published_at), item.record.key))
            if not item.gone and item.record.slug:
                found.old.append(Old(item.record.slug.lower(), item.record.kind, item.record.key))
        menu, footer = (self._here(self._setting(name)) for name in ("navigation", "secondary_navigation"))
        found.furniture = furniture_of(found, menu, footer, [key for _, key in sorted(featured, reverse=True)])
        return found.finish()

    def _rows(self, name: str) -> list[Row]:
        return self.tables.get(name, [])

    def _joined(self, name: str) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self._rows(name):
            found[str(row.get("post_id"))].append(row)
        for rows in found.values():
            rows.sort(key=lambda row: row["sort_order"] if isinstance(row.get("sort_order"), int) else 0)
        return found

    def _setting(self, key: str) -> str:
        return next((_text(row, "value") for row in self._rows("settings") if row.get("key") == key), "")

    def _terms(self) -> dict[str, Term]:
        """A tag that stands first anywhere is what Ghost shows as a story's section, so it may be one here."""
        first = {str(rows[0].get("tag_id")) for rows in self._by_post["posts_tags"].values()}
        made = {}
        for key, row in self._tags.items():
            if _slug(row) and not _is_internal(row):
                kind = "category" if key in first else "tag"
                term = Term(f"{kind}:{_slug(row)}", kind, _text(row, "name")[:120] or _slug(row), _slug(row)[:100])
                made[key] = term
        self._term_keys = {key: term.key for key, term in made.items()}
        return {term.key: term for term in made.values()}

    # --- Items -------------------------------------------------------------------------------------------------------

    def _item(self, row: Row) -> Item:
        meta = {**row, **{k: v for k, v in self._metas.get(_id(row), {}).items() if v is not None}}
        kind = "page" if row.get("type") == "page" or row.get("page") in (1, True) else "story"
        notes: list[str] = []
        at = moment(row.get("published_at")) or moment(row.get("created_at"))
        state = self._state(row, notes)
        if at is None and state == State.PUBLIC:
            at = EARLIEST
            notes.append("has no date: dated 1 January 1970")
        record = Record(_id(row), kind, _line(_text(row, "title")), _slug(row), state, at, [])
        record.updated_at = moment(row.get("updated_at"))
        record.standfirst = _line(_text(row, "custom_excerpt"))
        record.seo_title, record.description = _line(_text(meta, "meta_title")), _line(_text(meta, "meta_description"))
        record.authors = self._authors_of(row)
        tags = [str(one.get("tag_id")) for one in self._by_post["posts_tags"].get(_id(row), [])]
        record.terms = list(dict.fromkeys(self._term_keys[key] for key in tags if key in self._term_keys))
        record.primary = next((key.partition(":")[2] for key in record.terms), "")
        record.caption = _line(as_text(_text(meta, "feature_image_caption")))
        record.answers = self._answers(row, at or EARLIEST) if kind == "story" else []
        record.notes = notes
        item = Item(record, self._html(row, notes), self._here(_text(row, "feature_image", "image")), file=self._file)
        item.alt = _line(_text(meta, "feature_image_alt"))
        return item

    def _state(self, row: Row, notes: list[str]) -> State:
        status, seen = _text(row, "status"), _text(row, "visibility") or "public"
        state = _STATES.get(status, State.DRAFT)
        if status == "sent":
            notes.append("was sent to members only: kept as a draft, not public")
        if state == State.PUBLIC and seen != "public":
            notes.append(f"only {seen} could read it: kept as a draft, not public")
            return State.PRIVATE
        return state

    def _authors_of(self, row: Row) -> list[str]:
        joined = [str(one.get("author_id")) for one in self._by_post["posts_authors"].get(_id(row), [])]
        wanted = [key for key in joined if key in self._users] or [str(row.get("author_id"))]
        return list(dict.fromkeys(_slug(self._users[key]) for key in wanted if key in self._users))

    def _html(self, row: Row, notes: list[str]) -> str:
        """The text as it was written, else as Ghost printed it: that loses what cards say of themselves."""
        printed, unknown = _text(row, "html"), list[str]()
        made: str | None = None
        if lexical := _text(row, "lexical"):
            made = of_lexical(lexical, unknown.append)
        elif mobiledoc := _text(row, "mobiledoc"):
            made = of_mobiledoc(mobiledoc, unknown.append)
        if made is None or (unknown and printed):
            return self._here(printed)
        notes += unknown
        return self._here(made)

    def _here(self, text: str) -> str:
        return text.replace(HERE, self.base)

    def _answers(self, row: Row, otherwise: datetime) -> list[Answer]:
        found: dict[str, Answer] = {}
        for one in self._by_post["comments"].get(_id(row), []):
            member = self._members.get(str(one.get("member_id")), {})
            state = _REPLIES.get(_text(one, "status"), Reply.HELD)
            parent = one.get("in_reply_to_id") or one.get("parent_id") or ""
            words, at = as_text(_text(one, "html")), moment(one.get("created_at")) or otherwise
            email = _text(member, "email")
            found[_id(one)] = Answer(_id(one), _text(member, "name"), words, at, state, str(parent), email)
        return in_order(found)


def moment(value: Any) -> datetime | None:
    """A time as exports have it: ISO 8601, as MySQL writes it (in UTC), or milliseconds since 1970."""
    try:
        if isinstance(value, int | float):
            return datetime.fromtimestamp(value / 1000, UTC) if 0 <= value < 2e14 else None
        found = datetime.fromisoformat(str(value or ""))
    except (ValueError, OverflowError, OSError):
        return None
    found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    return found if found >= EARLIEST else None


def _id(row: Row) -> str:
    return str(row.get("id") or row.get("uuid") or row.get("slug") or "")[:180]


def _slug(row: Row) -> str:
    return _text(row, "slug")[:180]


def _is_internal(row: Row) -> bool:
    return row.get("visibility") == "internal" or _text(row, "name").startswith("#")


def _text(row: Row, *names: str) -> str:
    return next((row[name] for name in names if isinstance(row.get(name), str) and row[name]), "")


def _line(text: str) -> str:
    return " ".join(unescape(text).split())
