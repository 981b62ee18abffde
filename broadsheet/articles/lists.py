"""Lists of stories by section, cheap at any size of archive: each walks an index and stops at its limit."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from heapq import merge
from itertools import islice

from django.http import HttpRequest

from broadsheet.articles import tags
from broadsheet.articles.addresses import share_roots
from broadsheet.articles.models import Byline, Section, Story
from broadsheet.articles.models.story import TEASER
from broadsheet.articles.prepared import Prepared, numbers
from broadsheet.articles.walks import Along, Found, Walk, walk
from broadsheet.edge.tags import depend

SECTION = ("title", "slug", "url_path", "path", "depth", "description")
"""What menus, strips and kickers need of a section."""
_SECTIONS = Prepared(lambda: Section.objects.order_by().only(*SECTION, "live"))


def newest_within(section_ids: Iterable[int], start: int, stop: int, leave_out: Collection[int] = ()) -> Found:
    """Times and ids of the stories from `start` to `stop` in these sections together, the newest first; 1 query."""
    limit = stop + len(leave_out)
    walks = [Walk(Along.SECTION, limit, pk) for pk in section_ids]
    found = (row for row in merge(*walk(walks), reverse=True) if row[1] not in leave_out)
    return list(islice(found, start, stop))


def fetch_teasers(ids: Iterable[int], sections: Iterable[Section], signed: Collection[int] = ()) -> dict[int, Story]:
    """The stories with these ids as teasers need them, by id; their sections are taken from `sections` where there.

    By one query, one more with the authors of those that are `signed`, one more where a section is missing. The ids
    must come from a list of readable stories: it is not asked again whether they are.
    """
    wanted = list(ids)
    found = {story.pk: story for story in _teasers(len(wanted)).fetch(*wanted)} if wanted else {}
    share_roots(found.values())
    if signed:
        _name_authors({pk: found[pk] for pk in signed if pk in found})
    known = {section.pk: section for section in sections}
    missing = {story.section_id for story in found.values()} - known.keys()
    known |= Section.objects.in_bulk(missing) if missing else {}
    for story in found.values():
        story.section = known.get(story.section_id)
    return found


def _name_authors(stories: dict[int, Story]) -> None:
    for story in stories.values():
        story.authors = []
    for byline in _bylines(len(stories)).fetch(*stories) if stories else ():
        stories[byline.story_id].authors.append(byline.author)


@lru_cache(maxsize=200)
def _teasers(count: int) -> Prepared[Story]:
    ids = numbers(count)
    return Prepared(lambda: Story.objects.only(*TEASER).select_related("lead_image").filter(id__in=ids).order_by(), ids)


@lru_cache(maxsize=200)
def _bylines(count: int) -> Prepared[Byline]:
    ids = numbers(count)
    return Prepared(lambda: Byline.objects.select_related("author__portrait").filter(story__in=ids), ids)


def live_sections(request: HttpRequest | None = None) -> list[Section]:
    """All live sections in the order of the tree, by one query a request."""
    depend(tags.TREE)
    known: list[Section] | None = getattr(request, "_broadsheet_sections", None)
    if known is None:
        # Chosen and sorted here: asked to, SQLite walks all live pages by their path to find the few that are sections.
        known = sorted((one for one in _SECTIONS.fetch() if one.live), key=lambda section: section.path)
        share_roots(known)
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
