"""Rows written by the hundred, as fast as a database takes them; no signal is sent, so the caller bumps and indexes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from wagtail.search.models import IndexEntry

Row = dict[str, Any]


def prepared(at: datetime | None) -> Any:
    """A time as the database keeps it."""
    return connection.ops.adapt_datetimefield_value(at) if at else None


def columns(model: type[models.Model], instance: models.Model) -> Row:
    """What `instance` would write into the table of `model`, by column."""
    fields = model._meta.local_concrete_fields
    return {f.column: f.get_db_prep_save(getattr(instance, f.attname), connection) for f in fields}


def insert(model: type[models.Model], rows: Iterable[Row]) -> None:
    """Write `rows`, which have the same columns each."""
    rows = list(rows)
    if not rows:
        return
    names, quote = list(rows[0]), connection.ops.quote_name
    table, listed = quote(model._meta.db_table), ", ".join(map(quote, names))
    values = [tuple(row[name] for name in names) for row in rows]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({listed}) FROM STDIN") as copy:
                for value in values:
                    copy.write_row(value)
        else:
            places = ", ".join(["%s"] * len(names))
            cursor.executemany(f"INSERT INTO {table} ({listed}) VALUES ({places})", values)  # noqa: S608


def reserve(model: type[models.Model], count: int) -> list[int]:
    """`count` ids that nobody else gets, whoever writes at the same time."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
            )
            return [number for (number,) in cursor.fetchall()]
        cursor.execute("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = %s", [table])
        (first,) = cursor.fetchone()
        if not first:
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, 0)", [table])
        cursor.execute("UPDATE sqlite_sequence SET seq = %s WHERE name = %s", [first + count, table])
        return list(range(first + 1, first + count + 1))


def index(kind: type[models.Model], texts: Sequence[tuple[str, str, str]]) -> None:
    """Search entries (id, title, text) as Wagtail's database backends keep them."""
    if not texts:
        return
    table, number = IndexEntry._meta.db_table, ContentType.objects.get_for_model(kind).pk
    average = sum(len(title) for _, title, _ in texts) / len(texts)
    if connection.vendor != "postgresql":
        names = ("content_type_id", "object_id", "title_norm", "title", "autocomplete", "body")
        values = [(number, pk, average / max(len(title), 1), title, title, body) for pk, title, body in texts]
        insert(IndexEntry, (dict(zip(names, value, strict=True)) for value in values))
        return
    with connection.cursor() as cursor:
        cursor.executemany(
            f"""INSERT INTO {table}
                (content_type_id, object_id, title_norm, title, autocomplete, body, title_text, body_text)
                VALUES (%s, %s, %s, setweight(to_tsvector(%s), 'C'), to_tsvector('simple', %s),
                setweight(to_tsvector(%s), 'D'), %s, %s)""",  # noqa: S608
            [(number, pk, average / max(len(title), 1), title, title, body, title, body) for pk, title, body in texts],
        )
