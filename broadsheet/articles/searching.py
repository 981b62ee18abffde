"""Full text search on SQLite in time that grows with the number of matches, not with its square.

Wagtail's own backend asks for the score of each match by a subquery of its own, and each of those goes through all
matches: a common word took minutes in a paper of 30,000 stories. Here all matches are scored by one walk through the
index, and the models of the few best are fetched. Where nothing is scored, as in lists with an order of their own and
in counts, Wagtail joins the index with its entries; SQLite may then search the index once for each entry. Here the
index is searched first and the entries of its matches are looked up.
"""

from __future__ import annotations

from copy import copy
from typing import Any

from django.db.models import Case, Exists, IntegerField, Max, OuterRef, QuerySet, When
from django.db.models.functions import Cast
from wagtail.search.backends.database.sqlite import sqlite
from wagtail.search.backends.database.sqlite.query import MatchExpression, normalize
from wagtail.search.models import IndexEntry
from wagtail.search.query import PlainText
from wagtail.search.utils import get_descendants_content_types_pks

RECENT = 2_000
"""The newest entries, as many as Wagtail writes at once and more."""


class _Walked(sqlite.SQLiteSearchQueryCompiler):
    """Finds and scores plain words by one walk through the index; leaves all else to Wagtail."""

    def search(self, config: Any, start: int, stop: int | None, score_field: str | None = None) -> QuerySet[Any]:
        """The matches from `start` to `stop`, in the order of the query set or the best first."""
        if score_field or not self.is_plain() or (self.order_by_relevance and stop is None):
            return super().search(config, start, stop, score_field)
        if not self.order_by_relevance:
            found = self.matching(config)
            return (found if found.query.order_by else found.order_by("-pk"))[start:stop]
        best = list(self._scored(config)[start:stop])
        if not best:
            return self.queryset.none()
        places = Case(*(When(pk=pk, then=place) for place, pk in enumerate(best)), output_field=IntegerField())
        return self.queryset.filter(pk__in=best).order_by(places)

    def is_plain(self) -> bool:
        """Whether words are looked for, without conditions between them."""
        words = normalize(self.query)
        return isinstance(words, PlainText) and bool(words.query_string.split())

    def matching(self, config: Any) -> QuerySet[Any]:
        """All that match, by their ids."""
        rows = self._matches(config).order_by().values("index_entry")
        entries = self._kept(IndexEntry.objects.filter(pk__in=rows), "")
        ids = entries.annotate(found=Cast("object_id", IntegerField())).values("found")
        return self.queryset.filter(pk__in=ids)

    def _matches(self, config: Any) -> QuerySet[Any]:
        words = self.build_search_query(normalize(self.query), config=config)
        match = MatchExpression(self.fields or self.FTS_TABLE_FIELDS, words)
        return sqlite.SQLiteFTSIndexEntry.objects.filter(match)

    def _kept(self, entries: QuerySet[Any], to: str) -> QuerySet[Any]:
        """Those of the kinds that the query set holds; `to` is the way to the entry."""
        kinds = get_descendants_content_types_pks(self.queryset.model)
        return entries.filter(**{f"{to}content_type__in": kinds})

    def _scored(self, config: Any) -> QuerySet[Any, Any]:
        """Ids of what the words match, in Wagtail's own order: the best score, then the newest."""
        entries = self._kept(self._matches(config), "index_entry__")
        found = Cast("index_entry__object_id", IntegerField())
        scored = entries.annotate(found=found, score=self._build_rank_expression(self.get_search_vectors(), config))
        wanted = scored.filter(Exists(self.queryset.filter(pk=OuterRef("found"))))
        return wanted.order_by("score", "-found").values_list("found", flat=True)


class _Beginnings(_Walked, sqlite.SQLiteAutocompleteQueryCompiler):
    """The same for the beginnings of words."""


class _Results(sqlite.SQLiteSearchResults):
    """What a search found, counted without being scored."""

    def _do_count(self) -> int:
        compiler = self.query_compiler
        if not compiler.is_plain():
            return int(super()._do_count())
        return int(compiler.matching(compiler.get_config(self.backend))[self.start : self.stop].count())


class _Index(sqlite.SQLiteIndex):
    """The index, in which the price of an entry does not grow with their number.

    A title counts for more the shorter it is beside the usual one. For each entry that is written, Wagtail reads all
    titles to learn what is usual, and all entries to find the new ones; those of late tell both as well.
    """

    def _refresh_title_norms(self, full: bool = False) -> None:
        if full:
            super()._refresh_title_norms(full=True)
            return
        newest = self.entries.aggregate(newest=Max("pk"))["newest"] or 0
        recent = copy(self)
        recent.entries = self.entries.filter(pk__gt=newest - RECENT)
        super(_Index, recent)._refresh_title_norms()


class SearchBackend(sqlite.SQLiteSearchBackend):
    """Wagtail's backend for SQLite, searching as above."""

    index_class = _Index
    query_compiler_class = _Walked
    autocomplete_query_compiler_class = _Beginnings
    results_class = _Results
