"""Test databases: migrated once for each state of the migrations, then copied, so that a test process starts at once.

A template is named after a hash of all that decides what migrating yields. Many processes may ask for the same one:
the first makes it under a lock. A copy is put back by `restore`, which takes milliseconds where Django's flush takes a
second and loses what the migrations wrote.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Protocol

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from psycopg import sql

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "build" / "test-databases"


class TestDatabase(Protocol):
    """A migrated database for one test process."""

    def restore(self) -> None:
        """Bring it back to what it was after the migrations, whoever is connected."""

    def remove(self) -> None:
        """Drop it."""


def state() -> str:
    """A name for what migrating yields now: the migrations, the locked packages, the language of the paper."""
    found = hashlib.sha256(settings.LANGUAGE_CODE.encode())
    for path in [*sorted(ROOT.glob("broadsheet/*/migrations/*.py")), ROOT / "requirements" / "run.txt"]:
        found.update(str(path.relative_to(ROOT)).encode())
        found.update(path.read_bytes())
    return found.hexdigest()[:16]


def make(worker: str) -> TestDatabase:
    """A fresh database for the test process `worker`; from now on Django's default connection leads to it."""
    with _lock():
        database: TestDatabase = SQLiteFile(worker) if connection.vendor == "sqlite" else PostgresDatabase(worker)
        database.restore()
    return database


@contextmanager
def _lock() -> Iterator[None]:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def connect_to(name: str) -> None:
    """Lead the default connection to the database `name`."""
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name


def _migrate(name: str) -> None:
    connect_to(name)
    call_command("migrate", verbosity=0, interactive=False)
    connection.close()


class SQLiteFile:
    """A file in the run's own home."""

    def __init__(self, worker: str) -> None:
        self.template = FOLDER / f"{state()}.sqlite3"
        if not self.template.is_file():
            self._make_template()
        self.path = Path(settings.HOME) / f"test-{worker}.sqlite3"
        connect_to(str(self.path))

    def _make_template(self) -> None:
        for old in FOLDER.glob("*.sqlite3*"):
            old.unlink()
        unfinished = self.template.with_suffix(f".sqlite3-{os.getpid()}")
        _migrate(str(unfinished))
        with closing(sqlite3.connect(unfinished)) as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        unfinished.rename(self.template)

    def restore(self) -> None:
        connection.close()
        with closing(sqlite3.connect(self.template)) as source, closing(sqlite3.connect(self.path)) as copy:
            source.backup(copy)

    def remove(self) -> None:
        connection.close()
        for path in self.path.parent.glob(f"{self.path.name}*"):
            path.unlink()


class PostgresDatabase:
    """A database on the server that the settings name."""

    def __init__(self, worker: str) -> None:
        self.server: dict[str, Any] = connection.get_connection_params()
        self.template = f"broadsheet_template_{state()}"
        self.name = f"broadsheet_test_{worker}_{os.getpid()}"
        if not self._exists(self.template):
            self._make_template()
        connect_to(self.name)

    def _run(self, text: str, **names: str) -> None:
        with self._maintenance() as db:
            db.execute(sql.SQL(text).format(**{key: sql.Identifier(name) for key, name in names.items()}))

    def _maintenance(self) -> psycopg.Connection[Any]:
        keys = ("host", "port", "user", "password")
        known = {key: self.server[key] for key in keys if self.server.get(key)}
        return psycopg.connect(dbname="postgres", autocommit=True, **known)

    def _exists(self, name: str) -> bool:
        with self._maintenance() as db:
            return db.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None

    def _make_template(self) -> None:
        unfinished = f"{self.template}_unfinished"
        self._run("DROP DATABASE IF EXISTS {name} WITH (FORCE)", name=unfinished)
        self._run("CREATE DATABASE {name}", name=unfinished)
        _migrate(unfinished)
        self._run("ALTER DATABASE {old} RENAME TO {new}", old=unfinished, new=self.template)

    def restore(self) -> None:
        self.remove()
        self._run("CREATE DATABASE {name} TEMPLATE {template}", name=self.name, template=self.template)

    def remove(self) -> None:
        connection.close()
        self._run("DROP DATABASE IF EXISTS {name} WITH (FORCE)", name=self.name)
