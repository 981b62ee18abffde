"""The elements of an export, one after another, in bounded memory whatever its size.

libxml2 builds the tree of one item at a time, which is thrown away before the next. Entities stay what they are, the
network is not asked. A prefix without a namespace is forgiven; what is no XML is refused with its line and column.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from hashlib import blake2b

from lxml import etree

from broadsheet.importers.errors import CannotImportError
from broadsheet.importers.wordpress.opening import Part, opened

LARGEST = 8 << 20
"""Characters that the text of one item may have; no story has so many, and a page of it could not be shown."""
_SPACES = (("excerpt/", "excerpt:"), ("/content/", "content:"), ("wordpress.org/export", "wp:"), ("/dc/", "dc:"))
_HEADS = ("author", "category", "tag", "term", "base_site_url", "base_blog_url", "wxr_version")
_WANTED = (
    "item",
    "title",
    "link",
    "language",
    *(f"{{*}}{name}" for name in _HEADS),
    *(f"wp:{name}" for name in _HEADS),
)


@lru_cache(maxsize=2_000)
def name_of(tag: str) -> str:
    """The usual name of an element (`wp:post_id`), whichever version of the namespace it is in, or none."""
    if not tag.startswith("{"):
        return tag
    space, _, local = tag[1:].partition("}")
    return next((prefix + local for part, prefix in _SPACES if part in space), local)


class Node:
    """One element of a channel: its values by name."""

    def __init__(self, element: etree._Element, where: str, hashed: bool = True) -> None:
        self.where = where
        self.text = (element.text or "").strip()
        self.texts: dict[str, str] = {}
        self.many: dict[str, list[etree._Element]] = {}
        for child in element:
            if not isinstance(child.tag, str):
                continue
            name = name_of(child.tag)
            if name in ("wp:postmeta", "wp:comment", "category", "wp:termmeta"):
                self.many.setdefault(name, []).append(child)
            else:
                self.texts.setdefault(name, child.text or "")
        self.hash = blake2b(etree.tostring(element), digest_size=16).hexdigest() if hashed else ""

    def get(self, *names: str) -> str:
        """The first of these that there is, without spaces around it; "" for none."""
        return next((text.strip() for name in names if (text := self.texts.get(name, "")).strip()), "")

    def metas(self) -> dict[str, str]:
        """The item's meta values by key; of several under one key the last."""
        return {values.get("wp:meta_key", ""): values.get("wp:meta_value", "") for values in self.rows("wp:postmeta")}

    def rows(self, name: str) -> list[dict[str, str]]:
        """The values of each element `name` that hangs on this one."""
        return [values_of(element) for element in self.many.get(name, ())]


def values_of(element: etree._Element) -> dict[str, str]:
    """The texts of an element's children by their names."""
    return {name_of(child.tag): (child.text or "").strip() for child in element if isinstance(child.tag, str)}


def read(
    part: Part, said: Callable[[int], None] = lambda taken: None, hashed: bool = True
) -> Iterator[tuple[str, Node]]:
    """(name, element) of each element of the channel of one file; CannotImportError where it is not whole.

    The error comes where the file breaks off: whoever must not begin before all is known reads twice. `said` is told
    how many bytes were read. `hashed`: whether nodes have the hash of what they hold.
    """
    with opened(part) as stream:
        found = etree.iterparse(
            stream,
            events=("end",),
            tag=_WANTED,
            encoding="utf-8",
            recover=True,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=True,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            for _, element in found:
                parent = element.getparent()
                if parent is not None and parent.tag == "channel":
                    yield name_of(element.tag), Node(element, part.label, hashed)
                    _forget(element)
                    said(stream.taken)
        except etree.XMLSyntaxError as error:
            raise CannotImportError(f"{part.label}, line {error.lineno}, column {error.offset}: {error.msg}.") from None
        _check(part, found)


def _forget(element: etree._Element) -> None:
    parent = element.getparent()
    element.clear()
    while element.getprevious() is not None:
        del parent[0]


def _check(part: Part, found: etree.iterparse) -> None:
    """CannotImportError for the first fault that is more than a prefix without a namespace."""
    for entry in found.error_log:
        if entry.domain_name != "NAMESPACE" and entry.level_name in ("ERROR", "FATAL"):
            raise CannotImportError(
                f"{part.label}, line {entry.line}, column {entry.column}: {entry.message.strip()}. "
                "The export is damaged or incomplete: write it anew in WordPress."
            )
    if found.root is None or found.root.tag not in ("rss", "channel"):
        raise CannotImportError(f"{part.label} is no export of WordPress: it holds no <rss> with a <channel>.")
