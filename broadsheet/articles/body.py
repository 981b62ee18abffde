"""Bodies made ready to print: every block rendered, in a fixed number of queries whatever the body holds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.utils.safestring import SafeString
from wagtail.blocks import StreamValue
from wagtail.documents.rich_text import DocumentLinkHandler
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from broadsheet.articles import tags
from broadsheet.edge.pressing import gathered
from broadsheet.edge.tags import depend
from broadsheet.media.models import Image
from broadsheet.media.pictures import prefetch_renditions

_PAGE_LINK = re.compile(r'linktype="page"[^>]*?\bid="(\d+)"|\bid="(\d+)"[^>]*?linktype="page"')
_linked: ContextVar[dict[int, Page]] = ContextVar("linked_pages")


@dataclass(frozen=True)
class Piece:
    """One block of a body: its type, its HTML, and the tags of what that shows."""

    kind: str
    html: SafeString
    tags: frozenset[str] = field(default=frozenset(), compare=False)


class LinkedPages(PageLinkHandler):
    """Looks page links up among those that `prepare` fetched for the whole body, by one query."""

    @classmethod
    def get_many(cls, attrs_list: list[dict[str, str]]) -> list[Page | None]:
        ids = [int(attrs["id"]) for attrs in attrs_list if attrs.get("id", "").isdigit()]
        depend(tags.TREE, *map(tags.story, ids))
        known = _linked.get(None)
        if known is None:
            return super().get_many(attrs_list)
        return [known.get(int(attrs["id"])) if attrs.get("id", "").isdigit() else None for attrs in attrs_list]


class LinkedDocuments(DocumentLinkHandler):
    """Links to files, whose addresses change with their names."""

    @classmethod
    def get_many(cls, attrs_list: list[dict[str, str]]) -> list[Any]:
        depend(tags.DOCUMENTS)
        found: list[Any] = super().get_many(attrs_list)
        return found


def prepare(body: StreamValue, *more: Image | None) -> list[Piece]:
    """The blocks of `body` as HTML. Renditions of its pictures and of the pictures `more` are fetched together."""
    prefetch_renditions([*images_of(body), *(image for image in more if image)])
    token = _linked.set(_fetch_links(body))
    try:
        return [_printed(block) for block in body]
    finally:
        _linked.reset(token)


def _printed(block: Any) -> Piece:
    with gathered() as pressing:
        html = SafeString(block.render())
    return Piece(block.block_type, html, frozenset(pressing.tags))


def prepare_many(bodies: Sequence[StreamValue], *more: Image | None) -> list[list[Piece]]:
    """The pieces of each of `bodies`, in as many queries as one body takes.

    The bodies are joined into one, so that what their blocks refer to is fetched together.
    """
    if not bodies:
        return []
    blocks = [block for body in bodies for block in body.raw_data]
    pieces = iter(prepare(bodies[0].stream_block.to_python(blocks), *more))
    return [[next(pieces) for _ in body.raw_data] for body in bodies]


def images_of(body: StreamValue) -> Iterator[Image]:
    """The pictures that a body shows, galleries included; those that were deleted since are left out."""
    for block in body:
        pictures = block.value["pictures"] if block.block_type == "gallery" else [block.value]
        if block.block_type in ("picture", "gallery"):
            yield from (picture["image"] for picture in pictures if picture["image"])


def _fetch_links(body: StreamValue) -> dict[int, Page]:
    ids = {int(a or b) for source in _rich_texts(body) for a, b in _PAGE_LINK.findall(source)}
    return Page.objects.live().in_bulk(ids) if ids else {}


def _rich_texts(body: StreamValue) -> Iterator[str]:
    for block in body:
        if block.block_type == "paragraph":
            yield block.value.source
        elif block.block_type == "fact_box":
            yield block.value["text"].source
        elif block.block_type == "table":
            yield from (
                cell.value.source for row in block.value["table"].rows for cell in row if hasattr(cell.value, "source")
            )
