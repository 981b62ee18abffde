"""Many whole stories at once, with all that hangs on them, by queries that are compiled once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from broadsheet.articles import tags
from broadsheet.articles.addresses import share_roots
from broadsheet.articles.models import Byline, Correction, Section, Story, StoryTopic
from broadsheet.articles.prepared import Prepared, numbers, remember
from broadsheet.edge.tags import depend


def fetch_whole(ids: Sequence[int], sections: Iterable[Section]) -> list[Story]:
    """The readable stories among `ids`, the newest first, as `StoryQuerySet.for_reading` fetches them: 4 queries.

    Their sections are taken from `sections` where there; one that is missing costs a query when it is asked for.
    """
    depend(tags.PAPER, tags.PRIVACY, tags.TREE)
    if not ids:
        return []
    queries = _queries(len(ids))
    stories = queries["stories"].fetch(*ids)
    share_roots(stories)
    known = {section.pk: section for section in sections}
    for story in stories:
        if story.section_id in known:
            story.section = known[story.section_id]
    for relation in ("bylines", "story_topics", "corrections"):
        rows: dict[int, list[Any]] = {story.pk: [] for story in stories}
        for row in queries[relation].fetch(*ids):
            if row.story_id in rows:
                rows[row.story_id].append(row)
        for story in stories:
            remember(story, relation, rows[story.pk])
    return stories


@lru_cache(maxsize=100)
def _queries(count: int) -> dict[str, Prepared[Any]]:
    ids = numbers(count)
    return {
        "stories": Prepared(
            lambda: Story.objects.readable().select_related("lead_image").filter(id__in=ids).newest_first(), ids
        ),
        "bylines": Prepared(lambda: Byline.objects.select_related("author__portrait").filter(story__in=ids), ids),
        "story_topics": Prepared(lambda: StoryTopic.objects.select_related("topic").filter(story__in=ids), ids),
        "corrections": Prepared(lambda: Correction.objects.filter(story__in=ids), ids),
    }
