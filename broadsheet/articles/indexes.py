"""An index on a table of Wagtail's, which its own migrations do not make.

The schedule asks every few seconds which live pages have expired. Without an index that reads the whole page table.
It is made after each migration, since on SQLite a migration that changes a table makes the table anew, without
indexes that it does not know.
"""

from __future__ import annotations

from typing import Any

from django.db import connections

PAGE = "wagtailcore_page"
EXPIRY = f"CREATE INDEX IF NOT EXISTS broadsheet_page_expiry ON {PAGE} (expire_at) WHERE expire_at IS NOT NULL"


def make_indexes(using: str, **kwargs: Any) -> None:
    """Receiver of post_migrate: make what is missing in the database `using`."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if PAGE in connection.introspection.table_names(cursor):
            cursor.execute(EXPIRY)
