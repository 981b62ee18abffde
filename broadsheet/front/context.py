"""What every page of the paper shows around its own matter: the paper's name, menu, footer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from broadsheet.articles.lists import live_sections, top_level
from broadsheet.articles.models import Paper


@dataclass(frozen=True)
class Link:
    """An entry of a menu."""

    label: str
    url: str


def paper(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `paper`, `sections` (all live ones) and `menu`, each fetched when first used."""
    sections = SimpleLazyObject(lambda: live_sections(request))
    the_paper = SimpleLazyObject(lambda: Paper.for_request(request))
    return {
        "paper": the_paper,
        "sections": sections,
        "menu": SimpleLazyObject(lambda: menu_links(the_paper.menu, sections, request)),
    }


def menu_links(menu, sections, request: HttpRequest) -> list[Link]:
    """The entries of the section bar; without a menu of the publisher's, the sections right below the front."""
    if not menu:
        return [Link(section.title, section.get_url(request)) for section in top_level(sections)]
    return [
        Link(block.value.title, block.value.get_url(request))
        if block.block_type == "page"
        else Link(block.value["label"], block.value["url"])
        for block in menu
        if block.value and (block.block_type == "link" or block.value.live)
    ]
