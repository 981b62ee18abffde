"""A new SQLite database is laid out at once, as the migrations would have left it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection as configured
from django.db.migrations.loader import MigrationLoader
from django.db.utils import load_backend

from broadsheet.cli import blank
from broadsheet.cli.blank import lay_out

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.django_db


def opened(path: Path) -> Any:
    """A connection to the SQLite file at `path`."""
    options = {"transaction_mode": "IMMEDIATE"}
    settings = {**configured.settings_dict, "NAME": str(path), "OPTIONS": options}
    return load_backend("broadsheet.edge.backends.sqlite3").DatabaseWrapper(settings, "blank")


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A connection to an empty file, which is what is configured."""
    connection = opened(tmp_path / "empty.sqlite3")
    monkeypatch.setattr("django.db.connection", connection)
    yield connection
    connection.close()


def asked(connection: Any, sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        return list(cursor.execute(sql).fetchall())


def test_the_file_is_what_the_migrations_make() -> None:
    done = subprocess.run(
        [sys.executable, "scripts/blank.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"Migrations have changed: run scripts/blank.py.\n{done.stdout[-3000:]}{done.stderr}"


def test_no_migration_is_left_to_do(empty: Any) -> None:
    assert lay_out()
    applied = asked(empty, "SELECT app, name FROM django_migrations")
    assert set(MigrationLoader(None).graph.leaf_nodes()) <= set(applied)
    assert asked(empty, "PRAGMA foreign_key_check") == []
    assert asked(empty, "PRAGMA integrity_check") == [("ok",)]


def test_what_belongs_to_one_database_differs_in_another(empty: Any, tmp_path: Path) -> None:
    lay_out()
    with pytest.MonkeyPatch.context() as patch:
        other = opened(tmp_path / "other.sqlite3")
        patch.setattr("django.db.connection", other)
        lay_out()
    keys = [asked(one, "SELECT translation_key FROM wagtailcore_page ORDER BY id") for one in (empty, other)]
    other.close()
    assert keys[0] != keys[1]


def test_a_database_that_holds_anything_is_left_alone(empty: Any) -> None:
    with empty.cursor() as cursor:
        cursor.execute("CREATE TABLE mine (id integer)")
    assert not lay_out()
    assert empty.introspection.table_names() == ["mine"]


def test_where_an_app_is_older_than_the_file_migrations_do_it_all(
    empty: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = tmp_path / "blank.sql"
    one = """INSERT INTO "django_migrations" VALUES(999,'wagtailcore','0999_from_the_future',CURRENT_TIMESTAMP);"""
    newer.write_text(blank.BLANK.read_text().replace("COMMIT;", f"{one}\nCOMMIT;"))
    monkeypatch.setattr(blank, "BLANK", newer)
    assert not lay_out()
    assert empty.introspection.table_names() == []


def test_another_engine_goes_the_long_way(empty: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(empty, "vendor", "postgresql")
    assert not lay_out()
    assert empty.introspection.table_names() == []
