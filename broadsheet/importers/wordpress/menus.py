"""WordPress's menus, and the posts that it keeps on top, as the furniture of a paper."""

from __future__ import annotations

import re

from broadsheet.importers.moving.furnishing import Entry, Furniture
from broadsheet.importers.wordpress.source import Wordpress, host_of, one_line

_MAIN = re.compile(r"main|primary|header|top|nav|haupt|principal|principale", re.IGNORECASE)
_FOOT = re.compile(r"foot|legal|imprint|pied|rodap", re.IGNORECASE)
BELOW = "stands below another entry: the menu here has one level"
OTHER = "stands in a menu that is neither the main one nor one of the footer"


def furniture_of(source: Wordpress) -> Furniture:
    """What stands around the posts of `source`."""
    survey, found = source.survey, Furniture()
    menus: dict[str, list[Entry]] = {}
    for menu, parent, *row in survey.each(
        "SELECT menu, parent, type, object, number, url, title FROM menu ORDER BY position, n"
    ):
        if parent.strip("0"):
            found.left[BELOW] += 1
        else:
            menus.setdefault(menu, []).append(_entry(source, *row))
    main = _main(menus, survey.menus)
    for slug, entries in menus.items():
        name = survey.menus.get(slug, slug)
        if slug == main:
            found.menu = entries
        elif _FOOT.search(f"{slug} {name}"):
            found.footer[name] = entries
        else:
            found.left[OTHER] += len(entries)
    found.top = [key for _, key in sorted(survey.sticky, reverse=True)]
    return found


def _main(menus: dict[str, list[Entry]], names: dict[str, str]) -> str:
    """The slug of the menu above the pages: by its name, else the longest."""
    bars = [slug for slug in menus if not _FOOT.search(f"{slug} {names.get(slug, '')}")]
    named = [slug for slug in bars if _MAIN.search(f"{slug} {names.get(slug, '')}")]
    return max(named or bars, key=lambda slug: len(menus[slug]), default="")


def _entry(source: Wordpress, kind: str, what: str, number: str, url: str, title: str) -> Entry:
    label = one_line(title)
    if kind == "post_type":
        rows = source.survey.rows("SELECT kind, key FROM item WHERE key = ?", number)
        place, key = next(iter(rows), ("page", number))
        return Entry(label, place if place in ("story", "page") else "page", key)
    if kind == "taxonomy":
        prefix = {"category": "cat", "post_tag": "tag"}.get(what, what)
        return Entry(label, "term", source.survey.numbers.get(f"{prefix}={number}", ""))
    if url.startswith("#"):
        return Entry(label)
    ours = host_of(url) == host_of(source.survey.base) and bool(source.survey.base)
    path = re.sub(r"^https?://[^/]+", "", url) or "/"
    return Entry(label, url=path if ours else url if re.match(r"(?:/|https?://)", url) else "")
