"""Which stories go with a story, and why: the newest on its topics, then the newest of its section, then any."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import Any

from broadsheet.articles.models import Section, Story, Topic
from broadsheet.articles.walks import HEADLINE, Along, Headline, Walk, headlines, tag_of, walk_only
from broadsheet.edge.tags import depend

COUNT = 4


@dataclass(frozen=True)
class Related:
    """A story and what it shares with the one that is read: a topic, else the section, else nothing but being new."""

    story: Headline
    topic: Topic | None = None
    section: Section | None = None


def related_to(story: Story, count: int = COUNT) -> list[Related]:
    """Up to `count` stories that go with `story`, never itself; by one query where its topics are at hand."""
    topics = [row.topic for row in story.story_topics.all()]
    walks = [
        *(Walk(Along.TOPIC, count + 1, topic.pk) for topic in topics),
        Walk(Along.SECTION, count + 1, story.section_id or 0),
        Walk(Along.PAPER, count + 1),
    ]
    why: dict[tuple[Any, ...], Topic | None] = {}
    for one, topic, found in zip(walks, [*topics, None, None], walk_only(walks, HEADLINE), strict=True):
        if len(why) >= count:
            break  # so that what is published elsewhere leaves the page as it is
        depend(tag_of(one))
        for row in found:
            if row[1] != story.pk:
                why.setdefault(row, topic)
    rows = list(islice(why, count))
    return [_explained(one, why[row], story) for row, one in zip(rows, headlines(rows), strict=True)]


def _explained(found: Headline, topic: Topic | None, story: Story) -> Related:
    shared = story.section if topic is None and found.section_id == story.section_id else None
    return Related(found, topic, shared)
