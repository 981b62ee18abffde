"""Copies of the migrated database."""

from __future__ import annotations

import pytest
from django.db import connection

from tests import world
from tests.harness import databases


@pytest.mark.django_db(transaction=True)
def test_a_database_is_put_back_as_the_migrations_left_it() -> None:
    world.paper("Politics")
    tables = connection.introspection.table_names()
    databases_before = connection.settings_dict["NAME"]
    database = databases.make("spare")
    try:
        world.paper("Sports")
        database.restore()
        assert connection.introspection.table_names() == tables
        with connection.cursor() as cursor:
            cursor.execute("SELECT title FROM wagtailcore_page WHERE depth = 1")
            assert cursor.fetchall() == [("Root",)]
            cursor.execute("SELECT count(*) FROM broadsheet_articles_section")
            assert cursor.fetchone() == (0,)
    finally:
        database.remove()
        databases.connect_to(databases_before)


def test_the_state_changes_with_the_locked_packages(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "requirements").mkdir()
    locked = tmp_path / "requirements" / "run.txt"
    monkeypatch.setattr(databases, "ROOT", tmp_path)
    locked.write_text("one")
    before = databases.state()
    locked.write_text("two")
    assert databases.state() != before
