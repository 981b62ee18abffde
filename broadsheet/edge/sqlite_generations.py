"""Generations in SQLite, asked at the price of reading ninety-six bytes of memory. Knows no Django.

In WAL mode each commit writes the header of the WAL index, the first bytes of the file `…-shm`, and every reader finds
out by that header whether something was committed (https://sqlite.org/walformat.html, "The WAL-Index File Format"). We
map the same file and compare the same bytes; only where they differ is a query run. Where there is no WAL,
`PRAGMA data_version` is asked instead.
"""

from __future__ import annotations

import mmap
import os
import sqlite3
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from broadsheet.edge.generations import MOST_REMEMBERED, UnreachableError

HEADER = 96
"""Two copies of the WAL index header, 48 bytes each."""
STAT_SECONDS = 1.0
"""How often to see whether the file is still the one we opened; it is another after a backup was put back."""
BUSY_SECONDS = 0.25

_never_closed: list[mmap.mmap] = []
"""Closing any descriptor of the file would drop the locks that SQLite holds on it in this process (fcntl(2)), so
mappings are kept for good. There is one a process, and one more each time the database file is replaced."""


class SQLiteGenerations:
    """The `Source` for a paper whose database is the SQLite file at `path`."""

    waits = False

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)
        self.database: sqlite3.Connection | None = None
        self.header: mmap.mmap | None = None
        self.seen: bytes | int = b""
        self.inodes = (0, 0)
        self.statted = 0.0

    async def refresh(self) -> None:
        """Nothing: this source never waits."""

    def moved(self) -> bool:
        """Whether a commit may have come since `since` was asked; raises `UnreachableError` where the file is gone."""
        now = time.monotonic()
        if now - self.statted > STAT_SECONDS:
            self._see_file(now)
        if self.header is not None:
            return self.header[:HEADER] != self.seen
        return self._version() != self.seen

    def since(self, number: int) -> tuple[int, Sequence[tuple[str, int]]]:
        """The newest number of all and the tags bumped after `number`."""
        # First the header, then the query: a commit between the two is looked at once more.
        seen = self.header[:HEADER] if self.header is not None else self._version()
        rows = self._ask(
            "SELECT tag, number FROM broadsheet_edge_generation WHERE number > ? ORDER BY number DESC LIMIT ?",
            (number, MOST_REMEMBERED + 1),
        )
        newest = rows[0][1] if rows else self._newest()
        self.seen = seen
        return newest, rows

    def newest(self, tags: Iterable[str]) -> int:
        """The newest number among `tags`."""
        tags = list(tags)
        marks = ", ".join("?" * len(tags))
        return self._number(f"SELECT MAX(number) FROM broadsheet_edge_generation WHERE tag IN ({marks})", tags)  # noqa: S608

    def _newest(self) -> int:
        return self._number("SELECT MAX(number) FROM broadsheet_edge_generation", ())

    def _version(self) -> int:
        return self._number("PRAGMA data_version", ())

    def _number(self, query: str, values: Sequence[object]) -> int:
        return int(self._ask(query, values)[0][0] or 0)

    def _ask(self, query: str, values: Sequence[object]) -> list[tuple[str, int]]:
        try:
            if self.database is None:
                self._open()
            assert self.database is not None
            return self.database.execute(query, values).fetchall()
        except (sqlite3.Error, OSError) as error:
            raise UnreachableError(str(error)) from error

    def _see_file(self, now: float) -> None:
        """Opens the database anew where another file has taken its place, or that of its WAL index."""
        try:
            inode = self.path.stat().st_ino
        except OSError as error:
            raise UnreachableError(str(error)) from error
        if (inode, self._index()) != self.inodes:
            self._close()
            self._ask("SELECT 1", ())
            self.inodes = inode, self._index()
        self.statted = now

    def _index(self) -> int:
        """The number of the WAL index file that we look at; 0 where we look at none."""
        try:
            return Path(f"{self.path}-shm").stat().st_ino if self.header is not None else 0
        except OSError:
            return -1

    def _close(self) -> None:
        if self.database is not None:
            self.database.close()
        self.database = self.header = None
        self.seen = b""

    def _open(self) -> None:
        database = sqlite3.connect(
            f"{self.path.absolute().as_uri()}?mode=ro",
            uri=True,
            timeout=BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
        )
        mode = database.execute("PRAGMA journal_mode").fetchone()[0]
        database.execute("SELECT COUNT(*) FROM sqlite_schema").fetchone()  # this makes SQLite open the WAL index
        self.database = database
        if mode == "wal":
            self.header = _map(f"{self.path}-shm")


def _map(path: str) -> mmap.mmap | None:
    """The start of the WAL index in memory; None where there is none to be had."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)  # never closed: see `_never_closed`
        mapping = mmap.mmap(descriptor, HEADER, prot=mmap.PROT_READ)
    except (OSError, ValueError):
        return None
    _never_closed.append(mapping)
    return mapping
