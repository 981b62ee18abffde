"""Copies of the database at one moment while others write: SQLite by `VACUUM INTO`, PostgreSQL by its own pg_dump."""

from __future__ import annotations

import os
import secrets
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit, urlunsplit

import dj_database_url

from broadsheet.cli.errors import Failed, WrongUse
from broadsheet.cli.prepared import DATABASE

if TYPE_CHECKING:
    import psycopg

SQLITE, POSTGRESQL = "sqlite", "postgresql"
FILES = {SQLITE: DATABASE, POSTGRESQL: "database.pgdump"}
"""What the copy is called in an archive, by kind of database."""


def kind(url: str) -> str:
    """The kind of database that BROADSHEET_DATABASE_URL means; empty is the home's own SQLite file."""
    return POSTGRESQL if url.startswith("postgres") else SQLITE


def copy(url: str, home: Path, target: Path) -> dict[str, int]:
    """Writes the database of `home`, or that at `url`, to `target` as it is at one moment; its rows by table."""
    if kind(url) == POSTGRESQL:
        return _copy_postgres(url, target)
    source = Path(dj_database_url.parse(url)["NAME"]).absolute() if url else home / DATABASE
    with closing(sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True, timeout=60)) as database:
        database.execute("VACUUM INTO ?", [str(target)])
    target.chmod(0o600)
    return count_sqlite(target)


def count_sqlite(path: Path) -> dict[str, int]:
    """Rows by table in the SQLite file at `path`. WrongUse where it is not sound."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as database:
        try:
            sound = database.execute("PRAGMA integrity_check").fetchone()[0]
        except sqlite3.DatabaseError as error:
            sound = str(error)
        if sound != "ok":
            raise WrongUse(f"The database in {path} is damaged: {sound}.")
        names = [
            row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        ]
        return {name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}  # noqa: S608


def _copy_postgres(url: str, target: Path) -> dict[str, int]:
    import psycopg

    with psycopg.connect(url) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        snapshot = connection.execute("SELECT pg_export_snapshot()").fetchone()
        assert snapshot is not None
        run("pg_dump", "--format=custom", "--no-owner", f"--snapshot={snapshot[0]}", f"--file={target}", url=url)
        return _count(connection)


def count_postgres(url: str) -> dict[str, int]:
    """Rows by table in the PostgreSQL database at `url`."""
    import psycopg

    with psycopg.connect(url) as connection:
        return _count(connection)


def _count(connection: psycopg.Connection) -> dict[str, int]:
    from psycopg import sql

    named = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
    found = {}
    for (name,) in named.fetchall():
        row = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name))).fetchone()
        found[name] = row[0] if row else 0
    return found


def restore_postgres(dump: Path, url: str) -> None:
    """Fills the empty database at `url` from `dump`, whole or not at all. WrongUse where it holds anything."""
    if count_postgres(url):
        raise WrongUse(f"The database at {without_password(url)} is not empty. Nothing was changed: name an empty one.")
    run("pg_restore", "--no-owner", "--single-transaction", "--exit-on-error", str(dump), url=url)


@contextmanager
def scratch_postgres(url: str) -> Iterator[str]:
    """The URL of a new database beside the one at `url`, which is dropped in the end. Failed where none can be made."""
    import psycopg
    from psycopg import sql

    name = f"broadsheet_verify_{secrets.token_hex(4)}"
    parts = urlsplit(url)
    try:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    except psycopg.Error as error:
        raise Failed(
            f"No scratch database could be made ({str(error).strip()}). Make an empty one and name it: --database-url"
        ) from None
    try:
        yield urlunsplit(parts._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def run(program: str, *words: str, url: str) -> None:
    """Runs one of PostgreSQL's programs on the database at `url`. Failed with what it said, or where it is missing."""
    found = shutil.which(program)
    if not found:
        raise Failed(f"{program} is missing. Install PostgreSQL's client programs: apt-get install postgresql-client")
    secret = {"PGPASSWORD": unquote(urlsplit(url).password or "")}  # in the arguments everybody on the machine reads it
    command = [found, *words, f"--dbname={without_password(url)}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **secret})  # noqa: S603
    if done.returncode:
        raise Failed(f"{program} failed: {' '.join(done.stderr.split()) or done.returncode}")


def without_password(url: str) -> str:
    """`url` as it may be shown."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{parts.username}@{host}" if parts.username else host))
