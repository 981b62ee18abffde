"""Indexes on a table of Wagtail's, which its own migrations do not make.

The schedule asks every few seconds which live pages have expired, and the desk lists what was worked on last. Without
an index both read the whole page table. They are made after each migration, since on SQLite a migration that changes a
table makes the table anew, without indexes that it does not know.
"""

from __future__ import annotations

from typing import Any

from django.db import connections

PAGE = "wagtailcore_page"
EXPIRY = f"CREATE INDEX IF NOT EXISTS broadsheet_page_expiry ON {PAGE} (expire_at) WHERE expire_at IS NOT NULL"
EDITED = f"CREATE INDEX IF NOT EXISTS broadsheet_page_edited ON {PAGE} (latest_revision_created_at DESC%s)"
NULLS_LAST = {"postgresql": " NULLS LAST"}
"""SQLite sorts so by itself and takes no such word in an index."""


def make_indexes(using: str, **kwargs: Any) -> None:
    """Receiver of post_migrate: make what is missing in the database `using`."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if PAGE in connection.introspection.table_names(cursor):
            cursor.execute(EXPIRY)
            cursor.execute(EDITED % NULLS_LAST.get(connection.vendor, ""))
