"""The question that shows whether the database answers."""

from __future__ import annotations

from django.db import connection


def ask() -> None:
    """Asks the database for the number one; raises django.db.Error where it does not answer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    finally:
        connection.close()
