"""SQLite: one writer at a time, so that numbers follow commits by themselves."""

from __future__ import annotations

from django.db.backends.sqlite3 import base

from broadsheet.edge.backends.bumping import Bumping


class DatabaseWrapper(Bumping, base.DatabaseWrapper):
    """Django's SQLite backend; bumps are written before each commit."""
