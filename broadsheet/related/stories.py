"""Which stories go with a story: the newest on its topics, then the newest of its section."""

from __future__ import annotations

from broadsheet.articles.lists import fetch_teasers, newest_ids
from broadsheet.articles.models import Story

COUNT = 4


def related_to(story: Story, count: int = COUNT) -> list[Story]:
    """Up to `count` stories related to `story`, never itself; by 3 queries."""
    topic_ids = [row.topic_id for row in story.story_topics.all()]
    readable = Story.objects.readable().exclude(pk=story.pk)
    queries = [
        *(readable.filter(story_topics__topic=pk).order_by("-story_topics__published_at")[:count] for pk in topic_ids),
        readable.filter(section=story.section_id).newest_first()[:count],
        readable.newest_first()[:count],
    ]
    ranked = dict.fromkeys(pk for found in newest_ids(queries) for _, pk in found)
    ids = list(ranked)[:count]
    stories = fetch_teasers(ids)
    return [stories[pk] for pk in ids if pk in stories]
