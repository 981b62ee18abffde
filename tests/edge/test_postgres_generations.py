"""Every commit in PostgreSQL is seen by who asks after it, and a server that is gone or hangs holds nobody up."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import unquote, urlsplit

import psycopg
import pytest

from broadsheet.edge import postgres_generations
from broadsheet.edge.generations import Generations
from broadsheet.edge.numbers import following, place
from broadsheet.edge.postgres_generations import PostgresGenerations
from tests.harness import postgres
from tests.harness.system import POSTGRES

pytestmark = pytest.mark.skipif(POSTGRES.find() is None, reason="PostgreSQL's server programs are not installed")


@pytest.fixture(scope="module")
def parameters() -> Iterator[dict[str, Any]]:
    """A server of these tests' own."""
    with postgres.server() as url:
        parts = urlsplit(url)
        yield {"host": unquote(parts.hostname or ""), "user": parts.username, "dbname": "postgres"}


class Writer:
    """Somebody who commits."""

    def __init__(self, database: psycopg.Connection[Any]) -> None:
        self.database = database
        database.execute("DROP TABLE IF EXISTS broadsheet_edge_generation")
        database.execute("CREATE TABLE broadsheet_edge_generation (tag text PRIMARY KEY, number bigint NOT NULL)")
        database.execute("CREATE INDEX ON broadsheet_edge_generation (number)")

    def newest(self) -> int:
        row = self.database.execute("SELECT COALESCE(MAX(number), 0) FROM broadsheet_edge_generation").fetchone()
        return int(row[0]) if row else 0

    def bump(self, *tags: str) -> int:
        number = following(self.newest())
        with self.database.transaction():
            for tag in (*tags, place(number)):
                self.database.execute(
                    "INSERT INTO broadsheet_edge_generation VALUES (%s, %s) "
                    "ON CONFLICT (tag) DO UPDATE SET number = excluded.number",
                    (tag, number),
                )
        return number

    def backends(self) -> list[int]:
        """The server's processes for the edge."""
        rows = self.database.execute("SELECT pid FROM pg_stat_activity WHERE application_name = 'edge'").fetchall()
        return [row[0] for row in rows]


@pytest.fixture
def writer(parameters: dict[str, Any]) -> Iterator[Writer]:
    with psycopg.connect(**parameters, autocommit=True) as database:
        writer = Writer(database)
        writer.bump("first")
        yield writer


Scene = Callable[[Generations], Awaitable[None]]


def play(parameters: dict[str, Any], scene: Scene) -> None:
    """Plays `scene` with what is known of this server, and lets go of its connections afterwards."""

    async def whole() -> None:
        source = PostgresGenerations(parameters)
        try:
            await asyncio.wait_for(scene(Generations(source)), 60)
        finally:
            if source.database is not None:
                await source.database.close()
            if source.plain is not None:
                source.plain.close()
            source.asking.shutdown()

    asyncio.run(whole())


def test_a_commit_is_seen_by_the_next_look_and_a_rollback_never(parameters: dict[str, Any], writer: Writer) -> None:
    async def scene(known: Generations) -> None:
        assert await known.look_and_wait()
        assert known.now == writer.newest()
        for count in range(20):
            number = writer.bump(f"story:{count}", "front")
            assert await known.look_and_wait()
            assert (known.now, known.bumped["front"], known.bumped[f"story:{count}"]) == (number,) * 3
        with writer.database.transaction(force_rollback=True):
            writer.bump("story:99")
        await known.look_and_wait()
        assert "story:99" not in known.bumped
        assert known.now == number

    play(parameters, scene)


def test_an_empty_table_is_known_to_be_empty(parameters: dict[str, Any], writer: Writer) -> None:
    writer.database.execute("TRUNCATE broadsheet_edge_generation")

    async def scene(known: Generations) -> None:
        assert await known.look_and_wait()
        assert known.now == 0
        number = writer.bump("story:1")
        await known.look_and_wait()
        assert known.bumped["story:1"] == number

    play(parameters, scene)


def test_five_hundred_who_look_at_once_share_a_question_that_is_put_after_they_came(
    parameters: dict[str, Any], writer: Writer
) -> None:
    async def scene(known: Generations) -> None:
        await known.look_and_wait()
        source = known.source
        assert isinstance(source, PostgresGenerations)
        assert source.database
        asked = 0
        execute = source.database.execute

        async def counted(*words: Any) -> Any:
            nonlocal asked
            asked += 1
            return await execute(*words)

        source.database.execute = counted  # type: ignore[method-assign,assignment]
        first = [asyncio.create_task(known.look_and_wait()) for _ in range(250)]
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        number = writer.bump("story:1")  # the first question may be under way already
        second = [asyncio.create_task(known.look_and_wait()) for _ in range(250)]
        assert all(await asyncio.gather(*first, *second))
        assert known.bumped["story:1"] == number
        assert asked <= 3

    play(parameters, scene)


