"""Readable stories that answer a question, the best first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache
from math import log
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from broadsheet.articles.lists import SECTION
from broadsheet.articles.models import Section, Story
from broadsheet.articles.models.story import TEASER
from broadsheet.articles.prepared import Prepared, Sql, numbers
from broadsheet.articles.walks import time_of
from broadsheet.front.finding import matches
from broadsheet.front.finding.matches import Entry
from broadsheet.front.finding.questions import Question, Term
from broadsheet.front.finding.weighing import ordered

WEIGHED = 150
"""The newest stories with the words, of which the best come first."""
HEADED = 50
"""The newest with the words in the headline, which are weighed with these."""
LISTED = 1_000
"""Stories that a reader can leaf through: those that were not weighed follow by their age."""
OURS = ("broadsheet.articles.searching", "wagtail.search.backends.database")
"""Search engines whose index lies in the database."""
NARROWED = 1_000
"""Matches that are looked through for those of a section or a time."""


class SearchError(Exception):
    """A search engine outside the database cannot be asked; the text says why."""


@dataclass(frozen=True)
class Narrowing:
    """Within which section and which days, both included, a reader looks."""

    section: Section | None = None
    since: date | None = None
    until: date | None = None

    def __bool__(self) -> bool:
        return any((self.section, self.since, self.until))

    @cached_property
    def sections(self) -> list[int]:
        """The section and those below it. In SQL a path would be looked for among all pages."""
        path = self.section.path if self.section else ""
        return [pk for pk, way in Section.objects.values_list("pk", "path") if way.startswith(path)]

    def of(self, stories: QuerySet[Story]) -> QuerySet[Story]:
        """Those of `stories` that lie within."""
        if self.section:
            stories = stories.filter(section_id__in=self.sections)
        if self.since:
            stories = stories.filter(published_at__gte=midnight(self.since))
        if self.until:
            stories = stories.filter(published_at__lt=midnight(self.until + timedelta(days=1)))
        return stories


def find(question: Question, narrowing: Narrowing, start: int, stop: int) -> list[Story]:
    """The stories from `start` to `stop` that have all terms, or any of them where none has all.

    Raises SearchError where an engine outside the database does not answer.
    """
    if not question.terms:
        return []
    found = _in_database if in_database() else _elsewhere
    ids = found(question, narrowing, stop)[start:stop]
    stories = {story.pk: story for story in _results(len(ids)).fetch(*ids)} if ids else {}
    return [stories[pk] for pk in ids if pk in stories]


@lru_cache(maxsize=50)
def _results(count: int) -> Prepared[Story]:
    """So many stories as results show them, those that readers may see."""
    ids = numbers(count)
    shown = (*TEASER, "body", *(f"section__{name}" for name in SECTION))
    rows = Story.objects.select_related("section", "lead_image").only(*shown).order_by()
    return Prepared(lambda: rows.readable().filter(pk__in=ids), ids)


def in_database() -> bool:
    """Whether the database has the index that is searched, not another search engine."""
    return settings.WAGTAILSEARCH_BACKENDS["default"]["BACKEND"] in OURS


def _in_database(question: Question, narrowing: Narrowing, stop: int) -> list[int]:
    """Ids: of the newest that match the best first, then the others by age."""
    limit = WEIGHED + 1 if stop <= WEIGHED else LISTED
    near = _all_terms(question, narrowing, limit)
    rare: Mapping[Term, float] = {}
    if not near:
        near, rare = _any_term(question, narrowing)
    if narrowing:
        times = _times(near, narrowing)
        near = [entry for entry in near if entry[1] in times]
    weighed = list(dict.fromkeys([*near[:WEIGHED], *_in_headlines(question, near, narrowing)]))
    times = _times(weighed, narrowing)
    best = ordered(question, matches.candidates(weighed), times, timezone.now(), rare)
    chosen = {pk for _, pk in weighed}
    return best + [pk for _, pk in near[WEIGHED:] if pk not in chosen][:LISTED]


def _times(entries: list[Entry], narrowing: Narrowing) -> dict[int, datetime]:
    """When those of the stories were published that are readable and lie within."""
    if not entries:
        return {}
    stories = narrowing.of(Story.objects.readable().filter(pk__in=[pk for _, pk in entries])).order_by()
    # As the database has the times: to let Django convert hundreds of them takes longer than to find them.
    rows = Sql(*stories.values_list("pk", "published_at").query.sql_with_params())
    with connection.cursor() as cursor:
        cursor.execute(*rows)
        return {pk: time_of(at) for pk, at in cursor.fetchall()}


def _all_terms(question: Question, narrowing: Narrowing, limit: int) -> list[Entry]:
    near = matches.newest(question, NARROWED if narrowing else limit)
    if narrowing and len(near) == NARROWED:
        near = sorted({*near, *matches.newest(question, NARROWED, span=_span(narrowing))}, reverse=True)
    return near


def _in_headlines(question: Question, near: list[Entry], narrowing: Narrowing) -> list[Entry]:
    """Those with the words in the headline that may be too old to be among `near`."""
    if len(near) <= WEIGHED:
        return []
    return matches.newest(question, HEADED, headline=True, span=_span(narrowing) if narrowing else (0, matches.HIGHEST))


def _any_term(question: Question, narrowing: Narrowing) -> tuple[list[Entry], Mapping[Term, float]]:
    """Stories with any of the terms; the fewer have a term, the more it counts."""
    if len(question.terms) < 2:
        return [], {}
    found: set[Entry] = set()
    rare: dict[Term, float] = {}
    for term in question.terms:
        entries = matches.newest(Question((term,)), LISTED)
        rare[term] = 1 / log(2 + len(entries))
        found.update(entries[:WEIGHED] if not narrowing else entries)
    return sorted(found, reverse=True), rare


def _span(narrowing: Narrowing) -> tuple[int, int]:
    """Between which numbers the entries of the newest stories lie that are within."""
    return matches.span_of(narrowing.of(Story.objects.readable().newest_first())[:NARROWED])


def _elsewhere(question: Question, narrowing: Narrowing, stop: int) -> list[int]:
    """Ids as another search engine orders them; raises SearchError where it does not answer."""
    stories: Any = Story.objects.live().filter(published_at__isnull=False)
    if narrowing.section:
        stories = stories.descendant_of(narrowing.section)
    stories = Narrowing(None, narrowing.since, narrowing.until).of(stories)
    words, ids = " ".join(question.words), list[int]()
    for operator in ("and", "or"):
        try:
            ids = ids or [story.pk for story in stories.search(words, operator=operator)[:stop]]
        except Exception as error:  # each engine has errors of its own kind
            raise SearchError(f"The search engine did not answer: {error}") from error
    return ids


def midnight(day: date) -> datetime:
    """The instant at which `day` begins in the newsroom's time zone."""
    return timezone.make_aware(datetime(day.year, day.month, day.day))
