"""A database is copied as it is at one moment, while others write to it, and put back whole."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from broadsheet.cli.backup import databases
from broadsheet.cli.backup.databases import (
    copy,
    count_postgres,
    count_sqlite,
    kind,
    restore_postgres,
    run,
    scratch_postgres,
    without_password,
)
from broadsheet.cli.errors import Failed, WrongUse
from broadsheet.cli.prepared import DATABASE


@pytest.fixture
def pairs(tmp_path: Path) -> Path:
    """A home whose database holds as many rows in `one` as in `two` at any moment."""
    with closing(sqlite3.connect(tmp_path / DATABASE)) as database:
        database.executescript("PRAGMA journal_mode=WAL; CREATE TABLE one (n); CREATE TABLE two (n);")
    return tmp_path


def test_a_copy_made_while_others_write_is_of_one_moment(pairs: Path, tmp_path: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        with closing(sqlite3.connect(pairs / DATABASE, timeout=30)) as database:
            for number in range(100_000):
                if stop.is_set():
                    return
                with database:
                    database.execute("INSERT INTO one VALUES (?)", [number])
                    database.execute("INSERT INTO two VALUES (?)", [number])

    writer = threading.Thread(target=write)
    writer.start()
    try:
        copies = [copy("", pairs, tmp_path / f"{number}.copy") for number in range(8)]
    finally:
        stop.set()
        writer.join()
    assert all(rows["one"] == rows["two"] for rows in copies)
    assert copies == [count_sqlite(tmp_path / f"{number}.copy") for number in range(8)]


def test_a_database_elsewhere_is_found_by_its_address(pairs: Path, tmp_path: Path) -> None:
    assert copy(f"sqlite:///{pairs / DATABASE}", tmp_path / "none", tmp_path / "copy") == {"one": 0, "two": 0}


def test_a_damaged_database_is_told(pairs: Path) -> None:
    with closing(sqlite3.connect(pairs / DATABASE)) as database:
        database.executescript("PRAGMA journal_mode=DELETE; CREATE INDEX ones ON one (n);")
        database.executemany("INSERT INTO one VALUES (?)", [[f"{number:0100}"] for number in range(2000)])
        database.commit()
    content = bytearray((pairs / DATABASE).read_bytes())
    for at in range(8192, len(content), 4096):
        content[at : at + 64] = b"\xff" * 64
    (pairs / DATABASE).write_bytes(content)
    with pytest.raises(WrongUse, match="is damaged"):
        count_sqlite(pairs / DATABASE)


def test_the_kind_is_read_off_the_address() -> None:
    urls = ("", "sqlite:////srv/a.sqlite3", "postgres://a@b/c", "postgresql://a@b/c")
    assert [kind(url) for url in urls] == ["sqlite", "sqlite", "postgresql", "postgresql"]


def test_a_password_is_not_shown() -> None:
    assert without_password("postgres://me:hunter2@db.example:5433/paper") == "postgres://me@db.example:5433/paper"
    assert without_password("postgres://db.example/paper") == "postgres://db.example/paper"


def test_a_password_goes_by_the_environment_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "pg_dump"
    program.write_text(f'#!/bin/sh\necho "$PGPASSWORD $*" > {tmp_path}/said\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    run("pg_dump", "--file=x", url="postgres://me:hunter%402@db/paper")
    assert (tmp_path / "said").read_text() == "hunter@2 --file=x --dbname=postgres://me@db/paper\n"


def test_a_program_that_is_missing_or_fails_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(databases.shutil, "which", lambda name: None)
    with pytest.raises(Failed, match="apt-get install postgresql-client"):
        run("pg_dump", url="postgres://db/paper")
    monkeypatch.setattr(databases.shutil, "which", lambda name: "/bin/false")
    with pytest.raises(Failed, match="pg_dump failed: 1"):
        run("pg_dump", url="postgres://db/paper")


@pytest.fixture
def postgres(django_db_setup: None, django_db_blocker: object) -> Iterator[str]:
    """The URL of an empty PostgreSQL database, dropped in the end."""
    if connection.vendor != "postgresql":
        pytest.skip("copies of PostgreSQL are tried where the suite runs on it: make test DB=postgres")
    known = connection.settings_dict
    with scratch_postgres(f"postgres://{known['USER']}@/postgres?host={known['HOST']}") as url:
        yield url


def test_a_scratch_database_is_gone_in_the_end(postgres: str) -> None:
    with scratch_postgres(postgres) as url:
        assert count_postgres(url) == {}
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        count_postgres(url)


def test_postgresql_is_copied_and_put_back(postgres: str, tmp_path: Path) -> None:
    with psycopg.connect(postgres) as database:
        database.execute("CREATE TABLE one (n int)")
        database.execute("INSERT INTO one SELECT generate_series(1, 100)")
    assert copy(postgres, tmp_path, tmp_path / "dump") == {"one": 100}
    with scratch_postgres(postgres) as url:
        restore_postgres(tmp_path / "dump", url)
        assert count_postgres(url) == {"one": 100}


def test_a_postgresql_database_that_holds_anything_is_left_alone(postgres: str, tmp_path: Path) -> None:
    with psycopg.connect(postgres) as database:
        database.execute("CREATE TABLE one (n int)")
    copy(postgres, tmp_path, tmp_path / "dump")
    with pytest.raises(WrongUse, match="is not empty"):
        restore_postgres(tmp_path / "dump", postgres)
    assert count_postgres(postgres) == {"one": 0}
