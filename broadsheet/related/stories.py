"""Which stories go with a story, and why: the newest on its topics, then the newest of its section, then any."""

from __future__ import annotations

from dataclasses import dataclass

from broadsheet.articles.lists import fetch_teasers, newest_ids
from broadsheet.articles.models import Section, Story, Topic

COUNT = 4


@dataclass(frozen=True)
class Related:
    """A story and what it shares with the one that is read: a topic, else the section, else nothing but being new."""

    story: Story
    topic: Topic | None = None
    section: Section | None = None


def related_to(story: Story, count: int = COUNT) -> list[Related]:
    """Up to `count` stories that go with `story`, never itself; by 2 queries where its topics are at hand."""
    topics = [row.topic for row in story.story_topics.all()]
    readable = Story.objects.readable().exclude(pk=story.pk)
    queries = [
        *(readable.filter(story_topics__topic=t).order_by("-story_topics__published_at")[:count] for t in topics),
        readable.filter(section=story.section_id).newest_first()[:count],
        readable.newest_first()[:count],
    ]
    topic_of: dict[int, Topic | None] = {}
    for topic, found in zip([*topics, None, None], newest_ids(queries), strict=True):
        for _, pk in found:
            topic_of.setdefault(pk, topic)
    ids = list(topic_of)[:count]
    stories = fetch_teasers(ids)
    return [_explained(stories[pk], topic_of[pk], story.section_id) for pk in ids if pk in stories]


def _explained(found: Story, topic: Topic | None, section_id: int | None) -> Related:
    shared = found.section if topic is None and found.section_id == section_id else None
    return Related(found, topic, shared)