def test_who_leaves_while_the_question_is_under_way_takes_nobody_along(
    parameters: dict[str, Any], writer: Writer
) -> None:
    async def scene(known: Generations) -> None:
        looks = [asyncio.create_task(known.look_and_wait()) for _ in range(10)]
        await asyncio.sleep(0)
        looks[0].cancel()
        found = await asyncio.gather(*looks, return_exceptions=True)
        assert found[1:] == [True] * 9

    play(parameters, scene)


def test_what_is_older_than_the_process_is_compared(parameters: dict[str, Any], writer: Writer) -> None:
    before = writer.newest()
    writer.bump("story:1")

    async def scene(known: Generations) -> None:
        await known.look_and_wait()
        assert not known.holds({"story:1"}, before)
        assert known.holds({"first"}, before)
        assert known.holds((), before)

    play(parameters, scene)


@pytest.mark.parametrize("further", [0, 1, 9])
def test_a_copy_that_is_put_back_is_seen(parameters: dict[str, Any], writer: Writer, further: int) -> None:
    async def scene(known: Generations) -> None:
        told: list[int] = []
        known.restored = lambda: told.append(known.now)
        copy = writer.database.execute("SELECT * FROM broadsheet_edge_generation").fetchall()
        for _ in range(5):
            writer.bump("story:1")
        await known.look_and_wait()
        assert told == []
        with writer.database.transaction():
            writer.database.execute("TRUNCATE broadsheet_edge_generation")
            for row in copy:
                writer.database.execute("INSERT INTO broadsheet_edge_generation VALUES (%s, %s)", row)
        for _ in range(further):
            writer.bump("story:2")
        await known.look_and_wait()
        assert (len(told), known.now) == (1, writer.newest())
        number = writer.bump("story:3")
        await known.look_and_wait()
        assert (known.bumped["story:3"], len(told)) == (number, 1)

    play(parameters, scene)


def test_a_table_that_is_not_there_is_unreachable_until_it_is(
    parameters: dict[str, Any], writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres_generations, "PAUSE", 0.0)
    writer.database.execute("ALTER TABLE broadsheet_edge_generation RENAME TO away")

    async def scene(known: Generations) -> None:
        assert not await known.look_and_wait()
        writer.database.execute("ALTER TABLE away RENAME TO broadsheet_edge_generation")
        assert await known.look_and_wait()

    play(parameters, scene)


def test_a_connection_that_was_cut_is_made_anew_at_once_and_misses_nothing(
    parameters: dict[str, Any], writer: Writer
) -> None:
    async def scene(known: Generations) -> None:
        await known.look_and_wait()
        assert not known.holds({"first"}, 0)  # opens the second connection
        assert len(writer.backends()) == 2
        for process in writer.backends():
            writer.database.execute("SELECT pg_terminate_backend(%s, 5000)", (process,))
        number = writer.bump("story:1")
        assert await known.look_and_wait()
        assert known.bumped["story:1"] == number

    play(parameters, scene)


def test_after_a_failure_nobody_waits_for_a_while(parameters: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres_generations, "PAUSE", 1_000.0)

    async def scene(known: Generations) -> None:
        source = known.source
        assert isinstance(source, PostgresGenerations)
        for _ in range(20):
            assert not await known.look_and_wait()
        assert source.database is None

    play({**parameters, "host": "/nowhere"}, scene)


@contextmanager
def halted(processes: list[int]) -> Iterator[None]:
    """Processes that neither answer nor end."""
    for process in processes:
        os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in processes:
            os.kill(process, signal.SIGCONT)


def test_a_server_that_hangs_holds_nobody_up_for_long(
    parameters: dict[str, Any], writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres_generations, "SECONDS", 0.3)
    monkeypatch.setattr(postgres_generations, "PAUSE", 0.0)

    async def scene(known: Generations) -> None:
        await known.look_and_wait()
        assert not known.holds({"first"}, 0)
        backends = writer.backends()
        assert len(backends) == 2
        with halted(backends):
            assert known.holds({"first"}, 0)  # as far as can be known
            assert not await asyncio.wait_for(known.look_and_wait(), 10)
            assert known.holds({"story:1"}, known.now)
            number = writer.bump("story:1")
            assert await asyncio.wait_for(known.look_and_wait(), 10)  # by a new connection
            assert known.bumped["story:1"] == number

    play(parameters, scene)
