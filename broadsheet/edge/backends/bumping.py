"""What both backends share: tags are gathered while a transaction runs and numbered as its last act before COMMIT.

As the last act, because numbers must follow the order of commits: whoever reads number n may never afterwards see a
smaller one appear. On PostgreSQL that takes a lock; taken last, it is held for one statement and nothing is waited for
under it, so that no two transactions can lock each other out. It is also one statement however much was changed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from broadsheet.edge.numbers import following, place

BATCH = 400
"""Tags in one statement: two parameters each, below SQLite's smallest limit of 999."""


class Bumping(BaseDatabaseWrapper):
    """A database connection that knows the tags which its transaction has bumped so far."""

    before_numbering = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bumped: set[str] = set()
        self.last_number = 0
        """The number that the last commit of this connection with a bump was given."""

    def bump(self, tags: Iterable[str]) -> None:
        """Adds `tags` to those that this transaction bumps; outside of one they are bumped at once."""
        self.bumped.update(tags)
        if self.bumped and self.get_autocommit() and not self.in_atomic_block:
            from django.db import transaction

            with transaction.atomic(using=self.alias):
                pass  # the end of the block writes what was gathered

    def _commit(self) -> None:
        if self.bumped:
            self._number()
        super()._commit()  # type: ignore[misc]

    def _rollback(self) -> None:
        self.bumped.clear()
        super()._rollback()  # type: ignore[misc]

    def close(self) -> None:
        self.bumped.clear()
        super().close()

    def _number(self) -> None:
        """Gives all gathered tags the next number, and puts it on record."""
        tags, self.bumped = sorted(self.bumped), set()
        with self.cursor() as cursor:
            if self.before_numbering:
                cursor.execute(self.before_numbering)
            cursor.execute("SELECT COALESCE(MAX(number), 0) FROM broadsheet_edge_generation")
            self.last_number = following(cursor.fetchone()[0])
            tags.append(place(self.last_number))
            for start in range(0, len(tags), BATCH):
                batch = tags[start : start + BATCH]
                values = ", ".join(["(%s, %s)"] * len(batch))
                cursor.execute(
                    f"INSERT INTO broadsheet_edge_generation (tag, number) VALUES {values} "  # noqa: S608
                    "ON CONFLICT (tag) DO UPDATE SET number = excluded.number",
                    [part for tag in batch for part in (tag, self.last_number)],
                )
