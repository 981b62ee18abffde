"""The newest stories of a section, a topic or the whole paper: short walks along an index, many of them by one query.

A page asks for a dozen of these. Each kind of walk is compiled once and then only given its values
(docs/decisions/0005).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection

from broadsheet.articles import tags
from broadsheet.articles.addresses import addresses
from broadsheet.articles.models import Story
from broadsheet.articles.prepared import Sql, numbers
from broadsheet.edge.tags import depend

(_VALUE,) = numbers(1)
_START, _STOP = datetime(1001, 1, 1, tzinfo=UTC), datetime(1002, 1, 1, tzinfo=UTC)
"""Stand for the values in SQL that is compiled once."""
MOST = 400
"""Parts of one query: SQLite takes 500."""
TIME = ("published_at", "pk")
HEADLINE = (*TIME, "title", "short_headline", "url_path", "section_id", "language")


class Along(StrEnum):
    """What a walk goes along."""

    PAPER = "paper"
    SECTION = "section"
    TOPIC = "topic"
    AUTHOR = "author"
    STORY = "story"
    SPAN = "span"
    LISTED = "listed"


class Walk(NamedTuple):
    """The `limit` newest readable stories of what has the id `value` (the paper needs none), or of a span of time.

    A span reaches from `value` up to, but not including, `stop`; LISTED leaves out what has its home elsewhere.
    """

    along: Along
    limit: int
    value: Any = 0
    stop: datetime | None = None


Found = list[tuple[Any, ...]]
"""What a walk found, the newest first: its columns, which begin with the time of publication and the id."""


class Headline(NamedTuple):
    """What a headline in a list needs."""

    pk: int
    teaser_headline: str
    url: str
    published_at: datetime
    section_id: int
    language: str


def walk(walks: Sequence[Walk], columns: tuple[str, ...] = TIME) -> list[Found]:
    """What each of `walks` finds, all by one query (one for every `MOST` walks); times are as the database has them."""
    depend(tags.PAPER, tags.PRIVACY, tags.TREE, *filter(None, map(tag_of, walks)))
    return walk_only(walks, columns)


def tag_of(one: Walk) -> str:
    """The tag of the list that a walk goes along; "" for spans: what of them matters is for the caller to say."""
    match one.along:
        case Along.SECTION:
            return tags.section(one.value)
        case Along.TOPIC:
            return tags.topic_stories(one.value)
        case Along.AUTHOR:
            return tags.author_stories(one.value)
        case Along.STORY:
            return tags.story(one.value)
        case Along.PAPER:
            return tags.STORIES
        case Along.SPAN | Along.LISTED:
            return ""


def walk_only(walks: Sequence[Walk], columns: tuple[str, ...] = TIME, beside: Sequence[Sql] = ()) -> list[Found]:
    """As `walk`, for who says by itself which lists the page depends on, because not all that is found counts.

    `beside` are other queries that find as many columns of stories, and are asked with them; what they find comes last.
    """
    every = [*(_sql(one, columns) for one in walks), *beside]
    found: list[Found] = [[] for _ in every]
    for first in range(0, len(every), MOST):
        parts = every[first : first + MOST]
        text = " UNION ALL ".join(f"SELECT {n} AS n, q{n}.* FROM ({part.text}) AS q{n}" for n, part in enumerate(parts))  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(text, [param for part in parts for param in part.params])
            for number, *row in cursor.fetchall():
                found[first + number].append(tuple(row))
    for rows in found:
        rows.sort(reverse=True)
    return found


def headlines(rows: Iterable[tuple[Any, ...]]) -> list[Headline]:
    """Rows of the columns `HEADLINE` ready to show."""
    found = list(rows)
    depend(tags.PAPER, tags.PRIVACY, tags.TREE, *(tags.story(row[1]) for row in found))
    urls = addresses([row[4] for row in found])
    return [
        Headline(pk, short or title, url, time_of(at), section_id, language)
        for (at, pk, title, short, _, section_id, language), url in zip(found, urls, strict=True)
    ]


def time_of(value: Any) -> datetime:
    """A time of publication as walks find it, with its zone: SQLite knows none, and knows times as text only."""
    time = datetime.fromisoformat(value) if isinstance(value, str) else value
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def _sql(one: Walk, columns: tuple[str, ...]) -> Sql:
    sql = _compiled(one.along, one.limit, columns, connection.vendor)
    if one.stop is None:
        return sql.given([_VALUE], [one.value])
    return sql.given(_times(_START, _STOP), _times(one.value, one.stop))


def _times(*times: datetime) -> list[Any]:
    return [connection.ops.adapt_datetimefield_value(time) for time in times]


@lru_cache(maxsize=500)
def _compiled(along: Along, limit: int, columns: tuple[str, ...], vendor: str) -> Sql:
    """A kind of walk in the words of a database of that vendor."""
    stories = Story.objects.readable()
    match along:
        case Along.SECTION:
            query = stories.filter(section=_VALUE).newest_first()
        case Along.TOPIC:
            query = stories.filter(story_topics__topic=_VALUE).order_by("-story_topics__published_at")
        case Along.AUTHOR:
            query = stories.filter(bylines__author=_VALUE).order_by("-bylines__published_at")
        case Along.STORY:
            query = stories.filter(id=_VALUE)
        case Along.PAPER:
            query = stories.newest_first()
        case Along.SPAN:
            query = stories.published_within(_START, _STOP).newest_first()
        case Along.LISTED:
            query = stories.listed().published_within(_START, _STOP).newest_first()
    return Sql(*query.values_list(*columns)[:limit].query.sql_with_params())
