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
    stories = _stories(len(ids)).fetch(*ids)
    share_roots(stories)
    complete(stories, sections)
    return stories


def complete(stories: Sequence[Story], sections: Iterable[Section]) -> None:
    """Gives `stories` their sections, taken from `sections` where there, and all that hangs on them: 3 queries."""
    known = {section.pk: section for section in sections}
    by_id = {story.pk: story for story in stories}
    for story in stories:
        if story.section_id in known:
            story.section = known[story.section_id]
    for relation, query in _relations(len(stories)).items() if stories else ():
        rows: dict[int, list[Any]] = {pk: [] for pk in by_id}
        for row in query.fetch(*by_id):
            rows[row.story_id].append(row)
        for pk, story in by_id.items():
            remember(story, relation, rows[pk])


@lru_cache(maxsize=100)
def _stories(count: int) -> Prepared[Story]:
    ids = numbers(count)
    return Prepared(
        lambda: Story.objects.readable().select_related("lead_image").filter(id__in=ids).newest_first(), ids
    )


@lru_cache(maxsize=100)
def _relations(count: int) -> dict[str, Prepared[Any]]:
    """What `StoryQuerySet.for_reading` fetches beside the stories."""
    ids = numbers(count)
    return {
        "bylines": Prepared(lambda: Byline.objects.select_related("author__portrait").filter(story__in=ids), ids),
        "story_topics": Prepared(lambda: StoryTopic.objects.select_related("topic").filter(story__in=ids), ids),
        "corrections": Prepared(lambda: Correction.objects.filter(story__in=ids), ids),
    }
