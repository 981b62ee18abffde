"""Queries that Django compiles once in a process and that are afterwards only given their values.

Building the SQL of a query takes Django longer than it takes the database to answer (docs/decisions/0005). What every
page asks in the same words is therefore prepared. The models come out as the query set itself would make them, joined
rows included: a test compares the two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators  # type: ignore[attr-defined]

M = TypeVar("M", bound=Model)

_FIRST = 987_654_321


def numbers(count: int) -> list[int]:
    """`count` numbers that stand for values in a query that is compiled once."""
    return list(range(_FIRST, _FIRST + count))


def words(count: int) -> list[str]:
    """`count` words that stand for values in a query that is compiled once."""
    return [f"\N{OBJECT REPLACEMENT CHARACTER}{number}" for number in range(count)]


class Sql(NamedTuple):
    """SQL with its parameters, in which stand-ins may hold the places of values."""

    text: str
    params: tuple[Any, ...]

    def given(self, stand_ins: Sequence[Any], values: Iterable[Any]) -> Sql:
        """The same with `values` in the places of `stand_ins`, one for one."""
        places = dict(zip(stand_ins, values, strict=True))
        return Sql(self.text, tuple(places.get(param, param) for param in self.params))


class Prepared(Generic[M]):
    """One kind of query, made by `build` when it is first asked; `stand_ins` hold the places of its values."""

    def __init__(self, build: Callable[[], QuerySet[M]], stand_ins: Sequence[Any] = ()) -> None:
        self._build = build
        self._stand_ins = stand_ins

    def fetch(self, *values: Any) -> list[M]:
        """The models that the query finds with `values` in the places of the stand-ins."""
        sql = self._plan.sql.given(self._stand_ins, values)
        with connection.cursor() as cursor:
            cursor.execute(*sql)
            rows = cursor.fetchall()
        return [self._plan.model(list(row)) for row in rows]

    @cached_property
    def _plan(self) -> _Plan:
        return _Plan(self._build())


def remember(owner: Model, relation: str, rows: list[Any]) -> None:
    """Let `owner` know the rows of one of its relations to many, as `prefetch_related` does."""
    known: Any = getattr(owner, relation).get_queryset()
    known._result_cache, known._prefetch_done = rows, True
    vars(owner).setdefault("_prefetched_objects_cache", {})[relation] = known


class _Plan:
    """What Django works out for a query before it runs: its SQL, and how a row becomes a model with those joined."""

    def __init__(self, query: QuerySet[Any]) -> None:
        compiler: Any = query.query.get_compiler(query.db)
        self.sql = Sql(*compiler.as_sql())
        info, select = compiler.klass_info, compiler.select
        self._model, fields = info["model"], info["select_fields"]
        self._columns = slice(fields[0], fields[-1] + 1)
        self._names = [column.target.attname for column, *_ in select[self._columns]]
        self._joined = get_related_populators(info, select, query.db)
        self._converters = list(compiler.get_converters([column for column, *_ in select]).items())

    def model(self, row: list[Any]) -> Any:
        """The model in `row`, which is changed."""
        for place, (converters, column) in self._converters:
            for convert in converters:
                row[place] = convert(row[place], column, connection)
        found = self._model.from_db(connection.alias, self._names, row[self._columns])
        for one in self._joined:
            one.populate(row, found)
        return found
