"""The paper's own matter, from the edition's `paper.yaml`: name, follow links, footer, and the layout of the front."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from wagtail.models import Page, Site

from broadsheet.articles.models import Front, Paper
from broadsheet.importers.sample.bodies import to_blocks

PLAIN = ("name", "motto", "place", "publisher", "description", "accent")


def dress_paper(front: Front, table: Mapping[str, Any], pages: Mapping[str, Page]) -> None:
    """Give the paper of `front` its name, motto, follow links and footer."""
    site = Site.objects.get(root_page=front)
    site.site_name = table["name"]
    site.save()
    paper = Paper.for_site(site)
    for name in PLAIN:
        setattr(paper, name, table[name])
    paper.follow = _raw([("account", row) for row in table["follow"]])
    paper.footer = _raw([_footer_block(row, pages) for row in table["footer"]])
    paper.save()


def dress_front(front: Front, layout: list[dict[str, Any]], pages: Mapping[str, Page]) -> None:
    """Curate the front: `layout` lists blocks of one key each, stories and sections told by slug."""
    front = Front.objects.get(pk=front.pk)
    front.layout = _raw([_layout_block(kind, value, pages) for row in layout for kind, value in row.items()])
    front.save_revision(log_action=True).publish()


def _footer_block(row: Mapping[str, Any], pages: Mapping[str, Page]) -> tuple[str, Any]:
    if "text" in row:
        return "text", {"text": to_blocks(row["text"], {slug: page.pk for slug, page in pages.items()}, {})[0]["value"]}
    links = [
        {"type": "page", "value": pages[link["page"]].pk} if "page" in link else {"type": "link", "value": link}
        for link in row["links"]
    ]
    return "column", {"title": row["title"], "links": links}


def _layout_block(kind: str, value: Any, pages: Mapping[str, Page]) -> tuple[str, Any]:
    def ids(slugs: list[str]) -> list[int]:
        return [pages[slug].pk for slug in slugs]

    match kind:
        case "lead":
            return kind, {"story": pages[value].pk}
        case "secondary":
            return kind, {"stories": ids(value)}
        case "latest":
            return kind, {"count": value}
        case "strip":
            stories = ids(value.get("stories", []))
            return kind, {**value, "section": pages[value["section"]].pk, "stories": stories}
        case "picks":
            return kind, {**value, "stories": ids(value["stories"])}
    raise ValueError(f"the layout has a block {kind!r}, which is none of lead, secondary, latest, strip, picks")


def _raw(blocks: list[tuple[str, Any]]) -> str:
    return json.dumps([{"type": kind, "value": value} for kind, value in blocks])
