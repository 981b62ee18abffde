"""Ghost's two menus, and the posts that it features, as the furniture of a paper."""

from __future__ import annotations

import json
import re
from typing import Any

from broadsheet.importers.moving.furnishing import Entry, Furniture
from broadsheet.importers.small.source import Small

_ADDRESS = re.compile(r"/|https?://")


def furniture_of(paper: Small, menu: str, footer: str, featured: list[str]) -> Furniture:
    """What stands around the posts: the settings “navigation” and “secondary_navigation”, and keys of posts."""
    columns = {paper.title: entries} if (entries := _entries(paper, footer)) else {}
    return Furniture(_entries(paper, menu), columns, featured)


def _entries(paper: Small, text: str) -> list[Entry]:
    try:
        found = json.loads(text or "[]")
    except ValueError:
        return []
    return [_entry(paper, one) for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _entry(paper: Small, one: dict[str, Any]) -> Entry:
    url = str(one.get("url") or "")
    path = re.sub(r"^https?://[^/]+", "", url) or "/"
    return Entry(str(one.get("label") or ""), url=path if paper.is_ours(url) else url if _ADDRESS.match(url) else "")
