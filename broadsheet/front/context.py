"""What every page of the paper shows around its own matter: the paper's name, menu, footer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from wagtail.blocks import StreamValue

from broadsheet.articles.lists import live_sections, top_level
from broadsheet.articles.models import Paper, Section


@dataclass(frozen=True)
class Link:
    """An entry of a menu. `current` is the value of its `aria-current`: "page", "true" for a page below it, or ""."""

    label: str
    url: str
    current: str = ""


def paper(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `paper`, `sections` (all live ones) and `menu`, each fetched when first used."""
    sections = SimpleLazyObject(lambda: live_sections(request))
    the_paper = SimpleLazyObject(lambda: Paper.for_request(request))
    return {
        "paper": the_paper,
        "sections": sections,
        "menu": SimpleLazyObject(lambda: menu_links(the_paper.menu, sections, request)),  # type: ignore[attr-defined, arg-type]
    }


def menu_links(menu: StreamValue, sections: Sequence[Section], request: HttpRequest) -> list[Link]:
    """The entries of the section bar; without a menu of the publisher's, the sections right below the front."""
    if not menu:
        return [_link(section.title, section.get_url(request), request) for section in top_level(sections)]
    return [
        _link(block.value.title, block.value.get_url(request), request)
        if block.block_type == "page"
        else _link(block.value["label"], block.value["url"], request)
        for block in menu
        if block.value and (block.block_type == "link" or block.value.live)
    ]


def _link(label: str, url: str, request: HttpRequest) -> Link:
    if request.path == url:
        return Link(label, url, "page")
    below = len(url) > 1 and url.endswith("/") and request.path.startswith(url)
    return Link(label, url, "true" if below else "")
