"""A blank database, laid out at once: what all migrations leave of an empty SQLite file, as SQL in `data/blank.sql`.

Going through every migration that Django, Wagtail and we ever had takes ten seconds to arrive at the same tables.
`scripts/blank.py` writes the file; a test compares it with what the migrations make. PostgreSQL goes the long way.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

BLANK = Path(__file__).parent / "data" / "blank.sql"
MIGRATION = re.compile(r"INSERT INTO \"django_migrations\" VALUES\(\d+,'(\w+)','(\w+)'")
AT_LOADING = {"applied": "CURRENT_TIMESTAMP", "translation_key": "lower(hex(randomblob(16)))"}
"""Columns whose values belong to one database alone, and what to write there when another is laid out."""


def lay_out() -> bool:
    """Lays out the configured database, if it is an empty SQLite file; whether it did.

    It does not where an installed app knows less than the file, as with an older Wagtail: then migrations do it all.
    What an app knows beyond the file is left to migrations as well.
    """
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    if connection.vendor != "sqlite" or connection.introspection.table_names():
        return False
    blank = BLANK.read_text("utf-8")
    if not set(MIGRATION.findall(blank)) <= set(MigrationLoader(None).disk_migrations):
        return False
    connection.ensure_connection()
    connection.connection.executescript(blank)
    return True


def dump(database: sqlite3.Connection) -> Iterator[str]:
    """The statements that make an empty file into a copy of `database`; tables behind virtual ones come with those."""
    made = [
        row for row in database.execute("SELECT type, name, rootpage, sql FROM sqlite_master ORDER BY rowid") if row[3]
    ]
    virtual = tuple(f"{name}_" for kind, name, page, _ in made if kind == "table" and not page)
    mine = [row for row in made if not row[1].startswith((*virtual, "sqlite_"))]
    yield from ("BEGIN;", "PRAGMA defer_foreign_keys = ON;")
    for _, _, _, sql in mine:
        yield f"{sql};"
    for kind, name, page, _ in mine:
        if kind == "table" and page:
            yield from _rows(database, name)
    yield "DELETE FROM sqlite_sequence;"
    yield from _rows(database, "sqlite_sequence")
    yield "COMMIT;"


def _rows(database: sqlite3.Connection, table: str) -> Iterator[str]:
    columns = [row[1] for row in database.execute(f'PRAGMA table_info("{table}")')]
    values = " || ',' || ".join(f"'{AT_LOADING[one]}'" if one in AT_LOADING else f'quote("{one}")' for one in columns)
    for (row,) in database.execute(f'SELECT {values} FROM "{table}" ORDER BY rowid'):  # noqa: S608
        yield f'INSERT INTO "{table}" VALUES({row});'
