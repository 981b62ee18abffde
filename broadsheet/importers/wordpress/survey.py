"""The first reading of an export: is it whole, what is in it, and where does everything stand?

Nothing is written to the paper before it is done. What later readings must know of other items (addresses, pictures,
parents) lies in a temporary SQLite file, so that memory does not grow with the export.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from broadsheet.importers.errors import CannotImportError
from broadsheet.importers.moving.records import Term
from broadsheet.importers.wordpress.answers import order_of, parent_of
from broadsheet.importers.wordpress.fields import SECTION
from broadsheet.importers.wordpress.opening import Part
from broadsheet.importers.wordpress.reading import LARGEST, Node, read
from broadsheet.importers.wordpress.redirects import rule_of

FURNITURE = {
    *("revision", "nav_menu_item", "customize_changeset", "custom_css", "oembed_cache", "user_request", "wp_template"),
    *("wp_template_part", "wp_global_styles", "wp_navigation", "wp_block", "wp_font_family", "wp_font_face"),
    *("guest-author", "redirect_rule", "acf-field", "acf-field-group", "elementor_library", "wpcf7_contact_form"),
}
"""Types of items that are WordPress's own or a plug-in's, not the paper's."""
UNFINISHED = {"auto-draft", "trash", "inherit"}
OLD_SLUG = "_wp_old_slug"
"""Where WordPress keeps the slugs that an item had before."""
KINDS = {"post": "story", "page": "page"}
_COLUMNS = "n, key, kind, type, status, slug, path, parent, url, thumb, hash, gone, file, words"
_TABLE = f"""
CREATE TABLE item ({_COLUMNS.replace("n,", "n INTEGER PRIMARY KEY,", 1)}, UNIQUE (key));
CREATE INDEX item_path ON item (path); CREATE INDEX item_url ON item (url); CREATE INDEX item_parent ON item (parent);
CREATE TABLE text (key PRIMARY KEY, content);
CREATE TABLE carries (n, term);
CREATE TABLE menu (n, menu, position, parent, type, object, number, url, title);
CREATE TABLE led (path, kind, key, url, gone);
CREATE TABLE here (kind, key, pk, PRIMARY KEY (kind, key)) WITHOUT ROWID;
"""


