"""Which stories go with a story, and why: the newest on its topics, then the newest of its section, then any."""

from __future__ import annotations

from dataclasses import dataclass

from broadsheet.articles.lists import fetch_headlines
from broadsheet.articles.models import Section, Story, Topic
from broadsheet.articles.walks import Along, Walk, walk

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
    walks = [
        *(Walk(Along.TOPIC, count + 1, topic.pk) for topic in topics),
        Walk(Along.SECTION, count + 1, story.section_id or 0),
        Walk(Along.PAPER, count + 1),
    ]
    topic_of: dict[int, Topic | None] = {}
    for topic, found in zip([*topics, None, None], walk(walks), strict=True):
        for _, pk in found:
            topic_of.setdefault(pk, topic)
    topic_of.pop(story.pk, None)
    ids = list(topic_of)[:count]
    stories = fetch_headlines(ids)
    return [_explained(stories[pk], topic_of[pk], story) for pk in ids if pk in stories]


def _explained(found: Story, topic: Topic | None, story: Story) -> Related:
    shared = story.section if topic is None and found.section_id == story.section_id else None
    return Related(found, topic, shared)
