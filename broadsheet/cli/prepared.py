"""Whether a home was prepared by this very version with these settings: a stamp in it says so, at no cost.

Where it does, `serve` lets readers in at once and the worker, which prepares all the same, comes after. Loading Django
takes each part seconds, and two that load at once on one core make readers wait for both.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

from broadsheet import __version__
from broadsheet.env import Setting, public_url

STAMP = "prepared.json"
DATABASE = "broadsheet.sqlite3"
PACKAGE = Path(__file__).parent.parent


def is_prepared(home: Path, settings: Mapping[str, Setting]) -> bool:
    """Whether nothing is to be done before the home is served; false also where that cannot be told."""
    try:
        return (home / STAMP).read_text() == _state(home, settings)
    except (OSError, sqlite3.Error, ValueError):
        return False


def note(home: Path, settings: Mapping[str, Setting]) -> None:
    """Writes down that the home is prepared, where the database is one that `is_prepared` can look into."""
    try:
        state = _state(home, settings)
    except (OSError, sqlite3.Error, ValueError):
        return
    new = home / f"{STAMP}.new"
    new.write_text(state)
    new.replace(home / STAMP)


def _state(home: Path, settings: Mapping[str, Setting]) -> str:
    """What preparing depends on: code, address, migrations in the database. ValueError for another than SQLite's."""
    if settings["BROADSHEET_DATABASE_URL"].value or settings["BROADSHEET_DEBUG"].value:
        raise ValueError("only the home's own database is looked into, and only outside debugging")
    if not (home / "static" / "stamp.json").is_file():
        raise ValueError("the static files are not collected")
    parts = {"code": list(_code()), "url": public_url(settings), "migrations": _migrations(home / DATABASE)}
    text = json.dumps(parts)
    return json.dumps({"broadsheet": __version__, "state": hashlib.sha256(text.encode()).hexdigest()}) + "\n"


def _code() -> Iterator[str]:
    """Names and times of our migrations and static files, and the installed packages with their versions."""
    for pattern in ("*/migrations/*.py", "*/static/**/*"):
        for path in sorted(PACKAGE.glob(pattern)):
            if path.is_file():
                stat = path.stat()
                yield f"{path.relative_to(PACKAGE)} {stat.st_size} {stat.st_mtime_ns}"
    for folder in dict.fromkeys(sys.path):
        yield from sorted(path.name for path in Path(folder).glob("*.dist-info"))


def _migrations(database: Path) -> list[list[str]]:
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True, timeout=1)) as connection:
        rows = connection.execute("SELECT app, name FROM django_migrations ORDER BY app, name").fetchall()
    return [list(row) for row in rows]