def path_of(address: str) -> str:
    """The path and query of an address in the spelling by which old addresses are compared."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    path = unquote(parts.path).strip("/").lower()
    return f"{path}?{parts.query}" if parts.query else path


class Survey:
    """What an export holds."""

    def __init__(self, parts: Sequence[Part], kinds: dict[str, str] | None = None) -> None:
        self.parts, self.kinds = parts, kinds or KINDS
        self.title = self.base = ""
        self.people: dict[str, str] = {}
        self.users: set[str] = set()
        self.terms: dict[str, Term] = {}
        self.counts: Counter[tuple[str, str]] = Counter()
        self.bylines: Counter[tuple[str, ...]] = Counter()
        self.answers: Counter[str] = Counter()
        self.depths: Counter[int] = Counter()
        self.mended: set[str] = set()
        self.sticky: list[tuple[str, str]] = []
        """Time and key of each post that is kept on top."""
        self.menus: dict[str, str] = {}
        """The names of menus by their slugs."""
        self.numbers: dict[str, str] = {}
        """“cat=3”, “tag=4” or “author=2” and the key of what has this number at the source."""
        self._file = tempfile.NamedTemporaryFile(prefix="broadsheet-move-", suffix=".sqlite3")  # noqa: SIM115
        self.db = sqlite3.connect(self._file.name, isolation_level=None)
        self.db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-16000;" + _TABLE)

    def close(self) -> None:
        """Throws the temporary file away."""
        self.db.close()
        self._file.close()

    def take(self, said: Callable[[int], None] = lambda taken: None) -> Survey:
        """Reads all files; CannotImportError where one is damaged or holds nothing."""
        used: Counter[str] = Counter()
        number = 0
        self.db.execute("BEGIN")
        for part in self.parts:
            for name, node in read(part, said):
                if name == "item":
                    number += 1
                    self._item(number, node, used)
                else:
                    self._head(name, node)
        self.db.execute("COMMIT")
        self._settle_guests()
        self.terms = {key: replace(term, count=used[key]) for key, term in self.terms.items()}
        if not number and not self.people and not self.terms:
            raise CannotImportError(f"{self.parts[0].label} holds no item, author or category: nothing to import.")
        return self

    def _settle_guests(self) -> None:
        """Guests of Co-Authors Plus may stand behind the posts that they wrote: known only now."""
        self.people = {k: name for k, name in self.people.items() if f"cap-{k}" not in self.people or k in self.users}
        found: Counter[tuple[str, ...]] = Counter()
        for keys, count in self.bylines.items():
            found[tuple(dict.fromkeys(map(self._known, keys)))] += count
        self.bylines = found

    def _known(self, key: str) -> str:
        return next((one for one in (f"cap-{key}", key) if one in self.people), key)

    # --- Heads -------------------------------------------------------------------------------------------------------

    def _head(self, name: str, node: Node) -> None:
        if name == "title":
            self.title = self.title or node.text
        elif name == "wp:base_blog_url" or (name in ("link", "wp:base_site_url") and not self.base):
            self.base = node.text.rstrip("/") or self.base
        elif name == "wp:author":
            self._person(node.get("wp:author_login"), node)
        elif name in ("wp:category", "wp:tag", "wp:term"):
            self._term(name, node)

    def _person(self, login: str, node: Node) -> None:
        first, last = node.get("wp:author_first_name"), node.get("wp:author_last_name")
        shown, whole = node.get("wp:author_display_name"), f"{first} {last}".strip()
        self.users.add(login)
        if number := node.get("wp:author_id"):
            self.numbers.setdefault(f"author={number}", login)
        self.people[login] = " ".join((whole if shown in ("", login) and whole else shown or "").split())[:120]

    def _term(self, name: str, node: Node) -> None:
        kind = {"wp:category": "category", "wp:tag": "tag"}.get(name) or node.get("wp:term_taxonomy")
        kind = {"post_tag": "tag"}.get(kind, kind)
        slug = node.get("wp:category_nicename", "wp:tag_slug", "wp:term_slug")
        label = node.get("wp:cat_name", "wp:tag_name", "wp:term_name") or slug
        if kind == "nav_menu":
            self.menus[slug] = label
        if kind not in ("category", "tag"):
            return
        parent = node.get("wp:category_parent", "wp:term_parent")
        key = self._keep_term(kind, slug, label, parent)
        metas = {row.get("wp:meta_key"): row.get("wp:meta_value", "") for row in node.rows("wp:termmeta")}
        if key and metas.get(SECTION):
            self.terms[key] = replace(self.terms[key], section=metas[SECTION][:100])
        if key and (number := node.get("wp:term_id")):
            self.numbers.setdefault(f"{'cat' if kind == 'category' else 'tag'}={number}", key)

    def _keep_term(self, kind: str, slug: str, name: str, parent: str = "") -> str:
        slug = unquote(slug).lower() or "-".join(name.lower().split())
        key = f"{kind}:{slug}"
        if slug and (key not in self.terms or (parent and not self.terms[key].parent)):
            above = f"{kind}:{unquote(parent).lower()}" if parent and parent != "0" else ""
            self.terms[key] = Term(key, kind, " ".join(name.split())[:120] or slug, slug[:100], above)
        return key if slug else ""

    # --- Items -------------------------------------------------------------------------------------------------------

    def _item(self, number: int, node: Node, used: Counter[str]) -> None:
        kind, status = node.get("wp:post_type") or "post", node.get("wp:status") or "publish"
        login = node.get("dc:creator")
        if login:
            self.people.setdefault(login, "")
            self.users.add(login)
        metas = node.metas()
        if kind == "guest-author" and metas.get("cap-user_login"):
            name = metas.get("cap-display_name") or node.get("title")
            self.people[f"cap-{metas['cap-user_login'].removeprefix('cap-')}"] = name
        if kind == "wp_block":
            self.db.execute(
                "INSERT OR IGNORE INTO text VALUES (?, ?)", (node.get("wp:post_id"), node.get("content:encoded"))
            )
        if kind == "redirect_rule" and status == "publish":  # Safe Redirect Manager keeps its rules as items
            self.lead(*rule_of(metas.get("_redirect_rule_from", ""), metas.get("_redirect_rule_to", "")))
        menu = self._menu_entry(number, node, metas) if kind == "nav_menu_item" and status == "publish" else False
        gone = "" if menu else self._no_place(kind, status, node)
        key, again = self._key(number, node)
        gone = gone or again
        self.counts[kind, status] += 1
        place = self.kinds.get(kind, "picture" if kind == "attachment" else "menu" if menu else "")
        if place == "story" and not gone:
            terms = set(self.terms_of(node))
            used.update(terms)
            self.db.executemany("INSERT INTO carries VALUES (?, ?)", [(number, term) for term in terms])
            self.bylines[tuple(self.authors_of(node))] += 1
            if node.get("wp:is_sticky") == "1":
                self.sticky.append((node.get("wp:post_date_gmt"), key))
        if place and not gone:
            olds = {
                row.get("wp:meta_value", "") for row in node.rows("wp:postmeta") if row.get("wp:meta_key") == OLD_SLUG
            }
            rows = [(unquote(old).lower(), place, key, "", "") for old in sorted(olds) if old]
            self.db.executemany("INSERT INTO led VALUES (?, ?, ?, ?, ?)", rows)
        self._count_answers(place if not gone else "", node)
        thumb = metas.get("_thumbnail_id", "")
        row = (number, key, place, kind, status, unquote(node.get("wp:post_name")), path_of(node.get("link")))
        words = json.dumps(_words(node, metas)) if place == "picture" else ""
        rest = (node.get("wp:post_parent"), node.get("wp:attachment_url"), thumb, node.hash, gone, node.where, words)
        self.db.execute(f"INSERT INTO item ({_COLUMNS}) VALUES ({','.join('?' * 14)})", (*row, *rest))  # noqa: S608

    def _menu_entry(self, number: int, node: Node, metas: dict[str, str]) -> bool:
        """Whether an item is an entry of a menu; it is noted then."""
        found = (one.get("nicename", "") for one in node.many.get("category", ()) if one.get("domain") == "nav_menu")
        slug, order = next(found, ""), node.get("wp:menu_order")
        names = ("menu_item_parent", "type", "object", "object_id", "url")
        values = [metas.get(f"_menu_item_{name}", "") for name in names]
        if slug:
            row = (number, slug, int(order) if order.isdecimal() else 0, *values, node.get("title"))
            self.db.execute("INSERT INTO menu VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        return bool(slug)

    def _no_place(self, kind: str, status: str, node: Node) -> str:
        if kind in FURNITURE:
            return f"type “{kind}” is WordPress's own, nothing that readers see"
        if kind != "attachment" and kind not in self.kinds:
            return f"type “{kind}” has no place here: name it under “types” in the mapping"
        if kind != "attachment" and status in UNFINISHED:
            return f"status “{status}”: thrown away at the source"
        if len(node.texts.get("content:encoded", "")) > LARGEST:
            return f"its text has more than {LARGEST >> 20} million characters"
        return ""

    def _key(self, number: int, node: Node) -> tuple[str, str]:
        """Key of an item, and why it is none where it stands there twice."""
        wanted = node.get("wp:post_id") or f"guid:{node.get('guid') or node.get('link') or number}"[:180]
        known = self.db.execute("SELECT hash FROM item WHERE key = ?", (wanted,)).fetchone()
        if known is None:
            return wanted, ""
        again = "stands in the export twice, word for word" if known[0] == node.hash else ""
        return f"{wanted}~{node.hash[:12]}~{number if again else ''}", again

    def _count_answers(self, place: str, node: Node) -> None:
        parents: dict[str, str] = {}
        for number, row in enumerate(node.rows("wp:comment")):
            kind = row.get("wp:comment_type") or "comment"
            if kind != "comment":
                self.answers[kind if kind in ("pingback", "trackback") else "other"] += 1
            elif place != "story":
                self.answers["elsewhere"] += 1
            else:
                self.answers["comment"] += 1
                key = row.get("wp:comment_id") or f"n{number}"
                parents[f"{key}~{number}" if key in parents else key] = parent_of(row)
        depths: dict[str, int] = {}
        for key, parent in order_of(parents):
            depths[key] = depths[parent] + 1 if parent else 0
            self.depths[depths[key]] += 1

    def authors_of(self, node: Node) -> list[str]:
        """The keys of those in the byline: Co-Authors Plus has them as terms, in their order."""
        found = []
        for element in node.many.get("category", ()):
            if element.get("domain") == "author" and element.get("nicename"):
                key = unquote(element.get("nicename")).removeprefix("cap-")
                known = self._known(key)
                self.people[known] = self.people.get(known) or (element.text or "").strip()
                found.append(known)
        return list(dict.fromkeys(found)) or [node.get("dc:creator")]

    def terms_of(self, node: Node) -> Iterator[str]:
        """The keys of an item's categories and tags."""
        for element in node.many.get("category", ()):
            domain = {"post_tag": "tag"}.get(element.get("domain", "category"), element.get("domain", "category"))
            if domain in ("category", "tag"):
                text = (element.text or "").strip()
                if key := self._keep_term(domain, element.get("nicename", ""), text):
                    yield key

    def lead(self, old: str, new: str, gone: str) -> None:
        """Note a redirect of the source: an address, where it led, and why that cannot be kept."""
        self.db.execute("INSERT INTO led VALUES (?, '', '', ?, ?)", (path_of(old), new, gone))

    def stands(self, rows: Iterator[tuple[str, str, int]]) -> None:
        """Note where things stand here, as (kind, key, id), for `here`."""
        self.db.execute("BEGIN")
        self.db.execute("DELETE FROM here")
        self.db.executemany("INSERT INTO here VALUES (?, ?, ?)", rows)
        self.db.execute("COMMIT")

    def here(self, kind: str, key: str) -> int | None:
        """Where a thing stands here; None where it does not."""
        found = self.db.execute("SELECT pk FROM here WHERE kind = ? AND key = ?", (kind, key)).fetchone()
        return found[0] if found else None

    # --- Questions ---------------------------------------------------------------------------------------------------

    def rows(self, question: str, *values: Any) -> list[tuple[Any, ...]]:
        """What the temporary file answers."""
        return self.db.execute(question, values).fetchall()

    def pairs(self, question: str) -> Iterator[tuple[str, str]]:
        """What the temporary file answers, where that is two words a row."""
        return iter(self.db.execute(question))

    def each(self, question: str) -> Iterator[tuple[Any, ...]]:
        """What the temporary file answers, row by row."""
        return iter(self.db.execute(question))


def _words(node: Node, metas: dict[str, str]) -> list[str]:
    """Title, description and caption of a picture."""
    return [node.get("title"), metas.get("_wp_attachment_image_alt", ""), node.get("excerpt:encoded")]


def export_of(paths: Sequence[Path]) -> list[str]:
    """What tells one set of export files from another: a hash of all that is in each. CannotImportError for no file."""
    found = []
    for path in paths:
        try:
            with path.open("rb") as file:
                found.append(hashlib.file_digest(file, "sha256").hexdigest())
        except OSError as error:
            raise CannotImportError(f"{path} cannot be read: {error.strerror}.") from None
    return found
