"""The newest stories of a section, a topic or the whole paper: short walks along an index, many of them by one query.

A page asks for a dozen of these. Having Django build the SQL each time costs far more than the database takes to
answer, so that each kind of walk is compiled once and then only given its values (docs/decisions/0005).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple

from django.db import connection

from broadsheet.articles.models import Story
from broadsheet.articles.models.story import StoryQuerySet

_VALUE, _LIMIT = 987_654_321, 987_654_322
"""Stand for the values in SQL that is compiled once."""
MOST = 400
"""Parts of one query: SQLite takes 500."""


class Along(StrEnum):
    """What a walk goes along."""

    PAPER = "paper"
    SECTION = "section"
    TOPIC = "topic"
    STORY = "story"


class Walk(NamedTuple):
    """The `limit` newest readable stories of the section, topic or story with id `value` (the paper has none)."""

    along: Along
    limit: int
    value: int = 0


Found = list[tuple[Any, int]]
"""(time of publication, id) of stories, the newest first."""


def walk(walks: Sequence[Walk]) -> list[Found]:
    """What each of `walks` finds, all by one query (one for every `MOST` walks)."""
    compiled = (_compiled(one.along, connection.vendor) for one in walks)
    parts = [(sql, _filled(params, one)) for (sql, params), one in zip(compiled, walks, strict=True)]
    return together(parts)


def newest_ids(queries: Iterable[StoryQuerySet]) -> list[Found]:
    """What each of `queries` (sliced) finds, all by one query: for what is no walk of a kind known here."""
    return together([query.values_list("pk", "published_at").query.sql_with_params() for query in queries])


def together(parts: Sequence[tuple[str, tuple[Any, ...]]]) -> list[Found]:
    """The rows (id, time) that each of the (SQL, parameters) `parts` finds, as (time, id), the newest first."""
    found: list[Found] = [[] for _ in parts]
    for start in range(0, len(parts), MOST):
        some = list(enumerate(parts))[start : start + MOST]
        sql = " UNION ALL ".join(f"SELECT {n} AS n, q{n}.* FROM ({part}) AS q{n}" for n, (part, _) in some)  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(sql, [value for _, (_, params) in some for value in params])
            for number, pk, published_at in cursor.fetchall():
                found[number].append((published_at, pk))
    return [sorted(rows, reverse=True) for rows in found]


@cache
def _compiled(along: Along, vendor: str) -> tuple[str, tuple[Any, ...]]:
    """SQL and parameters of a kind of walk on a database of that vendor; the limit is the last parameter."""
    stories = Story.objects.readable()
    match along:
        case Along.SECTION:
            query = stories.filter(section=_VALUE).newest_first()
        case Along.TOPIC:
            query = stories.filter(story_topics__topic=_VALUE).order_by("-story_topics__published_at")
        case Along.STORY:
            query = stories.filter(id=_VALUE)
        case Along.PAPER:
            query = stories.newest_first()
    sql, params = query.values_list("pk", "published_at")[:_LIMIT].query.sql_with_params()
    return sql.replace(f"LIMIT {_LIMIT}", "LIMIT %s"), params


def _filled(params: tuple[Any, ...], one: Walk) -> tuple[Any, ...]:
    return (*(one.value if param == _VALUE else param for param in params), one.limit)
