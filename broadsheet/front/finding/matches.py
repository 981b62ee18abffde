"""What the database's own index knows of a question: the newest entries that match, never all of them.

A word that stands in a hundred thousand stories is a long list in the index. To score a list, a database walks through
the whole of it; to take its newest end costs next to nothing. Entries are numbered in the order in which stories came
into the index, so the newest end is that of the highest numbers.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import CharField, Max, Min, QuerySet
from django.db.models.functions import Cast
from wagtail.search.backends import get_search_backend
from wagtail.search.models import IndexEntry

from broadsheet.articles.models import Story
from broadsheet.front.finding.questions import Question, Term
from broadsheet.front.finding.vocabulary import beginning_with
from broadsheet.front.finding.weighing import Candidate

SHOWN = 1_500
"""Characters of a text by which it is weighed: what matters to a story stands at its beginning."""
Entry = tuple[int, int]
"""The number of an index entry, and the id of its story."""
_SQLITE = """SELECT e.id, e.object_id FROM wagtailsearch_indexentry_fts AS f
    CROSS JOIN wagtailsearch_indexentry AS e ON e.id = f.rowid
    WHERE wagtailsearch_indexentry_fts MATCH %s AND f.rowid BETWEEN %s AND %s AND e.content_type_id = %s
    ORDER BY f.rowid DESC LIMIT %s"""
_POSTGRES = """SELECT id, object_id FROM wagtailsearch_indexentry
    WHERE {vector} @@ to_tsquery({config}%s) AND id BETWEEN %s AND %s AND content_type_id = %s
    ORDER BY id DESC LIMIT %s"""
HIGHEST = 2**63 - 1


def newest(
    question: Question, limit: int, *, headline: bool = False, every: bool = True, span: tuple[int, int] = (0, HIGHEST)
) -> list[Entry]:
    """The newest entries that have all terms (or any), anywhere or in the headline, with numbers within `span`."""
    if not question.terms:
        return []
    if connection.vendor == "sqlite":
        sql, words = _SQLITE, _for_sqlite(question.terms, headline, every)
    else:
        sql, words = _for_postgres(headline), (" & " if every else " | ").join(map(_tsquery, question.terms))
    kind = ContentType.objects.get_for_model(Story).pk
    with connection.cursor() as cursor:
        cursor.execute(sql, [words, *span, kind, limit])
        return [(entry, int(story)) for entry, story in cursor.fetchall()]


def candidates(entries: Sequence[Entry], shown: int = SHOWN) -> list[Candidate]:
    """What these entries hold, of their texts so many characters."""
    title, body = ("title", "body") if connection.vendor == "sqlite" else ("title_text", "body_text")
    marks = ", ".join(["%s"] * len(entries))
    sql = f"SELECT object_id, {title}, substr({body}, 1, {shown}) FROM wagtailsearch_indexentry WHERE id IN ({marks})"  # noqa: S608
    if not entries:
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql, [entry for entry, _ in entries])
        return [Candidate(int(story), headline, text or "") for story, headline, text in cursor.fetchall()]


def span_of(stories: QuerySet[Story]) -> tuple[int, int]:
    """The lowest and the highest number of the entries of these stories; (1, 0) where they have none."""
    kind = ContentType.objects.get_for_model(Story)
    ids = stories.annotate(entry=Cast("pk", CharField())).values("entry")
    numbers = IndexEntry.objects.filter(content_type=kind, object_id__in=ids).aggregate(low=Min("pk"), high=Max("pk"))
    return (numbers["low"], numbers["high"]) if numbers["low"] is not None else (1, 0)


def _for_sqlite(terms: Sequence[Term], headline: bool, every: bool) -> str:
    """FTS5, full-text query syntax: strings, a star after them for beginnings, a filter of columns."""
    columns = "title" if headline else "title body"
    return f"{{{columns}}} : ({(' AND ' if every else ' OR ').join(map(_string, terms))})"


def _string(term: Term) -> str:
    if not term.is_beginning:
        return f'"{" ".join(term.words)}"'
    (letters,) = term.words
    words = beginning_with(letters)
    return "(" + " OR ".join(f'"{word}"' for word in words) + ")" if words else f'"{letters}" *'


def _for_postgres(headline: bool) -> str:
    """The vector is the one that Wagtail has an index of, and the words are cut as Wagtail cuts them."""
    config = getattr(get_search_backend(), "config", None)
    named = f"'{config}'::regconfig, " if config and config.isidentifier() else ""
    return _POSTGRES.format(vector="title" if headline else "(title || body)", config=named)


def _tsquery(term: Term) -> str:
    """PostgreSQL, to_tsquery: quoted words, <-> between those of a phrase, :* after beginnings."""
    words = " <-> ".join(f"'{word}'" for word in term.words)
    return f"{words}:*" if term.is_beginning else f"({words})"
