"""The stamp that says that a home needs no preparation."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from broadsheet import env
from broadsheet.cli import prepared


def settings(home: Path, **more: str) -> dict[str, env.Setting]:
    return env.read({"BROADSHEET_HOME": str(home), **more})


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """What `prepare` leaves behind, as far as the stamp looks at it."""
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "stamp.json").write_text("{}")
    with closing(sqlite3.connect(tmp_path / "broadsheet.sqlite3")) as database, database:
        database.execute("CREATE TABLE django_migrations (app, name)")
        database.execute("INSERT INTO django_migrations VALUES ('broadsheet_articles', '0001_initial')")
    prepared.note(tmp_path, settings(tmp_path))
    return tmp_path


def test_a_home_that_was_prepared_needs_nothing(home: Path) -> None:
    assert prepared.is_prepared(home, settings(home))


def test_another_address_is_prepared_for(home: Path) -> None:
    assert not prepared.is_prepared(home, settings(home, BROADSHEET_URL="https://example.org"))


@pytest.mark.parametrize("change", ["DELETE FROM django_migrations", "INSERT INTO django_migrations VALUES ('x', 'y')"])
def test_a_database_with_other_migrations_is_prepared(home: Path, change: str) -> None:
    with closing(sqlite3.connect(home / "broadsheet.sqlite3")) as database, database:
        database.execute(change)
    assert not prepared.is_prepared(home, settings(home))


def test_other_code_prepares_anew(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepared, "_code", lambda: iter(["broadsheet/articles/migrations/0002_later.py"]))
    assert not prepared.is_prepared(home, settings(home))


@pytest.mark.parametrize("missing", ["broadsheet.sqlite3", "static/stamp.json", "prepared.json"])
def test_what_cannot_be_told_is_prepared(home: Path, missing: str) -> None:
    (home / missing).unlink()
    assert not prepared.is_prepared(home, settings(home))


def test_another_database_than_the_homes_own_is_always_prepared(home: Path) -> None:
    assert not prepared.is_prepared(home, settings(home, BROADSHEET_DATABASE_URL="postgres://127.0.0.1/none"))
