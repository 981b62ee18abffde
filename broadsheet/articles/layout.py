"""Checks of a front's layout: no story is chosen twice."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from wagtail.blocks import StreamValue
from wagtail.models import Page


def chosen_twice(layout: StreamValue) -> list[str]:
    """A sentence for each story that stands in more than one place, naming the places in their order."""
    places: dict[int, list[str]] = {}
    titles: dict[int, str] = {}
    for page, place in _chosen(layout):
        titles[page.pk] = page.title
        places.setdefault(page.pk, []).append(place)
    return [
        _("“%(title)s” stands twice: %(places)s.") % {"title": titles[pk], "places": ", ".join(found)}
        for pk, found in places.items()
        if len(found) > 1
    ]


def _chosen(layout: StreamValue) -> Iterator[tuple[Page, str]]:
    """Each chosen story with the name of its place."""
    for block in layout:
        name = _place(block)
        stories = [block.value["story"]] if "story" in block.value else block.value.get("stories", [])
        yield from ((story, name) for story in stories if story)


def _place(block: StreamValue.StreamChild) -> str:
    label = str(block.block.label)
    if block.block_type == "strip" and block.value["section"]:
        return f"{label} {block.value['section'].title}"
    return f"{label} {block.value['title']}" if block.block_type == "picks" else label
