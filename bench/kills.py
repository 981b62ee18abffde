"""Imports killed with -9 at random moments and taken up again: `python -m bench.moving --kills 50`.

Each round begins with the same new paper. What stands in the tables afterwards is compared, row for row, with what an
import leaves that nobody disturbed; what is a matter of chance or of the clock by itself (random keys, times of making)
is left out.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import closing
from hashlib import blake2b
from pathlib import Path

PATIENCE = 600.0
"""Seconds that an import may take before the round has failed."""
CHANCE = {
    *("translation_key", "created_at", "updated_at", "started_at", "finished_at", "latest_revision_created_at"),
    *("timestamp", "uuid", "report"),
}
CLOCKED = ("django_", "sqlite_", "broadsheet_edge_", "wagtailsearch_indexentry_fts", "wagtailcore_modellogentry")
"""How tables begin that hold no part of the paper, or hold it again."""


def rounds(home: Path, export: Path, kills: int, seed: int = 7) -> dict[str, float]:
    """Kill so many imports of `export` into the paper of `home`; how many ended as they should.

    Django must be set up for `home`, which has a paper, and no connection be open.
    """
    chance, database = random.Random(seed), home / "broadsheet.sqlite3"
    blank = home.with_name(f"{home.name}-blank.sqlite3")
    _settle(database)
    shutil.copy(database, blank)
    _load()
    began = time.monotonic()
    _wait(_child(lambda: _import(export, resume=False)))
    whole, wanted = time.monotonic() - began, rows_of(database)
    same, before, after = 0, 0, 0
    for number in range(kills):
        _renew(database, blank)
        pid = _child(lambda: _import(export, resume=False))
        time.sleep(chance.uniform(0, whole))
        os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        after += not os.WIFSIGNALED(status)
        before += not _has_begun(database)
        _wait(_child(lambda: _import(export, resume=True)))
        differ = sorted(name for name, found in rows_of(database).items() if found != wanted.get(name))
        same += not differ
        if differ:
            print(f"round {number + 1} differs in {', '.join(differ)}", file=sys.stderr)
    return {
        "kills": kills,
        "same": same,
        "before_anything": before,
        "after_all": after,
        "seconds_whole": round(whole, 2),
    }


def _load() -> None:
    """Import what every child needs, which takes longer than a small import."""
    from django.urls import resolve

    import broadsheet.importers.wordpress.moving  # noqa: F401

    resolve("/feed.xml")


def _child(work: Callable[[], None]) -> int:
    """The number of a process of its own that does `work`."""
    pid = os.fork()
    if pid:
        return pid
    try:
        work()
    except BaseException as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        os._exit(1)
    os._exit(0)


def _wait(pid: int) -> None:
    """Until the process is done; RuntimeError where it fails or takes too long."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found, status = os.waitpid(pid, os.WNOHANG)
        if found:
            if status:
                raise RuntimeError(f"an import ended with status {status}")
            return
        time.sleep(0.02)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    raise RuntimeError(f"an import took longer than {PATIENCE} seconds")


def _import(export: Path, resume: bool) -> None:
    from broadsheet.importers.errors import CannotImportError
    from broadsheet.importers.wordpress.moving import Wishes, move_in

    try:
        report = move_in([export], Wishes(resume=resume))
    except CannotImportError:
        if not resume:
            raise
        report = move_in([export], Wishes())  # it was killed before it had begun, or after it was done
    assert report.adds_up, [vars(line) for line in report.lines if not line.adds_up]


def _has_begun(database: Path) -> bool:
    with closing(sqlite3.connect(database)) as connection:
        return bool(connection.execute("SELECT 1 FROM broadsheet_importers_move").fetchone())


def _settle(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _renew(database: Path, blank: Path) -> None:
    for end in ("-wal", "-shm"):
        database.with_name(database.name + end).unlink(missing_ok=True)
    shutil.copy(blank, database)


def rows_of(database: Path) -> dict[str, str]:
    """A hash of all rows of each table that is part of a paper."""
    found = {}
    with closing(sqlite3.connect(database)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in names:
            if name.startswith(CLOCKED):
                continue
            columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{name}")') if row[1] not in CHANCE]
            listed = ", ".join(f'"{column}"' for column in columns)
            digest = blake2b(digest_size=16)
            for row in connection.execute(
                f'SELECT {listed} FROM "{name}" ORDER BY 1, 2'
                if columns[1:]
                else f'SELECT {listed} FROM "{name}" ORDER BY 1'
            ):
                digest.update(repr(row).encode("utf-8", "surrogatepass"))
            found[name] = digest.hexdigest()
        for (report,) in connection.execute("SELECT report FROM broadsheet_importers_move"):
            found["lines of the report"] = json.dumps(json.loads(report).get("lines"))  # all else is told of one run
    return found
