"""Lists of stories by section, cheap at any size of archive: each walks an index and stops at its limit."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from heapq import merge
from itertools import islice
from typing import Any

from django.db import connection
from django.http import HttpRequest

from broadsheet.articles.models import Section, Story
from broadsheet.articles.models.story import StoryQuerySet
from broadsheet.media.pictures import prefetch_renditions


def newest_ids(queries: Sequence[StoryQuerySet]) -> list[list[tuple[Any, int]]]:
    """(time, id) pairs that each of `queries` (sliced) finds, the newest first; all of them by one query."""
    if not queries:
        return []
    parts, params = [], []
    for number, query in enumerate(queries):
        sql, its_params = query.values_list("pk", "published_at").query.sql_with_params()
        parts.append(f"SELECT {number} AS n, q{number}.* FROM ({sql}) AS q{number}")  # noqa: S608
        params.extend(its_params)
    found: list[list[tuple[Any, int]]] = [[] for _ in queries]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), params)
        for number, pk, published_at in cursor.fetchall():
            found[number].append((published_at, pk))
    return [sorted(rows, reverse=True) for rows in found]


def newest_by_section(section_ids: Iterable[int], limit: int) -> dict[int, list[int]]:
    """Ids of the `limit` newest stories of each section, the newest first, by one query."""
    ids = list(section_ids)
    queries = [Story.objects.readable().filter(section=pk).newest_first()[:limit] for pk in ids]
    return {pk: [story_id for _, story_id in found] for pk, found in zip(ids, newest_ids(queries), strict=True)}


def newest_within(section_ids: Iterable[int], start: int, stop: int, leave_out: Collection[int] = ()) -> list[int]:
    """Ids of the stories from `start` to `stop` in these sections together, the newest first, by one query."""
    limit = stop + len(leave_out)
    queries = [Story.objects.readable().filter(section=pk).newest_first()[:limit] for pk in section_ids]
    found = (pk for _, pk in merge(*newest_ids(queries), reverse=True) if pk not in leave_out)
    return list(islice(found, start, stop))


def fetch_teasers(ids: Iterable[int], *, authors: bool = False) -> dict[int, Story]:
    """The readable stories among `ids` as teasers need them, by id."""
    query = Story.objects.readable().for_teasers()
    return (query.with_authors() if authors else query).in_bulk(list(ids))


def fetch_in_order(ids: Sequence[int], *, authors: bool = False) -> list[Story]:
    """The readable stories among `ids` with all that teasers show of them, in the order of `ids`."""
    stories = fetch_teasers(ids, authors=authors)
    found = [stories[pk] for pk in ids if pk in stories]
    prefetch_renditions(story.lead_image for story in found if story.lead_image)
    return found


def live_sections(request: HttpRequest | None = None) -> list[Section]:
    """All live sections in the order of the tree, by one query a request."""
    known: list[Section] | None = getattr(request, "_broadsheet_sections", None)
    if known is None:
        known = list(Section.objects.live().order_by("path").defer("layout"))
        if request is not None:
            request._broadsheet_sections = known  # type: ignore[attr-defined]
    return known


def beneath(section: Section, sections: Iterable[Section]) -> list[int]:
    """Ids of `section` and of those of `sections` that lie below it."""
    return [other.pk for other in sections if other.path.startswith(section.path)]


def top_level(sections: Sequence[Section]) -> list[Section]:
    """The sections right below the front."""
    shallowest = min((section.depth for section in sections), default=0)
    return [section for section in sections if section.depth == shallowest]
