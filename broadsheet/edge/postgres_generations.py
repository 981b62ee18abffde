"""Generations in PostgreSQL: one question for all who ask at the same time. Knows no Django.

There is nothing to look at without asking, so each answer waits for a question that was put after its request came in.
While one question is under way others gather, and the next is put for all of them: under load the database is asked as
often as it answers, however many readers there are.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg

from broadsheet.edge.generations import MOST_REMEMBERED, UnreachableError

SECONDS = 1.0
"""How long the database may take to answer before it counts as gone."""
PAUSE = 0.5
"""Seconds after a failure in which the database is not asked again: readers shall not wait for what is gone."""
NEWEST = "SELECT COALESCE(MAX(number), 0) FROM broadsheet_edge_generation"
OF_TAGS = f"{NEWEST} WHERE tag = ANY(%s)"
# The newest number comes with the changes, by one statement and so at one moment: after a backup was put back it is
# smaller than what was asked for.
CHANGES = (
    f"SELECT '', ({NEWEST}) UNION ALL "  # noqa: S608
    "(SELECT tag, number FROM broadsheet_edge_generation WHERE number > %s ORDER BY number DESC LIMIT %s)"
)
_DJANGOS = frozenset({"cursor_factory", "context", "client_encoding", "prepare_threshold", "connect_timeout"})
"""Parameters by which Django's connections differ from ours."""


class PostgresGenerations:
    """The `Source` for a paper in the PostgreSQL database that `parameters` (as of psycopg.connect) lead to."""

    waits = True

    def __init__(self, parameters: Mapping[str, Any]) -> None:
        self.parameters = {name: value for name, value in parameters.items() if value and name not in _DJANGOS}
        self.parameters |= {"connect_timeout": 2, "tcp_user_timeout": int(2_000 * SECONDS), "application_name": "edge"}
        self.database: psycopg.AsyncConnection[Any] | None = None
        self.asking = ThreadPoolExecutor(1, "generations")
        self.plain: psycopg.Connection[Any] | None = None
        self.number = -1
        """The newest number of all at the last answer; -1 before the first."""
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
        answer = self.asking.submit(self._newest, list(tags))
        try:
            return answer.result(SECONDS)
        except TimeoutError as error:
            if hanging := self.plain:
                answer.add_done_callback(lambda _: hanging.close())
            self.asking.shutdown(wait=False)
            self.asking, self.plain = ThreadPoolExecutor(1, "generations"), None
            raise UnreachableError("the database did not answer") from error
        except (psycopg.Error, OSError) as error:
            raise UnreachableError(str(error)) from error

    def _newest(self, tags: list[str]) -> int:
        if self.plain is not None:
            try:
                return self._number(self.plain, tags)
            except psycopg.OperationalError:
                self.plain.close()
                self.plain = None  # the server has let go of it; that is no answer to the question
        self.plain = psycopg.connect(**self.parameters, autocommit=True)
        return self._number(self.plain, tags)

    def _number(self, database: psycopg.Connection[Any], tags: list[str]) -> int:
        row = database.execute(OF_TAGS, (tags,)).fetchone()
        return int(row[0]) if row else 0

    async def _question(self, before: asyncio.Task[None] | None) -> None:
        if before is not None and not before.done():
            await asyncio.wait([before])
        self.current, self.coming = self.coming, None  # whoever comes from here on waits for the next question
        if asyncio.get_running_loop().time() - self.failed_at < PAUSE:
            raise UnreachableError("the database did not answer a moment ago")
        asking = asyncio.create_task(self._ask())
        await asyncio.wait([asking], timeout=SECONDS)
        try:
            if not asking.done():
                raise TimeoutError(f"the database did not answer within {SECONDS} s")
            asking.result()
        except (psycopg.Error, OSError, TimeoutError) as error:
            self._give_up(asking)
            raise UnreachableError(str(error)) from error

    def _give_up(self, asking: asyncio.Task[None]) -> None:
        """Lets go of a connection that failed, at once: to close it in order may take as long as it does to answer."""
        self.failed_at = asyncio.get_running_loop().time()
        if self.database is not None:
            self.database.pgconn.finish()
        self.database = None
        asking.add_done_callback(lambda done: done.cancelled() or done.exception())
        asking.cancel()

    async def _ask(self) -> None:
        if self.database is not None:
            try:
                await self._put_question(self.database)
                return
            except psycopg.OperationalError:
                await self.database.close()
                self.database = None  # the server has let go of it; that is no answer to the question
        self.database = await psycopg.AsyncConnection.connect(**self.parameters, autocommit=True)
        await self._put_question(self.database)

    async def _put_question(self, database: psycopg.AsyncConnection[Any]) -> None:
        most = MOST_REMEMBERED + 1 if self.number >= 0 else 0  # of what was before us, the newest number is enough
        cursor = await database.execute(CHANGES, (self.number, most))
        changes: dict[str, int] = dict(await cursor.fetchall())
        newest = changes.pop("")
        if newest != self.number:
            self.changes = changes if newest < self.number else self.changes | changes
            self.number, self.has_moved = newest, True
