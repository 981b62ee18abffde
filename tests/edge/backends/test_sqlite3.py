"""A database file that is gone is not made anew, and one that was replaced is opened anew."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError

from broadsheet.edge.backends.sqlite3.base import DatabaseWrapper, make_no_file


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(DatabaseWrapper, "makes_file", True)
    found = tmp_path / "paper.sqlite3"
    with closing(sqlite3.connect(found)) as database:
        database.executescript("CREATE TABLE story (title); INSERT INTO story VALUES ('old')")
    return found


@pytest.fixture
def wrapper(path: Path) -> Iterator[DatabaseWrapper]:
    own: dict[str, Any] = {
        "ENGINE": "broadsheet.edge.backends.sqlite3", "NAME": str(path), "OPTIONS": {}, "TIME_ZONE": None,
        "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": False, "AUTOCOMMIT": True, "TEST": {},
    }  # fmt: skip
    wrapper = DatabaseWrapper({**settings.DATABASES["default"], **own}, alias="other")
    yield wrapper
    wrapper.close()


def title(wrapper: DatabaseWrapper) -> str:
    wrapper.close_if_unusable_or_obsolete()
    wrapper.ensure_connection()
    return str(wrapper.connection.execute("SELECT title FROM story").fetchone()[0])


def test_a_backup_that_takes_the_files_place_is_read_at_the_next_request(wrapper: DatabaseWrapper, path: Path) -> None:
    assert title(wrapper) == "old"
    backup = Path(shutil.copy(path, path.with_name("backup")))
    with closing(sqlite3.connect(backup)) as database:
        database.execute("UPDATE story SET title = 'new'")
        database.commit()
    backup.replace(path)
    assert title(wrapper) == "new"


def test_a_file_that_is_gone_is_not_made_anew_and_is_read_when_it_is_back(wrapper: DatabaseWrapper, path: Path) -> None:
    make_no_file()
    assert title(wrapper) == "old"
    away = path.rename(path.with_name("away"))
    with pytest.raises(OperationalError):
        title(wrapper)
    assert not path.exists()
    away.rename(path)
    assert title(wrapper) == "old"


def test_before_a_paper_is_served_the_file_is_made(wrapper: DatabaseWrapper, path: Path) -> None:
    path.unlink()
    wrapper.ensure_connection()
    assert path.is_file()
