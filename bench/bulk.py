"""Writing rows by the thousand, as fast as a database takes them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection
from wagtail.search.models import IndexEntry

TRIGGER = "insert_wagtailsearch_indexentry_fts"
"""Wagtail's own, which puts each search entry into SQLite's full text as it is written."""


def bulk(table: str, names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Write `rows` of the columns `names`."""
    quote = connection.ops.quote_name
    columns = ", ".join(quote(name) for name in names)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {quote(table)} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * len(names))
            cursor.executemany(f"INSERT INTO {quote(table)} ({columns}) VALUES ({places})", rows)


@contextmanager
def in_bulk() -> Iterator[None]:
    """Let SQLite write each page once, straight into the file: through the log, 300,000 stories would go twice.

    A crash meanwhile may spoil the database, which is one made for benchmarks. Does nothing within a transaction.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode=MEMORY")
        cursor.execute("PRAGMA synchronous=OFF")
        cursor.execute("PRAGMA cache_size=-262144")
    try:
        yield
    finally:
        connection.close()  # the next one has the settings of every other


@contextmanager
def search_index_in_bulk() -> Iterator[None]:
    """Put what is written meanwhile into SQLite's full text by one statement.

    The trigger makes a segment of the index for each row, and merging those takes longer than all else together.
    """
    if connection.vendor != "sqlite":
        yield
        return
    entries = IndexEntry._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [TRIGGER])
        (trigger,) = cursor.fetchone()
        cursor.execute(f"SELECT coalesce(max(id), 0) FROM {entries}")
        (last,) = cursor.fetchone()
        cursor.execute(f"DROP TRIGGER {TRIGGER}")
    yield
    with connection.cursor() as cursor:
        names = "title, body, autocomplete"
        cursor.execute(
            f"INSERT INTO {entries}_fts ({names}, rowid) SELECT {names}, id FROM {entries} WHERE id > %s", [last]
        )
        cursor.execute(trigger)
