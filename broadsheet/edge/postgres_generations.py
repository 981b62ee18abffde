"""Generations in PostgreSQL: one question for all who ask at the same time. Knows no Django.

There is nothing to look at without asking, so each answer waits for a question that was put after its request came in.
While one question is under way others gather, and the next is put for all of them: under load the database is asked as
often as it answers, however many readers there are.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import psycopg

from broadsheet.edge.generations import MOST_REMEMBERED, UnreachableError

SECONDS = 1.0
"""How long the database may take to answer before it counts as gone."""
PAUSE = 0.5
"""Seconds after a failure in which the database is not asked again: readers shall not wait for what is gone."""
CHANGES = "SELECT tag, number FROM broadsheet_edge_generation WHERE number > %s ORDER BY number DESC LIMIT %s"
NEWEST = "SELECT COALESCE(MAX(number), 0) FROM broadsheet_edge_generation"
OF_TAGS = f"{NEWEST} WHERE tag = ANY(%s)"
_KNOWN = frozenset({"dbname", "user", "password", "host", "port", "sslmode", "sslrootcert", "options"})


class PostgresGenerations:
    """The `Source` for a paper in the PostgreSQL database that `parameters` (as of psycopg.connect) lead to."""

    waits = True

    def __init__(self, parameters: Mapping[str, Any]) -> None:
        self.parameters = {name: value for name, value in parameters.items() if name in _KNOWN and value}
        self.database: psycopg.AsyncConnection[Any] | None = None
        self.plain: psycopg.Connection[Any] | None = None
        self.number = -1
        self.changes: dict[str, int] = {}
        self.has_moved = True
        self.failed_at = 0.0
        self.current: asyncio.Task[None] | None = None
        self.coming: asyncio.Task[None] | None = None

    async def refresh(self) -> None:
        """Waits for an answer to a question that is put after this call."""
        if self.coming is None:
            self.coming = asyncio.create_task(self._question(self.current))
        await asyncio.shield(self.coming)

    def moved(self) -> bool:
        """Whether anything was committed since `since` was asked."""
        return self.has_moved

    def since(self, number: int) -> tuple[int, Sequence[tuple[str, int]]]:
        """The newest number of all, and the tags bumped since this was asked last."""
        if self.number < 0:
            raise UnreachableError("the database has not answered yet")
        changes, self.changes, self.has_moved = self.changes, {}, False
        return self.number, list(changes.items())

    def newest(self, tags: Iterable[str]) -> int:
        """The newest number among `tags`; waits for the database, so it is for pages older than this process only."""
        try:
            if self.plain is None:
                self.plain = psycopg.connect(**self.parameters, connect_timeout=2, autocommit=True)
            row = self.plain.execute(OF_TAGS, (list(tags),)).fetchone()
            return int(row[0]) if row else 0
        except (psycopg.Error, OSError) as error:
            self.plain = None
            raise UnreachableError(str(error)) from error

    async def _question(self, before: asyncio.Task[None] | None) -> None:
        if before is not None and not before.done():
            await asyncio.wait([before])
        self.current, self.coming = self.coming, None  # whoever comes from here on waits for the next question
        if asyncio.get_running_loop().time() - self.failed_at < PAUSE:
            raise UnreachableError("the database did not answer a moment ago")
        try:
            async with asyncio.timeout(SECONDS):
                await self._ask()
        except (psycopg.Error, OSError, TimeoutError) as error:
            self.failed_at = asyncio.get_running_loop().time()
            self.database = None
            raise UnreachableError(str(error)) from error

    async def _ask(self) -> None:
        if self.database is None:
            self.database = await psycopg.AsyncConnection.connect(**self.parameters, autocommit=True)
        first = self.number < 0
        cursor = await self.database.execute(NEWEST) if first else await self._changes()
        rows = await cursor.fetchall()
        if first:
            self.number = int(rows[0][0])
        elif rows:
            self.changes.update(rows)
            self.number = int(rows[0][1])
        self.has_moved = self.has_moved or bool(rows)

    async def _changes(self) -> psycopg.AsyncCursor[Any]:
        assert self.database is not None
        return await self.database.execute(CHANGES, (self.number, MOST_REMEMBERED + 1))
