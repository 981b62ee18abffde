"""Which stories go with a story, and why: an editor says so, they are near, or else the newest there are.

The newest on its topics, then of its section, then of the paper fill what the engine did not find, or did not find yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any

from django.db import connection

from broadsheet.articles.models import Section, Story, Topic
from broadsheet.articles.prepared import Sql, numbers
from broadsheet.articles.walks import HEADLINE, Along, Headline, Walk, headlines, tag_of, walk_only
from broadsheet.edge.tags import depend
from broadsheet.related import tags
from broadsheet.related.models import Kind

COUNT = 4
SPARE = 16
"""Stories of a list that are asked for beyond `COUNT`, since some of them may stand there already or be left out."""
MOST_LINKS = 100
(_STORY,) = numbers(1)
_FILLING = ("depth", "numchild")
"""Two numbers that stories have, where links have theirs."""


@dataclass(frozen=True)
class Related:
    """A story and why it stands there: `near` by its text or an editor's word; else a topic, a section, being new."""

    story: Headline
    topic: Topic | None = None
    section: Section | None = None
    near: bool = False


def related_to(story: Story, count: int = COUNT) -> list[Related]:
    """Up to `count` stories that go with `story`, never itself; by one query where its topics are at hand."""
    depend(tags.related(story.pk))
    topics = [row.topic for row in story.story_topics.all()]
    walks = [
        *(Walk(Along.TOPIC, count + SPARE, topic.pk) for topic in topics),
        Walk(Along.SECTION, count + SPARE, story.section_id or 0),
        Walk(Along.PAPER, count + SPARE),
    ]
    links = _links(connection.vendor).given([_STORY], [story.pk])
    *lists, known = walk_only(walks, (*HEADLINE, *_FILLING), [links])
    known.sort(key=lambda row: row[-2:])
    linked = [row[: len(HEADLINE)] for row in known if row[-2] != Kind.EXCLUDED][:count]
    found = [Related(one, near=True) for one in headlines(linked)]
    but = {story.pk, *(row[1] for row in known)}
    why: dict[tuple[Any, ...], Topic | None] = {}
    for one, topic, rows in zip(walks, [*topics, None, None], lists, strict=True):
        if len(found) + len(why) >= count:
            break  # so that what is published elsewhere leaves the page as it is
        depend(tag_of(one))
        for row in rows:
            if row[1] not in but:
                why.setdefault(row[: len(HEADLINE)], topic)
    newest = list(islice(why, count - len(found)))
    return found + [_explained(one, why[row], story) for row, one in zip(newest, headlines(newest), strict=True)]


@lru_cache(maxsize=2)
def _links(vendor: str) -> Sql:
    """What readers may see of all that is linked with a story, with its kind and place."""
    stories = Story.objects.readable().filter(linked_from__story=_STORY)
    columns = (*HEADLINE, "linked_from__kind", "linked_from__place")
    rows = stories.order_by("linked_from__kind", "linked_from__place").values_list(*columns)[:MOST_LINKS]
    return Sql(*rows.query.sql_with_params())


def _explained(found: Headline, topic: Topic | None, story: Story) -> Related:
    shared = story.section if topic is None and found.section_id == story.section_id else None
    return Related(found, topic, shared)
