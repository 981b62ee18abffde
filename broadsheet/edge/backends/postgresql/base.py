"""PostgreSQL: a lock from numbering to commit, so that numbers follow commits here too."""

from __future__ import annotations

from django.db.backends.postgresql import base

from broadsheet.edge.backends.bumping import Bumping

LOCK = 0x42524F4144  # "BROAD": the advisory lock that numbers bumps


class DatabaseWrapper(Bumping, base.DatabaseWrapper):
    """Django's PostgreSQL backend; bumps are written before each commit."""

    before_numbering = f"SELECT pg_advisory_xact_lock({LOCK})"
