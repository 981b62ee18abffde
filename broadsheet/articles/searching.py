"""Full text search on SQLite in time that grows with the number of matches, not with its square.

Wagtail's own backend asks for the score of each match by a subquery of its own, and each of those goes through all
matches: a common word took minutes in a paper of 30,000 stories. Here all matches are scored by one walk through the
index, and the models of the few best are fetched.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Case, Exists, IntegerField, OuterRef, QuerySet, When
from django.db.models.functions import Cast
from wagtail.search.backends.database.sqlite import sqlite
from wagtail.search.backends.database.sqlite.query import MatchExpression, normalize
from wagtail.search.query import PlainText
from wagtail.search.utils import get_descendants_content_types_pks


class _Ranked(sqlite.SQLiteSearchQueryCompiler):
    """Scores plain words in one walk where a limit says how many are wanted; leaves all else to Wagtail."""

    def search(self, config: Any, start: int, stop: int | None, score_field: str | None = None) -> QuerySet[Any]:
        """The matches from `start` to `stop`, the best first."""
        words = normalize(self.query)
        plain = isinstance(words, PlainText) and bool(words.query_string.split())
        if stop is None or score_field or not self.order_by_relevance or not plain:
            return super().search(config, start, stop, score_field)
        best = list(self._scored(words, config)[start:stop])
        if not best:
            return self.queryset.none()
        places = Case(*(When(pk=pk, then=place) for place, pk in enumerate(best)), output_field=IntegerField())
        return self.queryset.filter(pk__in=best).order_by(places)

    def _scored(self, words: PlainText, config: Any) -> QuerySet[Any, Any]:
        """Ids of what the words match, in Wagtail's own order: the best score, then the newest."""
        match = MatchExpression(self.fields or self.FTS_TABLE_FIELDS, self.build_search_query(words, config=config))
        kinds = get_descendants_content_types_pks(self.queryset.model)
        entries = sqlite.SQLiteFTSIndexEntry.objects.filter(match, index_entry__content_type__in=kinds)
        found = Cast("index_entry__object_id", IntegerField())
        scored = entries.annotate(found=found, score=self._build_rank_expression(self.get_search_vectors(), config))
        wanted = scored.filter(Exists(self.queryset.filter(pk=OuterRef("found"))))
        return wanted.order_by("score", "-found").values_list("found", flat=True)


class SearchBackend(sqlite.SQLiteSearchBackend):
    """Wagtail's backend for SQLite, with matches scored as above."""

    query_compiler_class = _Ranked
